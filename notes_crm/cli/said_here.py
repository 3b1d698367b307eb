"""Sheets as text, Markdown or JSON, for the terminal, a telephone or a script."""

from typing import TYPE_CHECKING

from notes_crm.cli.delivery import WIDEST_TEXT

if TYPE_CHECKING:
    from notes_crm.cli.delivery import Pages
    from notes_crm.cli.going_out import Form
    from notes_crm.cli.session import Session
    from notes_crm.model.layout import Layout
    from notes_crm.output.outline import Part
    from notes_crm.output.wording import Wording


def in_words(session: "Session", pages: "Pages", form: "Form") -> str:
    """All pages in the form that was asked for."""
    say = _wording(session, form, pages)
    layout = session.vault.settings.briefing
    if form.kind == "json":
        return _json(pages, form, say, layout)
    parts = _outlines(pages, form, say, layout)
    if form.kind == "md":
        from notes_crm.output import markdown

        return markdown.pages([markdown.page(p, sources=form.sources) for p in parts])
    from notes_crm.output import plain

    width = min(session.width, WIDEST_TEXT)
    texts = [plain.page(p, width=width, sources=form.sources) for p in parts]
    return plain.pages(texts, width=width)


def _json(pages: "Pages", form: "Form", say: "Wording", layout: "Layout") -> str:
    """The briefings as they are; of what is shared, only what the customer's page says."""
    import json

    from notes_crm.output.handout import handout_words
    from notes_crm.output.records import document

    answer = document(pages.sheets, pages.route, layout)
    if form.shared:
        answer["briefings"] = [handout_words(sheet, say) for sheet in pages.sheets]
    return json.dumps(answer, ensure_ascii=False, indent=2) + "\n"


def _wording(session: "Session", form: "Form", pages: "Pages") -> "Wording":
    from notes_crm.cli.print_looks import language_of
    from notes_crm.output.wishes import with_labels
    from notes_crm.output.wording import wording

    settings = session.vault.settings
    lang = language_of(session, form.lang)
    today = pages.sheets[0].today
    say = wording(lang, page="a4", currency=settings.currency, today=today)
    return with_labels(say, settings.briefing)


def _outlines(pages: "Pages", form: "Form", say: "Wording", layout: "Layout") -> "list[list[Part]]":
    from notes_crm.output.day import route_outline
    from notes_crm.output.handout import handout_outline
    from notes_crm.output.outline import outline

    cover = [route_outline(pages.route, say)] if pages.route else []
    if form.shared:
        return [handout_outline(sheet, say) for sheet in pages.sheets]
    return [*cover, *(outline(sheet, say, layout) for sheet in pages.sheets)]
