"""What giving a customer or a note another name would do: planned and refused, nothing written."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from notes_crm.errors import AlreadyExists, BadName, Unwritable
from notes_crm.model import edits
from notes_crm.model.customers import folder_of, is_own_name, stem_of
from notes_crm.model.links import Moved
from notes_crm.model.schema import fold
from notes_crm.store import litter
from notes_crm.store.all_files import every_file
from notes_crm.store.catalog.facts import Customer, Facts, NoteRow
from notes_crm.store.new_files import MAX_NAME, file_name
from notes_crm.store.relinking import Renaming, below, names_of, refuse_open, rewrites
from notes_crm.store.replace import refuse_unfit, see
from notes_crm.store.reshape import Plan, Rewrite
from notes_crm.store.vault import Vault

UNLINKABLE = frozenset("#^[]|")
"""Signs that no link can hold."""


def new_name(name: str) -> str:
    """A name that a file can have everywhere and a link can lead to; BadName if it can't."""
    stored = file_name(name)
    if bad := sorted(UNLINKABLE & set(stored)):
        raise BadName(f"{name!r} can't be linked to because of {' '.join(bad)}; leave that out.")
    return stored


def rename_customer(vault: Vault, facts: Facts, name: str, new: str) -> Plan:
    """The customer's folders, its profile and the notes that carry its name, and every link to them."""
    new = new_name(new)
    known = facts.customers()
    homes = [customer for customer in known if fold(customer.name) == fold(name)]
    files = every_file(vault)
    refuse_taken(files, known, new, but={customer.folder for customer in homes})
    others = [c.folder for c in known if c not in homes]
    names = [c.name for c in known]
    steps: list[tuple[str, str]] = []
    places: dict[str, str] = {}
    for home in homes:
        folder = f"{folder_of(home.folder)}/{new}".lstrip("/")
        steps.append((home.folder, folder))
        for path in below(files, home.folder):
            inner = path[len(home.folder) + 1 :]
            theirs = any(path.startswith(f"{other}/") for other in others if other != home.folder)
            called = inner if theirs else renamed_path(inner, home.name, new, names)
            places[path] = f"{folder}/{called}"
            if called != inner:
                steps.append((f"{folder}/{inner}", f"{folder}/{called}"))
    steps = [(old, now) for old, now in steps if old != now]
    places = {old: now for old, now in places.items() if old != now}
    refuse_clashes(files, places)
    refuse_copies(facts, places)
    renaming = Renaming(
        Moved(files, places), {fold(home.name): new for home in homes}, names_of(vault)
    )
    profiles = [p for p in places if _is_profile(p, homes)]
    done = rewrites(vault, facts, renaming, but=profiles)
    for path in profiles:
        done += with_alias(vault, renaming, path, [stem_of(path)])
    refuse_open(vault, set(places) - {one.seen.path for one in done})
    remark = f"{name} has no profile, so its old name is not kept as an alias"
    return Plan(tuple(steps), places, tuple(done), remarks=() if profiles else (remark,))


def rename_note(vault: Vault, facts: Facts, row: NoteRow, new: str) -> Plan:
    """A person, a unit or any other note, and every link to it; ` (Customer)` behind it stays."""
    old = row.title
    tail = re.search(r" \([^()]+\)$", old)
    suffix = tail.group() if tail and not re.search(r"\([^()]+\)$", new) else ""
    short = old.removesuffix(suffix)
    stem = new_name(new + suffix)
    folder, ending = folder_of(row.path), row.path[row.path.rindex(".") :]
    to = f"{folder}/{stem}{ending}".lstrip("/")
    files = every_file(vault)
    places = {row.path: to} if to != row.path else {}
    refuse_taken(files, [], stem, but={row.path})
    refuse_clashes(files, places)
    refuse_copies(facts, places)
    renaming = Renaming(Moved(files, places), {}, names_of(vault))
    done = rewrites(vault, facts, renaming, but=places)
    aliases = [short, new.strip()] if suffix else [short]
    for path in places:
        done += with_alias(vault, renaming, path, aliases)
    return Plan(tuple(places.items()), places, tuple(done))


def renamed_path(path: str, old: str, new: str, known: Iterable[str]) -> str:
    """A note's path with the customer's name in the file name changed; other files stay as they are.

    So does a longer one of the `known` names, or the new one, that has the old one in it.
    """
    folder, slash, name = path.rpartition("/")
    if not name.lower().endswith(litter.NOTE_ENDINGS):
        return path
    ending = name[name.rindex(".") :]
    stem = name.removesuffix(ending)
    longer = sorted({n for n in (*known, new) if old in n and n != old}, key=len, reverse=True)
    names = "|".join(map(re.escape, (*longer, old)))
    found = re.sub(rf"(?<!\w)(?:{names})(?!\w)", lambda m: new if m[0] == old else m[0], stem)
    if not folder and fold(stem) == fold(old):  # the profile, however its letters are written
        found = new
    if len(f"{found}{ending}".encode()) > MAX_NAME and found + ending != name:
        raise BadName(
            f"{found}{ending} would be longer than {MAX_NAME} bytes; take a shorter name."
        )
    return f"{folder}{slash}{found}{ending}"


def with_alias(
    vault: Vault, renaming: Renaming, path: str, aliases: Sequence[str]
) -> Iterator[Rewrite]:
    """A note with its links as they must be and with other names it is found by."""
    schema, seen = vault.settings.schema, see(vault, path)
    refuse_unfit(vault, seen)
    data, count = renaming.applied(seen.data, path, schema)
    to = renaming.moved.moves.get(path, path)
    has = {fold(stem_of(to)), *map(fold, known_aliases(seen.data, vault))}
    missing = [alias for alias in dict.fromkeys(aliases) if fold(alias) not in has]
    data = edits.add_to_list(data, "aliases", missing, schema)
    if data != seen.data:
        yield Rewrite(seen, to, data, count)


def known_aliases(data: bytes, vault: Vault) -> Sequence[str]:
    """The aliases that a note has."""
    from notes_crm.model.note import parse  # noqa: PLC0415 - parsing loads YAML

    return parse(data, "", vault.settings.schema).aliases


def refuse_taken(
    files: Iterable[str], customers: Iterable[Customer], new: str, *, but: Iterable[str]
) -> None:
    """AlreadyExists where a customer or a note has that name, in whatever capital letters."""
    ours = set(but)
    wanted = fold(new)
    for customer in customers:
        if fold(customer.name) == wanted and customer.folder not in ours:
            raise AlreadyExists(
                f"There is a customer {customer.name} already ({customer.folder}); are they one? "
                f"Then say: crm merge"
            )
    for path in files:
        inside = any(path == own or path.startswith(f"{own}/") for own in ours)
        if fold(stem_of(path)) == wanted and path.endswith(litter.NOTE_ENDINGS) and not inside:
            raise AlreadyExists(
                f"{path} has that name already, so links would lead there; take another name."
            )


def refuse_clashes(files: Iterable[str], places: Mapping[str, str]) -> None:
    """AlreadyExists where two files would come to differ in nothing but capital letters."""
    taken = {fold(path): path for path in files if path not in places}
    for old, new in places.items():
        other = taken.setdefault(fold(new), old)
        if other != old:
            raise AlreadyExists(
                f"{old} can't become {new}: {other} has or gets that name; rename one of them first."
            )


def refuse_copies(facts: Facts, places: Iterable[str]) -> None:
    """Unwritable where conflict copies lie among the files that move."""
    ours = set(places)
    copy = next((n.path for n in facts.notes() if n.conflict_of and n.path in ours), None)
    if copy:
        raise Unwritable(
            f"{copy} is a conflict copy, so nothing was done; bring it in with: crm conflicts --merge"
        )


def _is_profile(path: str, homes: Iterable[Customer]) -> bool:
    return is_own_name(path) and folder_of(path) in {home.folder for home in homes}
