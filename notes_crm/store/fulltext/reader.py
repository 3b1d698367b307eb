"""One look at the word index: which notes hold a thing that is wanted, where, and how well."""

from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from math import log
from typing import Any

from notes_crm.store.fulltext.fields import MARK_BITS, ending, fits, unpacked, whole
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
SAMPLE = 256
"""Notes that tell how long a note usually is."""
FEW = 16
"""Where so many times fewer notes are asked about than hold a term, its postings are skipped through."""


@dataclass(slots=True)
class Found:
    """Where something wanted was found: by field, how often by note; `share` how rare it is."""

    by_field: dict[str, dict[int, float]]
    rarity: float = 0.0
    capped: bool = False
    docs: set[int] = field(default_factory=set)


class Reader:
    """Reads postings through Whoosh, each at most once; numbers of notes are Whoosh's own."""

    def __init__(self, reader: Any) -> None:
        self._reader = reader
        self.count = reader.doc_count()
        self._counts: dict[tuple[str, str], dict[int, float]] = {}
        self._column: Any = None
        self._lengths: dict[int, dict[str, int]] = {}
        self._sizes = reader.column_reader("size")
        self._mean = self._usual()

    def everything(self) -> set[int]:
        """All notes."""
        return set(self._reader.all_doc_ids())

    def id_of(self, doc: int) -> int:
        """The catalog's id of a note."""
        if self._column is None:
            self._column = self._reader.column_reader("id")
        return int(self._column[doc])

    def lengths(self, doc: int) -> dict[str, int]:
        """How long each field of a note is."""
        known = self._lengths.get(doc)
        if known is None:
            known = self._lengths[doc] = unpacked(self._sizes[doc])
        return known

    def _usual(self) -> dict[str, float]:
        """How long the fields are on average, by a sample that is the same each time."""
        total = self._reader.doc_count_all()
        sample = [self.lengths(doc) for doc in range(0, total, max(1, total // SAMPLE))]
        count = max(len(sample), 1)
        return {name: max(sum(one[name] for one in sample) / count, 1.0) for name in WEIGHTS}

    def docs_of(self, ids: Iterable[int]) -> set[int]:
        """The notes with these ids of the catalog."""
        wanted = frozenset(ids)
        if len(wanted) * FEW < self.count:
            schema = self._reader.schema["id"]
            found: set[int] = set()
            for number in wanted:
                found |= self._read("id", schema.to_bytes(number)).keys()
            return found
        return {doc for doc in self._reader.all_doc_ids() if self.id_of(doc) in wanted}

    def frequency(self, wanted: Wanted) -> int:
        """How many notes hold it, roughly and without reading them: the most of any of its terms."""
        most = 0
        for line in wanted.lines:
            rarest = min((self._commonest(step) for step in line), default=0)
            most = max(most, rarest)
        for code in wanted.codes:
            most = max(most, self._reader.doc_frequency("code", whole(code)))
        if wanted.beginnings or wanted.endings:
            most = max(most, 1)
        return most

    def find(self, wanted: Wanted, among: set[int] | None = None) -> Found:
        """The notes that hold it; `among` spares reading about others."""
        found = Found({})
        for line in wanted.lines:
            if len(line) == 1 and wanted.within is None:
                for term in line[0].terms:
                    self._add(found, term, among)
            else:
                self._add_line(found, line, wanted.within, among)
        for beginning in wanted.beginnings:
            for name in ("title", "headings", "body") if wanted.within is None else ("body",):
                terms, capped = self._beginning(name, beginning)
                found.capped |= capped
                for term in terms:
                    self._add_term(found, name, term, wanted.within, among)
        codes = [(whole(code), CODE_WEIGHT) for code in wanted.codes]
        for end in wanted.endings:
            terms, capped = self._beginning("code", ending(end))
            found.capped |= capped
            codes += [(term, CODE_WEIGHT if len(term) == len(end) + 1 else 1.0) for term in terms]
        for term, weight in codes:
            self._merge(found, "code", dict.fromkeys(self._postings("code", term, among), weight))
        found.docs = set().union(*found.by_field.values())
        df = max(self.frequency(wanted), len(found.docs) if among is None else 0, 1)
        df = min(df, self.count)
        found.rarity = log(1 + (self.count - df + 0.5) / (df + 0.5))
        return found

    def score(self, found: Found, doc: int) -> float:
        """How much a note that holds this gains by it (BM25F)."""
        weight = 0.0
        lengths = self.lengths(doc)
        for name, counts in found.by_field.items():
            count = counts.get(doc)
            if not count:
                continue
            if name == "code":
                weight += count
                continue
            evenness = EVENNESS[name]
            length = lengths[name] / self._mean[name]
            weight += WEIGHTS[name] * count / (1 - evenness + evenness * length)
        return found.rarity * weight * (K1 + 1) / (K1 + weight)

    def exact(self, wanted: Wanted, docs: Iterable[int]) -> set[int]:
        """Those of these notes that hold a single word just as it was typed."""
        if not wanted.marks:
            return set()
        held: set[int] = set()
        mask = (1 << MARK_BITS) - 1
        for line in wanted.lines:
            for term in line[0].terms if len(line) == 1 else ():
                for name in ("title", "body"):
                    spots = self._spots(name, term, docs)
                    held |= {
                        d for d, at in spots.items() if any(s & mask in wanted.marks for s in at)
                    }
        return held

    def nearest(self, word: str, how_far: int) -> list[tuple[str, int]]:
        """Terms within so many slips of a word, with how many notes hold them."""
        found: dict[str, int] = {}
        for name in ("body", "title"):
            for term in self._reader.terms_within(name, word, how_far, prefix=0):
                text = term.decode() if isinstance(term, bytes) else term
                found[text] = found.get(text, 0) + self._reader.doc_frequency(name, text)
        return list(found.items())

    def has_beginning(self, beginning: str) -> bool:
        """Whether any word begins so."""
        return any(self._beginning(name, beginning)[0] for name in ("body", "title"))

    def _commonest(self, step: Step) -> int:
        frequency = self._reader.doc_frequency
        return max((frequency(name, t) for t in step.terms for name in WEIGHTS), default=0)

    def _add(self, found: Found, term: str, among: set[int] | None) -> None:
        for name in WEIGHTS:
            self._add_term(found, name, term, None, among)

    def _add_term(
        self, found: Found, name: str, term: str, within: str | None, among: set[int] | None
    ) -> None:
        counts = self._postings(name, term, among)
        if within is not None and counts:
            spots = self._spots(name, term, counts)
            suits = fits(within)
            counts = {d: float(n) for d, at in spots.items() if (n := sum(map(suits, at)))}
        self._merge(found, name, counts)

    @staticmethod
    def _merge(found: Found, name: str, counts: dict[int, float]) -> None:
        """Forms of one word stand in the same place, so the most frequent counts, not their sum."""
        before = found.by_field.get(name)
        if not before:
            if counts:
                found.by_field[name] = counts
            return
        merged = dict(before)
        for doc, count in counts.items():
            if count > merged.get(doc, 0.0):
                merged[doc] = count
        found.by_field[name] = merged

    def _add_line(
        self, found: Found, line: Sequence[Step], within: str | None, among: set[int] | None
    ) -> None:
        for name in ("title", "body") if within is None else ("body",):
            docs: set[int] | None = among
            for step in sorted(line, key=self._commonest):
                held: set[int] = set()
                for term in step.terms:
                    held |= self._postings(name, term, docs).keys()
                docs = held if docs is None else docs & held
                if not docs:
                    break
            if docs:
                self._merge(found, name, self._standing(name, line, within, docs))

    def _standing(
        self, name: str, line: Sequence[Step], within: str | None, docs: set[int]
    ) -> dict[int, float]:
        """How often the steps stand next to each other in these notes."""
        suits = fits(within)
        starts: dict[int, set[int]] = {}
        for number, step in enumerate(line):
            here: dict[int, set[int]] = {}
            for term in step.terms:
                for doc, spots in self._spots(name, term, docs).items():
                    at = {(s >> MARK_BITS) - number for s in spots if suits(s)}
                    here[doc] = here[doc] | at if doc in here else at
            starts = (
                {d: both for d, at in here.items() if (both := at & starts.get(d, set()))}
                if number
                else here
            )
        return {doc: float(len(at)) for doc, at in starts.items() if at}

    def _beginning(self, name: str, beginning: str) -> tuple[list[str], bool]:
        """The terms that begin so, the commonest if they are too many."""
        found = []
        for term, info in self._reader.iter_prefix(name, beginning):
            text = term[1] if isinstance(term, tuple) else term
            found.append((info.doc_frequency(), text.decode() if isinstance(text, bytes) else text))
            if len(found) > MOST_TERMS * 50:
                break
        capped = len(found) > MOST_TERMS
        if capped:
            found.sort(reverse=True)
        return [text for _, text in found[:MOST_TERMS]], capped

    def _postings(self, name: str, term: str, among: set[int] | None) -> dict[int, float]:
        """How often a term stands in each note's field."""
        known = self._counts.get((name, term))
        if known is None:
            if among is not None and len(among) * FEW < self._reader.doc_frequency(name, term):
                return self._read(name, term, sorted(among))
            known = self._counts[name, term] = self._read(name, term)
        return known

    def _read(
        self, name: str, term: str | bytes, docs: Sequence[int] | None = None
    ) -> dict[int, float]:
        if (name, term) not in self._reader:
            return {}
        matcher = self._reader.postings(name, term)
        return _walk(matcher, docs, _weight)

    def _spots(self, name: str, term: str, docs: Iterable[int]) -> dict[int, Sequence[int]]:
        """Where a term stands in each of these notes that holds it."""
        if (name, term) not in self._reader:
            return {}
        matcher = self._reader.postings(name, term)
        return _walk(matcher, sorted(docs), _spots)


def _walk(matcher: Any, docs: Sequence[int] | None, read: Callable[[Any], Any]) -> dict[int, Any]:
    found = {}
    if docs is None:
        active, at, step = matcher.is_active, matcher.id, matcher.next
        while active():
            found[at()] = read(matcher)
            step()
        return found
    for doc in docs:
        if not matcher.is_active():
            break
        if matcher.id() < doc:
            matcher.skip_to(doc)
            if not matcher.is_active():
                break
        if matcher.id() == doc:
            found[doc] = read(matcher)
    return found


def _weight(matcher: Any) -> float:
    return float(matcher.weight())


def _spots(matcher: Any) -> Sequence[int]:
    return array("I", matcher.value())
