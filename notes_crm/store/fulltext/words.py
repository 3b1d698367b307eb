"""Text to the terms it is found by, in one pass: words folded and stemmed, pairs, numbers and codes."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

from notes_crm.model.letters import (
    MARKS,
    clusters,
    fold_accents,
    is_unspaced,
    lowered,
    runs,
    script_of,
    spelled_out,
    without_vowels,
)
from notes_crm.model.phones import MOMENT

PLAIN_MARK = 0
"""The mark of a form that says nothing of how the word was written."""
LONGEST = 60
"""Characters of a word that count; what is longer is no word."""
CODE_LENGTHS = range(2, 41)
SUFFIX_LENGTH = 4
"""Of so many characters at least are codes found by their end."""

_LETTER = f"[\\w{MARKS}]"
_CHUNK = re.compile(f"{_LETTER}+(?:[-‐‑./'’ʼ]{_LETTER}+)*")
_PART = re.compile("[^-‐‑./_]+")
_APOSTROPHE = re.compile("['’ʼ]")
_DIGIT = re.compile(r"\d")
_EDGES = re.compile(r"(?<=\d)(?=[^\W\d_])|(?<=[^\W\d_])(?=\d)")

GROUPED = re.compile(r"(?<![\w.,])\d{1,3}(?:[.,'’ ]\d{3})+(?![\d])")
"""A number with marks between its thousands."""

_STEMMERS = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "es": "spanish", "et": "estonian", "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish",
    "hi": "hindi", "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian",
    "lt": "lithuanian", "nb": "norwegian", "ne": "nepali", "nl": "dutch", "nn": "norwegian",
    "no": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian",
    "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
_OF_SCRIPT = {
    "arabic": ("arabic",), "cyrillic": ("russian",), "greek": ("greek",), "hindi": ("hindi", "nepali"),
    "armenian": ("armenian",), "hebrew": ("yiddish",), "indic": ("tamil",), "hangul": (),
}  # fmt: skip
_LOOKS_OTHER = frozenset({"yiddish", "tamil", "nepali"})
"""Stemmers that are used only where the vault names the language."""
_HEBREW_PREFIX = re.compile("^ו?[הבלמשכ]?")


class Chunk(NamedTuple):
    """What a piece of text without blanks is found by.

    `forms` are (position from the first, term, mark of its exact spelling); `width` is how many
    positions it takes; `codes` are its codes without separators.
    """

    forms: tuple[tuple[int, str, int], ...]
    width: int
    codes: tuple[str, ...]


Analyse = Callable[[str], Chunk]


def chunks(text: str) -> list[str]:
    """The pieces of a text that hold words: `VX-1234-A`, `l'eau`, `seal`."""
    return _CHUNK.findall(text)


def spans(text: str) -> Iterator[tuple[int, int, str]]:
    """Where the pieces of a text stand."""
    return ((m.start(), m.end(), m[0]) for m in _CHUNK.finditer(text))


@lru_cache(maxsize=8)
def analyser(languages: tuple[str, ...]) -> Analyse:
    """How text is read in a vault of these languages."""
    stems = _Stems(languages)

    @lru_cache(maxsize=200_000)
    def analyse(chunk: str) -> Chunk:
        if chunk.isascii() and chunk.isalpha():  # most words, and most of the time
            low = chunk[:LONGEST].lower()
            mark = 1 + crc32(low.encode()) % 15
            return Chunk(tuple((0, term, mark) for term in stems.plain(low)), 1, ())
        forms: list[tuple[int, str, int]] = []
        at = 0
        parts = _PART.findall(chunk) or []
        for part in parts:
            for run in runs(part):
                if is_unspaced(run):
                    cells = clusters(run)
                    forms += _pairs(cells, at)
                    at += len(cells)
                else:
                    mark = exact_mark(run)
                    forms += [(at, term, mark) for term in stems(run[:LONGEST])]
                    at += 1
        if len(parts) > 1 and not _DIGIT.search(chunk):
            forms += [(0, term, PLAIN_MARK) for term in stems("".join(parts)[:LONGEST])]
        return Chunk(tuple(dict.fromkeys(forms)), at, codes_of(chunk))

    return analyse


def exact_mark(word: str) -> int:
    """A small number that tells most spellings of one stem apart; accents and case don't count."""
    return 1 + crc32(fold_accents(word).encode()) % 15


def codes_of(chunk: str) -> tuple[str, ...]:
    """The code a chunk is, without its separators: `VX-1234-A` is `vx1234a`; no dates, no words."""
    if not _DIGIT.search(chunk) or MOMENT.fullmatch(chunk):
        return ()
    code = joined(chunk)
    plain = code == lowered(chunk)
    if len(code) not in CODE_LENGTHS or (plain and len(code) <= SUFFIX_LENGTH):
        return ()
    return (code,)


def joined(text: str) -> str:
    """Letters and digits alone, small: what remains of a code whatever stands between."""
    return "".join(c for c in fold_accents(text) if c.isalnum())


def pieces(code: str) -> list[str]:
    """A code parted where letters and digits meet: `vx1234a` is `vx`, `1234`, `a`."""
    return _EDGES.split(code)


def _pairs(cells: Sequence[str], at: int) -> list[tuple[int, str, int]]:
    """Neighbouring characters, and the last one alone, so that each begins a term."""
    found = [(at + n, cells[n] + cells[n + 1], PLAIN_MARK) for n in range(len(cells) - 1)]
    return [*found, (at + len(cells) - 1, cells[-1], PLAIN_MARK)]


class _Stems:
    """A word to the terms it is found by: its stems, and its other usual spellings."""

    def __init__(self, languages: tuple[str, ...]) -> None:
        import Stemmer  # noqa: PLC0415 - only where words are read

        known = set(Stemmer.algorithms())
        names = [n for code in languages if (n := _STEMMERS.get(code[:2].lower(), "")) in known]
        of_script = {
            script: [n for n in names if n in own] or [n for n in own if n in known - _LOOKS_OTHER]
            for script, own in _OF_SCRIPT.items()
        }
        others = {name for own in _OF_SCRIPT.values() for name in own}
        of_script["latin"] = [n for n in dict.fromkeys(names) if n not in others]
        self._stemmers = {
            script: [Stemmer.Stemmer(n, 0).stemWord for n in own]
            for script, own in of_script.items()
        }
        self._latin = self._stemmers["latin"]

    def plain(self, low: str) -> tuple[str, ...]:
        """A word of plain small letters."""
        if len(self._latin) == 1:
            return (self._latin[0](low),)
        return tuple(dict.fromkeys(stem(low) for stem in self._latin)) or (low,)

    def __call__(self, word: str) -> tuple[str, ...]:
        low = lowered(word)
        script = script_of(low)
        found: dict[str, None] = {}
        for spelling in _spellings(low, script):
            bare = without_vowels(spelling) if script in ("hebrew", "arabic") else spelling
            stemmed = [stem(bare) for stem in self._stemmers.get(script, ())] or [bare]
            found |= dict.fromkeys(fold_accents(stem) for stem in stemmed)
        return tuple(filter(None, found))


def _spellings(low: str, script: str) -> Iterator[str]:
    """A word, and the ways it may also be written or typed."""
    plain = _APOSTROPHE.sub("", low) if "'" in low or "’" in low or "ʼ" in low else low
    if plain != low:
        longest = max(_APOSTROPHE.split(low), key=len)
        if len(longest) > len(plain) - len(longest):
            yield longest
    yield plain
    if script == "latin" and (other := spelled_out(plain)):
        yield other
    if script == "hebrew":
        bare = fold_accents(plain)
        shorter = _HEBREW_PREFIX.sub("", bare)
        if shorter != bare and len(shorter) > 2:  # noqa: PLR2004 - less is no word
            yield shorter
