"""Think before you speak: what is awkward at this customer, the worst first, each with its source."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Literal

from notes_crm.answers.equipment import Unit
from notes_crm.answers.history import telling
from notes_crm.answers.owed import Owed
from notes_crm.answers.questions import SOON, open_offers
from notes_crm.answers.said import Said, Source, key_source, short_name
from notes_crm.model.derived import (
    contacts,
    cover,
    day_of,
    moods,
    number_of,
    open_cases,
    profile_of,
)
from notes_crm.model.note import Note, names
from notes_crm.model.schema import fold

AlertKind = Literal[
    "overdue", "complaint", "mood", "bad", "repeat", "down", "warranty", "decision", "case",
    "ready", "contract", "also",
]  # fmt: skip
"""In the order in which they stand on the sheet; `say` hangs on the kind."""

UNHAPPY = 2
"""A mood or score up to this is unhappy."""

STALE = timedelta(days=365)
"""How they felt longer ago than this is no warning any more."""

REPEAT = timedelta(days=90)
"""Two failures of a unit within this time are a repeat failure, and so are three in a year."""

MANY = 3
MOST_REPEATS = 2
"""A works where everything fails must not hide what else is awkward."""


@dataclass(frozen=True, slots=True)
class Alert:
    """One awkward fact: `about` names a unit, case or offer.

    `number` is days late, a score, how many times, days open or an amount, by its kind.
    `more` says how many of the same kind stand behind it; `days` are all days it happened.
    """

    kind: AlertKind
    source: Source
    said: Said | None = None
    about: str = ""
    who: str = ""
    number: int = 0
    day: date | None = None
    days: tuple[date, ...] = ()
    more: int = 0


def alerts(
    customer: str,
    notes: Sequence[Note],
    units: Sequence[Unit],
    ours: Sequence[Owed],
    day: date,
    *,
    shown: Note | None = None,
    others: Sequence[tuple[Note, str]] = (),
) -> tuple[Alert, ...]:
    """All alerts in their order; `shown` is the case the sheet names anyway.

    `others` are the visits of others of us, apart from this one and at about the time, and whose.
    """
    found = [
        *_overdue(ours),
        *_unhappy(notes, day),
        *islice(_repeats(units, day), MOST_REPEATS),
        *(Alert("down", u.source, about=u.name) for u in units if u.down),
        *_uncovered(units),
        *_decisions(customer, notes, day),
        *_cases(customer, notes, day, shown),
        *_ready(ours),
        *_contract(notes, day),
        *_also(others),
    ]
    return tuple(found)


def _overdue(ours: Sequence[Owed]) -> Iterable[Alert]:
    late = [p for p in ours if p.days_late]
    if late:
        worst, rest = late[0], len(late) - 1
        yield Alert(
            "overdue",
            worst.said.source,
            worst.said,
            who=worst.who,
            number=worst.days_late,
            day=worst.due,
            more=rest,
        )


def _unhappy(notes: Sequence[Note], day: date) -> Iterable[Alert]:
    """One alert: an unanswered complaint, else the last mood, else the last outcome."""
    complaints = [n for n in notes if _complains(n) and n.date and day - STALE < n.date <= day]
    if complaints:
        worst = max(complaints, key=lambda n: n.date or date.min)
        yield _felt("complaint", worst, 0, len(complaints) - 1)
        return
    felt = moods(notes, day)
    if felt and felt[-1].score <= UNHAPPY and felt[-1].day > day - STALE:
        yield _felt("mood", felt[-1].note, felt[-1].score)
        return
    ended = [n for n in contacts(notes, day) if "outcome" in n.fields]
    if (
        ended
        and ended[-1].fields["outcome"] == "bad"
        and (ended[-1].date or date.min) > day - STALE
    ):
        yield _felt("bad", ended[-1], 0)


def _felt(kind: AlertKind, note: Note, number: int, more: int = 0) -> Alert:
    said = next((s for s in telling(note) if _quotes(s.text)), None) or next(
        iter(telling(note)), None
    )
    who = next(iter(names(note.texts("people"))), "")
    source = said.source if said else Source(note.path)
    return Alert(kind, source, said, who=who, number=number, day=note.date, more=more)


def _quotes(text: str) -> bool:
    return any(mark in text for mark in "“”„«»") or text.count('"') > 1


def _complains(note: Note) -> bool:
    if note.group != "feedback" or "answered" in note.fields:
        return False
    if fold(str(note.fields.get("status", ""))) in ("solved", "closed", "answered"):
        return False
    score = number_of(note, "score")
    return note.fields.get("sentiment") == "complaint" or (score is not None and score <= UNHAPPY)


def _repeats(units: Sequence[Unit], day: date) -> Iterable[Alert]:
    for unit in units:
        days = tuple(n.date for n in unit.faults if n.date)
        lately = [d for d in days if d > day - REPEAT]
        if lately and (len(days) >= MANY or len(lately) > 1):
            yield Alert("repeat", unit.source, about=unit.name, number=len(days), days=days)


def _uncovered(units: Sequence[Unit]) -> Iterable[Alert]:
    """Only units this visit is about, or that failed: nobody needs a list of old machines."""
    over = [u for u in units if u.uncovered and (u.involved or u.faults)]
    if over and over[0].warranty:
        unit, until = over[0], over[0].warranty.until
        yield Alert("warranty", unit.source, about=unit.name, day=until, more=len(over) - 1)


def _decisions(customer: str, notes: Sequence[Note], day: date) -> Iterable[Alert]:
    offers = [(d, n) for n in open_offers(notes) if (d := day_of(n, "due")) and d <= day + SOON]
    for due, offer in sorted(offers, key=lambda pair: (pair[0], pair[1].path)):
        name = short_name(offer, customer, kind="opportunity")
        amount = round(number_of(offer, "amount") or 0)
        yield Alert("decision", key_source(offer, "due"), about=name, number=amount, day=due)


def _cases(customer: str, notes: Sequence[Note], day: date, shown: Note | None) -> Iterable[Alert]:
    for case in open_cases(notes):
        if case is not shown:
            age = (day - case.date).days if case.date else 0
            name = short_name(case, customer, kind="case")
            yield Alert("case", Source(case.path), about=name, number=max(age, 0), day=case.date)


def _ready(ours: Sequence[Owed]) -> Iterable[Alert]:
    ready = [p for p in ours if p.side == "ready"]
    if ready:
        yield Alert("ready", ready[0].said.source, ready[0].said, more=len(ready) - 1)


def _contract(notes: Sequence[Note], day: date) -> Iterable[Alert]:
    profile = profile_of(notes)
    held = cover(day_of(profile, "contract_until"), day) if profile else None
    if profile and held and held.state == "over":
        yield Alert("contract", key_source(profile, "contract_until"), day=held.until)


def _also(others: Sequence[tuple[Note, str]]) -> Iterable[Alert]:
    if others:
        (note, who), rest = others[0], len(others) - 1
        yield Alert("also", Source(note.path), who=who, day=note.date, more=rest)
