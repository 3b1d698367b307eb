"""A query to all the things it asks the word index for."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import replace

from notes_crm.model.letters import fold_accents
from notes_crm.model.query.query import Phrase, Query, Word, Wording, wordings
from notes_crm.store.fulltext.wanted import (
    Step,
    Wanted,
    of_digits,
    of_phrase,
    of_word,
    spelled_apart,
)

Meant = Mapping[str, tuple[str, ...]]
"""Words that nobody wrote, each with terms to look for instead; a beginning ends in a star."""


def wanted_in(
    query: Query, languages: tuple[str, ...], meant: Meant, optional: Container[str]
) -> dict[Wanted, int]:
    """Everything the words of a query ask for, each with how often; 0 is a word of a phrase."""
    counts: dict[Wanted, int] = {}
    parts: list[Wording] = list(wordings(query))
    parts = [part for part in parts if not may_lack(part, optional)] or parts
    for part in parts:
        for wanted in wanted_of(part, languages, meant):
            counts[wanted] = counts.get(wanted, 0) + 1
        if isinstance(part, Phrase) and len(part.text.split()) > 1:
            for text in part.text.split():
                word = Word(text, part.within)
                for wanted in () if may_lack(word, optional) else of_word(word, languages):
                    counts.setdefault(wanted, 0)
    for start, end in codes_among(parts):
        coded = of_digits(" ".join(part.text for part in parts[start:end]), None, languages)
        if coded:
            counts[coded] = counts.get(coded, 0) + 1
    return counts


def wanted_of(part: Wording, languages: tuple[str, ...], meant: Meant) -> list[Wanted]:
    """What a word or phrase asks for, with what was meant by it."""
    if isinstance(part, Phrase):
        return of_phrase(part, languages)
    return [_corrected(wanted, meant.get(wanted.typed, ())) for wanted in of_word(part, languages)]


def may_lack(part: Query, optional: Container[str]) -> bool:
    """Whether a note need not hold this to hold all that was asked: articles and the like."""
    if not isinstance(part, Word) or part.within is not None or part.prefix:
        return False
    return fold_accents(part.text) in optional


def codes_among(parts: Sequence[Wording]) -> list[tuple[int, int]]:
    """Where neighbours among the parts may be one number or code."""
    found, start = [], 0
    while start < len(parts):
        end = start
        while end < len(parts) and isinstance(parts[end], Word):
            end += 1
        words = [p for p in parts[start:end] if isinstance(p, Word)]
        found += [(start + a, start + b) for a, b in spelled_apart(words)]
        start = end + 1
    return found


def _corrected(wanted: Wanted, instead: Sequence[str]) -> Wanted:
    if not instead:
        return wanted
    begun = tuple(term[:-1] for term in instead if term.endswith("*"))
    terms = tuple(term for term in instead if not term.endswith("*"))
    lines = (*wanted.lines, (Step(terms),)) if terms else wanted.lines
    beginnings = (*wanted.beginnings, *begun)
    return replace(wanted, lines=lines, beginnings=beginnings, marks=frozenset())
