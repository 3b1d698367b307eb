"""The command for a holiday or a change of owner: handover."""

from typing import TYPE_CHECKING, Any

import click

from notes_crm.cli.complete import complete_colleague
from notes_crm.cli.runs_itself import runs_itself

if TYPE_CHECKING:
    from pathlib import Path

    from notes_crm.answers.handover import Handover
    from notes_crm.answers.said import Source
    from notes_crm.cli.owing import Owing
    from notes_crm.cli.session import Session

EXIT_NOTHING = 1


@runs_itself()
@click.command(
    short_help="What a colleague takes over: promises, cases, cautions, what to say first."
)
@click.argument("giver", metavar="FROM", shell_complete=complete_colleague)
@click.argument("taker", metavar="TO", shell_complete=complete_colleague)
@click.option("--print", "printing", is_flag=True, help="Write it as HTML and PDF.")
@click.option("--html", "only", flag_value="html", help="Only the HTML page.")
@click.option("--pdf", "only", flag_value="pdf", help="Only the PDF.")
@click.option("-o", "--output", type=click.Path(), metavar="FILE", help="Write to FILE (.html or .pdf).")  # fmt: skip
@click.option("--sources", is_flag=True, help="Say for each line which note it comes from.")
@click.option("--with-private", is_flag=True, help="Private parts too.")
@click.option(
    "--json", "as_json", is_flag=True, help="For scripts: one JSON document, fields always present."
)
@click.pass_obj
def handover(  # noqa: PLR0917 - click passes options by name
    session: "Session", /, giver: str, taker: str, printing: bool, only: str | None,
    output: str | None, sources: bool, with_private: bool, as_json: bool,
) -> int:  # fmt: skip
    """List what one of us hands over to another: for a holiday, or when an owner changes.

    Each customer that FROM owns, or owes something: what to say first, what is awkward, open
    promises and cases, visits planned, where it was left off. Nothing is changed; at the end
    stand the commands that give the promises away, and where the owners are to be changed.

    \b
    Examples:
      crm handover sam jo
      crm handover sam jo --print
      crm handover me jo -o holiday.pdf
    """
    from notes_crm.cli.owing import remember
    from notes_crm.cli.print_looks import page_of
    from notes_crm.output import console
    from notes_crm.output import handover as shown
    from notes_crm.output.wording import wording

    session.refresh()
    found, owing = _gathered(session, giver, taker, with_private=with_private)
    if not (found.parts or found.elsewhere):
        click.echo(f"{console.one_line(found.giver)} has nothing to hand over.")
        return EXIT_NOTHING
    page = page_of(session, None)
    say = wording("en", page=page, currency="EUR", today=session.today)
    data = shown.words(found, say)
    if as_json:
        console.emit_json(data)
        return 0
    if printing or only or output:
        return _write(session, data, page, say, only=only, output=output)
    numbered = {p.number: p for p in _promises(found)}
    promises = sorted(numbered)
    if promises:
        remember(session, [numbered[number] for number in promises])
    handle = owing.us.handle(found.taker)
    mine = [n for n in promises if numbered[n].side != "they"]
    commands = [f"crm assign {number} {handle}" for number in mine]
    by_hand = [
        f"{part.owner_at.path}:{part.owner_at.line}  owner: {found.taker}"
        for part in found.parts
        if part.owner_at
    ]
    console.emit(
        shown.terminal(
            data, commands, by_hand, session.width, sources=sources, colour=session.colour
        )
    )
    return 0


def _promises(found: "Handover") -> list[Any]:
    return [*(p for part in found.parts for p in part.promises), *found.elsewhere]


def _gathered(
    session: "Session", giver: str, taker: str, *, with_private: bool
) -> "tuple[Handover, Owing]":
    from notes_crm.answers import handover as answer
    from notes_crm.answers.briefing import allowed
    from notes_crm.answers.said import key_source
    from notes_crm.cli.due import FOR_EVER
    from notes_crm.cli.owing import Owing
    from notes_crm.cli.sheets import Sheets
    from notes_crm.cli.team import person
    from notes_crm.model.derived import open_cases, profile_of
    from notes_crm.model.markdown.inline import plain_names
    from notes_crm.model.schema import fold

    owing = Owing(session, session.today + FOR_EVER, giver, with_private=with_private)
    agenda = owing.agenda(most=None)
    name = owing.us.name
    owned = [
        customer
        for customer, key, text in session.index.facts.novelties().profiles()
        if key == "owner"
        and fold(agenda.person or "") in {fold(name(o)) for o in plain_names(text)}
    ]
    receiver = person(session, taker, owing.us)
    if fold(receiver) == fold(agenda.person or ""):
        raise click.UsageError("FROM and TO are the same person.")
    sheets = Sheets(session, receiver, session.today, past=False, with_private=with_private)
    found = {}
    owner_at: dict[str, Source] = {}
    for customer in answer.concerned(agenda, owned):
        notes = allowed(sheets.notes(customer), with_private=with_private)
        found[customer] = (sheets.of(customer), open_cases(notes))
        profile = profile_of(notes)
        if customer in owned and profile:
            owner_at[customer] = key_source(profile, "owner")
    return answer.handover(agenda, receiver, found, owner_at, with_private=with_private), owing


def _write(
    session: "Session", data: dict[str, Any], page: Any, say: Any, *, only: str | None,
    output: str | None,
) -> int:  # fmt: skip
    """Write the sheet as HTML and PDF, or as one of them; the exit code."""
    from notes_crm.cli.printing import own_place
    from notes_crm.errors import NoEngine
    from notes_crm.output import call_sheet, handover_sheet

    kinds = [output.rpartition(".")[2].lower()] if output else [only] if only else ["html", "pdf"]
    if kinds[0] not in ("html", "pdf") or (only and output and kinds[0] != only):
        raise click.UsageError(f"-o takes a file that ends in .{only or 'html or .pdf'}.")
    printed = session.now.replace(microsecond=0)
    text, pages = handover_sheet.html(data, page, say, printed)
    for kind in kinds:
        name = f"Handover {data['from']} to {data['to']} {data['today']}"
        path = session.cwd / output if output else own_place(session, name, kind or "html")
        if kind == "html":
            _keep(path, text.encode())
            continue
        try:
            names = "".join(part["customer"] for part in data["customers"])
            made = call_sheet.made(text, pages, names, printed)
        except NoEngine as error:
            if output or only:
                raise
            session.say(str(error))
            continue
        _keep(path, made.data, f" ({made.engine}, {made.pages} page{'s' * (made.pages != 1)})")
    return 0


def _keep(path: "Path", data: bytes, how: str = "") -> None:
    from notes_crm.cli.printing import write
    from notes_crm.output import console

    write(path, data)
    click.echo(f"Wrote {console.one_line(str(path))}{how}")


COMMANDS = (handover,)
