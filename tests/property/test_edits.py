"""Edits touch what they mean and nothing else; a merge loses no word and leaves no trouble behind."""

import contextlib
import re

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from notes_crm.errors import CrmError
from notes_crm.model.edits import (
    add_entry,
    add_to_list,
    insert_lines,
    lines_of,
    replace_line,
    set_key,
    text_lines,
)
from notes_crm.model.frontmatter.fence import read
from notes_crm.model.frontmatter.raw import texts
from notes_crm.model.merge.blocks import MARK
from notes_crm.model.merge.merge import NotMergeable, merge
from notes_crm.model.note import parse

PATH = "Customers/Acme/2026-03-02 Acme visit.md"
ENDS = st.sampled_from(["\n", "\r\n", "\r"])
FRONTS = st.lists(
    st.sampled_from([
        "type: visit", "date: 2026-03-02 # a remark", "# only a remark", "people:\n  - Dana Ortiz\n  - Omar",
        "people: Dana", "people: [Dana, 'Omar H.']", "tags: []", "tags:", "next_contact: 2026-03-16", 'mood: "calm"',
        "mood: 'it''s fine'   ", "customer: [[Acme]]", "", "codes: 12", "codes: 34", "private: true", "private: false",
        "unknown key: a", "likes:\n- tea\n- coffee # black", "text: |\n  a\n  b\n", "location: Pump house",
    ]),
    max_size=6,
)  # fmt: skip
BODY_LINES = st.sampled_from([
    "## Told", "## Promised", "## Private", "### Pump house", "# Acme visit", "# Acme visit of May", "",
    "- Seal leaks.", "- Seal leaks badly.", "* Gate shuts at four", "  - since Friday", "  - since Monday", "1. first", "2. second",
    "- [ ] Send seal kit 📅 2026-03-06", "- [x] Send seal kit 📅 2026-03-06 ✅ 2026-03-05", "- [/] Send seal kit 📅 2026-03-06",
    "- [-] Send seal kit 📅 2026-03-06 ❌ 2026-03-04", "  - they have one", "- [ ] Send seal kit 📅 2026-03-09 ^b1",
    "Plain words here", "Plain words there", "> quoted words", "> - [ ] quoted task", "```", "%%", "%% hidden %%", "---", "===",
    "| a | b |", "|---|---|", "    code", "\ttabbed", "trailing blanks  ", "$$", "<div>", "<!-- c -->", "[^1]: foot",
])  # fmt: skip


@st.composite
def notes(draw, *, ends=ENDS):
    front, body = draw(FRONTS), draw(st.lists(BODY_LINES, max_size=12))
    lines = ["---", *"\n".join(front).split("\n"), "---"] if front else []
    end = draw(ends)
    text = end.join([*lines, *body]) + (end if draw(st.booleans()) else "")
    return (b"\xef\xbb\xbf" if draw(st.booleans()) else b"") + text.encode()


NOTES = notes() | st.text(max_size=60).map(str.encode) | st.binary(max_size=40)
NEW_LINES = st.text(
    st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), max_size=20
)


@given(NOTES, NEW_LINES, st.data())
def test_a_replaced_line_leaves_all_others(note, new, data):
    try:
        read_lines = text_lines(note)
    except CrmError:
        return
    if not read_lines:
        return
    number = data.draw(st.integers(1, len(read_lines)))
    try:
        after = replace_line(note, read_lines[number - 1], new, number=number)
    except CrmError:
        assert not note.isascii()  # a line in another encoding that can't take the new one
        return
    bom = b"\xef\xbb\xbf"
    before_raw, after_raw = (lines_of(d.removeprefix(bom)) for d in (note, after))
    assert after.startswith(bom) == note.startswith(bom) or new.startswith("\ufeff")
    kept = before_raw[: number - 1], before_raw[number:]
    assert (b"".join(kept[0]), b"".join(kept[1])) == (
        b"".join(after_raw)[: len(b"".join(kept[0]))],
        b"".join(after_raw)[len(b"".join(after_raw)) - len(b"".join(kept[1])) :],
    )


@given(NOTES, st.lists(NEW_LINES, min_size=1, max_size=3), st.data())
def test_inserted_lines_leave_all_others(note, new, data):
    try:
        count = len(text_lines(note))
    except CrmError:
        return
    after = data.draw(st.integers(0, count))
    result = insert_lines(note, new, after=after)
    bare = [line.rstrip(b"\r\n") for line in lines_of(note.removeprefix(b"\xef\xbb\xbf"))]
    now = [line.rstrip(b"\r\n") for line in lines_of(result.removeprefix(b"\xef\xbb\xbf"))]
    assert now[:after] + now[after + len(new) :] == bare
    assert now[after : after + len(new)] == [line.encode() for line in new]
    if note and new[-1]:
        assert result.endswith((b"\n", b"\r")) == note.endswith((b"\n", b"\r")) or count == 0


KEYS = st.sampled_from(["next_contact", "people", "tags", "mood", "likes", "new_key", "text"])


@given(notes(), KEYS, st.sampled_from(["2026-04-01", '"a: b"', "plain", "[a, b]"]))
@example(b"---\nmood: calm # why\n---\nx", "mood", "plain")
@example(b"---\r\ntext: |\r\n  a\r\n# r\r\n---\r\nx", "text", "plain")
def test_a_key_that_is_set_leaves_all_else(note, key, value):
    try:
        after = set_key(note, key, value)
    except CrmError:
        return
    _only_this_key_differs(note, after, key)
    now = {entry.key: texts(entry.value) for entry in read(text_lines(after), "").entries}
    wanted = {
        entry.key: texts(entry.value) for entry in read(["---", f"k: {value}", "---"], "").entries
    }
    assert now[key] == wanted["k"]


@given(
    notes(),
    KEYS,
    st.lists(
        st.sampled_from(["Jo", "a, b", "x: y", "[[Link]]", "0042", "#red"]), max_size=2, unique=True
    ),
)
@example(b"---\npeople: [Dana] # r\n---\n", "people", ["a, b"])
@example(b"---\npeople: [Dana,\n  Omar,\n  ]\n---\n", "people", ["Jo"])
def test_a_longer_list_leaves_all_else(note, key, values):
    try:
        after = add_to_list(note, key, values)
    except CrmError:
        return
    _only_this_key_differs(note, after, key)
    before = {entry.key: texts(entry.value) for entry in read(text_lines(note), "").entries}
    now = {entry.key: texts(entry.value) for entry in read(text_lines(after), "").entries}
    if values:
        assert now[key] == (*(text.strip() for text in before.get(key, ())), *values)


def _only_this_key_differs(note, after, key):
    """Every line that is no part of the key's own stands there, in order, byte for byte."""
    lines = text_lines(note)
    front = read(lines, "")
    raw = lines_of(note.removeprefix(b"\xef\xbb\xbf"))
    own = {
        n for e in front.entries if e.key == key for n in range(e.line, e.last + 1)
        if not lines[n - 1].startswith("#")
    }  # fmt: skip
    now = iter(lines_of(after))
    for number, line in enumerate(raw, start=1):
        if number not in own and lines[number - 1].strip():
            bare = line.removeprefix(b"\xef\xbb\xbf")
            assert any(
                one.removeprefix(b"\xef\xbb\xbf").rstrip(b"\r\n") == bare.rstrip(b"\r\n")
                for one in now
            ), (number, line)


@given(notes(), st.sampled_from([["k9: v"], ["k9:", "  - a", "  - b"]]))
def test_a_new_key_leaves_all_else(note, lines):
    try:
        after = add_entry(note, lines)
    except CrmError:
        return
    _only_this_key_differs(note, after, "k9")


def words(*notes):
    found = set()
    for note in notes:
        found |= set(re.findall(r"\w+", "\n".join(parse(note, PATH).lines).casefold()))
    return found


@given(NOTES)
def test_a_note_merged_with_itself_is_itself(note):
    assert merge(note, note, PATH).data == note
    with_other_ends = note.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    with contextlib.suppress(NotMergeable):
        assert merge(note, with_other_ends, PATH).data == note


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(notes(), notes())
def test_a_merge_loses_no_word_and_makes_no_trouble(ours, theirs):
    try:
        merged = merge(ours, theirs, PATH)
    except NotMergeable:
        return
    assert words(ours, theirs) <= words(merged.data)
    count = [len(parse(note, PATH).problems) for note in (ours, theirs, merged.data)]
    assert count[2] <= count[0] + count[1]
    lines = [line.rstrip() for line in parse(merged.data, PATH).lines]
    for one in merged.undecided:
        assert lines[one.line - 1].strip() == one.theirs
    again = merge(merged.data, merged.data, PATH)
    assert again.data == merged.data


SIMPLE = st.lists(
    st.sampled_from([
        "- Seal leaks.", "- Gate shuts at four", "- [ ] Call Dana", "- [x] Call Dana ✅ 2026-03-05", "Words alone here",
        "- [ ] Order belt 📅 2026-03-10", "* star", "- Cat", "- Dog",
    ]),
    max_size=8, unique_by=lambda line: "Call Dana" if "Call Dana" in line else line,
)  # fmt: skip


@settings(max_examples=60)
@given(SIMPLE, SIMPLE)
def test_ordinary_notes_always_merge_and_merging_again_adds_nothing(ours, theirs):
    a, b = ("\n".join(["## Told", *lines, ""]).encode() for lines in (ours, theirs))
    merged = merge(a, b, PATH)
    assert merge(merged.data, b, PATH).data == merged.data
    assert merge(merged.data, a, PATH).data == merged.data
    here = merged.data.decode().replace(f" {MARK}", "").splitlines()
    for line in {*ours, *theirs}:
        ticked = line == "- [ ] Call Dana" and "- [x] Call Dana ✅ 2026-03-05" in (*ours, *theirs)
        if line.startswith(
            ("-", "*")
        ):  # text may stand alone in one and go on with an item in the other
            assert here.count(line) == (0 if ticked else 1)
    assert [line for line in here if line in ours or line.startswith("#")][:1] == ["## Told"]


@pytest.mark.parametrize("git", ["<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x\n"])
def test_an_unfinished_merge_is_never_merged(git):
    with pytest.raises(NotMergeable, match="unfinished"):
        merge(git.encode(), b"c\n", PATH)
    with pytest.raises(NotMergeable, match="unfinished"):
        merge(b"c\n", git.encode(), PATH)
