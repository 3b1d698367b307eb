"""Promises of the whole vault: in short where there are thousands, in full where they are shown."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from notes_crm.model.promised import OpenRow, PromiseRow
from notes_crm.model.schema import fold
from notes_crm.store.catalog.names import path_of

if TYPE_CHECKING:
    from sqlite3 import Connection


class Ledger:
    """What the catalog knows of promises; notes in the archive are left out, and conflict copies."""

    def __init__(self, db: "Connection") -> None:
        self._db = db

    def still_open(
        self, customer: str | None = None, names: Iterable[str] | None = None
    ) -> "StillOpen":
        """Open promises: of one customer, or of all that are not archived; of whoever is written so."""
        return StillOpen(self._db, customer, names)

    def in_full(self, rows: Iterable[OpenRow]) -> list[PromiseRow]:
        """All that is known of some open promises."""
        wanted = {(row.note, row.line) for row in rows}
        ids = ",".join(map(str, {note for note, _ in wanted}))
        # the + keeps SQLite from the index of open tasks, which are many: the notes are few
        found = self._promises(f"+t.state = 'open' AND t.note IN ({ids})", [])
        return [row for place, row in found if place in wanted]

    def promises(self, customer: str | None = None) -> list[PromiseRow]:
        """All promises, whatever became of them: of one customer, or of all that are not archived."""
        if customer is not None:
            where = "t.note IN (SELECT note FROM whose WHERE customer = ?)"
            return [row for _, row in self._promises(where, [fold(customer)])]
        return [row for _, row in self._promises(f"t.note NOT IN ({ARCHIVED})", [])]

    def writers(self, ids: Iterable[int]) -> dict[int, str]:
        """Who wrote these notes: the first who is named."""
        rows = self._db.execute(
            f"SELECT note, text FROM value WHERE note IN ({','.join(map(str, ids))}) "  # noqa: S608 - integers
            "AND key = 'by' AND position = 0"
        )
        return dict(rows.fetchall())

    def team(self) -> list[tuple[str, str]]:
        """What colleagues are called: (name or alias, name)."""
        rows = self._db.execute(
            "SELECT title, title FROM note WHERE grp = 'team' AND conflict_of IS NULL UNION ALL "
            "SELECT v.text, n.title FROM note n JOIN value v ON v.note = n.id "
            "WHERE n.grp = 'team' AND n.conflict_of IS NULL AND v.key = 'aliases'"
        )
        return [(called, name) for called, name in rows]

    def people(self) -> list[str]:
        """Everybody who is named as the owner of a task or the writer of a note."""
        owners = _EACH.format("owner", "task WHERE owner NOT NULL")
        writers = _EACH.format("text", "value WHERE key = 'by'")
        names = {row[0] for sql in (owners, writers) for row in self._db.execute(sql)}
        return sorted(names)

    def _promises(
        self, where: str, arguments: Sequence[str]
    ) -> list[tuple[tuple[int, int], PromiseRow]]:
        rows = self._db.execute(
            "SELECT t.note, t.line, n.path, t.state, t.direction, t.text, t.owner, t.created, t.due, "  # noqa: S608 - constants
            "coalesce(t.due, t.scheduled, t.start), coalesce(t.done, t.cancelled), n.date, t.reason, "
            f"t.private OR n.private FROM task t JOIN note n ON n.id = t.note WHERE {_OURS} "
            f"AND n.conflict_of IS NULL AND {where} "
            "ORDER BY t.due IS NULL, t.due, n.date, n.path, t.line", arguments,
        ).fetchall()  # fmt: skip
        ids = {row[0] for row in rows}
        owners = whose(self._db, ids)
        by = self.writers(ids)
        found = []
        for r in rows:
            row: list[Any] = [path_of(r[2]), r[1], *r[3:7], *map(day_of_text, r[7:12])]
            row += [r[12], bool(r[13]), by.get(r[0]), owners.get(r[0], ())]
            found.append(((r[0], r[1]), PromiseRow(*row)))
        return found


class StillOpen:
    """Open promises in short, of which there may be thousands: what is late is counted, and its first ones read."""

    def __init__(self, db: "Connection", customer: str | None, names: Iterable[str] | None) -> None:
        self._db = db
        self._arguments: dict[str, str | int] = {}
        self._where = f"t.state = 'open' AND {_OURS} AND t.note NOT IN ({_COPIES})"
        if customer is None:
            self._where += f" AND t.note NOT IN ({ARCHIVED})"
        else:
            self._where += " AND t.note IN (SELECT note FROM whose WHERE customer = :customer)"
            self._arguments["customer"] = fold(customer)
        if names is not None:
            marks = {f"name{number}": name for number, name in enumerate(names)}
            self._where += f" AND {_SEES_TO_IT} IN ({', '.join(f':{mark}' for mark in marks)})"
            self._arguments |= marks

    def overdue(self, today: date) -> dict[str, int]:
        """How many of each side are late."""
        rows = self._db.execute(
            f"SELECT t.direction, count(*) FROM task t WHERE {self._where} AND t.due < :today "  # noqa: S608 - constants
            "GROUP BY t.direction", self._arguments | {"today": today.isoformat()},
        )  # fmt: skip
        return dict(rows.fetchall())

    def first_overdue(self, today: date, side: str, most: int) -> list[OpenRow]:
        """So many of a side that are late, those that are so for longest."""
        late = "t.due < :today AND t.direction = :side"
        return self._rows(late, " LIMIT :most", today=today.isoformat(), side=side, most=most)

    def not_overdue(self, today: date) -> list[OpenRow]:
        """The others, those due first."""
        day = today.isoformat()
        return self._rows("t.due >= :today", today=day) + self._rows("t.due IS NULL")

    def _rows(self, which: str, limit: str = "", **more: str | int) -> list[OpenRow]:
        rows = self._db.execute(
            "SELECT t.note, t.line, t.direction, t.due, coalesce(t.due, t.scheduled, t.start) "  # noqa: S608 - constants
            f"FROM task t WHERE {self._where} AND {which} ORDER BY t.due, t.note, t.line{limit}",
            self._arguments | more,
        )  # fmt: skip
        return list(map(OpenRow._make, rows))


def whose(db: "Connection", ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """The names of the customers of notes."""
    found: dict[int, tuple[str, ...]] = {}
    for note, name in db.execute(
        "SELECT DISTINCT w.note, c.name FROM whose w JOIN customer c ON c.key = w.customer "  # noqa: S608 - integers
        f"WHERE w.note IN ({','.join(map(str, ids))}) ORDER BY w.note, c.name"
    ):
        found[note] = (*found.get(note, ()), name)
    return found


def day_of_text(text: str | None) -> date | None:
    """A day as the catalog keeps it."""
    return date.fromisoformat(text) if text else None


_OURS = "t.direction IN ('we', 'they', 'ready')"
_SEES_TO_IT = (
    "coalesce(nullif(t.owner, ''), "
    "(SELECT nullif(v.text, '') FROM value v WHERE v.note = t.note AND v.key = 'by' AND v.position = 0), "
    "(SELECT v.text FROM whose w JOIN customer c ON c.key = w.customer AND NOT c.archived "
    "JOIN value v ON v.note = c.profile AND v.key = 'owner' AND v.position = 0 AND v.text <> '' "
    "WHERE w.note = t.note ORDER BY c.name LIMIT 1))"
)
"""Who of us sees to a promise, as it is written: who is named, else who wrote it, else the customer's owner."""
_EACH = (
    "WITH RECURSIVE each(name) AS (SELECT min({0}) FROM {1} UNION ALL "
    "SELECT (SELECT min({0}) FROM {1} AND {0} > name) FROM each WHERE name NOT NULL) "
    "SELECT name FROM each WHERE name NOT NULL"
)
"""The values of an indexed column, each once: from one to the next, past all the rows between."""
_COPIES = "SELECT id FROM note WHERE conflict_of NOT NULL"
ARCHIVED = "SELECT id FROM note WHERE home IN (SELECT folder FROM customer WHERE archived)"
