"""The parts of a query that are about facts, answered by the catalog with note ids."""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from notes_crm.model.letters import fold_accents
from notes_crm.model.query.aliases import alias_key
from notes_crm.model.query.query import And, Fact, Not, Or, Phrase, Query, Range
from notes_crm.model.schema import fold
from notes_crm.store.catalog.held import between, day_in, number_in, says
from notes_crm.store.catalog.names import bind, path_of

if TYPE_CHECKING:
    from sqlite3 import Connection

_HAS: Mapping[str, str] = {
    "task": "SELECT DISTINCT note FROM task",
    "promise": "SELECT DISTINCT note FROM task WHERE direction IN ('we', 'they', 'ready')",
    "date": "SELECT id FROM note WHERE date IS NOT NULL",
    "type": "SELECT id FROM note",
    "path": "SELECT id FROM note",
    "title": "SELECT id FROM note",
    "customer": "SELECT DISTINCT note FROM whose",
    "tag": "SELECT DISTINCT note FROM tag",
    "link": "SELECT DISTINCT note FROM link",
    "problem": "SELECT DISTINCT note FROM problem",
    "conflict": "SELECT id FROM note WHERE conflict_of IS NOT NULL",
}
_OURS = "direction IN ('we', 'they', 'ready')"
_IS: Mapping[str, str] = {
    "overdue": f"SELECT DISTINCT note FROM task WHERE state = 'open' AND due < :today AND {_OURS}",  # noqa: S608 - fixed words
    "open": "SELECT DISTINCT note FROM task WHERE state = 'open' UNION SELECT note FROM value "
    "WHERE key = 'status' AND text IN ('open', 'waiting-us', 'waiting-customer')",
    "kept": f"SELECT DISTINCT note FROM task WHERE state = 'kept' AND {_OURS}",  # noqa: S608 - fixed words
    "withdrawn": f"SELECT DISTINCT note FROM task WHERE state = 'withdrawn' AND {_OURS}",  # noqa: S608 - fixed words
    "waiting": "SELECT DISTINCT note FROM task WHERE state = 'open' AND direction = 'they'",
    "ready": "SELECT DISTINCT note FROM task WHERE state = 'open' AND direction = 'ready'",
    "private": "SELECT id FROM note WHERE private OR private_lines <> ''",
    "archived": "SELECT n.id FROM note n JOIN customer c ON c.folder = n.home WHERE c.archived",
    "planned": "SELECT id FROM note WHERE grp = 'interaction' AND date >= :today "
    "AND id NOT IN (SELECT note FROM value WHERE key = 'outcome')",
    "conflict": _HAS["conflict"],
}


class FactsSearch:
    """Answers predicates over facts; sets are read once for each question."""

    def __init__(self, db: "Connection", today: date) -> None:
        self._db, self._today = db, today
        self._folded: dict[str, list[tuple[int, str]]] = {}

    def ids(self, query: Query) -> set[int]:
        """The notes for which a query without words is true."""
        match query:
            case And(parts):
                left = [p for p in parts if not isinstance(p, Not)]
                found = set.intersection(*map(self.ids, left)) if left else self._everything()
                for part in parts:
                    if isinstance(part, Not):
                        found -= self.ids(part.part)
                return found
            case Or(parts):
                return set().union(*map(self.ids, parts))
            case Not(part):
                return self._everything() - self.ids(part)
            case Range():
                return self._range(query)
            case Fact():
                return self._fact(query)
        return set()

    def newest(self, ids: Iterable[int], limit: int | None) -> list[int]:
        """These notes by date, the newest first, those without a date last."""
        wanted = set(ids)
        order = "SELECT id FROM note ORDER BY date IS NULL, date DESC, time DESC, path DESC"
        found = []
        for (number,) in self._db.execute(order):
            if number in wanted:
                found.append(number)
                if len(found) == limit:
                    break
        return found

    def dates(self, ids: Sequence[int]) -> dict[int, str]:
        """Day and time of these notes, for order; empty where there is none."""
        marks = ",".join(str(int(i)) for i in ids)
        sql = f"SELECT id, coalesce(date, '') || coalesce(time, '') FROM note WHERE id IN ({marks})"  # noqa: S608 - integers
        return dict(self._db.execute(sql))

    def is_empty(self) -> bool:
        """Whether there is no note at all."""
        return self._db.execute("SELECT 1 FROM note LIMIT 1").fetchone() is None

    def aliases(self, wanted: Container[str]) -> dict[str, Query]:
        """Those of these that are another name of customers or people, each with what it leads to."""
        texts = self._db.execute("SELECT DISTINCT text FROM value WHERE key = 'aliases'")
        found: dict[str, list[Query]] = {}
        for text, key in ((t, key) for (t,) in texts if (key := alias_key(t)) in wanted):
            rows = self._db.execute(
                "SELECT n.grp, n.title, c.key FROM value v JOIN note n ON n.id = v.note "
                "LEFT JOIN customer c ON c.folder = n.home WHERE v.key = 'aliases' AND v.text = ? "
                "AND n.grp IN ('customer', 'person') AND n.conflict_of IS NULL", (text,),
            )  # fmt: skip
            for group, title, customer in rows:
                whose = Fact("customer", (customer or fold(title),))
                found.setdefault(key, []).append(whose if group == "customer" else Phrase(title))
        return {key: one[0] if len(one) == 1 else Or(tuple(one)) for key, one in found.items()}

    def keys(self) -> frozenset[str]:
        """Every key that any note has."""
        keys, key = [], ""
        while row := self._db.execute(
            "SELECT min(key) FROM value WHERE key > ?", (key,)
        ).fetchone():
            if row[0] is None:
                break
            keys.append(key := row[0])
        return frozenset(keys)

    def _everything(self) -> set[int]:
        return self._set("SELECT id FROM note")

    def _set(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> set[int]:
        return {row[0] for row in self._db.execute(sql, values)}

    def _fact(self, fact: Fact) -> set[int]:
        special = _SPECIAL.get(fact.key)
        found: set[int] = set()
        for text in fact.texts:
            found |= special(self, text) if special else self._value(fact.key, text)
        return found

    def _has(self, name: str) -> set[int]:
        if name in _HAS:
            return self._set(_HAS[name])
        if name == "promises":
            name = "promise"
        return self._set("SELECT DISTINCT note FROM value WHERE key = ?", (name,))

    def _is(self, name: str) -> set[int]:
        today = {"today": self._today.isoformat()} if ":today" in _IS[name] else {}
        return self._set(_IS[name], today)

    def _path(self, text: str) -> set[int]:
        wanted = fold_accents(text)
        return {number for number, path in self._spelled("path") if wanted in path}

    def _title(self, text: str) -> set[int]:
        return {number for number, title in self._spelled("title") if says(title, text)}

    def _spelled(self, column: str) -> list[tuple[int, str]]:
        """A text of every note without accents and capitals, read once for each question."""
        known = self._folded.get(column)
        if known is None:
            rows = self._db.execute(f"SELECT id, {column} FROM note")  # noqa: S608 - a fixed word
            known = [(number, fold_accents(path_of(text))) for number, text in rows]
            self._folded[column] = known
        return known

    def _type(self, text: str) -> set[int]:
        return self._set("SELECT id FROM note WHERE type = ? OR grp = ?", (text, text))

    def _tag(self, text: str) -> set[int]:
        tag = text.rstrip("/*")
        return self._set(
            "SELECT note FROM tag WHERE tag = ? OR (tag >= ? AND tag < ?)",
            (tag, f"{tag}/", f"{tag}0"),
        )

    def _customer(self, text: str) -> set[int]:
        """By name or alias; a whole name goes before the beginnings of others."""
        rows = [(key, key) for (key,) in self._db.execute("SELECT DISTINCT customer FROM whose")]
        rows += self._db.execute(
            "SELECT v.text, c.key FROM value v JOIN customer c ON c.profile = v.note "
            "WHERE v.key = 'aliases'"
        )
        wanted = fold_accents(text)
        exact = {key for called, key in rows if fold_accents(called) == wanted}
        keys = exact or {key for called, key in rows if says(fold_accents(called), text)}
        return set().union(
            *(self._set("SELECT note FROM whose WHERE customer = ?", (k,)) for k in keys)
        )

    def _value(self, key: str, text: str) -> set[int]:
        rows = self._db.execute("SELECT DISTINCT text FROM value WHERE key = ?", (key,))
        texts = [stored for (stored,) in rows if says(fold_accents(stored), text)]
        found: set[int] = set()
        for stored in texts:
            found |= self._set("SELECT note FROM value WHERE key = ? AND text = ?", (key, stored))
        return found

    def _range(self, wanted: Range) -> set[int]:
        ends = (
            (wanted.low, ">" if wanted.above else ">="),
            (wanted.high, "<" if wanted.below else "<="),
        )
        days = any(isinstance(end, date) for end, _ in ends)
        values = [e.isoformat() if isinstance(e, date) else e for e, _ in ends if e is not None]
        signs = [sign for end, sign in ends if end is not None]
        if wanted.key == "next_contact":
            return self._next(wanted)
        if wanted.key == "date":
            where = " AND ".join(f"date {sign} ?" for sign in signs)
            return self._set(f"SELECT id FROM note WHERE {where}", values)  # noqa: S608 - fixed words
        column = "day" if days else "number"
        where = " AND ".join(f"{column} {sign} ?" for sign in signs)
        found = self._set(
            f"SELECT note FROM value WHERE key = ? AND {where}",  # noqa: S608 - fixed words
            [wanted.key, *values],
        )
        return found | self._texts_between(wanted, days=days)

    def _next(self, wanted: Range) -> set[int]:
        """Notes that say when to be in touch next, as it stands now: what a later contact or day overtook does not count.

        Where the day follows from how often, the profile says so. What belongs to no customer
        counts as it is written.
        """
        from notes_crm.model.derived import next_day  # noqa: PLC0415 - only where it is asked for
        from notes_crm.store.catalog.standings import Standings  # noqa: PLC0415

        paths = []
        for one in Standings(self._db, with_private=True).all(self._today):
            every = one.keys.get("contact_every", "")
            found = next_day(
                self._today, profile=one.set, told=one.told, last=one.last, every=every
            )
            if found and between(found[0], wanted):
                paths.append(one.told_in if found[1] == "note" else one.profile)
        ids = (self._set("SELECT id FROM note WHERE path = ?", (bind(path),)) for path in paths)
        alone = self._db.execute(
            "SELECT note, day FROM value WHERE key = 'next_contact' AND day NOT NULL "
            "AND note NOT IN (SELECT note FROM whose)"
        )
        return set().union(
            *ids, {note for note, day in alone if between(date.fromisoformat(day), wanted)}
        )

    def _texts_between(self, wanted: Range, *, days: bool) -> set[int]:
        """Values of a key that nobody gave a type: texts that are numbers or days."""
        rows = self._db.execute(
            "SELECT DISTINCT text FROM value WHERE key = ? AND number IS NULL AND day IS NULL",
            (wanted.key,),
        )
        read = day_in if days else number_in
        texts = [t for (t,) in rows if (v := read(t)) is not None and between(v, wanted)]
        found: set[int] = set()
        for text in texts:
            found |= self._set(
                "SELECT note FROM value WHERE key = ? AND text = ?", (wanted.key, text)
            )
        return found


_SPECIAL: Mapping[str, Callable[[FactsSearch, str], set[int]]] = {
    "has": FactsSearch._has,  # noqa: SLF001 - its own table
    "is": FactsSearch._is,  # noqa: SLF001
    "path": FactsSearch._path,  # noqa: SLF001
    "title": FactsSearch._title,  # noqa: SLF001
    "type": FactsSearch._type,  # noqa: SLF001
    "tag": FactsSearch._tag,  # noqa: SLF001
    "customer": FactsSearch._customer,  # noqa: SLF001
}
