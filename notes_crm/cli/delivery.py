"""What becomes of sheets: said here, written as files, printed, opened."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import click

from notes_crm.errors import NoEngine

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from notes_crm.answers.briefing import Briefing
    from notes_crm.answers.route import Route
    from notes_crm.answers.shared import Stripped
    from notes_crm.cli.session import Session

Page = Literal["a4", "letter"]

ENDINGS = {
    "html": "html", "htm": "html", "pdf": "pdf", "md": "md", "txt": "text", "json": "json",
}  # fmt: skip
"""Which form a file is written in, by the ending of its name; HTML where it has another."""

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
class Form:
    """How the sheets are to look, and what becomes of them; as the options say it."""

    only: str | None = None
    output: str | None = None
    open_it: bool = False
    print_it: bool = False
    page: Page | None = None
    lang: str | None = None
    large: bool = False
    sources: bool = False
    shared: bool = False
    template: str | None = None
    engine: str | None = None
    accessible: bool = False

    @property
    def kind(self) -> str:
        """The form asked for, else that of the file's ending; none where all are fine."""
        if self.only or not self.output:
            return self.only or ""
        return ENDINGS.get(self.output.lower().rpartition(".")[2], "html")


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
    if form.kind in ("text", "md", "json"):
        from notes_crm.cli.said_here import in_words

        text = in_words(session, pages, form)
        if form.output:
            _keep(session.cwd / form.output, text.encode())
        else:
            click.echo(text, nl=False)
        return
    written = _written(session, pages, form)
    if form.print_it:
        from notes_crm.cli.printing import send_to_printer

        paper = "Letter" if _looks(session, form)["page"] == "letter" else "A4"
        click.echo(f"Printing on {send_to_printer(written[-1], pages.name, paper)}")
    if form.open_it and written:
        click.launch(str(written[-1]))


def _tell_stripped(session: "Session", name: str, gone: "Sequence[Stripped]") -> None:
    from notes_crm.output import console

    session.say(f"Left out of what {console.one_line(name)} may see:")
    for stripped in gone:
        session.say(f"  {stripped.count:>3}  {STRIPPED[stripped.kind]}")
    session.say(
        "Read it before you hand it over: promises and the purpose stand in your own words."
    )


def _written(session: "Session", pages: Pages, form: Form) -> "list[Path]":
    """Write the files that are wanted; a PDF that can't be made is only said where HTML is there."""
    from notes_crm.cli.printing import own_place

    kinds = [form.kind] if form.kind else ["pdf"] if form.print_it else ["html", "pdf"]
    looks = _looks(session, form)
    if form.engine:
        from notes_crm.output.pdf import engines

        engines(form.engine)  # says what there is, before anything is written
    written = []
    for kind in kinds:
        path = session.cwd / form.output if form.output else own_place(session, pages.name, kind)
        try:
            data, made = _made(pages, form, kind, dict(looks))
        except NoEngine as error:
            if "html" not in kinds:  # a page to print from the browser is there in any case
                page = path.with_suffix(".html")
                _keep(page, *_made(pages, form, "html", dict(looks)))
                raise
            session.say(str(error))
            continue
        _keep(path, data, made)
        written.append(path)
    return written


def _keep(path: "Path", data: bytes, made: str = "") -> None:
    from notes_crm.cli.printing import write
    from notes_crm.output import console

    write(path, data)
    click.echo(f"Wrote {console.one_line(str(path))}{made}")


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
    from notes_crm.output.stylesheet import PAGES
    from notes_crm.output.wishes import with_labels
    from notes_crm.output.wording import wording

    page: Page = looks["page"]
    today = looks["printed"].date()
    usual = wording(looks["lang"], page=page, currency=looks["currency"], today=today)
    say = with_labels(usual, looks["own"].layout)
    height = PAGES[page][2] / (LARGER if large else 1)
    return pages.route and route_words(pages.route, say, command=pages.command, height=height)


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
