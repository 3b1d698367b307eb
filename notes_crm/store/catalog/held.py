"""Whether what a note holds is what was typed: texts, codes, telephone numbers, and ranges of numbers and days."""

import re
from datetime import date
from typing import Any

from notes_crm.model.letters import fold_accents
from notes_crm.model.phones import PHONE_DIGITS, national
from notes_crm.model.query.query import Range

_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")


def says(held: str, typed: str) -> bool:
    """Whether a value, without accents, holds what was typed: each word begins one of its, or it is the same code."""
    wanted = fold_accents(typed)
    if wanted == held:
        return True
    typed_words = _WORD.findall(wanted)
    if typed_words and all(word in held for word in typed_words):
        words = _WORD.findall(held)
        if all(any(word.startswith(w) for word in words) for w in typed_words):
            return True
    code = "".join(typed_words)
    if not any(c.isdigit() for c in code):
        return False
    if code.isdigit() and len(code) >= PHONE_DIGITS and held[-1:].isdigit():
        digits = "".join(c for c in held if c.isdigit())
        return any(digits.endswith(end) for end in (code, *national(typed)))
    return len(code) > 3 and code in "".join(_WORD.findall(held))  # noqa: PLR2004 - shorter is in many


def number_in(text: str) -> float | None:
    """A text that is a number; None for any other."""
    return float(text) if _NUMBER.fullmatch(text.strip()) else None


def day_in(text: str) -> date | None:
    """A text that begins with an ISO day; None for any other."""
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None


def between(value: Any, wanted: Range) -> bool:
    """Whether a number or a day lies in a range."""
    low, high = wanted.low, wanted.high
    above = low is None or (value > low if wanted.above else value >= low)
    return bool(above and (high is None or (value < high if wanted.below else value <= high)))
