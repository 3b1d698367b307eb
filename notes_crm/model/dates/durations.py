"""Words ⇄ spans of time: periods between two days, and minutes spent."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from notes_crm.errors import BadDate
from notes_crm.model.dates.dates import find_date, regret
from notes_crm.model.dates.grammar import meanings, spellings, tokens
from notes_crm.model.dates.intervals import Interval
from notes_crm.model.dates.rules import ImpossibleDate, When, first_of, last_of, shifted, steps
from notes_crm.model.dates.vocabulary import LAST, THIS, UNITS, lexicons

_EXAMPLES = "2026, 2026-03, 2026-Q1, 2026-01..2026-03, last month or last 30 days"
_DAY, _WEEK, _MONTH, _QUARTER, _YEAR = range(len(UNITS))

_HOURS = r"(?:h|hrs?|hours?|std\.?|stunden?|heures?|horas?|ore|ora|uur|uren|godz\.?|godzin[ay]?)"
_MINUTES = r"(?:m|'|min\.?|mins?|minutes?|minuten?|minutos?|minut[oiy]?)"
_SPENT = (
    rf"(?P<m>[0-9]{{1,5}}) ?{_MINUTES}?",
    r"(?P<h>[0-9]{1,3}):(?P<m>[0-5][0-9])(?: ?h)?",
    rf"(?P<h>[0-9]{{1,3}}(?:[.,][0-9]{{1,2}})?) ?{_HOURS}",
    rf"(?P<h>[0-9]{{1,3}}) ?{_HOURS} ?(?P<m>[0-5]?[0-9])(?: ?{_MINUTES})?",
)


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `start` to `end`, both included; None is open."""

    start: date | None = None
    end: date | None = None

    def __post_init__(self) -> None:
        if self.start and self.end and self.start > self.end:
            raise ValueError(f"a period cannot end ({self.end}) before it starts ({self.start})")

    def __contains__(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)

    def overlaps(self, other: "Period") -> bool:
        """Whether they share a day."""
        latest_start = max(self.start or date.min, other.start or date.min)
        return latest_start <= min(self.end or date.max, other.end or date.max)

    def __str__(self) -> str:
        if self.start and self.start == self.end:
            return str(self.start)
        return f"{self.start or ''}..{self.end or ''}"


def parse_period(
    words: str,
    today: date,
    *,
    languages: Sequence[str] = ("en",),
    day_first: bool = True,
    prefer: Literal["future", "past"] = "past",
) -> Period:
    """The days a person means; `BadDate` where the words are no period.

    `2026`, `2026-03`, `March 2026`, `2026-Q1`, `2026-W12`; `today`, `last week` (Monday to Sunday),
    `this month`, `next quarter`; `last 30 days` and `next 30 days`, of which today is one; `fri`
    and whatever else `dates.parse_date` reads as one day. `A..B` runs from the first day of A to
    the last of B, and either may be left out. `2 weeks` alone is no period: it lies nowhere.
    """
    first, dots, last = words.partition("..")
    when = When(today, 1 if prefer == "future" else -1)
    known = tuple(languages)
    if not dots:
        return _one_period(words, when, known, day_first=day_first)
    start = _one_period(first, when, known, day_first=day_first).start if first.strip() else None
    end = _one_period(last, when, known, day_first=day_first).end if last.strip() else None
    if start and end and end < start:  # `today..fri` and `1 nov..15 jan` look ahead
        end = _one_period(last, When(today, 1), known, day_first=day_first).end
    if start and end and end < start:
        reason = f"it would end ({end}) before it starts ({start})"
        raise BadDate(regret(words, reason, what="period", examples=_EXAMPLES))
    return Period(start, end)


def read_minutes(text: str) -> int | None:
    """Minutes spent: `45`, `90 min`, `1h 30m`, `1:30`, `1.5 h`, `1,5 h`, `2 Std`, `1 hr 15`; else None."""
    spent = " ".join(text.lower().split())
    for form in _SPENT:
        match = re.fullmatch(form, spent)
        if match:
            parts = match.groupdict()
            hours = float((parts.get("h") or "0").replace(",", "."))
            return round(hours * 60) + int(parts.get("m") or 0)
    return None


def _one_period(words: str, when: When, languages: tuple[str, ...], *, day_first: bool) -> Period:
    try:
        named = _named(words, when, languages)
        if named:
            return named
        day = find_date(words, when, languages, day_first=day_first)
    except ImpossibleDate as impossible:
        reason = impossible.reason
    except (OverflowError, ValueError):
        reason = "it lies outside the years 1 to 9999"
    else:
        if day:
            return Period(day, day)
        reason = ""
    raise BadDate(regret(words, reason, what="period", examples=_EXAMPLES))


def _named(words: str, when: When, languages: tuple[str, ...]) -> Period | None:
    """A period that has a name; raises where there is none such, as `When` does."""
    phrase = [token for word in words.split() for token in tokens(word)]
    for lexicon in lexicons(languages):
        known = meanings(phrase, lexicon)
        while known and "on" in known[0]:  # "in November", "w zeszłym tygodniu"
            del known[0]
        for kinds, values in spellings(known, _PERIOD_KINDS, longest=3):
            rule = _PERIODS.get(kinds)
            if rule:
                spoken = {k: v for k, (v, _) in zip(kinds, values, strict=True) if k not in _MUTE}
                return rule(when, **spoken)
    return None


def _whole(day: date, unit: int) -> Period:
    """The week, month, quarter or year around that day."""
    return Period(first_of(day, unit), last_of(day, unit))


def _month(when: When, month: int, year: int | None = None) -> Period:
    """A month by name; the present one counts as being on either side of today."""
    first = When(first_of(when.today, _MONTH), when.toward)
    return _whole(first.month(month, year), _MONTH)


def _quarter(when: When, count: int, year: int | None = None) -> Period:
    if not 1 <= count <= 4:  # noqa: PLR2004 - the quarters of a year
        raise ImpossibleDate(f"there is no quarter {count}")
    first = When(first_of(when.today, _QUARTER), when.toward)
    return _whole(first.month(3 * count - 2, year), _QUARTER)


def _shifted(when: When, shift: int, unit: int) -> Period:
    """The last, this or the next week, month, quarter or year; `last day` and `next day` are single days."""
    return _whole(shifted(first_of(when.today, unit), steps(shift), unit), unit)


def _running(when: When, shift: int, count: int, unit: int) -> Period | None:
    """So many units back from today, or ahead, today being the first of them."""
    if shift == THIS or count < 1:
        return None
    if shift == LAST:
        return Period(shifted(when.today, -count, unit) + timedelta(1), when.today)
    return Period(when.today, shifted(when.today, count, unit) - timedelta(1))


def _nowhere(_: When, count: int, unit: int) -> Period:
    length = Interval.of(max(count, 1), unit)
    raise ImpossibleDate(f"write last {length} or next {length}")


_PERIODS: dict[tuple[str, ...], Callable[..., Period | None]] = {
    ("year",): lambda _, year: _whole(date(year, 1, 1), _YEAR),
    ("year_month",): lambda when, year_month: _whole(when.year_month(year_month), _MONTH),
    ("month",): _month,
    ("month", "year"): _month,
    ("quarterno", "count"): _quarter,
    ("quarterno", "count", "year"): _quarter,
    ("year", "quarterno", "count"): _quarter,
    ("iso_week",): lambda when, iso_week: _whole(when.iso_week(iso_week), _WEEK),
    ("weekno", "count"): lambda when, count: _whole(when.week_number(count), _WEEK),
    ("weekno", "count", "year"): lambda when, **week: _whole(when.week_number(**week), _WEEK),
    ("shift", "unit"): _shifted,
    ("unit", "shift"): _shifted,
    ("shift", "count", "unit"): _running,
    ("count", "shift", "unit"): _running,
    ("count", "unit"): _nowhere,
}
_MUTE = frozenset({"quarterno", "weekno"})  # they choose the rule and have no value
_PERIOD_KINDS = frozenset[str]().union(*_PERIODS)
