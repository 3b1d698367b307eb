"""Whose note each one is: said anew for the notes of a batch, and for all where profiles came or went."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from notes_crm.model.customers import home, is_archived, is_own_name
from notes_crm.model.schema import Schema, fold
from notes_crm.store.catalog.names import bind, clean, path_of

if TYPE_CHECKING:
    from sqlite3 import Connection


class Owners:
    """The columns and tables that say whose a note is."""

    def __init__(self, db: "Connection", schema: Schema) -> None:
        self._db, self._schema = db, schema

    def homes(self) -> dict[str, int]:
        """The folders that hold a profile named like the folder, with the profile's id."""
        rows = self._db.execute(
            "SELECT path, folder, id FROM note WHERE grp = 'customer' ORDER BY path DESC"
        )
        return {path_of(folder): note for path, folder, note in rows if is_own_name(path_of(path))}

    def assign(self, homes: Mapping[str, int], fresh: set[str], *, everywhere: bool) -> set[str]:
        """Say whose the fresh notes are, and the others where profiles came or went.

        Returns the customers' folders concerned.
        """
        columns = "SELECT id, path, folder, home FROM note"
        rows = (
            self._db.execute(columns).fetchall()
            if everywhere
            else [
                row
                for path in fresh
                for row in self._db.execute(f"{columns} WHERE path = ?", (bind(path),))
            ]
        )
        known: dict[str, str | None] = {}
        concerned: set[str] = set()
        for note, path, folder, before in rows:
            at = path_of(folder)
            if at not in known:
                known[at] = home(at, homes, self._schema)
            now, was = known[at], path_of(before) if before is not None else None
            if now != was or path_of(path) in fresh:
                self._own(note, now)
                concerned |= {f for f in (now, was) if f is not None}
        return concerned

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

    def _own(self, note: int, at: str | None) -> None:
        self._db.execute("UPDATE note SET home = ? WHERE id = ?", (bind(at), note))
        stated = self._db.execute(
            "SELECT 1 FROM value WHERE note = ? AND key = 'customer'", (note,)
        ).fetchone()
        if stated:
            return
        self._db.execute("DELETE FROM whose WHERE note = ?", (note,))
        owner = at.rpartition("/")[2] if at is not None else self._lone_profile(note)
        if owner:
            self._db.execute("INSERT INTO whose VALUES (?,?)", (fold(clean(owner)), note))

    def _lone_profile(self, note: int) -> str | None:
        """A profile outside any customer's folder is the profile of a customer of its name."""
        row = self._db.execute(
            "SELECT title FROM note WHERE id = ? AND grp = 'customer'", (note,)
        ).fetchone()
        return row[0] if row else None
