"""What a front-matter value means under its key: raw value and table to a typed value.

text: str as typed, or the known word of a choice · list, links, phones, emails, aliases, tags:
tuple of str · link: str · number, mood, minutes: float · checkbox: bool · date: date ·
datetime: datetime, or the date if no time stands there · time: time · interval, birthday: str.
What can't be read so is kept as the text that was typed, with a Problem.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from math import isfinite

from notes_crm.model.dates.dates import read_birthday, read_datetime, read_iso_date, read_time
from notes_crm.model.dates.durations import read_minutes
from notes_crm.model.dates.intervals import read_interval
from notes_crm.model.frontmatter.raw import Items, Raw, Scalar, tags_as_obsidian, texts
from notes_crm.model.markdown.inline import linked_names
from notes_crm.model.markdown.names import plain_names
from notes_crm.model.note import Value
from notes_crm.model.problem import Level, Problem
from notes_crm.model.schema import LISTS, MOODS, STATUS, WORD_SYNONYMS, Field, Group, Kind, fold

_LONGEST = 100
"""Characters; no number, date or length is longer, and to try would take long."""
_NO = frozenset({"false", "no", "off", "0", "", "~", "null"})
_YES_OR_NO: Mapping[str, bool] = {
    "true": True, "yes": True, "on": True, "1": True, "y": True, "x": True,
    "false": False, "no": False, "off": False, "0": False, "n": False,
}  # fmt: skip
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})", re.ASCII)
_PLAIN = re.compile(r"[+-]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][+-]?\d+)?", re.ASCII)
_AMOUNT = re.compile(
    r"""(?:[A-Z]{3}|[^\w\s.,+'’-])?\s*
        (?P<number>[+-]?\d[\d.,'’\s]*)(?:-+)?\s*
        (?:[A-Z]{3}|[^\w\s.,]|h|hrs?|hours?|years?|euros?|dollars?|pounds?)?""",
    re.VERBOSE | re.ASCII,
)
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:([,.'’ ])\d{3})(?:\1\d{3})*(?:(?!\1)[.,]\d+)?", re.ASCII)


def typed(
    field: Field, raw: Raw, group: Group, path: str
) -> tuple[Value | None, tuple[Problem, ...]]:
    """The value of a key, None if nothing stands there, and what is wrong with it."""
    words = texts(raw)
    if not words:
        return None, ()
    if field.kind == "tags":
        return _tags(raw, words, path)
    if field.kind in LISTS:
        names = linked_names if field.kind == "links" else plain_names
        return tuple(name for word in words for name in names(word)), ()
    if field.kind == "text":
        shown = (*plain_names(words[0]), *(n for word in words[1:] for n in plain_names(word)))
        return _chosen(field, ", ".join(shown), raw, group, path)
    return _single(field, words, raw, path)


def as_typed(raw: Raw) -> Value | None:
    """The value of a key that no table knows: its text, or its texts."""
    words = texts(raw)
    if isinstance(raw, Scalar) or not words:
        return words[0] if words else None
    return words


def is_private(raw: Raw) -> bool:
    """Whether `private` says yes; whatever is not plainly a no is a yes."""
    if isinstance(raw, Scalar):
        return raw.text.strip().casefold() not in _NO
    if isinstance(raw, Items):
        return any(is_private(value) for value in raw.values)
    return bool(raw.pairs)


def together(values: Iterable[Value]) -> Value:
    """What stands under one key several times, or under two words for it: all, or the last."""
    *before, last = values
    if not isinstance(last, tuple):
        return last
    every = (v for value in (*before, last) if isinstance(value, tuple) for v in value)
    return tuple(dict.fromkeys(every))


def _chosen(
    field: Field, text: str, raw: Raw, group: Group, path: str
) -> tuple[Value, tuple[Problem, ...]]:
    """A text, as the known word it stands for if the key has known words."""
    choices = STATUS.get(group, ()) if field.name == "status" else field.choices
    synonyms = WORD_SYNONYMS.get(field.name, {})
    folded = fold(text)
    meant = synonyms.get(folded, folded)
    if not choices:
        known = field.name != "status" and meant in synonyms.values()
        return (meant if known else text), ()
    for word in (folded, folded.replace(" ", "-").replace("_", "-"), meant):
        if word in choices:
            return word, ()
    message = f"{field.name} is usually one of {', '.join(choices)}"
    return text, (_problem(raw, path, "hint", "unknown-choice", message),)


def _single(
    field: Field, words: tuple[str, ...], raw: Raw, path: str
) -> tuple[Value, tuple[Problem, ...]]:
    problems: tuple[Problem, ...] = ()
    if len(words) > 1:
        message = f"{field.name} holds one value; only the first is read"
        problems = (_problem(raw, path, "warn", "several-values", message),)
    short = len(words[0]) <= _LONGEST or field.kind == "link"
    value = _READERS[field.kind](words[0]) if short else None
    if value is not None:
        return value, problems
    level, code, what = _WRONG[field.kind]
    return words[0], (*problems, _problem(raw, path, level, code, f"{field.name} {what}"))


def _tags(raw: Raw, words: tuple[str, ...], path: str) -> tuple[Value, tuple[Problem, ...]]:
    """Tags without their marks; a text is cut at its commas, or else at its blanks."""
    parts: list[str] = []
    for word in words:
        cuts = word.split(",") if "," in word or not isinstance(raw, Scalar) else word.split()
        parts += [part.strip().lstrip("#").strip() for part in cuts]
    tags = tuple(dict.fromkeys(filter(None, parts)))
    if tuple(dict.fromkeys(tag[1:] for tag in tags_as_obsidian(raw) or ())) == tags:
        return tags, ()
    message = "Obsidian reads these tags otherwise; write a list, one tag a line, without blanks"
    return tags, (_problem(raw, path, "hint", "tags-unlike-obsidian", message),)


def _number(text: str) -> float | None:
    """The number in `240`, `1,5`, `1.234,50`, `€ 1,200.00` or `240 EUR`; None is no number."""
    text = text.replace("\u00a0", " ").replace("\u202f", " ")
    amount = _AMOUNT.fullmatch(text)
    if _PLAIN.fullmatch(text):
        written = text
    elif amount is None:
        return None
    else:
        written = amount["number"].strip().rstrip(",.")
        grouped = _GROUPED.fullmatch(written)
        if grouped:
            written = written.replace(grouped[1], "")
        written = written.replace(",", ".")
    try:
        number = float(written)
    except ValueError:
        return None
    return number if isfinite(number) else None


def _day(text: str) -> date | None:
    day = read_iso_date(text)
    if day is None and (parts := _YEAR_FIRST.fullmatch(text)):
        day = read_iso_date(f"{parts[1]}-{parts[3]:0>2}-{parts[4]:0>2}")
    return day


def _moment(text: str) -> datetime | date | None:
    return read_datetime(text) or read_iso_date(text)


def _mood(text: str) -> float | None:
    number = _number(text)
    if number is None:
        number = MOODS.get(fold(text))
    return float(number) if number is not None and 1 <= number <= max(MOODS.values()) else None


def _problem(raw: Raw, path: str, level: Level, code: str, message: str) -> Problem:
    return Problem(path, raw.line, raw.col, level, code, message)


_READERS: Mapping[Kind, Callable[[str], Value | None]] = {
    "link": lambda text: linked_names(text)[0],
    "number": _number,
    "checkbox": lambda text: _YES_OR_NO.get(text.casefold()),
    "date": _day,
    "datetime": _moment,
    "time": read_time,
    "minutes": read_minutes,
    "interval": lambda text: text if read_interval(text) else None,
    "birthday": lambda text: text if read_birthday(text) else None,
    "mood": _mood,
}
_WRONG: Mapping[Kind, tuple[Level, str, str]] = {
    "number": ("warn", "not-a-number", "can't be read as a number; write it like 240 or 12.50"),
    "checkbox": ("warn", "not-yes-or-no", "is neither true nor false"),
    "date": ("warn", "not-a-date", "can't be read as a day; write it like 2026-03-02"),
    "datetime": ("warn", "not-a-time", "can't be read; write it like 2026-03-02T14:30"),
    "time": ("warn", "not-a-time", "can't be read as a time; write it like 14:30"),
    "minutes": ("warn", "not-a-length", "can't be read as a length; write it like 45 or 1h 30m"),
    "interval": ("warn", "not-an-interval", "can't be read; write it like 6 weeks or monthly"),
    "birthday": ("warn", "not-a-birthday", "can't be read; write it like 04-17 or 1980-04-17"),
    "mood": ("hint", "unknown-choice", "is 1 to 5, or a word like calm, anxious or happy"),
}
