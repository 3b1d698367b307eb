import re
from datetime import date
from html import unescape

from markdown_it import MarkdownIt

from notes_crm.answers.briefing import compose
from notes_crm.answers.said import Source
from notes_crm.model.note import parse
from notes_crm.output.markdown import page, pages
from notes_crm.output.outline import Part, Row, outline
from notes_crm.output.plain import page as text
from notes_crm.output.wording import wording
from tests import harbour_lane as lane

SAY = wording("en-GB", page="a4", currency="GBP", today=lane.TODAY)


def full():
    return compose(
        lane.CUSTOMER, lane.notes(), lane.TODAY, me="anna", lessons=lane.lessons(), team=lane.team()
    )


def shown(markdown):
    """What a reader of the rendered page sees."""
    html = MarkdownIt("commonmark").render(markdown)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def test_markdown_has_the_same_parts_and_rows_as_the_terminal():
    parts = outline(full(), SAY)
    told, terminal = page(parts), text(parts, width=10_000)
    for part in parts:
        assert f"{part.title}\n" in told
        assert part.title.upper() in terminal.upper()
        for row in part.rows:
            assert row.text in terminal
            assert " ".join(row.text.split()) in shown(told)


def test_nothing_in_it_is_a_task_when_it_is_kept_in_a_vault():
    kept = parse(page(outline(full(), SAY)).encode(), "Customers/A/2026-11-23 sheet.md")
    assert kept.tasks == ()


def test_what_a_note_says_stays_text():
    evil = "<img src=x onerror=alert(1)> [a](javascript:b) `code` **bold** | # head &lt; ==m=="
    told = page([Part(evil, (Row(evil, evil, Source("a`b.md", 3)),))], sources=True)
    html = MarkdownIt("commonmark").render(told)
    for tag in ("<img", "<a ", "<strong>bold", "<em>"):
        assert tag not in html
    assert html.count("<code>") == 1
    assert "&amp;lt;" in html


def test_a_row_that_begins_like_a_list_is_none():
    html = MarkdownIt("commonmark").render(page([Part("A", (Row("- one"), Row("1. two")))]))
    assert html.count("<ul>") == 1
    assert "<ol>" not in html


def test_several_pages_have_a_rule_between_them():
    assert pages(["# A\n", "# B\n"]) == "# A\n\n---\n\n# B\n"


def test_an_empty_customer():
    told = page(outline(compose("A", [], date(2026, 11, 22)), SAY))
    assert told.startswith("# A\n")
    assert "No contact noted so far." in told
