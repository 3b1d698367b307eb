"""The catalog's tables, and everything they claim of a vault."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from notes_crm.store.catalog.names import bind, path_of

if TYPE_CHECKING:
    from sqlite3 import Connection

TABLES = """
CREATE TABLE meta(key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE note(
  id INTEGER PRIMARY KEY AUTOINCREMENT, path UNIQUE NOT NULL,
  stamp BLOB, hash BLOB,
  folder NOT NULL, type TEXT, grp TEXT, title TEXT, date TEXT, time TEXT, private INT,
  gist TEXT, gist_line INT, typed_up INT, has_words INT, private_lines TEXT, conflict_of, home, words INT NOT NULL);
CREATE INDEX note_home ON note(home, date, type, typed_up, has_words, conflict_of);
CREATE INDEX note_conflict ON note(conflict_of) WHERE conflict_of NOT NULL;
CREATE INDEX note_date ON note(date);
CREATE INDEX note_words ON note(words) WHERE words = 0;
CREATE INDEX note_profile ON note(path, folder) WHERE grp = 'customer';
CREATE INDEX note_lesson ON note(title) WHERE grp = 'lesson';
CREATE INDEX note_team ON note(title) WHERE grp = 'team';
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
CREATE INDEX task_open ON task(state, due, direction, owner, scheduled, start) WHERE state = 'open';
CREATE INDEX task_owner ON task(owner) WHERE owner NOT NULL;
CREATE TABLE said(
  note INT REFERENCES note ON DELETE CASCADE, line INT, section TEXT, text TEXT,
  PRIMARY KEY(note, line)) WITHOUT ROWID;
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

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "note": (
        "path", "hash", "folder", "type", "grp", "title", "date", "time", "private", "gist",
        "gist_line", "typed_up", "has_words", "private_lines", "home",
    ),
    "whose": ("customer",),
    "value": ("key", "position", "text", "number", "day"),
    "task": (
        "line", "state", "direction", "text", "owner", "created", "due", "scheduled", "start",
        "done", "cancelled", "recurrence", "reason", "private",
    ),
    "said": ("line", "section", "text"),
    "tag": ("tag",),
    "link": ("position", "line", "target", "key"),
    "problem": ("position", "line", "col", "level", "code", "message"),
}  # fmt: skip
"""What each table says of a note, in the order in which its rows are written and summed."""

KEYS: Mapping[str, int] = {
    "whose": 1, "value": 2, "task": 1, "said": 1, "tag": 1, "link": 1, "problem": 1,
}  # fmt: skip
"""The tables that hold a note's rows, with how many of their first columns tell one row from another."""


PORTION = 500
"""Ids or paths in one statement; an old SQLite takes no more than 999."""

T = TypeVar("T")


@contextmanager
def transaction(db: "Connection") -> Iterator[None]:
    """All of it or nothing."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        with suppress(Exception):  # a full disk may have rolled it back already
            db.execute("ROLLBACK")
        raise


def create(db: "Connection", statements: Iterable[str]) -> None:
    """Drop every table there is, and make these. In a transaction, without foreign keys."""
    names = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    for (name,) in db.execute(names).fetchall():
        db.execute(f'DROP TABLE "{name}"')
    for statement in statements:
        db.execute(statement)


def portions(items: Iterable[T]) -> Iterator[list[T]]:
    """As many of these at once as one statement takes."""
    rest = iter(items)
    while some := list(islice(rest, PORTION)):
        yield some


def column(db: "Connection", columns: str, paths: Iterable[str]) -> Iterator[tuple[Any, ...]]:
    """Those of these paths that are known, each with these columns."""
    for some in portions(paths):
        places = ", ".join("?" * len(some))
        sql = f"SELECT path, {columns} FROM note WHERE path IN ({places})"  # noqa: S608 - fixed words
        for path, *rest in db.execute(sql, [bind(path) for path in some]):
            yield path_of(path), *rest


def claims(db: "Connection") -> list[tuple[Any, ...]]:
    """Everything a catalog claims, without ids and stamps: equal vaults give equal claims."""
    rows: list[tuple[Any, ...]] = []
    for table in KEYS:
        columns = ", ".join(f"t.{name}" for name in COLUMNS[table])
        sql = f"SELECT '{table}', n.path, {columns} FROM {table} t JOIN note n ON n.id = t.note"  # noqa: S608 - fixed words
        rows += db.execute(sql)
    rows += db.execute(
        "SELECT 'note', path, hash, type, grp, title, date, time, private, gist, gist_line, typed_up, has_words, "
        "private_lines, conflict_of, home, words FROM note"
    )
    rows += db.execute(
        "SELECT 'customer', c.folder, c.key, c.name, n.path, c.archived FROM customer c "
        "LEFT JOIN note n ON n.id = c.profile"
    )
    rows += db.execute("SELECT 'odd', path, code, message FROM odd")
    return sorted(rows, key=repr)
