"""Commands that find: search and asked, with the query line they share."""

from typing import TYPE_CHECKING

import click

from notes_crm.cli.complete import complete_customer, complete_sort, complete_words
from notes_crm.cli.line import FIRST_ANSWER, QueryCommand, current
from notes_crm.cli.runs_itself import runs_itself

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notes_crm.answers.hits import Hit
    from notes_crm.cli.session import Session
    from notes_crm.model.query.query import Query
    from notes_crm.store.matches import Matches

EXIT_NOTHING = 1


@runs_itself("--open", "--all")
@click.command(cls=QueryCommand, short_help="Every note that says so, best first.")
@click.argument("words", nargs=-1, required=True, shell_complete=complete_words)
@click.option(
    "--limit", "-n", default=10, show_default=True, type=click.IntRange(1), help="So many at most."
)
@click.option("--all", "everything", is_flag=True, help="All of them, however many.")
@click.option(
    "--sort",
    metavar="[best|date|KEY]",
    default="best",
    show_default=True,
    shell_complete=complete_sort,
    help="By how well they fit, the newest first, or by a key; -KEY backwards.",
)
@click.option(
    "--format",
    "shape",
    type=click.Choice(["text", "paths", "vimgrep", "tsv"]),
    default="text",
    show_default=True,
    help="How hits are written; all but text hold notes with all the words only.",
)
@click.option("--print0", is_flag=True, help="Paths alone, each ended by a NUL, for xargs -0.")
@click.option(
    "--open", "opening", is_flag=True, help="Open the best hit in the editor, at the line."
)
@click.option(
    "--json", "as_json", is_flag=True, help="For scripts: one JSON document, fields always present."
)
@click.pass_obj
def search(
    session: "Session",
    words: tuple[str, ...],
    *,
    limit: int,
    everything: bool,
    sort: str,
    shape: str,
    print0: bool,
    opening: bool,
    as_json: bool,
) -> int:
    """Find notes by words and by facts: best first, each with the line that answers.

    Case, accents and endings don't matter. Notes that hold all the words come first, then, said
    so, those that hold some. Serials, part numbers and telephone numbers are found in any
    spelling, and by their end. Exit code 1 when nothing was found.

    \b
    Words      seal kit · seal OR gasket · seal -press · "seal kit" · warrant* · (a OR b) c
    Facts      customer:acme type:visit by:sam date:"last month" before:2026-03 amount:>500
               tag:#press status:open next:<today has:promise is:overdue path:Archive
    Headings   told:warranty asked:budget observed:leak promised:kit task:"seal kit"
    Saved      @name, as written below [searches] in crm.toml

    \b
    Examples:
      crm search seal kit
      crm search 'told:warranty customer:acme'
      crm search 0113 496 0000
      crm search P-100 --json
    """
    from dataclasses import replace

    from notes_crm.output import console

    line, query = current(session, words)
    sort = _order(session, sort)
    limited = None if everything else limit
    found = session.index.search(query, session.today, limit=1 if opening else limited, sort=sort)
    if (
        print0 or shape != "text"
    ) and not as_json:  # what some words hold can't be told apart there
        found = replace(found, notes=tuple(m for m in found.notes if m.whole))
    if print0 or shape == "paths":
        return _paths(session, found, "\0" if print0 else "\n")
    hits = hits_of(session, query, found)
    if as_json:
        console.emit_json(_document(line, found, hits))
    elif opening and hits:
        from notes_crm.cli.editor import open_at

        return open_at(session, hits[0].path, hits[0].line)
    elif shape != "text":
        console.emit(_rows(hits, shape))
    else:
        from notes_crm.cli.shown import show

        show(session, line, query, found, hits)
    return 0 if hits else EXIT_NOTHING


@click.command(cls=QueryCommand, short_help="Have we asked or told them this already?")
@click.argument("words", nargs=-1, required=True)
@click.option(
    "--customer", "-c", metavar="NAME", shell_complete=complete_customer, help="Of this customer."
)
@click.option(
    "--limit", "-n", default=5, show_default=True, type=click.IntRange(1), help="So many at most."
)
@click.option(
    "--json", "as_json", is_flag=True, help="For scripts: one JSON document, fields always present."
)
@click.pass_obj
def asked(
    session: "Session", words: tuple[str, ...], customer: str | None, limit: int, as_json: bool
) -> int:
    """Answer "have we asked or told them this already?" with the nearest earlier lines.

    Looks below the headings Asked and Told. Where the question begins with the name of a
    customer, or with the beginning of that one alone, it is asked of them, and the answer says
    so. Exit code 1 when nobody has.

    \b
    Examples:
      crm asked "is the warranty still running" --customer acme
      crm asked acme warranty
      crm asked budget next year
    """
    from notes_crm.answers.already import already
    from notes_crm.output import console
    from notes_crm.output.hits import hit_lines

    session.refresh(words=True, budget=FIRST_ANSWER)
    name, question = _whose(session, words, customer)
    query = already(question, name)
    found = session.index.search(query, session.today, limit=limit)
    hits = hits_of(session, query, found)
    if as_json:
        console.emit_json({"customer": name, **_document(" ".join(words), found, hits)})
    elif hits:
        if name and not customer:
            click.echo(f"At {console.one_line(name)}:")
        console.emit(
            text for hit in hits for text in hit_lines(hit, session.width, colour=session.colour)
        )
    else:
        whom = f" {name}" if name else " anybody"
        click.echo(f"Nobody has asked or told{whom} that, as far as the notes say.")
    return 0 if hits else EXIT_NOTHING


def _order(session: "Session", typed: str) -> str:
    """A way to sort, or a key as the vault calls it; a usage error where no note has it."""
    if typed in ("best", "date"):
        return typed
    typed = typed.replace("\N{MINUS SIGN}", "-")  # as words that begin with one are handed on
    back = "-" if typed.startswith("-") else ""
    key = session.schema.key(typed.removeprefix("-"))
    known = {*session.schema.fields, *session.index.catalog.search(session.today).keys()}
    if key == "date" or key not in known:  # a day may stand in the file's name alone
        raise click.UsageError(
            f"--sort takes best, date, or a key of the notes; {typed!r} is none."
        )
    return f"{back}{key}"


def _whose(
    session: "Session", words: "Sequence[str]", customer: str | None
) -> tuple[str | None, str]:
    """Of which customer something is asked, None for all, and what is asked."""
    from notes_crm.answers.lookup import Named, leading

    question = " ".join(words)
    if customer:
        return session.customer(customer), question
    names = [Named(called, name) for called, name in session.index.facts.called()]
    name, left = leading(question.split(), names) or (None, [question])
    return name, " ".join(left)


def hits_of(session: "Session", query: "Query", found: "Matches") -> "list[Hit]":
    """What was found, each with its facts and the passage that answers."""
    from notes_crm.answers.hits import Hit, is_private, passage_of
    from notes_crm.answers.passage import Passage
    from notes_crm.model.query.query import only_facts

    facts = session.index.facts
    numbers = [m.id for m in found.notes]
    rows = {row.id: row for row in facts.notes(ids=numbers)}
    by = facts.values(numbers, ["by"])
    worded = not only_facts(query)
    marker = session.index.fulltext.marker(query, found.meant) if worded else None
    hits = []
    for match in found.notes:
        row = rows.get(match.id)
        if row is None:
            continue
        if marker:
            text = session.vault.text(row.path)
            passage = passage_of(text, marker, session.schema.heading, row.title)
        else:
            passage = Passage(row.gist_line, row.gist or row.title, ())
        private = row.private or is_private(passage.line, facts.private_lines(match.id))
        names = tuple(v.text for v in by.get(match.id, {}).get("by", ()))
        customer = row.home.rpartition("/")[2] if row.home else ""
        hits.append(
            Hit(
                row.path, passage.line, customer, row.date, row.type, names, row.title,
                passage.text, passage.spans, match.score, private, row.conflict_of, match.whole,
            )
        )  # fmt: skip
    return hits


def _paths(session: "Session", found: "Matches", end: str) -> int:
    from notes_crm.output import console

    rows = session.index.facts.notes(ids=[m.id for m in found.notes])
    paths = {row.id: row.path for row in rows}
    shown = [paths[m.id] for m in found.notes if m.id in paths]
    if end == "\0":
        console.emit_as_it_is("".join(f"{path}\0" for path in shown))
    else:
        console.emit(map(console.one_line, shown))
    return 0 if shown else EXIT_NOTHING


def _document(line: str, found: "Matches", hits: "Sequence[Hit]") -> dict[str, object]:
    from notes_crm.answers.hits import as_json

    return {
        "query": line,
        "count": found.count,
        "whole": found.whole,
        "all_words": bool(found.whole) or not hits,
        "meant": {typed: list(instead) for typed, instead in found.meant},
        "cut": list(found.cut),
        "hits": [as_json(hit) for hit in hits],
    }


def _rows(hits: "Sequence[Hit]", shape: str) -> list[str]:
    from notes_crm.answers.hits import as_row
    from notes_crm.output.console import one_line

    if shape == "tsv":
        return ["\t".join(one_line(cell) for cell in as_row(hit)) for hit in hits]
    return [
        f"{one_line(h.path)}:{max(h.line, 1)}:{h.spans[0][0] + 1 if h.spans else 1}:{one_line(h.text)}"
        for h in hits
    ]


COMMANDS = (search, asked)
