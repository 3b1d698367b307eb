"""A handover on paper: every customer with what to say first, one line an entry, as HTML and as PDF."""

from collections.abc import Sequence
from datetime import datetime

from notes_crm.output import stylesheet
from notes_crm.output.characters import clean, cut
from notes_crm.output.compiled import Compiled
from notes_crm.output.environment import SHIPPED, Artist, shipped
from notes_crm.output.handover import Data, Entry, counts, entries, promised
from notes_crm.output.sheet import PLAIN, bound
from notes_crm.output.shipped import FOLDER
from notes_crm.output.wording import Wording

ROOM = {"a4": 46, "letter": 43}
"""Lines that a page has room for; a customer's name takes two of them."""
NAME, TEXT, RIGHT = 44, 92, 26
"""Characters of a name, an entry, and a day."""

PROMISED = ("we", "ready", "they")
"""Entries that have a box to tick."""


def html(data: Data, page: stylesheet.Page, say: Wording, printed: datetime) -> tuple[str, int]:
    """One text, and of how many pages; `data` is what `handover.words` said in the same words."""
    sheets = _pages(data, ROOM[page], say)
    artist = Artist(shipped(), Compiled())
    css = stylesheet.stylesheet(page, PLAIN)
    css += (FOLDER / "handover.css").read_text(encoding="utf-8")
    names = {"giver": clean(cut(data["from"], NAME)), "taker": clean(cut(data["to"], NAME))}
    title = say.say("handover.title", **names)
    common = {
        "title": title,
        "dir": say.direction,
        "t": say.labels["handover"],
        "names": say.say("handover.names", **names),
        "day": say.day(data["today"]),
        "count": _count(data, say),
    }
    drawn = [
        artist.draw(
            f"{SHIPPED}handover.html.j2",
            common
            | {
                "blocks": blocks,
                "foot": say.say("sheet.printed", when=say.moment(printed), n=number, m=len(sheets)),
            },
        )[0]
        for number, blocks in enumerate(sheets, 1)
    ]
    return bound(drawn, title, say, css=css, script=False), len(sheets)


def _count(data: Data, say: Wording) -> str:
    labels = ("lists.customers", "handover.promises", "handover.cases")
    return say.listed(say.say(of, n=n) for of, n in zip(labels, counts(data), strict=True))


def _pages(data: Data, room: int, say: Wording) -> list[list[Data]]:
    """Customers by page: whole where they fit, else going on under their name."""
    pages: list[list[Data]] = [[]]
    left = room
    for name, phone, rows in _blocks(data, say):
        todo, shown = rows, name
        if len(todo) + 2 > left and len(todo) + 2 <= room:
            left = 0
        while todo:
            if left < 3:  # noqa: PLR2004 - a name and one entry
                pages.append([])
                left = room
            now, todo = todo[: left - 2], todo[left - 2 :]
            pages[-1].append({"name": shown, "phone": phone, "rows": now})
            shown = say.say("handover.continued", name=name)
            left -= len(now) + 2
    return [page for page in pages if page] or [[]]


def _blocks(data: Data, say: Wording) -> list[tuple[str, str, Sequence[Data]]]:
    found = [
        (clean(cut(p["customer"], NAME)), clean(cut(p["phone"], 24)), _rows(entries(p), say))
        for p in data["customers"]
    ]
    loose = _rows([promised(promise) for promise in data["elsewhere"]], say)
    return [*found, *([(say.say("handover.elsewhere"), "", loose)] if data["elsewhere"] else [])]


def _rows(found: Sequence[Entry], say: Wording) -> list[Data]:
    nothing = say.say("handover.nothing")
    none = [{"label": "", "text": nothing, "right": "", "loud": False, "box": False}]
    return [
        {
            "label": say.say(f"handover.{entry.kind}"),
            "text": clean(cut(_text(entry, say), TEXT)),
            "right": clean(cut(_right(entry, say), RIGHT)),
            "loud": entry.loud,
            "box": entry.kind in PROMISED,
        }
        for entry in found
    ] or none


def _text(entry: Entry, say: Wording) -> str:
    text = say.say("handover.private", text=entry.text) if entry.private else entry.text
    lead = say.listed(_known(word, say) if entry.kind == "visit" else word for word in entry.lead)
    return say.say("handover.of", what=lead, text=text) if lead and text else lead or text


def _known(kind: str, say: Wording) -> str:
    """What a planned contact is called; a kind of the vault's own by its own name."""
    return say.say(f"how.{kind}") if kind in say.labels["how"] else kind


def _right(entry: Entry, say: Wording) -> str:
    if entry.days_late:
        return say.say("lists.late", n=entry.days_late)
    if entry.day is None:
        return say.say("handover.no_day") if entry.kind in PROMISED else ""
    if entry.kind == "case":
        return say.say("handover.since", day=say.day(entry.day))
    if entry.kind == "last":
        return say.day(entry.day)
    return say.listed((say.weekday(entry.day), entry.time))
