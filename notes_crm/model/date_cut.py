"""Finds the when-phrase at the end or the beginning of a sentence, and cuts it out."""

from collections.abc import Iterator
from datetime import date

from notes_crm.model.date_grammar import DEADLINE, DIGITS, LED, Reading, meanings, readings, tokens
from notes_crm.model.date_rules import ImpossibleDate, When
from notes_crm.model.date_words import Lexicon, closing_words, lexicons, vocabulary

_PHRASE = 8  # words of the longest when-phrase
_SENTENCE_MARKS = " \t\r\n,;:-–—("
_NOT_BEFORE = frozenset({"bar", "every", "shift", "weekday", "month"})
_NOT_AFTER = frozenset({"bar", "unit", "weekday", "month"})
_MAYBE = frozenset({"day_month", "fraction"})  # "mixed 50/50": what is no day was no date
_LEADING = frozenset({"by", "on", "ahead"})
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
        if found is None:
            continue
        day, fixed = found
        if not fixed and (day - when.today).days * when.toward < 0:
            break  # "what they said last friday" sets no deadline
        return sentence.without(start, end), day
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
        last = self._tokens[-1][-1]
        if last in closing_words() or any(letter in DIGITS for letter in last):
            for start in range(max(0, count - _PHRASE), count):
                yield start, count
        first = self._tokens[0][0]
        if (
            first[:1] in DIGITS
            or not _LEADING.isdisjoint(kind for kind, _, _ in vocabulary().get(first, ()))
            or any(map(self._closed, range(1, min(_PHRASE, count))))
        ):
            for end in range(min(_PHRASE, count - 1), 0, -1):
                yield 0, end

    def read(self, start: int, end: int) -> tuple[date, bool] | None:
        """The day these words mean and whether its year is typed; None where they may not be cut out."""
        phrase = [token for word in self._tokens[start:end] for token in word]
        for number, lexicon in enumerate(self._lexicons):
            for reading in readings(phrase, lexicon, day_first=self._day_first):
                # Digits have no language: in one that was not asked for, a word must speak it.
                ours = (
                    number == 0
                    or reading.worded
                    or (reading.strength == DEADLINE and len(phrase[0]) > len("do"))
                )
                if ours and self._may_go(reading, lexicon, start, end):
                    day = self._day(reading, start, end)
                    if day is not None:
                        return day, reading.fixed
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

    def _may_go(self, reading: Reading, lexicon: Lexicon, start: int, end: int) -> bool:
        if reading.strength < reading.stands:
            return False
        if end == len(self._tokens):
            sure = reading.strength == DEADLINE or reading.kinds[0] == "ahead"
            return (
                sure or not start or not self._is(_NOT_BEFORE, self._tokens[start - 1][-1], lexicon)
            )
        if self._is(_NOT_AFTER, self._tokens[end][0], lexicon) or "yy" in reading.kinds:
            return False
        if reading.strength < LED:
            return self._closed(end) or reading.kinds == ("numeric",)
        return reading.strength == DEADLINE or not self._is(
            _PART_OF_SENTENCE, self._tokens[0][0], lexicon
        )

    def _closed(self, end: int) -> bool:
        """Whether a colon or comma parts the first words from the rest: "Friday: send kit"."""
        return self._words[self._spans[end - 1][1] - 1] in ":,"

    def _is(self, kinds: frozenset[str], token: str, lexicon: Lexicon) -> bool:
        return any(
            not kinds.isdisjoint(found)
            for vocabulary in (lexicon, self._lexicons[0])
            for found in meanings([token], vocabulary)
        )
