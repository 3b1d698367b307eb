"""Sheets as text, Markdown or JSON, for the terminal, a telephone or a script."""

from typing import TYPE_CHECKING

from notes_crm.cli.delivery import WIDEST_TEXT, in_country

if TYPE_CHECKING:
    from notes_crm.cli.delivery import Form, Pages
    from notes_crm.cli.session import Session
    from notes_crm.output.outline import Part
    from notes_crm.output.wording import Wording


def in_words(session: "Session", pages: "Pages", form: "Form") -> str:
    """All pages in the form that was asked for."""
    if form.kind == "json":
        import json

        from notes_crm.output.records import document

        return json.dumps(document(pages.sheets, pages.route), ensure_ascii=False, indent=2) + "\n"
    parts = _outlines(pages, form, _wording(session, form, pages))
    if form.kind == "md":
        from notes_crm.output import markdown

        return markdown.pages([markdown.page(p, sources=form.sources) for p in parts])
    from notes_crm.output import plain

    width = min(session.width, WIDEST_TEXT)
    texts = [plain.page(p, width=width, sources=form.sources) for p in parts]
    return plain.pages(texts, width=width)


def _wording(session: "Session", form: "Form", pages: "Pages") -> "Wording":
    from notes_crm.output.wording import wording

    settings = session.vault.settings
    lang = in_country(form.lang or session.personal.lang or settings.languages[0], settings.region)
    today = pages.sheets[0].today
    return wording(lang, page="a4", currency=settings.currency, today=today)


def _outlines(pages: "Pages", form: "Form", say: "Wording") -> "list[list[Part]]":
    from notes_crm.output.day import route_outline
    from notes_crm.output.handout import handout_outline
    from notes_crm.output.outline import outline

    cover = [route_outline(pages.route, say)] if pages.route else []
    draw = handout_outline if form.shared else outline
    return [*cover, *(draw(sheet, say) for sheet in pages.sheets)]
