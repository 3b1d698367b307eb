"""The rows of notes in every table, written in bulk with their sums."""

from collections.abc import Collection, Mapping, Sequence
from math import isnan
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from notes_crm.model.customers import folder_of
from notes_crm.model.schema import fold
from notes_crm.store.catalog.names import bind, clean
from notes_crm.store.catalog.sums import sum_of_all
from notes_crm.store.catalog.tables import COLUMNS, KEYS

if TYPE_CHECKING:
    from datetime import date, datetime, time
    from sqlite3 import Connection

    from notes_crm.store.catalog.facts import NoteFacts
    from notes_crm.store.stamps import Stamp

Row = tuple[Any, ...]

_NOTE = ("id", *COLUMNS["note"], "stamp")
_WRITE_NOTE = f"""
INSERT INTO note({", ".join(_NOTE)}, words) VALUES ({", ".join("?" * len(_NOTE))}, 0)
ON CONFLICT(id) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in _NOTE[1:])}, words = 0"""  # noqa: S608 - fixed words
_LINE, _KEY = itemgetter(0), itemgetter(0, 1)


class Placed(NamedTuple):
    """A note under its id, with the folder of its customer and the names of its customers."""

    number: int
    fact: "NoteFacts"
    stamp: "Stamp"
    home: str | None
    owners: Sequence[str]


def write(
    db: "Connection", notes: Sequence[Placed], known: Collection[int]
) -> tuple[dict[int, int], bool]:
    """Write these notes, in place of what the `known` ones of them (ids) said. In a transaction.

    Returns their sums by id, and whether these hold: not where SQLite has left out a row.
    """
    tables: dict[str, list[Row]] = {table: [] for table in COLUMNS}
    sums = {}
    for note in notes:
        number, rows = note.number, rows_of(note)
        sums[number] = sum_of_all(rows)
        for table, found in rows.items():
            tables[table] += [(number, *row) for row in found]
    stamped = ((*row, note.stamp) for row, note in zip(tables["note"], notes, strict=True))
    db.executemany(_WRITE_NOTE, stamped)
    hold = True
    for table in KEYS:
        names, found = ("note", *COLUMNS[table]), tables[table]
        db.executemany(f"DELETE FROM {table} WHERE note = ?", ((number,) for number in known))  # noqa: S608 - fixed words
        sql = f"INSERT OR IGNORE INTO {table}({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608 - fixed words
        hold &= not found or db.executemany(sql, found).rowcount == len(found)
    return sums, hold


def rows_of(note: Placed) -> Mapping[str, list[Row]]:
    """The rows of a note in each table, without its id and in the order of their keys."""
    fact = note.fact
    return {
        "note": [(
            bind(fact.path), fact.digest, bind(folder_of(fact.path)), fact.type, fact.group,
            clean(fact.title), _iso(fact.date), _iso(fact.time), int(fact.private), fact.gist,
            fact.gist_line, int(fact.typed_up), int(fact.has_words), fact.private_lines,
            bind(note.home),
        )],
        "whose": sorted({(fold(clean(name)),) for name in note.owners}),
        "value": [r if r[3] is None else _kept(*r) for r in sorted(fact.values, key=_KEY)],
        "task": sorted(fact.tasks, key=_LINE),
        "said": sorted(fact.said, key=_LINE),
        "tag": sorted((tag,) for tag in fact.tags),
        "link": [(i, *row) for i, row in enumerate(fact.links)],
        "problem": [(i, *row) for i, row in enumerate(fact.problems)],
    }  # fmt: skip


def _kept(key: str, position: int, text: str, number: float, day: str | None) -> Row:
    """A value with a number as SQLite gives it back: it knows no negative zero, and nothing that is no number."""
    return key, position, text, None if isnan(number) else number + 0.0, day


def _iso(value: "date | time | datetime | None") -> str | None:
    return value.isoformat() if value is not None else None
