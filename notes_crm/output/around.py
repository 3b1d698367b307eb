"""The pages beside the sheets: where each line comes from, what customers keep; and larger type."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from notes_crm.answers.briefing import Briefing
from notes_crm.model.layout import Layout
from notes_crm.output import pictures
from notes_crm.output.drawing import draw_ours
from notes_crm.output.shipped import FOLDER
from notes_crm.output.stylesheet import PAGES, Page
from notes_crm.output.wording import Wording

LARGER = 1.2
"""How much larger things are for eyes that need it; more, and the columns of a sheet run together."""

_LENGTH = re.compile(r"url\([^)]*\)|(?<![\w.#-])(-?\d*\.?\d+)(pt|mm)\b")


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around the sheets, and how large everything is.

    `sources` follow each sheet; `shared` are pages for the customers in place of the sheets.
    """

    sources: bool = False
    large: bool = False
    shared: bool = False


ALONE = Around()


def source_pages(briefing: Briefing, say: Wording, vault: str, layout: Layout) -> str:
    """An article that names, for each line of a sheet, the note and line it comes from."""
    from notes_crm.output.outline import outline  # noqa: PLC0415 - few ask for sources
    from notes_crm.output.plain import place  # noqa: PLC0415 - the same

    parts = [
        {
            "title": part.title,
            "rows": [
                {
                    "text": row.text,
                    "place": place(row.source),
                    "href": pictures.deep_link(vault, row.source.path) if vault else "",
                }
                for row in part.rows
                if row.source
            ],
        }
        for part in outline(briefing, say, layout)
    ]
    return draw_ours(
        "sources",
        {
            "title": say.labels["sheet"]["sources"],
            "dir": say.direction,
            "name": briefing.head.name,
            "parts": [part for part in parts if part["rows"]],
        },
    )


def handouts(briefings: Iterable[Briefing], say: Wording, printed: datetime) -> list[str]:
    """The articles for customers to keep, of sheets that `answers.shared` has stripped."""
    from notes_crm.output.handout import handout_words  # noqa: PLC0415 - few are shared

    when = say.say("share.printed", when=say.full_day(printed.date()))
    labels = {"t": say.labels["share"], "e_": say.labels["equipment"], "printed": when}
    labels |= {"dir": say.direction, "comma": say.labels["comma"]}
    return [draw_ours("handout", handout_words(b, say) | labels) for b in briefings]


def styled(css: str, around: Around, page: Page) -> str:
    """A page's style, all of it larger where that is wanted; the paper stays as it is."""
    if not around.large:
        return css
    _, width, height = PAGES[page]
    larger = _LENGTH.sub(_enlarged, css)
    sheet = f".sheet{{width:{width:g}mm;min-height:{height - 0.2:g}mm}}"
    return f"{larger}{sheet}{_widths()}"


def _enlarged(found: re.Match[str]) -> str:
    return f"{float(found[1]) * LARGER:.4g}{found[2]}" if found[1] else found[0]


@cache
def _widths() -> str:
    return (FOLDER / "large.css").read_text(encoding="utf-8")
