"""Telephone numbers: where they stand in a text, and the ends by which one is known at home and abroad."""

import re

from notes_crm.model.letters import fold_accents

PHONE = re.compile(r"(?<![\w.,-])(?:\+|00)?\s?\(?\d(?:[\s()./-]{0,3}\d){6,16}(?![\w-])")
MOMENT = re.compile(
    r"\d{4}-\d\d-\d\d(?:T\d\d)?|\d{1,2}\.\d{1,2}(?:\.(?:\d\d|\d{4})?)?|\d{1,2}/\d{1,2}(?:/\d{2,4})?"
)
"""A date or the beginning of one: digits that nobody dials."""
PHONE_DIGITS = 7
"""So many digits at least are taken for a number to dial."""
SHORTEST_END = 4
"""The end of a number names it from so many digits on."""

_MIN_NATIONAL, _TEN_DIGITS = 6, 10
_ONE, _TWO = ("1", "7"), {
    "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47",
    "48", "49", "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65",
    "66", "81", "82", "84", "86", "90", "91", "92", "93", "94", "95", "98",
}  # fmt: skip


def phones_in(text: str) -> list[str]:
    """Numbers in a text that somebody may dial, as digits."""
    found = []
    for match in PHONE.finditer(text):
        digits = "".join(c for c in match[0] if c.isdigit())
        if not MOMENT.match(match[0]):
            found.append(digits)
    return found


def national(typed: str) -> list[str]:
    """The ends by which a number as typed may be known: without country code, without leading 0."""
    text = typed.strip().replace("(0)", "")
    digits = "".join(c for c in fold_accents(text) if c.isdigit())
    abroad = text.startswith(("+", "00"))
    bare = digits.removeprefix("00") if digits.startswith("00") else digits
    ends = [bare.lstrip("0")] if not abroad else []
    if abroad or not digits.startswith("0"):
        size = _country_code(bare)
        if size and len(bare) - size >= _MIN_NATIONAL and (abroad or len(bare) > _TEN_DIGITS):
            ends.append(bare[size:].lstrip("0"))
    if abroad and not ends:
        ends.append(bare)
    return [end for end in dict.fromkeys(ends) if len(end) >= SHORTEST_END]


def without_country(digits: str) -> str:
    """An international number without its country code (ITU-T E.164: one, two or three digits)."""
    return digits[_country_code(digits) :]


def _country_code(digits: str) -> int:
    """How many digits of an international number are its country code."""
    if digits.startswith(_ONE):
        return 1
    return 2 if digits[:2] in _TWO else 3
