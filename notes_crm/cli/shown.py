"""What a search found, as a terminal shows it: the hits, and what is to be said about the words."""

from typing import TYPE_CHECKING

import click

from notes_crm.model.letters import fold_accents
from notes_crm.output import console
from notes_crm.output.console import fit, safe
from notes_crm.output.hits import hit_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notes_crm.answers.hits import Hit
    from notes_crm.cli.session import Session
    from notes_crm.model.query.query import Query
    from notes_crm.store.matches import Matches

MOST_NAMED, LONGEST_NAMED = 3, 40
"""So many words of a query are named in a line about them, each in so many columns."""

SHORT = 4
"""Letters of a stem that is shown only by words that begin with all of it."""


def show(
    session: "Session", line: str, query: "Query", found: "Matches", hits: "Sequence[Hit]"
) -> None:
    """Print the hits, with a line about each word that had to be read differently; or why there are none."""
    if not hits:
        unknown = _unknown_customers(session, query)
        typed = fit(safe(line), session.width - 15)
        click.echo("\n".join(unknown) or f"Nothing says {typed!r}.")
        if found.cut:
            click.echo(_left_off(found.cut))
        return
    for typed, instead in found.meant:
        if all(term.endswith("*") for term in instead):
            click.echo(f"Nothing says {typed!r} as a word; these begin so:")
            continue
        said = " or ".join(dict.fromkeys(_spelled(term, hits) for term in instead))
        click.echo(f"Nothing says {typed!r}; did you mean {said}?")
    if found.cut:
        click.echo(_left_off(found.cut))
    lines: list[str] = []
    for number, hit in enumerate(hits):
        if not hit.whole and (number == 0 or hits[number - 1].whole):
            words = "No note holds" if number == 0 else "No other note holds"
            lines.append(f"{words} all of these words; these hold some:")
        lines += hit_lines(hit, session.width, colour=session.colour)
    console.emit(lines)
    shown = len(hits)
    if found.whole > shown:
        click.echo(f"{found.whole - shown} more; see them with --all.")


def _unknown_customers(session: "Session", query: "Query") -> list[str]:
    """A sentence for each customer that was wanted and that nobody is, with the nearest names."""
    from notes_crm.answers.lookup import Named, nobody
    from notes_crm.model.query.query import Fact, wanted_facts

    wanted = [text for fact in wanted_facts(query) if fact.key == "customer" for text in fact.texts]
    if not wanted:
        return []
    facts = session.index.catalog.search(session.today)
    names = [Named(called, name) for called, name in session.index.facts.called()]
    unknown = [text for text in wanted if not facts.ids(Fact("customer", (text,)))]
    return [nobody(fit(safe(text), LONGEST_NAMED), names) for text in unknown[:MOST_NAMED]]


def _left_off(cut: "Sequence[str]") -> str:
    """What was not followed to its end, in one line."""
    named = ", ".join(repr(safe(fit(typed, LONGEST_NAMED))) for typed in cut[:MOST_NAMED])
    more = f" and {len(cut) - MOST_NAMED} more" if len(cut) > MOST_NAMED else ""
    return f"That is too much to read: {named}{more} stand for only a part; add a rarer word or more letters."


def _spelled(term: str, hits: "Sequence[Hit]") -> str:
    """A term as some hit spells it; terms are cut to their stems."""
    stem = term.rstrip("*")
    begins = stem[:-1] if len(stem) > SHORT else stem  # a stem may end otherwise: happi, happy
    for hit in hits:
        for start, end in hit.spans:
            if fold_accents(hit.text[start:end]).startswith(begins):
                return hit.text[start:end].lower()
    return f"{stem}…"
