"""A recurrence in words (`every 2 weeks on Monday`), read as Obsidian Tasks reads it.

Tasks hands the words to the rrule library; what that library accepts and ignores is the rule here
too, odd corners included, so that both programs see the same recurrence.
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal

from notes_crm.model.tasks.recurrence_tokens import DAY_NAMES, MONTH_NAMES, tokens
from notes_crm.model.tasks.script_date import script_date

if TYPE_CHECKING:
    from collections.abc import Callable

Unit = Literal["minute", "hour", "day", "week", "month", "year"]


@dataclass(frozen=True, slots=True)
class Rule:
    """How often something returns; empty tuples and None mean that the words did not say."""

    unit: Unit
    interval: int = 1
    weekdays: tuple[tuple[int, int], ...] = ()  # (0 is Monday, which one: 2 second, -1 last, 0 all)
    month_days: tuple[int, ...] = ()  # -1 is the last day of the month
    months: tuple[int, ...] = ()
    weeks: tuple[int, ...] = ()  # ISO week numbers
    hours: tuple[int, ...] = ()  # kept because they are written back; they never move a date
    count: int | None = None
    until: date | None = None
    when_done: bool = False


def read_rule(words: str) -> Rule | None:
    """Read the words after 🔁; None where Tasks understands nothing and would drop them.

    Words behind a complete rule are ignored, as there: `every day please` is `every day`.
    """
    match = _WHOLE.match(words)
    found = leading_rule(match[1].strip()) if match else None
    if match is None or found is None:
        return None
    return replace(found[0], when_done=True) if match[2] else found[0]


@lru_cache(maxsize=256)
def leading_rule(words: str) -> tuple[Rule, int] | None:
    """Read a rule at the start of `words` and say how many characters it took."""
    reader = _Reader(words)
    try:
        rule = reader.rule()
    except _NotARule:
        return None
    return rule, len(words) if rule.until else reader.end()


def leftover(words: str) -> str:
    """Return what stands behind a complete rule and is therefore ignored; '' if it is no rule."""
    match = _WHOLE.match(words)
    found = leading_rule(match[1].strip()) if match else None
    return match[1].strip()[found[1] :].strip() if match and found else ""


_WHOLE = re.compile(r"([a-zA-Z0-9, !]+?)( when done)?\Z", re.IGNORECASE)

_ORDINALS: Final = {"first": 1, "second": 2, "third": 3}
_WORKDAYS: Final = tuple((day, 0) for day in range(5))
_DAYS_OF_YEAR: Final = 366


class _NotARule(Exception):
    """The words are no rule."""


class _Reader:
    """Reads one rule, word by word; the methods follow the grammar."""

    def __init__(self, words: str) -> None:
        self.words = words
        self.tokens = list(tokens(words))
        self.at = 0
        self.weekdays: list[tuple[int, int]] = []
        self.month_days: list[int] = []
        self.months: list[int] = []
        self.weeks: list[int] = []
        self.hours: list[int] = []
        self.count: int | None = None
        self.until: date | None = None

    def rule(self) -> Rule:
        self._expect("every")
        interval = self._number()
        unit = self._unit()
        return Rule(
            unit=unit,
            interval=1 if interval is None else interval,
            weekdays=tuple(self.weekdays),
            month_days=tuple(self.month_days),
            months=tuple(self.months),
            weeks=tuple(self.weeks),
            hours=tuple(self.hours),
            count=self.count,
            until=self.until,
        )

    def end(self) -> int:
        """Say where the last word that was used ends."""
        return self.tokens[min(self.at, len(self.tokens)) - 1].end

    def _unit(self) -> Unit:
        name = self._name()
        reader: dict[str, tuple[Unit, tuple[Callable[[], None], ...]]] = {
            "minute": ("minute", (self._on, self._end)),
            "hour": ("hour", (self._on, self._end)),
            "day": ("day", (self._hours, self._end)),
            "weekday": ("week", (self._hours, self._end)),
            "week": ("week", (self._on, self._hours, self._end)),
            "month": ("month", (self._on, self._end)),
            "year": ("year", (self._on, self._end)),
        }
        if name in reader:
            unit, parts = reader[name]
            if name == "weekday":
                self.weekdays.extend(_WORKDAYS)
        elif name in DAY_NAMES:
            unit, parts = "week", (self._more_weekdays, self._hours, self._the_days, self._end)
            self.weekdays.append((DAY_NAMES.index(name), 0))
        elif name in MONTH_NAMES:
            unit, parts = "year", (self._more_months, self._on, self._end)
            self.months.append(MONTH_NAMES.index(name) + 1)
        else:
            raise _NotARule
        self.at += 1
        if self.at < len(self.tokens):
            for part in parts:
                part()
        return unit

    def _more_weekdays(self) -> None:
        while self._accept("comma"):
            if self._name() not in DAY_NAMES:
                raise _NotARule
            self.weekdays.append((DAY_NAMES.index(self._name()), 0))
            self.at += 1

    def _more_months(self) -> None:
        while self._accept("comma"):
            if self._name() not in MONTH_NAMES:
                raise _NotARule
            self.months.append(MONTH_NAMES.index(self._name()) + 1)
            self.at += 1

    def _on(self) -> None:
        on = self._accept("on")
        the = self._accept("the")
        if not (on or the):
            return
        while self._one_day():
            if not (self._accept("comma") or self._accept("the") or self._accept("on")):
                return

    def _one_day(self) -> bool:
        """Read what may follow `on`: `the 2nd`, `the last Friday`, `Monday`, `week 3`, `May`."""
        nth = self._nth()
        name = self._name()
        if nth is not None and name not in DAY_NAMES:
            self.month_days.append(nth)
            self._accept("day")
        elif name in DAY_NAMES:
            self.weekdays.append((DAY_NAMES.index(name), nth or 0))
            self.at += 1
        elif name == "weekday":
            self.weekdays = self.weekdays or list(_WORKDAYS)
            self.at += 1
        elif name == "week":
            self.at += 1
            self.weeks = self._numbers()
        elif name in MONTH_NAMES:
            self.months.append(MONTH_NAMES.index(name) + 1)
            self.at += 1
        else:
            return False
        return True

    def _hours(self) -> None:
        more = self._accept("at")
        while more:
            self.hours = self._numbers()
            more = self._accept("at")

    def _the_days(self) -> None:
        self._accept("on")
        self._accept("the")
        nth = self._nth()
        if nth is None:
            return
        self.month_days.append(nth)
        self.at += 1  # the library steps over one word here, whatever it is
        while self._accept("comma"):
            nth = self._nth()
            if nth is None:
                raise _NotARule
            self.month_days.append(nth)
            self.at += 1

    def _end(self) -> None:
        if self._name() == "until":
            self.until = script_date(self.words[self.tokens[self.at].end :])
            if self.until is None:
                raise _NotARule
        elif self._accept("for"):
            count = self._number()
            if count is None:
                raise _NotARule
            self.count = count

    def _nth(self) -> int | None:
        name = self._name()
        if name == "last":
            self.at += 1
            return -1
        if name == "nth":
            value = int(self.tokens[self.at].text.rstrip(".thndrsTHNDRS"))
            if value > _DAYS_OF_YEAR:
                raise _NotARule
        elif name in _ORDINALS:
            value = _ORDINALS[name]
        else:
            return None
        self.at += 1
        return -value if name != "first" and self._accept("last") else value

    def _numbers(self) -> list[int]:
        numbers = []
        more = True
        while more:
            number = self._number()
            if number is None:
                raise _NotARule
            numbers.append(number)
            more = self._accept("comma")
        return numbers

    def _number(self) -> int | None:
        if self._name() != "number":
            return None
        self.at += 1
        return int(self.tokens[self.at - 1].text)

    def _name(self) -> str:
        return self.tokens[self.at].name if self.at < len(self.tokens) else ""

    def _accept(self, name: str) -> bool:
        if self._name() != name:
            return False
        self.at += 1
        return True

    def _expect(self, name: str) -> None:
        if not self._accept(name):
            raise _NotARule
