import time

import pytest

from notes_crm.model.merge.merge import NotMergeable, difference, merge
from notes_crm.model.note import parse

PATH = "Customers/Acme/Acme.md"


def merged(ours, theirs):
    return merge(ours.encode(), theirs.encode(), PATH)


BODIES = {
    "lines of both": ("a\nb\n", "a\nc\nb\n", "a\nc\nb\n"),
    "bullets of both": ("- a\n- b\n", "- a\n- d e f\n- b\n", "- a\n- d e f\n- b\n"),
    "what was moved is not doubled": ("- a\n- b\n- c\n", "- c\n- a\n- b\n", "- a\n- b\n- c\n"),
    "another marker says the same": ("- a\n", "* a\n", "- a\n"),
    "what stands below one bullet": ("- a\n  - one\n- b\n", "- a\n  - two\n- b\n", "- a\n  - two\n  - one\n- b\n"),
    "under different bullets": ("- a\n  - yes\n- b\n  - no\n", "- a\n  - no\n- b\n", "- a\n  - no\n  - yes\n- b\n  - no\n"),
    "ticked beats open": ("- [ ] x y 📅 2026-03-06\n", "- [x] x y 📅 2026-03-06 ✅ 2026-03-05\n", "- [x] x y 📅 2026-03-06 ✅ 2026-03-05\n"),
    "ticked here, open there": ("- [x] x ✅ 2026-03-05\n", "- [ ] x\n", "- [x] x ✅ 2026-03-05\n"),
    "withdrawn beats open": ("- [ ] x\n", "- [-] x ❌ 2026-03-05\n  - too late\n", "- [-] x ❌ 2026-03-05\n  - too late\n"),
    "in progress beats open": ("1. [ ] x\n", "- [/] x\n", "1. [/] x\n"),
    "a bracket form": ("- [ ] x\n", "- [x] x  [completion:: 2026-03-05]\n", "- [x] x  [completion:: 2026-03-05]\n"),
    "a section only there": ("## A\n- a\n## C\n- c\n", "## A\n- a\n## B\n- b\n## C\n- c\n", "## A\n- a\n## B\n- b\n## C\n- c\n"),
    "nothing falls below a new heading": ("## A\n- a\n### sub\n- s\n", "## A\n- a\n## B\n- b\n", "## A\n- a\n### sub\n- s\n## B\n- b\n"),
    "headings in any case": ("## Told\n- a\n", "## TOLD\n- b c d\n", "## Told\n- b c d\n- a\n"),
    "code is one thing": ("```\na\n```\n", "x\n\n```\na\n```\n", "x\n\n```\na\n```\n"),
    "code beside text": ("x\n", "x\n```\na\n```\n", "x\n\n```\na\n```\n"),
    "a table is not cut": ("t\n", "t\n\n| a | b |\n|---|---|\n| 1 | 2 |\n", "t\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"),
    "a rule is no underline": ("# h\n---\n", "# h\nwords\n\n---\n", "# h\nwords\n\n---\n"),
    "no last line end": ("- a", "- a\n- b\n", "- a\n- b"),
    "line ends of the original": ("- a\r\n- c\r\n", "- a\n- b\n- c\n", "- a\r\n- b\r\n- c\r\n"),
    "into nothing": ("", "- a\n", "- a\n"),
    "nothing into it": ("- a\n", "", "- a\n"),
    "no text comes right above a definition": ("[1]: a.md\n[2]: b.md\n", "words\n[2]: b.md\n", "words\n\n[1]: a.md\n[2]: b.md\n"),
    "definitions of both": ("[1]: a.md\n", "[1]: a.md\n[2]: b.md\n", "[1]: a.md\n[2]: b.md\n"),
    "a definition below text": ("words\n", "words\n\n[2]: b.md\n", "words\n\n[2]: b.md\n"),
    "blanks say nothing": ("- a  b\n\n\n- c\n", "- a b  \n- c\n", "- a  b\n\n\n- c\n"),
}  # fmt: skip


@pytest.mark.parametrize("case", BODIES)
def test_bodies_are_united(case):
    ours, theirs, both = BODIES[case]
    found = merged(ours, theirs)
    assert (found.data.decode(), found.undecided) == (both, ())
    assert merged(both, theirs).data.decode() == both


VERSIONS = {
    "a bullet": ("- Seal leaks since Friday\n- b\n", "- Seal leaks since Monday\n- b\n",
                 "- Seal leaks since Friday\n- Seal leaks since Monday #conflict-copy\n- b\n", [2]),
    "a date": ("- [ ] Send kit 📅 2026-03-06\n", "- [ ] Send kit 📅 2026-03-09\n",
               "- [ ] Send kit 📅 2026-03-06\n- [ ] Send kit 📅 2026-03-09 #conflict-copy\n", [2]),
    "a block id stays last": ("- [ ] Send kit 📅 2026-03-06\n", "- [ ] Send kit 📅 2026-03-09 ^b1\n",
                              "- [ ] Send kit 📅 2026-03-06\n- [ ] Send kit 📅 2026-03-09 #conflict-copy ^b1\n", [2]),
    "kept and withdrawn": ("- [x] Send kit\n", "- [-] Send kit\n  - no need\n",
                           "- [x] Send kit\n- [-] Send kit #conflict-copy\n  - no need\n", [2]),
    "done on two days": ("- [x] Send kit ✅ 2026-03-05\n", "- [x] Send kit ✅ 2026-03-06\n",
                         "- [x] Send kit ✅ 2026-03-05\n- [x] Send kit ✅ 2026-03-06 #conflict-copy\n", [2]),
    "a title": ("# Visit of May\n- a\n", "# Visit of June\n- a\n",
                "# Visit of May\nVisit of June #conflict-copy\n\n- a\n", [2]),
    "code": ("```\na b c d\n```\n", "```\na b c e\n```\n",
             "```\na b c d\n```\n\n#conflict-copy\n\n```\na b c e\n```\n", [5]),
}  # fmt: skip


@pytest.mark.parametrize("case", VERSIONS)
def test_two_versions_of_one_line_both_stay(case):
    ours, theirs, both, lines = VERSIONS[case]
    found = merged(ours, theirs)
    assert found.data.decode() == both
    assert [one.line for one in found.undecided] == lines
    assert merged(both, theirs).data.decode() == both


FRONTS = {
    "lists": ("people:\n  - A\n", "people: [B, a]\n", "people:\n  - A\n  - B\n", ""),
    "a single value where a list is meant": ("people: A\n", "people: B\n", "people:\n  - A\n  - B\n", ""),
    "a key only there": ("x: 1\n", "x: 1\ny: |\n  a\n  b\n", "x: 1\ny: |\n  a\n  b\n", ""),
    "an empty key": ("x:\n", "x: 1\n", "x: 1\n", ""),
    "the same in quotes": ("x: a\n", 'x: "a"\n', "x: a\n", ""),
    "a value that differs": ("mood: calm\n", "mood: happy\n", "mood: calm\n", "- mood: happy #conflict-copy\n"),
    "codes are not printed": ("codes: 12\n", "codes: 34\n", "codes: 12\n", "%% codes: 34 #conflict-copy %%\n\n"),
    "a remark": ("x: 1\n", "x: 1 # ring twice\n", "x: 1\n", "- x: 1 # ring twice #conflict-copy\n"),
    "private stays private": ("private: false\n", "private: true\n", "private: true\n", "- private: false #conflict-copy\n"),
    "private on one side": ("x: 1\n", "x: 1\nprivate: true\n", "x: 1\nprivate: true\n", ""),
}  # fmt: skip


@pytest.mark.parametrize("case", FRONTS)
def test_keys_are_united(case):
    ours, theirs, both, beside = FRONTS[case]
    body = "words\n" if not beside.startswith("- ") else "## Told\n"
    found = merged(f"---\n{ours}---\n{body}", f"---\n{theirs}---\n{body}")
    assert found.data.decode() == f"---\n{both}---\n{beside}{body}"
    assert len(found.undecided) == bool(beside)
    again = merge(found.data, f"---\n{theirs}---\n{body}".encode(), PATH)
    assert again.data == found.data


def test_a_note_without_front_matter_gets_it():
    assert (
        merged("\ufeffbody\n", "---\nx: 1\n---\nbody\n").data
        == b"\xef\xbb\xbf---\nx: 1\n---\nbody\n"
    )
    assert merged("---\nx: 1\n---\nbody\n", "body\n").data == b"---\nx: 1\n---\nbody\n"
    assert merged("\ufeffb\n", "a\nb\n").data == b"\xef\xbb\xbfa\nb\n"


def test_what_is_private_stays_below_its_heading():
    ours = "## Told\n- a\n## Private\n- secret\n### deeper\n- more\n"
    theirs = "## Told\n- a\n## Private\n- secret\n- door 12\n## Asked\n- b\n"
    note = parse(merged(ours, theirs).data, PATH)
    shown = "\n".join(note.public().lines)
    assert "door 12" not in shown
    assert "more" not in shown
    assert "- b" in shown


REFUSED = {
    "unfinished": ("<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n", "x\n"),
    "front matter": ("---\nx: [1\n---\n", "---\nx: 2\n---\n"),
    "no text": ("a\0b", "a"),
    "not be any more": ("%%\nsecret\n%%\n", "%%\nsecret\n"),
}


@pytest.mark.parametrize("reason", REFUSED)
def test_what_needs_a_person_is_refused(reason):
    with pytest.raises(NotMergeable, match=reason):
        merged(*REFUSED[reason])


def test_other_encodings():
    assert merge(b"a\n", "b \u2713\n".encode("utf-16"), PATH).data == "b \u2713\na\n".encode()
    assert merge(b"caf\xe9\n", b"caf\xe9\nth\xe9\n", PATH).data == b"caf\xe9\n" + "thé\n".encode()
    with pytest.raises(NotMergeable, match="UTF-8"):
        merge("a\n".encode("utf-16"), b"b\n", PATH)


def test_a_result_says_what_it_took_over():
    found = merged("---\npeople: [A]\n---\n- a\n", "---\npeople: [B]\n---\n- a\n- b\n")
    assert found.united == ("people: B", "- b")
    assert difference(b"a\nb\nb\n", b"b\n c\n") == (("c",), ("a", "b"))


def test_long_notes_are_merged_in_a_moment():
    ours = "".join(f"- line {n} says this {n % 7}\n" for n in range(4000))
    theirs = "".join(f"- line {n} says that {n % 5}\n" for n in range(4000))
    start = time.monotonic()
    found = merged(ours, theirs)
    assert time.monotonic() - start < 20
    assert set(theirs.splitlines()) <= {
        line.removesuffix(" #conflict-copy") for line in found.data.decode().splitlines()
    }
