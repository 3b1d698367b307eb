"""A checksum of everything the catalog says of each note: SQLite has none for what a cell holds.

It is written in the transaction that writes the rows, so rows and sums never part by a crash;
where they differ, the file was damaged.
"""

from collections.abc import Iterable, Mapping
from itertools import groupby
from marshal import dumps
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from notes_crm.model.digests import blake2b
from notes_crm.store.catalog.tables import COLUMNS, KEYS, portions

if TYPE_CHECKING:
    from sqlite3 import Connection

TABLE = "CREATE TABLE sum(note INTEGER PRIMARY KEY REFERENCES note ON DELETE CASCADE, digest BLOB)"
CUSTOMERS = "customers"
"""The remark that keeps the checksum of the list of customers."""

_KINDS = {table: table.encode() for table in (*COLUMNS, "customer")}
_SPACE = 1 << 128


class Sums:
    """The checksums of one open catalog."""

    def __init__(self, db: "Connection") -> None:
        self._db = db

    def put(self, sums: Mapping[int, int]) -> None:
        """Keep the sums of notes, by id, and of the list of customers. In the transaction that writes them."""
        rows = ((number, total.to_bytes(16)) for number, total in sums.items())
        self._db.executemany("INSERT OR REPLACE INTO main.sum VALUES (?,?)", rows)
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?,?)", (CUSTOMERS, self._customers()))

    def of(self, notes: Iterable[int]) -> dict[int, int]:
        """The sums of what stands in the tables of these notes."""
        sums: dict[int, int] = {}
        for some in portions(notes):
            sums |= self._computed(f" WHERE {{}} IN ({','.join(map(str, some))})")
        return sums

    def hold(self) -> bool:
        """Whether every note, and the list of customers, is as it was written."""
        kept = self._db.execute("SELECT value FROM meta WHERE key = ?", (CUSTOMERS,)).fetchone()
        if (kept[0] if kept else None) != (self._customers() if kept else None):
            return False
        known = {n: digest for n, digest in self._db.execute("SELECT note, digest FROM main.sum")}  # noqa: C416 - rows are no pairs to mypy
        return known == {n: total.to_bytes(16) for n, total in self._computed("").items()}

    def _computed(self, which: str) -> dict[int, int]:
        """The sum of each note; `which` says of a column with ids which are wanted."""
        sums: dict[int, int] = {}
        for table, columns in COLUMNS.items():
            number = "note" if table in KEYS else "id"
            order = ", ".join((number, *columns[: KEYS.get(table, 0)]))
            rows = self._db.execute(
                f"SELECT {number}, {', '.join(columns)} FROM {table}{which.format(number)} ORDER BY {order}"  # noqa: S608 - fixed words and integers
            )
            for note, found in groupby(rows, itemgetter(0)):
                said = sum_of(table, [row[1:] for row in found])
                sums[note] = (sums.get(note, 0) + said) % _SPACE
        return sums

    def _customers(self) -> bytes:
        rows = self._db.execute(
            "SELECT folder, key, name, profile, archived FROM customer ORDER BY folder"
        )
        return sum_of("customer", rows.fetchall()).to_bytes(16)


def sum_of_all(tables: Mapping[str, list[tuple[Any, ...]]]) -> int:
    """The sum of a note from its rows in each table, without its id and in the order of their keys.

    They are to be as SQLite gives them back.
    """
    return sum([sum_of(table, rows) for table, rows in tables.items() if rows]) % _SPACE


def sum_of(table: str, rows: list[tuple[Any, ...]]) -> int:
    """Of a note's rows in one table; the oldest form of `marshal` is the same for equal rows in every Python."""
    return int.from_bytes(blake2b(dumps(rows, 0), digest_size=16, person=_KINDS[table]).digest())
