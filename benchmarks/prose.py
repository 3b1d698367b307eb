"""Sentences for realistic notes: real service texts where they are at hand, a built-in vocabulary elsewhere."""

import hashlib
import json
import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

SERVICE_TEXTS = (
    Path(__file__).resolve().parents[2] / "shared" / "data" / "service" / "service_texts.jsonl"
)
"""Real service entries, beside the repository where somebody put them; never inside it."""

WORDS_BUILT_IN = 30_000
SENTENCES_BUILT_IN = 40_000

_ONSETS = (
    "b", "br", "c", "cl", "d", "dr", "f", "fl", "g", "gr", "h", "j", "k", "kl",
    "l", "m", "n", "p", "pl", "pr", "r", "s", "sh", "st", "t", "tr", "v", "w",
)  # fmt: skip
_VOWELS = ("a", "e", "i", "o", "u", "ai", "ea", "ie", "oo", "ou")
_CODAS = ("", "", "", "l", "m", "n", "nd", "r", "rt", "s", "st", "t")

_MARKS = re.compile(
    r"%%|::|[\[\]`<>|#@\\{}*_~\x00-\x1f\x7f\u2028\u2029\U00010000-\U0010ffff]|&\w+;"
)
_LEADING = re.compile(r"^[\s\W\d]+")
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+")


@dataclass(frozen=True, slots=True)
class Prose:
    """What notes are made of. `texts` are whole entries, `sentences` their parts, of one language.

    `fingerprint` changes whenever a vault made of it would.
    """

    name: str
    fingerprint: str
    texts: tuple[str, ...]
    sentences: tuple[str, ...]

    def text(self, rng: random.Random) -> str:
        """One whole entry, usually one to three sentences."""
        return rng.choice(self.texts)

    def sentence(self, rng: random.Random) -> str:
        """One sentence of any entry."""
        return rng.choice(self.sentences)


def languages(source: Path = SERVICE_TEXTS) -> tuple[Prose, ...]:
    """A `Prose` for each language of the service texts, English first; else the built-in one."""
    if not source.is_file():
        return (built_in(),)
    raw = source.read_bytes()
    fingerprint = hashlib.blake2b(raw, digest_size=8).hexdigest()
    texts: dict[str, list[str]] = {}
    for line in raw.decode("utf-8").splitlines():
        entry = json.loads(line)
        text = plain(entry["text"])
        if len(text.split()) >= 3:
            texts.setdefault(entry.get("lang_guess", "en"), []).append(text)
    return tuple(
        _prose("real service texts", fingerprint, found)
        for _, found in sorted(texts.items(), reverse=True)
    )


def built_in() -> Prose:
    """Sentences of made-up words whose frequencies follow Zipf's law, the same on every machine."""
    rng = random.Random("vocabulary 1")
    words: dict[str, None] = {}
    while len(words) < WORDS_BUILT_IN:
        # Frequent words are short, as in any language.
        words[word(rng, 1 + (len(words) > 150) + (len(words) > 4_000))] = None
    vocabulary = list(words)
    weights = list(accumulate(1 / (rank + 2.7) for rank in range(len(vocabulary))))
    texts = [
        " ".join(_made_up(rng, vocabulary, weights) for _ in range(rng.choice((1, 1, 2, 3))))
        for _ in range(SENTENCES_BUILT_IN // 2)
    ]
    return _prose("built-in vocabulary", "vocabulary 1", texts)


def word(rng: random.Random, syllables: int) -> str:
    """A pronounceable word that means nothing."""
    return "".join(
        rng.choice(_ONSETS) + rng.choice(_VOWELS) + rng.choice(_CODAS) for _ in range(syllables)
    )


def plain(text: str) -> str:
    """The words of `text` on one line, without anything a Markdown note would read as a mark."""
    return _LEADING.sub("", " ".join(_MARKS.sub(" ", text).split()))


def _prose(name: str, fingerprint: str, texts: Iterable[str]) -> Prose:
    kept = tuple(texts)
    return Prose(name, fingerprint, kept, tuple(_sentences(kept)))


def _sentences(texts: tuple[str, ...]) -> list[str]:
    found = (plain(part) for text in texts for part in _SENTENCE_END.split(text))
    return [part for part in found if 3 <= len(part.split()) <= 40]


def _made_up(rng: random.Random, vocabulary: Sequence[str], weights: Sequence[float]) -> str:
    words = rng.choices(vocabulary, cum_weights=weights, k=rng.randint(5, 14))
    return f"{' '.join(words).capitalize()}."
