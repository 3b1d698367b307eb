"""Commands that ask: who, customers."""

from typing import TYPE_CHECKING

import click

from notes_crm.cli.complete import complete_customer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from notes_crm.cli.session import Session
    from notes_crm.store.catalog.facts import Customer, ValueRow

EXIT_NOTHING = 1


@click.command(short_help="Who last spoke to them, when, how; what is open, what is next.")
@click.argument("words", nargs=-1, required=True, shell_complete=complete_customer)
@click.option(
    "--json", "as_json", is_flag=True, help="For scripts: one JSON document, fields always present."
)
@click.pass_obj
def who(session: "Session", words: tuple[str, ...], as_json: bool) -> int:
    """Answer the telephone: who this is, who last spoke to them, and where we left off.

    By the beginning of a name, an alias, a person there, or a telephone number in any spelling.

    \b
    Examples:
      crm who acme
      crm who dana
      crm who 0113 496 0000
    """
    from notes_crm.answers import card as cards
    from notes_crm.cli.authorship import by_git
    from notes_crm.cli.people import whom
    from notes_crm.cli.team import colleagues
    from notes_crm.output import console
    from notes_crm.output.answers import card_lines

    session.refresh()
    name, person = whom(session, " ".join(words))
    facts = session.index.facts
    known = min((c for c in facts.customers() if c.name == name), key=lambda c: c.archived)
    rows = facts.tasks(customer=name, state="open")
    promises = [(t.direction, t.text, t.owner, t.due, t.path, t.line) for t in rows]
    card = cards.compose(
        name, known.folder, facts.known(name), cards.owed(promises, session.today), session.today,
        person=person, archived=known.archived, name=colleagues(session).name,
    )  # fmt: skip
    wrote, _ = by_git(session, cards.unsigned(card))
    card = cards.traced(card, wrote)
    if as_json:
        console.emit_json(card)
    else:
        console.emit(card_lines(card, session.today, session.width, colour=session.colour))
    return 0


@click.command(short_help="All customers, by name.")
@click.option("--senior", is_flag=True, help="When a senior of ours last met them, the longest ago first.")  # fmt: skip
@click.option("--sources", is_flag=True, help="With --senior: name the note behind each day.")
@click.option("--json", "as_json", is_flag=True, help="For scripts: one JSON document.")
@click.pass_obj
def customers(session: "Session", senior: bool, sources: bool, as_json: bool) -> int:
    """List every customer with the folder that holds them.

    The rows of --json hold name, folder, archived, phones (a list, as in crm who) and owner (or null),
    the last two as the profile says.

    With --senior: when one of us whose note in Team says senior: true last met each customer, in a
    visit or a meeting, and whom each of them met last. Former and dormant customers are left out.
    In --json, customers and seniors hold day, days, type and path, null for never.

    \b
    Examples:
      crm customers
      crm customers --senior --sources
      crm customers --json
    """
    from notes_crm.output import console

    session.refresh()
    if sources and not senior:
        raise click.UsageError("--sources goes with --senior: folders are named anyway.")
    if senior:
        return _met_by_seniors(session, sources=sources, as_json=as_json)
    known = session.index.facts.customers()
    if as_json:
        profiles = [c.profile for c in known if c.profile is not None]
        values = session.index.facts.values(profiles, ["phone", "owner"])
        console.emit_json([_row(c, values.get(c.profile, {}) if c.profile else {}) for c in known])
    elif known:
        rows = [(console.one_line(c.name), console.one_line(c.folder)) for c in known]
        console.emit(console.columns(rows, session.width, give=1))
    else:
        click.echo('No customers yet; add one with: crm add "NAME"')
    return 0 if known else EXIT_NOTHING


def _met_by_seniors(session: "Session", *, sources: bool, as_json: bool) -> int:
    from notes_crm.answers.face_time import face_time
    from notes_crm.cli.team import colleagues
    from notes_crm.model.evidence import LEFT
    from notes_crm.model.schema import fold
    from notes_crm.output import console
    from notes_crm.output.face_time import face_time_lines

    us = colleagues(session)
    names = {path: name for _, name, path in session.index.facts.names("team")}
    marked = session.index.facts.naming(["senior", "status"])
    gone = {path for path, key, text in marked if key == "status" and fold(text) in LEFT}
    seniors = [
        names[path]
        for path, key, text in marked
        if (key, text) == ("senior", "true") and path in names.keys() - gone
    ]
    standings = session.index.catalog.standings(with_private=True)
    today = session.today
    found = face_time(standings.all(today), standings.met(today), seniors, us, today)
    if as_json:
        console.emit_json(found)
    elif seniors:
        console.emit(face_time_lines(found, session.width, sources=sources, colour=session.colour))
    else:
        click.echo("Nobody is senior; write senior: true in the note of whoever is, in Team.")
    return 0 if seniors else EXIT_NOTHING


def _row(customer: "Customer", values: "Mapping[str, Sequence[ValueRow]]") -> dict[str, object]:
    """A customer for scripts, with what the profile says."""
    owners = [value.text for value in values.get("owner", ())]
    return {
        "name": customer.name,
        "folder": customer.folder,
        "archived": customer.archived,
        "phones": [value.text for value in values.get("phone", ())],
        "owner": owners[0] if owners else None,
    }


COMMANDS = (who, customers)
