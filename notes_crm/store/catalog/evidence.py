"""What checks across notes look at, read from the catalog in a few statements."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from notes_crm.model.evidence import (
    LEFT,
    Brief,
    Evidence,
    Home,
    LinkRow,
    Machine,
    Met,
    Owed,
    Raised,
    Trip,
)
from notes_crm.model.schema import CONTACT_TYPES, fold, fold_key
from notes_crm.model.sections import PROMISED
from notes_crm.store.catalog.names import path_of

if TYPE_CHECKING:
    from sqlite3 import Connection

RECENT = timedelta(days=14)
"""So far back it matters that somebody else was in touch."""
_PATHS = "SELECT n.path, {} FROM {} t JOIN note n ON n.id = t.note WHERE {}"
_LIVE = "n.home NOT IN (SELECT folder FROM customer WHERE archived = 1)"
_CONTACTS = ",".join(f"'{name}'" for name in CONTACT_TYPES)
_OWED = f"""
SELECT n.path, t.line, t.direction, t.text, t.due, coalesce(t.due, t.scheduled, t.start) NOT NULL,
  t.owner NOT NULL OR EXISTS (SELECT 1 FROM value v WHERE v.note = n.id AND v.key = 'by')
    OR EXISTS (SELECT 1 FROM customer c JOIN value v ON v.note = c.profile
               WHERE c.folder = n.home AND v.key = 'owner'),
  (SELECT customer FROM whose w WHERE w.note = n.id LIMIT 1)
FROM task t JOIN note n ON n.id = t.note
WHERE t.state = 'open' AND t.direction IN ('we', 'ready', 'they') AND n.conflict_of IS NULL AND {_LIVE}
ORDER BY n.path, t.line"""  # noqa: S608 - fixed words
_LATEST = f"""
SELECT w.customer, max(n.date), n.path FROM note n JOIN whose w ON w.note = n.id
WHERE n.type IN ({_CONTACTS}) AND n.date <= ? AND n.conflict_of IS NULL AND {_LIVE}
GROUP BY w.customer"""  # noqa: S608 - fixed words
_TEAM = """
SELECT n.title, n.title, n.path, s.text FROM note n LEFT JOIN value s ON s.note = n.id AND s.key = 'status'
WHERE n.grp = 'team' AND n.conflict_of IS NULL
UNION ALL SELECT v.text, n.title, n.path, s.text FROM note n JOIN value v ON v.note = n.id AND v.key = 'aliases'
LEFT JOIN value s ON s.note = n.id AND s.key = 'status' WHERE n.grp = 'team' AND n.conflict_of IS NULL"""
_MACHINES = f"""
SELECT n.path, n.home, v.key, v.text, v.day FROM note n LEFT JOIN value v ON v.note = n.id
  AND v.key IN ('warranty_until', 'contract_until', 'installed', 'service_every', 'serial', 'status')
WHERE n.grp = 'equipment' AND n.conflict_of IS NULL AND {_LIVE} ORDER BY n.path, v.position DESC"""  # noqa: S608 - fixed words
_TRIPS = f"""
SELECT n.id, n.path, n.type, n.date, n.typed_up FROM note n
WHERE n.date >= ? AND n.type IN ({_CONTACTS}) AND n.conflict_of IS NULL AND {_LIVE}
ORDER BY n.date, n.time, n.path"""  # noqa: S608 - fixed words
_RAISED = f"""
SELECT note, line, section, text, '' FROM said WHERE note IN ({{0}})
UNION ALL SELECT t.note, t.line, '{PROMISED}', t.text, coalesce(t.owner, '') FROM task t JOIN note n ON n.id = t.note
WHERE t.note IN ({{0}}) AND t.state = 'open' AND t.direction = 'we' AND NOT t.private AND NOT n.private
ORDER BY 1, 2"""  # noqa: S608 - fixed words
_SET = """
SELECT w.customer, max(v.day) FROM value v JOIN whose w ON w.note = v.note
WHERE v.key = 'next_contact' GROUP BY w.customer"""
_GO_ON = f"""
SELECT w.customer FROM task t JOIN whose w ON w.note = t.note
WHERE t.state = 'open' AND t.direction != 'internal'
UNION SELECT w.customer FROM note n JOIN whose w ON w.note = n.id
WHERE n.date > ? AND n.type IN ({_CONTACTS})
UNION SELECT c.key FROM customer c JOIN value v ON v.note = c.profile
WHERE v.key = 'contact_every' OR (v.key = 'status' AND v.text IN ('former', 'dormant'))"""  # noqa: S608 - fixed words


def gathered(db: "Connection", today: date) -> Evidence:
    """All that checks across notes look at."""
    quiet: dict[str, set[str]] = {}
    for path, code in _rows(db, "t.text", "value", "t.key = 'check_ignore'"):
        quiet.setdefault(path, set()).add(fold_key(code).replace("_", "-"))
    phones = db.execute(
        "SELECT c.folder, v.text FROM customer c JOIN value v ON v.note = c.profile WHERE v.key = 'phone'"
    )
    return Evidence(
        notes=tuple(_notes(db)),
        links=tuple(LinkRow(*row) for row in _rows(db, "t.line, t.target, t.key", "link", "n.conflict_of IS NULL")),
        homes=tuple(_homes(db)),
        aliases=tuple((p, text) for p, text in _rows(db, "t.text", "value", "t.key = 'aliases'")),
        stated=tuple((p, text) for p, text in _rows(db, "t.text", "value", "t.key = 'customer'")),
        phones=tuple((path_of(folder), text) for folder, text in phones),
        owed=tuple(
            Owed(path_of(p), line, way, text, _day(due), bool(dated), bool(owned), customer)
            for p, line, way, text, due, dated, owned, customer in db.execute(_OWED)
        ),
        met=tuple(_met(db, today.isoformat())),
        kept_undated=tuple(
            (p, line)
            for p, line in _rows(
                db, "t.line", "task",
                f"t.state = 'kept' AND t.done IS NULL AND t.direction IN ('we', 'ready') AND {_LIVE}",
            )
        ),
        team=tuple(_team(db)),
        machines=tuple(_machines(db)),
        worked=tuple((p, text) for p, text in _rows(db, "t.text", "value", "t.key = 'equipment'")),
        trips=tuple(_trips(db, (today - RECENT).isoformat())),
        quiet={path: frozenset(codes) for path, codes in quiet.items()},
    )  # fmt: skip


def _homes(db: "Connection") -> Iterator[Home]:
    """Every customer, with what its profile says; the first value where there are several."""
    said: dict[int, dict[str, tuple[str, str | None]]] = {}
    for note, key, text, day in db.execute(
        "SELECT v.note, v.key, v.text, v.day FROM customer c JOIN value v ON v.note = c.profile "
        "WHERE v.key IN ('owner', 'status', 'contract_until') ORDER BY v.position DESC"
    ):
        said.setdefault(note, {})[key] = text, day
    nothing = ("", None)
    for name, folder, number, path, archived in db.execute(
        "SELECT c.name, c.folder, n.id, n.path, c.archived FROM customer c "
        "LEFT JOIN note n ON n.id = c.profile ORDER BY c.key, c.folder"
    ):
        keys = said.get(number, {})
        profile = path_of(path) if path else None
        yield Home(
            name, path_of(folder), profile, bool(archived), keys.get("owner", nothing)[0],
            fold(keys.get("status", nothing)[0]), _day(keys.get("contract_until", nothing)[1]),
        )  # fmt: skip


def _team(db: "Connection") -> Iterator[tuple[str, str, str]]:
    for called, name, path, status in db.execute(_TEAM):
        if fold(status or "") not in LEFT:
            yield called, name, path_of(path)


def _machines(db: "Connection") -> Iterator[Machine]:
    found: dict[tuple[str, str], dict[str, tuple[str, date | None]]] = {}
    for path, home, key, text, day in db.execute(_MACHINES):
        found.setdefault((path_of(path), path_of(home)), {})[key or ""] = text or "", _day(day)
    nothing = ("", None)
    for (path, home), keys in found.items():
        if fold(keys.get("status", nothing)[0]) != "retired":
            yield Machine(
                path, home, keys.get("warranty_until", nothing)[1], keys.get("contract_until", nothing)[1],
                keys.get("installed", nothing)[1], keys.get("service_every", nothing)[0],
                keys.get("serial", nothing)[0],
            )  # fmt: skip


def _trips(db: "Connection", since: str) -> Iterator[Trip]:
    """Contacts since a day, and those to come."""
    rows = db.execute(_TRIPS, (since,)).fetchall()
    ids = ",".join(str(row[0]) for row in rows)
    said: dict[tuple[int, str], list[str]] = {}
    for note, key, text in db.execute(
        f"SELECT note, key, text FROM value WHERE key IN ('by', 'purpose') AND note IN ({ids}) "  # noqa: S608 - integers
        "ORDER BY note, key, position"
    ):
        said.setdefault((note, key), []).append(text)
    whose: dict[int, list[str]] = {}
    for note, customer in db.execute(f"SELECT note, customer FROM whose WHERE note IN ({ids})"):  # noqa: S608 - integers
        whose.setdefault(note, []).append(customer)
    raised: dict[int, list[Raised]] = {}
    for note, *row in db.execute(_RAISED.format(ids)):
        raised.setdefault(note, []).append(Raised(*row))
    for note, path, kind, day, typed_up in rows:
        yield Trip(
            path_of(path), kind, date.fromisoformat(day), typed_up == 1,
            " ".join(said.get((note, "purpose"), ())), tuple(said.get((note, "by"), ())),
            tuple(whose.get(note, ())), tuple(raised.get(note, ())),
        )  # fmt: skip


def _met(db: "Connection", today: str) -> Iterator[Met]:
    """The last contact of every customer that is not archived."""
    ahead = dict(db.execute(_SET).fetchall())
    go_on = {row[0] for row in db.execute(_GO_ON, (today,))}
    for customer, day, path in db.execute(_LATEST, (today,)):
        goes_on = customer in go_on or (ahead.get(customer) or "") > day
        yield Met(customer, date.fromisoformat(day), path_of(path), goes_on)


def _notes(db: "Connection") -> Iterator[Brief]:
    rows = db.execute(
        "SELECT path, type, grp, date, conflict_of, home NOT NULL OR EXISTS (SELECT 1 FROM whose w WHERE "
        "w.note = note.id), typed_up OR has_words FROM note ORDER BY path"
    )
    for path, kind, group, day, copy, owned, written in rows:
        at = path if isinstance(path, str) else path_of(path)
        original = path_of(copy) if copy else None
        yield Brief(at, kind, group, day, original, owned == 1, written == 1)


def _rows(db: "Connection", columns: str, table: str, where: str) -> Iterator[tuple[Any, ...]]:
    for path, *rest in db.execute(_PATHS.format(columns, table, where)):
        yield path_of(path), *rest


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
