"""What a value means under its key."""

from datetime import date, time

import pytest

from notes_crm.model.dates.dates import read_datetime
from notes_crm.model.frontmatter.frontmatter import load
from notes_crm.model.frontmatter.values import as_typed, is_private, together, typed
from notes_crm.model.schema import FIELDS, Field


def value(typed_text, key, group="interaction"):
    pairs = load(f"x: {typed_text}", 0)
    assert pairs is not None
    return typed(FIELDS[key], pairs[0][1], group, "n.md")


def read(typed_text, key, group="interaction"):
    return value(typed_text, key, group)[0]


def codes(typed_text, key, group="interaction"):
    return [(p.level, p.code, p.line, p.col) for p in value(typed_text, key, group)[1]]


@pytest.mark.parametrize(
    ("typed_text", "expected"),
    [
        ("240", 240.0), ("12.50", 12.5), ("-3", -3.0), ("1,5", 1.5), ("1,234", 1234.0),
        ("1.234.567", 1234567.0), ("1.234,50", 1234.5), ("1,234.50", 1234.5), ("1 234,50", 1234.5),
        ("1'234.50", 1234.5), ("€ 240", 240.0), ("$1,200.00", 1200.0), ("240 EUR", 240.0),
        ("CHF 1'000", 1000.0), ("12,-", 12.0), ("4 h", 4.0), ("10 years", 10.0), ("1e3", 1000.0),
        ('"240"', 240.0), ("007", 7.0), ("1\u202f234,5", 1234.5),
    ],
)  # fmt: skip
def test_numbers(typed_text, expected):
    assert read(typed_text, "amount") == expected
    assert codes(typed_text, "amount") == []


@pytest.mark.parametrize(
    "typed_text",
    [
        "plenty",
        "P-100",
        "5k",
        "1-2",
        "12 to 15",
        ".inf",
        ".nan",
        "1e999",
        "9" * 5000,
        "1_000",
        "½",
        "٣",
    ],
)
def test_what_is_no_number_stays_as_typed(typed_text):
    assert read(typed_text, "amount") == typed_text
    assert codes(typed_text, "amount") == [("warn", "not-a-number", 1, 4)]


@pytest.mark.parametrize(
    ("typed_text", "expected"),
    [
        ("2026-03-02", date(2026, 3, 2)), ("'2026-03-02'", date(2026, 3, 2)),
        ("2026-03-02T14:30:00", date(2026, 3, 2)), ("2026-3-2", date(2026, 3, 2)),
        ("2026/03/02", date(2026, 3, 2)), ("2026.3.2", date(2026, 3, 2)),
    ],
)  # fmt: skip
def test_days(typed_text, expected):
    assert read(typed_text, "date") == expected
    assert codes(typed_text, "date") == []


@pytest.mark.parametrize(
    "typed_text", ["2026-02-30", "0000-00-00", "28/02/2026", "soon", "2026-02", "20260302.5"]
)
def test_what_is_no_day(typed_text):
    assert read(typed_text, "date") == typed_text
    assert codes(typed_text, "date") == [("warn", "not-a-date", 1, 4)]


@pytest.mark.parametrize(
    ("key", "typed_text", "expected", "code"),
    [
        ("answered", "2026-03-02T14:30", read_datetime("2026-03-02T14:30"), None),
        ("answered", "2026-03-02", date(2026, 3, 2), None),
        ("answered", "yesterday", "yesterday", "not-a-time"),
        ("time", "14:30", time(14, 30), None),
        ("time", "25:00", "25:00", "not-a-time"),
        ("minutes", "1h 30m", 90, None),
        ("minutes", "75", 75, None),
        ("minutes", "long", "long", "not-a-length"),
        ("contact_every", "6 weeks", "6 weeks", None),
        ("contact_every", "90", "90", None),
        ("contact_every", "now and then", "now and then", "not-an-interval"),
        ("birthday", "04-17", "04-17", None),
        ("birthday", "1980-04-17", "1980-04-17", None),
        ("birthday", "in May", "in May", "not-a-birthday"),
        ("billable", "true", True, None),
        ("billable", "No", False, None),
        ("billable", "maybe", "maybe", "not-yes-or-no"),
        ("mood", "3", 3.0, None),
        ("mood", "Anxious", 2.0, None),
        ("mood", "delighted", 5.0, None),
        ("mood", "7", "7", "unknown-choice"),
        ("mood", "odd", "odd", "unknown-choice"),
        ("case", '"[[2026-03-05 Acme case|the case]]"', "2026-03-05 Acme case", None),
        ("case", "Acme case", "Acme case", None),
    ],
)
def test_single_values(key, typed_text, expected, code):
    assert read(typed_text, key) == expected
    assert [c for _, c, *_ in codes(typed_text, key)] == ([code] if code else [])


def test_text_is_the_text_as_typed():
    for typed_text in ("0113 496", "0123456", "1.10", "+44 20", "no", "14:30", "0x1F"):
        assert read(typed_text, "location") == typed_text
    assert read("[a, b]", "location") == "a, b"
    assert read('"[[Pump house]]"', "location") == "Pump house"
    assert read('"see [[Pump house]]"', "location") == "see [[Pump house]]"


@pytest.mark.parametrize(
    ("key", "group", "typed_text", "expected", "code"),
    [
        ("outcome", "interaction", "Good", "good", None),
        ("outcome", "interaction", "not finished", "incomplete", None),
        ("outcome", "interaction", "so so", "so so", "unknown-choice"),
        ("status", "case", "Waiting us", "waiting-us", None),
        ("status", "case", "waiting_customer", "waiting-customer", None),
        ("status", "case", "done", "closed", None),
        ("status", "customer", "lead", "prospect", None),
        ("status", "customer", "lost", "lost", "unknown-choice"),
        ("status", "equipment", "in service", "in-service", None),
        ("status", "goal", "Half way", "Half way", None),
        ("status", "goal", "lead", "lead", None),
        ("started_by", "interaction", "We", "us", None),
        ("started_by", "interaction", "US", "us", None),
        ("started_by", "interaction", "Dana Ortiz", "Dana Ortiz", None),
        ("priority", "case", "urgent", "highest", None),
    ],
)
def test_known_words(key, group, typed_text, expected, code):
    assert read(typed_text, key, group) == expected
    found = codes(typed_text, key, group)
    assert found == ([("hint", code, 1, 4)] if code else [])


@pytest.mark.parametrize(
    ("key", "typed_text", "expected"),
    [
        ("phone", "0113 496 0000", ("0113 496 0000",)),
        ("phone", "[0113, '+44 20']", ("0113", "+44 20")),
        ("by", "Sam Lee", ("Sam Lee",)),
        ("by", "Sam Lee, Kim", ("Sam Lee, Kim",)),
        ("by", '["[[Team/Sam Lee|Sam]]", Kim]', ("Sam Lee", "Kim")),
        ("customer", "[[Acme]]", ("Acme",)),
        ("customer", '"[[Acme]] and [[Beta]]"', ("Acme", "Beta")),
        ("customer", '"mostly [[Acme]]"', ("Acme",)),
        ("customer", "Acme, Inc", ("Acme, Inc",)),
        ("aliases", "[AP, Acme]", ("AP", "Acme")),
        ("take", "[]", None),
        ("take", "", None),
    ],
)
def test_lists(key, typed_text, expected):
    assert read(typed_text, key) == expected
    assert codes(typed_text, key) == []


@pytest.mark.parametrize(
    ("typed_text", "expected", "hint"),
    [
        ("[vip, key-account]", ("vip", "key-account"), False),
        ("vip", ("vip",), False),
        ("'#vip'", ("vip",), False),
        ("vip, key", ("vip", "key"), True),
        ("vip key", ("vip", "key"), True),
        ("'#vip #key'", ("vip", "key"), True),
        ("[vip, 'key account']", ("vip", "key account"), True),
        ("['vip, key']", ("vip", "key"), True),
        ("[vip, vip]", ("vip",), False),
        ("[2024]", ("2024",), True),
    ],
)
def test_tags(typed_text, expected, hint):
    assert read(typed_text, "tags") == expected
    assert bool(codes(typed_text, "tags")) == hint


def test_several_values_where_one_is_meant():
    assert read("[2026-03-02, 2026-03-03]", "date") == date(2026, 3, 2)
    assert codes("[2026-03-02, 2026-03-03]", "date") == [("warn", "several-values", 1, 4)]
    assert read("[2026-03-02]", "date") == date(2026, 3, 2)


@pytest.mark.parametrize(
    ("typed_text", "private"),
    [
        ("", False), ("''", False), ("~", False), ("false", False), ("False", False), ("no", False),
        ("NO", False), ("off", False), ("0", False), ("'false'", False), ("[]", False),
        ("[false]", False), ("{}", False), ("null", False),
        ("true", True), ("yes", True), ("1", True), ("ja", True), ("x", True), ("nope", True),
        ("false-ish", True), ("00", True), ("[true]", True), ("[false, true]", True),
        ("{a: false}", True), ("no # really", False), ("-", True),
    ],
)  # fmt: skip
def test_private_fails_closed(typed_text, private):
    pairs = load(f"x: {typed_text}", 0) if typed_text != "-" else load("x: '-'", 0)
    assert pairs is not None
    assert is_private(pairs[0][1]) is private


def test_a_key_that_no_table_knows():
    pairs = load("a: 007\nb: [1, 2]\nc:\nd: {e: 1}", 0)
    assert pairs is not None
    assert [as_typed(raw) for _, raw in pairs] == ["007", ("1", "2"), None, ("e: 1",)]


def test_a_key_that_stands_there_twice():
    assert together([("a", "b"), ("b", "c")]) == ("a", "b", "c")
    assert together(["a", "b"]) == "b"
    assert together(["a", ("b",)]) == ("b",)


def test_a_key_of_the_team():
    raw = load("x: 12 km", 0)
    assert raw is not None
    mileage = Field("mileage", "number", (), "the team's own key")
    got, problems = typed(mileage, raw[0][1], "note", "n.md")
    assert (got, [p.code for p in problems]) == ("12 km", ["not-a-number"])
