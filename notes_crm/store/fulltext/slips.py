"""What a word that stands in no note may have meant: the beginning of one, or one mistyped."""

from collections.abc import Iterable, Iterator

from notes_crm.model.letters import fold_accents
from notes_crm.store.fulltext.reader import Reader
from notes_crm.store.fulltext.wanted import Wanted
from notes_crm.store.fulltext.words import LONGEST, analyser, chunks

SHORTEST_BEGINNING = 2
ONE_SLIP, TWO_SLIPS = 4, 8
"""Words of so many letters may hold one slip, or two."""
MOST = 3


def meant_by(wanted: Wanted, reader: Reader, languages: tuple[str, ...]) -> tuple[str, ...]:
    """Terms to look for instead, or a beginning, which ends in a star; none where nothing is near."""
    pieces = chunks(wanted.typed)
    if len(pieces) != 1:
        return ()
    word = fold_accents(pieces[0])
    if SHORTEST_BEGINNING <= len(word) <= LONGEST and reader.has_beginning(word):
        return (f"{word}*",)
    if any(c.isdigit() for c in word) or not ONE_SLIP <= len(word) <= LONGEST:
        return ()
    forms = {word, *(term for _, term, mark in analyser(languages)(pieces[0]).forms if mark)}
    near: dict[str, tuple[int, int, int]] = {}
    for form in forms:
        for term, slips in _nearest(form, reader.words, 1 + (len(word) >= TWO_SLIPS)):
            if not term.isdigit():
                rank = (slips, int(term[:1] != form[:1]), -reader.holding(term))
                near[term] = min(near.get(term, rank), rank)
    best = sorted(near, key=lambda term: (near[term], term))
    return tuple(term for term in best if near[term][:1] == near[best[0]][:1])[:MOST]


def _nearest(form: str, terms: Iterable[str], most: int) -> Iterator[tuple[str, int]]:
    """Terms with so few letters left out, put in, changed, or swapped with their neighbour."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - only for words that nobody wrote
    from rapidfuzz.process import extract_iter  # noqa: PLC0415

    for term, slips, _ in extract_iter(form, terms, scorer=OSA.distance, score_cutoff=most):
        yield term, int(slips)
