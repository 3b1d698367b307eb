"""What each kind of phrase means as a day, and the calendar arithmetic behind it."""

from datetime import date, timedelta

from notes_crm.model.dates.vocabulary import (
    COMING,
    LAST,
    MONTHS,
    NEXT,
    NEXT_FRIDAY,
    THIS,
    UNITS,
    WEEKDAYS,
)

_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_DAYS_IN, _MONTHS_IN = (1, 7), {"month": 1, "quarter": 3, "year": 12}


class ImpossibleDate(ValueError):
    """The words are a date, but there is no such day; `reason` says why, `phrase` which words."""

    def __init__(self, reason: str, phrase: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.phrase = phrase


class When:
    """The day the words were typed, and which way (1 or -1) a date without a year or sign lies.

    Each method is the meaning of one kind of phrase. It returns None where the words are no day
    after all ("this month"), raises `ImpossibleDate` where there is no such day, and
    `OverflowError` where the day lies outside the years 1 to 9999.
    """

    __slots__ = ("today", "toward")  # no dataclass: importing those would take longer than all this

    def __init__(self, today: date, toward: int) -> None:
        self.today = today
        self.toward = toward

    def offset(self, offset: int) -> date:
        """Today, tomorrow, the day before yesterday."""
        return self.today + timedelta(offset)

    def weekday(self, weekday: int) -> date:
        """`fri`: today if today is a Friday, else the nearest Friday that way."""
        if self.toward > 0:
            return self.today + timedelta((weekday - self.today.weekday()) % 7)
        return self.today - timedelta((self.today.weekday() - weekday) % 7)

    def weekday_shifted(self, weekday: int, shift: int) -> date:
        """`next fri` is next week's, `coming fri` the first after today, `last fri` the last before."""
        if shift == THIS:
            return self.weekday(weekday)
        if shift == NEXT:
            return monday(self.today) + timedelta(7 + weekday)
        if shift == COMING:
            return self.today + timedelta((weekday - self.today.weekday() - 1) % 7 + 1)
        return self.today - timedelta((self.today.weekday() - weekday - 1) % 7 + 1)

    def weekday_of_week(self, weekday: int, shift: int, unit: int) -> date | None:
        """`monday next week`."""
        if UNITS[unit] != "week":
            return None
        return monday(self.today) + timedelta(7 * steps(shift) + weekday)

    def unit_shifted(self, shift: int, unit: int) -> date | None:
        """`next week` is its Monday, `next month` its 1st; `this week` is no day."""
        if shift == THIS or UNITS[unit] == "day":
            return None
        return shifted(first_of(self.today, unit), steps(shift), unit)

    def end(self, unit: int, shift: int = THIS) -> date | None:
        """`end of month`; never of a week, for in half of Europe those words mean the weekend."""
        if UNITS[unit] in {"day", "week"}:
            return None
        return last_of(shifted(first_of(self.today, unit), steps(shift), unit), unit)

    def edge(self, edge: int) -> date:
        """`eod`, `eom`; `end of the week` is its Friday, or the next one when that is over."""
        friday = monday(self.today) + timedelta(4)
        if edge == NEXT_FRIDAY:
            return friday + timedelta(7)
        if UNITS[edge] == "week":
            return friday if friday >= self.today else friday + timedelta(7)
        return last_of(self.today, edge)

    def end_of_month(self, month: int, year: int | None = None) -> date:
        """`end of november 2026`."""
        if year is None:
            year = self._year(month, 28)
        return self.calendar(month, days_in(year, month), year)

    def ahead(self, count: int, unit: int) -> date:
        """`in 2 weeks`."""
        return shifted(self.today, count, unit)

    def ago(self, count: int, unit: int) -> date:
        """`2 weeks ago`."""
        return shifted(self.today, -count, unit)

    def away(self, count: int, unit: int) -> date:
        """`2 weeks`, that way."""
        return shifted(self.today, self.toward * count, unit)

    def signed(self, signed: int, unit: int) -> date:
        """`+3d`, `-2w`."""
        return shifted(self.today, signed, unit)

    def calendar(
        self, month: int, day: int, year: int | None = None, weekday: int | None = None
    ) -> date:
        """`24 nov`, `fri 27 nov 2026`; without a year the nearest that way, today included."""
        if not 1 <= month <= len(MONTHS):
            raise ImpossibleDate(f"there is no month {month}")
        if year is None:
            year = self._year(month, day)
        if not date.min.year <= year <= date.max.year:
            raise ImpossibleDate(f"there is no year {year}")
        if not 1 <= day <= days_in(year, month):
            days = days_in(year, month)
            raise ImpossibleDate(f"{MONTHS[month - 1]} {year} has {days} days")
        found = date(year, month, day)
        if weekday is not None and found.weekday() != weekday:
            typed, real = WEEKDAYS[weekday], WEEKDAYS[found.weekday()]
            raise ImpossibleDate(f"{found} ({day} {MONTHS[month - 1]}) is a {real}, not a {typed}")
        return found

    def calendar_yy(self, month: int, day: int, yy: int, weekday: int | None = None) -> date:
        """`24 nov 26`: the year that ends so and lies nearest to today."""
        return self.calendar(month, day, self._full_year(yy), weekday)

    def ordinal(self, ordinal: int, weekday: int | None = None) -> date:
        """`the 24th`: of this month, or of the next one that way if that is over."""
        passed_by = (ordinal - self.today.day) * self.toward < 0
        month = shifted(self.today.replace(day=1), self.toward * passed_by, UNITS.index("month"))
        return self.calendar(month.month, ordinal, month.year, weekday)

    def dotted(self, dotted: int, weekday: int | None = None) -> date:
        """`bis zum 24.`, like `24th`."""
        return self.ordinal(dotted, weekday)

    def month(self, month: int, year: int | None = None) -> date:
        """`november 2026` is its 1st."""
        return self.calendar(month, 1, year)

    def numeric(self, numeric: tuple[int, ...], weekday: int | None = None) -> date:
        """Year, month, day as in `2026-11-24` and `24.11.2026`."""
        year, month, day = numeric
        return self.calendar(month, day, year, weekday)

    def day_month(self, day_month: tuple[int, ...], weekday: int | None = None) -> date:
        """Day, month and perhaps two digits of a year, as in `24/11` and `24.11.26`."""
        day, month, *yy = day_month
        return self.calendar(month, day, self._full_year(yy[0]) if yy else None, weekday)

    def fraction(self, fraction: tuple[int, ...], weekday: int | None = None) -> date:
        """`3/4`, like `03/04`."""
        return self.day_month(fraction, weekday)

    def year_month(self, year_month: tuple[int, ...]) -> date:
        """`2026-11` is its 1st."""
        year, month = year_month
        return self.calendar(month, 1, year)

    def iso_week(self, iso_week: tuple[int, ...]) -> date:
        """`2026-W48` is its Monday."""
        year, week = iso_week
        try:
            return date.fromisocalendar(year, week, 1)
        except ValueError:
            raise ImpossibleDate(f"the year {year} has no week {week}") from None

    def week_number(self, count: int, year: int | None = None) -> date:
        """`KW 48` is its Monday, the nearest that way, this week included."""
        if year is None:
            year, this_week, _ = self.today.isocalendar()
            if (count - this_week) * self.toward < 0:
                year += self.toward
        return self.iso_week((year, count))

    def _year(self, month: int, day: int) -> int:
        """The year in which that day is nearest that way."""
        today = (self.today.month, self.today.day)
        passed_by = (month, day) < today if self.toward > 0 else (month, day) > today
        return self.today.year + self.toward if passed_by else self.today.year

    def _full_year(self, yy: int) -> int:
        """The year that ends in these two digits and is less than fifty years away."""
        year = self.today.year - self.today.year % 100 + yy
        if year - self.today.year >= 50:  # noqa: PLR2004 - half a century
            return year - 100
        return year + 100 if self.today.year - year > 50 else year  # noqa: PLR2004 - the same


def shifted(day: date, count: int, unit: int) -> date:
    """`count` units later (earlier if negative); a day that a month lacks becomes its last.

    Raises `OverflowError` outside the years 1 to 9999.
    """
    name = UNITS[unit]
    if name in {"day", "week"}:
        return day + timedelta(_DAYS_IN[unit] * count)
    months = day.year * 12 + day.month - 1 + _MONTHS_IN[name] * count
    year, month = divmod(months, 12)
    if not date.min.year <= year <= date.max.year:
        raise OverflowError
    return date(year, month + 1, min(day.day, days_in(year, month + 1)))


def first_of(day: date, unit: int) -> date:
    """The first day of the week (a Monday), month, quarter or year of this day."""
    name = UNITS[unit]
    if name == "day":
        return day
    if name == "week":
        return monday(day)
    months = _MONTHS_IN[name]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def last_of(day: date, unit: int) -> date:
    """The last day of the week (a Sunday), month, quarter or year of this day."""
    name = UNITS[unit]
    if name == "day":
        return day
    if name == "week":
        return monday(day) + timedelta(6)
    month = first_of(day, unit).month + _MONTHS_IN[name] - 1
    return date(day.year, month, days_in(day.year, month))


def monday(day: date) -> date:
    """The Monday of the week of this day."""
    return day - timedelta(day.weekday())


def days_in(year: int, month: int) -> int:
    """How many days that month has."""
    leap = month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)  # noqa: PLR2004 - the Gregorian rule
    return _DAYS[month - 1] + leap


def steps(shift: int) -> int:
    """How many units a shift goes: `next` and `coming` are the same week or month."""
    return LAST if shift == LAST else int(shift != THIS)
