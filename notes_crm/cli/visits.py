"""Commands about visits: next, visit."""

from typing import TYPE_CHECKING

import click

from notes_crm.cli.complete import complete_customer

if TYPE_CHECKING:
    from notes_crm.cli.session import Session


@click.command(name="next", short_help="When to be in touch next: look, set it, or clear it.")
@click.argument("customer", shell_complete=complete_customer)
@click.argument("when", nargs=-1)
@click.option(
    "--json", "as_json", is_flag=True, help="For scripts: one JSON document, fields always present."
)
@click.pass_obj
def next_(session: "Session", customer: str, when: tuple[str, ...], as_json: bool) -> int:
    """Say when to be in touch with a customer next and why, or write another day into the profile.

    WHEN is a day in words; none clears it. A day in the profile counts before any that a visit
    or call has set, until it is past. Exit code 1 when no day is set or follows.

    \b
    Examples:
      crm next acme
      crm next acme "2 weeks"
      crm next acme 24 nov
      crm next acme none
    """
    from notes_crm.cli import next_contact, notes
    from notes_crm.output import console
    from notes_crm.output.answers import REASONS

    session.refresh()
    name = session.customer(customer)
    words, written = " ".join(when), list[str]()
    if words:
        if next_contact.is_never(words):
            written = next_contact.clear(session, name)
        else:
            day = notes.day_ahead(session, words)
            assert day, words
            written = next_contact.set_day(session, name, day)
        session.refresh()
    found = next_contact.next_of(session, name)
    if as_json:
        console.emit_json({
            "customer": name, "date": found.day if found else None,
            "reason": found.reason if found else None, "path": found.note.path if found else None,
            "written": written,
        })  # fmt: skip
        return 0 if found or words else 1
    for path in written:
        click.echo(f"Changed {console.one_line(path)}")
    if found is None:
        click.echo(f"{console.one_line(name)}: no next contact is set")
        return 0 if words else 1
    overdue = "overdue, " if found.day < session.today else ""
    away = f"{found.day:%a} {found.day}, {overdue}{console.when(found.day, session.today)}"
    click.echo(f"{console.one_line(name)}: {away} · {REASONS[found.reason]}")
    click.echo(f"  {console.one_line(found.note.path)}")
    return 0


@click.command(short_help="Type up a visit: the sheet's questions, one by one, all skippable.")
@click.argument("customer", shell_complete=complete_customer)
@click.option("--date", "day", metavar="WHEN", help="When it was, if not today: yesterday, 3 mar.")
@click.option("--edit", is_flag=True, help="Open the prepared note in your editor instead.")
@click.option(
    "--new", "separate", is_flag=True, help="A note of its own, though one is planned that day."
)
@click.option("--check-in", is_flag=True, help="Take the proposed check-in without being asked.")
@click.pass_obj
def visit(
    session: "Session",
    customer: str,
    *,
    day: str | None,
    edit: bool,
    separate: bool,
    check_in: bool,
) -> int:
    """Tell of a visit by answering the questions of the sheet, in its order.

    Enter skips a question, < goes back, - clears an answer, a full stop ends. What you say is
    kept as you go: after Ctrl-C or a power cut, say crm visit again and go on. A visit that was
    planned for the day is filled in. At the end a check-in is proposed: soon after a good visit,
    the same day after a bad one. Days in promises and of the next contact count from that of the
    visit. Answers may also be piped in, a line each.

    \b
    Examples:
      crm visit acme
      crm visit acme --date yesterday
      crm visit acme --edit
    """
    from notes_crm.cli import told

    session.refresh()
    name = session.customer(customer)
    return told.tell(session, name, day=day, editing=edit, separate=separate, check_in=check_in)


COMMANDS = (next_, visit)
