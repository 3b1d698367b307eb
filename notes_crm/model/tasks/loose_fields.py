"""Fields inside the description of a task line, which Obsidian Tasks does not read there and we do."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from textwrap import shorten
from typing import Final

from notes_crm.model.problem import Level
from notes_crm.model.tasks.fields import (
    DATES,
    KEYS,
    PRIORITIES,
    SIGNS,
    SPACES,
    VALUES,
    VARIATION,
    Form,
)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a person should know about a task line; `col` counts from 1."""

    col: int
    level: Level
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class LooseField:
    """A field inside a description: its value as Tasks would read it, and where it stands."""

    name: str
    value: str
    start: int
    end: int


def loose_fields(
    line: str, span: tuple[int, int], form: Form, taken: Iterable[str]
) -> tuple[list[LooseField], list[Finding]]:
    """Find the fields in the description `line[start:end]`, with a finding for each.

    The first of a name counts; one of a name in `taken`, which Tasks read already, stays text. So
    does everything in code and links, and an id with text behind it: `🆔 Bring passport` has none.
    """
    fields: list[LooseField] = []
    findings: list[Finding] = []
    names = set(taken)
    for found in _candidates(line, *span):
        if isinstance(found, Finding):
            findings.append(found)
        elif found.name in names:
            findings.append(finding("said-twice", line, found.start, line[found.start : found.end]))
        else:
            names.add(found.name)
            fields.append(found)
            typed = line[found.start : found.end]
            findings.append(finding(_why_not(typed, form), line, found.start, typed))
    return fields, findings


def finding(code: str, line: str, at: int, typed: str = "") -> Finding:
    """Build the finding of that code; `at` is a column from 0, -1 for a piece to be looked for."""
    level, message = _FINDINGS[code]
    col = (line.rfind(typed) if at < 0 else at) + 1
    return Finding(max(col, 1), level, code, message.format(shorten(typed, 60, placeholder=" …")))


def day_in_digits(text: str, at: int = 0) -> tuple[date, int] | None:
    """A whole day in digits that Tasks does not read, such as 2026-3-6 or 6.3.2026, and its end."""
    match = _DIGITS.match(text, at)
    if match is None:
        return None
    parts = [int(part) for part in re.split(r"\D", match[0])]
    try:
        return date(*(parts if parts[0] > parts[-1] else reversed(parts))), match.end()
    except ValueError:
        return None


_FINDINGS: Final[dict[str, tuple[Level, str]]] = {
    "text-behind-field": (
        "warn",
        "Tasks does not read {0} because text stands behind it; move it to the end of the line.",
    ),
    "bracket-field": (
        "hint",
        "Tasks does not read {0} in this vault; write it as an emoji field at the end of the line.",
    ),
    "emoji-field": (
        "hint",
        "Tasks does not read {0} in this vault; write it in brackets at the end of the line.",
    ),
    "odd-space": (
        "warn",
        "Tasks does not read {0} because of a special space in it; type an ordinary one.",
    ),
    "said-twice": ("hint", "{0} says again what the line says elsewhere; keep one of the two."),
    "unreadable-date": ("warn", "{0} holds no date; write it like 2026-03-06."),
    "loose-date": ("warn", "Tasks reads no date in {0}; write it like 2026-03-06."),
    "impossible-date": ("warn", "{0} is a day no calendar has; correct it."),
    "unreadable-repeat": (
        "warn",
        "Tasks does not understand all of {0}; write it like `every 2 weeks`, next to a real date.",
    ),
    "unreadable-completion": ("hint", "{0} means nothing; write 🏁 keep or 🏁 delete."),
    "cut-off": (
        "warn",
        "Tasks reads nothing of {0}, behind a line separator; type an ordinary space in its place.",
    ),
    "capital-x": ("hint", "Tasks takes [X] for open; write [x]."),
    "no-space": ("hint", "Obsidian shows no check box without a space behind it; add one."),
    "no-filter": ("hint", "Tasks is set to see only lines with {0} in them; add it."),
    "no-reason": ("hint", "A withdrawn promise needs its reason; add a bullet indented below it."),
}
"""Level and sentence by code; {0} is the piece as typed."""

_MARK = re.compile(
    rf"`+[^`]*`+|\[\[[^\[\]]*\]\]|(?P<sign>[{''.join(SIGNS)}])"
    rf"|(?P<open>[\[(]) *(?P<key>{'|'.join(KEYS)})::(?P<value>[^\[\]()]*)(?P<close>[\])])"
)
_BRACKETS: Final = {"[": "]", "(": ")"}
_VALUES: Final = {name: re.compile(pattern) for name, pattern in VALUES.items()}
_LOOKS_DATED = re.compile(r"[0-9]{1,4}[-./][0-9]{1,2}")
_DIGITS = re.compile(
    r"(?:\d{4}(?P<mark>[-/.])\d{1,2}(?P=mark)\d{1,2}|\d{1,2}\.\d{1,2}\.\d{4})(?![\w./-])"
)
"""A day with its year first, or last behind dots, which nobody puts behind a month."""
_WORD = re.compile(rf"[^{SPACES}{''.join(SIGNS)}]*")
_WHEN_DONE = re.compile(r" *when done\b", re.IGNORECASE)


def _candidates(line: str, start: int, end: int) -> Iterator[LooseField | Finding]:
    for match in _MARK.finditer(line, start, end):
        found = None
        if match["sign"]:
            found = _signed(line, match.start(), end)
        elif match["key"] and match["close"] == _BRACKETS[match["open"]]:
            found = _bracketed(line, match)
        if found is not None:
            yield found


def _signed(line: str, at: int, end: int) -> LooseField | Finding | None:
    name = SIGNS[line[at]]
    begin = at + 2 if line.startswith(VARIATION, at + 1, end) else at + 1
    if name == "priority":
        return LooseField(name, PRIORITIES[line[at]], at, begin)
    while begin < end and line[begin] in SPACES:
        begin += 1
    match = _VALUES[name].match(line, begin, end)
    if name in DATES:
        if match is None:
            return _no_date(line, at, begin, end)
        return _dated(name, match[0], line, at, match.end())
    return _said(name, line, at, match, end) if match else None


def _said(name: str, line: str, at: int, match: re.Match[str], end: int) -> LooseField | None:
    if name == "recurrence":
        return _recurring(line, at, match)
    if name == "on_completion":
        return _completing(match[0], at, match.end())
    behind = line[match.end() : end].lstrip(SPACES)[:1]
    alone = not behind or behind in SIGNS or behind in "#[("
    return LooseField(name, match[0].rstrip(" "), at, match.end()) if alone else None


def _bracketed(line: str, match: re.Match[str]) -> LooseField | Finding | None:
    name, value = KEYS[match["key"]], match["value"].strip(SPACES)
    at, end = match.span()
    if _VALUES[name].fullmatch(value) is None:
        code = "loose-date" if day_in_digits(value) else "unreadable-date"
        return finding(code, line, at, match[0]) if name in DATES else None
    if name in DATES:
        return _dated(name, value, line, at, end)
    if name == "recurrence":
        from notes_crm.model.tasks.recurrence import read_rule  # noqa: PLC0415 - few lines have one
        from notes_crm.model.tasks.recurrence_text import rule_text  # noqa: PLC0415

        rule = read_rule(value)
        return LooseField(name, rule_text(rule), at, end) if rule else None
    if name == "on_completion":
        return _completing(value, at, end)
    return LooseField(name, value, at, end)


def _completing(word: str, at: int, end: int) -> LooseField | None:
    known = word.lower() in {"keep", "delete"}
    return LooseField("on_completion", word.lower(), at, end) if known else None


def _dated(name: str, text: str, line: str, at: int, end: int) -> LooseField | Finding:
    try:
        date.fromisoformat(text)
    except ValueError:
        return finding("impossible-date", line, at, line[at:end])
    return LooseField(name, text, at, end)


def _no_date(line: str, at: int, begin: int, end: int) -> Finding | None:
    """Report an attempt at a date; a mere ✅ or ⏳ in a sentence is none, 📅 always is."""
    if SIGNS[line[at]] != "due" and not _LOOKS_DATED.match(line, begin, end):
        return None
    word = _WORD.match(line, begin, end)
    code = "loose-date" if day_in_digits(line, begin) else "unreadable-date"
    return finding(code, line, at, line[at : word.end() if word else begin])


def _recurring(line: str, at: int, words: re.Match[str]) -> LooseField | None:
    from notes_crm.model.tasks.recurrence import leading_rule  # noqa: PLC0415 - few lines have one
    from notes_crm.model.tasks.recurrence_text import rule_text  # noqa: PLC0415

    found = leading_rule(words[0])
    if found is None:
        return None
    rule, used = found
    end = words.start() + used
    when_done = _WHEN_DONE.match(line, end, words.end())
    text = rule_text(rule) + (" when done" if when_done else "")
    return LooseField("recurrence", text, at, when_done.end() if when_done else end)


def _why_not(typed: str, form: Form) -> str:
    """Say why Tasks does not read a field that is one."""
    if (typed[0] in _BRACKETS) != (form == "dataview"):
        return "bracket-field" if form == "emoji" else "emoji-field"
    odd = any(character in SPACES and character != " " for character in typed)
    return "odd-space" if odd else "text-behind-field"
