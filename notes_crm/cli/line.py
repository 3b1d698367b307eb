"""The query line as a shell hands it over, to a query."""

import re
from contextlib import suppress
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from notes_crm.cli.session import Session
    from notes_crm.model.query.query import Query

FIRST_ANSWER = 1.5
"""Seconds that a search spends on a vault never indexed before, before it answers."""

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
    from notes_crm.errors import BadQuery
    from notes_crm.model.query.fields import Fields
    from notes_crm.model.query.line import parse
    from notes_crm.model.query.query import only_facts

    settings = session.vault.settings
    parts = [_as_typed(word, settings.searches, alone=len(words) == 1) for word in words]
    line = " ".join(parts)
    facts = session.index.catalog.search(session.today)
    keys = facts.keys() if ":" in line or "[" in line else frozenset[str]()
    day_first = settings.region not in ("US", "CA", "PH")
    fields = Fields(session.today, settings.schema, settings.languages, keys, day_first)
    if len(words) == 1 and (field := _FIELD.fullmatch(line)):
        whole = f'{field[1]}"{field[2]}"'  # one name with blanks, if there is such a name
        with suppress(BadQuery):
            query = parse(whole, fields)
            if only_facts(query) and facts.ids(query):
                return whole, query
    return line, parse(line, fields)


def current(session: "Session", words: "Sequence[str]") -> "tuple[str, Query]":
    """`read_line`, with an index that is as current as the query needs it."""
    from notes_crm.errors import BadQuery, Unwritable
    from notes_crm.model.query.query import only_facts

    try:
        line, query = read_line(session, words)
    except (BadQuery, Unwritable):  # a key that no note had so far, or no index to ask for keys
        session.refresh()
        line, query = read_line(session, words)
    report = session.refresh(words=not only_facts(query), budget=FIRST_ANSWER)
    if report and report.left:
        session.say(
            f"{report.total - report.left} of {report.total} notes so far; the rest follows with: crm index"
        )
    named = ":" in line or "[" in line
    return (
        read_line(session, words)
        if named and report and report.added + report.changed
        else (line, query)
    )


def _as_typed(word: str, saved: "Mapping[str, str]", *, alone: bool) -> str:
    """What the shell took the quotes from: `customer:Acme Pumps`, or one phrase among words."""
    if word.startswith("@") and word[1:] in saved:
        return f"({saved[word[1:]]})"
    if alone:
        return word
    if field := _FIELD.fullmatch(word):
        return f'{field[1]}"{field[2]}"'
    return f'"{word}"' if " " in word.strip() and not _SYNTAX.search(word) else word
