"""Lines that mix scripts of two directions, made to read as they were meant on a page of either direction.

The marks are invisible characters of Unicode's own, because PDF engines pass over `dir="auto"`.
"""

import re
from unicodedata import bidirectional

_LRI, _RLI, _PDI = "\u2066", "\u2067", "\u2069"
_MARK = {"ltr": "\u200e", "rtl": "\u200f"}
_TURNED = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_GROUPS = re.compile(r"[+(]?\d[\d()]*(?:[ \u00a0./:–-]{1,2}[\d()]+)+")
"""Digits in groups, as in a telephone number or a date: their order is lost between right-to-left words."""

_PIECES = re.compile(r"(<[^>]*>|&\w+;|&#\d+;)")


def direction(text: str) -> str:
    """`ltr` or `rtl` by the first letter that has a direction; nothing where none has."""
    for letter in text if _TURNED.search(text) else text[:200]:
        kind = bidirectional(letter)
        if kind in ("R", "AL"):
            return "rtl"
        if kind == "L":
            return "ltr"
    return ""


def settled(text: str, around: str, *, html: bool = False) -> str:
    """The text for a line that runs `around`; with `html`, tags and entities are passed over."""
    turned = bool(_TURNED.search(text))
    if not turned and around != "rtl":
        return text
    bare = _PIECES.sub("", text) if html else text
    own = direction(bare)
    if turned or not own:
        pieces = _PIECES.split(text) if html else [text]
        text = "".join(
            p if n % 2 else _GROUPS.sub(rf"{_LRI}\g<0>{_PDI}", p) for n, p in enumerate(pieces)
        )
    if own in ("", around):
        return text
    # A mark holds the stop or the dots at the end in their place where lines are set one by one.
    end = "" if bidirectional(bare[-1]) in ("L", "R", "AL") else _MARK[own]
    isolated = f"{_RLI if own == 'rtl' else _LRI}{text}{end}{_PDI}"
    # WeasyPrint sets the elements of a line one by one, in the direction of what they stand in.
    return f'<span dir="{own}">{isolated}</span>' if html and "<" in text else isolated


def beside(value: str, around: str) -> str:
    """A value put into a sentence that runs `around`, so that what stands next to it keeps its place.

    Marks of its own direction inside keep the stop or the quotes at its end where they were.
    """
    turned = bool(_TURNED.search(value))
    other = turned if around == "ltr" else direction(value) == "ltr"
    if not other:
        return value
    own = _MARK.get(direction(value), "")
    own = "" if own == _MARK[around] else own
    return f"{_MARK[around]}{own}{value}{own}{_MARK[around]}"
