"""A query over the word index: notes that hold all that is asked, best first, then those that hold some.

Facts inside a query are asked of `facts`, which answers a part without words by note ids; so OR
and minus work across both.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from heapq import nlargest
from itertools import islice

from notes_crm.model.query.query import (
    And,
    Not,
    Or,
    Phrase,
    Query,
    Word,
    Wording,
    only_facts,
)
from notes_crm.store.fulltext.asked import codes_among, may_lack, wanted_in, wanted_of
from notes_crm.store.fulltext.reader import EXACT, Found, Reader
from notes_crm.store.fulltext.wanted import Wanted, of_digits
from notes_crm.store.matches import Match, Matches

MOST_WANTED, MOST_POSTINGS = 256, 300_000
"""So much of a query is weighed for notes that hold some of it, beginning with the rarest words."""
FEWEST_WANTED = 8
MOST_CORRECTED = 5
"""So many words that nobody wrote are put right; more are not a slip but another language."""
LOOKED_AT = 100
"""So many of the best notes are looked at for exact spellings."""

FactsOf = Callable[[Query], set[int]]


@dataclass(slots=True)
class Search:
    """One query on its way through the index."""

    reader: Reader
    languages: tuple[str, ...]
    facts: FactsOf
    optional: frozenset[str] = frozenset()
    meant: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _found: dict[Wanted, Found] = field(default_factory=dict)
    _cut: dict[str, None] = field(default_factory=dict)

    def run(self, query: Query, limit: int | None) -> Matches:
        """The best notes for it; without a limit, all."""
        whole = self._all(query, None)
        wanted = self._wanted(query)
        if not whole and wanted and self._correct(wanted):
            wanted = self._wanted(query)
            whole = self._all(query, None)
        some: set[int] = set()
        if (limit is None or len(whole) < limit) and len(wanted) > 1:
            wanted = self._rarest(wanted)
            some = self._some(query, wanted) - whole
        ranked = self._ranked(wanted, whole, limit)
        if some and (limit is None or len(ranked) < limit):
            left = None if limit is None else limit - len(whole)
            ranked += [replace(m, whole=False) for m in self._ranked(wanted, some, left)]
        meant = tuple((typed, instead) for typed, instead in self.meant.items() if instead)
        notes = tuple(replace(m, id=self.reader.id_of(m.id)) for m in ranked)
        return Matches(notes, len(whole) + len(some), len(whole), meant, tuple(self._cut))

    def _find(self, wanted: Wanted, among: set[int] | None = None) -> Found:
        """What holds a wanted thing; kept where it was looked for everywhere."""
        known = self._found.get(wanted)
        if known is None:
            known = self.reader.find(wanted, among)
            if known.cut:
                self._cut[wanted.typed] = None
            if among is None:
                self._found[wanted] = known
        return known

    def _all(self, query: Query, among: set[int] | None) -> set[int]:
        """The notes for which the query is true."""
        if only_facts(query):
            docs = self.reader.docs_of(self.facts(query))
            return docs if among is None else docs & among
        match query:
            case Word() | Phrase():
                held = among
                for wanted in self._of(query):
                    held = self._held(wanted, held)
                return held or set()
            case Or(parts):
                return set().union(*(self._all(part, among) for part in self._cheapest(parts)))
            case Not(part):
                everything = self.reader.everything() if among is None else among
                return everything - self._all(part, among)
            case And(parts):
                return self._conjunction(parts, among)
        return set()

    def _held(self, wanted: Wanted, among: set[int] | None) -> set[int]:
        docs = self._find(wanted, among).docs
        return set(docs) if among is None else docs & among

    def _conjunction(self, parts: Sequence[Query], among: set[int] | None) -> set[int]:
        """Rare words first, so that the common ones are read for few notes only."""
        words, others, facts, codes = self._parted(parts)
        docs = among
        for wanted in sorted(words, key=self._cost):
            docs = self._held(wanted, docs)
            if not docs:
                return set()
        for code in codes:
            docs = self._one_code(code, docs)
            if not docs:
                return set()
        for part in others:
            docs = self._all(part, docs)
            if not docs:
                return set()
        if facts:
            ids = self.facts(facts[0] if len(facts) == 1 else And(tuple(facts)))
            docs = self.reader.docs_of(ids) if docs is None else self.reader.among(docs, ids)
        return docs if docs is not None else self.reader.everything()

    def _cost(self, wanted: Wanted) -> tuple[bool, int]:
        """For order only: what a beginning stands for is not known before it was read."""
        return bool(wanted.beginnings), self.reader.frequency(wanted)

    def _cheapest(self, parts: Sequence[Query]) -> list[Query]:
        """Parts in the order in which reading them says most, should not all of them be read."""
        costs = {
            number: max(map(self._cost, self._of(part)), default=(False, 0))
            for number, part in enumerate(parts)
            if isinstance(part, Word | Phrase)
        }
        order = sorted(range(len(parts)), key=lambda number: costs.get(number, (True, 0)))
        return [parts[number] for number in order]

    def _parted(
        self, parts: Sequence[Query]
    ) -> tuple[list[Wanted], list[Query], list[Query], list[Sequence[Wording]]]:
        """Words; what is neither word nor fact; facts; words that may be one code together."""
        plain = [p for p in parts if isinstance(p, Word | Phrase)]
        facts = [p for p in parts if only_facts(p)]
        others: list[Query] = [
            p for p in parts if p not in facts and not isinstance(p, Word | Phrase)
        ]
        needed = [p for p in plain if not self._may_lack(p)] or plain
        words: list[Wanted] = []
        codes: list[Sequence[Wording]] = []
        apart = dict(codes_among(needed))
        at = 0
        while at < len(needed):
            end = apart.get(at)
            if end:
                codes.append(needed[at:end])
                at = end
                continue
            words += self._of(needed[at])
            at += 1
        others.sort(key=lambda part: isinstance(part, Not))
        return words, others, facts, codes

    def _one_code(self, words: Sequence[Wording], among: set[int] | None) -> set[int]:
        """`0113 496 0000`: the notes that hold the words one by one, or all of them as one number."""
        docs = among
        for word in words:
            for wanted in self._of(word):
                docs = self._held(wanted, docs)
        coded = of_digits(" ".join(word.text for word in words), None, self.languages)
        return (docs or set()) | (self._held(coded, among) if coded else set())

    def _may_lack(self, part: Query) -> bool:
        return may_lack(part, self.optional)

    def _of(self, part: Wording) -> list[Wanted]:
        return wanted_of(part, self.languages, self.meant)

    def _wanted(self, query: Query) -> list[Wanted]:
        found = wanted_in(query, self.languages, self.meant, self.optional)
        return [replace(one, times=max(times, 1)) for one, times in found.items()]

    def _rarest(self, wanted: Sequence[Wanted]) -> list[Wanted]:
        """So many that weighing them stays quick: common words say least, so they go first."""
        frequencies = {one: self.reader.frequency(one) for one in wanted}
        kept: list[Wanted] = []
        postings = 0
        for one in sorted(wanted, key=frequencies.__getitem__)[:MOST_WANTED]:
            postings += frequencies[one]
            if postings > MOST_POSTINGS and len(kept) >= FEWEST_WANTED:
                break
            kept.append(one)
        return kept

    def _some(self, query: Query, wanted: Iterable[Wanted]) -> set[int]:
        """The notes that hold one of these, and for which the query's facts and minuses are true."""
        docs: set[int] = set()
        for one in wanted:
            docs |= self._find(one).docs
        parts = query.parts if isinstance(query, And) else (query,)
        strict = [p for p in parts if only_facts(p) or isinstance(p, Not)]
        for part in sorted(strict, key=lambda p: isinstance(p, Not)):
            docs = self._all(part, docs)
        return docs

    def _ranked(self, wanted: Sequence[Wanted], docs: set[int], limit: int | None) -> list[Match]:
        if not docs:
            return []
        scores = dict.fromkeys(docs, 0.0)
        found = {one: self._find(one, docs) for one in wanted}
        for one, where in found.items():
            for doc, score in self.reader.score(where, docs).items():
                scores[doc] += one.times * score
        best = nlargest(max(LOOKED_AT, limit or 0), scores, key=scores.__getitem__)
        for one, where in found.items():
            near = [doc for doc in best if doc in where.docs]
            for doc in self.reader.exact(one, near):
                scores[doc] += EXACT * where.rarity
        ranked = sorted(scores if limit is None else best, key=scores.__getitem__, reverse=True)
        return [Match(doc, scores[doc]) for doc in ranked[:limit]]

    def _correct(self, wanted: Sequence[Wanted]) -> bool:
        """Find what words that nobody wrote may have meant; whether anything was found."""
        from notes_crm.store.fulltext.slips import meant_by  # noqa: PLC0415 - rarely needed

        plain = (one for one in wanted if one.within is None)
        unknown = (one for one in plain if not self.reader.may_hold(one))
        for one in islice(unknown, MOST_CORRECTED):
            self.meant[one.typed] = meant_by(one, self.reader, self.languages)
        return any(self.meant.values())
