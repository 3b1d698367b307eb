from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from notes_crm.output.console import columns, fit, pad, paint, safe, when, width_of, wrap

TODAY = date(2026, 3, 10)


@given(st.text())
def test_no_text_can_drive_a_terminal(text):
    shown = safe(text)
    assert not any(ord(c) < 32 and c != "\n" for c in shown)
    assert not any(0x7F <= ord(c) <= 0x9F or 0x202A <= ord(c) <= 0x202E for c in shown)
    shown.encode()


def test_escapes_are_seen():
    assert safe("a\x1b[31mb\x07") == "a␛[31mb␇"
    assert safe("a\u202eb") == "a\\u202eb"


@given(st.text(), st.integers(1, 60))
def test_fit_never_exceeds(text, width):
    text = safe(text)
    assert width_of(fit(text, width)) <= width
    assert width_of(pad(text, width)) == width


@given(st.text(alphabet="ab 東京é", min_size=1), st.integers(4, 30))
@example("京 京a京", 4)
def test_wrap_loses_no_letter(text, width):
    lines = wrap(text, width)
    assert all(width_of(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    if all(width_of(word) <= width for word in text.split()):
        assert " ".join(lines).split() == text.split()


def test_what_is_written_without_blanks_is_parted_and_begins_in_the_line_it_stands_in():
    text = "\u65e5\u672c: \u30ab\u30bf\u30ed\u30b0\u3092\u5c4a\u3051\u308b\u3001\u305d\u3057\u3066"
    assert wrap(text, 16) == [
        "\u65e5\u672c: \u30ab\u30bf\u30ed\u30b0\u3092",
        "\u5c4a\u3051\u308b\u3001\u305d\u3057\u3066",
    ]
    assert wrap("\u5c4a\u3051\u308b\u3001\u305d", 6) == ["\u5c4a\u3051", "\u308b\u3001\u305d"]
    assert wrap("see https://example.com/long now", 12) == [
        "see",
        "https://exam",
        "ple.com/long",
        "now",
    ]
    assert wrap("x" * 20, 10, lines=1) == ["xxxxxxxxx…"]
    assert wrap("\u6771\u4eac", 1, indent="  ") == ["  \u6771", "  \u4eac"]


def test_wide_letters_take_two_cells():
    assert width_of("東京") == 4
    assert width_of("e\u0301") == 1


def test_columns_line_up():
    assert columns([("a", "long text here"), ("bbb", "x")], 14, give=1) == [
        "a    long tex…",
        "bbb  x",
    ]


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 3, 10), "today"), (date(2026, 3, 11), "tomorrow"), (date(2026, 3, 9), "yesterday"),
        (date(2026, 3, 20), "in 10 days"), (date(2026, 2, 10), "4 weeks ago"), (date(2025, 9, 10), "6 months ago"),
        (date(2020, 3, 10), "6 years ago"),
    ],
)  # fmt: skip
def test_how_far_away(day, words):
    assert when(day, TODAY) == words


def test_colour_only_where_wanted():
    assert paint("x", "1", colour=False) == "x"
    assert paint("x", "1", "31", colour=True) == "\x1b[1;31mx\x1b[0m"
