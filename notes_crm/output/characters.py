"""Characters that deceive a reader or break a page: taken out, or shown as what they are."""

import re
from bisect import bisect_right
from itertools import accumulate
from unicodedata import combining, east_asian_width

_UNSEEN = (
    "\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f"  # control characters
    "\u200b\u2060\ufeff\u180e"  # no width, no meaning
    "\u202a-\u202c\u2066-\u2069"  # embeddings and isolates that a line might leave open
    "\ufff9-\ufffb\U000e0000-\U000e007f"  # annotations and tags
)
_OVERRIDES = "\u202d\u202e"
_HALVES = "\ud800-\udfff"
_BLANKS = "\t\n\r\u0085\u2028\u2029"
_SUSPECT = re.compile(f"[{_UNSEEN}{_OVERRIDES}{_HALVES}{_BLANKS}]")
_MEANINGFUL = re.compile(r"[\\`*_\[\]<>&~=!#^%]")
_PILED = re.compile(
    "([\u0300-\u036f\u1ab0-\u1aff\u20d0-\u20ff]{2})[\u0300-\u036f\u1ab0-\u1aff\u20d0-\u20ff]+"
)


def clean(text: str) -> str:
    """One line without control characters; an override of the reading direction becomes a mark.

    More than two accents on one letter would run into the lines around it.
    """
    return _PILED.sub(r"\1", _SUSPECT.sub(_shown, text))


def cut(text: str, most: int) -> str:
    """The text in at most `most` columns, ending after a whole word with an ellipsis.

    A Chinese or Japanese letter, or a picture, takes two columns, as it does on paper.
    """
    if text.isascii() and len(text) <= most:
        return text
    ends = list(accumulate(map(_columns, text[: most + 1])))
    if len(text) <= most and (not ends or ends[-1] <= most):
        return text
    kept = text[: bisect_right(ends, most - 1)]
    if kept == text:
        return text
    words = kept.rsplit(maxsplit=1)
    torn = not (kept[-1:].isspace() or text[len(kept)].isspace())
    whole = words[0] if torn and len(words) > 1 and len(words[0]) > most // 2 else kept
    return whole.rstrip(" ,;:–-(") + "…"


def literal(text: str) -> str:
    """A name as Markdown that shows it as it is."""
    return _MEANINGFUL.sub(r"\\\g<0>", text)


def _columns(letter: str) -> int:
    if combining(letter):
        return 0
    return 2 if east_asian_width(letter) in "WF" else 1


def _shown(found: re.Match[str]) -> str:
    character = found[0]
    if character in _BLANKS:
        return " "
    if character in _OVERRIDES:
        return f"[U+{ord(character):04X}]"
    return "\ufffd" if "\ud800" <= character <= "\udfff" else ""
