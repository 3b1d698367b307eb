import tomllib
from datetime import UTC, date, datetime
from importlib.resources import files

import pytest

from notes_crm.output.wording import labels_of, wording

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
    import re

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
