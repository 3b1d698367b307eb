"""The command for a holiday or a change of owner: handover."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import click

from notes_crm.cli.complete import complete_colleague
from notes_crm.cli.going_out import send_out, sheet_form, sheet_options
from notes_crm.cli.one_of import OneOfCommand
from notes_crm.cli.runs_itself import runs_itself

if TYPE_CHECKING:
    from notes_crm.answers.handover import Handover
    from notes_crm.answers.said import Source
    from notes_crm.cli.going_out import Form, Page
    from notes_crm.cli.owing import Owing
    from notes_crm.cli.session import Session
    from notes_crm.output.wording import Wording

EXIT_NOTHING = 1
AT_ONCE = 12
"""Promises that one command gives away: so many numbers stand in a line."""


@runs_itself()
@click.command(
    cls=OneOfCommand,
    short_help="What a colleague takes over: promises, cases, cautions, what to say first.",
)
@click.argument("giver", metavar="FROM", shell_complete=complete_colleague)
@click.argument("taker", metavar="TO", shell_complete=complete_colleague)
@sheet_options
@click.option("--sources", is_flag=True, help="Say for each line which note it comes from.")
@click.option("--with-private", is_flag=True, help="Private parts too.")
@click.option(
    "--json", "as_json", is_flag=True, help="For scripts: one JSON document, fields always present."
)
@click.pass_obj
def handover(  # noqa: PLR0917 - click passes options by name
    session: "Session", /, giver: str, taker: str, sources: bool, with_private: bool,
    as_json: bool, **sheet: Any,
) -> int:  # fmt: skip
    """List what one of us hands over to another: for a holiday, or when an owner changes.

    Each customer that FROM owns, or owes something: what to say first, what is awkward, open
    promises and cases, visits planned, where it was left off. Nothing is changed; at the end
    stand the commands that give the promises away, and where the owners are to be changed.

    \b
    Examples:
      crm handover sam jo
      crm handover sam jo --print            on paper
      crm handover me jo -o holiday.pdf
    """
    from notes_crm.cli.owing import remember
    from notes_crm.cli.print_looks import page_of
    from notes_crm.output import console
    from notes_crm.output import handover as shown

    form = sheet_form(as_json=as_json, **sheet)
    session.refresh()
    found, owing = _gathered(session, giver, taker, with_private=with_private)
    if not (found.parts or found.elsewhere or as_json):
        click.echo(f"{console.one_line(found.giver)} has nothing to hand over.")
        return EXIT_NOTHING
    page = page_of(session, form.page)
    say = _wording(session, form, page)
    data = shown.words(found, say)
    if as_json:
        console.emit_json(shown.unnumbered(data))
        return 0 if found.parts or found.elsewhere else EXIT_NOTHING
    if form.is_wanted:
        _send_out(session, data, page, say, form)
        return 0
    numbered = {p.number: p for p in _promises(found)}
    promises = sorted(numbered)
    if promises:
        remember(session, [numbered[number] for number in promises])
    handle = owing.us.handle(found.taker)
    mine = [n for n in promises if numbered[n].side != "they"]
    commands = [
        f"crm assign {' '.join(map(str, mine[at : at + AT_ONCE]))} {handle}"
        for at in range(0, len(mine), AT_ONCE)
    ]
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


def _wording(session: "Session", form: "Form", page: "Page") -> "Wording":
    """The words of the sheet in its language; here, and for scripts, all of it is English."""
    from notes_crm.cli.print_looks import language_of
    from notes_crm.output.wishes import with_labels
    from notes_crm.output.wording import wording

    settings = session.vault.settings
    lang = language_of(session, form.lang) if form.is_wanted else "en"
    say = wording(lang, page=page, currency=settings.currency, today=session.today)
    return with_labels(say, settings.briefing) if form.is_wanted else say


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
    from notes_crm.model.markdown.names import plain_names
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
    sheets = Sheets(
        session, receiver, session.today, past=False, with_private=with_private, eve=timedelta()
    )
    found = {}
    owner_at: dict[str, Source] = {}
    for customer in answer.concerned(agenda, owned):
        notes = allowed(sheets.notes(customer), with_private=with_private)
        found[customer] = (sheets.of(customer), open_cases(notes))
        profile = profile_of(notes)
        if customer in owned and profile:
            owner_at[customer] = key_source(profile, "owner")
    return answer.handover(agenda, receiver, found, owner_at, with_private=with_private), owing


def _send_out(
    session: "Session", data: dict[str, Any], page: "Page", say: "Wording", form: "Form"
) -> None:
    from notes_crm.cli.exporting import said_of
    from notes_crm.output import call_sheet, handover_sheet

    printed = session.now.replace(microsecond=0)
    text, pages = handover_sheet.html(data, page, say, printed)

    def make(kind: str) -> tuple[bytes, str]:
        if kind == "html":
            return text.encode(), ""
        names = "".join(part["customer"] for part in data["customers"])
        made = call_sheet.made(text, pages, names, printed)
        return made.data, said_of(made)

    send_out(session, f"Handover {data['from']} to {data['to']} {data['today']}", form, make, page)


COMMANDS = (handover,)
