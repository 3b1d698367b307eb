"""Finds the when-phrase at the end or the beginning of a sentence, and cuts it out."""

from collections.abc import Iterator
from datetime import date

from notes_crm.model.dates.grammar import DEADLINE, DIGITS, LED, Reading, meanings, readings, tokens
from notes_crm.model.dates.rules import ImpossibleDate, When
from notes_crm.model.dates.vocabulary import Lexicon, closing_words, lexicons, opening_words

_PHRASE = 8  # words of the longest when-phrase
_SENTENCE_MARKS = " \t\r\n,;:-–—("
_NOT_BEFORE = frozenset({"bar", "every", "shift", "unit", "weekday", "month"})
_NOT_AFTER = frozenset({"bar", "unit", "weekday", "month"})
_MAYBE = frozenset({"day_month", "fraction"})  # "mixed 50/50": what is no day was no date
_PART_OF_SENTENCE = frozenset({"of", "for"})  # "the friday delivery", "for friday's meeting"


def cut(
    words: str, when: When, *, languages: tuple[str, ...], day_first: bool
) -> tuple[str, date | None]:
    """The sentence without its when-phrase, and the day; `dates.split_when` has the rules.

    Raises `ImpossibleDate`, its phrase set, where the phrase surely means a day that there is not.
    """
    if not words.split():
        return words, None
    sentence = _Sentence(words, when, languages, day_first=day_first)
    for start, end in sentence.places():
        found = sentence.read(start, end)
        if found:
            day, ours = found
            return (sentence.without(start, end), day) if ours else (words, None)
    return words, None


class _Sentence:
    __slots__ = ("_day_first", "_lexicons", "_spans", "_tokens", "_when", "_words")

    def __init__(
        self, words: str, when: When, languages: tuple[str, ...], *, day_first: bool
    ) -> None:
        self._words = words
        self._when = when
        self._day_first = day_first
        self._lexicons = lexicons(languages)
        self._spans: list[tuple[int, int]] = []
        at = 0
        for word in words.split():
            at = words.index(word, at)
            self._spans.append((at, at + len(word)))
            at += len(word)
        self._tokens = [tokens(words[start:end]) for start, end in self._spans]

    def places(self) -> Iterator[tuple[int, int]]:
        """Where a phrase may stand, as word numbers: at the end, longest first, then at the beginning."""
        count = len(self._tokens)
        if self._closes(count - 1):
            for start in range(max(0, count - _PHRASE), count):
                if self._opens(start):
                    yield start, count
        if self._opens(0):
            for end in range(min(_PHRASE, count - 1), 0, -1):
                if self._closes(end - 1):
                    yield 0, end

    def _opens(self, number: int) -> bool:
        first = self._tokens[number][0]
        return first in opening_words() or any(letter in DIGITS for letter in first)

    def _closes(self, number: int) -> bool:
        last = self._tokens[number][-1]
        return last in closing_words() or any(letter in DIGITS for letter in last)

    def read(self, start: int, end: int) -> tuple[date, bool] | None:
        """The day these words mean, if they are well led to, and whether they may be cut out.

        They may not where they belong to other words, nor then may any part of them.
        """
        phrase = [token for word in self._tokens[start:end] for token in word]
        for reading, lexicon in readings(phrase, self._lexicons, day_first=self._day_first):
            if self._stands(reading, lexicon, end) and (day := self._day(reading, start, end)):
                ahead = (day - self._when.today).days * self._when.toward >= 0
                ours = not self._claimed(reading, lexicon, start, end)
                return day, ours and (ahead or reading.fixed)
        return None

    def without(self, start: int, end: int) -> str:
        """The sentence without these words and the marks that joined them to it."""
        if start:
            return self._words[: self._spans[start][0]].rstrip(_SENTENCE_MARKS)
        return self._words[self._spans[end - 1][1] :].lstrip(_SENTENCE_MARKS)

    def _day(self, reading: Reading, start: int, end: int) -> date | None:
        led = reading.strength >= LED
        try:
            return reading.day(self._when)
        except ImpossibleDate as impossible:
            if reading.kinds[-1] in _MAYBE or (reading.kinds == ("numeric",) and not led):
                return None
            phrase = self._words[self._spans[start][0] : self._spans[end - 1][1]]
            raise ImpossibleDate(impossible.reason, phrase) from None

    def _stands(self, reading: Reading, lexicon: Lexicon, end: int) -> bool:
        """Whether the phrase is led to well enough, which takes more at the beginning."""
        if reading.strength < reading.stands:
            return False
        if end == len(self._tokens) or reading.strength == DEADLINE:
            return end == len(self._tokens) or "yy" not in reading.kinds  # "by 24 nov 26 kits"
        if reading.strength < LED:
            return self._closed(end) or reading.kinds == ("numeric",)
        return not self._is(_PART_OF_SENTENCE, self._tokens[0][0], lexicon)

    def _claimed(self, reading: Reading, lexicon: Lexicon, start: int, end: int) -> bool:
        """Whether a neighbour makes something else of it: "from monday to friday", "friday or monday"."""
        if end < len(self._tokens):
            return self._is(_NOT_AFTER, self._tokens[end][0], lexicon)
        if not start or reading.strength == DEADLINE or reading.kinds[0] == "ahead":
            return False
        return self._is(_NOT_BEFORE, self._tokens[start - 1][-1], lexicon)

    def _closed(self, end: int) -> bool:
        """Whether a colon or comma parts the first words from the rest: "Friday: send kit"."""
        return self._words[self._spans[end - 1][1] - 1] in ":,"

    def _is(self, kinds: frozenset[str], token: str, lexicon: Lexicon) -> bool:
        return any(
            not kinds.isdisjoint(found)
            for vocabulary in (lexicon, self._lexicons[0])
            for found in meanings([token], vocabulary)
        )
