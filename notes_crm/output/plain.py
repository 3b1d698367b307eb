"""Parts of a page as plain text for a terminal or an e-mail."""

from collections.abc import Iterable, Iterator, Sequence
from textwrap import fill

from notes_crm.answers.briefing import Briefing
from notes_crm.answers.said import Source
from notes_crm.output.characters import clean
from notes_crm.output.outline import Part, Row, outline
from notes_crm.output.wording import wording


def text(
    briefing: Briefing,
    *,
    lang: str = "en",
    currency: str = "",
    width: int = 80,
    sources: bool = False,
) -> str:
    """The briefing in lines of at most `width` columns; safe to print to a terminal."""
    say = wording(lang, page="a4", currency=currency, today=briefing.today)
    return page(outline(briefing, say), width=width, sources=sources)


def page(parts: Iterable[Part], *, width: int, sources: bool = False) -> str:
    """The parts of one page; with `sources`, each row is followed by the place it comes from."""
    blocks = ["\n".join(_part(part, width, sources=sources)) for part in parts]
    return "\n\n".join(blocks) + "\n"


def pages(sheets: Sequence[str], *, width: int) -> str:
    """Several pages below each other, with a rule between them."""
    return f"\n{'=' * width}\n\n".join(sheets)


def place(source: Source) -> str:
    """`path:line`, as editors open it; without a line the note as a whole."""
    return f"{source.path}:{source.line}" if source.line else source.path


def _part(part: Part, width: int, *, sources: bool) -> Iterator[str]:
    before = {"head": "", "box": "  ", "lines": "  ", "list": "  - "}[part.style]
    rows = iter(part.rows)
    if part.style == "box" and part.rows:
        first = next(rows)
        yield _wrapped(f"{part.title.upper()}  {_said(first)}", "", width)
        yield from _places(first, "", sources=sources)
    elif part.style == "head":
        yield _wrapped(part.title, "", width)
    else:
        yield _wrapped(part.title.upper(), "", width)
    for row in rows:
        yield _wrapped(_said(row), before, width)
        yield from _places(row, " " * len(before), sources=sources)
    if part.left:
        yield f"  {part.left}"


def _places(row: Row, indent: str, *, sources: bool) -> Iterator[str]:
    """Never wrapped: a place that is broken in two can't be opened."""
    if sources and row.source:
        yield f"{indent}  {clean(place(row.source))}"


def _said(row: Row) -> str:
    lead = row.lead if row.lead.endswith((":", "：", "→", "←")) else f"{row.lead}:"
    return f"{lead} {row.text}" if row.lead else row.text


def _wrapped(text: str, before: str, width: int) -> str:
    after = " " * len(before)
    return fill(clean(text), width, initial_indent=before, subsequent_indent=after)
