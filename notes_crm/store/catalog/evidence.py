"""What checks across notes look at, read from the catalog in a few statements."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from notes_crm.model.evidence import Brief, Evidence, Home, LinkRow, Met, Owed
from notes_crm.model.schema import CONTACT_TYPES, fold_key
from notes_crm.store.catalog.names import path_of

if TYPE_CHECKING:
    from sqlite3 import Connection

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
_MET = f"""
WITH latest AS (
  SELECT w.customer, max(n.date) AS day FROM whose w JOIN note n ON n.id = w.note
  WHERE n.type IN ({_CONTACTS}) AND n.date <= ?1 AND n.conflict_of IS NULL AND {_LIVE}
    AND (n.typed_up OR n.has_words OR n.date < ?1) GROUP BY w.customer)
SELECT l.customer, l.day, max(n.path),
  EXISTS (SELECT 1 FROM whose o JOIN value v ON v.note = o.note
          WHERE o.customer = l.customer AND v.key = 'next_contact' AND v.day > l.day)
  OR EXISTS (SELECT 1 FROM whose o JOIN task t ON t.note = o.note
             WHERE o.customer = l.customer AND t.state = 'open' AND t.direction != 'internal')
  OR EXISTS (SELECT 1 FROM whose o JOIN note f ON f.id = o.note
             WHERE o.customer = l.customer AND f.date > ?1 AND f.type IN ({_CONTACTS}))
  OR EXISTS (SELECT 1 FROM customer c JOIN value v ON v.note = c.profile WHERE c.key = l.customer
             AND (v.key = 'contact_every' OR (v.key = 'status' AND v.text IN ('former', 'dormant'))))
FROM latest l JOIN whose w ON w.customer = l.customer JOIN note n ON n.id = w.note
WHERE n.date = l.day AND n.type IN ({_CONTACTS}) GROUP BY l.customer"""  # noqa: S608 - fixed words


def gathered(db: "Connection", today: date) -> Evidence:
    """All that checks across notes look at."""
    quiet: dict[str, set[str]] = {}
    for path, code in _rows(db, "t.text", "value", "t.key = 'check_ignore'"):
        quiet.setdefault(path, set()).add(fold_key(code).replace("_", "-"))
    homes = db.execute(
        "SELECT c.name, c.folder, n.path, c.archived FROM customer c LEFT JOIN note n ON n.id = c.profile "
        "ORDER BY c.key, c.folder"
    )
    phones = db.execute(
        "SELECT c.folder, v.text FROM customer c JOIN value v ON v.note = c.profile WHERE v.key = 'phone'"
    )
    return Evidence(
        notes=tuple(_notes(db)),
        links=tuple(LinkRow(*row) for row in _rows(db, "t.line, t.target, t.key", "link", "n.conflict_of IS NULL")),
        homes=tuple(Home(n, path_of(f), path_of(p) if p else None, bool(a)) for n, f, p, a in homes),
        aliases=tuple((p, text) for p, text in _rows(db, "t.text", "value", "t.key = 'aliases'")),
        stated=tuple((p, text) for p, text in _rows(db, "t.text", "value", "t.key = 'customer'")),
        phones=tuple((path_of(folder), text) for folder, text in phones),
        owed=tuple(
            Owed(path_of(p), line, way, text, _day(due), bool(dated), bool(owned), customer)
            for p, line, way, text, due, dated, owned, customer in db.execute(_OWED)
        ),
        met=tuple(
            Met(customer, date.fromisoformat(day), path_of(path), bool(goes_on))
            for customer, day, path, goes_on in db.execute(_MET, (today.isoformat(),))
        ),
        kept_undated=tuple(
            (p, line)
            for p, line in _rows(
                db, "t.line", "task",
                f"t.state = 'kept' AND t.done IS NULL AND t.direction IN ('we', 'ready') AND {_LIVE}",
            )
        ),
        quiet={path: frozenset(codes) for path, codes in quiet.items()},
    )  # fmt: skip


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
