"""The command that tends to templates of sheets: list, show, eject, check, context."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from notes_crm.cli.complete import complete_customer
from notes_crm.errors import BadTemplate

if TYPE_CHECKING:
    from notes_crm.cli.session import Session

EXIT_FAULTS = 1


@dataclass(frozen=True)
class _Used:
    """The template for one kind of customers, and how many of them there are."""

    kind: str
    customers: int
    template: str
    ours: bool


@click.group(short_help="The templates of sheets: see, change and check them.")
def template() -> None:
    """See which template draws whose sheet, take one as your own, check what you wrote.

    A vault's own templates lie in Templates/print: briefing.html.j2 for every customer,
    briefing/KIND.html.j2 for customers of one kind. Wishes for order, lengths, words and paper
    need none: they stand in crm.toml under [briefing].
    """


@template.command("list", short_help="Which template is used for which kind of customer.")
@click.option(
    "--json", "as_json", is_flag=True, help="For scripts: one JSON document, fields always present."
)
@click.pass_obj
def list_templates(session: "Session", *, as_json: bool) -> None:
    """Show for each kind of customer the template that draws its sheet, and where it comes from.

    \b
    Examples:
      crm template list
      crm template list --json
    """
    from notes_crm.cli.print_looks import own_of
    from notes_crm.output import console
    from notes_crm.output.environment import SHIPPED, shipped
    from notes_crm.output.own import kinds, template_for

    session.refresh()
    own, counted = own_of(session), _kinds(session)
    every = ["", *sorted({*kinds(own, shipped()), *counted} - {""})]
    used = [
        _Used(kind, counted.get(kind, 0), own.shown(name), name.startswith(SHIPPED))
        for kind, name in ((kind, template_for(kind, own, shipped())) for kind in every)
    ]
    if as_json:
        rows = [
            {
                "kind": r.kind,
                "customers": r.customers,
                "template": r.template,
                "from": "crm" if r.ours else "vault",
            }
            for r in used
        ]
        console.emit_json(
            {"api": 1, "templates": rows, "files": [own.shown(n) for n in own.templates]}
        )
        return
    table = [
        (r.kind or "any kind", r.template, "comes with crm" if r.ours else "the vault's own")
        for r in used
    ]
    width = max(console.width_of(kind) for kind, _, _ in table)
    for kind, name, origin in table:
        click.echo(
            f"{console.pad(console.one_line(kind), width)}  {console.one_line(name)}  {origin}"
        )


@template.command(short_help="Print a template.")
@click.argument("name", default="", metavar="[NAME|KIND]")
@click.pass_obj
def show(session: "Session", name: str) -> None:
    """Print the template that comes with crm, or the one of this name or kind of customer.

    \b
    Examples:
      crm template show                       what comes with crm
      crm template show bakery                what draws the sheets of bakeries
      crm template show briefing.html.j2      the vault's own
    """
    from notes_crm.cli.print_looks import own_of
    from notes_crm.output import console
    from notes_crm.output.environment import SHIPPED, shipped
    from notes_crm.output.own import SHEET, template_for

    own = own_of(session)
    sources = {**shipped(), **own.templates}
    shown = {own.shown(t): t for t in sources if t in own.templates or f"{SHIPPED}{SHEET}" in t}
    wanted = name or f"{SHIPPED}{SHEET}.html.j2"
    found = shown.get(wanted, wanted)
    if found not in sources:
        found = template_for(name, own, shipped())
        if found == template_for("", own, shipped()):
            known = ", ".join(shown)
            raise BadTemplate(f"There is no template {name!r}; there are: {known}.")
    for line in sources[found].splitlines():
        click.echo(console.safe(line))


@template.command(short_help="Copy the template that comes with crm into the vault.")
@click.option("--kind", metavar="KIND", default="", help="For customers of this kind alone.")
@click.option(
    "--block",
    metavar="NAME",
    default="",
    help="Only this part; the rest stays ours: alerts, form …",
)
@click.pass_obj
def eject(session: "Session", kind: str, block: str) -> None:
    """Copy the template into the vault, to be changed there; nothing is overwritten.

    With --block, only that part becomes yours: the rest of the sheet goes on getting better with
    every new crm.

    \b
    Examples:
      crm template eject --block alerts
      crm template eject --kind bakery
      crm template eject
    """
    from notes_crm.cli.print_looks import own_of
    from notes_crm.cli.written import Written
    from notes_crm.output import console
    from notes_crm.output.environment import SHIPPED, block_of, blocks, shipped
    from notes_crm.output.own import SHEET
    from notes_crm.store.new_files import file_name

    own, source = own_of(session), shipped()[f"{SHIPPED}{SHEET}.html.j2"]
    if block and block not in blocks(source):
        raise BadTemplate(f"The sheet has no part {block!r}; it has {', '.join(blocks(source))}.")
    text = source
    if block:
        text = f'{{% extends "{SHIPPED}{SHEET}.html.j2" %}}\n{block_of(source, block)}\n'
    name = file_name(f"{kind}.html.j2") if kind else ""
    path = f"{own.folder}/{SHEET}/{name}" if kind else f"{own.folder}/{SHEET}.html.j2"
    Written(session).create([path], text.encode())
    click.echo(f"Wrote {console.one_line(path)}; check it with: crm template check")


@template.command(short_help="Try templates on a full, an empty and a hostile customer.")
@click.argument("files", nargs=-1, type=click.Path(), metavar="[FILE]...")
@click.option(
    "--json", "as_json", is_flag=True, help="For scripts: one JSON document, fields always present."
)
@click.pass_obj
def check(session: "Session", files: tuple[str, ...], *, as_json: bool) -> int:
    """Draw sheets with the vault's templates, or with FILE, and name what is wrong: file, line, reason.

    Names that no sheet has are faults here; on paper they are left blank.

    \b
    Examples:
      crm template check
      crm template check ~/new-sheet.html.j2
    """
    from notes_crm.cli.template_check import faults_in, templates_checked
    from notes_crm.output import console

    checked, faults = templates_checked(session, files), faults_in(session, files)
    if as_json:
        records = [{"file": f.template, "line": f.line, "reason": f.reason} for f in faults]
        console.emit_json({"api": 1, "checked": checked, "faults": records})
    else:
        for fault in faults:
            click.echo(console.one_line(str(fault)))
        if not checked and not faults:
            click.echo("The vault has no templates of its own; make one with: crm template eject")
        elif not faults:
            click.echo(f"{', '.join(map(console.one_line, checked))}: nothing wrong.")
    return EXIT_FAULTS if faults else 0


@template.command(short_help="What a template gets to draw a customer's sheet from.")
@click.argument(
    "words", nargs=-1, required=True, metavar="CUSTOMER", shell_complete=complete_customer
)
@click.option("--json", "as_json", is_flag=True, help="All of it as one JSON document.")
@click.pass_obj
def context(session: "Session", words: tuple[str, ...], *, as_json: bool) -> None:
    """Show every name a template can use, with its value for this customer.

    Additions keep the number `api`; a name that changes raises it.

    \b
    Examples:
      crm template context acme
      crm template context acme --json
    """
    from notes_crm.cli.print_looks import language_of, own_of, page_of
    from notes_crm.cli.sheets import Sheets
    from notes_crm.output import console
    from notes_crm.output.sheet import Pack

    session.refresh()
    sheets = Sheets(session, session.me, session.today, past=False, with_private=False)
    pack = Pack(
        (sheets.of(session.customer(" ".join(words))),),
        page_of(session, None),
        language_of(session, None),
        session.now.replace(microsecond=0),
        session.vault.name,
        session.vault.settings.currency,
        own_of(session),
        session.say,
    )
    [data] = pack.contexts()
    if as_json:
        console.emit_json(data)
        return
    for name, value in _flat("", {k: v for k, v in data.items() if k not in ("labels", "t")}):
        click.echo(console.one_line(f"{name} = {value}")[: session.width])


def _flat(name: str, value: object) -> "list[tuple[str, str]]":
    """The names as a template says them, and their values; of a list the first and how far it goes."""
    import json

    if isinstance(value, dict) and value:
        dot = f"{name}." if name else ""
        return [pair for key, inner in value.items() for pair in _flat(f"{dot}{key}", inner)]
    if isinstance(value, list) and value and isinstance(value[0], dict | list):
        more = [(f"{name}[{len(value) - 1}]", "…")] if len(value) > 1 else []
        return [*_flat(f"{name}[0]", value[0]), *more]
    return [(name, json.dumps(value, ensure_ascii=False))]


def _kinds(session: "Session") -> dict[str, int]:
    """How many customers there are of each kind."""
    profiles = [c.profile for c in session.index.facts.customers() if c.profile]
    kinds: dict[str, int] = {}
    for values in session.index.facts.values(profiles, ["kind"]).values():
        for row in values["kind"]:
            kinds[row.text.casefold()] = kinds.get(row.text.casefold(), 0) + 1
    return kinds


COMMANDS = (template,)
