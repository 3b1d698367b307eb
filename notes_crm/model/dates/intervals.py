"""How often something is due, as a note says it in any language, and the day one interval later."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, cast

from notes_crm.model.dates.grammar import meanings, spellings, tokens
from notes_crm.model.dates.rules import shifted
from notes_crm.model.dates.vocabulary import RHYTHMS, UNITS, Lexicon, lexicon, vocabulary

Unit = Literal["day", "week", "month", "quarter", "year"]

_DAY = UNITS.index("day")


@dataclass(frozen=True, slots=True)
class Interval:
    """How often something is due; `str()` is `6 weeks`, as a note has it."""

    count: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.count < 1:
            raise ValueError(f"an interval of {self.count} never comes round")

    @classmethod
    def of(cls, count: int, unit: int) -> "Interval":
        """So many of a unit, which is an index of UNITS."""
        return cls(count, cast("Unit", UNITS[unit]))

    def after(self, day: date) -> date:
        """The day one interval later: the 31st becomes a shorter month's last day.

        The last day there is, where that lies beyond the year 9999.
        """
        try:
            return shifted(day, self.count, UNITS.index(self.unit))
        except OverflowError:
            return date.max

    def __str__(self) -> str:
        return f"{self.count} {self.unit}{'s' * (self.count != 1)}"


def read_interval(text: str) -> Interval | None:
    """`6 weeks`, `every 2 weeks`, `monthly`, `3 months`, `90` (days), `6w`, `halbjährlich`; else None.

    In any of the languages of the vocabulary, for a note may be anybody's. `biweekly` and
    `bimonthly` are None: half of those who write them mean twice, the others every other one.
    """
    phrase = [token for word in text.split() for token in tokens(word)]
    if len(phrase) == 2 and phrase[1] == "m":  # noqa: PLR2004 - `3m`: no minutes here, so months
        phrase[1] = "months"
    # English first: most is written so, and all the words of all the languages take time to gather
    return interval_in(phrase, lexicon(("en",), short=True)) or interval_in(phrase, vocabulary())


def interval_in(phrase: Sequence[str], words: Lexicon) -> Interval | None:
    """What these tokens say in these words."""
    known = meanings(phrase, words)
    for kinds, values in spellings(known, _KINDS, longest=len(("every", "other", "week"))):
        interval = _interval(kinds, [value for value, _ in values])
        if interval and (kinds != ("count",) or phrase[0].isdigit()):
            return interval
    return None


_KINDS = frozenset({"every", "nth", "count", "day", "unit", "rhythm"})


def _interval(kinds: tuple[str, ...], values: Sequence[Any]) -> Interval | None:
    """What these kinds of words say together: `every 2 weeks`, `monthly`, `90`, `6-monthly`, `quarter`."""
    every = kinds[:1] == ("every",)
    spoken, values = kinds[every:], values[every:]
    count, unit = 1, _DAY
    if spoken == ("rhythm",):
        count, unit = RHYTHMS[values[0]]
    elif spoken == ("count", "rhythm") and RHYTHMS[values[1]][0] == 1:
        count, unit = values[0], RHYTHMS[values[1]][1]
    elif spoken == ("count",) and not every:
        count = values[0]
    elif spoken == ("unit",):
        unit = values[0]
    elif spoken == ("count", "unit") or (every and spoken in {("nth", "unit"), ("day", "unit")}):
        count, unit = values
    else:
        return None
    return Interval.of(count, unit) if count else None
