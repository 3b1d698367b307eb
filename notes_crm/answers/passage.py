"""The line of a note that best answers what was asked for."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

Span = tuple[int, int]
Marker = Callable[[str, str | None], Sequence[tuple[Span, int]]]
"""A line and the heading it stands below to its matches, each with the number of what it matches."""
Heading = Callable[[str], str | None]
"""The canonical name of a heading as written."""

_MARKUP = re.compile(r"^\s*(?:>\s*)*(?:(?:[-*+]|\d+[.)])\s+(?:\[.\]\s+)?|#{1,6}\s+)?")
_HEADING = re.compile(r"^ {0,3}(#{1,6})\s+(.*)")
_TASK = re.compile(r"[\s>]*(?:[-*+]|[0-9]+[.)]) +\[.\] ")
TASK = "task"
"""What lines with a checkbox stand below, besides their heading."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A line, its number from 1, its text without list marker, and where words match in it."""

    line: int
    text: str
    spans: tuple[Span, ...]


def best_passage(
    lines: Sequence[str], marker: Marker, heading: Heading, *, skip: int = 0
) -> Passage:
    """The line that holds most of what was looked for, the earliest among equals.

    The first `skip` lines (front matter) count only where nothing else matches as well.
    """
    best, most = Passage(0, "", ()), 0.0
    for number, line, below in with_headings(lines, heading, skip=skip):
        found = set(marker(line, below))
        if _TASK.match(line):
            found.update(marker(line, TASK))
        if not found:
            continue
        worth = len({wanted for _, wanted in found}) - (0.5 if number <= skip else 0.0)
        if worth > most:
            best, most = _cut(number, line, merged(span for span, _ in found)), worth
    return best


def with_headings(
    lines: Sequence[str], heading: Heading, *, skip: int = 0
) -> Iterator[tuple[int, str, str | None]]:
    """Each line with its number and the meaning of the heading it stands below."""
    name, level = None, 0
    for number, line in enumerate(lines, 1):
        found = _HEADING.match(line) if number > skip else None
        if found:
            meaning, depth = heading(found[2]), len(found[1])
            if meaning or depth <= level:
                name, level = meaning, depth
        yield number, line, name


def merged(spans: Iterator[Span]) -> list[Span]:
    """Spans in order, those that touch as one."""
    whole: list[Span] = []
    for start, end in sorted(spans):
        if whole and start <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(end, whole[-1][1]))
        else:
            whole.append((start, end))
    return whole


def _cut(number: int, line: str, spans: Sequence[Span]) -> Passage:
    """The line without its marker; spans move along."""
    marker = _MARKUP.match(line)
    start = marker.end() if marker and marker.end() <= spans[0][0] else 0
    text = line[start:].rstrip()
    return Passage(number, text, tuple((a - start, b - start) for a, b in spans))
