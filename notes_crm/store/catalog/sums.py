"""A checksum of everything the catalog says of each note: SQLite has none for what a cell holds.

Whatever a transaction changes is noted by triggers and summed before it ends, so rows and sums
never part by a crash; where they differ, the file was damaged.
"""

from marshal import dumps
from typing import TYPE_CHECKING, Any

from notes_crm.model.digests import blake2b

if TYPE_CHECKING:
    from sqlite3 import Connection

TABLE = "CREATE TABLE sum(note INTEGER PRIMARY KEY REFERENCES note ON DELETE CASCADE, digest BLOB)"
CUSTOMERS = "customers"
"""The remark that keeps the checksum of the list of customers."""

_ROWS = {
    "note": "t.id, t.path, t.hash, t.folder, t.type, t.grp, t.title, t.date, t.time, t.private, t.gist, "
    "t.gist_line, t.typed_up, t.has_words, t.private_lines, t.home",
    "whose": "t.note, t.customer",
    "value": "t.note, t.key, t.position, t.text, t.number, t.day",
    "task": "t.note, t.line, t.state, t.direction, t.text, t.owner, t.created, t.due, t.scheduled, "
    "t.start, t.done, t.cancelled, t.recurrence, t.reason, t.private",
    "said": "t.note, t.line, t.section, t.text",
    "tag": "t.note, t.tag",
    "link": "t.note, t.position, t.line, t.target, t.key",
    "problem": "t.note, t.position, t.line, t.col, t.level, t.code, t.message",
}
_NOTED = (
    ("INSERT ON main.note", "new.id"),
    ("UPDATE OF hash, home ON main.note", "new.id"),
    ("INSERT ON main.whose", "new.note"),
    ("DELETE ON main.whose", "old.note"),
)
_SPACE = 1 << 128


class Sums:
    """The checksums of one open catalog."""

    def __init__(self, db: "Connection") -> None:
        self._db = db
        self._noting = False

    def note_changes(self) -> None:
        """From now on, remember which notes are written. Before a transaction."""
        if self._noting:
            return
        self._db.execute("PRAGMA temp_store = MEMORY")
        self._db.execute("CREATE TEMP TABLE unsummed(id INTEGER PRIMARY KEY)")
        for number, (event, which) in enumerate(_NOTED):
            self._db.execute(
                f"CREATE TEMP TRIGGER noted{number} AFTER {event} "  # noqa: S608 - fixed words
                f"BEGIN INSERT OR IGNORE INTO unsummed VALUES ({which}); END"
            )
        self._noting = True

    def settle(self) -> None:
        """Sum what was written. The last thing in a transaction."""
        sums = self._computed("temp.unsummed u CROSS JOIN ")
        rows = ((number, total.to_bytes(16)) for number, total in sums.items())
        self._db.executemany("INSERT OR REPLACE INTO main.sum VALUES (?,?)", rows)
        self._db.execute("DELETE FROM temp.unsummed")
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?,?)", (CUSTOMERS, self._customers()))

    def hold(self) -> bool:
        """Whether every note, and the list of customers, is as it was written."""
        kept = self._db.execute("SELECT value FROM meta WHERE key = ?", (CUSTOMERS,)).fetchone()
        if (kept[0] if kept else None) != (self._customers() if kept else None):
            return False
        known = {n: digest for n, digest in self._db.execute("SELECT note, digest FROM main.sum")}  # noqa: C416 - rows are no pairs to mypy
        return known == {n: total.to_bytes(16) for n, total in self._computed("").items()}

    def _computed(self, which: str) -> dict[int, int]:
        """The sum of every row of each note; `which` is a join with the notes that are wanted.

        A cross join, which is gone through from the left: SQLite does not know that few are
        wanted, and would go through every task of the vault.
        """
        sums: dict[int, int] = {}
        for table, columns in _ROWS.items():
            key = "t.id" if table == "note" else "t.note"
            wanted = f" ON u.id = {key}" if which else ""
            rows = self._db.execute(f"SELECT {columns} FROM {which}{table} t{wanted}")  # noqa: S608 - fixed words
            kind = table.encode()
            for row in rows:
                sums[row[0]] = (sums.get(row[0], 0) + _number(kind, row)) % _SPACE
        return sums

    def _customers(self) -> bytes:
        rows: Any = self._db.execute("SELECT folder, key, name, profile, archived FROM customer")
        return (sum(_number(b"customer", row) for row in rows) % _SPACE).to_bytes(16)


def _number(kind: bytes, row: Any) -> int:
    """Of one row; the oldest form of `marshal` is the same for equal rows in every Python."""
    return int.from_bytes(blake2b(dumps(row, 0), digest_size=16, person=kind).digest())
