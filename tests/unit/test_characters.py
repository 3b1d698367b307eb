import pytest
from hypothesis import given
from hypothesis import strategies as st

from notes_crm.output.characters import clean, cut, literal
from notes_crm.output.markup import inline


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain, ä, 漢字, שלום", "plain, ä, 漢字, שלום"),
        ("a\tb\nc\u2028d", "a b c d"),
        ("\x1b[31mred\x07", "[31mred"),
        ("\u202egnp.exe", "[U+202E]gnp.exe"),
        ("\u2067isolate\u2069 \u202aembed\u202c", "isolate embed"),
        ("\ufeffbom \u200bwidth", "bom width"),
        ("half \ud800", "half \ufffd"),
        ("family 👨\u200d👩\u200d👧", "family 👨\u200d👩\u200d👧"),
        ("a" + "\u0301" * 50, "a" + "\u0301" * 2),
    ],
)
def test_clean(text, shown):
    assert clean(text) == shown


@pytest.mark.parametrize(
    ("text", "most", "kept"),
    [
        ("short", 10, "short"),
        ("exactly ten", 11, "exactly ten"),
        ("one two three four", 12, "one two…"),
        ("one two three four", 8, "one two…"),
        ("one two three four", 9, "one two…"),
        ("one, two", 5, "one…"),
        ("W" * 30, 10, "WWWWWWWWW…"),
        ("a " + "W" * 30, 10, "a WWWWWWW…"),
    ],
)
def test_cut(text, most, kept):
    assert cut(text, most) == kept


@given(st.text(), st.integers(2, 40))
def test_cut_never_exceeds_its_room(text, most):
    assert len(cut(text, most)) <= max(most, 1)


@given(st.text())
def test_clean_text_is_clean_and_can_be_written(text):
    once = clean(text)
    assert clean(once) == once
    once.encode()


def test_a_name_is_shown_as_it_is():
    assert inline(literal("<svg> *a* [[b]] ==c== #d ~e~ `f` x_y_z")) == (
        "&lt;svg&gt; *a* [[b]] ==c== #d ~e~ `f` x_y_z"
    )
