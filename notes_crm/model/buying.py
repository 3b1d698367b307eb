"""What follows from what a customer bought: its worth in a year, and the rhythm of buying.

Like all that is derived: never written into a note, and every sum names the notes behind it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from notes_crm.model.derived import by_date, number_of, profile_of
from notes_crm.model.note import Note

FEWEST_BUYS = 3
"""Fewer buys than this show no rhythm."""


@dataclass(frozen=True, slots=True)
class Worth:
    """What they bought in the twelve months up to a day, and in the twelve before.

    `counted` are the notes behind both sums; without any, `last` is what the profile says.
    """

    last: float
    before: float | None
    counted: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How many days pass between two buys, as a range, and when the next one would follow."""

    shortest: int
    longest: int
    earliest: date
    latest: date
    buys: tuple[Note, ...]


def worth(notes: Sequence[Note], today: date) -> Worth | None:
    """What they bought in a year, from `amount` in interactions; else `yearly_worth`, as typed."""
    year, before = _year_before(today), _year_before(_year_before(today))
    buys = [(day, n) for day, n in _buys(notes, today) if day > before]
    if buys:
        last = sum(number_of(n, "amount") or 0 for day, n in buys if day > year)
        both = sum(number_of(n, "amount") or 0 for _, n in buys)
        return Worth(last, both - last, tuple(n for _, n in buys))
    profile = profile_of(notes)
    typed = number_of(profile, "yearly_worth") if profile else None
    return None if typed is None else Worth(typed, None, ())


def rhythm(notes: Iterable[Note], today: date) -> Rhythm | None:
    """How often they buy, from three days with a buy on.

    With fewer than four gaps the range is all of them, from then on the middle half, so that
    one odd order years ago doesn't make the range useless.
    """
    buys = _buys(notes, today)
    days = sorted({day for day, _ in buys})
    if len(days) < FEWEST_BUYS:
        return None
    gaps = sorted((b - a).days for a, b in pairwise(days))
    half = len(gaps) // 2
    if half > 1:
        gaps = [_middle(gaps[:half]), _middle(gaps[-half:])]
    earliest, latest = (days[-1] + timedelta(days=n) for n in (gaps[0], gaps[-1]))
    return Rhythm(gaps[0], gaps[-1], earliest, latest, tuple(n for _, n in buys))


def _buys(notes: Iterable[Note], today: date) -> list[tuple[date, Note]]:
    kinds = ("interaction", "note")
    ours = (n for n in notes if n.group in kinds and (number_of(n, "amount") or 0) > 0)
    return [(n.date, n) for n in by_date(ours) if n.date and n.date <= today]


def _year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year - 1, day=28)


def _middle(gaps: Sequence[int]) -> int:
    """The median of sorted gaps, in whole days; `statistics` takes long to load."""
    half = len(gaps) // 2
    return round((gaps[half] + gaps[~half]) / 2)
