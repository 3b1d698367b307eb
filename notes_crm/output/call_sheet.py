"""Pages of whom to be in touch with, one for each of us, as HTML and as PDF."""

import re
from base64 import b64decode
from collections.abc import Sequence
from datetime import date, datetime
from html import unescape
from importlib.util import find_spec

from notes_crm.answers.calls import Call, Page
from notes_crm.errors import NoEngine
from notes_crm.model.layout import Layout
from notes_crm.output import pdf_text, stylesheet
from notes_crm.output.browser import Failed, print_page
from notes_crm.output.characters import clean, cut
from notes_crm.output.child import Died, child
from notes_crm.output.compiled import Compiled
from notes_crm.output.environment import SHIPPED, Artist, shipped
from notes_crm.output.pdf import ENGINES, SECONDS, SECONDS_A_SHEET, Pdf
from notes_crm.output.sheet import PLAIN, bound
from notes_crm.output.shipped import FOLDER
from notes_crm.output.wishes import with_labels
from notes_crm.output.wording import Data, Wording, wording

MOST = {"a4": 13, "letter": 12}
"""Customers that a page has room for."""
WORDS, NAME = 210, 44
"""Characters of what was last said, and of a name, that there is room for."""

COMMAND = "crm due --month"
_TAG = re.compile(r"<[^>]*>")
SAID = 400
"""Characters of the head, and of the names, that an engine must have letters for."""


def html(
    pages: Sequence[Page], *, today: date, until: date, page: stylesheet.Page, lang: str,
    printed: datetime, layout: Layout = PLAIN.layout,
) -> str:  # fmt: skip
    """One text with a page for each person; `layout` may have words of the team's own."""
    say = with_labels(wording(lang, page=page, currency="", today=today), layout)
    artist, most = Artist(shipped(), Compiled()), MOST[page]
    css = stylesheet.stylesheet(page, PLAIN)
    css += (FOLDER / "calls.css").read_text(encoding="utf-8")
    titles = [say.say("calls.title", name=_name(one, say)) for one in pages]
    drawn = []
    for number, (one, title) in enumerate(zip(pages, titles, strict=True), 1):
        left = len(one.calls) - most
        data: Data = {
            "title": title,
            "dir": say.direction,
            "who": clean(cut(_name(one, say), NAME)),
            "day": say.day(today),
            "until": say.say("calls.until", day=say.long_day(until)),
            "count": say.say("lists.customers", n=len(one.calls)),
            "calls": [_call(call, say) for call in one.calls[:most]],
            "reached": say.say("calls.reached"),
            "left": say.say("calls.more", n=left, command=COMMAND) if left > 0 else "",
            "foot": say.say("sheet.printed", when=say.moment(printed), n=number, m=len(pages)),
        }
        drawn.append(artist.draw(f"{SHIPPED}calls.html.j2", data)[0])
    return bound(drawn, ", ".join(titles), say, css=css, script=False)


def pdf(text: str, pages: Sequence[Page], printed: datetime) -> Pdf:
    """The same as PDF, by the first engine that makes as many pages as there are people.

    NoEngine says what each lacked.
    """
    return made(text, len(pages), "".join(c.customer for p in pages for c in p.calls), printed)


def made(text: str, count: int, names: str, printed: datetime) -> Pdf:
    """A PDF of so many pages, by the first engine that makes them and has letters for the head and the names.

    NoEngine says what each lacked.
    """
    said = uncased_head(text)[:SAID] + names[:SAID]
    reasons = []
    for name in ENGINES:
        try:
            data = _made(name, text, count, printed)
            found = pdf_text.pages(data)
            if found != count:
                raise Failed(f"made {found} pages of {count}")  # noqa: TRY301 - one way out
            if lacking := pdf_text.lacking(data, said):
                raise Failed(f"no font for {lacking!r}")  # noqa: TRY301
        except Failed as failure:
            reasons.append(f"{name}: {failure}")
        else:
            return Pdf(data, name, count)
    raise NoEngine(
        f"No program on this machine can make the PDF ({'; '.join(reasons)}): "
        "open the HTML page in a browser and print it from there, or pip install 'notes_crm[pdf]'."
    )


def uncased_head(text: str) -> str:
    """The letters at the head of the first page that are no capitals, nor made such by its style."""
    head = text.partition("<header")[2].partition("</header>")[0]
    shown = unescape(_TAG.sub(" ", f"<{head}"))
    return "".join(c for c in shown if c.isalpha() and c.lower() == c.upper())


def _made(engine: str, text: str, count: int, printed: datetime) -> bytes:
    seconds = SECONDS + SECONDS_A_SHEET * count
    if engine == "browser":
        return print_page(text, seconds)
    if find_spec(engine.lower()) is None:
        raise Failed("not installed")
    job = {"do": "print", "html": text, "created": printed.isoformat(timespec="seconds")}
    try:
        with child("notes_crm.output.press", engine, seconds=seconds) as ask:
            return b64decode(ask(job)["pdf"])
    except Died as died:
        raise Failed(str(died)) from None


def _name(page: Page, say: Wording) -> str:
    return page.who or say.say("calls.nobody")


def _call(call: Call, say: Wording) -> Data:
    last = say.say("calls.never")
    if call.last:
        last = say.say("calls.last", how=_channel(call.type, say), day=say.day(call.last))
    return {
        "name": clean(cut(call.customer, NAME)),
        "phone": clean(cut(call.phone, 24)),
        "why": _why(call, say),
        "last": last,
        "words": clean(cut(call.words, WORDS)),
    }


def _channel(kind: str, say: Wording) -> str:
    """How they were in touch; a kind of the vault's own by its own name."""
    own = clean(kind)
    return (
        say.say(f"channel.{kind}") if kind in say.labels["channel"] else own[:1].upper() + own[1:]
    )


def _why(call: Call, say: Wording) -> str:
    if call.day is None:
        usual = say.say("calls.usual", n=call.usual) if call.usual else ""
        return say.listed((say.say("calls.silent", n=call.silent), usual))
    late = say.say("lists.late", n=call.days_late) if call.days_late else say.day(call.day)
    return say.listed((late, say.say(f"calls.{call.reason}")))
