"""A handover on paper: every customer with what to say first, one line an entry, as HTML and as PDF."""

from collections.abc import Sequence
from datetime import datetime
from importlib.resources import files
from typing import Any

from notes_crm.output import stylesheet
from notes_crm.output.characters import clean, cut
from notes_crm.output.environment import SHIPPED, Artist, shipped
from notes_crm.output.handover import Data, rows, summary
from notes_crm.output.sheet import PLAIN, bound
from notes_crm.output.wording import Wording

ROOM = {"a4": 46, "letter": 43}
"""Lines that a page has room for; a customer's name takes two of them."""
NAME, TEXT, RIGHT = 44, 92, 26
"""Characters of a name, an entry, and a day."""


def html(data: Data, page: stylesheet.Page, say: Wording, printed: datetime) -> tuple[str, int]:
    """One text, and of how many pages."""
    sheets = _pages(data, ROOM[page])
    artist = Artist(shipped())
    css = stylesheet.stylesheet(page, PLAIN)
    css += (
        files("notes_crm.output").joinpath("templates", "handover.css").read_text(encoding="utf-8")
    )
    drawn = [
        artist.draw(
            f"{SHIPPED}handover.html.j2",
            {
                "title": f"Handover: {data['from']} to {data['to']}",
                "giver": clean(cut(data["from"], NAME)),
                "taker": clean(cut(data["to"], NAME)),
                "day": say.day(data["today"]),
                "count": summary(data),
                "blocks": blocks,
                "foot": f"Printed {say.moment(printed)}, page {number} of {len(sheets)}.",
            },
        )[0]
        for number, blocks in enumerate(sheets, 1)
    ]
    return bound(drawn, "Handover", say, css=css, script=False), len(sheets)  # fmt: skip


def _pages(data: Data, room: int) -> list[list[Data]]:
    """Customers by page: whole where they fit, else going on under their name."""
    pages: list[list[Data]] = [[]]
    left = room
    for name, phone, entries in _blocks(data):
        todo = entries
        if len(todo) + 2 > left and len(todo) + 2 <= room:
            left = 0
        while todo:
            if left < 3:  # noqa: PLR2004 - a name and one entry
                pages.append([])
                left = room
            now, todo = todo[: left - 2], todo[left - 2 :]
            again = " (continued)" if now is not entries and now != entries[: len(now)] else ""
            pages[-1].append({"name": name + again, "phone": phone, "rows": now})
            left -= len(now) + 2
    return [page for page in pages if page] or [[]]


def _blocks(data: Data) -> list[tuple[str, str, Sequence[Any]]]:
    found = [
        (clean(cut(p["customer"], NAME)), clean(cut(p["phone"], 24)), _entries(rows(p, data)))
        for p in data["customers"]
    ]
    loose = {
        "say_first": "", "cautions": [], "cases": [], "visits": [], "last": None, "next": "",
        "promises": data["elsewhere"],
    }  # fmt: skip
    return [
        *found,
        *([("At no customer", "", _entries(rows(loose, data)))] if data["elsewhere"] else []),
    ]


def _entries(lines: Sequence[Data]) -> list[Data]:
    none = [{"label": "", "text": "Nothing open.", "right": "", "loud": False, "box": False}]
    return [
        {
            "label": line["label"],
            "text": clean(cut(line["text"], TEXT)),
            "right": clean(cut(line["right"], RIGHT)),
            "loud": line["loud"],
            "box": bool(line["number"]),
        }
        for line in lines
    ] or none
