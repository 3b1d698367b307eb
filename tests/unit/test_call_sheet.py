"""The page of whom to be in touch with: one for each of us, whatever it says."""

from datetime import date, datetime

import pytest

from notes_crm.answers.calls import Call, Page
from notes_crm.errors import NoEngine
from notes_crm.output import call_sheet, pdf_text

TODAY, UNTIL = date(2026, 3, 1), date(2026, 4, 1)
PRINTED = datetime(2026, 3, 1, 8)


def call(name="Acme Pumps", **more):
    given = {
        "phone": "0113 496 0000", "day": date(2026, 3, 9), "reason": "estimated", "days_late": 0, "silent": 0,
        "usual": None, "last": date(2026, 2, 1), "type": "visit", "words": "Seal leaks.",
    } | more  # fmt: skip
    return Call(name, *given.values())


def html(pages, page="a4"):
    return call_sheet.html(pages, today=TODAY, until=UNTIL, page=page, lang="en", printed=PRINTED)


def test_each_customer_stands_there_with_the_reason_and_the_last_words():
    quiet = call("Bell", day=None, reason="quiet", silent=181, usual=40, last=None, words="")
    late = call("Cole", days_late=9, reason="note")
    text = html([Page("Sam Lee", (call(), quiet, late))])
    for said in (
        "Sam Lee",
        "0113 496 0000",
        "estimated from how often",
        "Visit, 1 Feb:",
        "Seal leaks.",
        "silent for 181 days, usually every 40 (estimated)",
        "No contact noted yet",
        "9 days late, as agreed",
    ):
        assert said in text, said


def test_what_notes_say_is_text_and_no_page():
    text = html(
        [Page("<b>Sam</b>", (call("<script>alert(1)</script>", words="{{ 7 * 7 }} <img>"),))]
    )
    assert "<script>alert" not in text
    assert "<img>" not in text
    assert "{{ 7 * 7 }}" in text


def test_what_a_page_has_no_room_for_is_counted():
    text = html([Page("", tuple(call(f"Customer {n}") for n in range(20)))])
    assert text.count('class="cw"') == 13
    assert "and 7 more: crm due --month" in text
    assert "Nobody&#39;s yet" in text


@pytest.mark.parametrize("page", ["a4", "letter"])
def test_each_of_us_gets_one_page(page):
    long = "Very long words about everything " * 20
    full = tuple(call(f"A customer with a long name {n}" * 3, words=long) for n in range(30))
    pages = [Page("Sam Lee", full), Page("Ana Ruiz", full[:2]), Page("", full[:13])]
    try:
        made = call_sheet.pdf(html(pages, page), pages, PRINTED)
    except NoEngine as lacking:
        pytest.skip(str(lacking))
    assert (made.pages, pdf_text.pages(made.data)) == (3, 3)
