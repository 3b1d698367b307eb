"""The fences, what YAML 1.2 makes of the values between them, and what is kept where it fails."""

import pytest
import yaml

from notes_crm.model.frontmatter import frontmatter
from notes_crm.model.frontmatter.fence import read
from notes_crm.model.frontmatter.frontmatter import Refused, load
from notes_crm.model.frontmatter.raw import (
    Items,
    Pairs,
    Scalar,
    as_obsidian,
    links_as_obsidian,
    tags_as_obsidian,
    texts,
)
from tests.unit.test_nasty_frontmatter import CASES, note


def front(text):
    return read(text.split("\n"), "n.md")


def value(typed):
    pairs = load(f"x: {typed}", 0)
    assert pairs is not None
    return pairs[0][1]


@pytest.mark.parametrize(
    ("text", "keys", "body"),
    [
        ("---\nx: 1\n---\nbody", ["x"], 4),
        ("---  \nx: 1\n--- \t\nbody", ["x"], 4),
        ("---\nx: 1\n...\nbody", ["x"], 4),
        ("---\n---\nbody", [], 3),
        ("---\nx: 1\n---", ["x"], 4),
        ("---\nx: |\n  ---\n  a\n---\nbody", ["x"], 6),
        ("---\nx: 1\n---\na\n---\ny: 2\n---", ["x"], 4),
        ("----\nx: 1\n----\nbody", [], 1),
        (" ---\nx: 1\n---\nbody", [], 1),
        ("\n---\nx: 1\n---\nbody", [], 1),
        ("---x\nx: 1\n---", [], 1),
        ("+++\nx = 1\n+++", [], 1),
        ('{"x": 1}', [], 1),
        ("---\nx: 1\nbody", [], 1),
        ("---", [], 1),
        ("body", [], 1),
        ("", [], 1),
    ],
)
def test_fences(text, keys, body):
    found = front(text)
    assert [entry.key for entry in found.entries] == keys
    assert found.body == body


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("---\ntype: visit\nSaw Dana.", "front-matter-unclosed", 1),
        ("\n\n---\ntype: visit\n---\n", "front-matter-misplaced", 3),
        ("——\nprivate: true\n——", "front-matter-misplaced", 1),
        ("----\nx: 1\n----", "front-matter-misplaced", 1),
        ("<<<<<<< HEAD\n---\nx: 1\n---", "front-matter-misplaced", 2),
        ("---\nx: " + "a" * 70_000 + "\n---", "front-matter-too-long", 1),
    ],
)
def test_what_was_meant_to_be_front_matter(text, code, line):
    found = front(text)
    assert [(p.code, p.line) for p in found.problems] == [(code, line)]
    assert found.unread
    assert not found.entries


@pytest.mark.parametrize("text", ["---\n# Title", "---\nSaw Dana.\n", "***\nx: 1", "---\n\nx: 1"])
def test_a_line_across_the_page_is_no_front_matter(text):
    assert front(text).problems == ()


def test_where_things_stand():
    found = front("---\nx: a\ny:\n  - b\n  - 'c'\n\nz: [d,\n  e]\n---\n")
    x, y, z = found.entries
    assert [(e.line, e.last) for e in found.entries] == [(2, 2), (3, 6), (7, 8)]
    assert x.value == Scalar("a", plain=True, line=2, col=4)
    assert isinstance(y.value, Items)
    assert y.value.values[1] == Scalar("c", plain=False, line=5, col=5)
    assert isinstance(z.value, Items)
    assert z.value.text == "[d,\n  e]"


@pytest.mark.parametrize(
    ("text", "line", "col"),
    [
        ("---\nx: 1\ny: Re: hello\n---", 3, 4),
        ("---\nx:\n  - a\n\t- b\n---", 4, 1),
        ("---\nx: 'a\ny: 1\n---", 2, 4),
        ("---\nx: 1\nwords\n---", 3, 1),
        ("---\nx: a\x1bb\n---", 2, 5),
    ],
)
def test_a_problem_stands_where_the_trouble_is(text, line, col):
    assert [(p.line, p.col) for p in front(text).problems] == [(line, col)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("42", 42), ("-7", -7), ("+7", 7), ("007", 7), ("0o17", 15), ("0x1F", 31), ("1.10", 1.1),
        (".5", 0.5), ("5.", 5.0), ("1e3", 1000.0), ("-1.5E-2", -0.015), ("1_000", "1_000"),
        ("14:30", "14:30"), ("2026-03-02", "2026-03-02"), ("1.2.3", "1.2.3"), (".", "."),
        ("true", True), ("True", True), ("FALSE", False), ("yes", "yes"), ("no", "no"),
        ("on", "on"), ("tRUE", "tRUE"), ("", None), ("~", None), ("null", None), ("NULL", None),
        ("nULL", "nULL"), ("'42'", "42"), ('"true"', "true"), ("''", ""), (".inf", float("inf")),
        ("-.INF", float("-inf")), ("9" * 400, float("inf")), ("[1, '1', a]", [1, "1", "a"]),
        ("[]", []), ("{}", {}), ("{a: [1], b: }", {"a": [1], "b": None}), ("[[Acme]]", [["Acme"]]),
    ],
)  # fmt: skip
def test_the_meaning_of_yaml_1_2(typed, expected):
    got = as_obsidian(value(typed))
    assert got == expected
    assert type(got) is type(expected)


def test_not_a_number_is_a_number():
    assert as_obsidian(value(".nan")) != as_obsidian(value(".nan"))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", None), ("''", None), ("[]", []), ("a", ["#a"]), ("'#a'", ["#a"]), ("a, b", []),
        ("a b", []), ("[a, '#b', 'c d', 2024, 2024a, true, null]", ["#a", "#b", "#2024a"]),
        ("[a/b, a-b]", ["#a/b", "#a-b"]), ("{a: b}", []),
    ],
)  # fmt: skip
def test_tags_as_obsidian_reads_them(typed, expected):
    assert tags_as_obsidian(value(typed)) == expected


def test_links_as_obsidian_reads_them():
    pairs = load('a: "[[A#b|c]]"\nb: ["[[B]]", "see [[C]]"]\nc: [[D]]\nd: {e: "![[E]]"}', 0)
    assert pairs is not None
    assert links_as_obsidian(value for _, value in pairs) == ["A#b", "B", "E"]


def test_the_texts_of_a_value():
    assert texts(value("[[Acme]]")) == ("[[Acme]]",)
    assert texts(value("[a, [b, ~, ''], {c: d, e: }]")) == ("a", "b", "c: d", "e")
    assert isinstance(value("{c: d}"), Pairs)


@pytest.mark.parametrize(
    "text", ["x: &a 1", "x: *a", "x: !t 1", "x: [" * 40, "[a]: 1", "x: 1\n--- #\ny: 2"]
)
def test_what_nobody_types_by_hand_is_refused(text):
    with pytest.raises(Refused):
        load(text, 0)


@pytest.mark.parametrize("name", CASES)
def test_without_libyaml_the_same_is_read(name, monkeypatch):
    """Tabs behind a colon are the one thing that only libyaml allows; they are kept all the same."""

    def reading():
        found = read(note(CASES[name][0])[:-1].split("\n"), "n.md")
        return [(e.key, texts(e.value), e.line, e.last) for e in found.entries], found.body

    before = reading()
    monkeypatch.setattr(frontmatter, "_PARSER", yaml.BaseLoader)
    assert reading() == before
