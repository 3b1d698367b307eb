"""What is due, written where it is wanted: as a calendar file, or on a sheet for each of us."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from notes_crm.errors import Unreadable, Unwritable

if TYPE_CHECKING:
    from notes_crm.answers.agenda import Agenda
    from notes_crm.cli.going_out import Form
    from notes_crm.cli.owing import Owing
    from notes_crm.cli.session import Session
    from notes_crm.output.pdf import Pdf

BIGGEST = 16 * 1024 * 1024
"""A calendar of ours is never so large."""


def write_calendar(session: "Session", agenda: "Agenda", file: str) -> None:
    """Write promises, visits and contacts into a calendar file of ours, or a new one."""
    from notes_crm.cli.going_out import HERE, print_here
    from notes_crm.cli.printing import write
    from notes_crm.output import calendar, console

    if file == HERE:
        print_here(calendar.calendar(agenda, session.now, vault=session.vault.name, before=None))
        return
    path = session.cwd / Path(file).expanduser()
    before = _before(path)
    data = calendar.calendar(agenda, session.now, vault=session.vault.name, before=before)
    if data != before:
        write(path, data)
    entries = calendar.count(data)
    said = "Wrote" if data != before else "Nothing has changed in"
    what = f"{entries} entr{'y' if entries == 1 else 'ies'}"
    click.echo(f"{said} {console.one_line(str(path))} ({what})")


def _before(path: Path) -> bytes | None:
    """What the file holds now; Unreadable where it can be no calendar of ours."""
    if not path.is_file():  # a pipe has nothing to tell, and might keep us waiting
        return None
    try:
        with path.open("rb") as stream:
            data = stream.read(BIGGEST + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Unreadable(
            f"{path} can't be read ({(error.strerror or '').lower()}); name another file."
        ) from None
    if len(data) > BIGGEST:
        raise Unwritable(f"{path} is no calendar of ours; name another file.")
    return data


def write_call_sheets(session: "Session", owing: "Owing", agenda: "Agenda", form: "Form") -> int:
    """Send out a page for each of us of whom to be in touch with; the exit code."""
    from notes_crm.answers import calls
    from notes_crm.cli.going_out import send_out
    from notes_crm.cli.print_looks import language_of, page_of
    from notes_crm.output import call_sheet

    standings = owing.contacts
    last = {
        name: found
        for name, day in calls.customers(agenda)
        if day and (found := standings.last_contact(name, day, session.today))
    }
    phones = {s.customer: s.keys.get("phone", "") for s in standings.all(session.today)}
    pages = calls.pages(agenda, last, phones)
    if not pages:
        click.echo(f"Nobody is to be in touch with anybody until {agenda.until}.")
        return 0
    printed, page = session.now.replace(microsecond=0), page_of(session, form.page)
    text = call_sheet.html(
        pages, today=agenda.today, until=agenda.until, page=page,
        lang=language_of(session, form.lang), printed=printed,
        layout=session.vault.settings.briefing,
    )  # fmt: skip

    def make(kind: str) -> tuple[bytes, str]:
        if kind == "html":
            return text.encode(), ""
        made = call_sheet.pdf(text, pages, printed)
        return made.data, said_of(made)

    send_out(session, f"In touch {agenda.today}", form, make, page)
    return 0


def said_of(made: "Pdf") -> str:
    """What stands behind the name of a PDF that was written."""
    return f" ({made.engine}, {made.pages} page{'s' * (made.pages != 1)})"
