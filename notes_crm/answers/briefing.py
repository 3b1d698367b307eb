"""The customer briefing: everything a person should know at the door, from notes and a date."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from notes_crm.answers.agenda import GOING, NEAR
from notes_crm.answers.alerts import Alert, alerts
from notes_crm.answers.colleagues import Colleagues, of_notes
from notes_crm.answers.equipment import Unit, units, worth_saying
from notes_crm.answers.history import (
    Covered,
    Last,
    News,
    Next,
    asked,
    covered,
    following,
    last,
    last_of,
    news,
)
from notes_crm.answers.lessons import matching
from notes_crm.answers.occasion import Arrival, Head, Why, arrival, head, why
from notes_crm.answers.owed import Owed, owed
from notes_crm.answers.people import Human, Person, human, people
from notes_crm.answers.questions import Question, questions
from notes_crm.answers.said import Said, from_key, from_line, key_source, stem
from notes_crm.answers.temper import Trend, trend
from notes_crm.model.buying import Rhythm, Worth, rhythm, worth
from notes_crm.model.derived import Mood, moods, planned, profile_of
from notes_crm.model.note import Note, Value, names

EVE = timedelta(days=3)
"""A sheet is printed the evening, or the weekend, before: up to this many days ahead everything
is counted as of the day of the visit; further ahead, as of today."""

_COMMENT = re.compile(r"%%.*?(?:%%|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Briefing:
    """One customer on one day, complete; what the paper has no room for is still here.

    `day` is the day of the visit, or today. `mine` is the mood at my own last visit.
    `manuals` belong to the units this visit is about.
    """

    customer: str
    today: date
    day: date
    head: Head
    why: Why
    take: tuple[Said, ...]
    manuals: tuple[str, ...]
    arrival: Arrival | None
    alerts: tuple[Alert, ...]
    last: Last | None
    next: Next | None
    remember: tuple[Said, ...]
    lessons: tuple[Said, ...]
    ours: tuple[Owed, ...]
    theirs: tuple[Owed, ...]
    news: News
    moods: tuple[Mood, ...]
    mine: Mood | None
    trend: Trend
    worth: Worth | None
    rhythm: Rhythm | None
    people: tuple[Person, ...]
    human: tuple[Human, ...]
    equipment: tuple[Unit, ...]
    silent_units: int
    ask: tuple[Question, ...]
    asked: Covered
    told: Covered
    with_private: bool


def compose(
    customer: str,
    notes: Sequence[Note],
    today: date,
    *,
    me: str | None = None,
    lessons: Sequence[Note] = (),
    team: Sequence[Note] = (),
    visit: Note | None = None,
    with_private: bool = False,
    eve: timedelta = EVE,
    own: Sequence[str] = (),
) -> Briefing:
    """The briefing for a visit to `customer` today or at the next planned visit.

    `notes` are all notes of this customer; `me` is any of my names, resolved by the `team`
    notes, and without it the visitor's. `visit` picks a planned visit; without it the nearest one is meant. Private notes,
    sections and codes take part only `with_private`. A visit up to `eve` ahead counts from its day.
    `own` are keys that the team made; what the profile has below them is to be remembered.
    """
    notes = allowed(notes, with_private=with_private)
    learned = allowed(lessons, with_private=with_private)
    lessons = [n for n in learned if n.date is None or n.date <= today]
    visit = _planned(notes, today, visit)
    day = visit.date if visit and visit.date else today
    as_of = day if day - today <= eve else today
    profile, us = profile_of(notes), colleagues(team)
    past = tuple(n for n in notes if n is not visit)
    reader = me or (next(iter(names(visit.texts("by"))), None) if visit else None)
    mine = last_of(past, today, lambda who: us.is_same(who, reader or ""))
    before, felt = last(past, today), moods(past, today)
    seen = next((m for m in reversed(felt) if m.note is mine), None)
    entering = arrival(profile, visit)
    first_words = f"{entering.action} {entering.because}" if entering else ""
    machines = units(customer, notes, as_of, visit=visit)
    known = people(customer, past, as_of, arrival=first_words, visit=visit)
    ours, theirs = owed(notes, as_of, us.name)
    reason = why(customer, past, as_of, visit)
    speaking = tuple(u for u in machines if worth_saying(u))
    return Briefing(
        customer=customer,
        today=today,
        day=day,
        head=head(customer, notes, visit, day, me=me, name=us.name),
        why=reason,
        take=from_key(visit, "take") if visit else (),
        manuals=_manuals(machines),
        arrival=entering,
        alerts=alerts(
            customer,
            past,
            machines,
            ours,
            as_of,
            shown=reason.case,
            others=_others(
                past, today, day, names(visit.texts("by")) if visit else (me or "",), us.name
            ),
        ),
        last=before,
        next=following(past, today),
        remember=(*_below(profile, "Always remember"), *_own(profile, own)),
        lessons=matching(customer, notes, lessons, machines),
        ours=ours,
        theirs=theirs,
        news=news(customer, past, today, mine, but=before.note if before else None),
        moods=tuple(felt),
        mine=seen,
        trend=trend(felt, since=seen),
        worth=worth(past, today),
        rhythm=rhythm(past, today),
        people=known,
        human=human(notes, known),
        equipment=speaking,
        silent_units=len(machines) - len(speaking),
        ask=questions(customer, notes, machines, known, as_of),
        asked=asked(past, today),
        told=covered(past, "Told", today),
        with_private=with_private,
    )


def colleagues(team: Iterable[Note]) -> Colleagues:
    """Our people, by the notes about them."""
    return of_notes((stem(note.path), note.aliases) for note in team)


def allowed(notes: Iterable[Note], *, with_private: bool) -> tuple[Note, ...]:
    """The notes as an output may show them: all of them, or without anything private."""
    if with_private:
        return tuple(notes)
    return tuple(_uncommented(n.public()) for n in notes if not n.private)


def _uncommented(note: Note) -> Note:
    """The note without comments in its front matter, where only Markdown would take them out."""
    if not any(_comments(value) for value in note.fields.values()):
        return note
    return replace(note, fields={key: _without(value) for key, value in note.fields.items()})


def _comments(value: Value) -> bool:
    texts = value if isinstance(value, tuple) else (value,)
    return any(isinstance(t, str) and ("%%" in t or "<!--" in t) for t in texts)


def _without(value: Value) -> Value:
    if isinstance(value, tuple):
        return tuple(_COMMENT.sub("", text).strip() for text in value)
    return _COMMENT.sub("", value).strip() if isinstance(value, str) else value


def _planned(notes: Sequence[Note], today: date, visit: Note | None) -> Note | None:
    """The visit meant: as the briefing may show it, so that nothing private comes in by it."""
    if visit is not None:
        return next((n for n in notes if n.path == visit.path), None)
    return next(iter(planned(notes, today)), None)


def _others(
    notes: Iterable[Note], today: date, day: date, visitors: Iterable[str],
    one: Callable[[str], str],
) -> tuple[tuple[Note, str], ...]:  # fmt: skip
    """The visits to come of others of us, near a visit on `day`; none where nobody is known to visit."""

    def known(people: Iterable[str]) -> list[str]:
        return [one(name) for name in people if name]

    us = set(known(visitors))
    found = []
    for note in planned(notes, today) if us else ():
        them = known(names(note.texts("by")))
        near = note.type in GOING and note.date and abs(note.date - day) <= NEAR
        if near and them and not us.intersection(them):
            found.append((note, them[0]))
    return tuple(found)


def _manuals(units: Iterable[Unit]) -> tuple[str, ...]:
    """What is written on the units the visit is about, each once."""
    return tuple(dict.fromkeys(name for unit in units if unit.involved for name in unit.manuals))


def _own(profile: Note | None, keys: Iterable[str]) -> tuple[Said, ...]:
    """What stands below the team's own keys, each with its name, in one line."""
    if profile is None:
        return ()
    found = {key: [said.text for said in from_key(profile, key)] for key in keys}
    said = [
        f"{key[:1].upper()}{key[1:].replace('_', ' ')}: {', '.join(texts)}"
        for key, texts in found.items()
        if texts
    ]
    if not said:
        return ()
    source = key_source(profile, next(key for key, texts in found.items() if texts))
    return (Said(" · ".join(said), source, profile.date),)


def _below(note: Note | None, heading: str) -> tuple[Said, ...]:
    return tuple(from_line(note, line) for line in note.below(heading)) if note else ()
