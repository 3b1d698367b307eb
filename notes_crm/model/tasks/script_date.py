"""A date in words as JavaScript's lenient `Date.parse` reads it, which Tasks asks for `until …`."""

import re
from datetime import date, timedelta
from typing import Final


def script_date(words: str) -> date | None:
    """Read a date from words; None where there is none.

    A month by name, or numbers in the order month, day, year; words before the first number are
    skipped, words after it are not allowed. A day beyond the month's end runs into the next month.
    """
    month, numbers = 0, []
    for piece in _NUMBER_OR_WORD.findall(words):
        if piece.isdigit():
            numbers.append(int(piece))
        elif piece[:3].lower() in _MONTHS:
            month = _MONTHS.index(piece[:3].lower()) + 1
        elif numbers and piece.lower() not in _ZONES:
            return None
    if not 1 <= len(numbers) <= 3:  # noqa: PLR2004 - day, month, year
        return None
    try:
        return _composed(month, numbers)
    except (ValueError, OverflowError):
        return None


_NUMBER_OR_WORD = re.compile(r"[0-9]+|[a-z]+", re.IGNORECASE)
_MONTHS: Final = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)
_ZONES: Final = {"utc", "gmt", "z", "ut"}


def _composed(month: int, numbers: list[int]) -> date:
    one, two, three = (*numbers, 1, 1)[:3]
    year_first = not 1 <= one <= 31  # noqa: PLR2004 - a number that is no day is the year
    if month:
        day, year = (two, one) if year_first else (one, two)
        if len(numbers) == 1:
            day, year = one, 1
    elif year_first:
        year, month, day = one, two, three
    else:
        month, day, year = one, two, three
    if not 1 <= day <= 31:  # noqa: PLR2004
        raise ValueError
    if year < 100:  # noqa: PLR2004 - two digits mean 1950 to 2049
        year += 2000 if year < 50 else 1900  # noqa: PLR2004
    return date(year, month, 1) + timedelta(days=day - 1)
