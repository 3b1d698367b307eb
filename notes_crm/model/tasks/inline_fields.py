"""Inline fields of a line as Obsidian's Dataview finds them: `[key:: value]`, `(key:: value)`, `key:: value`.

Columns count characters from 0; `end` is behind the field.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import Final

from notes_crm.model.tasks.emoji import EMOJI
from notes_crm.model.tasks.fields import SPACES


@dataclass(frozen=True, slots=True)
class InlineField:
    """One field as typed; `wrapping` is its opening bracket, None for a field that fills the line."""

    key: str
    value: str
    start: int
    end: int
    wrapping: str | None

    @property
    def canonical(self) -> str:
        """The name Dataview queries know the field by: lower case, hyphens for spaces."""
        return canonical_key(self.key)


@dataclass(frozen=True, slots=True)
class InlineFields:
    """The bracket fields of a line from left to right, or else the one that fills the line."""

    inline: tuple[InlineField, ...] = ()
    full_line: InlineField | None = None


def inline_fields(line: str) -> InlineFields:
    """Find the fields of one line. Dataview asks for a full-line field only where no other is."""
    if "::" not in line:
        return InlineFields()
    fields = [found for brackets in ("[]", "()") for found in _bracket_fields(line, *brackets)]
    if fields:
        return InlineFields(inline=tuple(sorted(fields, key=lambda found: found.start)))
    return InlineFields(full_line=_full_line(line))


def canonical_key(key: str) -> str:
    """Write a key the way Dataview's queries do."""
    written = []
    at = 0
    while at < len(key):
        emoji = EMOJI.match(key, at)
        named = _in_name(key[at]) or key[at] == "-"
        if emoji and not (named and at and (_in_name(key[at - 1]) or key[at - 1] == "-")):
            written.append(emoji[0])
            at = emoji.end()
            continue
        if named:
            written.append(key[at].lower())
        elif key[at] in SPACES and not (at and key[at - 1] in SPACES):
            written.append("-")
        at += 1
    return "".join(written)


_BRACKET = re.compile(r"[\[\]()]")
_DECORATION: Final = "_*~`"  # Markdown that may close a key: `**Bold**::`


def _bracket_fields(line: str, opening: str, closing: str) -> list[InlineField]:
    ends = _Ends(line, opening, closing)
    fields = []
    separator = at = -1
    while (at := line.find(opening, at + 1)) >= 0:
        if separator <= at:
            separator = line.find("::", at + 1)
            if separator < 0:
                break
        if _BRACKET.search(line, at + 1, separator):
            continue
        end = ends.closing(separator + 2)
        if end is None:
            continue
        key = line[at + 1 : separator].strip(SPACES)
        value = line[separator + 2 : end].strip(SPACES)
        fields.append(InlineField(key, value, at, end + 1, opening))
        at = end
    return fields


class _Ends:
    """Where a value that begins at some column ends: at the first closing bracket too many.

    A backslash takes its meaning from the next character. Everything is found in one pass over
    the line, whatever the number of fields.
    """

    def __init__(self, line: str, opening: str, closing: str) -> None:
        self.columns: list[int] = []
        kinds: list[bool] = []
        for match in re.finditer(rf"\\.|[\{opening}\{closing}]", line, re.DOTALL):
            if len(match[0]) == 1:
                self.columns.append(match.start())
                kinds.append(match[0] == opening)
        # From right to left: a closing bracket ends a value here; an opening one has a partner,
        # and the value ends where one that begins behind the partner would.
        self.ends: list[int | None] = [None] * (len(kinds) + 1)
        for index in range(len(kinds) - 1, -1, -1):
            partner = self.ends[index + 1] if kinds[index] else index
            self.ends[index] = (
                partner if partner is None or not kinds[index] else self.ends[partner + 1]
            )

    def closing(self, column: int) -> int | None:
        """Return the column of the closing bracket for a value that begins at `column`."""
        index = self.ends[bisect_left(self.columns, column)]
        return None if index is None else self.columns[index]


def _full_line(line: str) -> InlineField | None:
    separator = line.find("::")
    key = _full_line_key(line[:separator].strip(SPACES))
    if key is None:
        return None
    return InlineField(key, line[separator + 2 :].strip(SPACES), 0, len(line), None)


def _full_line_key(text: str) -> str | None:
    """Leave out what stands before the first letter (list marker, asterisks) and closes the key.

    None if anything else than letters, digits, spaces, `/`, `-`, `_` and emoji stands in between.
    """
    start = 0
    while start < len(text) and not _in_name(text[start]):
        start += 1
    end = start
    while end < len(text):
        emoji = EMOJI.match(text, end)
        in_run = _in_run(text[end]) and end > start and _in_run(text[end - 1])
        if emoji and not in_run and max(emoji[0]) <= "\uffff":
            end = emoji.end()  # Dataview knows the older emoji alone here, those of 16 bits
        elif _in_run(text[end]):
            end += 1
        else:
            break
    return None if text[end:].strip(_DECORATION) else text[start:end]


def _in_run(character: str) -> bool:
    return _in_name(character) or character in SPACES or character in "/-"


def _in_name(character: str) -> bool:
    return character.isalpha() or character == "_" or "0" <= character <= "9"
