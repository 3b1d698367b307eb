"""The fields of the word index as Whoosh keeps them: postings made by us, in one pass over a text.

A posting's value is one number a place, in order: heading and task flag (6 bits), position in the
note (22 bits), mark of the exact spelling (4 bits). So `told:seal`, phrases and exact forms need
no fields of their own.
"""

import re
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from struct import Struct
from typing import Any

from notes_crm.model.phones import phones_in
from notes_crm.model.query.query import TASK
from notes_crm.model.schema import HEADINGS
from notes_crm.store.fulltext.whoosh_parts import W3Codec, columns, fields, formats
from notes_crm.store.fulltext.words import GROUPED, Analyse, chunks, joined

MARK_BITS, POSITION_BITS = 4, 22
PLACE_SHIFT = MARK_BITS + POSITION_BITS
LAST_POSITION = (1 << POSITION_BITS) - 1

Posting = tuple[bytes, int, float, bytes]
Runs = Sequence[tuple[int, str]]
"""A text in runs: the code of the place each stands in, and its lines."""


_HEADINGS = {name: number for number, name in enumerate(HEADINGS, 1)}


def place_of(heading: str | None, *, task: bool) -> int:
    """The code of a place in a note, as it stands in the index."""
    return _HEADINGS.get(heading or "", 0) << 1 | task


def fits(within: str | None) -> Callable[[int], bool]:
    """Whether a spot stands where it should."""
    if within is None:
        return lambda _: True
    if within == TASK:
        return lambda spot: bool(spot >> PLACE_SHIFT & 1)
    number = _HEADINGS[within]
    return lambda spot: spot >> PLACE_SHIFT + 1 == number


class Codec(W3Codec):  # type: ignore[misc]
    """Whoosh's own way to write, without the lengths it would look up for every posting."""

    length_stats = False


class Places(formats.Format):  # type: ignore[misc]
    """Where a term stands in a note, as unsigned numbers of 32 bits."""

    def supports(self, name: str) -> bool:
        """Nothing that Whoosh's own queries would decode."""
        return name in ("frequency", "weight")

    def decode_frequency(self, valuestring: bytes) -> int:
        """How often."""
        return len(valuestring) // 4

    def decode_weight(self, valuestring: bytes) -> float:
        """How often, as Whoosh asks for it."""
        return float(len(valuestring) // 4)


class Text(fields.FieldType):  # type: ignore[misc]
    """A text as `scan` read it, found by its words; `places` keeps where they stand."""

    def __init__(self, *, places: bool) -> None:
        super().__init__(Places() if places else formats.Existence(), None)
        self.places = places

    def index(self, value: Mapping[str, list[int]], **_: Any) -> Iterator[Posting]:  # noqa: D102 - Whoosh's name
        places = self.places
        for term, spots in value.items():
            count = len(spots)
            yield (
                term.encode("utf-8", "replace"),
                count,
                float(count),
                (_one(spots[0]) if count == 1 else array("I", spots).tobytes()) if places else b"",
            )


class Codes(fields.FieldType):  # type: ignore[misc]
    """Codes without separators, each also from its end, so that a suffix is a prefix."""

    def __init__(self) -> None:
        super().__init__(formats.Existence(), None, scorable=False)

    def index(self, value: Sequence[str], **_: Any) -> Iterator[Posting]:  # noqa: D102 - Whoosh's name
        for term in sorted({term for code in value for term in (whole(code), ending(code))}):
            yield term.encode(), 1, 1.0, b""


def schema() -> Any:
    """The fields of a vault's word index; `size` are a note's lengths in one number."""
    return fields.Schema(
        id=fields.NUMERIC(stored=True, unique=True, sortable=True, bits=64, signed=True),
        size=fields.COLUMN(columns.NumericColumn("I")),
        title=Text(places=True),
        headings=Text(places=False),
        body=Text(places=True),
        code=Codes(),
    )


def packed(title: int, headings: int, body: int) -> int:
    """The lengths of a note's fields in one number."""
    return min(body, 0xFFFF) << 16 | min(headings, 0xFF) << 8 | min(title, 0xFF)


SIZES = {"title": (0, 0xFF), "headings": (8, 0xFF), "body": (16, 0xFFFF)}
"""How far to shift such a number for a field's length, and the mask to put on it."""


def unpacked(size: int) -> dict[str, int]:
    """The lengths of a note's fields by name."""
    return {name: size >> shift & mask for name, (shift, mask) in SIZES.items()}


def whole(code: str) -> str:
    """The term of a code."""
    return f"={code}"


def ending(code: str) -> str:
    """The term whose beginning is the end of a code."""
    return f"~{code[::-1]}"


@dataclass(slots=True)
class Scan:
    """What one pass over a text finds: every term with where it stands, codes, and how long it is."""

    spots: dict[str, list[int]]
    codes: dict[str, None]
    length: int


def scan(runs: Runs, analyse: Analyse) -> Scan:
    """Read a text once."""
    spots: defaultdict[str, list[int]] = defaultdict(list)
    codes: dict[str, None] = {}
    at = gaps = 0
    for place, text in runs:
        base = place << PLACE_SHIFT
        for chunk in chunks(text):
            forms, width, coded = analyse(chunk)
            for step, term, mark in forms:
                spots[term].append(base | (at + step & LAST_POSITION) << MARK_BITS | mark)
            at += width
            if coded:
                codes |= dict.fromkeys(coded)
        at += 1  # a phrase ends with its run
        gaps += 1
        if _SEVEN_DIGITS.search(text):
            codes |= dict.fromkeys(phones_in(text))
        if _THOUSANDS.search(text):
            codes |= dict.fromkeys(joined(number) for number in GROUPED.findall(text))
    return Scan(spots, codes, at - gaps)


_one = Struct("I").pack
_SEVEN_DIGITS = re.compile(r"\d(?:[\s()./-]{0,3}\d){6}")
_THOUSANDS = re.compile(r"\d[.,'’ ]\d{3}")
