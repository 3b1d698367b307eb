"""One screen about one customer: who spoke to them last, where we left off, what is open and next."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from notes_crm.model import derived
from notes_crm.model.fact import Fact
from notes_crm.model.promised import without_owner


class Contact(NamedTuple):
    """One contact as told on the telephone; `by_git` is who brought it into git, where nobody signed."""

    date: date
    type: str
    by: tuple[str, ...]
    people: tuple[str, ...]
    started_by: str | None
    text: str
    path: str
    line: int
    by_git: str | None = None


class Owed(NamedTuple):
    """One open promise, with how late it is."""

    direction: str
    text: str
    owner: str | None
    due: date | None
    days_late: int
    path: str
    line: int


class Next(NamedTuple):
    """When to be in touch next, and which rule says so."""

    date: date
    reason: str
    path: str


class Planned(NamedTuple):
    """A visit, call or meeting to come."""

    date: date
    time: str | None
    type: str
    by: tuple[str, ...]
    purpose: str
    path: str


class Knows(NamedTuple):
    """One of us who was in touch with them: how often, and when last."""

    name: str
    contacts: int
    last: date


class Card(NamedTuple):
    """What is said on the telephone about one customer; absent things are None or empty.

    `noted` is the newest plain note, where it is later than the last contact: somebody may have
    been there without saying so. `known_by` are those of us who were in touch, the latest first.
    """

    customer: str
    folder: str
    archived: bool
    person: str | None
    status: str | None
    kind: str | None
    owner: str | None
    phones: tuple[str, ...]
    address: str | None
    last: Contact | None
    noted: Contact | None
    next: Next | None
    planned: Planned | None
    owed: tuple[Owed, ...]
    cases: tuple[str, ...]
    known_by: tuple[Knows, ...]
    notes: int


_ORDER = {"we": 0, "ready": 1, "they": 2}


def compose(
    customer: str, folder: str, facts: Sequence[Fact], promises: Sequence[Owed], today: date, *,
    person: str | None = None, archived: bool = False, name: Callable[[str], str] = str,
) -> Card:  # fmt: skip
    """The card of one customer from the facts of its notes and its open promises.

    `name` gives the one name of one of us.
    """
    profile = derived.profile_of(facts)
    contacts = derived.contacts(facts, today)
    last = contacts[-1] if contacts else None
    noted = _noted_since(facts, last, today)
    ahead = next(iter(derived.planned(facts, today)), None)
    following = derived.next_contact(facts, today)
    return Card(
        customer=customer,
        folder=folder,
        archived=archived,
        person=person,
        status=_text(profile, "status"),
        kind=_text(profile, "kind"),
        owner=_text(profile, "owner"),
        phones=_texts(profile, "phone"),
        address=_text(profile, "address"),
        last=_contact(last) if last else None,
        noted=_contact(noted) if noted else None,
        next=Next(following.day, following.reason, following.note.path) if following else None,
        planned=_planned(ahead) if ahead else None,
        owed=tuple(
            sorted(promises, key=lambda o: (_ORDER[o.direction], -o.days_late, o.due or date.max))
        ),
        cases=tuple(_label(case, customer) for case in derived.open_cases(facts)),
        known_by=_known_by(contacts, name),
        notes=len(facts),
    )


def unsigned(card: Card) -> list[str]:
    """The notes on the card that do not say who wrote them."""
    return [one.path for one in (card.last, card.noted) if one and not one.by]


def traced(card: Card, wrote: Mapping[str, str | None]) -> Card:
    """The card with what git says of who wrote these notes."""
    last, noted = (
        one._replace(by_git=wrote.get(one.path)) if one and not one.by else one
        for one in (card.last, card.noted)
    )
    return card._replace(last=last, noted=noted)


def owed(
    rows: Sequence[tuple[str, str, str | None, date | None, str, int]], today: date
) -> list[Owed]:
    """Open promises from (direction, text, owner, due, path, line); internal actions left out."""
    return [
        Owed(
            direction,
            without_owner(text, owner),
            owner,
            due,
            max((today - due).days, 0) if due else 0,
            path,
            line,
        )
        for direction, text, owner, due, path, line in rows
        if direction in _ORDER
    ]


def _known_by(contacts: Iterable[Fact], name: Callable[[str], str]) -> tuple[Knows, ...]:
    found: dict[str, Knows] = {}
    for note in contacts:
        for who in dict.fromkeys(map(name, _texts(note, "by"))):
            before = found.get(who)
            found[who] = Knows(who, before.contacts + 1 if before else 1, note.date or date.min)
    return tuple(sorted(found.values(), key=lambda one: (-one.last.toordinal(), one.name)))


def _noted_since(facts: Sequence[Fact], last: Fact | None, today: date) -> Fact | None:
    """The newest plain note up to today that is of a later day than the last contact."""
    since = last.date if last and last.date else date.min
    notes = [f for f in facts if f.type == "note" and f.date and since < f.date <= today]
    return next(reversed(derived.by_date(notes)), None)


def _label(note: Fact, customer: str) -> str:
    """What a case is called: its file name without date, customer and type."""
    words = re.sub(r"^\d{4}-\d{2}-\d{2}\s*", "", note.title)
    words = words.removeprefix(customer).strip().removeprefix(note.type).strip()
    since = f", since {note.date}" if note.date else ""
    return f"{words or note.title}{since}"


def _contact(note: Fact) -> Contact:
    assert note.date is not None, note.path
    return Contact(
        note.date, note.type, _texts(note, "by"), _texts(note, "people"), _text(note, "started_by"),
        note.gist, note.path, note.gist_line,
    )  # fmt: skip


def _planned(note: Fact) -> Planned:
    assert note.date is not None, note.path
    time = note.time.strftime("%H:%M") if note.time else None
    return Planned(
        note.date, time, note.type, _texts(note, "by"), _text(note, "purpose") or "", note.path
    )


def _text(note: Fact | None, key: str) -> str | None:
    texts = _texts(note, key)
    return texts[0] if texts else None


def _texts(note: Fact | None, key: str) -> tuple[str, ...]:
    value = note.fields.get(key) if note else None
    if value is None:
        return ()
    return tuple(str(v) for v in value) if isinstance(value, tuple) else (str(value),)
