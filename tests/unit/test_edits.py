import pytest

from notes_crm.errors import EditedMeanwhile, Unwritable
from notes_crm.model.edits import (
    add_entry,
    add_to_list,
    insert_lines,
    line_end,
    lines_of,
    replace_line,
    set_key,
)

BOM = b"\xef\xbb\xbf"


def test_lines_and_their_ends_are_the_bytes():
    for data in (b"", b"a", b"a\n", b"a\r\nb\rc\n\n", b"\n\r\r\n"):
        assert b"".join(lines_of(data)) == data
    assert [line_end(d) for d in (b"a\r\nb\n", b"a", b"a\rb")] == [b"\r\n", b"\n", b"\r"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"# a\r\n- [ ] x  \r\nend", b"# a\r\n- [x] y\r\nend"),
        (BOM + b"- [ ] x  \nend\n", BOM + b"- [x] y\nend\n"),
        (b"a\n- [ ] x  ", b"a\n- [x] y"),
        (b"caf\xe9\n- [ ] x  \n", b"caf\xe9\n- [x] y\n"),
    ],
)
def test_a_line_is_replaced_and_nothing_else(before, after):
    assert replace_line(before, "- [ ] x  ", "- [x] y", number=2) == after


def test_a_line_that_moved_is_found_by_its_text_and_never_guessed():
    assert replace_line(b"new\n- a\n- b\n", "- a", "- c", number=1) == b"new\n- c\n- b\n"
    assert replace_line(b"- a\nx\n- a\n", "- a", "- c", number=3) == b"- a\nx\n- c\n"
    with pytest.raises(EditedMeanwhile, match="no longer there"):
        replace_line(b"- a \n", "- a", "- c", number=1)
    with pytest.raises(EditedMeanwhile, match="several places"):
        replace_line(b"x\n- a\n- a\n", "- a", "- c", number=1)


def test_a_line_keeps_the_encoding_it_has():
    assert replace_line(b"caf\xe9 1\n", "café 1", "café 2", number=1) == b"caf\xe9 2\n"
    with pytest.raises(Unwritable, match="UTF-8"):
        replace_line(b"caf\xe9\n", "café", "✅", number=1)


@pytest.mark.parametrize("data", ["a".encode("utf-16"), b"a\0b\n", b"x" * (2 * 1024 * 1024 + 1)])
def test_what_is_no_ordinary_note_is_not_edited(data):
    with pytest.raises(Unwritable):
        insert_lines(data, ["x"], after=0)


def test_a_line_break_can_not_be_smuggled_in():
    with pytest.raises(Unwritable, match="one line"):
        insert_lines(b"a\n", ["x\r- [ ] y"], after=0)


@pytest.mark.parametrize(
    ("before", "at", "after"),
    [
        (b"", 0, b"new\n"),
        (BOM + b"a\r\n", 0, BOM + b"new\r\na\r\n"),
        (b"a\nb", 1, b"a\nnew\nb"),
        (b"a\r\nb", 2, b"a\r\nb\r\nnew"),
        (b"a\n", 1, b"a\nnew\n"),
    ],
)
def test_lines_are_inserted_with_the_ends_the_note_has(before, at, after):
    assert insert_lines(before, ["new"], after=at) == after


SET = {
    "the remark behind it stays": ("---\nmood: calm   # why\n---\nx\n", "---\nmood: happy   # why\n---\nx\n"),
    "quotes give way to what is written": ("---\nmood: 'it''s'\n---\n", "---\nmood: happy\n---\n"),
    "the spelling of the key stays": ("---\nMood : calm\n---\n", "---\nMood : happy\n---\n"),
    "an empty one is filled": ("---\nmood:\nx: 1\n---\n", "---\nmood: happy\nx: 1\n---\n"),
    "an empty one with a remark": ("---\nmood: # why\n---\n", "---\nmood: happy # why\n---\n"),
    "a list gives way": ("---\nmood:\n  - a\n  - b\n# r\nx: 1\n---\n", "---\nmood: happy\n# r\nx: 1\n---\n"),
    "a new one comes last": ("---\nx: 1\n# r\n---\nbody", "---\nx: 1\n# r\nmood: happy\n---\nbody"),
    "in a mapping that is indented": ("---\n  x: 1\n---\n", "---\n  x: 1\n  mood: happy\n---\n"),
    "in a note without": ("body\n", "---\nmood: happy\n---\nbody\n"),
    "in empty front matter": ("---\n---\nbody\n", "---\nmood: happy\n---\nbody\n"),
    "lines as they end": ("---\r\nx: 1\r\n...\r\nb", "---\r\nx: 1\r\nmood: happy\r\n...\r\nb"),
    "a text of many lines gives way": ("---\nmood: |\n  # a\n  b\n\nx: 1\n---\n", "---\nmood: happy\n\nx: 1\n---\n"),
}  # fmt: skip


@pytest.mark.parametrize("case", SET)
def test_a_key_is_set(case):
    before, after = SET[case]
    assert set_key(before.encode(), "mood", "happy").decode() == after


@pytest.mark.parametrize(
    "front", ["x: [1", "mood: a\nmood: b", "{moods: a, x: 1}", "mood: &a b\nx: *a", "mood"]
)
def test_front_matter_that_can_not_be_read_is_left(front):
    with pytest.raises(Unwritable):
        set_key(f"---\n{front}\n---\n".encode(), "mood", "happy")


def test_a_value_that_would_spoil_the_front_matter_is_refused():
    for value in ("[", "a: b", '"x', "*a"):
        with pytest.raises(Unwritable):
            set_key(b"---\nx: 1\nmood: calm\n---\n", "mood", value)


LISTS = {
    "indented": ("people:\n    - A # r\n", "people:\n    - A # r\n    - Jo\n"),
    "at the margin": ("people:\n- A\n# r\n", "people:\n- A\n- Jo\n# r\n"),
    "in brackets": ("people: [A, 'B'] # r\n", "people: [A, 'B', Jo] # r\n"),
    "in empty brackets": ("people: []\n", "people: [Jo]\n"),
    "behind a comma": ("people: [A,]\n", "people: [A, Jo]\n"),
    "over lines": ("people: [A,\n  B]\n", "people: [A,\n  B, Jo]\n"),
    "of a single value": ("people: 'A'  # r\n", "people:  # r\n  - 'A'\n  - Jo\n"),
    "of nothing": ("people:\n", "people:\n  - Jo\n"),
    "of a bare link": ("people: [[A]]\n", 'people:\n  - "[[A]]"\n  - Jo\n'),
    "that is not there": ("x: 1\n", "x: 1\npeople:\n  - Jo\n"),
}


@pytest.mark.parametrize("case", LISTS)
def test_a_list_grows_in_the_manner_it_is_written(case):
    before, after = (f"---\n{front}---\nb".encode() for front in LISTS[case])
    assert add_to_list(before, "people", ["Jo"]) == after
    assert add_to_list(before, "people", []) == before


def test_what_yaml_would_misread_is_quoted():
    assert add_to_list(b"---\ntags: [a]\n---\n", "tags", ["0042", "x, y"]) == (
        b'---\ntags: [a, "0042", "x, y"]\n---\n'
    )
    with pytest.raises(Unwritable, match="keys of its own"):
        add_to_list(b"---\npeople:\n  a: b\n---\n", "people", ["Jo"])


def test_an_entry_comes_as_it_is_written():
    assert (
        add_entry(b"---\na: 1\n---\n", ["b: >-", "  x", "  y"])
        == b"---\na: 1\nb: >-\n  x\n  y\n---\n"
    )


@pytest.mark.parametrize(
    ("data", "lines", "after", "new"),
    [
        (b"a\rb\n\nc", ["x"], 2, b"a\rb\nx\n\nc"),
        (b"\xef\xbb\xbf\n\ra", ["x"], 0, b"\xef\xbb\xbfx\n\n\ra"),
        (b"a\nb\rc", ["", "x"], 2, b"a\nb\r\rx\rc"),
        (b"a\r\nb\rc", ["x"], 1, b"a\r\nx\r\nb\rc"),
        (b"a\rb", ["x"], 1, b"a\rx\rb"),
    ],
)
def test_lone_line_ends_of_both_kinds_do_not_become_one(data, lines, after, new):
    assert insert_lines(data, lines, after=after) == new
    assert len(lines_of(new)) == len(lines_of(data)) + len(lines)
