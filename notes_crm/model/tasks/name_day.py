"""The day in a file's name, on which Obsidian Tasks schedules tasks without a day where it is set to."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

NameDay = date | Literal["unsure"] | None
"""`unsure`: Tasks may read a day there, by a format that we don't know."""

_DASHED = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_BARE = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_TOKEN = re.compile(
    r"\[(?P<literal>[^\[\]\\]*)\]|(?P<token>([A-Za-z])\3*)|(?P<sign>[^A-Za-z\[\]\\])"
)
_TOKENS: Final = {
    "YYYY": ("year", r"(?P<year>[0-9]{4})"), "MM": ("month", r"(?P<month>[0-9]{2})"),
    "DD": ("day", r"(?P<day>[0-9]{2})"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class NameDays:
    """In which folders names count, all where none is named, and a further format of theirs."""

    folders: tuple[str, ...] = ()
    form: str = ""

    def of(self, path: str) -> NameDay:
        """The day that a note's name tells, as Tasks finds it."""
        if self.folders and not any(path.startswith(f"{folder}/") for folder in self.folders):
            return None
        name = path.rpartition("/")[2].rpartition(".")[0]
        if self.form:
            pattern = _pattern(self.form)
            if pattern is None:
                return "unsure"
            if (found := pattern.fullmatch(name)) and (
                day := _day(*found.group("year", "month", "day"))
            ):
                return day
        match = _DASHED.search(name) or _BARE.search(name)
        return _day(*match.groups()) if match else None


def _pattern(form: str) -> re.Pattern[str] | None:
    """A format of years, months and days in full digits as a pattern; None for any other."""
    at, parts, seen = 0, [], []
    while at < len(form):
        found = _TOKEN.match(form, at)
        if found is None:
            return None
        at = found.end()
        token = found["token"]
        if token is None:
            parts.append(re.escape(found["literal"] or found["sign"] or ""))
        elif token in _TOKENS:
            seen.append(_TOKENS[token][0])
            parts.append(_TOKENS[token][1])
        else:
            return None
    return re.compile("".join(parts)) if sorted(seen) == ["day", "month", "year"] else None


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
