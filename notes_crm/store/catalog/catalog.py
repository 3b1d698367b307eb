"""Facts, in SQLite: what every note says, in a form that answers in milliseconds.

A cache and nothing else: it may be deleted at any time, and another version of it is dropped,
never migrated. In each batch the facts of a note are written with `words = 0`; the full text is
committed; then `words` becomes 1. A crash between the two leaves the claim unmade.
"""

import os
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from notes_crm.model.schema import Schema
from notes_crm.store.catalog import sums
from notes_crm.store.catalog.facts import Facts
from notes_crm.store.catalog.files import FileRemarks
from notes_crm.store.catalog.names import path_of, spans
from notes_crm.store.catalog.tables import TABLES, claims, column, create, transaction
from notes_crm.store.repairs import Damaged
from notes_crm.store.stamps import Stamp

if TYPE_CHECKING:
    from notes_crm.store.catalog.batch import Told
    from notes_crm.store.catalog.facts_search import FactsSearch
    from notes_crm.store.catalog.ledger import Ledger
    from notes_crm.store.catalog.standings import Standings

_COUNTED = {
    "notes": "note",
    "pending": "note WHERE words = 0",
    "gone": "gone",
    "problems": "(SELECT 1 FROM problem UNION ALL SELECT 1 FROM odd)",
    "conflicts": "note WHERE conflict_of NOT NULL",
    "customers": "(SELECT DISTINCT key FROM customer)",
}


class Catalog:
    """The facts of one vault; `path` is the database file.

    Another version begins anew, unless only its settings are others and the vault `is_away` with
    them: then the facts stay as they were.
    """

    def __init__(
        self, path: Path, version: str, schema: Schema, is_away: Callable[[], bool] = lambda: False
    ) -> None:
        self._db = sqlite3.connect(path, isolation_level=None, timeout=10)
        self._schema = schema
        self.files = FileRemarks(self._db)
        self._db.execute("PRAGMA foreign_keys = ON")
        self._db.execute("PRAGMA synchronous = NORMAL")  # a lost last batch is read again
        if (stored := self._stored_version()) != version:
            same_program = (
                stored is not None and stored.partition(" ")[0] == version.partition(" ")[0]
            )
            if not (same_program and is_away()):
                self._begin_anew(version)

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def stamps(self) -> dict[str, Stamp]:
        """Every indexed path with the stamp its facts were read under."""
        found: dict[str, Stamp] = dict(self._db.execute("SELECT path, stamp FROM note"))
        for stored in [path for path in found if not isinstance(path, str)]:  # seldom any
            found[path_of(stored)] = found.pop(stored)
        return found

    def stamps_in(self, prefix: str) -> dict[str, Stamp]:
        """The same of the notes that lie in one folder, not below it."""
        sql = (
            "SELECT path, stamp FROM note WHERE path >= ? AND path < ? "
            "AND instr(substr(path, ?), '/') = 0"
        )
        found: dict[str | bytes, Stamp] = {}
        for low, high in spans(prefix):
            found |= self._db.execute(sql, (low, high, len(low) + 1))
        return {path_of(path): stamp for path, stamp in found.items()}

    def digests(self, paths: Iterable[str]) -> dict[str, bytes]:
        """The content hash of those of these paths that are indexed."""
        return dict(column(self._db, "hash", paths))

    def digests_after(self, number: int, limit: int) -> list[tuple[int, str, bytes]]:
        """Id, path and content hash of the next so many notes by id."""
        sql = "SELECT id, path, hash FROM note WHERE id > ? ORDER BY id LIMIT ?"
        return [(i, path_of(p), h) for i, p, h in self._db.execute(sql, (number, limit))]

    def apply(
        self, facts: "Told", *, removed: Iterable[str] = (),
        touched: Mapping[str, Stamp] | None = None,
    ) -> None:  # fmt: skip
        """One batch, in one transaction: new and changed notes with their stamps, then the removed.

        `touched` are notes whose stamp changed but not their content.
        """
        from notes_crm.store.catalog.batch import take_in  # noqa: PLC0415 - only where something is written

        with transaction(self._db):
            take_in(self._db, self._schema, facts, removed=tuple(removed), touched=touched or {})

    def prove(self) -> None:
        """Damaged, or SQLite's own error, unless every table, index and cell is as it was written."""
        checked = self._db.execute("PRAGMA integrity_check(1)").fetchone()
        marks = self._db.execute("SELECT 1 FROM note WHERE words NOT IN (0, 1)").fetchone()
        if checked != ("ok",) or marks or not sums.Sums(self._db).hold():
            raise Damaged("facts")

    def debts(self, limit: int) -> tuple[list[tuple[int, str, bytes]], list[int]]:
        """What the full text does not know yet: notes (id, path, hash), newest first, and gone ids."""
        rows = self._db.execute(
            "SELECT id, path, hash FROM note WHERE words = 0 "
            "ORDER BY date IS NULL, date DESC, path DESC LIMIT ?", (limit,),
        )  # fmt: skip
        pending = [(i, path_of(p), h) for i, p, h in rows]
        return pending, [r[0] for r in self._db.execute("SELECT id FROM gone")]

    def unworded(self) -> set[str]:
        """The paths of notes whose words the full text does not hold."""
        return {path_of(r[0]) for r in self._db.execute("SELECT path FROM note WHERE words = 0")}

    def paid(self, ids: Iterable[int], gone: Iterable[int], generation: int) -> None:
        """The full text now holds the words of these notes, and no longer those that are gone.

        `generation` is the one of its files that says so: an older one has lost some.
        """
        with transaction(self._db):
            self.remark("generation", str(generation))
            self._db.executemany("UPDATE note SET words = 1 WHERE id = ?", ((i,) for i in ids))
            self._db.executemany("DELETE FROM gone WHERE id = ?", ((i,) for i in gone))

    @property
    def words_folder(self) -> str:
        """The name of the folder whose words belong to these facts; another one is stale."""
        return f"words-{self.meta('words')}"

    @property
    def generation(self) -> int:
        """The generation of the full text's files that these facts speak of."""
        return int(self.meta("generation") or 0)

    def worded(self) -> set[int]:
        """The ids of notes whose words the full text holds."""
        return {row[0] for row in self._db.execute("SELECT id FROM note WHERE words = 1")}

    def disown(self, ids: Iterable[int], generation: int) -> None:
        """The full text, of this generation, holds these: those that are no notes are to go."""
        with transaction(self._db):
            known = {row[0] for row in self._db.execute("SELECT id FROM note")}
            strangers = ((number,) for number in set(ids) - known)
            self._db.executemany("INSERT OR IGNORE INTO gone VALUES (?)", strangers)
            self.remark("generation", str(generation))

    def forget_words(self) -> None:
        """The full text was lost: a new folder, and every note's words are pending again."""
        with transaction(self._db):
            self.remark("generation", "0")
            self.remark("words", os.urandom(4).hex())
            self._db.execute("UPDATE note SET words = 0")
            self._db.execute("DELETE FROM gone")

    def ids(self, paths: Iterable[str]) -> dict[str, int]:
        """The ids of those of these paths that are indexed."""
        return dict(column(self._db, "id", paths))

    def counts(self) -> dict[str, int]:
        """How many notes, notes with pending words, customers, problems, conflicts there are."""
        return {what: self.count(what) for what in _COUNTED}

    def count(self, what: str) -> int:
        """One of the `counts`."""
        sql = f"SELECT count(*) FROM {_COUNTED[what]}"  # noqa: S608 - fixed words
        return int(self._db.execute(sql).fetchone()[0])

    def meta(self, key: str) -> str | None:
        """A remark that was kept beside the facts."""
        row = self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def remark(self, key: str, value: str) -> None:
        """Keep a remark beside the facts."""
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def claims(self) -> list[tuple[Any, ...]]:
        """Everything it claims of the vault; see `tables.claims`."""
        return claims(self._db)

    def search(self, today: date) -> "FactsSearch":
        """The facts as queries ask for them."""
        from notes_crm.store.catalog.facts_search import FactsSearch  # noqa: PLC0415 - only for queries

        return FactsSearch(self._db, today)

    @cached_property
    def ledger(self) -> "Ledger":
        """Promises of the whole vault."""
        from notes_crm.store.catalog.ledger import Ledger  # noqa: PLC0415 - only for lists of them

        return Ledger(self._db)

    def standings(self, *, with_private: bool) -> "Standings":
        """Contacts of the whole vault, private notes among them or not."""
        from notes_crm.store.catalog.standings import Standings  # noqa: PLC0415 - only for lists of them

        return Standings(self._db, with_private=with_private)

    @cached_property
    def facts(self) -> Facts:
        """The facts as answers ask for them."""
        return Facts(self._db)

    def _stored_version(self) -> str | None:
        try:
            return self.meta("version")
        except sqlite3.OperationalError as error:
            if "no such table" in str(error):
                return None
            raise

    def _begin_anew(self, version: str) -> None:
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA foreign_keys = OFF")
        with transaction(self._db):
            create(self._db, (*TABLES.split(";"), sums.TABLE))
            self.remark("version", version)
            self.remark("words", os.urandom(4).hex())
        self._db.execute("PRAGMA foreign_keys = ON")
