"""Which date comes next for a recurrence, reckoned as Obsidian Tasks does."""

import calendar
import re
from collections.abc import Callable
from datetime import MINYEAR, date, timedelta
from typing import Final

from notes_crm.model.tasks.recurrence import Rule
from notes_crm.model.tasks.recurrence_text import rule_text


def next_date(rule: Rule, reference: date) -> date | None:
    """Find the first date after `reference` (today if the rule says `when done`).

    None where the rule ends or never comes. `every month` from the 31st lands on the last day of a
    shorter month instead of skipping it, and 29 February likewise, unless the rule names the day.
    """
    found = _first_after(rule, reference)
    text = rule_text(rule)
    if _MONTHS.search(text) and " on " not in text:
        found = _without_skipping(rule, reference, found, months=True)
    if _YEARS.search(text):
        found = _without_skipping(rule, reference, found, months=False)
    return found


_MONTHS = re.compile(r"every( \d+)? month")
_YEARS = re.compile(r"every( \d+)? year")
_DAYS_OF_YEAR: Final = 366
_MINUTES: Final = {"minute": 1, "hour": 60}
_MINUTES_OF_DAY: Final = 24 * 60
_CYCLE: Final = 400 * 365 + 97  # the days after which the calendar repeats itself


def _first_after(rule: Rule, start: date) -> date | None:
    """Find the first day after `start` that the rule meets when it counts from `start` on.

    What does not come within a whole cycle of the calendar is taken never to come.
    """
    meets = _test(rule, start)
    if rule.count is not None and rule.count <= (_times_a_day(rule) if meets(start) else 0):
        return None
    last = min(start.toordinal() + _CYCLE, date.max.toordinal())
    for ordinal in range(start.toordinal() + 1, last + 1):
        day = date.fromordinal(ordinal)
        if meets(day):
            late = rule.until is not None and (
                day > rule.until or (day == rule.until and rule.hours)
            )
            return None if late else day
    return None


def _without_skipping(rule: Rule, start: date, found: date | None, *, months: bool) -> date | None:
    """Count from ever earlier days while the rule skips more months or years than it says."""
    for _ in range(_DAYS_OF_YEAR):
        if found is None:
            return None
        skipped = _month_number(found) - _month_number(start) if months else found.year - start.year
        if skipped <= rule.interval or start == date(MINYEAR, 1, 1):
            return found
        start -= timedelta(days=1)
        found = _first_after(rule, start)
    return None


def _month_number(day: date) -> int:
    return day.year * 12 + day.month


def _times_a_day(rule: Rule) -> int:
    if rule.unit in _MINUTES:
        return -(-_MINUTES_OF_DAY // (rule.interval * _MINUTES[rule.unit]))
    return len(rule.hours) or 1


def _test(rule: Rule, start: date) -> Callable[[date], bool]:
    """Build the question "is this one of the days?" for a rule that counts from `start`."""
    months, month_days = rule.months, rule.month_days
    weekdays = {day for day, _ in rule.weekdays}
    which = tuple(pair for pair in rule.weekdays if pair[1] and rule.unit in {"month", "year"})
    if which:
        weekdays -= {day for day, _ in which} - {day for day, nth in rule.weekdays if not nth}
    if not (rule.weeks or month_days or rule.weekdays):
        if rule.unit == "year":
            months, month_days = months or (start.month,), (start.day,)
        elif rule.unit == "month":
            month_days = (start.day,)
        elif rule.unit == "week":
            weekdays = {start.weekday()}
    in_step = _step(rule, start)
    by_year = rule.unit == "year" and not months

    def meets(day: date) -> bool:
        return (
            (not months or day.month in months)
            and (not month_days or day.day in month_days or _from_end(day) in month_days)
            and (not weekdays or day.weekday() in weekdays)
            and in_step(day)
            and (not rule.weeks or day.isocalendar().week in rule.weeks)
            and (not which or any(_is_nth(day, *pair, by_year=by_year) for pair in which))
        )

    return meets


def _step(rule: Rule, start: date) -> Callable[[date], bool]:
    interval, first = rule.interval, start.toordinal()
    if rule.unit == "year":
        return lambda day: (day.year - start.year) % interval == 0
    if rule.unit == "month":
        return lambda day: (_month_number(day) - _month_number(start)) % interval == 0
    if rule.unit == "week":
        monday = first - start.weekday()
        return lambda day: (day.toordinal() - monday) // 7 % interval == 0
    if rule.unit == "day":
        return lambda day: (day.toordinal() - first) % interval == 0
    minutes = interval * _MINUTES[rule.unit]
    return lambda day: -(day.toordinal() - first) * _MINUTES_OF_DAY % minutes < _MINUTES_OF_DAY


def _from_end(day: date) -> int:
    return day.day - calendar.monthrange(day.year, day.month)[1] - 1


def _is_nth(day: date, weekday: int, nth: int, *, by_year: bool) -> bool:
    if day.weekday() != weekday:
        return False
    if by_year:
        before = day.timetuple().tm_yday - 1
        after = (365 + calendar.isleap(day.year)) - before - 1
    else:
        before, after = day.day - 1, -_from_end(day) - 1
    return (before // 7 + 1 if nth > 0 else -(after // 7 + 1)) == nth
