"""Front-matter values as they are typed, and what YAML 1.2 and Obsidian make of them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from notes_crm.model.markdown.inline import is_tag

_INTEGER = re.compile(r"[-+]?[0-9]+$")
_BASED = re.compile(r"0(?:o([0-7]+)|x([0-9a-fA-F]+))$")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$")
_WORDS: Mapping[str, Any] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
    ".inf": float("inf"), ".Inf": float("inf"), ".INF": float("inf"),
    "+.inf": float("inf"), "+.Inf": float("inf"), "+.INF": float("inf"),
    "-.inf": float("-inf"), "-.Inf": float("-inf"), "-.INF": float("-inf"),
    ".nan": float("nan"), ".NaN": float("nan"), ".NAN": float("nan"),
}  # fmt: skip
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
_LINK = re.compile(r"!?\[\[([^\[\]|]+)(?:\|[^\[\]]*)?\]\]$")
LONGEST_INTEGER = 300
"""Digits; a longer number is infinite as a float, as JavaScript has it."""


class Scalar(NamedTuple):
    """One text; `plain` if typed without quotes, so that `12`, `true` or nothing may be meant.

    A tuple, for there are a dozen or two in every note, and a dataclass takes thrice the time.
    """

    text: str
    plain: bool
    line: int
    col: int

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed, or one of YAML's words for nothing."""
        return not self.text.strip() or (self.plain and self.text in _NOTHING)


@dataclass(frozen=True, slots=True)
class Items:
    """A list; `text` is how it stands there if it is written in brackets."""

    values: "tuple[Raw, ...]"
    text: str
    line: int
    col: int


@dataclass(frozen=True, slots=True)
class Pairs:
    """Keys with values inside a value; `text` is how they stand there if written in braces."""

    pairs: "tuple[tuple[Scalar, Raw], ...]"
    text: str
    line: int
    col: int


Raw = Scalar | Items | Pairs


def texts(raw: Raw) -> tuple[str, ...]:
    """Every text in a value, as typed; a link that lacks its quotes is one text."""
    if isinstance(raw, Scalar):
        return () if raw.is_empty else (raw.text.strip(),)
    if isinstance(raw, Pairs):
        return tuple(map(_pair_text, raw.pairs))
    if _LINK.match(raw.text):
        return (raw.text,)
    return tuple(text for value in raw.values for text in texts(value))


def as_obsidian(raw: Raw) -> Any:
    """The value with the meaning YAML 1.2 gives it: numbers, yes and no, nothing, lists, maps."""
    if isinstance(raw, Items):
        return [as_obsidian(value) for value in raw.values]
    if isinstance(raw, Pairs):
        return {key.text: as_obsidian(value) for key, value in raw.pairs}
    return _resolved(raw.text) if raw.plain else raw.text


def tags_as_obsidian(raw: Raw | None) -> list[str] | None:
    """The tags Obsidian reads under `tags`, with their `#`; None where it sees no tags at all.

    A text is a list of one, and what is no tag as a whole is left out: `a, b` is none.
    """
    value = as_obsidian(raw) if raw else None
    if value is None or value == "":
        return None
    values = value if isinstance(value, list) else [value]
    found = (
        "#" + str(v).strip().lstrip("#")
        for v in values
        if isinstance(v, str | int | float) and not isinstance(v, bool)
    )
    return [tag for tag in found if is_tag(tag)]


def links_as_obsidian(values: Iterable[Raw]) -> list[str]:
    """The targets of the texts that are a link and nothing else, as Obsidian finds them."""
    found = (_LINK.match(text) for value in values for text in _strings(as_obsidian(value)))
    return [link[1].strip() for link in found if link]


def _resolved(text: str) -> Any:
    if text in _WORDS:
        return _WORDS[text]
    if text[:1] not in "+-.0123456789":
        return text
    if _INTEGER.match(text):
        return int(text) if len(text) < LONGEST_INTEGER else float(text)
    if based := _BASED.match(text):
        return int(based[1], 8) if based[1] else int(based[2], 16)
    return float(text) if _FLOAT.match(text) else text


def _pair_text(pair: tuple[Scalar, Raw]) -> str:
    inner = ", ".join(texts(pair[1]))
    return f"{pair[0].text}: {inner}" if inner else pair[0].text


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _strings(inner)
