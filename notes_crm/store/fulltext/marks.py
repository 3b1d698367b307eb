"""Where a line of a note holds what was looked for, so that it can be shown and marked."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from notes_crm.model.letters import clusters, is_unspaced
from notes_crm.model.phones import PHONE
from notes_crm.store.fulltext.wanted import Wanted
from notes_crm.store.fulltext.words import Chunk, analyser, joined, spans

Marks = list[tuple[tuple[int, int], int]]
"""Places in a line that match, each with the number of what was looked for."""
Marker = Callable[[str, str | None], Marks]
"""A line and the heading it stands below to its marks."""


@dataclass(frozen=True, slots=True)
class _Spot:
    """One position of a line: where it is, and the terms that stand there."""

    start: int
    end: int
    terms: frozenset[str]


def marker(wanted: Sequence[Wanted], languages: tuple[str, ...]) -> Marker:
    """How lines are marked for these."""
    analyse = analyser(languages)

    def marks(line: str, heading: str | None) -> Marks:
        read = [(start, end, chunk, analyse(chunk)) for start, end, chunk in spans(line)]
        spots = [spot for part in read for spot in _spots(*part)]
        found: set[tuple[tuple[int, int], int]] = set()
        for number, one in enumerate(wanted):
            if one.within is None or one.within == heading:
                for start, end in _places(one, line, spots, read):
                    found.add(((start, end), number))
        return sorted(found)

    return marks


def _spots(start: int, end: int, chunk: str, read: Chunk) -> Iterator[_Spot]:
    """The positions of a chunk; characters without blanks between them each have their own."""
    terms: dict[int, set[str]] = {}
    for at, term, _ in read.forms:
        terms.setdefault(at, set()).add(term)
    cells = clusters(chunk) if is_unspaced(chunk) else []
    own = len(cells) == read.width and sum(map(len, cells)) == len(chunk)
    offset = start
    for at in range(read.width):
        if own:
            size = len(cells[at])
            yield _Spot(offset, offset + size, frozenset(terms.get(at, ())))
            offset += size
        else:
            yield _Spot(start, end, frozenset(terms.get(at, ())))


def _places(
    wanted: Wanted, line: str, spots: Sequence[_Spot], read: Sequence[tuple[int, int, str, Chunk]]
) -> Iterator[tuple[int, int]]:
    for steps in wanted.lines:
        for at in range(len(spots) - len(steps) + 1):
            if all(not spots[at + n].terms.isdisjoint(s.terms) for n, s in enumerate(steps)):
                last = spots[at + len(steps) - 1]
                pair = len(next(iter(steps[-1].terms))) > 1 and last.end - last.start == 1
                after = spots[at + len(steps)].end if pair and at + len(steps) < len(spots) else 0
                yield spots[at].start, max(last.end, after)
    for beginning in wanted.beginnings:
        for spot in spots:
            if any(term.startswith(beginning) for term in spot.terms):
                yield spot.start, spot.end
    if wanted.codes or wanted.endings:
        texts = [(start, end, joined(chunk)) for start, end, chunk, _ in read]
        texts += [(m.start(), m.end(), joined(m[0])) for m in PHONE.finditer(line)]
        for start, end, code in texts:
            if code in wanted.codes or any(code.endswith(e) for e in wanted.endings):
                yield start, end
