"""The page of whom to be in touch with: one for each of us, whatever it says."""

from datetime import date, datetime

import pytest

from notes_crm.answers.calls import Call, Page
from notes_crm.errors import NoEngine
from notes_crm.model.settings import read_settings
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
    assert "+ 7 more: crm due --month" in text
    assert "Nobody’s yet" in text


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


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("de", ["Wiedervorlage bis Mittwoch, 1. April", "2 Kunden", "Besuch, 1. Feb.:", "9 Tage überfällig, wie vereinbart", "seit 181 Tagen still, sonst alle 40 (geschätzt)", "erreicht"]),
        ("pl", ["2 klientów", "Wizyta, 1 lut:", "9 dni zwłoki, jak uzgodniono", "cisza od 181 dni, zwykle co 40 dni (szacunek)"]),
        ("ja", ["4月1日水曜日までに連絡", "お客様2件", "訪問（2月1日）：", "9日遅れ、約束どおり"]),
        ("ar", ['dir="rtl"', "عميلان", "زيارة، 1 فبراير:", "متأخر 9 أيام، كما اتُّفق عليه", '<bdi dir="ltr">0113 496 0000</bdi>']),
    ],
)  # fmt: skip
def test_it_speaks_the_language_of_the_sheet(lang, said):
    late = call(days_late=9, reason="note")
    quiet = call("Bell", day=None, reason="quiet", silent=181, usual=40)
    text = call_sheet.html(
        [Page("Sam Lee", (late, quiet))], today=TODAY, until=UNTIL, page="a4", lang=lang,
        printed=PRINTED,
    )  # fmt: skip
    for words in said:
        assert words in text, words


def test_words_of_the_team_stand_there_too():
    layout = read_settings('[briefing.labels.calls]\nreached = "rung"\n').briefing
    text = call_sheet.html(
        [Page("Sam", (call(),))], today=TODAY, until=UNTIL, page="a4", lang="de", printed=PRINTED,
        layout=layout,
    )  # fmt: skip
    assert "</span> rung</div>" in text


def test_an_engine_without_letters_for_the_language_is_not_taken():
    """A missing font gives blank boxes without an error, in the labels too."""
    for lang in ("ar", "ja"):
        pages = [Page("Sam", (call(),))]
        text = call_sheet.html(
            pages, today=TODAY, until=UNTIL, page="a4", lang=lang, printed=PRINTED
        )
        try:
            made = call_sheet.pdf(text, pages, PRINTED)
        except NoEngine:
            continue
        head = call_sheet.uncased_head(text)
        assert head[:4] == {"ar": "للتو", "ja": "月日水曜"}[lang]
        assert pdf_text.lacking(made.data, head) == ""
