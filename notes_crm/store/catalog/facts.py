"""Facts as answers ask for them: customers, notes, values, tasks, problems, from the catalog."""

from collections.abc import Iterable, Sequence
from datetime import date, time
from typing import TYPE_CHECKING, Any, NamedTuple

from notes_crm.model.fact import Fact
from notes_crm.model.schema import fold
from notes_crm.store.catalog.names import path_of

if TYPE_CHECKING:
    from sqlite3 import Connection

    from notes_crm.model.evidence import Evidence
    from notes_crm.model.schema import Group
    from notes_crm.store.catalog.novelties import Novelties


class NoteFacts(NamedTuple):
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
    typed_up: bool
    has_words: bool
    private_lines: str
    customers: tuple[str, ...]
    values: tuple[tuple[Any, ...], ...]
    tasks: tuple[tuple[Any, ...], ...]
    said: tuple[tuple[Any, ...], ...]
    tags: tuple[str, ...]
    links: tuple[tuple[Any, ...], ...]
    problems: tuple[tuple[Any, ...], ...]


class Customer(NamedTuple):
    """A customer as the index knows it: its folder and, if there is one, its profile note."""

    name: str
    folder: str
    profile: int | None
    archived: bool


class NoteRow(NamedTuple):
    """The facts of one note as commands show them."""

    id: int
    path: str
    type: str
    group: str
    title: str
    date: date | None
    time: time | None
    private: bool
    gist: str
    gist_line: int
    conflict_of: str | None
    home: str | None
    typed_up: bool
    has_words: bool


class TaskRow(NamedTuple):
    """One task line with the note it stands in."""

    note: int
    path: str
    line: int
    state: str
    direction: str
    text: str
    owner: str | None
    created: date | None
    due: date | None
    scheduled: date | None
    start: date | None
    done: date | None
    cancelled: date | None
    recurrence: str | None
    reason: str | None
    private: bool


class ValueRow(NamedTuple):
    """One front-matter value of a note."""

    note: int
    key: str
    text: str
    number: float | None
    day: date | None


class Facts:
    """What the catalog knows, for reading."""

    def __init__(self, db: "Connection") -> None:
        self._db = db

    def customers(self) -> list[Customer]:
        """Every customer, by name."""
        rows = self._db.execute(
            "SELECT name, folder, profile, archived FROM customer ORDER BY key, folder"
        )
        return [Customer(n, path_of(f), p, bool(a)) for n, f, p, a in rows]

    def called(self) -> list[tuple[str, str]]:
        """What every customer is called, by name and by alias: (called, name of the customer)."""
        rows = self._db.execute(
            "SELECT name, name FROM customer UNION ALL SELECT v.text, c.name FROM customer c "
            "CROSS JOIN value v ON v.note = c.profile AND v.key = 'aliases'"
        )
        return rows.fetchall()

    def names(self, group: str) -> list[tuple[str, str, str]]:
        """What customers, people or colleagues are called: (name or alias, title, path)."""
        rows = self._db.execute(
            "SELECT title, title, path FROM note WHERE grp = ?1 AND conflict_of IS NULL UNION ALL "
            "SELECT v.text, n.title, n.path FROM value v JOIN note n ON n.id = v.note "
            "WHERE n.grp = ?1 AND v.key = 'aliases' AND n.conflict_of IS NULL", (group,),
        )  # fmt: skip
        return [(name, title, path_of(path)) for name, title, path in rows]

    def texts(self, key: str) -> list[str]:
        """Everything that stands behind a key, each once."""
        rows = self._db.execute(
            "SELECT DISTINCT text FROM value WHERE key = ? ORDER BY text", (key,)
        )
        return [text for (text,) in rows]

    def phones(self) -> list[tuple[str, str, int, str | None]]:
        """Every telephone number with the title, id and customer's folder of its note."""
        rows = self._db.execute(
            "SELECT v.text, n.title, n.id, n.home FROM value v JOIN note n ON n.id = v.note "
            "WHERE v.key = 'phone' AND n.conflict_of IS NULL"
        )
        return [(text, title, note, path_of(h) if h else None) for text, title, note, h in rows]

    def people(self) -> list[tuple[str, str, str]]:
        """Everybody at a customer: (what they are called, their name, the customer's name)."""
        rows = self._db.execute(
            "SELECT n.title, n.title, n.home FROM note n WHERE n.grp = 'person' AND n.conflict_of IS NULL "
            "UNION ALL SELECT v.text, n.title, n.home FROM value v JOIN note n ON n.id = v.note "
            "WHERE n.grp = 'person' AND v.key = 'aliases' AND n.conflict_of IS NULL "
            "UNION ALL SELECT DISTINCT v.text, v.text, n.home FROM value v JOIN note n ON n.id = v.note "
            "WHERE v.key = 'people' AND n.conflict_of IS NULL"
        )
        return [
            (called, name, path_of(home).rpartition("/")[2])
            for called, name, home in rows
            if home is not None
        ]

    def notes(
        self, *, customer: str | None = None, ids: Sequence[int] | None = None
    ) -> list[NoteRow]:
        """Notes, newest first: of one customer, or of these ids, or all."""
        columns = (
            "n.id, n.path, n.type, n.grp, n.title, n.date, n.time, n.private, n.gist, n.gist_line, "
            "n.conflict_of, n.home, n.typed_up, n.has_words"
        )
        order = " ORDER BY n.date IS NULL, n.date DESC, n.time DESC, n.path DESC"
        if customer is not None:
            sql = f"SELECT {columns} FROM whose w JOIN note n ON n.id = w.note WHERE w.customer = ?{order}"  # noqa: S608 - fixed columns
            return [_note_row(r) for r in self._db.execute(sql, (fold(customer),))]
        if ids is not None:
            marks = ",".join(str(int(i)) for i in ids)
            sql = f"SELECT {columns} FROM note n WHERE n.id IN ({marks}){order}"  # noqa: S608 - integers
            return [_note_row(r) for r in self._db.execute(sql)]
        return [_note_row(r) for r in self._db.execute(f"SELECT {columns} FROM note n{order}")]  # noqa: S608 - fixed columns

    def known(self, customer: str) -> list[Fact]:
        """The facts of a customer's notes, newest first; conflict copies left out."""
        rows = [row for row in self.notes(customer=customer) if row.conflict_of is None]
        values = self.values([row.id for row in rows])
        return [
            Fact(
                row.path, row.type, row.group, row.title, row.date, row.time,
                {key: _value(found) for key, found in values.get(row.id, {}).items()},
                row.gist, row.gist_line, row.typed_up, row.has_words,
            )
            for row in rows
        ]  # fmt: skip

    def values(
        self, ids: Iterable[int], keys: Sequence[str] = ()
    ) -> dict[int, dict[str, list[ValueRow]]]:
        """Front-matter values of these notes, by note and key."""
        marks = ",".join(str(int(i)) for i in ids)
        where = f" AND key IN ({','.join('?' * len(keys))})" if keys else ""
        sql = f"SELECT note, key, text, number, day FROM value WHERE note IN ({marks}){where} ORDER BY note, key, position"  # noqa: S608 - integers and marks
        found: dict[int, dict[str, list[ValueRow]]] = {}
        for note, key, text, number, day in self._db.execute(sql, tuple(keys)):
            row = ValueRow(note, key, text, number, _day(day))
            found.setdefault(note, {}).setdefault(key, []).append(row)
        return found

    def tasks(self, *, customer: str | None = None, state: str | None = None) -> list[TaskRow]:
        """Task lines of one customer or of all, oldest due first; conflict copies left out."""
        where, arguments = ["n.conflict_of IS NULL"], []
        tables = "task t JOIN note n ON n.id = t.note"
        if (
            customer is not None
        ):  # CROSS JOIN keeps the order: a customer has few notes, the vault many tasks
            tables = "whose w CROSS JOIN task t ON t.note = w.note JOIN note n ON n.id = t.note"
            where.append("w.customer = ?")
            arguments.append(fold(customer))
        if state is not None:
            where.append("t.state = ?")
            arguments.append(state)
        sql = (
            "SELECT t.note, n.path, t.line, t.state, t.direction, t.text, t.owner, t.created, t.due, "  # noqa: S608 - fixed words
            "t.scheduled, t.start, t.done, t.cancelled, t.recurrence, t.reason, t.private "
            f"FROM {tables} WHERE {' AND '.join(where)} "
            "ORDER BY t.due IS NULL, t.due, n.date, n.path, t.line"
        )
        return [_task_row(r) for r in self._db.execute(sql, arguments)]

    def paths(self, group: "Group") -> list[str]:
        """The paths of all notes of a group, sorted; conflict copies left out."""
        # + keeps SQLite from walking the table by path; only a group written out can use its index.
        sql = f"SELECT path FROM note WHERE grp = '{group}' AND conflict_of IS NULL ORDER BY +path"  # noqa: S608 - fixed words
        return [path_of(row[0]) for row in self._db.execute(sql)]

    def links(self) -> list[tuple[str, int, str, str | None]]:
        """Every link as (path of its note, line, target without heading and ending, key)."""
        rows = self._db.execute(
            "SELECT n.path, l.line, l.target, l.key FROM link l JOIN note n ON n.id = l.note"
        )
        return [(path_of(path), *rest) for path, *rest in rows]

    def naming(self, keys: Sequence[str]) -> list[tuple[str, str, str]]:
        """What stands under these keys, as (path of the note, key, text)."""
        marks = ",".join("?" * len(keys))
        rows = self._db.execute(
            f"SELECT n.path, v.key, v.text FROM value v JOIN note n ON n.id = v.note "  # noqa: S608 - marks
            f"WHERE v.key IN ({marks})", tuple(keys),
        )  # fmt: skip
        return [(path_of(path), key, text) for path, key, text in rows]

    def evidence(self, today: date) -> "Evidence":
        """What checks across notes look at."""
        from notes_crm.store.catalog.evidence import gathered  # noqa: PLC0415 - only for checks

        return gathered(self._db, today)

    def novelties(self) -> "Novelties":
        """What a feed looks at."""
        from notes_crm.store.catalog.novelties import Novelties  # noqa: PLC0415 - only for feeds

        return Novelties(self._db)

    def private_lines(self, note: int) -> str:
        """The private lines of a note as ranges, `12-20,33`."""
        row = self._db.execute("SELECT private_lines FROM note WHERE id = ?", (note,)).fetchone()
        return row[0] if row else ""

    def problems(self) -> list[tuple[str, int, int, str, str, str]]:
        """Every Problem as (path, line, col, level, code, message), odd files included."""
        rows = self._db.execute(
            "SELECT n.path, p.line, p.col, p.level, p.code, p.message FROM problem p "
            "JOIN note n ON n.id = p.note UNION ALL "
            "SELECT path, 0, 0, 'warn', code, message FROM odd ORDER BY 1, 2, 3"
        )
        return [(path_of(r[0]), *r[1:]) for r in rows]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _note_row(r: tuple[Any, ...]) -> NoteRow:
    return NoteRow(
        r[0], path_of(r[1]), r[2], r[3], r[4], _day(r[5]), time.fromisoformat(r[6]) if r[6] else None,
        bool(r[7]), r[8], r[9], path_of(r[10]) if r[10] else None, path_of(r[11]) if r[11] else None,
        bool(r[12]), bool(r[13]),
    )  # fmt: skip


def _task_row(r: tuple[Any, ...]) -> TaskRow:
    days: list[Any] = [_day(d) for d in r[7:13]]
    row: list[Any] = [r[0], path_of(r[1]), *r[2:7], *days, r[13], r[14], bool(r[15])]
    return TaskRow(*row)


def _value(rows: Sequence[ValueRow]) -> Any:
    """A front-matter value as a note holds it: several as texts, one as what it is."""
    if len(rows) > 1:
        return tuple(row.text for row in rows)
    only = rows[0]
    return only.day or (only.number if only.number is not None else only.text)
