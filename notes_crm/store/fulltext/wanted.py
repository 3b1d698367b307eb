"""What is asked of the word index for one typed word or phrase: every way it may stand there."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from notes_crm.model.letters import fold_accents, is_unspaced, kinds, lowered, runs, script_of
from notes_crm.model.phones import PHONE_DIGITS, national
from notes_crm.model.query.query import Phrase, Word
from notes_crm.store.fulltext.words import (
    SUFFIX_LENGTH,
    Chunk,
    analyser,
    chunks,
    exact_mark,
    joined,
    pieces,
)

LONG_RUN = 4
"""Chinese characters and the like beyond which a run is several words, not one."""
SHORT_LETTERS = 4
"""Letters that may stand before the digits of a code with a blank between: `VX 1234`."""


@dataclass(frozen=True, slots=True)
class Step:
    """One position of a phrase: the terms that may stand there."""

    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing that a note may hold: any of these ways counts.

    `lines` are sequences of steps next to each other, `beginnings` of terms, `codes` whole and
    `endings` of codes. `marks` are those of the exact spelling of single words.
    """

    typed: str
    within: str | None = None
    lines: tuple[tuple[Step, ...], ...] = ()
    beginnings: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()
    marks: frozenset[int] = frozenset()
    times: int = field(default=1, compare=False)


def of_word(word: Word, languages: tuple[str, ...]) -> list[Wanted]:
    """What a typed word asks for: mostly one thing; a long run without blanks is several."""
    found: list[Wanted] = []
    for chunk in _query_chunks(word.text):
        if is_unspaced(chunk):
            found += _of_run(chunk, word, languages)
        else:
            found.append(_of_chunk(chunk, word, languages))
    whole = word.text
    if len(found) > 1 and not any(is_unspaced(c) for c in chunks(whole)):
        return [_together(whole, word, languages)]  # dana@acme.example stands together
    return found


def of_phrase(phrase: Phrase, languages: tuple[str, ...]) -> list[Wanted]:
    """What a phrase asks for: its words next to each other; as one code where it has digits."""
    steps = _steps(phrase.text, languages)
    if not steps:
        return []
    coded = of_digits(phrase.text, phrase.within, languages) if _has_digit(phrase.text) else None
    codes, endings = (coded.codes, coded.endings) if coded else ((), ())
    lines = tuple(dict.fromkeys((steps, *(coded.lines if coded else ()))))
    marks = frozenset((exact_mark(phrase.text),)) if len(steps) == 1 else frozenset()
    return [Wanted(phrase.text, phrase.within, lines, (), codes, endings, marks)]


def of_digits(text: str, within: str | None, languages: tuple[str, ...]) -> Wanted | None:
    """A code or telephone number as typed, with whatever stands between its parts."""
    code = joined(text)
    if within or not any(c.isdigit() for c in code):
        return None
    endings = [code] if len(code) >= SUFFIX_LENGTH else []
    if code.isdigit() and len(code) >= PHONE_DIGITS:
        endings += national(text)
    glued = "".join(text.split())  # 4,2 bar may stand there as 4,2bar
    lines = tuple(dict.fromkeys((_steps(code, languages), _steps(glued, languages))))
    return Wanted(text, within, lines, (), (code,), tuple(dict.fromkeys(endings)))


def spelled_apart(words: Sequence[Word]) -> list[tuple[int, int]]:
    """Neighbours among typed words that may be one number or code: `0113 496 0000`, `VX 1234`."""
    found, start = [], 0
    while start < len(words):
        end = start
        while end < len(words) and _numeric(words[end]):
            end += 1
        digits = sum(c.isdigit() for w in words[start:end] for c in w.text)
        if end - start > 1 and digits >= PHONE_DIGITS:
            found.append((start, end))
        elif start + 1 < len(words) and _meet(words[start], words[start + 1]):
            found.append((start, start + 2))
            end = start + 2
        start = max(end, start + 1)
    return found


def _of_chunk(chunk: str, word: Word, languages: tuple[str, ...]) -> Wanted:
    read = analyser(languages)(chunk)
    lines = [_line(read)]
    marks: frozenset[int] = frozenset((exact_mark(chunk),)) if read.width == 1 else frozenset()
    codes: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()
    if _has_digit(chunk):
        code = joined(chunk)
        for other in (" ".join(pieces(chunk)), " ".join(pieces(code)), code):  # 4.2bar is 4.2 bar
            line = _steps(other, languages)
            if line and line not in lines:
                lines.append(line)
        coded = of_digits(word.text, word.within, languages)
        codes, endings = (coded.codes, coded.endings) if coded else ((), ())
    elif read.width > 1:
        line = _steps(joined(chunk), languages)  # e-mail is email
        if line not in lines:
            lines.append(line)
    beginnings: tuple[str, ...] = ()
    low = lowered(chunk)
    if word.prefix or (script_of(low) == "hangul" and len(low) > 1):  # particles follow the word
        beginnings = (joined(chunk),) if _has_digit(chunk) else (fold_accents(chunk),)
    return Wanted(word.text, word.within, tuple(lines), beginnings, codes, endings, marks)


def _of_run(run: str, word: Word, languages: tuple[str, ...]) -> list[Wanted]:
    """A run without blanks: each part of one kind of letters is a phrase, or pairs if it is long."""
    found = []
    for part in kinds(run):
        steps = _line(analyser(languages)(part))
        if len(steps) == 1:
            found.append(Wanted(part, word.within, (), (part,)))
            continue
        pairs = steps[:-1]  # the last character alone only serves to be found alone
        if len(pairs) < LONG_RUN:
            found.append(Wanted(part, word.within, (pairs,)))
        else:
            found += [Wanted(pair.terms[0], word.within, ((pair,),)) for pair in pairs]
    return found


def _together(text: str, word: Word, languages: tuple[str, ...]) -> Wanted:
    lines = dict.fromkeys((_steps(text, languages), _steps(" ".join(pieces(text)), languages)))
    coded = of_digits(text, word.within, languages) if _has_digit(text) else None
    codes, endings = (coded.codes, coded.endings) if coded else ((), ())
    return Wanted(text, word.within, tuple(lines), (), codes, endings)


def _steps(text: str, languages: tuple[str, ...]) -> tuple[Step, ...]:
    analyse = analyser(languages)
    steps: list[Step] = []
    for chunk in chunks(text):
        line = _line(analyse(chunk))
        run = len(line) > 1 and is_unspaced(chunk)
        steps += line[:-1] if run else line
    return tuple(steps)


def _line(read: Chunk) -> tuple[Step, ...]:
    """A chunk as positions, each with the terms that may stand there; joined forms left out."""
    at: dict[int, list[str]] = {}
    for step, term, mark in read.forms:
        if mark or read.width == 1 or is_unspaced(term):
            at.setdefault(step, []).append(term)
    return tuple(Step(tuple(terms)) for _, terms in sorted(at.items()))


def _query_chunks(text: str) -> list[str]:
    found = []
    for chunk in chunks(text):
        found += (
            [run for run in runs(chunk) if any(c.isalnum() for c in run)]
            if not chunk.isascii()
            else [chunk]
        )
    return found


def _has_digit(text: str) -> bool:
    return any(c.isdigit() for c in text)


def _numeric(word: Word) -> bool:
    return (
        not word.prefix
        and word.within is None
        and bool(_has_digit(word.text))
        and not any(c.isalpha() for c in word.text)
    )


def _meet(one: Word, other: Word) -> bool:
    """Whether one is a few letters and the other begins with digits, or the other way round."""
    return (_letters(one) and _begins(other)) or (_numeric(one) and _letters(other))


def _begins(word: Word) -> bool:
    return not word.prefix and word.within is None and word.text[:1].isdigit()


def _letters(word: Word) -> bool:
    plain = not word.prefix and word.within is None
    return plain and len(word.text) <= SHORT_LETTERS and word.text.isalpha() and word.text.isascii()
