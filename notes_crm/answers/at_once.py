"""Two of us at one customer at once: visits that don't know of each other, and the same subject raised twice."""

import re
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import combinations, islice
from typing import NamedTuple

from notes_crm.answers.agenda import GOING, NEAR
from notes_crm.answers.colleagues import Colleagues, of_evidence
from notes_crm.answers.said import plain
from notes_crm.model.checks import finding
from notes_crm.model.evidence import Evidence, Trip
from notes_crm.model.markdown.names import plain_names
from notes_crm.model.problem import Problem
from notes_crm.model.schema import fold
from notes_crm.model.sections import PROMISED

_WORD = re.compile(r"\w+")
_SHORTEST = 4
"""Shorter words, unless they hold a digit, are in every sentence."""
_SHARED, _OF_SHORTER, _OF_LONGER = 2, 0.6, 0.5
"""So many words, and so much of each of two lines, make them the same subject."""
_MANY = 200
"""So many visits or lines are compared with each other; nobody says more to one customer in two weeks."""
_SHOWN = 50
_PURPOSE = "purpose"
_VERBS = {
    "Asked": "asked them this", "Told": "told them this", "New subjects": "heard this from them",
    PROMISED: "promised this", _PURPOSE: "goes there for this",
}  # fmt: skip


class _Subject(NamedTuple):
    """One thing raised with a customer, by whom of us; lines are compared within a kind."""

    kind: str
    text: str
    words: frozenset[str]
    who: frozenset[str]
    day: date
    path: str
    line: int


def at_once(evidence: Evidence, today: date) -> list[Problem]:
    """All of it."""
    us = of_evidence(evidence)
    by_customer: dict[str, list[tuple[Trip, frozenset[str]]]] = defaultdict(list)
    for trip in evidence.trips:
        who = frozenset(us.name(n) for text in trip.by for n in plain_names(text))
        for customer in trip.customers if who else ():
            by_customer[customer].append((trip, who))
    found: list[Problem] = []
    for customer, trips in by_customer.items():
        if len({who for _, who in trips}) > 1:
            found += _visits(trips, today)
            found += _subjects(customer, trips, today, us)
    return found


def _is_ahead(trip: Trip, today: date) -> bool:
    return trip.day > today or (trip.day == today and not trip.typed_up)


def _visits(trips: Iterable[tuple[Trip, frozenset[str]]], today: date) -> Iterator[Problem]:
    ahead = [(t, who) for t, who in trips if t.type in GOING and _is_ahead(t, today)]
    for (one, who), (other, too) in combinations(ahead[:_MANY], 2):
        if not who & too and other.day - one.day <= NEAR:
            what = f"{_names(who)} goes there on {one.day}; agree who goes, or go together"
            yield finding(other.path, 0, "two-visits", what)


def _subjects(
    customer: str, trips: Sequence[tuple[Trip, frozenset[str]]], today: date, us: Colleagues
) -> Iterator[Problem]:
    raised: dict[str, deque[_Subject]] = defaultdict(lambda: deque(maxlen=_MANY))
    known = _words(customer)
    for trip, who in trips:
        for subject in islice(_raised(who, trip, today, us), _MANY):
            words = subject.words - known
            again = (s for s in raised[subject.kind] if _is_same(s, subject.who, words))
            if before := next(again, None):
                text = plain(before.text)
                text = text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
                what = f"{_names(before.who)} {_VERBS[before.kind]} on {before.day}: {text}"
                yield finding(subject.path, subject.line, "raised-twice", what)
            raised[subject.kind].append(subject._replace(words=words))


def _raised(who: frozenset[str], trip: Trip, today: date, us: Colleagues) -> Iterator[_Subject]:
    def subject(kind: str, text: str, line: int, by: frozenset[str] = who) -> _Subject:
        return _Subject(kind, text, _words(text), by, trip.day, trip.path, line)

    for line, section, said, owner in trip.raised:
        text = said
        if section == PROMISED:
            text = " ".join(w for w in said.split() if not w.startswith(("@", "#")))
        yield subject(section, text, line, frozenset({us.name(owner)}) if owner else who)
    if trip.purpose and _is_ahead(trip, today):
        yield subject(_PURPOSE, trip.purpose, 0)


def _is_same(one: _Subject, who: frozenset[str], words: frozenset[str]) -> bool:
    shared = len(one.words & words)
    shorter, longer = sorted((len(one.words), len(words)))
    enough = shared >= max(_SHARED, _OF_SHORTER * shorter, _OF_LONGER * longer)
    return enough and not one.who & who


def _words(text: str) -> frozenset[str]:
    """The words of a line that tell it from another."""
    found = _WORD.findall(fold(text))
    return frozenset(w for w in found if len(w) >= _SHORTEST or not w.isalpha())


def _names(who: Iterable[str]) -> str:
    return " and ".join(sorted(who))
