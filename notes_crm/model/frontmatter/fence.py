"""The lines between the fences at the top of a note: its keys, however they are typed.

Where YAML refuses them, the keys are read one by one. Lines and columns count from 1.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import NamedTuple

from notes_crm.model.frontmatter.frontmatter import Refused, load
from notes_crm.model.frontmatter.key_lines import (
    TABBED,
    Piece,
    as_text,
    is_conflict_mark,
    pieces,
    reason,
)
from notes_crm.model.frontmatter.raw import Raw, Scalar
from notes_crm.model.problem import Problem
from notes_crm.model.schema import fold_key

MAX_CHARACTERS = 64 * 1024
_MAX_PIECES = 100
"""So many keys of a broken front matter are tried with YAML; the others are read as text."""
_MAX_PROBLEMS = 10
_MAX_LINES = 20_000
"""So many lines of a front matter that is too long are looked at, for privacy's sake."""
_SHOWN = 40


class Entry(NamedTuple):
    """One key and its value, in the lines from `line` to `last`.

    A tuple, for there are a dozen or two in every note, and a dataclass takes thrice the time.
    """

    key: str
    value: Raw
    line: int
    last: int


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The keys of a note, and the line its body begins in.

    `whole` if YAML could read it as it stands, as Obsidian does; `rules` are fences that turned
    out to be lines across the page; `unread` are keys in lines that would have been front matter
    with a better fence: they count for nothing but privacy.
    """

    entries: tuple[Entry, ...]
    body: int
    whole: bool
    problems: tuple[Problem, ...] = ()
    rules: tuple[int, ...] = ()
    unread: tuple[Entry, ...] = ()


_FENCE = re.compile(r"---[ \t]*$")
_CLOSING = re.compile(r"(?:---|\.\.\.)[ \t]*$")
_LOOSE_FENCE = re.compile(r"\s*(?:-{2,}|[–—]+-*|\+{3,}|={3,}|~{3,}|<{7}(?: .*)?)\s*$")
_HASHED = re.compile(r"#[^\s#]")


def read(lines: Sequence[str], path: str) -> FrontMatter:
    """The front matter of a note's lines; its Problems name `path`."""
    if not lines or not _FENCE.match(lines[0]):
        return _misplaced(lines, path)
    close, size = 1, 0
    while close < len(lines) and size <= MAX_CHARACTERS and not _CLOSING.match(lines[close]):
        size += len(lines[close]) + 1
        close += 1
    if size > MAX_CHARACTERS:
        message = f"front matter of more than {MAX_CHARACTERS // 1024} KiB is not read"
        problem = Problem(path, 1, 1, "error", "front-matter-too-long", message)
        return _unread(_until_closed(lines[1:_MAX_LINES]), 1, problem)
    if close == len(lines):
        message = "this front matter is never closed; put --- in a line of its own below it"
        problem = Problem(path, 1, 1, "warn", "front-matter-unclosed", message)
        return _unread(takewhile(str.strip, lines[1:_MAX_LINES]), 1, problem)
    return _between(lines[1:close], path)


def _until_closed(lines: Sequence[str]) -> Iterator[str]:
    return takewhile(lambda line: not _CLOSING.match(line), lines)


def _misplaced(lines: Sequence[str], path: str) -> FrontMatter:
    """No front matter, but perhaps something that was meant to be one."""
    what = "front matter must begin with --- alone in the very first line, to be read"
    at = next((n for n, line in enumerate(lines) if line.strip()), 0)
    for start in range(at + 1, at + 3):
        if start > len(lines) or not _LOOSE_FENCE.match(lines[start - 1]):
            break
        problem = Problem(path, start, 1, "warn", "front-matter-misplaced", what)
        found = _unread(takewhile(str.strip, lines[start : start + _MAX_LINES]), start, problem)
        if found.unread:
            return found
    return FrontMatter((), 1, whole=True)


def _unread(lines: Iterable[str], start: int, problem: Problem) -> FrontMatter:
    """A note without front matter, if the lines below line `start` hold keys all the same."""
    block = list(lines)
    keys = pieces(block, start + 1)[0] if pieces(block[:1], 1)[0] else []
    if not keys:
        return FrontMatter((), 1, whole=True)
    unread = tuple(Entry(k.key, as_text(k), k.line, k.line + len(k.lines) - 1) for k in keys)
    return FrontMatter((), 1, whole=True, problems=(problem,), unread=unread)


def _between(lines: Sequence[str], path: str) -> FrontMatter:
    """The front matter between two fences."""
    text = "\n".join(lines)
    try:
        pairs = load(text, 1)
    except Refused as refused:
        return _one_by_one(lines, path, refused)
    if pairs is None:
        return _one_by_one(lines, path, None)
    ends = [key.line - 1 for key, _ in pairs[1:]] + [len(lines) + 1]
    entries = tuple(
        Entry(key.text, value, key.line, max(key.line, end))
        for (key, value), end in zip(pairs, ends, strict=False)
    )
    problems = _twice(entries, path)
    if "#" in text:
        entries, cut = _behind_hashes(entries, lines, path)
        problems += cut
    return FrontMatter(entries, len(lines) + 3, whole=True, problems=problems)


def _one_by_one(lines: Sequence[str], path: str, refused: Refused | None) -> FrontMatter:
    """What can be read of a front matter that is broken, or is none at all."""
    keys, stray = pieces(lines, 2)
    if not keys or len(stray) > len(keys):
        what = "this is text between two lines, not front matter; it is read as text"
        problem = Problem(path, 1, 1, "hint", "front-matter-is-text", what)
        rules = (1, len(lines) + 2)
        return FrontMatter((), 1, whole=refused is None, problems=(problem,), rules=rules)
    problems: list[Problem] = []
    entries = tuple(
        _single(key, path, problems, tried=number < _MAX_PIECES) for number, key in enumerate(keys)
    )
    what = "this line is neither a key with its value nor part of one"
    problems += [Problem(path, line, 1, "error", "front-matter-broken", what) for line in stray]
    if refused and not problems and not any(is_conflict_mark(line) for line in lines):
        at = (refused.line, refused.col)
        problems.append(Problem(path, *at, "error", "front-matter-broken", refused.why))
    found = (*_twice(entries, path), *sorted(problems)[:_MAX_PROBLEMS])
    return FrontMatter(entries, len(lines) + 3, whole=False, problems=found)


def _single(key: Piece, path: str, problems: list[Problem], *, tried: bool) -> Entry:
    """One key of a broken front matter: as YAML reads it alone, else as text."""
    last = key.line + len(key.lines) - 1
    pairs = None
    if tried:
        place = (key.line, key.col, "")
        try:
            pairs = load("\n".join(key.lines), key.line - 1)
        except Refused as refused:
            place = (key.line, key.col, refused.why) if refused.known else place
        if not pairs:
            line, col, cause = place if place[2] else reason(key)
            code = "tab-indent" if cause == TABBED else "front-matter-broken"
            problems.append(Problem(path, line, col, "error", code, cause))
    if pairs and len(pairs) == 1:
        return Entry(pairs[0][0].text, pairs[0][1], key.line, last)
    return Entry(key.key, as_text(key), key.line, last)


def _twice(entries: Sequence[Entry], path: str) -> tuple[Problem, ...]:
    seen: set[str] = set()
    problems: list[Problem] = []
    for entry in entries:
        key = entry.key
        if not (key.islower() and key.isascii() and key.isidentifier()):  # else it is folded
            key = fold_key(key)
        if key in seen:
            message = f"{_short(entry.key)} stands here a second time; keep one of them"
            problems.append(Problem(path, entry.line, 1, "warn", "duplicate-key", message))
        seen.add(key)
    return tuple(problems)


def _behind_hashes(
    entries: Sequence[Entry], lines: Sequence[str], path: str
) -> tuple[tuple[Entry, ...], tuple[Problem, ...]]:
    """Values of which YAML takes a part, or all, for a comment: `12 Main St #4`, `#red #blue`."""
    found: list[Entry] = []
    problems: list[Problem] = []
    for entry in entries:
        found.append(entry)
        value = entry.value
        if not isinstance(value, Scalar) or not value.plain or value.line - 2 >= len(lines):
            continue  # no text to look at; a `?` key without a value has it behind the last line
        rest = lines[value.line - 2][value.col - 1 + len(value.text) :].strip()
        if not _HASHED.match(rest):
            continue
        if not value.text:
            whole = Scalar(rest, plain=False, line=value.line, col=value.col)
            found[-1] = entry._replace(value=whole)
        message = "the part from # on counts as a comment; put the whole value in quotes"
        problems.append(Problem(path, value.line, value.col, "hint", "cut-at-hash", message))
    return tuple(found), tuple(problems)


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
