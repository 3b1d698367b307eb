"""Customers that may be one: nearly the same name, or the same telephone number."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from notes_crm.answers.lookup import FEWEST_DIGITS, digits, plain
from notes_crm.model.evidence import Evidence, Home

LIKENESS = 90.0
"""How alike (0 to 100) two names must be to be worth a look."""
_MANY = 60
"""Names that begin alike; in a longer row each is compared with its neighbours only."""
_END, _SHORTEST = 4, 4
_FORMS = frozenset((
    "ag", "and", "bv", "co", "company", "corp", "corporation", "e", "et", "for", "gbr", "gmbh",
    "inc", "kg", "limited", "llc", "llp", "ltd", "nv", "ohg", "plc", "sa", "sarl", "sas", "sl",
    "sp", "spa", "srl", "the", "ug", "und", "y",
))  # fmt: skip
"""Words that tell no customer from another: legal forms and articles."""


def alike(evidence: Evidence) -> Iterator[tuple[Home, Home]]:
    """Pairs of customers with nearly the same name, by name; each pair once."""
    from rapidfuzz import fuzz  # noqa: PLC0415 - only for checks

    names = {home: _bare(home.name) for home in evidence.homes if not home.archived}
    blocks: dict[str, list[Home]] = defaultdict(list)
    for home, name in names.items():
        for key in {name[:_END], f"…{name[-_END:]}", f"={''.join(sorted(name))[:8]}"}:
            blocks[key].append(home)
    seen: set[tuple[str, str]] = set()
    for block in blocks.values():
        block.sort(key=lambda home: (names[home], home.folder))
        reach = len(block) if len(block) <= _MANY else 3
        for at, one in enumerate(block):
            for other in block[at + 1 : at + 1 + reach]:
                first, second = sorted((one, other), key=lambda home: (home.name, home.folder))
                if (first.folder, second.folder) in seen:
                    continue
                seen.add((first.folder, second.folder))
                a, b = names[first], names[second]
                if _numbers(first.name) == _numbers(second.name) and _near(a, b, fuzz.ratio(a, b)):
                    yield first, second


def same_phone(evidence: Evidence) -> Iterator[tuple[str, Sequence[Home]]]:
    """A number as noted, and the customers whose profiles have it."""
    homes = {home.folder: home for home in evidence.homes}
    known: dict[str, dict[str, str]] = defaultdict(dict)
    for folder, text in evidence.phones:
        number = digits(text)
        if len(number) >= FEWEST_DIGITS + 1:
            known[number].setdefault(folder, text)
    for folders in known.values():
        if len(folders) > 1:
            yield next(iter(folders.values())), [homes[folder] for folder in sorted(folders)]


def _near(one: str, other: str, likeness: float) -> bool:
    return one == other or (min(len(one), len(other)) > _SHORTEST and likeness >= LIKENESS)


def _bare(name: str) -> str:
    """A name without what tells nobody apart, in one piece."""
    words = plain(name).split()
    return "".join(word for word in words if word not in _FORMS) or "".join(words)


def _numbers(name: str) -> list[str]:
    return re.findall(r"\d+", name)
