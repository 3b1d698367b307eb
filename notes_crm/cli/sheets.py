"""Whose sheets are meant, and the sheets themselves: notes read, briefings composed."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from notes_crm.errors import BadDate, NothingPlanned, UnknownName

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notes_crm.answers.briefing import Briefing
    from notes_crm.answers.route import Route
    from notes_crm.cli.session import Session
    from notes_crm.model.note import Note
    from notes_crm.store.catalog.facts import NoteRow

EVERYBODY = "all"
ME = "me"
FIRST_YEAR = 1970


@dataclass
class Sheets:
    """Sheets for one reader as of one day; lessons and the team are read once for all of them."""

    session: "Session"
    reader: str | None
    today: date
    past: bool
    with_private: bool
    eve: timedelta | None = None
    """How far ahead a visit counts from its own day; None for as far as sheets are printed before."""

    def of(self, customer: str, visit: "Note | None" = None) -> "Briefing":
        """The sheet of a customer, for a planned visit or else the nearest one."""
        from notes_crm.answers.briefing import EVE, compose
        from notes_crm.model.schema import FIELDS

        return compose(
            customer,
            self.notes(customer),
            self.today,
            me=self.reader,
            lessons=self._lessons,
            team=self.team,
            visit=visit,
            with_private=self.with_private,
            eve=EVE if self.eve is None else self.eve,
            own=[key for key in self.session.schema.fields if key not in FIELDS],
        )

    def notes(self, customer: str) -> "list[Note]":
        """The notes of a customer that count on this day, read whole, what is private included."""
        rows = self.session.index.facts.notes(customer=customer)
        return self._read([row.path for row in rows if self._counts(row)])

    def near(self, word: str) -> date:
        """The day called today or tomorrow, seen from the day the sheets are of."""
        return self.today + timedelta(days=word == "tomorrow")

    def on(self, day: date, whose: str | None) -> "Route":
        """The visits of one of us on a day, or of all of us; NothingPlanned where there is none."""
        from notes_crm.answers.briefing import colleagues
        from notes_crm.answers.route import route

        planned = self._planned(day)
        us = colleagues(self.team)
        name = us.name(whose) if whose else ""
        chosen = [
            p for p in planned if not name or not p.by or any(us.is_same(n, name) for n in p.by)
        ]
        if not any(p.is_visit for p in chosen):
            raise NothingPlanned(_nothing(day, name, sum(p.is_visit for p in planned)))
        sheets = [(p, self.of(p.customer, p.note)) for p in chosen]
        visits = [sheet for p, sheet in sheets if p.is_visit]
        calls = [sheet for p, sheet in sheets if not p.is_visit]
        return route(day, self.today, visits, calls=calls, who=name)

    def _planned(self, day: date) -> "list[_Planned]":
        from notes_crm.model.derived import is_planned
        from notes_crm.model.query.query import Range

        index = self.session.index
        rows = index.facts.notes(
            ids=sorted(index.catalog.search(self.today).ids(Range("date", day, day)))
        )
        homes = {row.path: row.home for row in rows if row.conflict_of is None}
        notes = [n for n in self._read(list(homes)) if is_planned(n, self.today)]
        notes = [n for n in notes if self.with_private or not n.private]
        return [
            _Planned(customer, note)
            for note in sorted(notes, key=lambda n: n.path)
            for customer in self._customers_of(note, homes[note.path])
        ]

    def _customers_of(self, note: "Note", home: str | None) -> list[str]:
        """Whom a note is about: by its front matter, else by its folder."""
        from notes_crm.model.note import names
        from notes_crm.model.schema import fold

        known = {fold(c.name): c.name for c in self.session.index.facts.customers()}
        named = [known[fold(n)] for n in names(note.texts("customer")) if fold(n) in known]
        own = known.get(fold(home.rpartition("/")[2])) if home else None
        return named or ([own] if own else [])

    @cached_property
    def _lessons(self) -> "list[Note]":
        return self._read(self.session.index.facts.paths("lesson"))

    @cached_property
    def team(self) -> "list[Note]":
        """The notes about our own people."""
        return self._read(self.session.index.facts.paths("team"))

    def _counts(self, row: "NoteRow") -> bool:
        """Whether a note is read: no conflict copy, and nothing later than the day that is meant."""
        later = self.past and row.date is not None and row.date > self.today
        return row.conflict_of is None and not later

    def _read(self, paths: "Sequence[str]") -> "list[Note]":
        from notes_crm.model.note import parse

        vault, found = self.session.vault, []
        tasks, schema = vault.task_settings, self.session.schema
        for path in paths:
            try:
                data = vault.read(path).data
            except OSError:  # it went away, or can't be read; `crm check` names it
                continue
            found.append(parse(data, path, schema, tasks))
        return found


@dataclass(frozen=True, slots=True)
class _Planned:
    """A planned visit, meeting or call at one customer."""

    customer: str
    note: "Note"

    @property
    def is_visit(self) -> bool:
        return self.note.type != "call"

    @property
    def by(self) -> "Sequence[str]":
        from notes_crm.model.note import names

        return names(self.note.texts("by"))


def day_meant(session: "Session", words: str) -> date:
    """The day a sheet is to be as of; BadDate for one before any note."""
    day = session.day(words, past=True)
    if day.year < FIRST_YEAR:
        raise BadDate(f"{words!r} is before any note; name a later day.")
    return day


def reader_meant(session: "Session", name: str | None) -> str | None:
    """Whose sheet it is: `me` and nothing said are me; UnknownName where nobody knows who I am."""
    if name != ME:
        return name or session.me
    if session.me is None:
        raise UnknownName("Nobody said who you are; say it once with: crm me NAME")
    return session.me


def customers_meant(session: "Session", words: "Sequence[str]") -> list[str]:
    """One customer, by all the words together; else each word means one, `@name` a saved search."""
    from notes_crm.cli.people import whom

    if not any(word.startswith("@") for word in words):
        try:
            together = whom(session, " ".join(words))[0]
        except UnknownName as unknown:
            return _each(session, words, unknown)
        return [together] if _is_named(together, words) else _several(session, words, together)
    found = [
        name
        for word in words
        for name in (_saved(session, word) if word.startswith("@") else [whom(session, word)[0]])
    ]
    return list(dict.fromkeys(found))


def _is_named(customer: str, words: "Sequence[str]") -> bool:
    """Whether each word begins a word of the name, so that nobody else can be meant by it."""
    from notes_crm.answers.lookup import plain

    parts = plain(customer).split()
    return all(any(p.startswith(w) for p in parts) for w in plain(" ".join(words)).split())


def _several(session: "Session", words: "Sequence[str]", together: str) -> list[str]:
    """Two customers named in one breath may sound like a third: plain beginnings go before that."""
    from notes_crm.errors import AmbiguousName

    found = []
    for word in words:
        try:
            name = session.customer(word)
        except (UnknownName, AmbiguousName):
            return [together]
        if not _is_named(name, [word]):
            return [together]
        found.append(name)
    return list(dict.fromkeys(found)) if len(set(found)) > 1 else [together]


def _each(session: "Session", words: "Sequence[str]", unknown: UnknownName) -> list[str]:
    """What each word means alone; what is wrong with one, once another one means somebody."""
    from notes_crm.cli.people import whom

    found: dict[str, None] = {}
    failed: list[UnknownName] = []
    for word in words:
        try:
            found[whom(session, word)[0]] = None
        except UnknownName as alone:
            failed.append(alone)
    if failed:
        raise (failed[0] if found else unknown) from None
    return list(found)


def _saved(session: "Session", word: str) -> list[str]:
    """The customers of the notes that a saved search finds, by name."""
    from notes_crm.cli.line import current

    if word[1:] not in session.vault.settings.searches:
        saved = ", ".join(f"@{name}" for name in session.vault.settings.searches) or "none"
        raise UnknownName(
            f"No search is saved as {word} ({saved}); write it below [searches] in crm.toml."
        )
    _, query = current(session, [word])
    found = session.index.search(query, session.today, limit=None, sort="date")
    ids = {match.id for match in found.notes if match.whole}
    facts = session.index.facts
    homes = {row.home for row in facts.notes(ids=sorted(ids))}
    names = {customer.name for customer in facts.customers() if customer.folder in homes}
    if not names:
        raise UnknownName(f"{word} finds no customer; look with: crm search {word}")
    return sorted(names)


def _nothing(day: date, name: str, others: int) -> str:
    whose = f" for {name}" if name else ""
    said = f"No visit is planned{whose} on {day.isoformat()}"
    if others:
        count = f"{others} of others; see them" if others > 1 else "one of others; see it"
        return f"{said}, but {count} with: --for all"
    return f"{said}; write a note dated ahead, with type: visit, a time and a purpose."
