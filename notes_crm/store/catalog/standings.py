"""Contacts of the whole vault: when each customer was last spoken to, and what sets the next time."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from notes_crm.model.derived import ANNOUNCING, PLANNABLE
from notes_crm.model.fact import Fact
from notes_crm.model.promised import MetRow, PlannedRow, Standing
from notes_crm.model.schema import CONTACT_TYPES, fold
from notes_crm.store.catalog.ledger import ARCHIVED, day_of_text, whose
from notes_crm.store.catalog.names import path_of

if TYPE_CHECKING:
    from sqlite3 import Connection

RHYTHM = timedelta(days=3 * 365)
"""How far back contacts are counted to know how often there usually is one."""


_Last = tuple[date, int, date | None]
"""The day of the last contact, and how many there were since when."""


class Standings:
    """What the catalog knows of contacts; archived customers are left out, and conflict copies."""

    def __init__(self, db: "Connection", *, with_private: bool) -> None:
        self._db = db
        self._shown = "" if with_private else " AND NOT n.private"

    def all(self, today: date, *, silent: timedelta = timedelta(-1)) -> list[Standing]:
        """Every customer as it stands on a day, by name; contacts counted of those silent for longer."""
        profiles, told, last = self._profiles(), self._told(today), self._last(today, silent)
        nobody: tuple[str | None, Mapping[str, str], date | None] = (None, {}, None)
        return [
            Standing(
                name,
                *profiles.get(key, nobody),
                *told.get(key, (None, None)),
                *last.get(key, (None, 0, None)),
            )
            for key, name in self._customers.items()
        ]

    def last_contact(self, customer: str, day: date, today: date) -> Fact | None:
        """The latest contact of a customer on the day of its last one."""
        row = self._db.execute(
            f"SELECT {_COLUMNS} FROM whose w JOIN note n ON n.id = w.note WHERE w.customer = :customer "  # noqa: S608 - constants
            f"AND n.date = :day AND {_CONTACT}{self._shown} ORDER BY n.time DESC, n.path DESC LIMIT 1",
            {
                "customer": fold(customer),
                "day": day.isoformat(),
                "today": today.isoformat(),
            },
        ).fetchone()
        return _fact(row, {}) if row else None

    def planned(self, today: date, until: date = date.max) -> list[PlannedRow]:
        """Visits, calls and meetings from today on, up to a day: those that may be planned."""
        rows = self._db.execute(
            f"SELECT id, private, {_COLUMNS} FROM note n WHERE date BETWEEN ? AND ? AND type IN ({_quoted(PLANNABLE)}) "  # noqa: S608 - marks
            f"AND conflict_of IS NULL{self._shown} AND id NOT IN ({ARCHIVED}) ORDER BY date, time, path",
            (today.isoformat(), until.isoformat()),
        ).fetchall()
        ids = {row[0] for row in rows}
        names = whose(self._db, ids)
        values: dict[int, dict[str, Any]] = {}
        by: dict[int, list[str]] = {}
        for note, key, text in self._values(ids, (*ANNOUNCING, "by")):
            if key == "by":
                by.setdefault(note, []).append(text)
            else:
                values.setdefault(note, {}).setdefault(key, text)
        return [
            PlannedRow(
                _fact(row[2:], values.get(row[0], {})), names.get(row[0], ()),
                tuple(by.get(row[0], ())), private=bool(row[1]),
            )
            for row in rows
        ]  # fmt: skip

    def met(self, today: date) -> list[MetRow]:
        """The last visit or meeting of each of us with each customer."""
        rows = self._db.execute(
            "SELECT w.customer, v.text, max(n.date), n.type, n.path FROM note n "  # noqa: S608 - constants
            "JOIN value v ON v.note = n.id AND v.key = 'by' JOIN whose w ON w.note = n.id "
            f"WHERE n.type IN ({_quoted(_FACE_TO_FACE)}) AND {_CONTACT}{self._shown} AND n.date <= :today "
            "GROUP BY w.customer, v.text", {"today": today.isoformat()},
        )  # fmt: skip
        return [
            MetRow(customer, by, date.fromisoformat(day), kind, path_of(path))
            for customer, by, day, kind, path in rows
            if customer in self._customers
        ]

    @cached_property
    def _customers(self) -> dict[str, str]:
        """Names by key of the customers that are not archived."""
        rows = self._db.execute("SELECT key, name FROM customer WHERE NOT archived ORDER BY key")
        return dict(rows.fetchall())

    def _values(self, ids: Iterable[int], keys: Sequence[str]) -> list[tuple[int, str, str]]:
        return self._db.execute(
            f"SELECT note, key, text FROM value WHERE note IN ({','.join(map(str, ids))}) "  # noqa: S608 - integers and marks
            f"AND key IN ({','.join('?' * len(keys))}) ORDER BY note, key, position", tuple(keys),
        ).fetchall()  # fmt: skip

    def _profiles(self) -> dict[str, tuple[str, Mapping[str, str], date | None]]:
        """Path, keys and next contact of each customer's profile."""
        found: dict[str, tuple[str, dict[str, str], date | None]] = {
            key: (path_of(path), {}, None)
            for key, path in self._db.execute(
                "SELECT c.key, n.path FROM customer c JOIN note n ON n.id = c.profile WHERE NOT c.archived"
            )
        }
        for customer, key, text, day in self._db.execute(
            "SELECT c.key, v.key, v.text, v.day FROM customer c JOIN value v ON v.note = c.profile "
            "WHERE v.key IN ('contact_every', 'next_contact', 'owner', 'phone', 'status') AND NOT c.archived "
            "ORDER BY v.position DESC"
        ):
            path, keys, ahead = found[customer]
            keys[key] = text
            found[customer] = path, keys, day_of_text(day) or ahead
        return dict(found)

    def _last(self, today: date, silent: timedelta) -> dict[str, _Last]:
        """The day of each customer's last contact; of those silent for longer, how many there were since when.

        Most notes belong to the folder they lie in, whose latest an index knows; those that name
        their customers are looked at one by one.
        """
        days = {"today": today.isoformat(), "since": (today - RHYTHM).isoformat()}
        contact = f"{_CONTACT}{self._shown} AND n.date <= :today"
        plain = f"FROM note n WHERE n.home = {{}} AND {contact} AND n.id NOT IN ({_STATED})"
        latest = f"SELECT n.date {plain.format('c.folder')} ORDER BY n.date DESC LIMIT 1"
        many = f"SELECT count(*), min(n.date) {plain.format(':home')} AND n.date >= :since"
        rows = self._db.execute(
            "SELECT w.customer, max(n.date), sum(n.date >= :since), "  # noqa: S608 - constants
            "min(CASE WHEN n.date >= :since THEN n.date END) FROM note n JOIN whose w ON w.note = n.id "
            f"WHERE {contact} AND n.id IN ({_STATED}) GROUP BY w.customer", days,
        )  # fmt: skip
        found = {k: (date.fromisoformat(day), n, day_of_text(first)) for k, day, n, first in rows}
        rows = self._db.execute(f"SELECT key, folder, ({latest}) FROM customer c", days)  # noqa: S608 - constants
        homes = [(key, folder, date.fromisoformat(day)) for key, folder, day in rows if day]
        for key, _, day in homes:
            known = found.get(key, (day, 0, None))
            found[key] = max(day, known[0]), *known[1:]
        for key, folder, _ in homes:
            last, count, first = found[key]
            if today - last > silent:
                more, earliest = self._db.execute(many, days | {"home": folder}).fetchone()
                firsts = [day for day in (first, day_of_text(earliest)) if day]
                found[key] = last, count + more, min(firsts, default=None)
        return found

    def _told(self, today: date) -> dict[str, tuple[date | None, str | None]]:
        """The day that the latest note of each customer sets, and that note; profiles left out."""
        rows = self._db.execute(
            "SELECT w.customer, max(n.date || coalesce(n.time, '00:00:00') || n.path), v.day, n.path "  # noqa: S608 - constants
            "FROM value v JOIN note n ON n.id = v.note JOIN whose w ON w.note = n.id "
            "WHERE v.key = 'next_contact' AND v.day NOT NULL AND n.date <= ? AND n.grp <> 'customer' "
            f"AND n.conflict_of IS NULL{self._shown} GROUP BY w.customer", (today.isoformat(),),
        )  # fmt: skip
        return {key: (day_of_text(day), path_of(path)) for key, _, day, path in rows}


def _quoted(words: Iterable[str]) -> str:
    """Words of ours as a list in SQL."""
    return ", ".join(f"'{word}'" for word in words)


_CONTACT = (
    f"n.type IN ({_quoted(CONTACT_TYPES)}) AND n.conflict_of IS NULL "  # noqa: S608 - constants
    f"AND (n.typed_up OR n.type NOT IN ({_quoted(PLANNABLE)}) OR (n.has_words AND n.date < :today) "
    f"OR NOT EXISTS (SELECT 1 FROM value v WHERE v.note = n.id AND v.key IN ({_quoted(ANNOUNCING)})))"
)
"""`derived.is_contact` in SQL, for every note at once; without the day, which is asked beside it."""
_FACE_TO_FACE = ("visit", "meeting")
_STATED = "SELECT note FROM value WHERE key = 'customer'"
_COLUMNS = "path, type, grp, title, date, time, gist, gist_line, typed_up, has_words"


def _fact(r: Sequence[Any], fields: dict[str, Any]) -> Fact:
    clock = time.fromisoformat(r[5]) if r[5] else None
    return Fact(
        path_of(r[0]), r[1], r[2], r[3], day_of_text(r[4]), clock, fields, r[6], r[7], bool(r[8]), bool(r[9])
    )  # fmt: skip
