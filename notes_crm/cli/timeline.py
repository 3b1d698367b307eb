"""The command that tells what passed with a customer: timeline."""

from typing import TYPE_CHECKING

import click

from notes_crm.cli.complete import complete_customer

if TYPE_CHECKING:
    from notes_crm.cli.session import Session

MOST = 10
"""Contacts shown without --all."""
EXIT_NOTHING = 1


@click.command(short_help="What passed with a customer, contact by contact.")
@click.argument("words", nargs=-1, required=True, shell_complete=complete_customer)
@click.option("--since", metavar="DATE", help="From this day on.")
@click.option("--until", metavar="DATE", help="Up to this day.")
@click.option("--all", "everything", is_flag=True, help="Every contact, however many.")
@click.option("--sources", is_flag=True, help="Name the line of the note behind each line.")
@click.option("--with-private", is_flag=True, help="Private parts too.")
@click.option(
    "--json", "as_json", is_flag=True, help="For scripts: one JSON document, fields always present."
)
@click.pass_obj
def timeline(  # noqa: PLR0917 - click passes options by name
    session: "Session", /, words: tuple[str, ...], since: str | None, until: str | None,
    everything: bool, sources: bool, with_private: bool, as_json: bool,
) -> int:  # fmt: skip
    """Tell what passed with a customer: who of us, how, where, what was discussed, promised, delivered, and what is next.

    The newest contact comes first. Delivered are promises that were kept since the contact before.
    Private parts are left out without --with-private, so that the list may be read aloud or sent.

    \b
    Examples:
      crm timeline acme
      crm timeline acme --since "1 jan" --all
      crm timeline acme --sources
    """
    from notes_crm.answers.briefing import allowed, colleagues
    from notes_crm.answers.timeline import timeline as told
    from notes_crm.answers.timeline import traced, unsigned
    from notes_crm.cli.authorship import by_git
    from notes_crm.cli.people import whom
    from notes_crm.cli.sheets import Sheets
    from notes_crm.output import console
    from notes_crm.output.timeline import timeline_lines

    session.refresh()
    name, _ = whom(session, " ".join(words))
    sheets = Sheets(session, session.me, session.today, past=False, with_private=with_private)
    found = told(
        name, allowed(sheets.notes(name), with_private=with_private), session.today, colleagues(sheets.team).name,
        first=session.day(since, past=True) if since else None,
        last=session.day(until, past=True) if until else None,
        most=None if everything or as_json else MOST,
    )  # fmt: skip
    wrote, _ = by_git(session, unsigned(found))
    found = traced(found, wrote)
    if as_json:
        console.emit_json(found)
    elif not found.contacts:
        then = " in that time" if since or until else ""
        click.echo(f"No contact with {console.one_line(name)} is noted{then}.")
    else:
        lines = timeline_lines(
            found, session.today, session.width, sources=sources, colour=session.colour
        )
        console.emit(lines)
    return 0 if found.contacts else EXIT_NOTHING


COMMANDS = (timeline,)
