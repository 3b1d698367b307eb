"""Values that Obsidian reads otherwise than they are meant, and may spoil when it writes the note."""

import re
from collections.abc import Iterator, Mapping, Sequence

from notes_crm.model.frontmatter.fence import Entry
from notes_crm.model.frontmatter.raw import Items, Pairs, Raw, Scalar
from notes_crm.model.problem import Problem
from notes_crm.model.schema import Kind, Schema

_TEXTS: frozenset[Kind] = frozenset({"text", "list", "phones", "aliases", "link", "links"})
"""Kinds whose digits are kept as typed."""
_LOSES = re.compile(r"[+-]?0\d+|\+\d+|[+-]?\d{16,}|\d+[eE][+-]?\d+|0[ox][0-9a-fA-F]+|\d+\.\d*0")
"""Digits that come back from a number as others: `0113…`, `+44…`, `12e5`, `1.50`."""
_LINK = re.compile(r"!?\[\[[^\[\]]+\]\]")


def unlike_obsidian(
    by_key: Mapping[str, Sequence[Entry]], path: str, schema: Schema
) -> Iterator[Problem]:
    """What a person should know of how Obsidian reads these keys."""
    for key, entries in by_key.items():
        known = schema.fields.get(key)
        for entry in entries:
            value = entry.value
            if isinstance(value, Scalar):
                if known is not None and value.plain and value.text[:1] in _FIRST:
                    yield from _digits(entry, value, known.kind, path)
            else:
                yield from _deep(entry, value, None if known is None else known.kind, path)


_FIRST = frozenset("+-0123456789")


def _digits(entry: Entry, value: Scalar, kind: Kind, path: str) -> Iterator[Problem]:
    if kind in _TEXTS and _LOSES.fullmatch(value.text):
        what = f"Obsidian takes {value.text[:40]} for a number and changes it; put it in quotes"
        yield Problem(path, value.line, value.col, "warn", "digits-lost", f"{entry.key}: {what}")


def _deep(entry: Entry, value: Raw, kind: Kind | None, path: str) -> Iterator[Problem]:
    if isinstance(value, Pairs) or (
        isinstance(value, Items) and any(isinstance(v, Pairs) for v in value.values)
    ):
        what = f"{entry.key} holds keys of its own, which Obsidian can't show"
        yield Problem(path, value.line, value.col, "hint", "nested-value", what)
    elif isinstance(value, Items) and _LINK.fullmatch(value.text):
        what = f'{entry.key}: Obsidian sees no link without quotes; write "{value.text}"'
        yield Problem(path, value.line, value.col, "warn", "unquoted-link", what)
    elif isinstance(value, Items):
        for item in value.values:
            if isinstance(item, Items) and _LINK.fullmatch(item.text or ""):
                what = f'{entry.key}: Obsidian sees no link without quotes; write "{item.text}"'
                yield Problem(path, item.line, item.col, "warn", "unquoted-link", what)
            elif isinstance(item, Scalar) and item.plain and kind is not None:
                yield from _digits(entry, item, kind, path)
