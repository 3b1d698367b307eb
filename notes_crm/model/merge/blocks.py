"""The body of a note as a tree: headings over what stands below them, list items over theirs.

Every line belongs to one node, as its own or as a blank line above it, so that the tree walked
in order gives the note back. Lines count from 1, in the whole file.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from notes_crm.model.markdown.body import Body
from notes_crm.model.markdown.markdown import read_body

Kind = Literal["heading", "item", "text", "block", "rule"]

MARK = "#conflict-copy"
"""The tag of a line that stands beside another version of it, for a person to decide."""

_LEAD = re.compile(r"[\s>]*(?:(?:[-*+]|\d{1,9}[.)])(?=\s|$)\s*)?")
_TASK = re.compile(r"[\s>]*(?:[-*+]|\d{1,9}[.)]) +\[(.)\]")
_DEFINES = re.compile(r"[\s>]*\[[^\]]+\]:")
_FINISHED = re.compile(
    r"(?:✅|❌)\ufe0f?\s*\d{4}-\d{2}-\d{2}|[\[(](?:completion|cancelled)::\s*[^\])]*[\])]"
)
_BLOCK_ID = re.compile(r"(?P<text>.*?)(?P<block>\s+\^[A-Za-z0-9-]+)?\s*$")
_ORDER = {" ": 0, "/": 1, "x": 2, "X": 2, "-": 2}
_BY_LINE = ("paragraph", "blockquote", "callout")


@dataclass(slots=True)
class Node:
    """One heading, list item, line of text or block that is never cut.

    `gap` is the first of the blank lines above it; `tail`: a blank line follows it; `defines`: it is
    text that may begin the definition of a link, which no other text may stand right above. Two
    nodes of one `token` say the same, but for how far a task has come, and for the mark.
    """

    kind: Kind
    level: int
    gap: int
    first: int
    last: int
    token: tuple[object, ...]
    tail: bool = False
    defines: bool = False
    children: "list[Node]" = field(default_factory=list)


def tree_of(lines: Sequence[str], first: int) -> list[Node]:
    """The nodes of the outermost level, from line `first` on; blank lines at the end have none."""
    body = read_body(lines, first)
    levels = {heading.line: heading.level for heading in body.headings}
    parents = {item.line: item.parent for item in reversed(body.items)}
    found: list[Node] = []
    above: list[Node] = []
    items: dict[int, Node] = {}
    gap = first
    for kind, start, end, listed in _pieces(body, lines, first):
        level = levels.get(start, 0) if kind == "heading" else 0
        node = Node(kind, level, gap, start, end, (*_token(kind, lines[start - 1 : end]), level))
        node.tail = end < len(lines) and not lines[end].strip()
        node.defines = kind == "text" and _DEFINES.match(lines[start - 1]) is not None
        gap = end + 1
        while kind == "heading" and above and above[-1].level >= level:
            above.pop()
        parent = above[-1] if above else None
        if listed:
            of = items.get(parents[start]) if kind == "item" else next(reversed(items.values()))
            parent = of or parent
        (parent.children if parent else found).append(node)
        if kind == "heading":
            above.append(node)
        elif kind == "item":
            items[start] = node
    return found


def state_of(line: str) -> str | None:
    """The character in a task's check box; None where the line is no task."""
    found = _TASK.match(line)
    return found[1] if found else None


def marked(text: str) -> str:
    """A line with the mark at its end, before a block id, where every reader takes it for a tag."""
    if MARK in text.split():
        return text
    found = _BLOCK_ID.match(text)
    assert found
    return f"{found['text']} {MARK}{found['block'] or ''}"


def as_told(line: str) -> str:
    """A task line from its check box on, without the mark."""
    return " ".join(w for w in line[line.find("[") :].split() if w != MARK)


def further(line: str, other: str) -> str | None:
    """Of two states of one task the one that has come further; None where nobody can know."""
    ours, theirs = state_of(line) or " ", state_of(other) or " "
    if ours.lower() == theirs.lower():
        if _finished(line) and _finished(other) and _days(line) != _days(other):
            return None
        return other if _finished(other) and not _finished(line) else line
    ranks = _ORDER.get(ours), _ORDER.get(theirs)
    if ranks[0] is None or ranks[1] is None or ranks[0] == ranks[1]:
        return None
    if _finished(line if ranks[0] < ranks[1] else other):
        return None  # open, and yet done on a day
    return line if ranks[0] > ranks[1] else other


def with_state(line: str, other: str) -> str:
    """Our marker and indentation, and their task."""
    return line[: line.index("[")] + other[other.index("[") :]


def plain(line: str) -> str:
    """A line as two of them are compared: without marker, check box, and blanks that say nothing."""
    if found := _TASK.match(line):
        line = _FINISHED.sub(" ", line[found.end() :])
    else:
        line = line[_LEAD.match(line).end() :]  # type: ignore[union-attr] # it matches anything
    return " ".join(word for word in line.split() if word != MARK)


def _pieces(body: Body, lines: Sequence[str], first: int) -> Iterator[tuple[Kind, int, int, bool]]:
    """What the body consists of, in order: kind, first and last line, and whether in a list."""
    items = {item.line for item in body.items}
    whole = body.code | body.hidden
    cuts = {line for line, _, _ in body.cuts}
    at = first
    for kind, start, end in (*body.blocks, ("end", len(lines) + 1, len(lines))):
        for line in range(at, min(start, len(lines) + 1)):  # what no block took
            if lines[line - 1].strip():
                yield "text", line, line, False
        at = max(at, end + 1)
        if kind == "end":
            return
        if kind == "heading":
            yield "heading", start, end, False
        elif kind == "thematicBreak":
            yield "rule", start, end, False
        elif kind == "list" or (kind in _BY_LINE and not cuts.intersection(range(start, end + 1))):
            listed = items if kind == "list" else set[int]()
            for piece in _line_by_line(lines, start, end, listed, whole):
                yield *piece, kind == "list"
        else:
            yield "block", start, _trimmed(lines, start, end), False


def _line_by_line(
    lines: Sequence[str], start: int, end: int, items: set[int], whole: frozenset[int]
) -> Iterator[tuple[Kind, int, int]]:
    at = start
    while at <= end:
        last = at
        while at in whole and last + 1 <= end and last + 1 in whole:
            last += 1
        if at in whole:
            yield "item" if at in items else "block", at, _trimmed(lines, at, last)
        elif lines[at - 1].strip():
            quoted = lines[at - 1].lstrip().startswith(">")
            yield "item" if at in items and not quoted else "text", at, at
        at = last + 1


def _trimmed(lines: Sequence[str], start: int, end: int) -> int:
    """The last line that is not blank."""
    while end > start and not lines[end - 1].strip():
        end -= 1
    return end


def _token(kind: Kind, lines: Sequence[str]) -> tuple[object, ...]:
    if kind == "heading":
        text = lines[0].strip().strip("#")
        return kind, " ".join(text.split()).casefold()
    if kind in ("item", "text"):
        told = plain(lines[0])
        return "task" if state_of(lines[0]) is not None else kind, told, *map(str.strip, lines[1:])
    return kind, *(line.rstrip() for line in lines)


def _days(line: str) -> list[str]:
    return re.findall(r"\d{4}-\d{2}-\d{2}", line)


def _finished(line: str) -> bool:
    """Whether a task line says when it was done or withdrawn."""
    return _FINISHED.search(line) is not None
