"""Who is who at a customer, first the one who opens the door; and what keeps it human."""

import re
from calendar import isleap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import zip_longest
from typing import Literal

from notes_crm.answers.said import (
    Said,
    Source,
    from_key,
    from_line,
    one_from_key,
    plain,
    short_name,
)
from notes_crm.model.dates.dates import read_birthday
from notes_crm.model.derived import contacts
from notes_crm.model.note import Note, names
from notes_crm.model.schema import fold

BIRTHDAY_SOON = timedelta(days=14)
KEPT = 12
"""More than these are counted, not carried."""

_NAME_ENDS = re.compile(r"\s+\w+://|\s*[,:;(–—]|\s+-\s")
_CAPITALS = re.compile(r"(?:[^\W\d_a-zß-öø-ÿ][\w'’.-]*\s+){0,3}[^\W\d_a-zß-öø-ÿ][\w'’.-]*")
_LETTERS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at the customer; `note_line` is the whole line where only a bullet names them."""

    name: str
    source: Source
    role: str = ""
    decides: bool = False
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    tip: Said | None = None
    note_line: Said | None = None
    met: date | None = None
    birthday: date | None = None


@dataclass(frozen=True, slots=True)
class Human:
    """One thing that keeps a visit human; `name` is whose birthday, like or dislike it is."""

    kind: Literal["birthday", "about", "pleased", "likes", "dislikes"]
    said: Said
    name: str = ""
    day: date | None = None


def people(
    customer: str,
    notes: Sequence[Note],
    day: date,
    *,
    arrival: str = "",
    visit: Note | None = None,
) -> tuple[Person, ...]:
    """Everybody known by a note or a line of the profile; else by the contacts they were met at.

    First whom the arrival names, then whom the visit is for, then who decides, then whom we met
    last.
    """
    met = _met(notes, day)
    found = [_from_note(customer, n, met, day) for n in notes if n.group == "person"]
    profile = next((n for n in notes if n.group == "customer"), None)
    listed = [_from_line(profile, line, met) for line in _said(profile, "People")]
    known = {fold(p.name) for p in found}
    found += [p for p in listed if p and fold(p.name) not in known]
    if not found:
        found = [_from_contact(name, when, note) for name, (when, note) in met.items()]
    expected = {fold(name) for name in names(visit.texts("people"))} if visit else set()
    words = {fold(word) for word in _LETTERS.findall(arrival)}

    def rank(person: Person) -> tuple[bool, bool, bool, int, str]:
        opens = bool(words & {fold(w) for w in person.name.split() if len(w) > 1})
        seen = -person.met.toordinal() if person.met else 0
        return not opens, fold(person.name) not in expected, not person.decides, seen, person.name

    return tuple(sorted(found, key=rank))


def human(notes: Sequence[Note], known: Iterable[Person]) -> tuple[Human, ...]:
    """Birthdays near, about them, what pleased them, what they like: one of each in turn."""
    profile = next((n for n in notes if n.group == "customer"), None)
    persons = [n for n in notes if n.group == "person"]
    birthdays = [
        Human("birthday", Said(p.name, p.source), p.name, p.birthday) for p in known if p.birthday
    ]
    turns = [
        [Human("about", s) for s in (*_said(profile, "About them"), *_said(profile, "Private"))],
        [Human("pleased", s) for s in _said(profile, "What made them happy")],
        [*_liked(profile, ""), *(h for n in persons for h in _liked(n, _first_name(n)))],
    ]
    rest = [h for row in zip_longest(*turns) for h in row if h is not None]
    return tuple([*birthdays, *rest][:KEPT])


def _from_note(customer: str, note: Note, met: dict[str, tuple[date, Note]], day: date) -> Person:
    name = short_name(note, customer)
    seen = [met[n][0] for n in (name, *note.aliases) if n in met]
    return Person(
        name=name,
        source=Source(note.path),
        role=next(iter(note.texts("role")), ""),
        decides=note.fields.get("decides") is True,
        phones=note.texts("phone"),
        emails=note.texts("email"),
        tip=one_from_key(note, "tip"),
        met=max(seen, default=None),
        birthday=_next_birthday(next(iter(note.texts("birthday")), ""), day),
    )


def _from_line(
    profile: Note | None, said: Said, met: dict[str, tuple[date, Note]]
) -> Person | None:
    text = plain(said.text)
    known = next((name for name in met if text.startswith(name)), "")
    capitals = _CAPITALS.match(text)
    name = known or (capitals[0] if capitals else _NAME_ENDS.split(text, maxsplit=1)[0].strip())
    if profile is None or not name:
        return None
    seen = met.get(name)
    return Person(name, said.source, note_line=said, met=seen[0] if seen else None)


def _from_contact(name: str, when: date, note: Note) -> Person:
    return Person(name, Source(note.path), met=when)


def _met(notes: Sequence[Note], day: date) -> dict[str, tuple[date, Note]]:
    """When each person was last met, the last met first."""
    last: dict[str, tuple[date, Note]] = {}
    for note in reversed(contacts(notes, day)):
        for name in names(note.texts("people")):
            if note.date:
                last.setdefault(name, (note.date, note))
    return last


def _next_birthday(text: str, day: date) -> date | None:
    """The next birthday, if it is near; 29 February is kept on the 28th in other years."""
    born = read_birthday(text)
    if born is None:
        return None
    month, on, _ = born
    for year in (day.year, day.year + 1):
        last = 28 if (month, on) == (2, 29) and not isleap(year) else on
        birthday = date(year, month, last)
        if day <= birthday <= day + BIRTHDAY_SOON:
            return birthday
    return None


def _liked(note: Note | None, name: str) -> list[Human]:
    if note is None:
        return []
    likes = [Human("likes", s, name) for s in from_key(note, "likes")]
    return likes + [Human("dislikes", s, name) for s in from_key(note, "dislikes")]


def _first_name(note: Note) -> str:
    return (short_name(note, "").split() or [""])[0]


def _said(note: Note | None, heading: str) -> list[Said]:
    return [from_line(note, line) for line in note.below(heading)] if note else []
