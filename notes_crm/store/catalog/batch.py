"""One batch of notes taken into the catalog: their rows, whose they are, and what that changes for others."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import count
from typing import TYPE_CHECKING, Any

from notes_crm.model.customers import is_own_name
from notes_crm.store.catalog.names import bind, path_of
from notes_crm.store.catalog.owners import Owners, homes_by, owners_of
from notes_crm.store.catalog.rows import Placed, write
from notes_crm.store.catalog.sums import Sums
from notes_crm.store.catalog.tables import column

if TYPE_CHECKING:
    from sqlite3 import Connection

    from notes_crm.model.schema import Schema
    from notes_crm.store.catalog.facts import NoteFacts
    from notes_crm.store.stamps import Stamp

Told = Sequence[tuple["NoteFacts", "Stamp"]]
"""What notes say, with the stamps they were read under."""


def take_in(
    db: "Connection", schema: "Schema", notes: Told, *, removed: Collection[str],
    touched: Mapping[str, "Stamp"],
) -> None:  # fmt: skip
    """Write new and changed notes, forget the removed ones. In a transaction, which is whole then.

    `touched` are notes whose stamp changed but not their content.
    """
    owners, sums = Owners(db, schema), Sums(db)
    profiles = owners.profiles()
    before = homes_by(profiles)
    concerned = _drop(db, removed)
    known = {p: (i, at) for p, i, at in column(db, "id, home", (fact.path for fact, _ in notes))}
    concerned |= {path_of(at) for _, at in known.values() if at is not None}
    ids = _numbered(db, notes, known)
    homes = homes_by(_afterwards(profiles, notes, ids, removed))
    placed = [
        Placed(ids[fact.path], fact, stamp, at, owners_of(fact, at))
        for (fact, stamp), at in zip(notes, owners.homes_of(ids, homes), strict=True)
    ]
    written, hold = write(db, placed, [number for number, _ in known.values()])
    stamps = ((stamp, bind(path)) for path, stamp in touched.items())
    db.executemany("UPDATE note SET stamp = ? WHERE path = ?", stamps)
    moved = owners.move(homes, written) if homes != before else {}
    concerned = concerned.union((note.home for note in placed), *moved.values())
    owners.list_customers((at for at in concerned if at is not None), homes)
    sums.put(written | sums.of(moved if hold else [*moved, *written]))


def _drop(db: "Connection", paths: Iterable[str]) -> set[str | None]:
    """Forget these notes; the customers' folders they were counted for. Their words are owed an end."""
    homes: set[str | None] = set()
    for path in paths:
        row = db.execute("SELECT home FROM note WHERE path = ?", (bind(path),)).fetchone()
        db.execute("INSERT INTO gone SELECT id FROM note WHERE path = ?", (bind(path),))
        db.execute("DELETE FROM note WHERE path = ?", (bind(path),))
        if row and row[0] is not None:
            homes.add(path_of(row[0]))
    return homes


def _numbered(
    db: "Connection", notes: Told, known: Mapping[str, tuple[int, Any]]
) -> dict[str, int]:
    """The ids of these notes by path: their own, and for new ones some that no note ever had."""
    last = db.execute(
        "SELECT max((SELECT coalesce(max(id), 0) FROM note), "
        "coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'note'), 0))"
    ).fetchone()
    new = count(last[0] + 1)
    return {f.path: known[f.path][0] if f.path in known else next(new) for f, _ in notes}


def _afterwards(
    profiles: Mapping[str, int], notes: Told, ids: Mapping[str, int], removed: Iterable[str]
) -> dict[str, int]:
    """The profiles by path when these notes are written, and those are gone."""
    gone = {*removed, *ids}
    left = {path: number for path, number in profiles.items() if path not in gone}
    came = (f.path for f, _ in notes if f.group == "customer" and is_own_name(f.path))
    return left | {path: ids[path] for path in came}
