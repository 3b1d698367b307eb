"""What follows from facts and a date: contacts, promise states, open cases, moods, cover.

Nothing here is ever written into a note. Every value names the note it comes from, so that
a number on paper leads back to what somebody wrote.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, TypeVar

from notes_crm.model.fact import Fact
from notes_crm.model.schema import CONTACT_TYPES, MOODS, fold

if TYPE_CHECKING:  # an index asks for facts without reading a note
    from notes_crm.model.dates.intervals import Interval
    from notes_crm.model.note import Note
    from notes_crm.model.tasks.tasks import Task

ENDING = timedelta(days=90)
"""Cover that ends within this time is worth a word with the customer."""

ABSURD = 1e12
"""No price, cost or count of a customer is so large; it is a slip of the keyboard."""

PLANNABLE = ("visit", "call", "meeting")
_HAPPENED = ("outcome", "mood", "minutes", "answered", "amount", "repair_cost", "downtime_hours")
ANNOUNCING = ("purpose", "take", "length")
"""Keys that plan what is to come."""
_WRITTEN_AFTERWARDS = ("Discussed", "New subjects", "Told", "Asked", "Observed", "Symptoms")


Known: TypeAlias = "Note | Fact"
"""A note that was read, or what an index knows of one."""

N = TypeVar("N", bound="Note | Fact")

Reason = Literal["profile", "note", "estimated"]
"""Which rule gave a day: set in the profile, set in a note, or reckoned from how often."""


class NextContact(NamedTuple):
    """When to be in touch next, and why: `reason` says which rule gave the date."""

    day: date
    reason: Reason
    note: Known


PromiseState = Literal["open", "late", "kept", "kept late", "withdrawn"]


class Promise(NamedTuple):
    """A task line as a promise: `days_late` is 0 unless its state says late."""

    task: "Task"
    note: "Note"
    state: PromiseState
    days_late: int


class Mood(NamedTuple):
    """How they felt at one contact, 1 (angry) to 5 (delighted)."""

    day: date
    score: int
    note: "Note"


class Cover(NamedTuple):
    """How a warranty or contract stands: `days` until it ends, negative since it ended."""

    until: date
    days: int
    state: Literal["covered", "ending", "over"]


def by_date(notes: Iterable[N]) -> list[N]:
    """The notes that have a date, oldest first; a time and then the path break ties."""
    return sorted((n for n in notes if n.date), key=_when)


def profile_of(notes: Iterable[N]) -> N | None:
    """The customer's profile among the customer's notes."""
    return next((n for n in notes if n.group == "customer"), None)


def day_of(note: Known, key: str) -> date | None:
    """The date under a key; None where there is none or it could not be read as one."""
    value = note.fields.get(key)
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


def number_of(note: Known, key: str) -> float | None:
    """The number under a key; None where there is none, or none that anybody can have meant."""
    value = note.fields.get(key)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return value if abs(value) < ABSURD else None


def is_planned(note: Known, today: date) -> bool:
    """Whether a visit, call or meeting is still to come: dated ahead, or today and not typed up."""
    if note.type not in PLANNABLE or note.date is None or note.date < today:
        return False
    return note.date > today or (_announced(note) and not is_typed_up(note))


def is_contact(note: Known, today: date) -> bool:
    """Whether a note says that somebody was in touch, on `today` at the latest.

    A visit that was planned and of which nobody wrote a word is no contact.
    """
    if note.type not in CONTACT_TYPES or note.date is None or note.date > today:
        return False
    if note.type not in PLANNABLE or not _announced(note) or is_typed_up(note):
        return True
    return note.date < today and has_words(note)


def planned(notes: Iterable[N], today: date) -> list[N]:
    """The visits, calls and meetings to come, the nearest first."""
    return by_date(n for n in notes if is_planned(n, today))


def contacts(notes: Iterable[N], today: date) -> list[N]:
    """All contacts up to today, oldest first."""
    return by_date(n for n in notes if is_contact(n, today))


def last_contact(notes: Iterable[N], today: date) -> N | None:
    """The latest contact."""
    return next(reversed(contacts(notes, today)), None)


def next_contact(notes: Sequence[Known], today: date) -> NextContact | None:
    """When to be in touch next, and the note that says so; see `next_day`."""
    profile, last = profile_of(notes), last_contact(notes, today)
    told = (n for n in by_date(notes) if n is not profile and _when(n)[0] <= today)
    latest = next((n for n in reversed(list(told)) if day_of(n, "next_contact")), None)
    found = next_day(
        today,
        profile=day_of(profile, "next_contact") if profile else None,
        told=day_of(latest, "next_contact") if latest else None,
        last=last.date if last else None,
        every=str(profile.fields.get("contact_every", "")) if profile else "",
    )
    if found is None:
        return None
    day, reason = found
    note = {"profile": profile, "note": latest, "estimated": last}[reason]
    return NextContact(day, reason, note) if note else None


def next_day(
    today: date, *, profile: date | None, told: date | None, last: date | None, every: str
) -> tuple[date, Reason] | None:
    """When to be in touch next, from the days that were set and the last contact.

    A date ahead in the profile wins; else the latest that a note set (`told`), unless there was
    contact on or after it; else one in the profile that has passed likewise unmet; else the last
    contact and how often. So a date that was set and has passed unmet stays, being overdue.
    """
    if profile and profile >= today:
        return profile, "profile"
    if told and not (last and last >= told):
        return told, "note"
    if profile and not (last and last >= profile):
        return profile, "profile"
    if not every or last is None:
        return None
    interval = _interval(every)
    return (interval.after(last), "estimated") if interval else None


def promise(task: "Task", note: "Note", today: date) -> Promise:
    """How a task line stands today."""
    state, late = promise_state(task.state, task.due, task.done, today)
    return Promise(task, note, state, late)


def promise_state(
    state: str, due: date | None, done: date | None, today: date
) -> tuple[PromiseState, int]:
    """What became of a promise up to today, from the state of its line; and how many days late."""
    if state == "withdrawn":
        return "withdrawn", 0
    if state == "kept":
        late = (done - due).days if done and due else 0
        return ("kept late" if late > 0 else "kept"), max(late, 0)
    late = (today - due).days if due else 0
    return ("late" if late > 0 else "open"), max(late, 0)


def promises(notes: "Iterable[Note]", today: date) -> list[Promise]:
    """All promises, ours and theirs, as they stand today; internal actions are left out."""
    return [
        promise(task, note, today)
        for note in notes
        for task in note.tasks
        if task.direction != "internal"
    ]


def open_cases(notes: Iterable[N]) -> list[N]:
    """The cases that are not solved or closed, the latest first, undated ones last."""
    cases = (n for n in notes if n.group == "case")
    return sorted(filter(_is_open, cases), key=_when, reverse=True)


def moods(notes: "Iterable[Note]", today: date) -> list[Mood]:
    """Their mood over time, oldest first."""
    found = ((n, _score(n)) for n in by_date(notes) if n.date and n.date <= today)
    return [Mood(n.date, score, n) for n, score in found if n.date and score]


def cover(until: date | None, today: date) -> Cover | None:
    """How something that ends on a day stands; its last day is still covered."""
    if until is None:
        return None
    left = until - today
    state: Literal["covered", "ending", "over"] = "covered"
    if left < timedelta(0):
        state = "over"
    elif left < ENDING:
        state = "ending"
    return Cover(until, left.days, state)


def is_typed_up(note: Known) -> bool:
    """Whether somebody wrote down how it went."""
    if any(key in note.fields for key in _HAPPENED):
        return True
    if isinstance(note, Fact):
        return note.typed_up
    return any(note.below(name) for name in _WRITTEN_AFTERWARDS)


def has_words(note: Known) -> bool:
    """Whether a note says anything at all."""
    if isinstance(note, Fact):
        return note.has_words
    return bool(note.tasks or note.prose())


def _when(note: Known) -> tuple[date, time, str]:
    return note.date or date.min, note.time or time.min, note.path


def _announced(note: Known) -> bool:
    return any(key in note.fields for key in ANNOUNCING)


@lru_cache(maxsize=256)
def _interval(every: str) -> "Interval | None":
    """How often, read once for all the customers it is said of."""
    from notes_crm.model.dates.intervals import read_interval  # noqa: PLC0415 - the grammar loads where one is set

    return read_interval(every)


def _is_open(case: Known) -> bool:
    closed = fold(str(case.fields.get("status", "open"))) in ("solved", "closed")
    return not closed and "closed" not in case.fields


def _score(note: "Note") -> int | None:
    value = note.fields.get("mood")
    if isinstance(value, str):
        return MOODS.get(fold(value))
    number = number_of(note, "mood")
    return round(number) if number is not None and 1 <= number <= max(MOODS.values()) else None
