"""Commands that reshape customers: rename, merge, split; planned, shown, done as one, taken back."""

from typing import TYPE_CHECKING

import click

from notes_crm.cli.complete import complete_customer
from notes_crm.cli.offer import offer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notes_crm.cli.session import Session
    from notes_crm.store.catalog.facts import NoteRow


_dry = click.option("--dry-run", is_flag=True, help="Show what would be done, and do nothing.")
_all = click.option("--all", "everything", is_flag=True, help="Name every file of the plan.")
_yes = click.option("--yes", "-y", is_flag=True, help="Do it without asking.")
_json = click.option(
    "--json", "as_json", is_flag=True, help="For scripts: one JSON document, fields always present."
)


@click.command(short_help="Another name for a customer, a person or a unit, links included.")
@click.argument("old", shell_complete=complete_customer)
@click.argument("new")
@_dry
@_all
@_yes
@_json
@click.pass_obj
def rename(
    session: "Session",
    *,
    old: str,
    new: str,
    dry_run: bool,
    everything: bool,
    yes: bool,
    as_json: bool,
) -> int:
    """Give a customer, a person, a unit or any other note another name.

    The customer's folder, its profile and the notes that carry its name are renamed, and every
    link to them in the vault says the new name; nothing else in those notes changes. The old name
    stays as an alias. The plan is shown first; crm undo takes all of it back.

    \b
    Examples:
      crm rename "Acme Pumps" "Acme Pumps Ltd" --dry-run --all
      crm rename "Acme Pumps" "Acme Pumps Ltd"
      crm rename "Dana Ortiz" "Dana Smith" --yes
    """
    from notes_crm.store import renaming

    _prepare(session)
    facts, vault = session.index.facts, session.vault
    found = _named(session, old)
    if isinstance(found, str):
        plan = renaming.rename_customer(vault, facts, found, new)
        head = f"Rename {found} to {new}"
    else:
        plan = renaming.rename_note(vault, facts, found, new)
        head = f"Rename {found.title} to {new}"
    return offer(
        session,
        plan,
        head,
        "rename",
        dry_run=dry_run,
        everything=everything,
        yes=yes,
        as_json=as_json,
    )


@click.command(short_help="Two customers are one: bring one into the other.")
@click.argument("customer", shell_complete=complete_customer)
@click.argument("into", shell_complete=complete_customer)
@_dry
@_all
@_yes
@_json
@click.pass_obj
def merge(
    session: "Session",
    *,
    customer: str,
    into: str,
    dry_run: bool,
    everything: bool,
    yes: bool,
    as_json: bool,
) -> int:
    """Bring all notes and papers of CUSTOMER to INTO, which stays; the two profiles become one.

    What both profiles say differently is kept twice, the second tagged #conflict-copy, for you to
    decide. Links follow, the name becomes an alias, the old profile goes to the vault's .trash;
    crm undo takes all of it back.

    \b
    Examples:
      crm merge "Acme Pump" "Acme Pumps" --dry-run
      crm merge "Acme Pump" "Acme Pumps"
    """
    from notes_crm.store.regrouping import merge_customers

    _prepare(session)
    gone, stays = session.customer(customer), session.customer(into)
    plan = merge_customers(session.vault, session.index.facts, gone, stays)
    head = f"Bring {gone} into {stays}"
    return offer(
        session,
        plan,
        head,
        "merge",
        dry_run=dry_run,
        everything=everything,
        yes=yes,
        as_json=as_json,
    )


@click.command(short_help="One customer is two: some of its notes become a new one's.")
@click.argument("customer", shell_complete=complete_customer)
@click.argument("new")
@click.argument("notes", nargs=-1, metavar="[NOTES]...")
@click.option("--person", "people", multiple=True, help="All notes with this person.")
@click.option("--tag", "tags", multiple=True, help="All notes with this tag.")
@_dry
@_all
@_yes
@_json
@click.pass_obj
def split(
    session: "Session", *, customer: str, new: str, notes: tuple[str, ...], people: tuple[str, ...],
    tags: tuple[str, ...], dry_run: bool, everything: bool, yes: bool, as_json: bool,
) -> int:  # fmt: skip
    """Move chosen notes of CUSTOMER to a customer NEW, which gets a folder and a profile.

    NOTES are paths or names of notes, or a saved search such as @north; with --person and --tag
    they add up. Links follow; crm undo takes all of it back.

    \b
    Examples:
      crm split acme "Acme North" --tag north --dry-run
      crm split acme "Acme North" "2026-03-02 1430 Acme visit" --person "Dana Ortiz"
      crm split acme "Acme North" @north
    """
    from notes_crm.store.regrouping import split_customer

    _prepare(session)
    name = session.customer(customer)
    chosen = _chosen(session, name, notes, people, tags)
    plan = split_customer(session.vault, session.index.facts, name, new, chosen)
    head = f"Move {len(chosen)} note{'s' * (len(chosen) != 1)} of {name} to {new}"
    return offer(
        session,
        plan,
        head,
        "split",
        dry_run=dry_run,
        everything=everything,
        yes=yes,
        as_json=as_json,
    )


def _prepare(session: "Session") -> None:
    """The index as it is now; a command that was killed half way is said first."""
    from notes_crm.cli.written import cut_off
    from notes_crm.errors import Unwritable

    if sentence := cut_off(session):
        raise Unwritable(sentence)
    session.refresh()


def _named(session: "Session", words: str) -> "str | NoteRow":
    """The customer, or else the note, that is meant."""
    from notes_crm.answers.lookup import Named, match
    from notes_crm.errors import AmbiguousName
    from notes_crm.model.schema import fold

    facts = session.index.facts
    rows = {row.path: row for row in facts.notes()}
    path = words.replace("\\", "/").removeprefix("./")
    if path in rows:
        return rows[path]
    customers = {fold(c.name): c.name for c in facts.customers()}
    names = [
        Named(called, customers.get(fold(title), title))
        for called, title, _ in facts.names("customer")
    ]
    names += [Named(name, name) for name in customers.values()]
    others: dict[str, list[str]] = {}
    for group in ("person", "equipment", "team", "case", "opportunity"):
        for called, title, at in facts.names(group):
            names.append(Named(called, title))
            others.setdefault(title, []).append(at)
    found = match(words, names)
    if fold(found) in customers:
        return customers[fold(found)]
    paths = sorted(set(others.get(found, ())))
    if len(paths) != 1:
        paths = paths or [row.path for row in rows.values() if row.title == found]
    if len(paths) > 1:
        raise AmbiguousName(f"{words!r} may be {' or '.join(paths)}; say which by its path.", paths)
    return rows[paths[0]]


def _chosen(
    session: "Session", name: str, notes: "Sequence[str]", people: "Sequence[str]",
    tags: "Sequence[str]",
) -> list[str]:  # fmt: skip
    """The paths of the notes of a customer that are meant, oldest first."""
    from notes_crm.errors import BadName, UnknownName
    from notes_crm.model.schema import fold

    if not (notes or people or tags):
        raise BadName("Say which notes: by name, with --person, with --tag, or @search.")
    rows = session.index.facts.notes(customer=name)
    found: set[str] = set()
    for word in notes:
        path = word.replace("\\", "/").removeprefix("./")
        here = {
            r.path
            for r in rows
            if path == r.path or fold(path.removesuffix(".md")) == fold(r.title)
        }
        here = here or (_searched(session, name, word) if word.startswith("@") else set())
        if not here:
            raise UnknownName(f"{name} has no note {word!r}; see its notes with: crm search")
        found |= here
    for query in (*(f'people:"{who}"' for who in people), *(f'tag:"{tag}"' for tag in tags)):
        here = _searched(session, name, query)
        if not here:
            raise UnknownName(f"{name} has no note for {query}; see its notes with: crm search")
        found |= here
    return sorted(found)


def _searched(session: "Session", name: str, words: str) -> set[str]:
    """The paths of the customer's notes for which a query holds as a whole."""
    from notes_crm.cli.line import current

    _, query = current(session, [words])
    found = session.index.search(query, session.today, limit=None)
    rows = session.index.facts.notes(customer=name)
    ours = {row.id: row.path for row in rows if row.group != "customer"}
    return {ours[match.id] for match in found.notes if match.whole and match.id in ours}


COMMANDS = (rename, merge, split)
