"""One look at the word index: which notes hold a thing that is wanted, where, and how well."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import log
from typing import Any

from notes_crm.store.fulltext.fields import MARK_BITS, SIZES, ending, fits, unpacked, whole
from notes_crm.store.fulltext.postings import Postings
from notes_crm.store.fulltext.wanted import Step, Wanted

K1 = 1.5
"""How soon a word that stands there again says nothing new (BM25's k1)."""
WEIGHTS = {"title": 2.5, "headings": 1.5, "body": 1.0}
"""A customer's name and a note's title say more of it than its headings, and these than its body."""
EVENNESS = {"title": 0.4, "headings": 0.3, "body": 0.7}
"""How far a field's length counts against it (BM25F's b): the longer, the less each word says."""
CODE_WEIGHT = 2.0
EXACT = 0.1
"""What the very spelling that was typed adds."""
MOST_TERMS = 400
"""Terms that one beginning stands for at most; the commonest are kept."""
A_TERM, A_SEGMENT = 10, 100
"""A term that is looked at takes as long as so many postings, and to begin in a segment as so many."""
MOST_READ, READ_EACH = 400_000, 4
"""Postings that one query reads at most: so many, or in a large vault so many for each note."""
SAMPLE = 256
"""Notes that tell how long a note usually is."""
FEW = 16
"""Where so many times fewer notes are asked about than hold a term, its postings are skipped through."""


@dataclass(slots=True)
class Found:
    """Where something wanted was found: by field, how often by note; `rarity` is how rare it is.

    `cut` says that it was not followed to its end.
    """

    by_field: dict[str, Mapping[int, float]]
    rarity: float = 0.0
    cut: bool = False
    docs: set[int] = field(default_factory=set)
    _own: dict[str, dict[int, float]] = field(default_factory=dict)

    def add(self, name: str, counts: Mapping[int, float]) -> None:
        """Forms of one word stand in the same place, so the most frequent counts, not their sum."""
        before = self.by_field.get(name)
        if not before:
            if counts:
                self.by_field[name] = counts
            return
        merged = self._own.get(name)
        if merged is None:  # the first may be a posting list that others read too
            merged = self._own[name] = dict(before)
            self.by_field[name] = merged
        for doc, count in counts.items():
            if count > merged.get(doc, 0.0):
                merged[doc] = count


class Reader:
    """Reads postings, each at most once, and no more of them than MOST_READ in all."""

    def __init__(self, reader: Any) -> None:
        self._index = Postings(reader)
        self.count = self._index.count
        self._left = max(MOST_READ, READ_EACH * self.count)
        self._counts: dict[tuple[str, str], dict[int, float]] = {}
        self._ids: Sequence[int] = ()
        self._sizes = self._index.sizes()
        self._mean = self._usual()

    def everything(self) -> set[int]:
        """All notes."""
        return self._index.everything()

    def id_of(self, doc: int) -> int:
        """The catalog's id of a note."""
        return self._ids[doc] if self._ids else self._index.id_of(doc)

    def _usual(self) -> dict[str, float]:
        """How long the fields are on average, by a sample that is the same each time."""
        sizes = self._sizes
        sample = [unpacked(size) for size in sizes[:: max(1, len(sizes) // SAMPLE)]]
        count = max(len(sample), 1)
        return {name: max(sum(one[name] for one in sample) / count, 1.0) for name in WEIGHTS}

    def docs_of(self, ids: Iterable[int]) -> set[int]:
        """The notes with these ids of the catalog."""
        wanted = frozenset(ids)
        if len(wanted) * FEW < self.count:
            return self._index.numbers_of(wanted)
        self._ids = self._ids or self._index.ids()
        known = {doc for doc, number in enumerate(self._ids) if number in wanted}
        return known & self.everything()

    def among(self, docs: set[int], ids: set[int]) -> set[int]:
        """Those of these notes that have one of these ids of the catalog."""
        if len(docs) * FEW > self.count:
            self._ids = self._ids or self._index.ids()
        return {doc for doc in docs if self.id_of(doc) in ids}

    def frequency(self, wanted: Wanted) -> int:
        """How many notes hold it, roughly and without reading them: the most of any of its terms."""
        most = 0
        for line in wanted.lines:
            rarest = min((self._commonest(step) for step in line), default=0)
            most = max(most, rarest)
        for code in wanted.codes:
            most = max(most, self._index.frequency("code", whole(code)))
        if wanted.beginnings or wanted.endings:
            most = max(most, 1)
        return most

    def find(self, wanted: Wanted, among: set[int] | None = None) -> Found:
        """The notes that hold it; `among` spares reading about others."""
        found = Found({})
        for line in wanted.lines:
            if len(line) == 1 and wanted.within is None:
                for name in WEIGHTS:
                    for term in line[0].terms:
                        self._add_term(found, name, term, None, among)
            else:
                self._add_line(found, line, wanted.within, among)
        for beginning in wanted.beginnings:
            for name in WEIGHTS if wanted.within is None else ("body",):
                for term in self._beginning(found, name, beginning):
                    self._add_term(found, name, term, wanted.within, among, keep=False)
        codes = [(whole(code), CODE_WEIGHT) for code in wanted.codes]
        for end in wanted.endings:
            terms = self._beginning(found, "code", ending(end))
            codes += [(term, CODE_WEIGHT if len(term) == len(end) + 1 else 1.0) for term in terms]
        for term, weight in codes:
            held = self._postings(found, "code", term, among)
            found.add("code", dict.fromkeys(held, weight))
        found.docs = set().union(*found.by_field.values())
        df = max(self.frequency(wanted), len(found.docs) if among is None else 0, 1)
        df = min(df, self.count)
        found.rarity = log(1 + (self.count - df + 0.5) / (df + 0.5))
        return found

    def score(self, found: Found, docs: set[int]) -> dict[int, float]:
        """How much each of these notes gains by holding this (BM25F); those that don't left out."""
        weights: dict[int, float] = {}
        sizes = self._sizes
        for name, counts in found.by_field.items():
            held = counts.keys() if len(counts) <= len(docs) else docs
            both = [doc for doc in held if doc in docs and doc in counts]
            if name == "code":
                for doc in both:
                    weights[doc] = weights.get(doc, 0.0) + counts[doc]
                continue
            shift, mask = SIZES[name]
            flat, slope = 1 - EVENNESS[name], EVENNESS[name] / self._mean[name]
            weight = WEIGHTS[name]
            for doc in both:
                length = flat + slope * (sizes[doc] >> shift & mask)
                weights[doc] = weights.get(doc, 0.0) + weight * counts[doc] / length
        most = found.rarity * (K1 + 1)
        return {doc: most * weight / (K1 + weight) for doc, weight in weights.items()}

    def exact(self, wanted: Wanted, docs: Iterable[int]) -> set[int]:
        """Those of these notes that hold a single word just as it was typed."""
        if not wanted.marks:
            return set()
        held: set[int] = set()
        mask = (1 << MARK_BITS) - 1
        among = sorted(docs)
        for line in wanted.lines:
            for term in line[0].terms if len(line) == 1 else ():
                for name in ("title", "body"):
                    spots = self._index.spots_of(name, term, among)
                    held |= {
                        d for d, at in spots.items() if any(s & mask in wanted.marks for s in at)
                    }
        return held

    @cached_property
    def words(self) -> frozenset[str]:
        """Every term of body and title."""
        return frozenset(term for name in ("body", "title") for term in self._index.terms(name))

    def holding(self, term: str) -> int:
        """How many notes hold a term, in body or title."""
        return sum(self._index.frequency(name, term) for name in ("body", "title"))

    def may_hold(self, wanted: Wanted) -> bool:
        """Whether any note may: every word of it stands somewhere."""
        if wanted.endings and any(
            self._index.beginning("code", ending(end), 1)[0] for end in wanted.endings
        ):
            return True
        begun = any(map(self.has_beginning, wanted.beginnings))
        plain = replace(wanted, beginnings=(), endings=())
        return begun or self.frequency(plain) > 0

    def has_beginning(self, beginning: str) -> bool:
        """Whether any word begins so."""
        return any(self._index.beginning(name, beginning, 1)[0] for name in ("body", "title"))

    def _commonest(self, step: Step) -> int:
        frequency = self._index.frequency
        return max((frequency(name, t) for t in step.terms for name in WEIGHTS), default=0)

    def _add_term(
        self, found: Found, name: str, term: str, within: str | None, among: set[int] | None,
        *, keep: bool = True,
    ) -> None:  # fmt: skip
        counts = self._postings(found, name, term, among, keep=keep)
        if within is not None and counts:
            spots = self._spots(found, name, term, counts)
            suits = fits(within)
            counts = {d: float(n) for d, at in spots.items() if (n := sum(map(suits, at)))}
        found.add(name, counts)

    def _add_line(
        self, found: Found, line: Sequence[Step], within: str | None, among: set[int] | None
    ) -> None:
        for name in ("title", "body") if within is None else ("body",):
            docs: set[int] | None = among
            for step in sorted(line, key=self._commonest):
                held: set[int] = set()
                for term in step.terms:
                    held |= self._postings(found, name, term, docs).keys()
                docs = held if docs is None else docs & held
                if not docs:
                    break
            if docs:
                found.add(name, self._standing(found, name, line, within, docs))

    def _standing(
        self, found: Found, name: str, line: Sequence[Step], within: str | None, docs: set[int]
    ) -> dict[int, float]:
        """How often the steps stand next to each other in these notes."""
        suits = fits(within)
        starts: dict[int, set[int]] = {}
        rarest = sorted(range(len(line)), key=lambda number: self._commonest(line[number]))
        for turn, number in enumerate(rarest):
            here: dict[int, set[int]] = {}
            for term in line[number].terms:
                for doc, spots in self._spots(found, name, term, docs).items():
                    at = {(s >> MARK_BITS) - number for s in spots if suits(s)}
                    here[doc] = here[doc] | at if doc in here else at
            starts = (
                {d: both for d, at in here.items() if (both := at & starts.get(d, set()))}
                if turn
                else here
            )
            docs = set(starts)
        return {doc: float(len(at)) for doc, at in starts.items() if at}

    def _beginning(self, found: Found, name: str, beginning: str) -> list[str]:
        """The terms that begin so, the commonest if they are too many."""
        terms, seen = self._index.beginning(name, beginning, max(self._left, 0) // A_TERM)
        self._left -= seen * A_TERM + self._index.segments * A_SEGMENT
        if len(terms) <= MOST_TERMS and self._left >= A_TERM:
            return list(terms)
        found.cut = True
        return sorted(terms, key=lambda term: (-terms[term], term))[:MOST_TERMS]

    def _postings(
        self, found: Found, name: str, term: str, among: set[int] | None, *, keep: bool = True
    ) -> Mapping[int, float]:
        """How often a term stands in each note's field; nothing once enough was read."""
        known = self._counts.get((name, term))
        if known is not None:
            return known
        holding = self._index.frequency(name, term)
        if not holding:
            return {}
        skipped = among is not None and len(among) * FEW < holding
        if not self._may_read(found, len(among or ()) * FEW if skipped else holding):
            return {}
        if skipped and among is not None:
            return self._index.weights_of(name, term, sorted(among))
        read = self._index.weights(name, term)
        if keep:
            self._counts[name, term] = read
        return read

    def _spots(
        self, found: Found, name: str, term: str, docs: Iterable[int]
    ) -> dict[int, Sequence[int]]:
        """Where a term stands in each of these notes that holds it; nothing once enough was read."""
        among = sorted(docs)
        if not self._may_read(found, len(among)):
            return {}
        return self._index.spots_of(name, term, among)

    def _may_read(self, found: Found, postings: int) -> bool:
        if postings > self._left:
            found.cut = True
            return False
        self._left -= postings
        return True
