"""Words that are a customer's or a person's other name, so that they find what is theirs too."""

from __future__ import annotations

import re

from notes_crm.model.letters import fold_accents
from notes_crm.model.query.query import And, Not, Or, Phrase, Query, Word

TYPE_CHECKING = False  # importing typing would take longer than all the rest
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import TypeGuard

    from notes_crm.model.query.query import Wording

_WORD = re.compile(r"[^\W_]+")
LONGEST_ALIAS = 6
"""Words that one alias may have."""


def with_aliases(query: Query, known: Mapping[str, Query]) -> Query:
    """The query in which each alias may also stand for what it leads to.

    `known` has aliases as `alias_key` writes them. Words that are one alias must be neighbours.
    """
    match query:
        case Word() | Phrase():
            return _found((query,), known) or query
        case Not(part):
            return Not(with_aliases(part, known))
        case Or(parts):
            return Or(tuple(with_aliases(part, known) for part in parts))
        case And(parts):
            read = _neighbours(parts, known)
            return read[0] if len(read) == 1 else And(tuple(read))
    return query


def alias_keys(query: Query) -> set[str]:
    """Everything in a query that may be an alias, as `alias_key` writes it."""
    match query:
        case Word() | Phrase():
            return {alias_key(query.text)} if _is_plain(query) else set()
        case Not(part):
            return alias_keys(part)
        case Or(parts):
            return set().union(*map(alias_keys, parts))
        case And(parts):
            joined = {
                " ".join(alias_key(part.text) for part in run if _is_plain(part))
                for start in range(len(parts))
                for end in range(start + 1, start + LONGEST_ALIAS + 1)
                if all(map(_is_plain, run := parts[start:end]))
            }
            return joined.union(*(alias_keys(p) for p in parts if not isinstance(p, Word | Phrase)))
    return set()


def alias_key(text: str) -> str:
    """How an alias is compared: without capitals, accents and signs."""
    return " ".join(_WORD.findall(fold_accents(text)))


def _neighbours(parts: Sequence[Query], known: Mapping[str, Query]) -> list[Query]:
    read: list[Query] = []
    at = 0
    while at < len(parts):
        for end in range(min(len(parts), at + LONGEST_ALIAS), at, -1):
            if found := _found(parts[at:end], known):
                read.append(found)
                at = end
                break
        else:
            read.append(with_aliases(parts[at], known))
            at += 1
    return read


def _found(parts: Sequence[Query], known: Mapping[str, Query]) -> Query | None:
    """What these words may mean together; None where they are no alias."""
    texts = [part.text for part in parts if _is_plain(part)]
    if len(texts) < len(parts):
        return None
    meant = known.get(alias_key(" ".join(texts)))
    if meant is None:
        return None
    typed = parts[0] if len(parts) == 1 else And(tuple(parts))
    return Or((typed, *meant.parts)) if isinstance(meant, Or) else Or((typed, meant))


def _is_plain(part: Query) -> TypeGuard[Wording]:
    if isinstance(part, Phrase):
        return part.within is None
    return isinstance(part, Word) and part.within is None and not part.prefix
