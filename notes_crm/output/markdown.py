"""Parts of a page as Markdown, for a telephone, a chat or an e-mail."""

import re
from collections.abc import Iterable, Iterator, Sequence

from notes_crm.output.characters import clean
from notes_crm.output.outline import Part, Row
from notes_crm.output.plain import place

BREAK = "  \n"
"""Two blanks at the end of a line keep it a line of its own."""


_MEANINGFUL = re.compile(r"[\\`*_\[\]<>~|#]|&(?=#?\w+;)|==|%%|^[+-](?=\s)|^\d+(?=[.)]\s)")


def page(parts: Iterable[Part], *, sources: bool = False) -> str:
    """The parts of one page.

    No row begins with a task box: a page that is kept in a vault must not promise anything
    a second time.
    """
    return "\n\n".join(_part(part, sources=sources) for part in parts) + "\n"


def pages(sheets: Sequence[str]) -> str:
    """Several pages below each other, with a rule between them."""
    return "\n---\n\n".join(sheets)


def _part(part: Part, *, sources: bool) -> str:
    rows = [_row(row, sources=sources) for row in part.rows]
    if part.left:
        rows.append(f"*{_escaped(part.left)}*")
    return f"{'#' if part.style == 'head' else '##'} {_escaped(part.title)}\n\n{_body(part, rows)}"


def _body(part: Part, rows: list[str]) -> str:
    if part.style == "list":
        return "\n".join(f"- {row}" for row in rows)
    if part.style == "box":
        return "\n".join([f"**{rows[0]}**\n", *(f"- {row}" for row in rows[1:])]).rstrip("\n")
    return BREAK.join(rows)


def _row(row: Row, *, sources: bool) -> str:
    lead = f"**{_escaped(row.lead)}** " if row.lead else ""
    return lead + _escaped(row.text) + "".join(_place(row) if sources else ())


def _place(row: Row) -> Iterator[str]:
    if row.source:
        yield f" `{clean(place(row.source)).replace('`', '')}`"


def _escaped(text: str) -> str:
    return _MEANINGFUL.sub(
        lambda mark: f"{mark[0]}\\" if mark[0].isdigit() else f"\\{mark[0]}", clean(text)
    )
