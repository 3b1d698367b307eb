"""What has passed with a customer: where we left off, what is next, what is new, told and asked."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from notes_crm.answers.owed import without_labels
from notes_crm.answers.said import Said, Source, from_line, one_from_key, short_name
from notes_crm.model.derived import by_date, contacts, next_contact, open_cases
from notes_crm.model.note import Line, Note, names
from notes_crm.model.schema import fold
from notes_crm.model.tasks.tasks import Task

KEPT = 12
"""More lines than these are counted, not carried."""

_NEWS = ("interaction", "note", "case", "opportunity", "feedback")
_TELLING = ("Discussed", "New subjects", "Symptoms", "Observed", "What happened", "Changes", "Told")

_QUESTION = re.compile(r"[^.!?…]{8,200}?\?[\"”“»«]?(?=\s|$)(?:\s+[^.!?…]{1,120}[.!…])?")
"""From eight letters on: `Why?` alone tells nobody what was asked."""


@dataclass(frozen=True, slots=True)
class Last:
    """The last contact: when, who of us, by what channel, with whom, and who started it."""

    note: Note
    day: date
    who: tuple[str, ...]
    channel: str
    whom: tuple[str, ...]
    started_by: str
    text: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Next:
    """What is next: a step somebody wrote, and when to be in touch by which rule."""

    step: Said | None
    done: Said | None
    contact: date | None
    reason: Literal["profile", "note", "estimated", ""]
    source: Source


@dataclass(frozen=True, slots=True)
class Event:
    """One note in one line, and its type."""

    said: Said
    type: str


@dataclass(frozen=True, slots=True)
class News:
    """What is new: `since` is the day of my last visit, None where I have none."""

    since: date | None
    lines: tuple[Event, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Covered:
    """What need not be said again, the newest first, and how much of it there is in all."""

    lines: tuple[Said, ...]
    total: int


def last(notes: Sequence[Note], day: date) -> Last | None:
    """Where we left off."""
    met = contacts(notes, day)
    if not met or met[-1].date is None:
        return None
    note = met[-1]
    return Last(
        note=note,
        day=met[-1].date,
        who=names(note.texts("by")),
        channel=note.type,
        whom=names(note.texts("people")),
        started_by=next(iter(note.texts("started_by")), ""),
        text=telling(note),
    )


def following(notes: Sequence[Note], day: date) -> Next | None:
    """The next step and the last one done: of an open case, else what the last contact left over."""
    ahead = next_contact(notes, day)
    step, done = _steps(notes, day)
    if ahead is None and step is None:
        return None
    source = step.source if step else Source(ahead.note.path if ahead else "")
    if ahead is None:
        return Next(step, done, None, "", source)
    return Next(step, done, ahead.day, ahead.reason, source)


def last_of(notes: Sequence[Note], day: date, is_me: Callable[[str], bool]) -> Note | None:
    """My last visit; without one my last contact; `is_me` says whether a name is mine."""
    mine = [n for n in contacts(notes, day) if any(map(is_me, names(n.texts("by"))))]
    visits = [n for n in mine if n.type == "visit"]
    return next(reversed(visits or mine), None)


def news(
    customer: str, notes: Sequence[Note], day: date, since: Note | None, *, but: Note | None
) -> News:
    """What happened after a contact of mine, newest first, without the note `but`.

    Without such a contact: everything, newest first, notes without a date at the end.
    Equipment, people and profiles are no news.
    """
    told = [n for n in notes if n.group in _NEWS]
    dated = [n for n in by_date(told) if n.date and n.date <= day]
    if since in dated:
        dated = dated[dated.index(since) + 1 :]
    fresh = [n for n in reversed(dated) if n is not but]
    if since is None:
        fresh += [n for n in told if n.date is None and n is not but]
    lines = tuple(Event(headline(customer, n), n.type) for n in fresh[:KEPT])
    return News(since.date if since else None, lines, len(fresh))


def covered(notes: Sequence[Note], heading: Literal["Told", "Asked"], day: date) -> Covered:
    """What we told or asked them, newest first, the same words once."""
    found: dict[str, tuple[Note, Line]] = {}
    for note in reversed(by_date(notes)):
        if note.date and note.date <= day:
            for line in note.below(heading):
                found.setdefault(fold(line.text), (note, line))
    newest = list(found.values())
    return Covered(tuple(from_line(n, line) for n, line in newest[:KEPT]), len(newest))


def asked(notes: Sequence[Note], day: date) -> Covered:
    """What they were asked: below its heading, and else in the questions of contacts without one."""
    headed = covered(notes, "Asked", day)
    known = {fold(said.text) for said in headed.lines}
    others = [n for n in reversed(contacts(notes, day)) if not n.below("Asked")]
    found = {fold(s.text): s for n in others for s in _questions(n) if fold(s.text) not in known}
    lines = (*headed.lines, *found.values())
    return Covered(lines[:KEPT], headed.total + len(found))


def telling(note: Note) -> tuple[Said, ...]:
    """The lines that tell what a note is about: below its headings, else its prose."""
    lines = next((found for name in _TELLING if (found := note.below(name))), None)
    return tuple(from_line(note, line) for line in (lines or note.prose())[:KEPT])


def headline(customer: str, note: Note) -> Said:
    """A note in one line: its purpose or first words, else its name."""
    name = short_name(note, customer, kind=note.type)
    who = names(note.texts("by") or note.texts("owner"))
    if note.group in ("case", "opportunity") and fold(name) != fold(note.type):
        return Said(name, Source(note.path), note.date, who)
    first = next(iter(telling(note)), None) or one_from_key(note, "purpose")
    text, source = (first.text, first.source) if first else (name, Source(note.path))
    return Said(text, source, note.date, who)


def _questions(note: Note) -> Iterable[Said]:
    """A question in a line of a note, with the sentence that answers it, if one follows."""
    for line in note.prose():
        if "?" not in line.text or line.section in ("Promised", "Other actions", "Private"):
            continue
        for question in _QUESTION.finditer(line.text):
            said = from_line(note, line)
            yield Said(question[0].strip(' -–"“„»«'), said.source, said.day, said.who)
            break


def _steps(notes: Sequence[Note], day: date) -> tuple[Said | None, Said | None]:
    """The first open step and the last one done of the case that moved last, else of the contact."""
    for note in [*open_cases(notes), *reversed(contacts(notes, day)[-1:])]:
        todo = [t for t in note.tasks if t.state == "open" and t.direction == "internal"]
        kept = [t for t in note.tasks if t.state == "kept" and t.direction == "internal"]
        if todo:
            return _step(note, todo[0]), _step(note, kept[-1]) if kept else None
    return None, None


def _step(note: Note, task: Task) -> Said:
    who = (task.owner,) if task.owner else ()
    return Said(without_labels(task), Source(note.path, task.line), task.due or task.done, who)
