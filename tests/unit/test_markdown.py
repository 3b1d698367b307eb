"""The blocks of a body and what stands inside them, as Obsidian reads them."""

import pytest

from notes_crm.model.markdown.inline import (
    cut,
    is_tag,
    links_in,
    note_name,
    read_inline,
    table_row,
)
from notes_crm.model.markdown.markdown import read_body
from notes_crm.model.markdown.names import plain_names


def body(text):
    return read_body(text.split("\n"))


def blocks(text):
    return [f"{kind} {first}-{last}" for kind, first, last in body(text).blocks]


def items(text):
    return [(item.line, item.parent, item.task) for item in body(text).items]


def words(text):
    return [words for _, words in body(text).words]


def tags(text):
    return [tag for _, tag in read_inline(text).tags]


def targets(text):
    return [link.target for link in read_inline(text).links]


def test_headings():
    """Behind hashes, with a blank; underlined, if one line long; closing hashes are no text."""
    found = body("# One\n##Two\n\nFour\n---\n####### seven\n## Five ##\n#\n").headings
    assert [(h.level, h.text, h.line, h.last) for h in found] == [
        (1, "One", 1, 1),
        (2, "Four", 4, 5),
        (2, "Five", 7, 7),
        (1, "", 8, 8),
    ]


def test_an_underline_of_two_lines_is_a_line_across_the_page():
    assert blocks("a\nb\n---\nc") == ["paragraph 1-2", "thematicBreak 3-3", "paragraph 4-4"]


def test_headings_in_quotes_and_lists_are_kept_apart():
    found = body("> # Quoted\n> words\n\n- # Item\n")
    assert found.headings == ()
    assert [(h.text, last) for h, last in found.inner] == [("Quoted", 2), ("Item", 4)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- a\n- b", [(1, 0, None), (2, 0, None)]),
        ("- [ ] a\n    - [x] b\n- [/] c", [(1, 0, " "), (2, 1, "x"), (3, 0, "/")]),
        ("- a\n\t- b\n\t\t- c", [(1, 0, None), (2, 1, None), (3, 2, None)]),
        ("- a\n\n\n  - b\n\n- c", [(1, 0, None), (4, 1, None), (6, 0, None)]),
        ("1. a\n   - b\n2) c", [(1, 0, None), (2, 1, None), (3, 0, None)]),
        ("> - a\n>   - b", [(1, 0, None), (2, 1, None)]),
        ("- [ ] 1. kit", [(1, 0, " "), (1, 1, None)]),
        ("text\n- a", [(2, 0, None)]),
        ("text\n1. a", [(2, 0, None)]),
        ("text\n2. a", []),
        ("-a\n+b\n1.c", []),
        ("- a\nlazy\n- b", [(1, 0, None), (3, 0, None)]),
        ("- [ ]a\n- [] b\n- [ab] c", [(1, 0, None), (2, 0, None), (3, 0, None)]),
        ("    - code\n", []),
        ("- a\n\n        code\n", [(1, 0, None)]),
        ("-\n  a\n- b", [(1, 0, None), (3, 0, None)]),
        ("* * *\n- - -", []),
        ("- a\n- - -\n- b", [(1, 0, None), (3, 0, None)]),
        ("\u200b- a", []),
    ],
)
def test_list_items(text, expected):
    assert items(text) == expected


def test_every_kind_of_marker_begins_a_list_of_its_own():
    found = body("- a\n- b\n* c\n1. d\n1) e").items
    assert [(item.line, item.first) for item in found] == [(1, 1), (2, 1), (3, 3), (4, 4), (5, 5)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("```\n- a\n```\nb", ["code 1-3", "paragraph 4-4"]),
        ("~~~ x\n```\n~~~~\nb", ["code 1-3", "paragraph 4-4"]),
        ("````\n```\n````", ["code 1-3"]),
        ("```a\nb\n```c\n```", ["code 1-4"]),
        ("a\n```\nb", ["paragraph 1-1", "code 2-3"]),
        ("``` a`b\nc", ["paragraph 1-2"]),
        ("    a\n\n    b\n\nc", ["code 1-3", "paragraph 5-5"]),
        ("a\n    b", ["paragraph 1-2"]),
        ("\ta", ["code 1-1"]),
        ("$$\na\n$$\nb", ["math 1-3", "paragraph 4-4"]),
        ("$$ a $$\nb", ["paragraph 1-2"]),
        ("$$ dear\nb", ["paragraph 1-2"]),
        ("%%\na\n\nb\n%%\nc", ["comment 1-5", "paragraph 6-6"]),
        ("%%a%%\nb", ["paragraph 1-2"]),
        ("%%a%%", ["comment 1-1"]),
        ("a\n%%\nb\n%%\nc", ["paragraph 1-1", "comment 2-4", "paragraph 5-5"]),
        ("<!--\na\n\nb -->\nc", ["html 1-4", "paragraph 5-5"]),
        ("<div>\na\n\nb", ["html 1-2", "paragraph 4-4"]),
        ("<https://x.y>\na", ["paragraph 1-2"]),
        ("<br>\na\n\nb", ["html 1-2", "paragraph 4-4"]),
        ("a <br>\nb", ["paragraph 1-2"]),
        ("> a\nlazy\n\n> b", ["blockquote 1-2", "blockquote 4-4"]),
        ("> [!note]- T\n> a", ["callout 1-2"]),
        ("- a\n> b", ["list 1-2"]),
        ("| a | b |\n|---|:-:|\n| c | d |\n\ne", ["table 1-3", "paragraph 5-5"]),
        ("[^1]: note\n[^2]: note", ["footnoteDefinition 1-1", "footnoteDefinition 2-2"]),
        ("a\n\n---\n***\n_ _ _", ["paragraph 1-1"] + [f"thematicBreak {n}-{n}" for n in (3, 4, 5)]),
    ],
)
def test_blocks(text, expected):
    assert blocks(text) == expected


def test_code_that_is_never_closed_goes_to_the_end_of_what_it_stands_in():
    found = body("> ```\n> - a\n\n- b\n\n```\n- c\n")
    assert sorted(found.code) == [1, 2, 6, 7, 8]
    assert [item.line for item in found.items] == [4]
    assert found.open_fence == 1


@pytest.mark.parametrize(
    ("text", "code", "tasks", "unclosed"),
    [
        ("- [ ] ```\n  - [ ] a\n  ```\n- [ ] b", [1, 2, 3], [1, 4], 0),
        ("- [x] ~~~ sh\n  a\n\n  ~~~~\n  - [ ] b", [1, 2, 3, 4], [1, 5], 0),
        ("> - [ ] ```\n>   - [ ] a\n>   ```", [1, 2, 3], [1], 0),
        ("- [ ] ``` sent\n  - [ ] a\n- [ ] b", [], [1, 2, 3], 0),
        ("- [ ] ~~~\n\n  a\n- b\n\n~~~\nc", [6, 7], [1], 6),
        ("- [ ] a\n  ```\n  - [ ] b", [2, 3], [1], 2),
        ("- ```\n  - [ ] b", [1, 2], [], 1),
    ],
)
def test_code_behind_a_check_box_is_that_only_where_it_is_closed(text, code, tasks, unclosed):
    """Else it is the words of the task, as in CommonMark, and nothing below it is lost."""
    found = body(text)
    assert sorted(found.code) == code
    assert [item.line for item in found.items if item.task] == tasks
    assert found.open_fence == unclosed


def test_the_words_of_a_body():
    """Markers, boxes, callout signs and comments are no words; headings and code are left out."""
    text = "# H\ntext %%c%% on\n- item\n- [ ] task\n> [!tip] Title\n> said\n\n```\ncode\n```\n<b>bold</b>"
    assert words(text) == ["text  on", "item", "task", "Title", "said", "<b>bold</b>"]


def test_comments_and_where_they_stand():
    text = "a %%b\nc%% d\n- x %%y%%\n\n %%\n  z\n%% after\n<!-- h --> i"
    found = body(text)
    assert sorted(found.cuts) == [
        (1, 2, 5), (2, 0, 3), (3, 4, 9), (5, 1, 3), (6, 0, 3), (7, 0, 2), (8, 0, 10),
    ]  # fmt: skip
    assert sorted(found.hidden) == [5, 6, 7, 8]
    assert words(text) == ["a", "d", "x", "after", "i"]


def test_a_comment_across_a_table_of_cells_and_links_with_a_pipe():
    found = body("| a | b |\n|--|--|\n|#t|[[Acme\\|them]] %%c%%|")
    assert [tag for _, tag in found.tags] == ["#t"]
    assert [(line, t.target, t.shown) for line, t in found.links] == [(3, "Acme", "them")]
    assert found.words[-1] == (3, "|#t|[[Acme\\|them]] |")
    assert table_row("a\\|b|c") == "a |b c"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("#a b #c/d-e_f", ["#a", "#c/d-e_f"]),
        ('(#a) $#b$ "#c" .#d x—#e x#f', []),
        ("\t#a [x #b] \u00a0#c \u3000#d", ["#a", "#b", "#c", "#d"]),
        ("#2024 #2024a #é #日本 #🔥", ["#2024a", "#é", "#日本", "#🔥"]),
        ("#a#b #c/#d", ["#a", "#b", "#c/", "#d"]),
        ("x _#a_ y **#b** ==#c== snake_case_#d", ["#a", "#b", "#c", "#d"]),
        ("a_#b 2*#c", []),
        ("`#a` ``#b ` #c`` #d", ["#d"]),
        ("`#a #b", ["#b"]),
        ("$#a b$ x $$ #c $$ $5 #d $6", ["#d"]),
        ("%%#a%% <!-- #b --> #c", ["#c"]),
        ("[x #a](y#b) <a href='#c'> [[x]]#d", ["#a", "#d"]),
        ("_see #a_ and #c_", ["#a", "#c_"]),
        ("\\#a \\[#b <br>#c", ["#b", "#c"]),
        ("https://x.y/#a", []),
        ("# a ##b #", []),
    ],
)
def test_tags(text, expected):
    assert tags(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[[Acme Pumps]] and [[Team/Sam#Phone|Sam]]", ["Acme Pumps", "Team/Sam#Phone"]),
        ("![[leak.png|300]]", ["leak.png"]),
        ('[x](My%20Note.md) [y](<A b.md> "t") [z](https://x.y) [w](mailto:a@b.c)', ["My Note.md", "A b.md"]),
        ("`[[a]]` \\[\\[b]] %%[[c]]%% [[d]]", ["d"]),
        ("[[]] [[ ]] [[a\nb]] [[|x]]", []),
        ("[a](b(c)d) [e](#f)", ["b(c)d", "#f"]),
    ],
)  # fmt: skip
def test_links(text, expected):
    assert targets(text) == expected


def test_what_a_link_shows_and_whether_it_is_embedded():
    first, second, third = links_in("![[a|b]] [c](d) [[e]]")
    assert (first.shown, first.embed, first.at) == ("b", True, 0)
    assert (second.shown, second.embed, second.at) == ("c", False, 9)
    assert (third.shown, third.embed) == ("e", False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[[Team/Sam Lee|Sam]]", ("Sam Lee",)),
        ("[Sam](Team/Sam%20Lee.md)", ("Sam Lee",)),
        ("[[Acme]], [[Beta GmbH]] and [[C]]", ("Acme", "Beta GmbH", "C")),
        ("see [[Acme]]", ("see [[Acme]]",)),
        ("Sam Lee", ("Sam Lee",)),
        ("[[#Here]]", ("[[#Here]]",)),
    ],
)
def test_names_in_links(text, expected):
    assert plain_names(text) == expected


def test_small_things_about_text():
    assert note_name("Team/Pump v1.2#Part") == "Pump v1.2"
    assert cut("abcdef", [(1, 2), (4, 6)]) == "acd"
    assert is_tag("#a/b")
    assert not is_tag("#12")
    assert not is_tag("#a b")


def test_nothing_is_read_below_the_deepest_level():
    deep = body(">" * 100 + " - [ ] words #t")
    assert [tag for _, tag in deep.tags] == ["#t"]
    assert deep.items == ()
