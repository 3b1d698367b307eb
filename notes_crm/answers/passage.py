"""The line of a note that best answers what was asked for."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Fold = Callable[[str], Sequence[tuple[str, ...]]]
"""A word to its parts, each with the forms it is found by."""

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_MARKUP = re.compile(r"^\s*(?:>\s*)*(?:(?:[-*+]|\d+[.)])\s+(?:\[.\]\s+)?|#{1,6}\s+)?")


@dataclass(frozen=True, slots=True)
class Passage:
    """A line, its number from 1, its text without list marker, and where words match in it."""

    line: int
    text: str
    spans: tuple[tuple[int, int], ...]


def best_passage(
    lines: Sequence[str], wanted: frozenset[str], fold: Fold, *, skip: int = 0
) -> Passage:
    """The line that holds most of the wanted forms, the earliest among equals.

    The first `skip` lines (front matter) count only where nothing else matches.
    """
    best, most = Passage(0, "", ()), 0.0
    for number, line in enumerate(lines, 1):
        spans, forms = _matches(line, wanted, fold)
        if not spans:
            continue
        worth = len(forms) - (0.5 if number <= skip else 0.0)
        if worth > most:
            best, most = _cut(number, line, spans), worth
    return best


def _matches(
    line: str, wanted: frozenset[str], fold: Fold
) -> tuple[list[tuple[int, int]], set[str]]:
    spans: list[tuple[int, int]] = []
    forms: set[str] = set()
    for found in _WORD.finditer(line):
        for part in fold(found.group()):
            if hit := wanted.intersection(part):
                spans.append(found.span())
                forms |= hit
    return spans, forms


def _cut(number: int, line: str, spans: Sequence[tuple[int, int]]) -> Passage:
    """The line without its marker; spans move along."""
    marker = _MARKUP.match(line)
    start = marker.end() if marker and marker.end() <= spans[0][0] else 0
    text = line[start:].rstrip()
    return Passage(number, text, tuple((a - start, b - start) for a, b in spans))
