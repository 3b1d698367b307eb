"""How somebody wants to be reminded, as their own settings say it: by what, when, and how often."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any, NoReturn

from notes_crm.errors import BadSettings

WAYS = ("desktop", "command", "push")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
EVERY = 10
"""Minutes between two rounds of telling, unless the settings say otherwise."""
DAY = 24 * 60
_KEYS = ("with", "command", "urls", "quiet", "days", "every")
_SPAN = re.compile(r"(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})")


@dataclass(frozen=True, slots=True)
class Reminding:
    """What stands below [remind]; `by` is set where `crm watch` is to remind, too.

    `urls` hold passwords and are never shown. `days` are numbers, 0 for Monday; nothing is told on
    the others, nor from the first to the second time of `quiet`.
    """

    by: str | None = None
    command: tuple[str, ...] = ()
    urls: tuple[str, ...] = field(default=(), repr=False)
    quiet: tuple[time, time] | None = None
    days: frozenset[int] = frozenset(range(len(DAYS)))
    every: int = EVERY

    @property
    def way(self) -> str:
        """By what alerts are told: as it is said, else by what is set up, else on the desktop."""
        return self.by or ("command" if self.command else "push" if self.urls else "desktop")

    def quiet_until(self, now: datetime) -> datetime | None:
        """When something may be told again; None where it may now."""
        moment = now
        while until := self._silence_at(moment):
            moment = until
        return moment if moment != now else None

    def _silence_at(self, now: datetime) -> datetime | None:
        """The end of the silence that this moment lies in, as far as one rule knows it."""
        midnight = datetime.combine(now.date(), time())
        if now.weekday() not in self.days:
            return midnight + timedelta(days=1)
        if self.quiet is None:
            return None
        first, last = self.quiet
        clock = now.time()
        if first <= clock < last or (last < first and clock < last):
            return datetime.combine(now.date(), last)
        if last < first <= clock:
            return datetime.combine(now.date() + timedelta(days=1), last)
        return None


def read_reminding(table: object, where: str) -> Reminding:
    """The table [remind] of a settings file; BadSettings names the file and the key."""
    return _Reader(table, where).read()


class _Reader:
    """Values out of the table, with errors that say what is wrong; never what an address is."""

    def __init__(self, table: object, where: str) -> None:
        self._where = where
        if not isinstance(table, Mapping):
            self._fail("[remind] must be a table")
        self._table: Mapping[str, Any] = table

    def read(self) -> Reminding:
        for name in self._table:
            if name not in _KEYS:
                self._fail(f"there is no {name} in [remind]; its keys are {', '.join(_KEYS)}")
        by = self._table.get("with")
        if by is not None and by not in WAYS:
            self._fail(f"with in [remind] is one of {', '.join(WAYS)}")
        return Reminding(
            by, self._texts("command"), self._texts("urls"), self._quiet(), self._days(),
            self._every(),
        )  # fmt: skip

    def _texts(self, key: str) -> tuple[str, ...]:
        value = self._table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(v, str) and v for v in value):
            self._fail(f'{key} in [remind] must be a list of texts, as in ["one", "two"]')
        if any("\0" in v for v in value):
            self._fail(f"{key} in [remind] holds a character that no text has")
        return tuple(value)

    def _quiet(self) -> tuple[time, time] | None:
        value = self._table.get("quiet", "")
        if value == "":
            return None
        found = _SPAN.fullmatch(value.strip()) if isinstance(value, str) else None
        hours = [int(part) for part in found.groups()] if found else [24] * 4
        if max(hours[::2]) > 23 or max(hours[1::2]) > 59 or hours[:2] == hours[2:]:  # noqa: PLR2004 - a clock
            self._fail('quiet in [remind] must be two times, as in "18:00-08:00"')
        return time(hours[0], hours[1]), time(hours[2], hours[3])

    def _days(self) -> frozenset[int]:
        value = self._table.get("days", "mon-sun")
        words = value.split(",") if isinstance(value, str) else value
        days: set[int] = set()
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            words = [""]
        for word in words:
            first, dash, last = (part.strip().casefold()[:3] for part in word.partition("-"))
            if first not in DAYS or (dash and last not in DAYS):
                self._fail('days in [remind] must be days, as in "mon-fri" or ["mon", "wed"]')
            start = DAYS.index(first)
            length = (DAYS.index(last) - start) % len(DAYS) if dash else 0
            days |= {(start + n) % len(DAYS) for n in range(length + 1)}
        if not days:
            self._fail("days in [remind] must name a day at least")
        return frozenset(days)

    def _every(self) -> int:
        value = self._table.get("every", EVERY)
        if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= DAY:
            self._fail(f"every in [remind] must be minutes, from 1 to {DAY}")
        return value

    def _fail(self, reason: str) -> NoReturn:
        raise BadSettings(f"{self._where}: {reason}; mend that line and try again.")
