"""Whether something was asked or told before: the query that finds the nearest earlier lines."""

import re

from notes_crm.model.query.query import And, Fact, Or, Query, Word
from notes_crm.model.schema import fold

HEADINGS = ("Asked", "Told")
_WORD = re.compile(r"[^\s\"()\[\]]+")


def already(words: str, customer: str | None) -> Query:
    """Notes that hold these words below Asked or Told, of one customer or of all."""
    typed = [word for word in _WORD.findall(words) if any(c.isalnum() for c in word)]
    parts: list[Query] = [Or(tuple(Word(word, name) for name in HEADINGS)) for word in typed]
    if customer:
        parts.append(Fact("customer", (fold(customer),)))
    return parts[0] if len(parts) == 1 else And(tuple(parts))
