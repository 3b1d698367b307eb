"""Notes and promises as a feed asks for them: what every note holds, and what is told of some."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from notes_crm.model.novelty import NoteNews, PromiseNews, is_below
from notes_crm.model.sight import BLOCK, SIZE, Held
from notes_crm.store.catalog.ledger import ARCHIVED, day_of_text, whose
from notes_crm.store.catalog.names import path_of

if TYPE_CHECKING:
    from sqlite3 import Connection


class Novelties:
    """What the catalog knows of news; conflict copies are left out."""

    def __init__(self, db: "Connection") -> None:
        self._db = db

    def marks(self) -> dict[int, bytes]:
        """The marks of all notes by block: the beginnings of the checksums of what is known of each, joined."""
        last = self._db.execute("SELECT max(note) FROM sum").fetchone()[0] or 0
        joined = (
            self._db.execute(
                f"SELECT group_concat(hex({_MARK}), '') FROM sum s WHERE {_NO_COPY}",  # noqa: S608 - constants
                _ends(number),
            ).fetchone()[0]
            for number in range(last // BLOCK + 1)
        )
        return {number: bytes.fromhex(text) for number, text in enumerate(joined) if text}

    def held(self, blocks: Iterable[int]) -> dict[str, Held]:
        """The notes of some blocks as the catalog has them, by path."""
        return {
            path_of(path): Held(number, mark, digest)
            for block in blocks
            for path, number, mark, digest in self._db.execute(
                f"SELECT n.path, n.id, {_MARK}, n.hash FROM sum s JOIN note n ON n.id = s.note WHERE {_NO_COPY}",  # noqa: S608 - constants
                _ends(block),
            )
        }

    def dated(self, since: date) -> set[int]:
        """The ids of notes dated on a day or later."""
        rows = self._db.execute("SELECT id FROM note WHERE date >= ?", (since.isoformat(),))
        return {number for (number,) in rows}

    def notes(self, ids: Iterable[int]) -> list[NoteNews]:
        """Those of these notes that may be told: nothing private, imported or archived."""
        rows = self._rows(ids)
        ids = [row[0] for row in rows]
        customers = whose(self._db, ids)
        values: dict[int, dict[str, list[str]]] = {}
        for note, key, text in self._db.execute(
            "SELECT note, key, text FROM value WHERE key IN ('by', 'sentiment', 'purpose', 'about', 'owner') "  # noqa: S608 - integers
            f"AND note IN ({_listed(ids)}) ORDER BY note, key, position"
        ):
            values.setdefault(note, {}).setdefault(key, []).append(text)
        tags: dict[int, list[str]] = {}
        for note, tag in self._db.execute(
            f"SELECT note, tag FROM tag WHERE note IN ({_listed(ids)})"  # noqa: S608 - integers
        ):
            tags.setdefault(note, []).append(tag)
        found = []
        for r in rows:
            by, sentiment, purpose, about, owner = (
                tuple(values.get(r[0], {}).get(key, ()))
                for key in ("by", "sentiment", "purpose", "about", "owner")
            )
            found.append(
                NoteNews(
                    path_of(r[1]), r[2], r[3], r[4], day_of_text(r[5]), (r[6] or "")[:5] or None, r[7],
                    r[8], r[9], customers.get(r[0], ()), by, "".join(sentiment[:1]), "".join(purpose[:1]),
                    tuple(tags.get(r[0], ())), about, owner,
                )
            )  # fmt: skip
        return found

    def promises(
        self, *, ids: Iterable[int] = (), late: tuple[date, date] | None = None,
        closed: date | None = None,
    ) -> list[PromiseNews]:  # fmt: skip
        """Promises, and tasks with an owner: in these notes, fallen overdue, or closed since a day.

        `late` are two days, of which the second is left out.
        """
        found: dict[tuple[str, int], PromiseNews] = {}
        wanted = [
            *(self._promises(f"t.note IN ({_listed(part)})") for part in _portions(ids)),
            *(
                [self._promises("t.state = 'open' AND t.due >= ? AND t.due < ?", *map(str, late))]
                if late
                else []
            ),
            *(
                [self._promises("coalesce(t.done, t.cancelled) >= ?", str(closed))]
                if closed
                else []
            ),
        ]
        for rows in wanted:
            found |= {(row.path, row.line): row for row in rows}
        return sorted(found.values(), key=lambda row: (row.path, row.line))

    def tasks(self) -> list[tuple[str, str, str, str | None, str | None]]:
        """What ever became of every task: (path, state, text, owner, due or closed day), in order."""
        rows = self._db.execute(
            "SELECT n.path, t.state, t.text, t.owner, "
            "CASE t.state WHEN 'open' THEN t.due ELSE coalesce(t.done, t.cancelled) END "
            "FROM task t JOIN note n ON n.id = t.note WHERE n.conflict_of IS NULL "
            "AND (t.direction <> 'internal' OR t.owner NOT NULL) ORDER BY t.note, t.line"
        )
        return [(path_of(path), *rest) for path, *rest in rows]

    def customers_tagged(self, tags: Iterable[str]) -> set[str]:
        """The names of customers whose profile carries one of these tags, or one below it."""
        rows = self._db.execute(
            "SELECT c.name, t.tag FROM customer c JOIN tag t ON t.note = c.profile"
        )
        wanted = tuple(tags)
        return {name for name, tag in rows if is_below(tag, wanted)}

    def profiles(self) -> list[tuple[str, str, str]]:
        """Who sees to customers and who follows them, as their profiles say: (name, key, text)."""
        rows = self._db.execute(
            "SELECT c.name, v.key, v.text FROM customer c JOIN value v ON v.note = c.profile "
            "WHERE v.key IN ('owner', 'followers') AND NOT c.archived"
        )
        return rows.fetchall()

    def _promises(self, where: str, *arguments: str) -> list[PromiseNews]:
        rows = self._db.execute(
            "SELECT t.note, n.path, t.line, t.state, t.direction, t.text, t.owner, t.due, "  # noqa: S608 - constants and integers
            "coalesce(t.done, t.cancelled), t.reason FROM task t JOIN note n ON n.id = t.note "
            f"WHERE NOT t.private AND {_TOLD} AND {where} "
            "AND (t.direction <> 'internal' OR t.owner NOT NULL)", arguments,
        ).fetchall()  # fmt: skip
        ids = {row[0] for row in rows}
        customers, by = whose(self._db, ids), dict[int, list[str]]()
        for note, text in self._db.execute(
            f"SELECT note, text FROM value WHERE key = 'by' AND note IN ({_listed(ids)}) ORDER BY position"  # noqa: S608 - integers
        ):
            by.setdefault(note, []).append(text)
        found = []
        for r in rows:
            row: list[Any] = [path_of(r[1]), *r[2:7], day_of_text(r[7]), day_of_text(r[8]), r[9]]
            row += [customers.get(r[0], ()), tuple(by.get(r[0], ()))]
            found.append(PromiseNews(*row))
        return found

    def _rows(self, ids: Iterable[int]) -> list[tuple[Any, ...]]:
        return [
            row
            for part in _portions(ids)
            for row in self._db.execute(
                "SELECT n.id, n.path, n.type, n.grp, n.title, n.date, n.time, n.gist, n.gist_line, "  # noqa: S608 - integers
                f"n.private_lines FROM note n WHERE n.id IN ({_listed(part)}) AND {_TOLD}"
            )
        ]


def _portions(ids: Iterable[int]) -> Iterator[list[int]]:
    """Ids in portions that fit into a statement."""
    known = sorted(ids)
    return (known[at : at + _PORTION] for at in range(0, len(known), _PORTION))


def _listed(ids: Iterable[int]) -> str:
    return ",".join(map(str, ids))


def _ends(block: int) -> tuple[int, int]:
    """The first and the last number of a block."""
    return block * BLOCK, block * BLOCK + BLOCK - 1


_MARK = f"substr(s.digest, 1, {SIZE})"
_NO_COPY = (
    "s.note BETWEEN ? AND ? AND s.note NOT IN (SELECT id FROM note WHERE conflict_of NOT NULL)"
)
_PORTION = 20_000
_TOLD = (
    "n.conflict_of IS NULL AND NOT n.private "  # noqa: S608 - constants
    f"AND n.id NOT IN ({ARCHIVED}) "
    "AND NOT EXISTS (SELECT 1 FROM value s WHERE s.note = n.id AND s.key = 'source')"
)
"""What may be told of at all."""
