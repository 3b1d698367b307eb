"""Front matter that YAML refuses, read as a person reads it: a key, a colon, the rest of the line."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from notes_crm.model.frontmatter.raw import Items, Raw, Scalar

TABBED = "the line is indented with a tab; use blanks"
_KEY = re.compile(
    r"""(?P<key>"[^"]{1,100}"|'[^']{1,100}'|(?!-\s)[^\s"'#\[\]{},:：](?:[^:：]|:(?!\s|$)){0,99}?)
        [^\S\n]{0,20}(?::(?=\s|$)|：)""",
    re.VERBOSE,
)
_CONFLICT = re.compile(r"(?:<{7}|>{7}|\|{7})(?:[ ]|$)|={7}$")
_ITEM = re.compile(r"[ \t]*-(?:[ \t]+(.*)|$)")
_BRACKETS = re.compile(r"\[(?!\[)(.*)\]$")
_QUOTES_OR_BRACKET = ("'", '"', "[")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_STARTS = {
    "@": "a value can't begin with @", "`": "a value can't begin with `",
    "%": "a value can't begin with %", "*": "a value can't begin with *",
    "&": "a value can't begin with &", "!": "a value can't begin with !",
    "{": "braces have a meaning of their own there", "|": "nothing may follow | in its line",
    ">": "nothing may follow > in its line", "]": "a bracket is closed that was never opened",
    "[": "the bracket is not closed, or something follows it", ",": "a value can't begin with a comma",
    "}": "a brace is closed that was never opened",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """A key and the lines that belong to it; `line` counts from 1, `col` is where `rest` begins."""

    key: str
    rest: str
    line: int
    col: int
    lines: tuple[str, ...]


def pieces(lines: Sequence[str], first: int) -> tuple[list[Piece], list[int]]:
    """Every key with its lines, and the numbers of lines that belong to none.

    `first` is the number of the first line. Marks of a conflict belong to nothing.
    """
    found: list[tuple[int, re.Match[str], list[str]]] = []
    stray: list[int] = []
    for line, text in enumerate(lines, start=first):
        if is_conflict_mark(text):
            continue
        if key := _KEY.match(text):
            found.append((line, key, [text]))
        elif found and (not text.strip() or text[0] in " \t#\xa0" or _ITEM.match(text)):
            found[-1][2].append(text)
        elif text.strip() and not text.lstrip().startswith("#"):
            stray.append(line)
    return [_piece(*piece) for piece in found], stray


def is_conflict_mark(line: str) -> bool:
    """Whether a line is one of those that a merge leaves where it found no answer."""
    return _CONFLICT.match(line) is not None


def as_text(piece: Piece) -> Raw:
    """The value of a key: the rest of its line, the list below it, or both as one text."""
    if len(piece.lines) == 1 and piece.rest[:1] not in _QUOTES_OR_BRACKET:
        return Scalar(piece.rest, plain=True, line=piece.line, col=piece.col)
    below = [
        (n, text) for n, text in enumerate(piece.lines[1:], start=piece.line + 1) if text.strip()
    ]
    items = [(n, _ITEM.match(text)) for n, text in below]
    if not piece.rest and items and all(item for _, item in items):
        values = (
            Scalar(_bare(item[1] or ""), plain=False, line=n, col=item.start(1) + 1)
            for n, item in items
            if item
        )
        return Items(tuple(values), "", piece.line, piece.col)
    if inner := _BRACKETS.match(piece.rest):
        parts = [part for part in inner[1].split(",") if part.strip()]
        singles = (
            Scalar(_bare(part), plain=False, line=piece.line, col=piece.col) for part in parts
        )
        return Items(tuple(singles), "", piece.line, piece.col)
    whole = " ".join((piece.rest, *(text.strip() for _, text in below))).strip()
    return Scalar(_bare(whole), plain=_bare(whole) == whole, line=piece.line, col=piece.col)


def reason(piece: Piece) -> tuple[int, int, str]:
    """Line, column and cause that make YAML refuse a piece, in words that lead to the remedy."""
    for line, text in enumerate(piece.lines, start=piece.line):
        if control := _CONTROL.search(text.replace("\t", " ")):
            return line, control.start() + 1, "there is a character that can't be seen; delete it"
        if line > piece.line and text.lstrip(" ").startswith("\t"):
            return line, 1, TABBED
    rest, cause = piece.rest, "it can't be read as it stands"
    if rest.startswith("[["):
        cause = "links need a line each, and quotes"
    elif rest[:1] in _STARTS:
        cause = _STARTS[rest[0]]
    elif rest[:1] in ("'", '"'):
        cause = "its quotes do not match"
    elif re.search(r":(?:\s|$)", rest) or any(_KEY.match(text.strip()) for text in piece.lines[1:]):
        cause = "there is a second colon in it"
    elif not rest.isascii() or "：" in piece.lines[0]:
        cause = "the colon, or the blank behind it, is not the ordinary one"
    return piece.line, piece.col, f"{cause}; put the value in quotes"


def _piece(line: int, key: re.Match[str], lines: list[str]) -> Piece:
    name = key["key"].strip("\"'").strip()
    rest = lines[0][key.end() :].strip()
    col = len(lines[0]) - len(lines[0][key.end() :].lstrip()) + 1
    return Piece(name, rest, line, col, tuple(lines))


def _bare(text: str) -> str:
    """A text without its quotes, also if only the first one is there."""
    text = text.strip()
    quote = text[:1]
    if quote not in ("'", '"') or not quote:
        return text
    if len(text) > 1 and text.endswith(quote):
        return text[1:-1]
    return text if quote in text[1:] else text[1:].lstrip()
