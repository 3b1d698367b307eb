"""Words ⇄ dates and times: the exact ones of notes and file names, and what a person types."""

from __future__ import annotations

from datetime import date, datetime, time

from notes_crm.errors import BadDate
from notes_crm.model.dates.cut import cut
from notes_crm.model.dates.fallback import ask_dateparser
from notes_crm.model.dates.grammar import DIGITS, readings, tokens
from notes_crm.model.dates.rules import ImpossibleDate, When, days_in
from notes_crm.model.dates.vocabulary import lexicons

TYPE_CHECKING = False  # importing typing would take longer than all the rest
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal

    Prefer = Literal["future", "past"]

EXAMPLES = "fri, tomorrow, 2 weeks, 24 Nov or 2026-11-24"

_DATE = len("2026-03-02")
_COMPACT_DATE = len("20260302")
_COMPACT_YEARS = range(1900, 2100)  # other digits at the start of a file name are some number
_LEAP_YEAR = 2000
_SHOWN = 40  # characters of the typed words that an error repeats


def read_iso_date(text: str) -> date | None:
    """The day of `2026-03-02` or `2026-03-02T14:30[:05][Z|+01:00]` (a blank may stand for the T).

    Strict, for notes: no blanks around it, no other form, None for a day that there is not.
    """
    if len(text) != _DATE:
        moment = read_datetime(text)
        return moment and moment.date()
    if text[4] != "-" or text[7] != "-":
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def read_datetime(text: str) -> datetime | None:
    """`2026-03-02T14:30`, with seconds and a zone if they are written; naive without a zone.

    A date alone is None: a midnight nobody wrote would make a wrong reply time.
    """
    if text[_DATE : _DATE + 1] not in ("T", "t", " ") or text[13:14] != ":" or text[11:13] == "24":
        return None
    if read_iso_date(text[:_DATE]) is None:
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def read_time(text: str) -> time | None:
    """`14:30`, `9:05`, `14:30:05`, `1430`, `14.30`, `14h30`, `14h`, `2 pm`, `2:30 p.m.`, `14 Uhr`."""
    clock = text.strip().lower().replace("p.m.", "pm").replace("a.m.", "am")
    half = clock[-2:] if clock.endswith(("am", "pm")) else ""
    clock = clock.removesuffix(half).rstrip()
    whole_hours = bool(half) or clock.endswith(("uhr", "h"))
    clock = clock.removesuffix("uhr").rstrip()
    for mark in ":h.":
        if mark in clock:
            hour, *rest = clock.removesuffix("h").split(mark)
            break
    else:
        hour, rest = clock, []
        if len(clock) in (len("1430"), len("143005")):
            hour, rest = clock[:2], [clock[at : at + 2] for at in range(2, len(clock), 2)]
        elif not whole_hours:
            return None
    return _time(hour.strip(), rest, half)


def read_birthday(text: str) -> tuple[int, int, int | None] | None:
    """Month, day and the year if it is known: `04-17`, `--04-17`, `1980-04-17`."""
    text = text.strip()
    born = read_iso_date(text)
    if born:
        return born.month, born.day, born.year
    month, mark, day = text.removeprefix("--").partition("-")
    if not mark or not _digits(month, 2) or not _digits(day, 2) or not 1 <= int(month) <= 12:  # noqa: PLR2004 - months
        return None
    if not 1 <= int(day) <= days_in(_LEAP_YEAR, int(month)):
        return None
    return int(month), int(day), None


def date_in_name(stem: str) -> tuple[date, time | None] | None:
    """The day in a file's name without its extension, and the time if one follows it.

    `2026-03-02 1430 Acme Pumps visit`, `2026-03-02T143005`, `2026-03-02_14-30`, `20260302 1430`,
    `202603021430`; with dashes also further on: `Visit 2026-03-02`. The first one counts. A date
    that touches other digits, or a letter before it, is part of a number: `AB-2026-03-021`.
    """
    start = len(stem) - len(stem.lstrip())
    stem = stem[start:]
    digits = len(stem) - len(stem.lstrip(DIGITS))
    if digits in (_COMPACT_DATE, _COMPACT_DATE + 4, _COMPACT_DATE + 6):
        year, month, day = stem[:4], stem[4:6], stem[6:_COMPACT_DATE]
        found = read_iso_date(f"{year}-{month}-{day}")
        clock = stem[_COMPACT_DATE:] if digits == _COMPACT_DATE else f" {stem[_COMPACT_DATE:]}"
        at = _time_after(clock)
        if found and found.year in _COMPACT_YEARS and (at or not clock[:1].isalnum()):
            return found, at
    dash = stem.find("-", 4)
    while dash != -1:
        found = read_iso_date(stem[dash - 4 : dash + 6])
        if found and _stands_alone(stem, dash - 4, dash + 6):
            return found, _time_after(stem[dash + 6 :])
        dash = stem.find("-", dash + 1)
    return None


def parse_date(
    words: str,
    today: date,
    *,
    languages: Sequence[str] = ("en",),
    day_first: bool = True,
    prefer: Prefer = "future",
) -> date:
    """The day a person means by the words they typed; `BadDate` says what is wrong with them.

    Words are read in English, German, French, Spanish, Italian, Dutch, Portuguese and Polish whatever
    `languages` says; it adds abbreviations, settles what means two things, and names the further
    languages that are looked up when all else fails. The week begins on Monday. `prefer` says
    where a date without a year or direction lies; today always counts as both.

    - `fri`: today if it is one, else the next (with "past" the last) Friday; `by fri` the same.
    - `next fri`: next week's; `coming fri`, `vendredi prochain`: the first after today;
      `last fri`: the last before today; `monday next week`.
    - `next week`: its Monday; `next month`, `2026-12`, `december`: the 1st. `this week` is no date.
    - `in 2 weeks`, `2w`, `+3d`, `2 weeks ago`; `2 weeks` as `prefer` says. A month from the 31st
      ends on the last day of a shorter month.
    - `eom`, `end of next month`, `end of november`; `end of the week` is its Friday; `eod` is today.
    - `24 Nov`, `the 24th` (of this month or the next), `Nov 24 2026`, `24.11.`, `24/11` (`11/24` unless `day_first`), `fri 27 nov`,
      `24.11.26` (the nearest year that ends so), `2026-W48` and `KW 48` (the Monday).

    Nothing is bent: 31 February, or a Friday that is a Tuesday, is a `BadDate`.
    """
    try:
        found = find_date(words, _when(today, prefer), tuple(languages), day_first=day_first)
    except ImpossibleDate as impossible:
        raise BadDate(regret(words, impossible.reason)) from None
    if found is None:
        raise BadDate(regret(words))
    return found


def read_words(
    words: str,
    today: date,
    *,
    languages: Sequence[str] = ("en",),
    day_first: bool = True,
    prefer: Prefer = "future",
) -> date | None:
    """`parse_date`, with None where that raises."""
    try:
        return find_date(words, _when(today, prefer), tuple(languages), day_first=day_first)
    except ImpossibleDate:
        return None


def split_when(
    words: str,
    today: date,
    *,
    languages: Sequence[str] = ("en",),
    day_first: bool = True,
    prefer: Prefer = "future",
) -> tuple[str, date | None]:
    """Without their when-phrase, and its day: "send kit by fri" → "send kit", Friday; else as they are, and None.

    Taken is one phrase at the end: a deadline (`by`, `until`, `before`, `bis`, `avant` … all mean
    that very day), a date behind `on`, `for`, `am` …, `in 2 weeks`, or a date that stands there
    unmistakably: `2026-12-01`, `tomorrow`, a weekday in full, `next week`, `24 November`, `eom`.
    Else one at the beginning, if it is led to so, is a date in digits, or ends in `:` or `,`.
    A year-less day on the other side of today than `prefer` is none ("as they said yesterday"),
    nor is one that belongs to other words ("from Monday to Friday", "every Friday", "2 weeks").
    A phrase that surely means a day that there is not ("by 31 feb") raises `BadDate`.
    """
    try:
        return cut(words, _when(today, prefer), languages=tuple(languages), day_first=day_first)
    except ImpossibleDate as impossible:
        raise BadDate(regret(impossible.phrase, impossible.reason)) from None


def find_date(
    words: str, when: When, languages: tuple[str, ...], *, day_first: bool
) -> date | None:
    """`parse_date` for those who word the refusal themselves: None, or `ImpossibleDate` with its reason."""
    exact = read_iso_date(words.strip())
    if exact:
        return exact
    phrase = [token for word in words.split() for token in tokens(word)]
    impossible = None
    known = lexicons(languages)
    for reading, _ in readings(phrase, known, day_first=day_first):
        try:
            found = reading.day(when)
        except ImpossibleDate as none_such:
            impossible = impossible or none_such
        else:
            if found:
                return found
    if impossible:
        raise impossible
    if not any(token.isalpha() and token not in known[0] for token in phrase):
        return None  # we know every word, so nobody else should make a date of them
    return ask_dateparser(words, when, languages=languages, day_first=day_first)


def regret(words: str, reason: str = "", *, what: str = "date", examples: str = EXAMPLES) -> str:
    """The sentence of a `BadDate`: what was typed, why it will not do, and what would."""
    shown = "".join(letter if letter.isprintable() else "?" for letter in " ".join(words.split()))
    if len(shown) > _SHOWN:
        shown = shown[:_SHOWN] + "…"
    why = f"no {what}: {reason}" if reason else f"no {what} that can be read"
    return f'"{shown}" is {why}; write for example {examples}.'


def _when(today: date, prefer: Prefer) -> When:
    return When(today, 1 if prefer == "future" else -1)


def _time(hour: str, rest: list[str], half: str) -> time | None:
    """Hours with minutes and seconds, if any (an empty one is none), and `am` or `pm`."""
    rest = rest if rest != [""] else []
    if not (_digits(hour, 1) or _digits(hour, 2)) or not all(_digits(part, 2) for part in rest):
        return None
    hours = int(hour)
    if half:
        if not 1 <= hours <= 12:  # noqa: PLR2004 - the hours of half a day
            return None
        hours = hours % 12 + (12 if half == "pm" else 0)
    minutes, seconds, *more = [*map(int, rest), 0, 0][: max(2, len(rest))]
    try:
        return None if more else time(hours, minutes, seconds)
    except ValueError:  # no such hour or minute
        return None


def _time_after(rest: str) -> time | None:
    """The time behind a date in a file's name: one mark, `1430` or `14-30` with or without seconds."""
    if rest[:1] not in (" ", "T", "t", "_", "-"):
        return None
    digits = len(rest) - 1 - len(rest[1:].lstrip(DIGITS))
    end = 1 + digits
    clock = rest[1:end]
    if digits == len("14") and rest[end : end + 1] in ("-", ".", ":", "h"):
        mark = rest[end]
        while rest[end : end + 1] == mark and _digits(rest[end + 1 : end + 3], 2):
            clock += rest[end + 1 : end + 3]
            end += 3
    # 1200W is a motor and 1430-22 a part.
    behind = rest[end : end + 2]
    if behind[:1].isalnum() or (behind[:1] in ("-", ".", "/") and behind[1:].isdigit()):
        return None
    return read_time(clock)


def _stands_alone(stem: str, start: int, end: int) -> bool:
    """Whether a date there is a whole one, and no slice of a longer number."""
    before, after = stem[max(0, start - 2) : start], stem[end : end + 2]
    if after[:1].isdigit() or before[-1:].isalnum():
        return False
    if start == 0:
        return True
    numbered = after[:1] == "-" and after[1:].isdigit() and _time_after(stem[end:]) is None
    return not numbered and not (before[-1:] in ("-", ".", "/") and before[:1].isdigit())


def _digits(text: str, width: int) -> bool:
    return len(text) == width and text.isascii() and text.isdigit()
