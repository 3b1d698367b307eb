"""The words a recurrence is made of, told apart as the rrule library does."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

# Written out, because the calendar module's names follow the locale.
MONTH_NAMES: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
DAY_NAMES: Final = (
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
)


@dataclass(frozen=True, slots=True)
class Token:
    """One word by its name in the table below, and where it ends."""

    name: str
    text: str
    end: int


def tokens(words: str) -> Iterator[Token]:
    """Yield word after word, up to the first that is none."""
    at = 0
    while at < len(words):
        best = Token("", "", at)
        for name, pattern in _TOKENS:
            match = pattern.match(words, at)
            if match and len(match[0]) > len(best.text):
                best = Token(name, match[0], match.end())
        if not best.text:
            return
        at = best.end
        if best.name != "skip":
            yield best


# The order decides between matches of equal length; otherwise the longest wins.
_TOKENS: Final = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in {
        "skip": r"[ \r\n\t]+",
        "number": r"[1-9][0-9]*",
        "number word": r"one|two|three",
        "every": r"every",
        **{
            unit: unit + "s?"
            for unit in ("day", "weekday", "week", "hour", "minute", "month", "year")
        },
        "on": r"on|in",
        "at": r"at",
        "the": r"the",
        "first": r"first",
        "second": r"second",
        "third": r"third",
        "nth": r"([1-9][0-9]*)(\.|th|nd|rd|st)",
        "last": r"last",
        "for": r"for",
        "time": r"times?",
        "until": r"(un)?til",
        "Monday": r"mo(n(day)?)?",
        "Tuesday": r"tu(e(s(day)?)?)?",
        "Wednesday": r"we(d(n(esday)?)?)?",
        "Thursday": r"th(u(r(sday)?)?)?",
        "Friday": r"fr(i(day)?)?",
        "Saturday": r"sa(t(urday)?)?",
        "Sunday": r"su(n(day)?)?",
        **{name: f"{name[:3]}({name[3:]})?" for name in MONTH_NAMES if len(name) > len("July")},
        "May": r"may",
        "June": r"june?",
        "July": r"july?",
        "September": r"sep(t(ember)?)?",
        "comma": r"(,\s*|(and|or)\s*)+",
    }.items()
)
