"""Facts, in SQLite: what every note says, in a form that answers in milliseconds.

A cache and nothing else: it may be deleted at any time, and another version of it is dropped,
never migrated. In each batch the facts of a note are written with `words = 0`; the full text is
committed; then `words` becomes 1. A crash between the two leaves the claim unmade.
"""

import os
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from notes_crm.model.customers import folder_of
from notes_crm.model.schema import Schema, fold
from notes_crm.store.catalog import sums
from notes_crm.store.catalog.facts import Facts, NoteFacts
from notes_crm.store.catalog.files import FileRemarks
from notes_crm.store.catalog.names import bind, clean, path_of, spans
from notes_crm.store.catalog.owners import Owners
from notes_crm.store.catalog.tables import TABLES, WIDTHS, claims, create, transaction
from notes_crm.store.repairs import Damaged
from notes_crm.store.stamps import Stamp

if TYPE_CHECKING:
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
    """The facts of one vault; `path` is the database file."""

    def __init__(self, path: Path, version: str, schema: Schema) -> None:
        self._db = sqlite3.connect(path, isolation_level=None, timeout=10)
        self._owners = Owners(self._db, schema)
        self._sums = sums.Sums(self._db)
        self.files = FileRemarks(self._db)
        self._db.execute("PRAGMA foreign_keys = ON")
        self._db.execute("PRAGMA synchronous = NORMAL")  # a lost last batch is read again
        if self._stored_version() != version:
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
        return self._column("hash", paths)

    def digests_after(self, number: int, limit: int) -> list[tuple[int, str, bytes]]:
        """Id, path and content hash of the next so many notes by id."""
        sql = "SELECT id, path, hash FROM note WHERE id > ? ORDER BY id LIMIT ?"
        return [(i, path_of(p), h) for i, p, h in self._db.execute(sql, (number, limit))]

    def apply(
        self, facts: Sequence[tuple[NoteFacts, Stamp]], *, removed: Iterable[str] = (),
        touched: Mapping[str, Stamp] | None = None,
    ) -> None:  # fmt: skip
        """One batch, in one transaction: new and changed notes with their stamps, then the removed.

        `touched` are notes whose stamp changed but not their content.
        """
        self._sums.note_changes()
        with transaction(self._db):
            homes = self._owners.homes()
            stale: set[str] = set()
            written = []
            for fact, stamp in facts:
                number, home = self._put(fact, stamp)
                written.append((number, fact))
                stale |= home
            self._fill(written)
            for path, stamp in (touched or {}).items():
                self._db.execute("UPDATE note SET stamp = ? WHERE path = ?", (stamp, bind(path)))
            for path in removed:
                stale |= self._drop(path)
            after = self._owners.homes()
            stale |= self._owners.assign(
                after, {fact.path for fact, _ in facts}, everywhere=after != homes
            )
            self._owners.list_customers(stale, after)
            self._sums.settle()

    def prove(self) -> None:
        """Damaged, or SQLite's own error, unless every table, index and cell is as it was written."""
        checked = self._db.execute("PRAGMA integrity_check(1)").fetchone()
        marks = self._db.execute("SELECT 1 FROM note WHERE words NOT IN (0, 1)").fetchone()
        if checked != ("ok",) or marks or not self._sums.hold():
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
        return self._column("id", paths)

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

    def _column(self, name: str, paths: Iterable[str]) -> dict[str, Any]:
        sql, found = f"SELECT {name} FROM note WHERE path = ?", {}  # noqa: S608 - a fixed word
        for path in paths:
            if row := self._db.execute(sql, (bind(path),)).fetchone():
                found[path] = row[0]
        return found

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

    def _put(self, fact: NoteFacts, stamp: Stamp) -> tuple[int, set[str]]:
        """Write the row of one note, without what it holds; its id, and the customer's folder it belonged to before."""
        before = self._db.execute(
            "SELECT id, home FROM note WHERE path = ?", (bind(fact.path),)
        ).fetchone()
        note = (
            stamp, fact.digest, bind(folder_of(fact.path)), fact.type, fact.group,
            clean(fact.title), _iso(fact.date), _iso(fact.time), int(fact.private), fact.gist,
            fact.gist_line, int(fact.typed_up), int(fact.has_words), fact.private_lines,
        )  # fmt: skip
        if before:
            number = before[0]
            for table in WIDTHS:
                self._db.execute(f"DELETE FROM {table} WHERE note = ?", (number,))  # noqa: S608 - fixed names
            self._db.execute(
                "UPDATE note SET stamp=?, hash=?, folder=?, type=?, grp=?, "
                "title=?, date=?, time=?, private=?, gist=?, gist_line=?, typed_up=?, has_words=?, private_lines=?, "
                "words=0 WHERE id=?", (*note, number),
            )  # fmt: skip
        else:
            cursor = self._db.execute(
                "INSERT INTO note(stamp, hash, folder, type, grp, title, date, "
                "time, private, gist, gist_line, typed_up, has_words, private_lines, words, path) "
                "VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,0,?)", (*note, bind(fact.path)),
            )  # fmt: skip
            number = cursor.lastrowid
        return number, {path_of(before[1])} if before and before[1] is not None else set()

    def _fill(self, notes: Sequence[tuple[int, NoteFacts]]) -> None:
        """Write what these new rows of notes hold, one table after the other."""
        rows: dict[str, Iterable[tuple[Any, ...]]] = {
            "whose": ((fold(clean(c)), n) for n, fact in notes for c in fact.customers),
            "value": ((n, *row) for n, fact in notes for row in fact.values),
            "task": ((n, *row) for n, fact in notes for row in fact.tasks),
            "said": ((n, *row) for n, fact in notes for row in fact.said),
            "tag": ((n, tag) for n, fact in notes for tag in fact.tags),
            "link": ((n, i, *row) for n, fact in notes for i, row in enumerate(fact.links)),
            "problem": ((n, i, *row) for n, fact in notes for i, row in enumerate(fact.problems)),
        }
        for table, found in rows.items():
            places = ",".join("?" * WIDTHS[table])
            self._db.executemany(f"INSERT OR IGNORE INTO {table} VALUES ({places})", found)  # noqa: S608 - fixed words

    def _drop(self, path: str) -> set[str]:
        row = self._db.execute("SELECT home FROM note WHERE path = ?", (bind(path),)).fetchone()
        self._db.execute("INSERT INTO gone SELECT id FROM note WHERE path = ?", (bind(path),))
        self._db.execute("DELETE FROM note WHERE path = ?", (bind(path),))
        return {path_of(row[0])} if row and row[0] is not None else set()


def _iso(value: date | time | datetime | None) -> str | None:
    return value.isoformat() if value is not None else None
