"""One question to both stores: words of the full text, facts of the catalog, in the order asked for."""

from dataclasses import replace
from itertools import groupby
from math import log
from typing import TYPE_CHECKING

from notes_crm.model.query.aliases import alias_keys, with_aliases
from notes_crm.model.query.query import Query, only_facts
from notes_crm.model.schema import fold
from notes_crm.store.matches import Match, Matches

if TYPE_CHECKING:
    from datetime import date

    from notes_crm.store.catalog.facts_search import FactsSearch
    from notes_crm.store.index import Index

Sort = str
"""`best`, `date` (the newest first), or a key: by its values, and backwards with a - before it."""
EQUALS = 0.03
"""Scores that differ by no more than this share are equals: the newest note goes first."""
SPARE = 20
"""More of the best than asked for are put in order, so that equals at the end fall right."""


def search(
    index: "Index", query: Query, today: "date", *, limit: int | None, sort: Sort
) -> Matches:
    """The notes for a query; without a limit, all of them. Facts alone never open the full text."""
    facts = index.catalog.search(today)
    if facts.is_empty():
        return Matches()
    by_key = sort not in ("best", "date")
    if only_facts(query):
        ids = facts.ids(query)
        newest = facts.newest(ids, None if by_key else limit)
        notes = [Match(number, 0.0) for number in newest]
        if by_key:
            notes = _by_key(notes, index, sort)[:limit]
        return Matches(tuple(notes), len(ids), len(ids))
    meant = with_aliases(query, facts.aliases(alias_keys(query)))
    unranked = sort != "best" or meant != query  # what a name leads to fits equally well
    wanted = None if limit is None or unranked else limit + SPARE
    found = index.sound_words(lambda: index.fulltext.search(meant, wanted, facts=facts.ids))
    ordered = _in_order(found, facts, "date" if by_key else sort)
    return replace(
        found, notes=tuple((_by_key(ordered, index, sort) if by_key else ordered)[:limit])
    )


def _by_key(notes: list[Match], index: "Index", sort: Sort) -> list[Match]:
    """By what stands under a key: numbers, days, then words; those without it last, as they came."""
    key = sort.removeprefix("-")
    values = index.facts.values([m.id for m in notes], [key])
    said: dict[int, tuple[int, float, str]] = {}
    for number, found in values.items():
        first = found[key][0]
        if first.day is not None:
            said[number] = 1, first.day.toordinal(), ""
        elif first.number is not None:
            said[number] = 0, first.number, ""
        else:
            said[number] = 2, 0, fold(first.text)
    known = [m for m in notes if m.id in said]
    known.sort(key=lambda m: said[m.id], reverse=sort.startswith("-"))
    return [*known, *(m for m in notes if m.id not in said)]


def _in_order(found: Matches, facts: "FactsSearch", sort: Sort) -> list[Match]:
    dates = facts.dates([m.id for m in found.notes])
    known = [m for m in found.notes if m.id in dates]
    if sort == "date":
        wanted = [m for m in known if m.whole] or known
        return sorted(wanted, key=lambda m: dates[m.id], reverse=True)
    tiers = groupby(known, lambda m: m.whole)
    return [m for _, tier in tiers for m in _newest_of_equals(list(tier), dates)]


def _newest_of_equals(notes: list[Match], dates: dict[int, str]) -> list[Match]:
    """Best first; where scores are nearly the same, the newest first."""
    ordered: list[Match] = []
    start = 0
    while start < len(notes):
        end = start + 1
        least = log(max(notes[start].score, 1e-9)) - EQUALS
        while end < len(notes) and log(max(notes[end].score, 1e-9)) >= least:
            end += 1
        ordered += sorted(notes[start:end], key=lambda m: dates[m.id], reverse=True)
        start = end
    return ordered
