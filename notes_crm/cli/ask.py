"""Commands that ask: search, who, customers."""

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from notes_crm.answers.hits import Hit
    from notes_crm.cli.session import Session

FIRST_ANSWER = 1.5
"""Seconds that a search spends on a vault never indexed before, before it answers."""
EXIT_NOTHING = 1


@click.command(short_help="Every note that says so, best first.")
@click.argument("words", nargs=-1, required=True)
@click.option(
    "--limit", "-n", default=10, show_default=True, type=click.IntRange(1), help="So many at most."
)
@click.option(
    "--json", "as_json", is_flag=True, help="For scripts: one JSON document, fields always present."
)
@click.pass_obj
def search(session: "Session", words: tuple[str, ...], limit: int, as_json: bool) -> int:
    """Find notes by their words: best first, each with the line that answers.

    Case, accents and endings don't matter. Notes that hold all the words come first; if there
    are none, those that hold some, and it says so. Exit code 1 when nothing was found.

    \b
    Examples:
      crm search seal kit
      crm search "warranty ended" --limit 3
      crm search P-100 --json
    """
    from notes_crm.answers import hits as found
    from notes_crm.output import console

    report = session.refresh(words=True, budget=FIRST_ANSWER)
    if report and report.left:
        session.say(
            f"{report.total - report.left} of {report.total} notes so far; the rest follows with: crm index"
        )
    wanted = tuple(part for word in words for part in word.split())
    matches, whole = session.index.search(wanted, limit)
    hits = _hits(session, wanted, {m.id: m.score for m in matches})
    if as_json:
        console.emit_json(
            {"query": " ".join(words), "all_words": whole, "hits": [found.as_json(h) for h in hits]}
        )
        return 0 if hits else EXIT_NOTHING
    if not hits:
        click.echo(f"Nothing says {' '.join(words)!r}.")
        return EXIT_NOTHING
    if not whole:
        click.echo("No note holds all of these words; these hold some:")
    from notes_crm.output.answers import hit_lines

    console.emit(
        line for hit in hits for line in hit_lines(hit, session.width, colour=session.colour)
    )
    return 0


@click.command(short_help="Who last spoke to them, when, how; what is open, what is next.")
@click.argument("words", nargs=-1, required=True)
@click.option(
    "--json", "as_json", is_flag=True, help="For scripts: one JSON document, fields always present."
)
@click.pass_obj
def who(session: "Session", words: tuple[str, ...], as_json: bool) -> int:
    """Answer the telephone: who this is, who last spoke to them, and where we left off.

    By the beginning of a name, an alias, a person there, or a telephone number in any spelling.

    \b
    Examples:
      crm who acme
      crm who dana
      crm who 0113 496 0000
    """
    from notes_crm.answers import card as cards
    from notes_crm.cli.people import whom
    from notes_crm.output import console
    from notes_crm.output.answers import card_lines

    session.refresh()
    name, person = whom(session, " ".join(words))
    facts = session.index.facts
    known = min((c for c in facts.customers() if c.name == name), key=lambda c: c.archived)
    rows = facts.tasks(customer=name, state="open")
    promises = [(t.direction, t.text, t.owner, t.due, t.path, t.line) for t in rows]
    card = cards.compose(
        name, known.folder, facts.known(name), cards.owed(promises, session.today), session.today,
        person=person, archived=known.archived,
    )  # fmt: skip
    if as_json:
        console.emit_json(card)
    else:
        console.emit(card_lines(card, session.today, session.width, colour=session.colour))
    return 0


@click.command(short_help="All customers, by name.")
@click.option("--json", "as_json", is_flag=True, help="For scripts: one JSON document.")
@click.pass_obj
def customers(session: "Session", as_json: bool) -> int:
    """List every customer with the folder that holds them.

    \b
    Examples:
      crm customers
      crm customers --json
    """
    from notes_crm.output import console

    session.refresh()
    known = session.index.facts.customers()
    if as_json:
        console.emit_json(
            [{"name": c.name, "folder": c.folder, "archived": c.archived} for c in known]
        )
    elif known:
        rows = [(console.one_line(c.name), console.one_line(c.folder)) for c in known]
        console.emit(console.columns(rows, session.width, give=1))
    else:
        click.echo('No customers yet; add one with: crm add "NAME"')
    return 0 if known else EXIT_NOTHING


def _hits(session: "Session", words: tuple[str, ...], scores: dict[int, float]) -> "list[Hit]":
    from notes_crm.answers import hits as found

    facts, fold = session.index.facts, session.index.fulltext.fold
    rows = {row.id: row for row in facts.notes(ids=list(scores))}
    by = facts.values(scores, ["by"])
    hits = []
    for number, score in scores.items():
        row = rows.get(number)
        if row is None:
            continue
        text = session.vault.text(row.path)
        line, passage, spans = found.passage_of(text, words, fold, row.title)
        private = row.private or found.is_private(line, facts.private_lines(number))
        customer = row.home.rpartition("/")[2] if row.home else ""
        names = tuple(v.text for v in by.get(number, {}).get("by", ()))
        hits.append(
            found.Hit(row.path, line, customer, row.date, row.type, names, row.title, passage, spans, score, private, row.conflict_of)
        )  # fmt: skip
    return hits


COMMANDS = (search, who, customers)
