"""What passed with a customer, contact by contact: who, how, where, said, promised, delivered, next."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time

from notes_crm.answers.history import telling
from notes_crm.answers.owed import without_labels
from notes_crm.answers.said import Said, Source, from_line
from notes_crm.model.derived import contacts, day_of
from notes_crm.model.note import Note, names
from notes_crm.model.tasks.tasks import Task

_SAID_BELOW = ("Discussed", "New subjects", "Symptoms", "Observed")
NOT_OURS = "internal"


@dataclass(frozen=True, slots=True)
class Pledge:
    """A promise as it was written in a note, and what became of it: open, kept, withdrawn."""

    said: Said
    side: str
    who: str
    due: date | None
    state: str


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact: `channel` is its type, `whom` the people there, `by` those of us who were.

    `delivered` are promises that were kept after the contact before this one, up to its day.
    `by_git` is who brought the note into git, where nobody signed it.
    """

    day: date
    time: time | None
    by: tuple[str, ...]
    channel: str
    whom: tuple[str, ...]
    where: str
    started_by: str
    discussed: tuple[Said, ...]
    promised: tuple[Pledge, ...]
    delivered: tuple[Pledge, ...]
    next_contact: date | None
    source: Source
    by_git: str | None = None


@dataclass(frozen=True, slots=True)
class Timeline:
    """The contacts of a customer, the newest first; `since` are promises kept after all of them."""

    customer: str
    contacts: tuple[Contact, ...]
    since: tuple[Pledge, ...]
    total: int


def timeline(
    customer: str, notes: Sequence[Note], today: date, name: Callable[[str], str], *,
    first: date | None = None, last: date | None = None, most: int | None = None,
) -> Timeline:  # fmt: skip
    """All contacts up to `today`, those between two days where they are given, at most so many.

    `name` gives the one name of each of us.
    """
    met = contacts(notes, today)
    kept = sorted(_kept(notes, name), key=lambda pair: pair[0])
    rows = []
    before = date.min
    for note in met:
        day = note.date or date.min
        delivered = tuple(pledge for done, pledge in kept if before < done <= day)
        rows.append(_contact(note, day, delivered, name))
        before = max(before, day)
    wanted = [r for r in reversed(rows) if (first or date.min) <= r.day <= (last or date.max)]
    since = tuple(pledge for done, pledge in kept if before < done <= today)
    later = last is None or last >= today
    return Timeline(customer, tuple(wanted[:most]), since if later else (), len(wanted))


def unsigned(shown: Timeline) -> list[str]:
    """The notes of contacts that do not say who of us was there."""
    return [one.source.path for one in shown.contacts if not one.by]


def traced(shown: Timeline, wrote: Mapping[str, str | None]) -> Timeline:
    """The timeline with what git says of who wrote these notes."""
    contacts = (
        one if one.by else replace(one, by_git=wrote.get(one.source.path)) for one in shown.contacts
    )
    return replace(shown, contacts=tuple(contacts))


def _contact(
    note: Note, day: date, delivered: tuple[Pledge, ...], name: Callable[[str], str]
) -> Contact:
    promised = (_pledge(note, task, name) for task in note.tasks if task.direction != NOT_OURS)
    return Contact(
        day, note.time,
        tuple(map(name, names(note.texts("by")))),
        note.type, names(note.texts("people")), ", ".join(names(note.texts("location"))),
        next(iter(note.texts("started_by")), ""), _discussed(note), tuple(promised), delivered,
        day_of(note, "next_contact"), Source(note.path),
    )  # fmt: skip


def _discussed(note: Note) -> tuple[Said, ...]:
    """What was talked about: below its headings, else the lines that tell most."""
    lines = [line for line in note.prose() if line.section in _SAID_BELOW]
    return tuple(from_line(note, line) for line in lines) or telling(note)


def _kept(notes: Iterable[Note], name: Callable[[str], str]) -> Iterable[tuple[date, Pledge]]:
    for note in notes:
        for task in note.tasks:
            if task.state == "kept" and task.done and task.direction != NOT_OURS:
                yield task.done, _pledge(note, task, name)


def _pledge(note: Note, task: Task, name: Callable[[str], str]) -> Pledge:
    said = Said(without_labels(task), Source(note.path, task.line), note.date)
    who = task.owner or ""
    return Pledge(said, task.direction, name(who), task.due, task.state)
