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
    single = _single(wanted)
    others = [
        n
        for n, w in enumerate(wanted)
        if w.beginnings or w.codes or w.endings or any(len(line) > 1 for line in w.lines)
    ]
    needed = _terms_of(wanted)

    def suits(number: int, heading: str | None) -> bool:
        return wanted[number].within in (None, heading)

    def marks(line: str, heading: str | None) -> Marks:
        read = [(start, end, chunk, analyse(chunk)) for start, end, chunk in spans(line)]
        if needed and needed.isdisjoint(form[1] for part in read for form in part[3].forms):
            return []  # as most lines of a note that is shown
        spots = [spot for part in read for spot in _spots(*part)]
        found: set[tuple[tuple[int, int], int]] = set()
        for at, spot in enumerate(spots):
            for term in spot.terms & single.keys():
                end = _end(spots, at, (term,))
                found |= {((spot.start, end), n) for n in single[term] if suits(n, heading)}
        for number in others:
            if suits(number, heading):
                found |= {(place, number) for place in _places(wanted[number], line, spots, read)}
        return sorted(found)

    return marks


def _single(wanted: Sequence[Wanted]) -> dict[str, list[int]]:
    """By term what it alone answers: a long query has many words, and a line few."""
    found: dict[str, list[int]] = {}
    for number, one in enumerate(wanted):
        for line in one.lines:
            for term in line[0].terms if len(line) == 1 else ():
                found.setdefault(term, []).append(number)
    return found


def _terms_of(wanted: Sequence[Wanted]) -> set[str]:
    """Terms of which a line has one, or it has no mark; none where marks come in other ways too."""
    if any(one.beginnings or one.codes or one.endings for one in wanted):
        return set()
    return {term for one in wanted for line in one.lines for step in line for term in step.terms}


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
    """Where phrases, beginnings and codes stand in a line; single words are found otherwise."""
    for steps in wanted.lines:
        for at in range(len(spots) - len(steps) + 1) if len(steps) > 1 else ():
            if all(not spots[at + n].terms.isdisjoint(s.terms) for n, s in enumerate(steps)):
                yield spots[at].start, _end(spots, at + len(steps) - 1, steps[-1].terms)
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


def _end(spots: Sequence[_Spot], at: int, terms: Sequence[str]) -> int:
    """Where a match ends whose last position is this: a pair of characters is two positions."""
    last = spots[at]
    pair = len(terms[0]) > 1 and last.end - last.start == 1
    return max(last.end, spots[at + 1].end if pair and at + 1 < len(spots) else 0)
