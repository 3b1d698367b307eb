"""What a word that stands in no note may have meant: the beginning of one, or one mistyped."""

from typing import TYPE_CHECKING

from notes_crm.model.letters import fold_accents
from notes_crm.store.fulltext.reader import Reader
from notes_crm.store.fulltext.wanted import Wanted
from notes_crm.store.fulltext.words import analyser, chunks

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    if len(word) >= SHORTEST_BEGINNING and reader.has_beginning(word):
        return (f"{word}*",)
    if any(c.isdigit() for c in word) or len(word) < ONE_SLIP:
        return ()
    forms = {word, *(term for _, term, mark in analyser(languages)(pieces[0]).forms if mark)}
    allowed = 1 + (len(word) >= TWO_SLIPS)
    near: dict[str, tuple[int, int, int]] = {}
    for form in forms:
        for term, count in reader.nearest(form, 2):
            slips = slips_between(form, term)
            if slips <= allowed and not term.isdigit():
                rank = (slips, term[:1] != form[:1], -count)
                near[term] = min(near.get(term, rank), rank)
    best = sorted(near, key=near.__getitem__)
    return tuple(term for term in best if near[term][:1] == near[best[0]][:1])[:MOST]


def slips_between(one: str, other: str) -> int:
    """How many letters were left out, put in, changed, or swapped with their neighbour."""
    rows: list[Sequence[int]] = [range(len(other) + 1)]
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            cost = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, rows[-2][j - 2] + 1)
            row.append(cost)
        rows.append(row)
    return rows[-1][-1]
