"""Notes' dates, file names, and what a person types; today is Sunday, 22 November 2026."""

import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest

from notes_crm.errors import BadDate
from notes_crm.model.dates.dates import (
    date_in_name,
    parse_date,
    read_birthday,
    read_datetime,
    read_iso_date,
    read_time,
    read_words,
    split_when,
)
from notes_crm.model.dates.vocabulary import LANGUAGES, lexicon

SUNDAY = date(2026, 11, 22)
WEDNESDAY = date(2026, 11, 25)
FRIDAY = date(2026, 11, 27)
SATURDAY = date(2026, 11, 28)
VISIT = date(2026, 3, 2)


def day(text):
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-02",
        "2026-03-02T14:30",
        "2026-03-02 14:30",
        "2026-03-02T14:30:05",
        "2026-03-02T14:30:05Z",
        "2026-03-02T14:30+01:00",
    ],
)
def test_iso_date_is_read(text):
    assert read_iso_date(text) == VISIT


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-02-30",
        "2026-13-01",
        "0000-01-01",
        "10000-01-01",
        "2026-3-2",
        "20260302",
        "2026-W10-1",
        "2026-03-02x",
        " 2026-03-02",
        "2026-03-0٢",
        "2026-03-02T",
        "2026-03-02T14",
        "2026-03-02T24:00",
        "2026-03-02T14:30 or so",
        "\ud800026-03-02",
        "{{date}}",
    ],
)
def test_no_iso_date(text):
    assert read_iso_date(text) is None


def test_iso_dates_reach_from_year_1_to_9999():
    assert read_iso_date("0001-01-01") == date.min
    assert read_iso_date("9999-12-31") == date.max
    assert read_iso_date("2028-02-29") == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-03-02T14:30", datetime(2026, 3, 2, 14, 30)),
        ("2026-03-02 14:30:05", datetime(2026, 3, 2, 14, 30, 5)),
        ("2026-03-02T14:30:05Z", datetime(2026, 3, 2, 14, 30, 5, tzinfo=UTC)),
        (
            "2026-03-02T14:30-05:00",
            datetime(2026, 3, 2, 14, 30, tzinfo=timezone(timedelta(hours=-5))),
        ),
    ],
)
def test_datetime_keeps_the_zone_that_is_written(text, moment):
    found = read_datetime(text)
    assert found == moment
    assert found.tzinfo == moment.tzinfo


@pytest.mark.parametrize(
    "text", ["2026-03-02", "2026-02-30T14:30", "2026-03-02T1430", "2026-03-02X14:30", "14:30", ""]
)
def test_no_datetime(text):
    assert read_datetime(text) is None


@pytest.mark.parametrize(
    "text",
    ["14:30", "1430", "14.30", "14h30", "2:30 pm", "2:30pm", "2:30 p.m.", "2:30 PM", "14:30 Uhr"],
)
def test_half_past_two_in_the_afternoon(text):
    assert read_time(text) == time(14, 30)


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("9:05", time(9, 5)),
        ("0905", time(9, 5)),
        ("2 pm", time(14)),
        ("14h", time(14)),
        ("14 Uhr", time(14)),
        ("12 am", time(0)),
        ("12 pm", time(12)),
        ("00:00", time(0)),
        ("14:30:05", time(14, 30, 5)),
        ("143005", time(14, 30, 5)),
        (" 23:59 ", time(23, 59)),
    ],
)
def test_time(text, clock):
    assert read_time(text) == clock


@pytest.mark.parametrize(
    "text",
    [
        "", "14", "870", "24:00", "2460", "14:3", "14:60", "14:30:61", "14:30:05:01", "0 pm", "13 pm",
        ":30", "14..30", "h", "pm", "noonish", "٣:30", "14h30m", "1234567", "14:30 and more",
    ],
)  # fmt: skip
def test_no_time(text):
    assert read_time(text) is None


@pytest.mark.parametrize(
    ("text", "born"),
    [
        ("04-17", (4, 17, None)),
        ("--04-17", (4, 17, None)),
        ("1980-04-17", (4, 17, 1980)),
        ("02-29", (2, 29, None)),
        ("02-30", None),
        ("1981-02-29", None),
        ("13-01", None),
        ("00-10", None),
        ("4-17", None),
        ("17 April", None),
        ("", None),
    ],
)
def test_birthday(text, born):
    assert read_birthday(text) == born


@pytest.mark.parametrize(
    ("stem", "clock"),
    [
        ("2026-03-02", None),
        ("2026-03-02 visit", None),
        ("2026-03-02 1430 Acme Pumps visit", time(14, 30)),
        ("2026-03-02 143005 Acme Pumps visit", time(14, 30, 5)),
        ("2026-03-02T1430", time(14, 30)),
        ("2026-03-02T14:30:05", time(14, 30, 5)),
        ("2026-03-02_14-30 Acme", time(14, 30)),
        ("2026-03-02 14-30-05 Acme", time(14, 30, 5)),
        ("2026-03-02-14.30", time(14, 30)),
        ("20260302 visit", None),
        ("20260302", None),
        ("20260302 1430 visit", time(14, 30)),
        ("20260302T143005", time(14, 30, 5)),
        ("202603021430 zettel", time(14, 30)),
        ("Visit 2026-03-02", None),
        ("Visit 2026-03-02 1430", time(14, 30)),
        ("acme_visit_2026-03-02", None),
        ("2026-03-02 1200W motor", None),
        ("2026-03-02 1430-22 seal", None),
        ("2026-03-02 2500 litres", None),
        ("2026-03-02 and 2026-03-05", None),
        ("2026-13-45 Visit 2026-03-02", None),
        ("2026-03-02-1", None),
        ("2026-03-02b", None),
    ],
)
def test_date_in_a_file_name(stem, clock):
    assert date_in_name(stem) == (VISIT, clock)


@pytest.mark.parametrize(
    "stem",
    [
        "", "-", "visit", "2026-13-45", "12026-03-022", "12026-03-02", "2026-03-021", "2026-02-30",
        "AB-2026-03-021", "AB-2026-03-02-1", "AB2026-03-02", "1-2026-03-02", "Pump 20260302",
        "12345678", "20261340", "99991231", "20260302x1", "2026030214", "2026-03",
    ],
)  # fmt: skip
def test_false_friends_in_file_names(stem):
    assert date_in_name(stem) is None


TYPED = {
    "today": "2026-11-22",
    "tomorrow": "2026-11-23",
    "yesterday": "2026-11-21",
    "day after tomorrow": "2026-11-24",
    "sun": "2026-11-22",
    "fri": "2026-11-27",
    "Fri.": "2026-11-27",
    "FRIDAY": "2026-11-27",
    "by fri": "2026-11-27",
    "on monday": "2026-11-23",
    "monday next week": "2026-11-23",
    "next week": "2026-11-23",
    "next month": "2026-12-01",
    "next quarter": "2027-01-01",
    "next year": "2027-01-01",
    "last month": "2026-10-01",
    "in 2 weeks": "2026-12-06",
    "2 weeks": "2026-12-06",
    "two weeks": "2026-12-06",
    "a week": "2026-11-29",
    "10 days": "2026-12-02",
    "3 months": "2027-02-22",
    "2 weeks ago": "2026-11-08",
    "+3d": "2026-11-25",
    "-3d": "2026-11-19",
    "2w": "2026-12-06",
    "end of month": "2026-11-30",
    "the end of next month": "2026-12-31",
    "end of february 2028": "2028-02-29",
    "eom": "2026-11-30",
    "eoy": "2026-12-31",
    "eod": "2026-11-22",
    "end of next week": "2026-11-27",
    "the 24th": "2026-11-24",
    "20th": "2026-12-20",
    "Friday the 27th": "2026-11-27",
    "24.": "2026-11-24",
    "end of the week": "2026-11-27",
    "24 Nov": "2026-11-24",
    "Nov 24": "2026-11-24",
    "20 nov": "2027-11-20",
    "24th of November": "2026-11-24",
    "Nov 24 2026": "2026-11-24",
    "Nov 24, 2026": "2026-11-24",
    "24-Nov-2026": "2026-11-24",
    "24nov": "2026-11-24",
    "24 nov 26": "2026-11-24",
    "24 nov 2025": "2025-11-24",
    "fri 27 nov": "2026-11-27",
    "Friday, 27 November 2026": "2026-11-27",
    "24.11.": "2026-11-24",
    "24.11": "2026-11-24",
    "24.11.26": "2026-11-24",
    "24.11.2026": "2026-11-24",
    "24. 11. 2026": "2026-11-24",
    "24/11": "2026-11-24",
    "24/11/2026": "2026-11-24",
    "24-11-2026": "2026-11-24",
    "2026-11-24": "2026-11-24",
    " 2026-11-24 ": "2026-11-24",
    "2026-11-24T10:00": "2026-11-24",
    "2026/11/24": "2026-11-24",
    "2026-11-4": "2026-11-04",
    "20261124": "2026-11-24",
    "2026-12": "2026-12-01",
    "december": "2026-12-01",
    "december 2026": "2026-12-01",
    "2026-W48": "2026-11-23",
    "2026w48": "2026-11-23",
    "week 48": "2026-11-23",
    # German
    "übermorgen": "2026-11-24",
    "uebermorgen": "2026-11-24",
    "Freitag": "2026-11-27",
    "bis Freitag": "2026-11-27",
    "nächsten Freitag": "2026-11-27",
    "nächste Woche": "2026-11-23",
    "in 2 Wochen": "2026-12-06",
    "vor 2 Wochen": "2026-11-08",
    "Ende des Monats": "2026-11-30",
    "Monatsende": "2026-11-30",
    "24. November": "2026-11-24",
    "1. März 2027": "2027-03-01",
    "KW 48": "2026-11-23",
    # French
    "demain": "2026-11-23",
    "après-demain": "2026-11-24",
    "aujourd’hui": "2026-11-22",
    "vendredi": "2026-11-27",
    "la semaine prochaine": "2026-11-23",
    "dans 2 semaines": "2026-12-06",
    "il y a 3 jours": "2026-11-19",
    "fin du mois": "2026-11-30",
    "1er mars": "2027-03-01",
    # Spanish
    "mañana": "2026-11-23",
    "pasado mañana": "2026-11-24",
    "viernes": "2026-11-27",
    "la semana que viene": "2026-11-23",
    "en 2 semanas": "2026-12-06",
    "hace 2 días": "2026-11-20",
    "24 de noviembre de 2026": "2026-11-24",
    # Italian
    "domani": "2026-11-23",
    "venerdì": "2026-11-27",
    "tra 2 settimane": "2026-12-06",
    "2 settimane fa": "2026-11-08",
    "entro la fine del mese": "2026-11-30",
    # Dutch
    "overmorgen": "2026-11-24",
    "vrijdag": "2026-11-27",
    "volgende week": "2026-11-23",
    "binnen 2 weken": "2026-12-06",
    "eind van de maand": "2026-11-30",
    # Portuguese
    "amanhã": "2026-11-23",
    "sexta-feira": "2026-11-27",
    "daqui a 2 semanas": "2026-12-06",
    "há 2 semanas": "2026-11-08",
    "24 de novembro": "2026-11-24",
    # Polish
    "jutro": "2026-11-23",
    "do piątku": "2026-11-27",
    "w przyszłym tygodniu": "2026-11-23",
    "za 2 tygodnie": "2026-12-06",
    "24 listopada": "2026-11-24",
    "koniec miesiąca": "2026-11-30",
}


@pytest.mark.parametrize(("words", "meant"), TYPED.items())
def test_what_a_person_types(words, meant):
    assert parse_date(words, SUNDAY) == day(meant)
    assert read_words(words, SUNDAY) == day(meant)


@pytest.mark.parametrize(
    ("words", "today", "meant"),
    [
        ("fri", FRIDAY, "2026-11-27"),
        ("by fri", FRIDAY, "2026-11-27"),
        ("next fri", FRIDAY, "2026-12-04"),
        ("coming fri", FRIDAY, "2026-12-04"),
        ("vendredi prochain", FRIDAY, "2026-12-04"),
        ("last fri", FRIDAY, "2026-11-20"),
        ("fri", WEDNESDAY, "2026-11-27"),
        ("this fri", WEDNESDAY, "2026-11-27"),
        ("coming fri", WEDNESDAY, "2026-11-27"),
        ("vendredi prochain", WEDNESDAY, "2026-11-27"),
        ("next fri", WEDNESDAY, "2026-12-04"),
        ("volgende vrijdag", WEDNESDAY, "2026-12-04"),
        ("last fri", SATURDAY, "2026-11-27"),
        ("next mon", FRIDAY, "2026-11-30"),
        ("end of the week", FRIDAY, "2026-11-27"),
        ("end of the week", SATURDAY, "2026-12-04"),
        ("in 1 month", date(2027, 1, 31), "2027-02-28"),
        ("in 1 month", date(2028, 1, 31), "2028-02-29"),
        ("29 feb", date(2027, 12, 1), "2028-02-29"),
        ("KW 1", SUNDAY, "2027-01-04"),
    ],
)
def test_days_near_today(words, today, meant):
    assert parse_date(words, today) == day(meant)


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("fri", "2026-11-20"),
        ("sun", "2026-11-22"),
        ("24 nov", "2025-11-24"),
        ("22 nov", "2026-11-22"),
        ("2 weeks", "2026-11-08"),
        ("in 2 weeks", "2026-12-06"),
        ("december", "2025-12-01"),
        ("KW 48", "2025-11-24"),
        ("next week", "2026-11-23"),
        ("2027-01-02", "2027-01-02"),
    ],
)
def test_the_past_is_preferred(words, meant):
    assert parse_date(words, SUNDAY, prefer="past") == day(meant)


def test_month_first_where_people_write_so():
    assert parse_date("11/24", SUNDAY, day_first=False) == date(2026, 11, 24)
    assert parse_date("03/04/2027", SUNDAY, day_first=False) == date(2027, 3, 4)
    assert parse_date("03/04/2027", SUNDAY) == date(2027, 4, 3)
    assert parse_date("24.11.", SUNDAY, day_first=False) == date(2026, 11, 24)
    with pytest.raises(BadDate, match="there is no month 24"):
        parse_date("24/11", SUNDAY, day_first=False)


@pytest.mark.parametrize(
    ("words", "languages", "meant"),
    [
        ("do", ("de",), "2026-11-26"),
        ("mi", ("de_AT",), "2026-11-25"),
        ("Fr 27.11.", ("de-CH",), "2026-11-27"),
        ("hier", ("fr",), "2026-11-21"),
        ("fri", ("de",), "2026-11-27"),
        ("24 ago", ("it",), "2027-08-24"),
    ],
)
def test_abbreviations_need_their_language(words, languages, meant):
    assert parse_date(words, SUNDAY, languages=languages) == day(meant)
    if words != "fri":  # English is always among them
        assert read_words(words, SUNDAY) is None


@pytest.mark.parametrize(
    ("words", "languages", "meant"),
    [
        ("fredag", ["sv"], "2026-11-27"),
        ("sön", ["sv"], "2026-11-22"),
        ("om 2 veckor", ["sv"], "2026-12-06"),
        ("24 november", ["sv"], "2026-11-24"),
        ("zítra", ["cs"], "2026-11-23"),
        ("24. listopadu 2026", ["cs"], "2026-11-24"),
        ("perjantai", ["cs", "fi"], "2026-11-27"),
        ("明日", ["ja"], "2026-11-23"),
        ("igår", ["sv"], "2026-11-21"),
        ("24 sty", ["cs", "pl"], "2027-01-24"),
    ],
)
def test_further_languages_are_looked_up(words, languages, meant):
    assert parse_date(words, SUNDAY, languages=languages) == day(meant)


IMPOSSIBLE = {
    "31 feb": "February 2027 has 28 days",
    "31 februari": "28 days",
    "29 feb": "February 2027 has 28 days",
    "29 feb 2027": "February 2027 has 28 days",
    "0 dec": "December 2026 has 31 days",
    "31.4.2027": "April 2027 has 30 days",
    "2026-02-30": "February 2026 has 28 days",
    "2026-13-01": "there is no month 13",
    "31/13": "there is no month 13",
    "the 31st": "November 2026 has 30 days",
    "friday the 24th": "is a Tuesday, not a Friday",
    "0000-01-01": "there is no year 0",
    "fri 24 nov": "2026-11-24 .* is a Tuesday, not a Friday",
    "Mo 24.11.2026": "is a Tuesday, not a Monday",
    "KW 60": "2026 has no week 60",
    "in 9999 years": "outside the years 1 to 9999",
}


@pytest.mark.parametrize(("words", "why"), IMPOSSIBLE.items())
def test_a_day_that_there_is_not_says_why(words, why):
    with pytest.raises(BadDate, match=why) as caught:
        parse_date(words, SUNDAY, languages=("de", "nl"))
    assert words in str(caught.value)
    assert read_words(words, SUNDAY, languages=("de", "nl")) is None


@pytest.mark.parametrize(
    "words",
    [
        "", " ", "seal kit", "12", "2026", "1130", "no", "a", "an", "of a", "the", "by", "next",
        "week", "this week", "this month", "next day", "fri 13", "friday monday", "today yesterday",
        "in 2 weeks 3", "24 24 nov", "3", "+3", "-3", "1h", "10 min", "5 minutes", "100M", "3 bar",
        "10:30", "2 pm", "fri 14:00", "tomorrow 2 pm", "tonight", "P-100", "v 2", "24 nov 25 dec",
        "sat nav", "may be", "in 99999 weeks", "99999999 days", "1e9 weeks", "2.5.2.5", "1/2/3/4", "//",
        "--", "..", "\x00", "٣ days ago seal", "9" * 5000, "1." * 3000, "x" * 5000, "fri " * 40,
    ],
)  # fmt: skip
def test_nonsense_is_no_date(words):
    assert read_words(words, SUNDAY) is None
    with pytest.raises(BadDate):
        parse_date(words, SUNDAY)


@pytest.mark.parametrize("language", ["sv", "cs", "fi", "da", "ja", "ru", "tr", "nonsense", ""])
@pytest.mark.parametrize(
    "words",
    [
        "seal kit",
        "12",
        "a",
        "3",
        "31 02",
        "x 12",
        "1 2 3 seal",
        "12 V",
        "10:30",
        "12 min $5",
        "10% 3 at on",
        "mar at",
        "no 24/7",
        "2,5 fr",
        "MMXX",
        "mar MMXX at",
        "0800 555-1234",
    ],
)
def test_nonsense_is_no_date_in_further_languages(words, language):
    assert read_words(words, SUNDAY, languages=[language]) is None


def test_the_sentence_names_what_was_typed_and_what_works():
    with pytest.raises(BadDate) as caught:
        parse_date("seal kit", SUNDAY)
    assert str(caught.value) == (
        '"seal kit" is no date that can be read; '
        "write for example fri, tomorrow, 2 weeks, 24 Nov or 2026-11-24."
    )
    with pytest.raises(BadDate, match=r'^"seal \?\[31m kit xx+…" is no date'):
        parse_date("seal \x1b[31m kit\n" + "x" * 200, SUNDAY)


SPLIT = {
    "send kit by fri": ("send kit", "2026-11-27"),
    "Send kit by Fri.": ("Send kit", "2026-11-27"),
    "send kit (by fri)": ("send kit", "2026-11-27"),
    "send kit, due by fri": ("send kit", "2026-11-27"),
    "send kit no later than friday": ("send kit", "2026-11-27"),
    "send  kit   by   fri": ("send  kit", "2026-11-27"),
    "call back tomorrow": ("call back", "2026-11-23"),
    "call back – tomorrow": ("call back", "2026-11-23"),
    "call friday": ("call", "2026-11-27"),
    "call on fri": ("call", "2026-11-27"),
    "call next fri": ("call", "2026-11-27"),
    "call next week": ("call", "2026-11-23"),
    "call in 2 weeks": ("call", "2026-12-06"),
    "call in a week": ("call", "2026-11-29"),
    "call within 10 days": ("call", "2026-12-02"),
    "send quote 2026-12-01": ("send quote", "2026-12-01"),
    "send quote 24.12.2026": ("send quote", "2026-12-24"),
    "send quote 24 November": ("send quote", "2026-11-24"),
    "send quote Nov 24 2026": ("send quote", "2026-11-24"),
    "send quote on 24 nov": ("send quote", "2026-11-24"),
    "send quote due 24/11": ("send quote", "2026-11-24"),
    "send quote until the 24th of december": ("send quote", "2026-12-24"),
    "send invoice end of month": ("send invoice", "2026-11-30"),
    "send invoice eom": ("send invoice", "2026-11-30"),
    "report by the end of next month": ("report", "2026-12-31"),
    "report by march": ("report", "2027-03-01"),
    "send quote by eod": ("send quote", "2026-11-22"),
    "send quote by the 24th": ("send quote", "2026-11-24"),
    "send quote on the 24th.": ("send quote", "2026-11-24"),
    "Angebot bis zum 24.": ("Angebot", "2026-11-24"),
    "call in march": ("call", "2027-03-01"),
    "typed up late, by 24 november 2025": ("typed up late", "2025-11-24"),
    "by fri send kit": ("send kit", "2026-11-27"),
    "By Friday: send kit": ("send kit", "2026-11-27"),
    "Friday: send kit": ("send kit", "2026-11-27"),
    "2026-12-01 send quote": ("send quote", "2026-12-01"),
    "in 2 weeks call Dana": ("call Dana", "2026-12-06"),
    "by nov 24 2 kits": ("2 kits", "2026-11-24"),
    "by 24 nov 2 kits": ("2 kits", "2026-11-24"),
    "by 24 nov 26 kits": ("26 kits", "2026-11-24"),
    "tomorrow": ("", "2026-11-23"),
    "by fri": ("", "2026-11-27"),
    "Angebot bis Freitag": ("Angebot", "2026-11-27"),
    "Angebot bis 24.11.": ("Angebot", "2026-11-24"),
    "Anruf am Freitag": ("Anruf", "2026-11-27"),
    "Angebot nächste Woche": ("Angebot", "2026-11-23"),
    "Termin in KW 48": ("Termin", "2026-11-23"),
    "devis avant vendredi": ("devis", "2026-11-27"),
    "rappeler d'ici vendredi": ("rappeler", "2026-11-27"),
    "rappeler la semaine prochaine": ("rappeler", "2026-11-23"),
    "llamar antes del viernes": ("llamar", "2026-11-27"),
    "llamar la semana que viene": ("llamar", "2026-11-23"),
    "preventivo entro venerdì": ("preventivo", "2026-11-27"),
    "offerte voor vrijdag": ("offerte", "2026-11-27"),
    "orçamento até sexta-feira": ("orçamento", "2026-11-27"),
    "oferta do piątku": ("oferta", "2026-11-27"),
    "things to do friday": ("things to do", "2026-11-27"),
    "things to do 2026-12-01": ("things to do", "2026-12-01"),
    "start 10 am friday": ("start 10 am", "2026-11-27"),
}


@pytest.mark.parametrize(("words", "parts"), SPLIT.items())
def test_a_sentence_is_parted_from_its_day(words, parts):
    assert split_when(words, SUNDAY) == (parts[0], day(parts[1]))


@pytest.mark.parametrize(
    "words",
    [
        "", "  ", "by", "a", "call Bob and on friday",
        "replace seal 2", "replace seal 2.", "look at seal 2.", "call a week on friday", "send 3 kits in 2 boxes", "delay by 2 weeks",
        "check every 2 weeks", "contract for 2 weeks", "meeting every friday", "call fri",
        "what they said last friday", "as was said yesterday", "open from monday to friday",
        "call by monday or tuesday", "send kit by friday and call", "Monday meeting minutes to Dana",
        "the friday delivery was late", "for friday meeting bring pump", "La semana pasada llamó",
        "mixed 50/50", "mixed by 50/50", "open 24/7", "pump on 24/7", "fit reducer on 3/4",
        "update to 2.5.11", "update on 2.5.11", "order part AB-2026-03-021", "order 2026-13-45",
        "print in 3D", "extend warranty +2 years", "they may 5", "send kit 24 nov", "ask Frau Freitag",
        "send by 2026-11", "things to do", "send kit by fri 14:00", "quote for the weekend",
    ],
)  # fmt: skip
def test_sentences_that_keep_all_their_words(words):
    assert split_when(words, SUNDAY) == (words, None)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("send kit by 31 feb", '"by 31 feb" is no date: February 2027 has 28 days'),
        ("send kit by 2027-02-30", '"by 2027-02-30" is no date'),
        ("send kit by fri 24 nov", "is a Tuesday, not a Friday"),
    ],
)
def test_an_impossible_deadline_is_refused(words, why):
    with pytest.raises(BadDate, match=why):
        split_when(words, SUNDAY)


def test_split_uses_the_same_choices():
    assert split_when("Anruf bis do", SUNDAY, languages=("de",)) == ("Anruf", date(2026, 11, 26))
    assert split_when("bellen over 2 weken", SUNDAY, languages=("nl",)) == (
        "bellen",
        date(2026, 12, 6),
    )
    assert split_when("hand over 2 weken", SUNDAY) == ("hand over 2 weken", None)
    assert split_when("due 11/24", SUNDAY, day_first=False) == ("", date(2026, 11, 24))
    assert split_when("saw Dana last fri", SUNDAY, prefer="past") == (
        "saw Dana",
        date(2026, 11, 20),
    )
    assert split_when("saw Dana tomorrow", SUNDAY, prefer="past") == ("saw Dana tomorrow", None)


def test_no_word_means_two_things_of_one_kind():
    """Words of all languages are read together in notes, so none may contradict another."""
    meant = {}
    for language in LANGUAGES:
        for word, meanings in lexicon((language,), short=True).items():
            for kind, value, _ in meanings:
                assert meant.setdefault((word, kind), value) == value, (word, kind, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_names_all_days_and_months(language):
    words = lexicon((language,), short=False)
    long = lexicon((language,), short=True)
    named = {(kind, value) for meanings in long.values() for kind, value, _ in meanings}
    assert {value for kind, value in named if kind == "weekday"} == set(range(7))
    assert {value for kind, value in named if kind == "month"} == set(range(1, 13))
    assert {value for kind, value in named if kind == "unit"} == set(range(5))
    assert {value for kind, value in named if kind == "offset"} == {-2, -1, 0, 1, 2}
    assert words.keys() < long.keys()


def test_the_import_stays_light():
    loaded = subprocess.run(
        [sys.executable, "-c", "import sys, notes_crm.model.dates.dates; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert not {"dateparser", "re", "dataclasses", "typing", "inspect", "calendar"} & set(loaded)


def test_dateparser_is_not_asked_about_words_we_know():
    code = (
        "import sys, datetime; from notes_crm.model.dates.dates import read_words, split_when\n"
        "today = datetime.date(2026, 11, 22)\n"
        "assert read_words('24 nov', today) and not read_words('next 12', today)\n"
        "assert not read_words('31 feb', today)\n"
        "split_when('send 3 kits in 2 boxes by courier', today)\n"
        "print('dateparser' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"


def test_neither_zone_nor_clock_nor_locale_matters():
    code = (
        "import os, sys, time, datetime; os.environ['TZ'] = sys.argv[1]\n"
        "hasattr(time, 'tzset') and time.tzset()\n"
        "from notes_crm.model.dates.dates import parse_date\n"
        "today = datetime.date(2026, 11, 22)\n"
        "for words in ('fredag', 'om 2 veckor', '24 november', 'i morgon'):\n"
        "    print(parse_date(words, today, languages=['sv']))"
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", code, zone], capture_output=True, text=True, check=True
        ).stdout
        for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago")
    }
    assert answers == {"2026-11-27\n2026-12-06\n2026-11-24\n2026-11-23\n"}
