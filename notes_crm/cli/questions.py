"""The questions of a visit as they are asked in a terminal: what is typed to what is kept of it.

Kept answers are plain lines that mean the same on any later day: dates are written out.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import click

from notes_crm.cli import notes
from notes_crm.cli.session import Session
from notes_crm.errors import BadDate
from notes_crm.model.dates.dates import read_time
from notes_crm.model.form import QUESTIONS, Question
from notes_crm.model.schema import fold

ASKED = tuple(q for q in QUESTIONS if q.key or q.heading)
"""The form's questions that have a place in a note, in its order."""

WORDS: Mapping[str, tuple[str, str]] = {
    "listen": ("Listen", "in their words, a line each; an empty line ends"),
    "observe": ("Observe", "what you saw and nobody said, a line each"),
    "speak": ("Speak", "what you told them, a line each"),
    "mood": ("Mood", "theirs: 1 angry, 2 anxious, 3 calm, 4 happy, 5 delighted"),
    "met": ("Met", "who was there, with commas between them"),
    "where": ("Where", "the building, the room"),
    "times": ("Arrived – left", "14:30-15:45, or 14:30; or how long: 75, 1h 15m"),
    "started_by": ("Started by", "us, them or a name"),
    "outcome": ("Result", "good, bad or incomplete"),
    "we_promise": ("We promise", "a line each, with its day: send the kit by fri"),
    "they_promise": ("They promise", "a line each, with its day: Dana sends the log by monday"),
    "new_subjects": ("New topics", "what came up for the first time, a line each"),
    "next_contact": ("Next contact", "2 weeks, 24 nov, monday"),
    "tell": ("Tell colleagues", "what is to be done or known inside, a line each"),
}
"""What each question is called, and what may be answered."""

LONGEST = 4
"""Hours from which on `9:30` is a time of day and no length of a visit."""
_CLOCK = re.compile(r"[:.]|\d\s*h\s*\d\d\b|[ap]\.?m\b|-|–", re.IGNORECASE)
_SPAN = re.compile(r"(?P<start>\d[\d:.h]*(?:\s*[ap]\.?m\.?)?)\s*(?:-|–|to|until)\s*(?P<end>\d.*)")


def is_long(question: Question) -> bool:
    """Whether the answer is as many lines as somebody wants."""
    return bool(question.heading)


def taken(
    session: Session, question: Question, typed: str, people: tuple[str, ...], visited: date
) -> str:
    """What is kept of one typed line; a CrmError or usage error says what is wrong with it.

    `people` are those who are known at the customer; days count from that of the visit.
    """
    since = notes.said_on(session, visited)
    if question.answer == "promise":
        notes.task_line(session, typed, question.tag, since)
        text, due = notes.parted(session, typed, since)
        return f"{text} by {due}" if due else typed
    if question.name == "times":
        start, length = times(typed)
        return ", ".join(filter(None, (start, length and f"{length} min"))) if start else length
    if question.name == "met":
        names = [name.strip() for name in typed.split(",") if name.strip()]
        if not names:
            raise click.UsageError("Commas stand between names, and there is none; Enter skips.")
        return ", ".join(_full(name, people) for name in names)
    chosen = _chosen(question, typed)
    if question.name == "outcome":
        return notes.choice("outcome", chosen) or ""
    if question.name == "mood":
        return str(notes.mood(typed))
    return str(notes.day_ahead(session, typed, since)) if question.answer == "date" else chosen


def times(typed: str) -> tuple[str | None, str]:
    """When they arrived, if that was said, and the length: `14:30-15:45`, `75`, `14:30, 75 min`, `14:30`.

    One time of day is when they arrived; only up to LONGEST it is how long it took, as `1:30`.
    """
    if kept := re.fullmatch(r"(\d\d:\d\d), (\d+) min", typed):
        return kept[1], kept[2]
    if span := _SPAN.fullmatch(typed.strip()):
        start, end = read_time(span["start"]), read_time(span["end"])
        if start is None or end is None or end <= start:
            raise BadDate(f"{typed!r} is no time from and to; write it as 14:30-15:45, or 75.")
        minutes = 60 * (end.hour - start.hour) + end.minute - start.minute
        return f"{start:%H:%M}", str(minutes)
    if (start := read_time(typed.strip(" -–"))) and _CLOCK.search(typed) and start.hour >= LONGEST:
        return f"{start:%H:%M}", ""
    return None, notes.minutes(typed) or ""


def options(answers: Mapping[str, list[str]]) -> dict[str, Any]:
    """The answers as the options of `crm log` say them, and the sections that it has no option for."""
    one = {name: lines[0] for name, lines in answers.items() if lines}
    start, length = times(one["times"]) if "times" in one else (None, None)
    return {
        "people": tuple(one["met"].split(", ")) if "met" in one else (),
        "location": one.get("where"),
        "started_by": one.get("started_by"),
        "outcome": one.get("outcome"),
        "mood": one.get("mood"),
        "next_contact": one.get("next_contact"),
        "minutes": length or None,
        "clock": start,
        "promises": tuple(answers.get("we_promise", ())),
        "waiting": tuple(answers.get("they_promise", ())),
        "told": tuple(answers.get("speak", ())),
        "observed": tuple(answers.get("observe", ())),
        "asked": (),
        "equipment": (),
        "amount": None,
        "repair_cost": None,
        "private": None,
    }


def _chosen(question: Question, typed: str) -> str:
    """The choice that a beginning means, if only one does; else the words as typed."""
    begun = [word for word in question.choices if word.startswith(fold(typed))]
    return begun[0] if len(begun) == 1 else typed


def _full(name: str, people: tuple[str, ...]) -> str:
    """The full name of the one known person who may be meant; else the name as typed."""
    words = fold(name).split()
    meant = {p for p in people if all(word in fold(p).split() for word in words)}
    if exact := [p for p in meant if fold(p) == fold(name)]:
        return exact[0]
    return meant.pop() if len(meant) == 1 else name


def usual_error(error: Exception) -> str:
    """What is wrong with an answer, as one sentence."""
    return error.message if isinstance(error, click.ClickException) else str(error)
