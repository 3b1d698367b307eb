"""The query line to a `Query`: words, quotes, brackets, OR, minus, star and `field:value`.

Words are AND, and AND binds tighter than OR. What can't be read is a BadQuery that marks the
place; length and nesting are bounded, since a line may come from anywhere.
"""

from __future__ import annotations

import re
from unicodedata import combining, east_asian_width

from notes_crm.errors import BadQuery
from notes_crm.model.query.fields import Fields, Unreadable
from notes_crm.model.query.query import And, Fact, Not, Or, Phrase, Query, Word

TYPE_CHECKING = False  # importing typing would take longer than all the rest
if TYPE_CHECKING:
    from collections.abc import Callable

MAX_WORDS = 500
"""Words of a query, those of its phrases and the parts of `a.b.c` counted one by one."""
MAX_FACTS = 100
"""Values behind the names of fields, those that stand between commas counted one by one."""
MAX_LENGTH = 50_000
MAX_DEPTH = 100
_SHOWN = 70
"""Characters of a long line that are shown around the place."""

_NAME = re.compile(r"[^\W\d][\w-]*:(?=[^\s:)\]])")
_EMPTY = re.compile(r"([^\W\d][\w-]*):(?=\s*(?:\)|$))")
"""A name with nothing behind it; among other words it is a word with a colon, as in a letter."""
_WORD = re.compile(r"[^\s\"()]+")
_VALUE = re.compile(r"[^\s\"()]*")
_BOXED = re.compile(r"\[([^\W\d][\w -]*)(?::([^\[\]]*))?\]")
_LINK = re.compile(r"\[\[([^\[\]|]+)(?:\|[^\[\]]*)?\]\]")
_MINUS = "-\N{MINUS SIGN}"
_PIECE = re.compile(r"[^\W_]+")
_BLANKS = re.compile(r"\s*")


def parse(line: str, fields: Fields) -> Query:
    """The query of a line; `fields` knows the names and reads the values. BadQuery otherwise."""
    return _Reader(line, fields).query()


class _Reader:
    """One line while it is read, from left to right."""

    def __init__(self, line: str, fields: Fields) -> None:
        self.line, self.fields = line, fields
        self.at = self.count = self.depth = self.facts = 0

    def query(self) -> Query:
        if len(self.line) > MAX_LENGTH:
            self.at = MAX_LENGTH
            raise self._bad(f"A query has at most {MAX_LENGTH} characters; shorten it")
        found = self._any(None)
        if self.at < len(self.line):
            raise self._bad("This bracket closes nothing; take it away or open one before it")
        if found is None:
            self.at = 0
            raise self._bad("There is no word to look for; type one, for example: crm search seal")
        return found

    def _any(self, within: str | None) -> Query | None:
        """Parts joined by OR, up to a closing bracket or the end."""
        parts: list[Query] = []
        while True:
            start = self.at
            part = self._all(within)
            more = self._operator("OR")
            if part is None and (more or parts):
                self.at = start if more else self.at
                raise self._bad("OR stands between two things to look for; one of them is missing")
            if part is not None:
                parts.append(part)
            if not more:
                return _joined(Or, parts)

    def _all(self, within: str | None) -> Query | None:
        """Parts side by side, up to an OR, a closing bracket or the end."""
        parts: list[Query] = []
        while self._skip() and not self.line.startswith(")", self.at):
            if self._at_operator("OR"):
                break
            if self._operator("AND"):
                continue
            part = self._one(within)
            if part is not None:
                parts.append(part)
        return _joined(And, parts)

    def _one(self, within: str | None) -> Query | None:
        """A word, phrase, group or field, perhaps with a minus before it; None has no letters."""
        self._count(1)
        line, at = self.line, self.at
        if self._operator("NOT") or (line[at] in _MINUS and line[at + 1 : at + 2].strip(_MINUS)):
            self.at += line[self.at] in _MINUS
            if not self._skip() or line[self.at] == ")":
                raise self._bad("Nothing follows that could be left out")
            part = self._deeper(lambda: self._one(within))
            return None if part is None else Not(part)
        if line[at] == "(":
            return self._deeper(lambda: self._group(within))
        if line[at] == '"':
            return self._phrase(within)
        if line[at] == "[" and (boxed := self._boxed()):
            return boxed
        if name := _NAME.match(line, at):
            known = self._field(name[0][:-1], name.end())
            if known is not None:
                return known
        elif (empty := _EMPTY.match(line, at)) and (needed := self.fields.needed(empty[1])):
            raise self._bad(needed, empty.end())
        return self._word(within)

    def _deeper(self, read: Callable[[], Query | None]) -> Query | None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self._bad(f"Brackets go at most {MAX_DEPTH} deep; take some away")
        found = read()
        self.depth -= 1
        return found

    def _group(self, within: str | None) -> Query | None:
        start = self.at
        self.at += 1
        found = self._any(within)
        if self.at >= len(self.line):
            self.at = start
            raise self._bad("This bracket is never closed; close it or take it away")
        self.at += 1
        return found

    def _phrase(self, within: str | None) -> Query | None:
        start, text = self.at, self._quoted()
        if text is None:
            self.at = start
            raise self._bad("This quotation is never closed; add the second mark or take it away")
        self._count(len(_PIECE.findall(text)) - 1, start)
        return Phrase(text, within) if _says(text) else None

    def _count(self, words: int, at: int | None = None) -> None:
        self.count += words
        if self.count > MAX_WORDS:
            raise self._bad(f"A query has at most {MAX_WORDS} words; leave some out", at)

    def _counted(self, found: Query, at: int) -> Query:
        """A field that was read, unless that makes too many."""
        self.facts += len(found.texts) if isinstance(found, Fact) else 1
        if self.facts > MAX_FACTS:
            raise self._bad(
                f"A query has at most {MAX_FACTS} values in its fields; leave some out", at
            )
        return found

    def _quoted(self) -> str | None:
        end = self.line.find('"', self.at + 1)
        if end < 0:
            return None
        text = " ".join(self.line[self.at + 1 : end].split())
        self.at = end + 1
        return text

    def _word(self, within: str | None) -> Query | None:
        found = _WORD.match(self.line, self.at)
        if found is None:
            self.at += 1  # an inch mark or the like between words
            return None
        self.at = found.end()
        text = found[0]
        if self.line.startswith('"', self.at) and self.line.find('"', self.at + 1) < 0:
            self.at += 1  # 5" is a length
        self._count(max(len(_PIECE.findall(text)) - 1, 0), found.start())
        core = text.lstrip("*" + _MINUS).rstrip("*")
        if not _says(core):
            return None
        return Word(core, within, prefix=text.endswith("*"))

    def _boxed(self) -> Query | None:
        if link := _LINK.match(self.line, self.at):
            self.at = link.end()
            return Phrase(" ".join(link[1].replace('"', " ").split())) if _says(link[1]) else None
        boxed = _BOXED.match(self.line, self.at)
        if boxed is None:
            return None
        start, self.at = self.at, boxed.end()
        value = (boxed[2] or "").strip()
        try:
            if not value or value == "null":
                has = self._counted(self.fields.fact("has", boxed[1]), start + 1)
                return Not(has) if value else has
            found = self.fields.read(boxed[1].strip(), value.strip('"'), quoted=value[:1] == '"')
        except Unreadable as error:
            raise self._bad(str(error), start + 1) from None
        if found is None:
            reason = self.fields.unknown(boxed[1]) or f"No note has a key {boxed[1]}"
            raise self._bad(reason, start + 1)
        return self._counted(found, start + 1)

    def _field(self, name: str, start: int) -> Query | None:
        """`name:value`; None where no such name is known and it is a word with a colon."""
        line, before = self.line, self.at
        heading = self.fields.heading(name)
        if heading and line[start] in '("':
            self.at = start
            return (
                self._deeper(lambda: self._group(heading))
                if line[start] == "("
                else self._phrase(heading)
            )
        if self.fields.knows(name) and line[start] == '"':
            self.at = start
            value = self._quoted()
            if value is None:
                raise self._bad("This quotation is never closed; add the second mark", start)
        else:
            found = _VALUE.match(line, start)
            value = found[0] if found else ""
            self.at = start + len(value)
            if value and line.startswith('"', self.at) and value[-1] in "<>=":
                value += self._quoted() or ""
        quoted = line[start] == '"'
        if not value and (needed := self.fields.needed(name)):
            raise self._bad(needed, start)
        try:
            if heading:
                self.at = start
                return self._word(heading)
            part = self.fields.read(name, value, quoted=quoted) if value else None
        except Unreadable as error:
            raise self._bad(str(error), start) from None
        if part is None:
            if reason := self.fields.unknown(name):
                raise self._bad(reason, before)
            self.at = before
            return None
        return self._counted(part, before)

    def _skip(self) -> bool:
        """Go to the next thing; whether there is one."""
        blanks = _BLANKS.match(self.line, self.at)
        self.at = blanks.end() if blanks else self.at
        return self.at < len(self.line)

    def _at_operator(self, name: str) -> bool:
        self._skip()
        after = self.line[self.at + len(name) : self.at + len(name) + 1]
        return self.line.startswith(name, self.at) and (
            not after or after.isspace() or after in '()"'
        )

    def _operator(self, name: str) -> bool:
        found = self._at_operator(name)
        if found:
            self.at += len(name)
        return found

    def _bad(self, reason: str, at: int | None = None) -> BadQuery:
        place = self.at if at is None else at
        start = max(0, place - _SHOWN // 2)
        shown = "".join(c if c.isprintable() else " " for c in self.line[start : start + _SHOWN])
        lead = "… " if start else ""
        cells = sum(_cells(c) for c in lead + shown[: place - start])
        return BadQuery(f"{reason}.\n  {lead}{shown}\n  {' ' * cells}^")


def _joined(how: type[And | Or], parts: list[Query]) -> Query | None:
    """One part stands for itself; parts of the same kind become one."""
    flat: list[Query] = []
    for part in parts:
        flat += part.parts if isinstance(part, how) else (part,)
    if not flat:
        return None
    return flat[0] if len(flat) == 1 else how(tuple(flat))


def _says(text: str) -> bool:
    return any(c.isalnum() for c in text)


def _cells(character: str) -> int:
    if combining(character):
        return 0
    return 2 if east_asian_width(character) in "WF" else 1
