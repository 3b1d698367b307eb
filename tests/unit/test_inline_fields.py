"""Inline fields as Dataview finds them."""

import pytest

from notes_crm.model.tasks.inline_fields import InlineField, canonical_key, inline_fields


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        (
            "Pump [serial:: 0042] and (owner:: Dana)",
            [("serial", "0042", "["), ("owner", "Dana", "(")],
        ),
        ("[a:: [[Acme Pumps]]]", [("a", "[[Acme Pumps]]", "[")]),
        ("[a:: (b] c)]", [("a", "(b", "[")]),
        (r"[a:: b \] c]", [("a", r"b \] c", "[")]),
        (r"[a:: b \\] c]", [("a", r"b \\", "[")]),
        ("[[a:: b]", [("a", "b", "[")]),
        ("[x] (a:: b)", [("a", "b", "(")]),
        ("[a::]", [("a", "", "[")]),
        ("[::5]", [("", "5", "[")]),
        ("[a:: b", []),
        ("[a: b]", []),
        ("[a:: [b:: c]", [("b", "c", "[")]),
        ("(see [a:: b])", [("a", "b", "[")]),
        ("((a:: b))", [("a", "b", "(")]),
    ],
)
def test_bracket_fields(line, fields):
    assert [(f.key, f.value, f.wrapping) for f in inline_fields(line).inline] == fields


def test_columns():
    """Columns count characters, not bytes."""
    assert inline_fields("🔧 [a:: b]!").inline == (InlineField("a", "b", 2, 9, "["),)


@pytest.mark.parametrize(
    ("line", "key", "value"),
    [
        ("Serial:: 0042", "Serial", "0042"),
        ("- **Next visit**:: in May", "Next visit", "in May"),
        ("> a/b-c_d ::  x :: y ", "a/b-c_d", "x :: y"),
        ("Ärger::", "Ärger", ""),
        ("✅ Done ❤️:: yes", "Done ❤️", "yes"),
    ],
)
def test_a_field_that_fills_the_line(line, key, value):
    found = inline_fields(line)
    assert found.inline == ()
    assert found.full_line == InlineField(key, value, 0, len(line), None)


@pytest.mark.parametrize(
    "line",
    ["no field: here", "call `Pump::start` now", "what, this:: no", "a.b:: c", "Mood 😀:: good"],
)
def test_no_field(line):
    assert inline_fields(line).full_line is None


def test_a_bracket_field_takes_the_line():
    assert inline_fields("a [b:: c]").full_line is None


@pytest.mark.parametrize(
    ("key", "canonical"),
    [
        ("Next  Visit", "next-visit"),
        ("**Bold** (old)", "bold-old"),
        ("a_b-C", "a_b-c"),
        ("🎅 List", "🎅-list"),
        ("👨‍👩‍👧", "👨‍👩‍👧"),
        ("1️⃣ a", "1️⃣-a"),
        ("½!", ""),
    ],
)
def test_canonical(key, canonical):
    assert canonical_key(key) == canonical
