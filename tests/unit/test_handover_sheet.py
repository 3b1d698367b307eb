"""A handover on paper: as many pages as it says, each entry on its line, words as text."""

import re
from datetime import date, datetime

import pytest

from notes_crm.errors import NoEngine
from notes_crm.output import call_sheet, handover_sheet, pdf_text
from notes_crm.output.wording import wording

TODAY = date(2026, 3, 10)
PRINTED = datetime(2026, 3, 10, 8)


def promise(text, number=1):
    return {
        "number": number, "side": "we", "text": text, "due": None, "days_late": 0, "private": False,
        "path": "a.md", "line": 3,
    }  # fmt: skip


def customer(name, promises=1):
    return {
        "customer": name, "phone": "0113 496 0000", "say_first": "", "cautions": [], "cases": [],
        "visits": [], "last": None, "next": "",
        "promises": [promise(f"Promise {n} of {name}", n) for n in range(1, promises + 1)],
    }  # fmt: skip


def made(customers, elsewhere=(), page="a4", lang="en"):
    data = {
        "today": TODAY, "from": "Sam Lee", "to": "Jo Park", "customers": customers,
        "elsewhere": list(elsewhere),
    }  # fmt: skip
    say = wording(lang, page=page, currency="EUR", today=TODAY)
    return handover_sheet.html(data, page, say, PRINTED)


def test_what_notes_say_is_text_and_no_page():
    text, _ = made([customer("<script>alert(1)</script>")], [promise("{{ 7 * 7 }} <img>")])
    assert "<script>alert" not in text
    assert "<img>" not in text
    assert "{{ 7 * 7 }}" in text
    assert "At no customer" in text


def test_a_customer_without_anything_open_says_so():
    assert "Nothing open." in made([customer("Acme", 0)])[0]


@pytest.mark.parametrize("page", ["a4", "letter"])
def test_many_customers_fill_pages_and_none_is_lost(page):
    names = [f"Customer {n:02}" for n in range(30)]
    text, pages = made([customer(name, 4) for name in names], page=page)
    assert pages > 1
    assert text.count("<article") == pages
    assert [text.count(f">{name}<") for name in names] == [1] * 30
    assert f"· {pages} of {pages}<" in text


def test_a_customer_longer_than_a_page_goes_on_under_its_name():
    text, pages = made([customer("Short"), customer("Acme", 100)])
    assert pages == 3
    assert text.count("(continued)") == 2
    assert all(f">Promise {n} of Acme<" in text for n in range(1, 101))


def test_the_pdf_has_the_pages_that_the_text_has():
    text, pages = made([customer(f"Customer {n}", 12) for n in range(12)])
    try:
        pdf = call_sheet.made(text, pages, "Customer", PRINTED)
    except NoEngine:
        pytest.skip("no program here makes a PDF")
    assert pdf_text.pages(pdf.data) == pages == pdf.pages


def unmarked(text):
    """The text without the invisible marks of direction."""
    return re.sub("[\u200e\u200f\u2066-\u2069]", "", text)


FULL = customer("Acme", 1) | {
    "say_first": "Sag es zuerst.", "next": "Wieder melden",
    "cautions": [{"kind": "bad", "label": "Lief schlecht", "fact": "Dichtung", "say": "", "path": "a.md", "line": 1}],
    "cases": [{"title": "Dichtung", "date": date(2026, 3, 1), "status": "", "path": "a.md"}],
    "visits": [{"date": date(2026, 3, 24), "time": "09:30", "type": "visit", "purpose": "", "path": "a.md"}],
    "last": {"who": "Sam Lee", "how": "Anruf", "text": "Tropft.", "path": "a.md", "day": date(2026, 3, 2)},
    "promises": [promise("Dichtung schicken") | {"due": date(2026, 3, 6), "days_late": 4, "private": True}, promise("Rückruf")],
}  # fmt: skip


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("de", ["Sam Lee an Jo Park", "1 Kunde, 2 Zusagen, 1 offener Fall", ">Lief schlecht: Dichtung<", "Dichtung schicken (privat)", "4 Tage überfällig", "ohne Termin", "seit 1. März", ">Besuch<", "Di. 24. März, 09:30", "Sam Lee, Anruf: Tropft."]),
        ("fr", ["De Sam Lee à Jo Park", ">Lief schlecht : Dichtung<", "depuis le 1 mars", ">visite<"]),
        ("ja", ["Sam LeeからJo Parkへ", "お客様1件、約束2件、対応中の案件1件", "Sam Lee、Anruf：Tropft.", "期日なし"]),
        ("pl", ["1 klient, 2 obietnice, 1 sprawa w toku", "4 dni zwłoki", "wt. 24 mar, 09:30"]),
        ("ar", ["عميل واحد، وعدان، حالة مفتوحة", "متأخر 4 أيام", "منذ 1 مارس", "الثلاثاء، 24 مارس، 09:30"]),
    ],
)  # fmt: skip
def test_it_speaks_the_language_of_the_sheet(lang, said):
    text = unmarked(made([FULL], lang=lang)[0])
    for words in said:
        assert words in text, words


def test_words_of_the_vault_are_set_apart_on_a_right_to_left_page():
    text = made([FULL], [promise("Reply")], lang="ar")[0]
    assert '<html lang="ar" dir="rtl"' in text
    assert '<bdi dir="ltr">0113 496 0000</bdi>' in text
    assert "\u2066Reply\u2069" in text
    assert "بلا عميل" in text
