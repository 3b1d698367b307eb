"""What a person types to find notes, as a frozen tree: words, phrases and facts, joined.

`str(query)` is a line that reads back to the same query. The line itself is read by `line`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

TYPE_CHECKING = False  # importing typing would take longer than all the rest
if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

TASK = "task"
"""`within` of words that are looked for in task lines, below whatever heading."""

_PLAIN = re.compile(r"[^\s\"()\[\],<>=.-][^\s\"()\[\],]*")


@dataclass(frozen=True, slots=True)
class Word:
    """One word as typed; `within` is a canonical heading or TASK, `prefix` says it may go on."""

    text: str
    within: str | None = None
    prefix: bool = False

    def __str__(self) -> str:
        return f"{_place(self.within)}{self.text}{'*' * self.prefix}"


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand next to each other."""

    text: str
    within: str | None = None

    def __str__(self) -> str:
        return f'{_place(self.within)}"{self.text}"'


@dataclass(frozen=True, slots=True)
class Fact:
    """A key that holds one of these texts; also `has`, `is`, `path`, `title`, `tag`, `customer`."""

    key: str
    texts: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.key}:{','.join(_quoted(text) for text in self.texts)}"


@dataclass(frozen=True, slots=True)
class Range:
    """A key whose number or day lies between two, both included unless said; None is open."""

    key: str
    low: float | date | None
    high: float | date | None
    above: bool = False
    below: bool = False

    def __str__(self) -> str:
        low, high = _value(self.low), _value(self.high)
        if self.above or self.below:
            first = f"{self.key}:>{'' if self.above else '='}{low}" if low else ""
            last = f"{self.key}:<{'' if self.below else '='}{high}" if high else ""
            return " ".join(filter(None, (first, last)))
        return f"{self.key}:{low}" if low == high else f"{self.key}:{low}..{high}"


@dataclass(frozen=True, slots=True)
class Not:
    """Whatever the part does not find."""

    part: Query

    def __str__(self) -> str:
        joined = isinstance(self.part, And | Or | Not)
        return f"-({self.part})" if joined else f"-{self.part}"


@dataclass(frozen=True, slots=True)
class And:
    """Two parts and more, all of which must find a note."""

    parts: tuple[Query, ...]

    def __str__(self) -> str:
        return " ".join(f"({p})" if isinstance(p, And | Or) else str(p) for p in self.parts)


@dataclass(frozen=True, slots=True)
class Or:
    """Two parts and more, one of which must find a note."""

    parts: tuple[Query, ...]

    def __str__(self) -> str:
        return " OR ".join(f"({p})" if isinstance(p, And | Or) else str(p) for p in self.parts)


Query = Word | Phrase | Fact | Range | Not | And | Or
Wording = Word | Phrase


def wordings(query: Query) -> Iterator[Wording]:
    """The words and phrases that a note is wanted for, those ruled out left aside."""
    match query:
        case Word() | Phrase():
            yield query
        case And(parts) | Or(parts):
            for part in parts:
                yield from wordings(part)


def wanted_facts(query: Query) -> Iterator[Fact]:
    """The keys and texts that a note is wanted for, those ruled out left aside."""
    match query:
        case Fact():
            yield query
        case And(parts) | Or(parts):
            for part in parts:
                yield from wanted_facts(part)


def only_facts(query: Query) -> bool:
    """Whether no words are needed to answer it."""
    match query:
        case Word() | Phrase():
            return False
        case And(parts) | Or(parts):
            return all(map(only_facts, parts))
        case Not(part):
            return only_facts(part)
    return True


def _place(within: str | None) -> str:
    return f"{within.casefold().replace(' ', '-')}:" if within else ""


def _quoted(text: str) -> str:
    return text if _PLAIN.fullmatch(text) and ".." not in text else f'"{text}"'


def _value(value: float | date | None) -> str:
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return "" if value is None else value.isoformat()
