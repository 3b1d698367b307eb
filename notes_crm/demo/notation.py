"""The short hand in which the example's stories are written, turned into notes for a given day.

A story is a string of blocks with an empty line between them. A block's first line says what
it is, then ` | key=value` follows as often as needed, also on lines of their own; a list has
`;` between its values. The rest is the body.

    profile                                     the customer's own note
    person NAME · equipment NAME                a note about one of theirs
    -23 09:20 visit Marco < Dana Okafor         an interaction: `>` we began, `<` they, `-` unsaid
    -8 case SLUG · -7 opportunity SLUG · -8 feedback
    -14 plain TITLE                             a note without front matter, as typed
    note FOLDER/NAME                            a note outside the customers

A day is `-23` or `+5`, counted in working days from today (260 to the year), or `tomorrow`.
Because nobody works at weekends, an order of days in a story is the same order in the notes.
In text, `{-23}` is that day as a date, `{-23 d}` as "9 June", `{-23 a}` as "Tuesday".

In a body, `Told> text` is a bullet below the heading Told, and `Promised> [ ] text 📅+2` a
task line, to which the day of the note is added as the day it was made. `[[Name]]` finds the
notes of the same customer by their short names.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from notes_crm.model.schema import FIELDS, LISTS

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

TEAM = {"Sam": "Sam Lee", "Anna": "Anna Kowalski", "Marco": "Marco Ruiz"}

_WEEKEND = 5
_FURTHEST = 3000
_CLOSED = frozenset({(1, 1), (12, 25), (12, 26)})

_DAY = r"[-+]\d+|tomorrow"
_NEXT_BLOCK = re.compile(rf"\n\n(?=(?:profile|person|equipment|note|{_DAY})\b)")
_HEAD = re.compile(rf"({_DAY}) (?:(\d\d):(\d\d) )?(\w+)(?: (.+))?")
_PARTIES = re.compile(r"(\w+)(?: ([<>-]) (.+))?")
_IN_TEXT = re.compile(rf"\{{({_DAY})(?: ([ad]))?\}}")
_TASK_DAY = re.compile(rf"([📅✅❌])({_DAY})")
_BULLET = re.compile(r"([A-Z][A-Za-z ]+)> (.*)")
_TASK = re.compile(r"(?:(\d+\.) )?(\[[ x/-]\] [^📅✅❌]*?)( [📅✅❌].*)?")
_LINK = re.compile(r"\[\[([^\]|]+)\]\]")
_PLAIN = re.compile(r"(?:\d+ )?[^\W\d_]([^:#\[\]{}]|:(?=\S)|(?<=\S)#)*(?<!:)|\+?\d+(?: \d+)+")
_NOT_TEXT = frozenset({"yes", "no", "true", "false", "on", "off", "null", "y", "n"})


class Calendar:
    """Working days counted from `today`: Monday to Friday without Christmas and New Year."""

    def __init__(self, today: date) -> None:
        self.tomorrow = today + timedelta(days=1)
        self._ahead = _working_days(today, 1, _FURTHEST)
        self._past = _working_days(today, -1, _FURTHEST)

    def day(self, written: str) -> date:
        """The day a story means: `-23`, `+5` or `tomorrow`."""
        if written == "tomorrow":
            return self.tomorrow
        n = int(written)
        return self._past[-n - 1] if n < 0 else self._ahead[n - 1]

    def filled(self, text: str) -> str:
        """A text with its days put in."""

        def shown(found: re.Match[str]) -> str:
            day = self.day(found[1])
            if found[2] == "a":
                return WEEKDAYS[day.weekday()]
            return f"{day.day} {MONTHS[day.month - 1]}" if found[2] == "d" else day.isoformat()

        text = _IN_TEXT.sub(shown, text)
        return _TASK_DAY.sub(lambda m: f"{m[1]} {self.day(m[2]).isoformat()}", text)


@dataclass(frozen=True, slots=True)
class _Block:
    """One note to be: where it goes, what its front matter says, and its body as written."""

    path: str
    short: str
    day: date | None
    keys: tuple[tuple[str, str], ...]
    body: tuple[str, ...]

    @property
    def stem(self) -> str:
        return self.path.rpartition("/")[2].removesuffix(".md")


def notes(customer: str, story: str, calendar: Calendar) -> dict[str, str]:
    """The notes of one story by their paths; `customer` is empty for those outside any."""
    blocks = [_block(customer, b, calendar) for b in _NEXT_BLOCK.split(story.strip())]
    links = {b.short: b.stem for b in blocks if b.short}
    return {b.path: _text(b, links, calendar) for b in blocks}


def _working_days(today: date, step: int, count: int) -> tuple[date, ...]:
    found: list[date] = []
    day = today
    while len(found) < count:
        day += timedelta(days=step)
        if day.weekday() < _WEEKEND and (day.month, day.day) not in _CLOSED:
            found.append(day)
    return tuple(found)


def _block(customer: str, written: str, calendar: Calendar) -> _Block:
    lines = written.split("\n")
    first, *fields = lines[0].split(" | ")
    more = 1
    while more < len(lines) and lines[more].startswith("| "):
        fields += lines[more][2:].split(" | ")
        more += 1
    keys = tuple((key, value) for key, _, value in (f.partition("=") for f in fields))
    body = tuple(lines[more:])
    folder = f"Customers/{customer}"
    word, _, name = first.partition(" ")
    if word == "profile":
        return _Block(f"{folder}/{customer}.md", "", None, (("type", "customer"), *keys), body)
    if word in ("person", "equipment"):
        path = f"{folder}/{name} ({customer}).md"
        return _Block(path, name, None, (("type", word), *keys), body)
    if word == "note":
        return _Block(f"{calendar.filled(name)}.md", "", None, keys, body)
    return _dated(customer, first, keys, body, calendar)


def _dated(
    customer: str,
    head: str,
    keys: tuple[tuple[str, str], ...],
    body: tuple[str, ...],
    calendar: Calendar,
) -> _Block:
    found = _HEAD.fullmatch(head)
    if not found:
        raise ValueError(f"{customer}: cannot read {head!r}")
    when, hour, minute, kind, rest = found.groups()
    day = calendar.day(when)
    start = f"Customers/{customer}/{day.isoformat()}"
    if kind == "plain":
        return _Block(f"{start} {rest}.md", "", day, (), body)
    front = (("type", kind), ("date", when))
    if kind in ("case", "opportunity"):
        return _Block(f"{start} {customer} {kind} {rest}.md", rest, day, (*front, *keys), body)
    clock = f" {hour}{minute}" if hour else ""
    time = (("time", f"{hour}:{minute}"),) if hour else ()
    path = f"{start}{clock} {customer} {kind}.md"
    return _Block(path, "", day, (*front, *time, *_parties(rest), *keys), body)


def _parties(written: str | None) -> Iterator[tuple[str, str]]:
    """Who of us, who of them, and who began."""
    if written is None:
        return
    found = _PARTIES.fullmatch(written)
    if not found or found[1] not in TEAM:
        raise ValueError(f"cannot read who was there: {written!r}")
    ours, arrow, theirs = found.groups()
    yield "by", TEAM[ours]
    if theirs:
        yield "people", theirs
    if arrow in ("<", ">"):
        yield "started_by", "them" if arrow == "<" else "us"


def _text(block: _Block, links: Mapping[str, str], calendar: Calendar) -> str:
    lines = [line for key, value in block.keys for line in _key(key, value, links, calendar)]
    front = ["---", *lines, "---"] if lines else []
    return "\n".join([*front, *_body(block, links, calendar)]) + "\n"


def _key(key: str, value: str, links: Mapping[str, str], calendar: Calendar) -> list[str]:
    """The YAML lines of one key: lists as blocks, links quoted, days as dates."""
    kind = FIELDS[key].kind
    if kind in LISTS:
        shown = [f"[[{links.get(v, v)}]]" if kind == "links" else v for v in value.split("; ")]
        return [f"{key}:", *(f"  - {_scalar(v)}" for v in shown)]
    if kind in ("number", "checkbox", "minutes") or (kind == "mood" and value.isdigit()):
        return [f"{key}: {value}"]
    if kind in ("date", "datetime"):
        day, _, clock = value.partition(" ")
        return [f"{key}: {calendar.day(day).isoformat()}{clock and f'T{clock}:00'}"]
    if kind == "link":
        value = f"[[{links.get(value, value)}]]"
    elif kind == "birthday" and value.startswith("+"):
        value = f"{calendar.day(value):%m-%d}"
    return [f"{key}: {_scalar(value)}"]


def _scalar(text: str) -> str:
    """A text that YAML reads as this very text, quoted only where it must be."""
    if _PLAIN.fullmatch(text) and text.casefold() not in _NOT_TEXT:
        return text
    return json.dumps(text, ensure_ascii=False)


def _body(block: _Block, links: Mapping[str, str], calendar: Calendar) -> Iterator[str]:
    heading = ""
    for line in block.body:
        found = _BULLET.fullmatch(line)
        if found and found[1] != heading:
            heading = found[1]
            yield f"## {heading}"
        text = _bullet(found[2], block.day) if found else line
        text = _LINK.sub(lambda m: f"[[{links[m[1]]}|{m[1]}]]" if m[1] in links else m[0], text)
        yield calendar.filled(text)


def _bullet(text: str, made: date | None) -> str:
    """A bullet; a task line gets the day it was made, before its other days."""
    found = _TASK.fullmatch(text)
    if not found:
        return f"- {text}"
    number, task, days = found.groups()
    created = f" ➕ {made.isoformat()}" if made else ""
    return f"{number or '-'} {task}{created}{days or ''}"
