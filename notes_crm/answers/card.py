"""One screen about one customer: who spoke to them last, where we left off, what is open and next."""

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from notes_crm.model import derived
from notes_crm.model.fact import Fact


class Contact(NamedTuple):
    """One contact as told on the telephone."""

    date: date
    type: str
    by: tuple[str, ...]
    people: tuple[str, ...]
    started_by: str | None
    text: str
    path: str
    line: int


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


class Card(NamedTuple):
    """What is said on the telephone about one customer; absent things are None or empty.

    `noted` is the newest plain note, where it is later than the last contact: somebody may have
    been there without saying so.
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
    notes: int


_ORDER = {"we": 0, "ready": 1, "they": 2}


def compose(
    customer: str, folder: str, facts: Sequence[Fact], promises: Sequence[Owed], today: date, *,
    person: str | None = None, archived: bool = False,
) -> Card:  # fmt: skip
    """The card of one customer from the facts of its notes and its open promises."""
    profile = derived.profile_of(facts)
    last = derived.last_contact(facts, today)
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
        notes=len(facts),
    )


def owed(
    rows: Sequence[tuple[str, str, str | None, date | None, str, int]], today: date
) -> list[Owed]:
    """Open promises from (direction, text, owner, due, path, line); internal actions left out."""
    return [
        Owed(
            direction,
            _without(text, owner),
            owner,
            due,
            max((today - due).days, 0) if due else 0,
            path,
            line,
        )
        for direction, text, owner, due, path, line in rows
        if direction in _ORDER
    ]


def _without(text: str, owner: str | None) -> str:
    """The words of a promise without its owner's handle, which is shown beside them."""
    return " ".join(word for word in text.split() if word != f"@{owner}")


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
