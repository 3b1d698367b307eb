"""Addresses that open a file in Obsidian, `obsidian://open?vault=…&file=…`: where they name it, and how."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import quote, unquote

OPENS = "obsidian://open?"
_BARE = re.compile(r"(?<!\w)obsidian://open\?[^\s<>\"`|\[\]\\]+")
"""One that stands in running text."""
_TRAILING = "?!.,:;*_~'"
"""Signs that end the sentence rather than the address."""
_PARAMETER = re.compile(r"(?P<key>[^=&#]+)(?:=(?P<value>[^&#]*))?(?:&amp;|&|$|(?=#))")
_HEADING = re.compile("%23")
_SLASH = re.compile("/|%2F", re.IGNORECASE)
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")


class Address(NamedTuple):
    """Which file of which vault is to be opened; `start` and `end` are where its name is typed."""

    start: int
    end: int
    target: str
    vault: str


def address(text: str, start: int, end: int) -> Address | None:
    """The address that is all of `text[start:end]`; None where it is none that names one file."""
    if not text.startswith(OPENS, start, end):
        return None
    found: dict[str, tuple[int, int]] = {}
    at = start + len(OPENS)
    while match := _PARAMETER.match(text, at, end):
        if match["key"] in found:
            return None
        found[match["key"]] = match.span("value")
        at = match.end()
    if not {"vault", "file"} <= found.keys() or "path" in found:
        return None
    first, last = found["file"]
    heading = _HEADING.search(text, first, last)
    last = heading.start() if heading else last
    target, vault = (
        unquote(text[slice(*span)], errors="surrogateescape")
        for span in ((first, last), found["vault"])
    )
    return Address(first, last, target, vault) if target.strip() else None


def bare_addresses(text: str, taken: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Where addresses stand in running text, outside of these places."""
    at = 0
    for start, end in (*sorted(taken), (len(text), len(text))):
        for found in _BARE.finditer(text, at, start) if at < start else ():
            if not text.endswith("](", 0, found.start()):  # a link that is none, who knows why
                yield found.start(), found.start() + _length(found[0])
        at = max(at, end)


def in_address(meant: str, typed: str) -> str:
    """The path `meant` as an address names it that named `typed`; parts that both have stay as typed."""
    slash = found[0] if (found := _SLASH.search(typed)) else "%2F"
    same = {unquote(part): part for part in _SLASH.split(typed)}
    plain = " " if " " in typed and not _ESCAPE.search(typed) else ""
    if not typed.isascii():
        plain += "".join(sign for sign in meant if not sign.isascii() and sign.isprintable())
    return slash.join(same.get(part) or _escaped(part, plain) for part in meant.split("/"))


def _escaped(text: str, plain: str) -> str:
    """With percent signs for all but letters, digits and `plain` signs."""
    return "".join(
        sign if sign in plain else quote(sign, "", errors="surrogateescape") for sign in text
    )


def _length(text: str) -> int:
    """How much of a text is address: not the bracket around it, nor the end of a sentence."""
    depth = 0
    for at, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if depth < 0:
            text = text[:at]
            break
    return len(text.rstrip(_TRAILING))
