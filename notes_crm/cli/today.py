"""The command for the morning: what is to be done today, here or as a note for the telephone."""

from typing import TYPE_CHECKING

import click

from notes_crm.cli.complete import complete_colleague
from notes_crm.cli.runs_itself import runs_itself

if TYPE_CHECKING:
    from notes_crm.answers.agenda import Agenda
    from notes_crm.cli.owing import Owing
    from notes_crm.cli.session import Session


@runs_itself("--write")
@click.command(short_help="Your day: visits, promises, calls; --write makes a note of it.")
@click.option("--for", "whose", metavar="NAME|me", shell_complete=complete_colleague, help="Whose day, if not yours.")  # fmt: skip
@click.option("--write", "writing", is_flag=True, help="Write it into your note for the telephone.")
@click.option(
    "--json", "as_json", is_flag=True, help="For scripts: one JSON document, fields always present."
)
@click.pass_obj
def today(session: "Session", whose: str | None, writing: bool, as_json: bool) -> int:
    """Show one's day: what is late or due, today's visits, whom to be in touch with.

    With --write it goes into the note `Today - NAME.md` at the top of the vault, to be read on a
    telephone: nothing private, and no tasks, so that nothing is counted twice. Each of us writes
    their own alone, and nothing is overwritten that somebody has typed into it.

    \b
    Examples:
      crm today
      crm today --write
      crm today --for ana
    """
    from notes_crm.cli.due import unnumbered
    from notes_crm.cli.owing import Owing, remember
    from notes_crm.errors import UnknownName
    from notes_crm.output import console
    from notes_crm.output.agenda import agenda_lines

    session.refresh()
    if not whose and not session.me:
        raise UnknownName('Nobody has said who you are; tell me once: crm me "Your Name".')
    owing = Owing(session, session.today, whose or "me", with_private=not writing)
    person = owing.person or ""
    if writing:
        return _write(session, owing, person)
    found = _of_today(owing.agenda(most=None, sources=as_json))
    if as_json:
        console.emit_json(unnumbered(found))
        return 0
    numbered = (*found.overdue, *found.due_today)
    if numbered:
        remember(session, numbered)
    console.emit(
        agenda_lines(found, session.width, most=None, sources=False, colour=session.colour)
    )
    return 0


def _of_today(found: "Agenda") -> "Agenda":
    """Without what has no day, and customers gone quiet: that is no work for today."""
    counts = {**found.counts, "undated": 0}
    return found._replace(undated=(), quiet=(), counts=counts)


def _write(session: "Session", owing: "Owing", person: str) -> int:
    from notes_crm.cli.rewriting import look, rewrite
    from notes_crm.cli.written import Written
    from notes_crm.errors import Unwritable
    from notes_crm.model.day_note import day_note, is_untouched
    from notes_crm.output import console
    from notes_crm.output.day_note import day_lines
    from notes_crm.store.new_files import file_name

    if not session.me or person != owing.us.name(session.me):
        raise Unwritable(
            f"The note of {person}'s day is written by {person} alone; see it without --write."
        )
    path = file_name(f"Today - {person}.md")
    text = day_note(day_lines(_of_today(owing.agenda(most=None)), person, session.now))
    if session.vault.absolute(path).exists():
        seen = look(session, path)
        if not is_untouched(seen.data.decode()):
            raise Unwritable(
                f"{path} was left as it is: somebody has written into it. Take that into a customer's "
                "note, delete it, then try again."
            )
        rewrite(session, "today", {seen: text.encode()})
    else:
        Written(session).create([path], text.encode())
    click.echo(f"Wrote {console.one_line(path)}")
    return 0


COMMANDS = (today,)
