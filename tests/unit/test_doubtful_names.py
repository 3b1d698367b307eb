"""Names that another system can't keep, among names that are well everywhere."""

import pytest

from notes_crm.store.doubtful_names import doubtful

WELL = ["Acme.md", "2026-03-02 1430 visit.md", "Büro Süd.md", "修理.md", "a'b (1).md", "👩‍🔧.md", "Acme Inc..md"]  # fmt: skip


def found(*names):
    return [(name, code) for name, code, _ in doubtful([*WELL, *names])]


def test_ordinary_names_are_not_named():
    assert found() == []
    assert list(doubtful([])) == []


@pytest.mark.parametrize("bad", ["a:b.md", "why?.md", 'a"b.md', "a\\b.md", "a|b.md", "a*b.md", "<a.md", "a\tb.md", "a\nb.md", "\x7f.md", "CON.md", "aux", "Lpt9.txt.md", "Acme Inc.", "Acme ", "x\u202egpj.md", "a\u200bb.md", "caf\udce9.md", "x" * 216 + ".md", "é" * 108 + ".md"])  # fmt: skip
def test_a_name_that_others_can_not_keep(bad):
    assert found(bad) == [(bad, "name")]


@pytest.mark.parametrize("name", ["console.md", "nuller.md", "com.md", "com10.md", "a.con.md", "x" * 212 + ".md", ".hidden"])  # fmt: skip
def test_a_name_that_only_looks_so(name):
    assert found(name) == []


@pytest.mark.parametrize(("one", "other"), [("note.md", "Note.md"), ("Café.md", "Cafe\u0301.md"), ("ÜBER.md", "über.md"), ("straße", "STRASSE")])  # fmt: skip
def test_twins_are_named_once(one, other):
    assert found(one, other) == [(max(one, other), "twin")]


def test_what_twins_differ_in_is_said():
    (accent,) = doubtful(["Café.md", "Cafe\u0301.md"])
    (letters,) = doubtful(["note.md", "Note.md"])
    assert "accents" in accent[2]
    assert "capital letters" in letters[2]


def test_a_problem_never_shows_a_control_character():
    for _, _, message in doubtful(["a\x1b[31m.md", "a\x07.md", "b\n.md"]):
        assert message.isprintable()
