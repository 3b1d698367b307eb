"""The query line as a shell hands it over, to a query."""

import re
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notes_crm.cli.session import Session
    from notes_crm.model.query import Query

_MINUS_WORD = re.compile(r"-(?!-)(?!n\d+$)[^\s-].+", re.DOTALL)
_FIELD = re.compile(r"(-?[^\W\d][\w-]*:[<>=]*)([^\s\"(][^\"]*\s[^\"]*)")
_SYNTAX = re.compile(r'["()\[\]:*]|(?:^|\s)(?:OR|AND|NOT|-\S+)(?:\s|$)')


class QueryCommand(click.Command):
    """A command whose words may begin with a minus, which leaves out what holds them."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Hand `-word` on as a word: with the true minus sign, which is read the same."""
        own = {name for p in self.params for name in p.opts if not name.startswith("--")}
        words = [
            f"\N{MINUS SIGN}{arg[1:]}" if _MINUS_WORD.fullmatch(arg) and arg not in own else arg
            for arg in args
        ]
        return super().parse_args(ctx, words)


def read_line(session: "Session", words: "Sequence[str]") -> "tuple[str, Query]":
    """The query that was typed, as a line and as it is understood; saved searches put in."""
    from notes_crm.model.query_fields import Fields
    from notes_crm.model.query_line import parse

    settings = session.vault.settings
    parts = []
    for word in words:
        saved = settings.searches.get(word[1:]) if word.startswith("@") else None
        parts.append(f"({saved})" if saved is not None else _as_typed(word, alone=len(words) == 1))
    line = " ".join(parts)
    keys = session.index.catalog.search(session.today).keys() if ":" in line or "[" in line else ()
    fields = Fields(
        session.today,
        settings.schema,
        settings.languages,
        frozenset(keys),
        settings.region not in ("US", "CA", "PH"),
    )
    return line, parse(line, fields)


def _as_typed(word: str, *, alone: bool) -> str:
    """What the shell took the quotes from: `customer:Acme Pumps`, or one phrase among words."""
    if field := _FIELD.fullmatch(word):
        return f'{field[1]}"{field[2]}"'
    if " " in word.strip() and not alone and not _SYNTAX.search(word):
        return f'"{word}"'
    return word
