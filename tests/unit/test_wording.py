import re
import tomllib
from datetime import UTC, date, datetime
from importlib.resources import files

import pytest
from babel import Locale

from notes_crm.errors import UnknownName
from notes_crm.output.wording import known_language, labels_of, wording

TODAY = date(2026, 11, 22)


def words(lang, page="a4", currency="EUR"):
    return wording(lang, page=page, currency=currency, today=TODAY)


def flat(table, before=""):
    for key, value in table.items():
        if isinstance(value, dict) and "other" not in value:
            yield from flat(value, f"{before}{key}.")
        else:
            yield before + key


def places(table):
    text = table if isinstance(table, str) else table["other"]
    return set(re.findall(r"\{(\w+)\}", text))


LANGUAGES = sorted(
    file.name.split(".")[1]
    for file in files("notes_crm.output").joinpath("templates").iterdir()
    if file.name.startswith("labels.")
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_label_with_the_same_places(language):
    english, other = labels_of("en"), labels_of(language)
    assert sorted(flat(other)) == sorted(flat(english))
    for name in flat(english):
        a, b = english, other
        for part in name.split("."):
            a, b = a[part], b[part]
        if not isinstance(a, bool):
            assert places(a) == places(b), name


def test_labels_are_found_filled_and_counted():
    say = words("en")
    assert say.say("why.case_age", name="seal leak", n=1) == "Case seal leak, open 1 day."
    assert say.say("why.case_age", name="seal leak", n=12) == "Case seal leak, open 12 days."
    assert say.say("ask.plan", text="{about} {day}") == "Still planned: {about} {day}?"


@pytest.mark.parametrize(
    ("lang", "page", "day", "weekday", "money"),
    [
        ("en", "a4", "24 Nov", "Tue 24 Nov", "€14,200"),
        ("en", "letter", "Nov 24", "Tue Nov 24", "€14,200"),
        ("en-US", "a4", "Nov 24", "Tue Nov 24", "€14,200"),
        ("de", "a4", "24. Nov.", "Di. 24. Nov.", "14.200\xa0€"),
        ("de_AT", "a4", "24. Nov.", "Di. 24. Nov.", "€\xa014.200"),
        ("xx", "a4", "Nov 24", "Tue Nov 24", "€14,200"),
    ],
)
def test_days_and_amounts_as_people_write_them(lang, page, day, weekday, money):
    say = words(lang, page)
    assert say.day(date(2026, 11, 24)) == day
    assert say.weekday(date(2026, 11, 24)) == weekday
    assert say.money(14200.4) == money


@pytest.mark.parametrize(
    ("lang", "page", "written"),
    [
        ("en", "a4", "Wednesday 23 December"),
        ("en", "letter", "Wednesday December 23"),
        ("de", "a4", "Mittwoch, 23. Dezember"),
        ("fr", "a4", "mercredi 23 décembre"),
        ("es", "a4", "miércoles, 23 de diciembre"),
        ("it", "a4", "mercoledì 23 dicembre"),
        ("nl", "a4", "woensdag 23 december"),
        ("pt", "a4", "quarta-feira, 23 de dezembro"),
        ("pl", "a4", "środa, 23 grudnia"),
        ("ja", "a4", "12月23日水曜日"),
        ("ar", "a4", "الأربعاء، 23 ديسمبر"),
    ],
)
def test_a_long_day_is_written_out_in_every_language(lang, page, written):
    assert words(lang, page).long_day(date(2026, 12, 23)) == written


def test_a_day_that_could_be_mistaken_has_its_year():
    assert words("en").day(date(2025, 11, 24)) == "24 Nov 2025"


def test_a_day_gone_by_is_short():
    assert words("en").past(date(2026, 1, 24)) == "24 Jan"
    assert words("en").past(date(2025, 11, 24)) == "Nov 2025"


def test_without_a_currency_an_amount_is_a_number():
    assert words("en", currency="").money(9850) == "9,850"


SIX = ["EUR", "GBP", "USD", "CHF", "PLN", "JPY"]


@pytest.mark.parametrize(
    ("lang", "written"),
    [
        ("en-GB", "€14,200 £14,200 $14,200 CHF_14,200 PLN_14,200 ¥14,200"),
        ("de-DE", "14.200_€ 14.200_£ 14.200_$ 14.200_CHF 14.200_PLN 14.200_¥"),
        ("fr-FR", "14~200_€ 14~200_£ 14~200_$ 14~200_CHF 14~200_PLN 14~200_¥"),
        ("es-ES", "14.200_€ 14.200_£ 14.200_$ 14.200_CHF 14.200_PLN 14.200_¥"),
        ("it-IT", "14.200_€ 14.200_£ 14.200_$ 14.200_CHF 14.200_PLN 14.200_¥"),
        ("nl-NL", "€_14.200 £_14.200 $_14.200 CHF_14.200 PLN_14.200 ¥_14.200"),
        ("pt-BR", "€_14.200 £_14.200 US$_14.200 CHF_14.200 PLN_14.200 ¥_14.200"),
        ("pl-PL", "14_200_€ 14_200_£ 14_200_$ 14_200_CHF 14_200_zł 14_200_¥"),
        ("ja-JP", "€14,200 £14,200 $14,200 CHF_14,200 PLN_14,200 ¥14,200"),
        ("ar", "<14,200_€ <14,200_£ <14,200_$ <14,200_CHF <14,200_PLN <14,200_¥"),
    ],
)
def test_money_has_the_sign_that_people_write(lang, written):
    """`_` is a blank that does not break, `~` a narrow one, `<` the mark that reading goes on leftwards."""
    shown = written.replace("_", "\xa0").replace("~", "\u202f").replace("<", "\u200f")
    assert [words(lang, currency=name).money(14200) for name in SIX] == shown.split(" ")


@pytest.mark.parametrize(
    ("lang", "dollars"), [("en-CA", "US$900"), ("en-AU", "USD\xa0900"), ("es-MX", "USD\xa0900")]
)
def test_a_sign_that_is_somebody_elses_is_told_apart(lang, dollars):
    assert words(lang, currency="USD").money(900) == dollars
    assert words("en-US", currency="USD").money(900) == "$900"
    assert words("en-CA", currency="CAD").money(900) == "$900"


def test_no_stop_follows_a_stop():
    """A month cut short ends in one already."""
    say = words("de")
    asked = say.say("ask.contract ends", day=say.day(date(2026, 12, 4)))
    assert asked == "Der Vertrag endet 4. Dez. Verlängern?"
    assert "4 Dec. Renew" in words("en").say("ask.contract ends", day="4 Dec")


def test_texts_are_listed_with_the_comma_of_the_language():
    assert words("de").listed(("a", "", "b")) == "a, b"
    assert words("ja").listed(("a", "b")) == "a、b"
    assert words("ar").listed(("a", "b")) == "a، b"


def test_a_moment():
    assert words("en").moment(datetime(2026, 11, 22, 17, 40, tzinfo=UTC)) == "22 Nov 2026, 17:40"


def test_a_language_is_a_name_and_never_a_path():
    assert labels_of("../../pyproject") == {}
    assert words("../x").say("sheet.say") == "Say"


def test_labels_are_valid_toml():
    for language in LANGUAGES:
        path = files("notes_crm.output").joinpath("templates", f"labels.{language}.toml")
        assert tomllib.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("lang", "written"),
    [
        ("fr", ["24 nov.", "24 nov. 2025", "nov. 2025", "mar. 24 nov.", "24 nov. 2026"]),
        ("es", ["24 nov", "24 nov 2025", "nov 2025", "mar 24 nov", "24 nov 2026"]),
        ("it", ["24 nov", "24 nov 2025", "nov 2025", "mar 24 nov", "24 nov 2026"]),
        ("nl", ["24 nov", "24 nov 2025", "nov 2025", "di 24 nov", "24 nov 2026"]),
        ("pt", ["24 nov.", "24 nov. 2025", "nov. 2025", "ter. 24 nov.", "24 nov. 2026"]),
        ("pl", ["24 lis", "24 lis 2025", "lis 2025", "wt. 24 lis", "24 lis 2026"]),
        ("ja", ["11月24日", "2025/11/24", "2025年11月", "11月24日(火)", "2026/11/24"]),
        ("ar", ["24 نوفمبر", "24 نوفمبر 2025", "نوفمبر 2025", "الثلاثاء، 24 نوفمبر", "24 نوفمبر 2026"]),
    ],
)  # fmt: skip
def test_days_in_each_language(lang, written):
    say, day, then = words(lang), date(2026, 11, 24), date(2025, 11, 24)
    assert written == [
        say.day(day), say.day(then), say.past(then), say.weekday(day), say.full_day(day),
    ]  # fmt: skip


def test_numbers_are_counted_as_the_language_counts():
    late = {
        lang: [words(lang).say("promise.late", n=n) for n in (1, 3, 5, 22)]
        for lang in ("pl", "ar", "de")
    }
    assert late["pl"] == ["+1 dzień", "+3 dni", "+5 dni", "+22 dni"]
    assert late["ar"] == ["يوم", "3 أيام", "5 أيام", "22 يومًا"]
    assert late["de"] == ["+1 Tag", "+3 Tage", "+5 Tage", "+22 Tage"]


def test_an_unknown_language_is_refused_with_those_there_are():
    assert known_language("pt_BR") == "pt_BR"
    with pytest.raises(
        UnknownName,
        match=r"no sheet in 'xx'; choose one of ar, de, en, es, fr, it, ja, nl, pl, pt\.",
    ):
        known_language("xx")


@pytest.mark.parametrize(
    ("name", "polish", "arabic"),
    [
        (
            "lists.customers",
            ["1 klient", "3 klientów", "5 klientów", "22 klientów"],
            ["عميل واحد", "3 عملاء", "5 عملاء", "22 عميلًا"],
        ),
        (
            "lists.late",
            ["1 dzień zwłoki", "3 dni zwłoki", "5 dni zwłoki", "22 dni zwłoki"],
            ["متأخر يومًا", "متأخر 3 أيام", "متأخر 5 أيام", "متأخر 22 يومًا"],
        ),
        (
            "handover.promises",
            ["1 obietnica", "3 obietnice", "5 obietnic", "22 obietnice"],
            ["وعد واحد", "3 وعود", "5 وعود", "22 وعدًا"],
        ),
        (
            "handover.cases",
            ["1 sprawa w toku", "3 sprawy w toku", "5 spraw w toku", "22 sprawy w toku"],
            ["حالة مفتوحة", "3 حالات مفتوحة", "5 حالات مفتوحة", "22 حالة مفتوحة"],
        ),
    ],
)
def test_things_are_counted_as_the_language_counts(name, polish, arabic):
    for lang, counted in (("pl", polish), ("ar", arabic)):
        assert [words(lang).say(name, n=n) for n in (1, 3, 5, 22)] == counted


def forms(label):
    return label.values() if isinstance(label, dict) else [label]


def every(table, before=""):
    for key, value in table.items():
        if isinstance(value, dict) and "other" not in value:
            yield from every(value, f"{before}{key}.")
        else:
            yield before + key, value


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_of_a_label_has_its_places(language):
    """The forms are those of the language; one and two may say their number in a word."""
    known = {*Locale.parse(language).plural_form.rules, "other"}
    for name, label in every(labels_of(language)):
        if isinstance(label, dict):
            assert set(label) == known or language in ("fr", "es", "it", "pt"), (
                name
            )  # their `many` is a million
            assert set(label) <= known, name
            other = set(re.findall(r"\{(\w+)\}", label["other"]))
            for form, text in label.items():
                spoken = {"n"} if form in ("zero", "one", "two") else set()
                assert other - spoken <= set(re.findall(r"\{(\w+)\}", text)) <= other, (
                    f"{name}.{form}"
                )


SAME = {
    "de": {"sheet.codes", "form.hint"},
    "fr": {"sheet.codes", "form.hint"},
    "nl": {"sheet.codes"},
}
"""Words that are the same in English; those without letters, and of names of things, are anyway."""
INTERNATIONAL = {
    "Social network",
    "social network",
    "open",
    "Route {day}",
    "E-mail",
    "e-mail",
    "SMS",
    "Service",
    "Note",
    "note",
    "Contact",
    "contract",
    "plan {plan}",
    "Manual:",
    "Plan {plan}",
}


@pytest.mark.parametrize("language", [name for name in LANGUAGES if name != "en"])
def test_no_english_is_left(language):
    english = dict(every(labels_of("en")))
    for name, label in every(labels_of(language)):
        if name == "direction" or name in SAME.get(language, ()):
            continue
        for text in forms(label):
            bare = re.sub(r"\{\w+\}", "", text)
            if re.search(r"[^\W\d_]{2,}", bare) and text not in INTERNATIONAL:
                assert text not in forms(english[name]), name
                assert not set(re.findall(r"[a-z]+", bare.lower())) & ENGLISH, f"{name}: {text}"


ENGLISH = {
    "the",
    "and",
    "your",
    "you",
    "with",
    "what",
    "when",
    "who",
    "how",
    "this",
    "that",
    "before",
    "their",
    "they",
    "our",
    "since",
    "ask",
    "tell",
    "days",
}
