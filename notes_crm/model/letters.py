"""Letters as words are compared by: case, accents, vowel marks and digits folded, script by script.

Accents go for Latin, Greek and Cyrillic, vowel marks for Arabic and Hebrew. Marks that make
another letter stay: Japanese voicing, the vowels of Hindi and of the other scripts of India.
"""

import re
from unicodedata import combining, normalize

MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a"
    "\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0900-\u0963"
    "\u0966-\u0dff\u0f71-\u0f84\u1000-\u109f\u180b-\u180d\u200c\u200d\u00ad\u20d0-\u20f0"
)
"""Characters inside words that are no letters to Python's `\\w`."""
CLUSTERED = (
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ebd\u0ec0-\u0ecd\u0edc-\u0edf\u1780-\u17d3\u17dc\u17dd"
)
"""Thai, Lao and Khmer: written without blanks, several characters to a cell."""
KANA = "\u3041-\u3096\u3099-\u309f\u30a1-\u30ff\u31f0-\u31ff\uff66-\uff9f"
HAN = "\u2e80-\u2fd5\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
UNSPACED = CLUSTERED + KANA + HAN
"""Scripts that are found by pairs of neighbouring characters."""

_SCRIPTS = (
    ("hebrew", re.compile("[\u0590-\u05ff]")),
    ("arabic", re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff]")),
    ("hangul", re.compile("[\uac00-\ud7a3\u1100-\u11ff]")),
    ("cyrillic", re.compile("[\u0400-\u052f]")),
    ("greek", re.compile("[\u0370-\u03ff\u1f00-\u1fff]")),
    ("hindi", re.compile("[\u0900-\u097f]")),
    ("indic", re.compile("[\u0980-\u0dff]")),
    ("armenian", re.compile("[\u0530-\u058f]")),
    ("unspaced", re.compile(f"[{UNSPACED}]")),
)
_CLUSTER = re.compile(
    "(?:[\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46\u0e81-\u0eb0\u0eb2\u0eb3\u0ebd\u0ec0-\u0ec6\u0edc-\u0edf"
    "\u1780-\u17b5]|.)(?:[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ecd"
    "\u17b6-\u17d1\u17d3\u17dd]|\u17d2.)*",
    re.DOTALL,
)
_KINDS = re.compile(
    f"[{HAN}]+|[\u30a1-\u30ff\u31f0-\u31ff]+|[\u3041-\u309f]+|[{CLUSTERED}]+|.", re.DOTALL
)
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
    """The script a word is written in; `latin` where nothing says otherwise."""
    if word.isascii():
        return "latin"
    return next((name for name, letters in _SCRIPTS if letters.search(word)), "latin")


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
    return _CLUSTER.findall(normalize("NFKC", run).lower())


def kinds(run: str) -> list[str]:
    """A run without blanks, parted where Chinese characters, kana and others meet."""
    return _KINDS.findall(normalize("NFKC", run).lower())
