"""The fields of the word index as Whoosh keeps them: postings made by us, in one pass over a text.

A posting's value is one number a place, in order: heading and task flag (6 bits), position in the
note (22 bits), mark of the exact spelling (4 bits). So `told:seal`, phrases and exact forms need
no fields of their own.
"""

import warnings
from array import array
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from notes_crm.model.query import TASK
from notes_crm.model.schema import HEADINGS
from notes_crm.store.fulltext_words import GROUPED, analyser, chunks, joined, phones_in

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # Whoosh 2.7.4 was written for an older Python
    from whoosh import fields, formats

MARK_BITS, POSITION_BITS = 4, 22
PLACE_SHIFT = MARK_BITS + POSITION_BITS
LAST_POSITION = (1 << POSITION_BITS) - 1

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
    """A text in runs, found by its words; `places` keeps where they stand."""

    def __init__(self, languages: tuple[str, ...], *, places: bool) -> None:
        super().__init__(Places() if places else formats.Existence(), None, scorable=True)
        self.languages, self.places = languages, places

    def index(self, value: Runs, **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:  # noqa: D102 - Whoosh's name
        spots = spots_of(value, self.languages)
        for term in sorted(spots):
            found = spots[term]
            count = len(found)
            data = found.tobytes() if self.places else b""
            yield term.encode("utf-8", "replace"), count, float(count), data


class Codes(fields.FieldType):  # type: ignore[misc]
    """Codes without separators, each also from its end, so that a suffix is a prefix."""

    def __init__(self) -> None:
        super().__init__(formats.Existence(), None, scorable=False)

    def index(self, value: Sequence[str], **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:  # noqa: D102 - Whoosh's name
        for term in sorted({term for code in value for term in (whole(code), ending(code))}):
            yield term.encode(), 1, 1.0, b""


def schema(languages: tuple[str, ...]) -> Any:
    """The fields of a vault's word index."""
    return fields.Schema(
        id=fields.NUMERIC(stored=True, unique=True, sortable=True, bits=64, signed=True),
        title=Text(languages, places=True),
        headings=Text(languages, places=False),
        body=Text(languages, places=True),
        code=Codes(),
    )


def whole(code: str) -> str:
    """The term of a code."""
    return f"={code}"


def ending(code: str) -> str:
    """The term whose beginning is the end of a code."""
    return f"~{code[::-1]}"


def spots_of(runs: Runs, languages: tuple[str, ...]) -> dict[str, Any]:
    """Every term of a text with the numbers that say where it stands."""
    analyse = analyser(languages)
    spots: dict[str, Any] = {}
    at = 0
    for place, text in runs:
        base = place << PLACE_SHIFT
        for chunk in chunks(text):
            found = analyse(chunk)
            for step, term, mark in found.forms:
                spot = base | min(at + step, LAST_POSITION) << MARK_BITS | mark
                if term in spots:
                    spots[term].append(spot)
                else:
                    spots[term] = array("I", (spot,))
            at += found.width
        at += 1  # a phrase ends with its run
    return spots


def codes_in(texts: Sequence[str], languages: tuple[str, ...]) -> list[str]:
    """The codes and telephone numbers of a text."""
    analyse = analyser(languages)
    found: dict[str, None] = {}
    for text in texts:
        if any(c.isdigit() for c in text):
            for chunk in chunks(text):
                found |= dict.fromkeys(analyse(chunk).codes)
            found |= dict.fromkeys(phones_in(text))
            found |= dict.fromkeys(joined(n) for n in GROUPED.findall(text))
    return list(found)
