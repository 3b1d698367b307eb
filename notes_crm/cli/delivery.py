"""What becomes of customers' sheets: stripped for sharing, said here, or sent out as files."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from notes_crm.cli.going_out import Form, keep, send_out

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notes_crm.answers.briefing import Briefing
    from notes_crm.answers.route import Route
    from notes_crm.answers.shared import Stripped
    from notes_crm.cli.going_out import Page
    from notes_crm.cli.session import Session

WIDEST_TEXT = 100
STRIPPED = {
    "reason": "why we go, which we put together from our notes",
    "take": "what to take along",
    "arrival": "what to do on arrival",
    "alerts": "what is awkward",
    "words": "what was said last time",
    "step": "our next step",
    "remember": "what to remember",
    "lessons": "lessons learned elsewhere",
    "ready": "what is ready to be told",
    "news": "what happened since",
    "mood": "moods",
    "worth": "what they are worth and how often they buy",
    "tips": "remarks about people",
    "human": "what keeps it human",
    "cost": "what units cost us, fix or replace",
    "ask": "what to ask",
    "known": "what they told us",
    "told": "what we told them",
}


@dataclass(frozen=True, slots=True)
class Pages:
    """What is written as one file: the sheets, and the day they belong to, if they do."""

    sheets: "tuple[Briefing, ...]"
    route: "Route | None" = None
    command: str = ""

    @property
    def name(self) -> str:
        """What the file is called."""
        first = self.sheets[0]
        if self.route:
            return f"Day {self.route.day.isoformat()} {self.route.who}".strip()
        more = f" and {len(self.sheets) - 1} more" if len(self.sheets) > 1 else ""
        return f"{first.customer}{more} {first.day.isoformat()}"


def deliver(session: "Session", pages: Pages, form: Form) -> None:
    """Strip what is to be shared, then say it here or write it."""
    if form.shared:
        from notes_crm.answers.shared import shared

        stripped = [shared(sheet) for sheet in pages.sheets]
        for sheet, gone in stripped:
            _tell_stripped(session, sheet.head.name, gone)
        pages = Pages(tuple(sheet for sheet, _ in stripped))
    if form.file and any(sheet.with_private for sheet in pages.sheets):
        _warn_of_place(session, form.file)
    if form.kind in ("text", "md", "json"):
        from notes_crm.cli.said_here import in_words

        text = in_words(session, pages, form)
        if form.file:
            keep(session.cwd / form.file, text.encode())
        else:
            click.echo(text, nl=False)
        return
    looks = _looks(session, form)
    send_out(
        session, pages.name, form, lambda kind: _made(pages, form, kind, dict(looks)), looks["page"]
    )


def _tell_stripped(session: "Session", name: str, gone: "Sequence[Stripped]") -> None:
    from notes_crm.output import console

    session.say(f"Left out of what {console.one_line(name)} may see:")
    for stripped in gone:
        session.say(f"  {stripped.count:>3}  {STRIPPED[stripped.kind]}")
    session.say(
        "Read it before you hand it over: promises and the purpose stand in your own words."
    )


def _warn_of_place(session: "Session", output: str) -> None:
    """Say so where what is private is about to be handed to all who get the vault."""
    target = (session.cwd / output).resolve()
    if target.is_relative_to(session.vault.root.resolve()):
        session.say(
            "This sheet holds what is private, and lies in the vault, where everybody gets it who gets the "
            "notes; better leave -o away, or name a place outside."
        )


def _made(pages: Pages, form: Form, kind: str, looks: dict[str, Any]) -> tuple[bytes, str]:
    """The file's bytes, and what is said of a PDF: its engine and its pages."""
    if pages.route:
        looks["cover"] = _cover(pages, looks, large=form.large)
    if kind == "html":
        from notes_crm.output.sheet import render

        return render(pages.sheets, **looks).encode(), ""
    from notes_crm.output.pdf import make_pdf

    made = make_pdf(pages.sheets, **looks, engine=form.engine or "", accessible=form.accessible)
    count = f", {made.pages} pages" if made.pages > 1 else ""
    return made.data, f" ({made.engine}{count})"


def _cover(pages: Pages, looks: dict[str, Any], *, large: bool) -> Any:
    from notes_crm.output.around import LARGER
    from notes_crm.output.day import route_words
    from notes_crm.output.press import EDGE
    from notes_crm.output.stylesheet import PAGES
    from notes_crm.output.wishes import with_labels
    from notes_crm.output.wording import wording

    page: Page = looks["page"]
    today = looks["printed"].date()
    usual = wording(looks["lang"], page=page, currency=looks["currency"], today=today)
    say = with_labels(usual, looks["own"].layout)
    height, size = PAGES[page][2], LARGER if large else 1
    height = (height - 2 * EDGE) / size if large else height
    return pages.route and route_words(
        pages.route, say, command=pages.command, height=height, line=1 / size
    )


def _looks(session: "Session", form: Form) -> dict[str, Any]:
    from notes_crm.cli.print_looks import language_of, own_of, page_of
    from notes_crm.output.around import Around

    return {
        "page": page_of(session, form.page),
        "lang": language_of(session, form.lang),
        "printed": session.now.replace(microsecond=0),
        "vault": session.vault.name,
        "currency": session.vault.settings.currency,
        "around": Around(sources=form.sources, large=form.large, shared=form.shared),
        "own": own_of(session, form.template),
        "tell": session.say,
    }
