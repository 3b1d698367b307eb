"""Sheets to a PDF by the first engine on this machine that can: each in a child, each result checked."""

import os
import re
from base64 import b64decode
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from html import unescape
from importlib.util import find_spec
from itertools import islice
from typing import Any

from notes_crm.answers.briefing import Briefing
from notes_crm.errors import NoEngine
from notes_crm.output import pdf_text
from notes_crm.output.around import ALONE, Around
from notes_crm.output.browser import Failed, print_page
from notes_crm.output.child import Died, child
from notes_crm.output.drawing import Tell
from notes_crm.output.limits import brief_step, tight_step
from notes_crm.output.own import Own
from notes_crm.output.sheet import PLAIN, Pack
from notes_crm.output.stylesheet import Page
from notes_crm.output.wording import Data

SECONDS, SECONDS_A_SHEET = 20, 10
"""Wall time an engine gets: to begin, and for each sheet; on an idle machine that is half a second."""

RETRIES = 7
"""Once more than it takes to take every step, twice as many each time."""

SAID = 200
"""Characters of a page that must be found in the PDF, where no customer is named on it."""

PRESSES = 4
"""Children that fit sheets side by side, at most; with more sheets than that, each gets less care."""

ENGINES: tuple[str, ...] = ("PlutoPrint", "WeasyPrint", "browser")
"""In the order in which they are asked."""

ACCESSIBLE: tuple[str, ...] = ("WeasyPrint", "browser", "PlutoPrint")
"""Who is asked for a PDF that can be read aloud: the first makes PDF/UA, the second tags it."""


@dataclass(frozen=True, slots=True)
class Pdf:
    """A PDF, the engine that made it (PlutoPrint, WeasyPrint or browser), and its pages."""

    data: bytes
    engine: str
    pages: int


def make_pdf(
    briefings: Sequence[Briefing],
    *,
    page: Page,
    lang: str,
    printed: datetime,
    vault: str = "",
    currency: str = "",
    engine: str = "",
    accessible: bool = False,
    own: Own = PLAIN,
    tell: Tell = str,
    around: Around = ALONE,
    cover: Data | None = None,
) -> Pdf:
    """The PDF by the first engine that can; `engine` asks for one of them to be the first.

    The same briefings, looks and `printed` give the same bytes. `tell` hears in one sentence of
    the engines that could not; where none can, NoEngine says what each lacked. The other
    arguments are those of `sheet.Pack`.
    """
    said: set[str] = set()

    def once(sentence: str) -> None:
        if sentence not in said:
            said.add(sentence)
            tell(sentence)

    pack = Pack(tuple(briefings), page, lang, printed, vault, currency, own, once, around, cover)
    reasons: list[str] = []
    for name in engines(engine, accessible=accessible):
        try:
            pdf, pages = _make(name, pack, accessible=accessible)
            _check(pdf, pages, pack)
        except Failed as failure:
            reasons.append(f"{name}: {failure}")
        else:
            _tell(reasons, name, accessible=accessible, tell=once)
            return Pdf(pdf, name, pages)
    raise NoEngine(
        f"No program on this machine can make the PDF ({'; '.join(reasons)}): "
        "open the HTML sheet in a browser and print it from there, or pip install 'notes_crm[pdf]'."
    )


def engines(wanted: str = "", *, accessible: bool = False) -> tuple[str, ...]:
    """All engines in the order in which they are asked; NoEngine if none is called `wanted`."""
    order = ACCESSIBLE if accessible else ENGINES
    if not wanted:
        return order
    named = {name.casefold(): name for name in order}
    if wanted.casefold() not in named:
        raise NoEngine(f"There is no engine {wanted!r}; there are: {', '.join(ENGINES)}.")
    first = named[wanted.casefold()]
    return (first, *(name for name in order if name != first))


def _tell(reasons: Sequence[str], name: str, *, accessible: bool, tell: Tell) -> None:
    if reasons:
        why = "; ".join(reason.rstrip(".") for reason in reasons)
        tell(f"{why}. Printed by {name} instead.")
    if accessible and name != ACCESSIBLE[0]:
        tags = (
            "has tags, but nobody checked them against PDF/UA"
            if name == "browser"
            else "has no tags for screen readers"
        )
        tell(f"The PDF by {name} {tags}; pip install 'notes_crm[accessible]' for one that has.")


def _make(name: str, pack: Pack, *, accessible: bool) -> tuple[bytes, int]:
    if name == "browser":
        pdf = print_page(pack.html(script=True), _allowed(pack))
        return pdf, pdf_text.pages(pdf)
    if find_spec(name.lower()) is None:
        raise Failed("not installed")
    try:
        return _by_child(name, pack, accessible=accessible)
    except Died as died:
        raise Failed(str(died)) from None


def _by_child(engine: str, pack: Pack, *, accessible: bool) -> tuple[bytes, int]:
    """Fit each sheet, then print all of them; the pages that are expected come from the fitting."""
    begin = partial(
        child,
        "notes_crm.output.press",
        engine,
        *(["accessible"] if accessible else []),
        seconds=_allowed(pack),
    )
    created = pack.printed.replace(second=0).isoformat(timespec="seconds")  # as the sheet says it
    fitted = [] if pack.around.shared else _fitted(begin, pack)
    dropped = [set(sheet["dropped"]) for sheet in fitted]
    expected = pack.covers + sum(sheet["pages"] for sheet in fitted)
    with begin() as ask:
        for attempt in range(RETRIES):
            html = pack.html(script=False, dropped=dropped)
            made = ask({"do": "print", "html": html, "created": created})
            if made["pages"] <= expected or not pack.counted:
                break
            # What is said about the lines left out took the room of a line: more steps, then.
            steps = brief_step(pack.own.layout)
            dropped = [taken | _further(taken, 2**attempt, steps) for taken in dropped]
    return b64decode(made["pdf"]), made["pages"]


def _fitted(begin: Callable[[], Any], pack: Pack) -> list[Mapping[str, Any]]:
    """The steps to take and the pages of each sheet, by as many children as there are processors."""
    steps = {str(n): section for n, (section, _) in enumerate(pack.own.layout.drops, start=1)}
    looks = tight_step(pack.own.layout), brief_step(pack.own.layout)
    steps |= {str(step): "tight" for step in looks}
    pages, hurry = pack.singly(), len(pack.briefings) > PRESSES
    room = 2 if pack.around.large else 1
    presses = max(1, min(PRESSES, os.cpu_count() or 1, len(pages)))

    def fit(share: int) -> list[Mapping[str, Any]]:
        with begin() as ask:
            return [
                ask({"do": "fit", "html": page, "steps": steps, "hurry": hurry, "room": room})
                for page in pages[share::presses]
            ]

    with ThreadPoolExecutor(presses) as pool:
        shares = list(pool.map(fit, range(presses)))
    return [shares[i % presses][i // presses] for i in range(len(pages))]


def _allowed(pack: Pack) -> float:
    return SECONDS + SECONDS_A_SHEET * len(pack.briefings)


def _further(taken: Collection[int], count: int, steps: int) -> set[int]:
    """The next steps that were not taken."""
    return set(islice((n for n in range(1, steps + 1) if n not in taken), count))


def _check(pdf: bytes, pages: int, pack: Pack) -> None:
    """A font that is missing gives a blank PDF without an error: look before it is printed."""
    sheets, covers = len(pack.briefings), pack.covers
    if pages < covers + sheets or (pack.counted and pages > covers + 2 * sheets):
        raise Failed(f"made {pages} pages of {sheets} sheets")
    if pdf_text.pages(pdf) != pages:
        raise Failed(f"said {pages} pages and wrote {pdf_text.pages(pdf)}")
    lacking = pdf_text.lacking(pdf, _expected(pack))
    if lacking:
        raise Failed(f"no font for {lacking!r}")


def _expected(pack: Pack) -> str:
    """The names, where a template of the vault left them on the sheet; else what it does say."""
    names = [b.head.name for b in pack.briefings]
    if not (pack.own.templates or pack.own.chosen):
        return "".join(names)
    text = unescape(re.sub(r"<[^>]*>", " ", "".join(pack.singly()).partition("<body>")[2]))
    return "".join(name for name in names if name in text) or text[:SAID]
