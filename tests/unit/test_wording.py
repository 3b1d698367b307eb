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


def test_a_day_that_could_be_mistaken_has_its_year():
    assert words("en").day(date(2025, 11, 24)) == "24 Nov 2025"


def test_a_day_gone_by_is_short():
    assert words("en").past(date(2026, 1, 24)) == "24 Jan"
    assert words("en").past(date(2025, 11, 24)) == "Nov 2025"


def test_without_a_currency_an_amount_is_a_number():
    assert words("en", currency="").money(9850) == "9,850"


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
    assert late["pl"] == ["1 dzień po", "3 dni po", "5 dni po", "22 dni po"]
    assert late["ar"] == ["يوم", "3 أيام", "5 أيام", "22 يومًا"]
    assert late["de"] == ["+1 Tag", "+3 Tage", "+5 Tage", "+22 Tage"]


def test_an_unknown_language_is_refused_with_those_there_are():
    assert known_language("pt_BR") == "pt_BR"
    with pytest.raises(
        UnknownName,
        match=r"no sheet in 'xx'; choose one of ar, de, en, es, fr, it, ja, nl, pl, pt\.",
    ):
        known_language("xx")


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
