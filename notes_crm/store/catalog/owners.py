"""Whose note each one is: said for the notes of a batch, and anew for all where profiles came or went."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from notes_crm.model.customers import folder_of, home, is_archived, is_own_name
from notes_crm.model.schema import Schema, fold
from notes_crm.store.catalog.names import bind, clean, path_of

if TYPE_CHECKING:
    from sqlite3 import Connection

    from notes_crm.store.catalog.facts import NoteFacts


class Owners:
    """The columns and tables that say whose a note is."""

    def __init__(self, db: "Connection", schema: Schema) -> None:
        self._db, self._schema = db, schema

    def profiles(self) -> dict[str, int]:
        """The profiles that are named like their folder, by path, with their ids."""
        rows = self._db.execute("SELECT path, id FROM note WHERE grp = 'customer'")
        return {
            path: note for path, note in ((path_of(p), i) for p, i in rows) if is_own_name(path)
        }

    def homes_of(self, paths: Iterable[str], homes: Mapping[str, int]) -> Iterator[str | None]:
        """The customer's folder of each of these notes."""
        at = self._finder(homes)
        return (at(folder_of(path)) for path in paths)

    def move(self, homes: Mapping[str, int], fresh: Container[int]) -> dict[int, set[str | None]]:
        """Say anew whose all notes are but the `fresh` ones, since profiles came or went.

        Returns the ids of those that are another's now, with the customers' folders concerned.
        """
        at, moved = self._finder(homes), {}
        for note, folder, before in self._db.execute(
            "SELECT id, folder, home FROM note"
        ).fetchall():
            now, was = at(path_of(folder)), path_of(before) if before is not None else None
            if now != was and note not in fresh:
                self._own(note, now)
                moved[note] = {now, was}
        return moved

    def list_customers(self, folders: Iterable[str], homes: Mapping[str, int]) -> None:
        """List these folders as customers, or no longer where no note is left in them."""
        for folder in folders:
            self._db.execute("DELETE FROM customer WHERE folder = ?", (bind(folder),))
            used = self._db.execute(
                "SELECT 1 FROM note WHERE home = ? LIMIT 1", (bind(folder),)
            ).fetchone()
            if used:
                name = clean(folder.rpartition("/")[2])
                row = (
                    bind(folder),
                    fold(name),
                    name,
                    homes.get(folder),
                    int(is_archived(folder, self._schema)),
                )
                self._db.execute("INSERT INTO customer VALUES (?,?,?,?,?)", row)

    def _finder(self, homes: Mapping[str, int]) -> Callable[[str], str | None]:
        return cache(lambda folder: home(folder, homes, self._schema))

    def _own(self, note: int, at: str | None) -> None:
        self._db.execute("UPDATE note SET home = ? WHERE id = ?", (bind(at), note))
        stated = self._db.execute(
            "SELECT 1 FROM value WHERE note = ? AND key = 'customer'", (note,)
        ).fetchone()
        if stated:
            return
        self._db.execute("DELETE FROM whose WHERE note = ?", (note,))
        title, group = self._db.execute(
            "SELECT title, grp FROM note WHERE id = ?", (note,)
        ).fetchone()
        for owner in _unstated(at, title, group):
            self._db.execute("INSERT INTO whose VALUES (?,?)", (fold(clean(owner)), note))


def homes_by(profiles: Mapping[str, int]) -> dict[str, int]:
    """The folders that hold a profile named like the folder, with its id; of several, the first by path."""
    return {folder_of(path): profiles[path] for path in sorted(profiles, reverse=True)}


def owners_of(fact: "NoteFacts", at: str | None) -> Sequence[str]:
    """The names of a note's customers, if it lies in the folder `at` of one."""
    if any(row[0] == "customer" for row in fact.values):
        return fact.customers
    return _unstated(at, fact.title, fact.group)


def _unstated(at: str | None, title: str, group: str) -> Sequence[str]:
    """A profile outside any customer's folder is the profile of a customer of its name."""
    owner = at.rpartition("/")[2] if at is not None else title if group == "customer" else ""
    return (owner,) if owner else ()
