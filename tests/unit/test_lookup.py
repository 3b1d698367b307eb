import pytest

from notes_crm.answers.lookup import (
    Named,
    digits,
    is_phone,
    leading,
    match,
    nobody,
    plain,
    same_phone,
)
from notes_crm.errors import AmbiguousName, UnknownName

NAMES = [
    Named("Acme Pumps", "Acme Pumps"), Named("AP", "Acme Pumps"), Named("Harbour Lane Bakery", "Harbour Lane Bakery"),
    Named("Harbour View Hotel", "Harbour View Hotel"), Named("Müller & Söhne", "Müller & Söhne"),
    Named("O'Brien Dental", "O'Brien Dental"), Named("Wäscherei Nordlicht", "Wäscherei Nordlicht"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("acme", "Acme Pumps"), ("ACME PUMPS", "Acme Pumps"), ("ap", "Acme Pumps"), ("pumps", "Acme Pumps"),
        ("bakery", "Harbour Lane Bakery"), ("harb bak", "Harbour Lane Bakery"), ("harbour v", "Harbour View Hotel"),
        ("muller", "Müller & Söhne"), ("müller", "Müller & Söhne"), ("obrien", "O'Brien Dental"),
        ("acme pmups", "Acme Pumps"), ("harbor lane", "Harbour Lane Bakery"), ("nordlict", "Wäscherei Nordlicht"),
        ("waescherei", "Wäscherei Nordlicht"),
    ],
)  # fmt: skip
def test_who_is_meant(typed, meant):
    assert match(typed, NAMES) == meant


def test_equally_good_matches_are_listed_and_never_guessed():
    with pytest.raises(AmbiguousName) as error:
        match("harbour", NAMES)
    assert error.value.candidates == ("Harbour Lane Bakery", "Harbour View Hotel")
    assert "Harbour Lane Bakery or Harbour View Hotel" in str(error.value)


def test_a_whole_name_beats_the_beginning_of_a_longer_one():
    assert match("acme", [Named("Acme", "Acme"), Named("Acme Pumps", "Acme Pumps")]) == "Acme"


def test_an_unknown_name_offers_the_nearest():
    with pytest.raises(UnknownName) as error:
        match("harbour bridge ltd", NAMES)
    assert "Harbour View Hotel" in error.value.nearest


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("acme warranty", ("Acme Pumps", ["warranty"])),
        ("acme pumps warranty", ("Acme Pumps", ["warranty"])),
        ("ap warranty", ("Acme Pumps", ["warranty"])),
        ("harbour v budget year", ("Harbour View Hotel", ["budget", "year"])),
        ("muller service", ("Müller & Söhne", ["service"])),
        ("harbour warranty", None),  # two begin so
        ("pumps warranty", None),  # not the beginning of the name
        ("acmee warranty", None),  # a typing error
        ("harbour vi budget", ("Harbour View Hotel", ["budget"])),
        ("wäsch service", ("Wäscherei Nordlicht", ["service"])),
        ("acm warranty", None),  # too short to be clear
        ("was warranty said", None),  # the beginning of Wäscherei, without accents
        ("a warranty", None),
        ("warranty acme", None),
        ("acme", None),
        ("acme ?", None),
        ("", None),
    ],
)
def test_the_customer_before_a_question(question, meant):
    assert leading(question.split(), NAMES) == meant


def test_an_article_before_a_question_is_no_customer():
    names = [Named("The Mill", "The Mill"), Named("La Tavola", "La Tavola")]
    assert leading(["the", "warranty"], names) is None
    assert leading(["la", "garantie"], names) is None
    assert leading(["the", "mill", "warranty"], names) == ("The Mill", ["warranty"])


def test_a_whole_name_before_a_question_beats_a_longer_one():
    names = [Named("Acme", "Acme"), Named("Acme Pumps", "Acme Pumps")]
    assert leading(["acme", "seal"], names) == ("Acme", ["seal"])
    assert leading(["acme", "pumps", "seal"], names) == ("Acme Pumps", ["seal"])


@pytest.mark.parametrize("typed", ["zebra", "", "!!", "x"])
def test_nonsense_is_nobody(typed):
    with pytest.raises(UnknownName):
        match(typed, NAMES)


def test_an_empty_vault_says_how_to_begin():
    with pytest.raises(UnknownName, match="crm add"):
        match("acme", [])


@pytest.mark.parametrize(
    ("typed", "noted", "same"),
    [
        ("0113 496 0000", "+44 113 496 0000", True), ("+44 (0)113 4960000", "0113-496-0000", True),
        ("4960000", "0113 496 0000", True), ("0113 496", "0113 496 0000", True), ("0044 113 4960000", "0113 496 0000", True),
        ("0113 496 0001", "0113 496 0000", False), ("496", "0113 496 0000", False), ("+49 30 901820", "030 901820", True),
        ("1 (212) 555-0100", "+1 212 555 0100", True),
    ],
)  # fmt: skip
def test_spellings_of_one_number(typed, noted, same):
    assert same_phone(typed, noted) is same


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("acmee pumps", "There is no customer 'acmee pumps'; did you mean Acme Pumps?"),
        ("harbour", "There is no customer 'harbour'; did you mean Harbour Lane Bakery or Harbour View Hotel?"),
        ("zebra", "There is no customer 'zebra'; see them all with: crm customers"),
    ],
)  # fmt: skip
def test_nobody_is_told_with_who_is_near(typed, said):
    assert nobody(typed, NAMES) == said


def test_what_looks_like_a_number():
    assert [is_phone(t) for t in ("0113 496", "+44 113", "acme", "12")] == [
        True,
        True,
        False,
        False,
    ]
    assert digits("+353 1 437 0000") == "14370000"
    assert plain("  Ça va, O’Brien! ") == "ca va o brien"
