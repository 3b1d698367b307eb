"""Letters as words are compared by: case, accents, vowel marks and digits folded, script by script.

Accents go for Latin, Greek and Cyrillic, vowel marks for Arabic and Hebrew. Marks that make
another letter stay: Japanese voicing, the vowels of Hindi and of the other scripts of India.
"""

import re
from bisect import bisect_right
from functools import cache
from unicodedata import combining, normalize

MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a"
    "\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0900-\u0963"
    "\u0966-\u0dff\u0f71-\u0f84\u1000-\u109f\u180b-\u180d\u200c\u200d\u00ad\u20d0-\u20f0"
)
"""Characters inside words that are no letters to Python's `\\w`."""
_SCRIPTS = (
    (0x370, 0x3FF, "greek"), (0x400, 0x52F, "cyrillic"), (0x530, 0x58F, "armenian"),
    (0x590, 0x5FF, "hebrew"), (0x600, 0x6FF, "arabic"), (0x750, 0x77F, "arabic"),
    (0x8A0, 0x8FF, "arabic"), (0x900, 0x97F, "hindi"), (0x980, 0xDFF, "indic"),
    (0xE01, 0xEDF, "unspaced"), (0x1100, 0x11FF, "hangul"), (0x1780, 0x17DD, "unspaced"),
    (0x1F00, 0x1FFF, "greek"), (0x2E80, 0x2FD5, "unspaced"), (0x3005, 0x3007, "unspaced"),
    (0x3041, 0x30FF, "unspaced"), (0x31F0, 0x31FF, "unspaced"), (0x3400, 0x4DBF, "unspaced"),
    (0x4E00, 0x9FFF, "unspaced"), (0xAC00, 0xD7A3, "hangul"), (0xF900, 0xFAFF, "unspaced"),
    (0xFF66, 0xFF9F, "unspaced"), (0x20000, 0x3FFFF, "unspaced"),
)  # fmt: skip
"""First and last character of blocks, in order; `unspaced` ones are written without blanks."""
_STARTS = [first for first, _, _ in _SCRIPTS]
_ODD_LETTERS = str.maketrans({
    "ø": "o", "đ": "d", "ð": "d", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th", "ħ": "h", "ı": "i",
    "ŋ": "n", "ς": "σ", "\u00ad": None, "\u200c": None, "\u200d": None, "\u0640": None,
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ؤ": "و", "ئ": "ي",
    "\u093c": None, "ँ": "ं",
})  # fmt: skip
_SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
_UMLAUT = re.compile("[äöüåø]")
_VOWEL_MARKS = re.compile(
    "[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]"
)
_DIGITS = str.maketrans({
    chr(first + n): str(n)
    for first in (0x660, 0x6F0, 0x966, 0x9E6, 0xE50, 0xED0, 0x17E0, 0x1040)
    for n in range(10)
})  # fmt: skip


def script_of(word: str) -> str:
    """The script a word is written in, by its first character that says so; else `latin`."""
    if not word.isascii():
        for character in word:
            code = ord(character)
            at = bisect_right(_STARTS, code) - 1
            if at >= 0 and code <= _SCRIPTS[at][1]:
                return _SCRIPTS[at][2]
    return "latin"


def is_unspaced(text: str) -> bool:
    """Whether a text begins with a character of a script that is written without blanks."""
    return not text[:1].isascii() and script_of(text[0]) == "unspaced"


def runs(word: str) -> list[str]:
    """A word parted where scripts without blanks begin and end."""
    if word.isascii():
        return [word]
    parts: list[str] = []
    before = False
    for character in word:
        marks = bool(combining(character)) or character in "\u3099\u309a"
        now = before if marks and parts else is_unspaced(character)
        if parts and now == before:
            parts[-1] += character
        else:
            parts.append(character)
        before = now
    return parts


def lowered(word: str) -> str:
    """A word in its compatibility form, in small letters, digits as 0 to 9; accents stay."""
    if word.isascii():
        return word.lower()
    return normalize("NFC", normalize("NFKC", word).lower().translate(_DIGITS))


def fold_accents(text: str) -> str:
    """Case and accents away: `Müller` is `muller`."""
    if text.isascii():
        return text.lower()
    script = script_of(text)
    if script in ("hebrew", "arabic"):
        text = _VOWEL_MARKS.sub("", normalize("NFKC", text))
        return text.translate(_DIGITS).translate(_ODD_LETTERS).lower()
    if script in ("hindi", "indic", "hangul"):
        return (
            normalize("NFC", normalize("NFKD", text).translate(_ODD_LETTERS))
            .casefold()
            .translate(_DIGITS)
        )
    text = normalize("NFKC", text).casefold().translate(_DIGITS)
    if script == "unspaced":
        return text
    parts = normalize("NFD", text)
    return normalize("NFC", "".join(c for c in parts if not combining(c))).translate(_ODD_LETTERS)


def without_vowels(word: str) -> str:
    """A word of Arabic or Hebrew without its vowel marks."""
    return _VOWEL_MARKS.sub("", word)


def spelled_out(word: str) -> str | None:
    """A lowered word with its umlauts as two letters: `mueller`; None where it has none."""
    return word.translate(_SPELLED_OUT) if _UMLAUT.search(word) else None


def clusters(run: str) -> list[str]:
    """The characters of a run without blanks; a letter keeps the marks that stand on it."""
    return _cluster().findall(normalize("NFKC", run).lower())


def kinds(run: str) -> list[str]:
    """A run without blanks, parted where Chinese characters, kana and others meet."""
    parts: list[str] = []
    before = ""
    for character in normalize("NFKC", run).lower():
        kind = _kind(ord(character))
        if parts and kind == before:
            parts[-1] += character
        else:
            parts.append(character)
        before = kind
    return parts


def _kind(code: int) -> str:
    if 0x3041 <= code <= 0x309F:  # noqa: PLR2004 - the block of hiragana
        return "hiragana"
    if 0x30A0 <= code <= 0x31FF:  # noqa: PLR2004 - the blocks of katakana
        return "katakana"
    return "han" if code >= 0x2E80 else "other"  # noqa: PLR2004 - where Chinese characters begin


@cache
def _cluster() -> re.Pattern[str]:
    """Compiled only where such a script is met: it takes a while."""
    return re.compile(
        "(?:[\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46\u0e81-\u0eb0\u0eb2\u0eb3\u0ebd\u0ec0-\u0ec6\u0edc-\u0edf"
        "\u1780-\u17b5]|.)(?:[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ecd"
        "\u17b6-\u17d1\u17d3\u17dd]|\u17d2.)*",
        re.DOTALL,
    )
