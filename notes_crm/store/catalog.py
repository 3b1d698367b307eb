"""Facts, in SQLite: what every note says, in a form that answers in milliseconds.

A cache and nothing else: it may be deleted at any time, and another version of it is dropped,
never migrated. In each batch the facts of a note are written with `words = 0`; the full text is
committed; then `words` becomes 1. A crash between the two leaves the claim unmade.
"""

import secrets
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from pathlib import Path
from typing import Any

from notes_crm.model.customers import folder_of, home, is_archived, is_own_name
from notes_crm.model.schema import Schema, fold
from notes_crm.store.facts import Facts
from notes_crm.store.names import bind, clean, path_of

Stamp = tuple[int, int, int, int]

_TABLES = """
CREATE TABLE meta(key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE note(
  id INTEGER PRIMARY KEY AUTOINCREMENT, path UNIQUE NOT NULL,
  size INT, mtime_ns INT, ctime_ns INT, inode INT, hash BLOB,
  folder NOT NULL, type TEXT, grp TEXT, title TEXT, date TEXT, time TEXT, private INT,
  gist TEXT, gist_line INT, private_lines TEXT, conflict_of, home, words INT NOT NULL);
CREATE INDEX note_home ON note(home);
CREATE INDEX note_date ON note(date);
CREATE INDEX note_words ON note(words) WHERE words = 0;
CREATE TABLE whose(
  customer TEXT, note INT REFERENCES note ON DELETE CASCADE, PRIMARY KEY(customer, note)) WITHOUT ROWID;
CREATE INDEX whose_note ON whose(note);
CREATE TABLE customer(folder PRIMARY KEY, key TEXT, name TEXT, profile INT, archived INT) WITHOUT ROWID;
CREATE INDEX customer_key ON customer(key);
CREATE TABLE value(
  note INT REFERENCES note ON DELETE CASCADE, key TEXT, position INT, text TEXT, number REAL, day TEXT,
  PRIMARY KEY(note, key, position)) WITHOUT ROWID;
CREATE INDEX value_key ON value(key, text);
CREATE TABLE task(
  note INT REFERENCES note ON DELETE CASCADE, line INT, state TEXT, direction TEXT, text TEXT,
  owner TEXT, created TEXT, due TEXT, scheduled TEXT, start TEXT, done TEXT, cancelled TEXT,
  recurrence TEXT, reason TEXT, private INT, PRIMARY KEY(note, line)) WITHOUT ROWID;
CREATE INDEX task_open ON task(state, due) WHERE state = 'open';
CREATE TABLE tag(
  note INT REFERENCES note ON DELETE CASCADE, tag TEXT, PRIMARY KEY(note, tag)) WITHOUT ROWID;
CREATE TABLE link(
  note INT REFERENCES note ON DELETE CASCADE, position INT, line INT, target TEXT, key TEXT,
  PRIMARY KEY(note, position)) WITHOUT ROWID;
CREATE TABLE problem(
  note INT REFERENCES note ON DELETE CASCADE, position INT, line INT, col INT, level TEXT,
  code TEXT, message TEXT, PRIMARY KEY(note, position)) WITHOUT ROWID;
CREATE TABLE gone(id INTEGER PRIMARY KEY);
CREATE TABLE odd(path PRIMARY KEY, code TEXT, message TEXT) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class NoteFacts:
    """What the catalog is told of one note; `values`, `tasks` … are rows without the note's id."""

    path: str
    digest: bytes
    type: str
    group: str
    title: str
    date: date | None
    time: time | None
    private: bool
    gist: str
    gist_line: int
    private_lines: str
    customers: tuple[str, ...]
    values: tuple[tuple[Any, ...], ...]
    tasks: tuple[tuple[Any, ...], ...]
    tags: tuple[str, ...]
    links: tuple[tuple[Any, ...], ...]
    problems: tuple[tuple[Any, ...], ...]


class Catalog:
    """The facts of one vault; `path` is the database file."""

    def __init__(self, path: Path, version: str, schema: Schema) -> None:
        self._schema = schema
        self._db = sqlite3.connect(path, isolation_level=None, timeout=10)
        self._db.execute("PRAGMA foreign_keys = ON")
        self._db.execute("PRAGMA synchronous = NORMAL")  # a lost last batch is read again
        if self._stored_version() != version:
            self._begin_anew(version)

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def stamps(self) -> dict[str, Stamp]:
        """Every indexed path with the stamp its facts were read under."""
        rows = self._db.execute("SELECT path, size, mtime_ns, ctime_ns, inode FROM note")
        return {path_of(r[0]): r[1:] for r in rows}

    def digests(self, paths: Iterable[str]) -> dict[str, bytes]:
        """The content hash of those of these paths that are indexed."""
        found = {}
        for path in paths:
            row = self._db.execute("SELECT hash FROM note WHERE path = ?", (bind(path),)).fetchone()
            if row:
                found[path] = row[0]
        return found

    def digests_after(self, number: int, limit: int) -> list[tuple[int, str, bytes]]:
        """Id, path and content hash of the next so many notes by id."""
        rows = self._db.execute(
            "SELECT id, path, hash FROM note WHERE id > ? ORDER BY id LIMIT ?", (number, limit)
        )
        return [(i, path_of(p), h) for i, p, h in rows]

    def apply(
        self, facts: Sequence[tuple[NoteFacts, Stamp]], *, removed: Iterable[str] = (),
        touched: Mapping[str, Stamp] | None = None,
    ) -> None:  # fmt: skip
        """One batch, in one transaction: new and changed notes with their stamps, then the removed.

        `touched` are notes whose stamp changed but not their content.
        """
        with self._transaction():
            homes = self._homes()
            stale: set[str] = set()
            for fact, stamp in facts:
                stale |= self._put(fact, stamp)
            for path, stamp in (touched or {}).items():
                self._db.execute(
                    "UPDATE note SET size=?, mtime_ns=?, ctime_ns=?, inode=? WHERE path=?",
                    (*stamp, bind(path)),
                )
            for path in removed:
                stale |= self._drop(path)
            after = self._homes()
            stale |= self._assign(
                after, {fact.path for fact, _ in facts}, everywhere=after != homes
            )
            self._list_customers(stale, after)

    def new_remarks(
        self, conflicts: Mapping[str, str], odd: Iterable[tuple[str, str, str]]
    ) -> bool:
        """Whether `remark_files` would change anything."""
        return self._remarked_files() != (dict(conflicts), sorted(odd))

    def remark_files(
        self, conflicts: Mapping[str, str], odd: Iterable[tuple[str, str, str]]
    ) -> None:
        """Which notes are conflict copies and of what, and which files are no readable notes.

        A name may come to mean something else with its siblings, so both are set as a whole.
        """
        rows = sorted(odd)
        if not self.new_remarks(conflicts, rows):
            return
        with self._transaction():
            self._db.execute("UPDATE note SET conflict_of = NULL WHERE conflict_of NOT NULL")
            pairs = ((bind(original), bind(path)) for path, original in conflicts.items())
            self._db.executemany("UPDATE note SET conflict_of = ? WHERE path = ?", pairs)
            self._db.execute("DELETE FROM odd")
            self._db.executemany(
                "INSERT OR IGNORE INTO odd VALUES (?,?,?)", ((bind(p), c, m) for p, c, m in rows)
            )

    def debts(self, limit: int) -> tuple[list[tuple[int, str, bytes]], list[int]]:
        """What the full text does not know yet: notes (id, path, hash), newest first, and gone ids."""
        rows = self._db.execute(
            "SELECT id, path, hash FROM note WHERE words = 0 "
            "ORDER BY date IS NULL, date DESC, path DESC LIMIT ?", (limit,),
        )  # fmt: skip
        pending = [(i, path_of(p), h) for i, p, h in rows]
        return pending, [r[0] for r in self._db.execute("SELECT id FROM gone")]

    def paid(self, ids: Iterable[int], gone: Iterable[int]) -> None:
        """The full text now holds the words of these notes, and no longer those that are gone."""
        with self._transaction():
            self._db.executemany("UPDATE note SET words = 1 WHERE id = ?", ((i,) for i in ids))
            self._db.executemany("DELETE FROM gone WHERE id = ?", ((i,) for i in gone))

    @property
    def words_folder(self) -> str:
        """The name of the folder whose words belong to these facts; another one is stale."""
        return f"words-{self.meta('words')}"

    def forget_words(self) -> None:
        """The full text was lost: a new folder, and every note's words are pending again."""
        with self._transaction():
            self.remark("words", secrets.token_hex(4))
            self._db.execute("UPDATE note SET words = 0")
            self._db.execute("DELETE FROM gone")

    def ids(self, paths: Iterable[str]) -> dict[str, int]:
        """The ids of those of these paths that are indexed."""
        found = {}
        for path in paths:
            row = self._db.execute("SELECT id FROM note WHERE path = ?", (bind(path),)).fetchone()
            if row:
                found[path] = row[0]
        return found

    def counts(self) -> dict[str, int]:
        """How many notes, notes with pending words, customers, problems, conflicts there are."""
        tables = {
            "notes": "note",
            "pending": "note WHERE words = 0",
            "gone": "gone",
            "problems": "(SELECT 1 FROM problem UNION ALL SELECT 1 FROM odd)",
            "conflicts": "note WHERE conflict_of NOT NULL",
            "customers": "(SELECT DISTINCT key FROM customer)",
        }
        return {
            name: self._db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 - fixed words
            for name, table in tables.items()
        }

    def meta(self, key: str) -> str | None:
        """A remark that was kept beside the facts."""
        row = self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def remark(self, key: str, value: str) -> None:
        """Keep a remark beside the facts."""
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def claims(self) -> list[tuple[Any, ...]]:
        """Everything the catalog claims, without ids and stamps: equal vaults give equal facts."""
        rows: list[tuple[Any, ...]] = []
        for table, columns in _CLAIMS.items():
            sql = f"SELECT '{table}', n.path, {columns} FROM {table} t JOIN note n ON n.id = t.note"  # noqa: S608 - fixed words
            rows += self._db.execute(sql)
        rows += self._db.execute(
            "SELECT 'note', path, hash, type, grp, title, date, time, private, gist, gist_line, "
            "private_lines, conflict_of, home, words FROM note"
        )
        rows += self._db.execute(
            "SELECT 'customer', c.folder, c.key, c.name, n.path, c.archived FROM customer c "
            "LEFT JOIN note n ON n.id = c.profile"
        )
        rows += self._db.execute("SELECT 'odd', path, code, message FROM odd")
        return sorted(rows, key=repr)

    @cached_property
    def facts(self) -> Facts:
        """The facts as answers ask for them."""
        return Facts(self._db)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

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
        with self._transaction():
            names = [
                r[0]
                for r in self._db.execute(
                    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
                )
            ]
            for name in names:
                self._db.execute(f'DROP TABLE "{name}"')
            for statement in _TABLES.split(";"):
                self._db.execute(statement)
            self.remark("version", version)
            self.remark("words", secrets.token_hex(4))
        self._db.execute("PRAGMA foreign_keys = ON")

    def _put(self, fact: NoteFacts, stamp: Stamp) -> set[str]:
        """Write one note; returns the customers' folders it belonged to before."""
        before = self._db.execute(
            "SELECT id, home FROM note WHERE path = ?", (bind(fact.path),)
        ).fetchone()
        note = (
            *stamp, fact.digest, bind(folder_of(fact.path)), fact.type, fact.group,
            clean(fact.title), _iso(fact.date), _iso(fact.time), int(fact.private), fact.gist,
            fact.gist_line, fact.private_lines,
        )  # fmt: skip
        if before:
            number = before[0]
            for table in ("whose", "value", "task", "tag", "link", "problem"):
                self._db.execute(f"DELETE FROM {table} WHERE note = ?", (number,))  # noqa: S608 - fixed names
            self._db.execute(
                "UPDATE note SET size=?, mtime_ns=?, ctime_ns=?, inode=?, hash=?, folder=?, type=?, grp=?, "
                "title=?, date=?, time=?, private=?, gist=?, gist_line=?, private_lines=?, "
                "words=0 WHERE id=?", (*note, number),
            )  # fmt: skip
        else:
            cursor = self._db.execute(
                "INSERT INTO note(size, mtime_ns, ctime_ns, inode, hash, folder, type, grp, title, date, "
                "time, private, gist, gist_line, private_lines, words, path) "
                "VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,0,?)", (*note, bind(fact.path)),
            )  # fmt: skip
            number = cursor.lastrowid
        put = self._db.executemany
        put(
            "INSERT OR IGNORE INTO whose VALUES (?,?)",
            ((fold(clean(c)), number) for c in fact.customers),
        )
        put("INSERT INTO value VALUES (?,?,?,?,?,?)", ((number, *row) for row in fact.values))
        put(
            "INSERT OR IGNORE INTO task VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            ((number, *r) for r in fact.tasks),
        )
        put("INSERT OR IGNORE INTO tag VALUES (?,?)", ((number, tag) for tag in fact.tags))
        put(
            "INSERT INTO link VALUES (?,?,?,?,?)",
            ((number, i, *r) for i, r in enumerate(fact.links)),
        )
        put(
            "INSERT INTO problem VALUES (?,?,?,?,?,?,?)",
            ((number, i, *r) for i, r in enumerate(fact.problems)),
        )
        return {path_of(before[1])} if before and before[1] is not None else set()

    def _remarked_files(self) -> tuple[dict[str, str], list[tuple[str, str, str]]]:
        copies = self._db.execute("SELECT path, conflict_of FROM note WHERE conflict_of NOT NULL")
        odd = self._db.execute("SELECT path, code, message FROM odd")
        return (
            {path_of(path): path_of(original) for path, original in copies},
            sorted((path_of(path), code, message) for path, code, message in odd),
        )

    def _drop(self, path: str) -> set[str]:
        row = self._db.execute("SELECT home FROM note WHERE path = ?", (bind(path),)).fetchone()
        self._db.execute("INSERT INTO gone SELECT id FROM note WHERE path = ?", (bind(path),))
        self._db.execute("DELETE FROM note WHERE path = ?", (bind(path),))
        return {path_of(row[0])} if row and row[0] is not None else set()

    def _homes(self) -> dict[str, int]:
        """The folders that hold a profile named like the folder, with the profile's id."""
        rows = self._db.execute(
            "SELECT path, folder, id FROM note WHERE grp = 'customer' ORDER BY path DESC"
        )
        return {path_of(folder): note for path, folder, note in rows if is_own_name(path_of(path))}

    def _assign(self, homes: Mapping[str, int], fresh: set[str], *, everywhere: bool) -> set[str]:
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

    def _list_customers(self, folders: Iterable[str], homes: Mapping[str, int]) -> None:
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


_CLAIMS = {
    "whose": "t.customer",
    "value": "t.key, t.position, t.text, t.number, t.day",
    "task": "t.line, t.state, t.direction, t.text, t.owner, t.created, t.due, t.scheduled, t.start, "
    "t.done, t.cancelled, t.recurrence, t.reason, t.private",
    "tag": "t.tag",
    "link": "t.position, t.line, t.target, t.key",
    "problem": "t.position, t.line, t.col, t.level, t.code, t.message",
}


def _iso(value: date | time | datetime | None) -> str | None:
    return value.isoformat() if value is not None else None
