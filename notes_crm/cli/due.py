"""Commands about what is to be done: due, today."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import click

from notes_crm.cli.complete import complete_colleague, complete_customer
from notes_crm.cli.going_out import HERE, sheet_form, sheet_options
from notes_crm.cli.one_of import OneOfCommand
from notes_crm.cli.runs_itself import runs_itself

if TYPE_CHECKING:
    from notes_crm.answers.agenda import Agenda
    from notes_crm.cli.session import Session

AHEAD, WEEK, MONTH = timedelta(days=14), timedelta(days=7), timedelta(days=31)
FOR_EVER = timedelta(days=36_500)
MOST = 10
"""Promises of each side in each part, and customers, that a list shows without --all."""

_for = click.option("--for", "whose", metavar="NAME|me", shell_complete=complete_colleague, help="What one of us sees to.")  # fmt: skip


@runs_itself("--html", "--pdf", "--open", "--print", "--output", "-o", "--ics")
@click.command(
    cls=OneOfCommand, short_help="What is overdue, due today and ahead; whom to contact."
)
@click.option("--week", "span", flag_value="week", help="What lies seven days ahead.")
@click.option("--month", "span", flag_value="month", help="What lies a month ahead.")
@click.option("--overdue", is_flag=True, help="Only what is late.")
@click.option("--all", "everything", is_flag=True, help="All of it, however much and however far.")
@_for
@click.option("--customer", "-c", metavar="NAME", shell_complete=complete_customer, help="Of one customer.")  # fmt: skip
@click.option("--sources", is_flag=True, help="Name the note behind each contact, too.")
@click.option("--ics", type=click.Path(), metavar="FILE", help="Write promises and visits as a calendar; - for here.")  # fmt: skip
@sheet_options
@click.option("--with-private", is_flag=True, help="Print and export private lines too.")
@click.option(
    "--json", "as_json", is_flag=True, help="For scripts: one JSON document, fields always present."
)
@click.pass_obj
def due(  # noqa: PLR0917 - click passes options by name
    session: "Session", /, span: str | None, overdue: bool, everything: bool, whose: str | None,
    customer: str | None, sources: bool, ics: str | None, with_private: bool, as_json: bool,
    **sheet: Any,
) -> int:  # fmt: skip
    """List what we owe, what is ready to be told and what they owe us: overdue first, then today, then ahead.

    Below it the visits planned, and who else of us goes there about then; whom to be in touch
    with, and who has gone quiet. What no note sets is reckoned from earlier contacts and marked
    estimated. The numbers are for crm done, postpone, withdraw, assign and ready. Without more,
    it looks two weeks ahead.

    With --print, --open, --html, --pdf or -o: a sheet for each of us of whom to contact and why,
    one page each, kept in a folder of your own for a week. A sheet or a calendar has nothing
    private in it without --with-private; a calendar holds all that is ahead.

    \b
    Examples:
      crm due
      crm due --for me --week
      crm due --customer acme --all
      crm due --month --print                on paper, a page for each of us
      crm due --month --for me --open
      crm due --ics ~/crm.ics
    """
    from notes_crm.cli.owing import Owing, remember
    from notes_crm.output import console
    from notes_crm.output.agenda import agenda_lines

    form = sheet_form(as_json=as_json, **sheet)
    if ics == form.output == HERE:
        raise click.UsageError(
            "-o - and --ics - both write to standard output: name a file for one."
        )
    if everything and span:
        raise click.UsageError(f"--all looks however far ahead: without --{span}.")
    session.refresh()
    ahead = {"week": WEEK, "month": MONTH}.get(span or "", AHEAD)
    if everything or ics:  # what a calendar no longer holds counts as called off
        ahead = FOR_EVER
    written = form.is_wanted or bool(ics)
    shown = with_private or not written
    owing = Owing(session, session.today + ahead, whose, customer, with_private=shown)
    most = None if everything or as_json or written else MOST
    found = owing.agenda(most=most, overdue_only=overdue, sources=sources or as_json or written)
    if as_json:
        console.emit_json(unnumbered(found))
        return 0
    if written:
        from notes_crm.cli import exporting

        if ics:
            exporting.write_calendar(session, found, ics)
        return exporting.write_call_sheets(session, owing, found, form) if form.is_wanted else 0
    numbered = (*found.overdue, *found.due_today, *found.ahead, *found.undated)
    if numbered:
        remember(session, numbered)
    looks = {"sources": sources, "colour": session.colour, "overdue_only": overdue}
    console.emit(agenda_lines(found, session.width, most=most, **looks))
    return 0


def unnumbered(found: "Agenda") -> "Agenda":
    """As scripts get it: 3 means what it says in the last list that a person saw, and nothing else."""
    from notes_crm.answers.agenda import PARTS

    without: dict[str, Any] = {
        part: tuple(promise._replace(number=0) for promise in getattr(found, part))
        for part in PARTS
    }
    return found._replace(**without)


COMMANDS = (due,)
