"""Values to what a terminal shows: plain lines that fit its width, and nothing that could drive it."""

import re
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, is_dataclass
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

# C0 and C1 controls, and the marks that reorder or hide text
_UNSAFE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]"
)

BOLD, DIM, RED, GREEN, YELLOW, REVERSE = "1", "2", "31", "32", "33", "7"


def safe(text: str) -> str:
    """Text that can't drive a terminal: control characters and escapes become visible marks."""
    return (
        _UNSAFE.sub(_visible, text.replace("\t", " ")).encode("utf-8", "backslashreplace").decode()
    )


def one_line(text: str) -> str:
    """Safe text on one line."""
    return safe(" ".join(text.split("\n")))


def paint(text: str, *styles: str, colour: bool) -> str:
    """Text in a style, where colours are wanted."""
    if not colour or not styles or not text:
        return text
    return f"\x1b[{';'.join(styles)}m{text}\x1b[0m"


def width_of(text: str) -> int:
    """How many cells a text takes: wide East Asian letters take two, combining marks none."""
    if text.isascii():
        return len(text)
    return sum(_cells(c) for c in text)


def fit(text: str, width: int) -> str:
    """Text cut to a width, with an ellipsis where something is missing."""
    if width_of(text) <= width:
        return text
    kept, used = [], 0
    for c in text:
        used += _cells(c)
        if used > width - 1:
            break
        kept.append(c)
    return "".join(kept).rstrip() + "…"


def pad(text: str, width: int) -> str:
    """Text cut or filled to exactly a width."""
    cut = fit(text, width)
    return cut + " " * (width - width_of(cut))


def wrap(text: str, width: int, *, indent: str = "", lines: int = 0) -> list[str]:
    """Text in lines of a width; at most so many where a number is given.

    A word that is wider is parted, as all text is that is written without blanks.
    """
    done: list[str] = []
    now = ""
    for word in text.split():
        rest = word
        if now and width_of(now) + 1 + width_of(rest) > width:
            start, rest = _parted(rest, width, width - width_of(now) - 1)
            done.append(f"{now} {start}" if start else now)
            now = ""
        while width_of(rest) > width:
            piece, rest = _cut(rest, width)
            done.append(piece)
        now = f"{now} {rest}" if now else rest
    if now:
        done.append(now)
    if lines and len(done) > lines:
        done = [*done[: lines - 1], fit(f"{done[lines - 1]} …", width)]
    return [indent + line for line in done]


def _parted(word: str, width: int, room: int) -> tuple[str, str]:
    """What of a word still goes into a line with so much room, and the rest of it."""
    if width_of(word) <= width or room < max(2, width // 4) or width_of(word[0]) == 1:
        return "", word
    return _cut(word, room)


def _cut(text: str, width: int) -> tuple[str, str]:
    """As much of a text as fits, one character at least, and the rest; no sentence mark begins it."""
    used, at = _cells(text[0]), 1
    while at < len(text) and used + _cells(text[at]) <= width:
        used += _cells(text[at])
        at += 1
    while 1 < at < len(text) and text[at] in _NO_START:
        at -= 1
    return text[:at], text[at:]


_NO_START = frozenset("、。，．・：；？！」』）】〉》ーっゃゅょッャュョ々…,.;:!?)")
"""What begins no line in Japanese and Chinese."""


def columns(rows: Sequence[Sequence[str]], width: int, *, give: int) -> list[str]:
    """Rows as aligned columns; the column `give` takes what is left and is cut to it."""
    if not rows:
        return []
    count = max(len(row) for row in rows)
    widths = [
        max((width_of(row[i]) for row in rows if i < len(row)), default=0) for i in range(count)
    ]
    taken = sum(w for i, w in enumerate(widths) if i != give) + 2 * (count - 1)
    widths[give] = max(8, min(widths[give], width - taken))
    return ["  ".join(pad(cell, widths[i]) for i, cell in enumerate(row)).rstrip() for row in rows]


def emit(lines: Iterable[str]) -> None:
    """Print lines."""
    sys.stdout.write("".join(f"{line}\n" for line in lines))


def emit_as_it_is(text: str) -> None:
    """Print text for a program that needs every character of it; a terminal may be driven by it."""
    sys.stdout.write(text)


def emit_json(value: object) -> None:
    """Print a value as JSON, one document; dates are ISO text."""
    import json  # noqa: PLC0415 - only for scripts

    sys.stdout.write(json.dumps(_plain(value), ensure_ascii=False, indent=2) + "\n")


def when(day: date, today: date) -> str:
    """How far away a day is, in words."""
    days = (day - today).days
    if days in _NEAR:
        return _NEAR[days]
    span = _span(abs(days))
    return f"in {span}" if days > 0 else f"{span} ago"


def late(days: int) -> str:
    """How late something is."""
    return f"{days} day{'s' * (days != 1)} late"


_NEAR = {-1: "yesterday", 0: "today", 1: "tomorrow"}


def _span(days: int) -> str:
    for size, name in ((730, "years"), (61, "months"), (21, "weeks")):
        if days >= size:
            count = round(days / {"years": 365.25, "months": 30.44, "weeks": 7}[name])
            return f"{count} {name}"
    return f"{days} days"


@lru_cache(maxsize=4096)
def _cells(c: str) -> int:
    if unicodedata.combining(c) or unicodedata.category(c) in ("Cf", "Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(c) in "WF" else 1


def _visible(found: re.Match[str]) -> str:
    code = ord(found.group())
    if code < 0x20:  # noqa: PLR2004 - the C0 controls have pictures of their own
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"\\u{code:04x}"  # noqa: PLR2004 - delete has one too


def _plain(value: Any) -> Any:  # noqa: PLR0911 - one line a type
    """A value in JSON's own types: rows with field names are objects."""
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return _plain(asdict(value))
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return _plain(value._asdict())
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, frozenset | set):
        return sorted(map(_plain, value))
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value if isinstance(value, str | int | float | bool | None) else str(value)
