"""The dateparser library, fenced in: for words of languages that the grammar does not know."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import groupby

from notes_crm.model.dates.rules import When
from notes_crm.model.dates.vocabulary import primary

_LONGEST = 60  # characters; no date in words is longer
_NUMBERS = 4  # a weekday, a day, a month and a year have three at most
_NEXT_YEAR = timedelta(366)
_WEEK = timedelta(7)


def ask_dateparser(
    words: str, when: When, *, languages: tuple[str, ...], day_first: bool
) -> date | None:
    """The date these words mean in one of the languages, tried in turn, or None.

    By itself dateparser takes "a" for the 1st of this month, drops numbers it has no use for and
    reads the clock, the time zone and the locale. So: only the languages asked for, no digits
    alone or with a lone letter, no time of day, today is what we say it is, and each number must
    have its part in the day that comes out.
    """
    runs = ["".join(run) for _, run in groupby(words, _kind)]
    numbers = [run for run in runs if run.isdecimal()]
    if len(words) > _LONGEST or len(numbers) > _NUMBERS or not any(map(str.isalpha, words)):
        return None
    if numbers and any(run.isalpha() and run.isascii() and len(run) == 1 for run in runs):
        return None  # "12 V": volts, not the weeks of Sweden or the years of Finland
    for language in dict.fromkeys(map(primary, languages)):
        ask = _Question(words, when, language, day_first=day_first)
        found = ask.calendar_day(numbers) if numbers else ask.weekday()
        found = found or ask.distance(numbers)
        if found is not None:
            return found
    return None


def _kind(letter: str) -> tuple[bool, bool]:
    return letter.isdecimal(), letter.isalpha()


class _Question:
    """The same words in one language, to be asked in several ways."""

    __slots__ = ("_language", "_order", "_when", "_words")

    def __init__(self, words: str, when: When, language: str, *, day_first: bool) -> None:
        self._words = words
        self._when = when
        self._language = language
        self._order = "DMY" if day_first else "MDY"

    def calendar_day(self, numbers: list[str]) -> date | None:
        """A day of a month; each number must be its day or year, and the month a word."""
        found = self._answer("absolute-time", require=["day", "month"])
        if found is None:
            return None
        parts = [found.day, found.year, found.year % 100]
        if not self._words.isascii():
            parts.append(found.month)  # 11月24日
        for number in map(int, numbers):
            if number not in parts:
                return None
            parts.remove(number)
        has_year = any(len(number) == len("2026") for number in numbers)
        return found if has_year or abs(found - self._when.today) <= _NEXT_YEAR else None

    def weekday(self) -> date | None:
        """The name of a weekday: what it means moves with the week."""
        found = self._answer("absolute-time")
        later = self._answer("absolute-time", today=self._when.today + _WEEK)
        if found is None or later is None or later - found != _WEEK:
            return None
        if abs(found - self._when.today) > _WEEK:
            return None
        return self._when.weekday(found.weekday())

    def distance(self, numbers: list[str]) -> date | None:
        """A distance from today; a number that can be changed without effect was not understood."""
        found = self._answer("relative-time")
        if found is None or any(
            self._answer("relative-time", words=other) == found for other in self._changed(numbers)
        ):
            return None
        return found

    def _changed(self, numbers: list[str]) -> Iterator[str]:
        at = 0
        for number in numbers:
            at = self._words.index(number, at)
            end = at + len(number)
            yield f"{self._words[:at]}{int(number) + 1}{self._words[end:]}"
            at = end

    def _answer(
        self,
        parser: str,
        *,
        words: str | None = None,
        today: date | None = None,
        require: list[str] | None = None,
    ) -> date | None:
        from dateparser.date import (  # noqa: PLC0415 - a fifth of a second, and few dates need it
            DateDataParser,
        )

        midnight = datetime.combine(today or self._when.today, datetime.min.time())
        settings = {
            "DATE_ORDER": self._order,
            "PREFER_LOCALE_DATE_ORDER": False,
            "PREFER_DATES_FROM": "future" if self._when.toward > 0 else "past",
            "PREFER_DAY_OF_MONTH": "first" if parser == "absolute-time" else "current",
            "RELATIVE_BASE": midnight,
            "REQUIRE_PARTS": require or [],
            "PARSERS": [parser],
            "SKIP_TOKENS": [],
            "TIMEZONE": "UTC",
            "RETURN_AS_TIMEZONE_AWARE": False,
        }
        try:
            asked = DateDataParser(languages=[self._language], settings=settings)
            found = asked.get_date_data(self._words if words is None else words).date_obj
        except (ValueError, OverflowError):  # an unknown language, or a year beyond the calendar
            return None
        return found.date() if found and found.time() == midnight.time() else None
