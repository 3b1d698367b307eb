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
    from notes_crm.cli import next_contact
    from notes_crm.output import console
    from notes_crm.output.answers import REASONS

    session.refresh()
    name = session.customer(customer)
    words, written = " ".join(when), list[str]()
    if words:
        if next_contact.is_never(words):
            written = next_contact.clear(session, name)
        else:
            day = next_contact.day_ahead(session, words)
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


COMMANDS = (next_,)
