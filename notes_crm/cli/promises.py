"""The command that tells what became of promises."""

from typing import TYPE_CHECKING

import click

from notes_crm.cli.complete import complete_colleague, complete_customer

if TYPE_CHECKING:
    from notes_crm.answers.record import Recorded
    from notes_crm.cli.session import Session

MOST = 10
"""Promises of each kind that are shown without --all."""


@click.command(short_help="What became of promises: open, kept, kept late, withdrawn.")
@click.argument("words", nargs=-1, metavar="[CUSTOMER]", shell_complete=complete_customer)
@click.option("--for", "whose", metavar="NAME|me", shell_complete=complete_colleague, help="What one of us sees to.")  # fmt: skip
@click.option("--since", metavar="WHEN", help="Closed, or due, since that day.")
@click.option("--all", "everything", is_flag=True, help="All of them, however many.")
@click.option("--sources", is_flag=True, help="Every line that the figures count.")
@click.option(
    "--json", "as_json", is_flag=True, help="For scripts: one JSON document, fields always present."
)
@click.pass_obj
def promises(  # noqa: PLR0917 - click passes options by name
    session: "Session", /, words: tuple[str, ...], whose: str | None, since: str | None,
    everything: bool, sources: bool, as_json: bool,
) -> int:  # fmt: skip
    """List promises of one customer, or of all, by what became of them, and say how many were kept.

    The figures are of all of us together, and your own; nobody else's. They count what was kept
    or withdrawn and what is late; each line they count is shown with --sources. The numbers are
    for crm done, reopen and the like.

    \b
    Examples:
      crm promises acme
      crm promises --for me --since "last month"
      crm promises --sources
    """
    from notes_crm.answers.record import Record, record, tally
    from notes_crm.cli.owing import Owing, remember
    from notes_crm.model.schema import fold
    from notes_crm.output import console
    from notes_crm.output.promises import record_lines

    session.refresh()
    customer = session.customer(" ".join(words)) if words else None
    owing = Owing(session, session.today, whose, customer)
    first = session.day(since, past=True) if since else None
    rows = session.index.catalog.ledger.promises(customer)
    found = record(rows, session.today, owing.owner, since=first)
    if owing.person:
        found = [r for r in found if fold(r.owner) == fold(owing.person)]
    me = owing.us.name(session.me) if session.me else None
    ours = [r for r in found if r.side != "they"]
    mine = tally(r for r in ours if me and fold(r.owner) == fold(me)) if me else None
    theirs = tally(r for r in found if r.side == "they")
    somebody_else = owing.person is not None and owing.person != me
    told = Record(
        customer, owing.person, first, tuple(found), None if somebody_else else tally(ours),
        None if somebody_else else mine, theirs,
    )  # fmt: skip
    if as_json:
        console.emit_json(told)
        return 0
    shown = found if everything or sources else _first(found)
    numbered = [r._replace(number=number) for number, r in enumerate(shown, 1)]
    if numbered:
        remember(session, numbered)
    console.emit(record_lines(told, numbered, session.today, session.width, colour=session.colour))
    return 0


def _first(found: "list[Recorded]") -> "list[Recorded]":
    """The first few of each kind."""
    counts: dict[str, int] = {}
    shown = []
    for one in found:
        counts[one.state] = counts.get(one.state, 0) + 1
        if counts[one.state] <= MOST:
            shown.append(one)
    return shown


COMMANDS = (promises,)
