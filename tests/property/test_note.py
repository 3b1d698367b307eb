"""Notes: nothing in a file breaks the reading, no word is lost, nothing private gets out."""

import re
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from notes_crm.model.markdown.markdown import read_body
from notes_crm.model.note import parse

PATH = "Customers/Acme/2026-03-02 1430 Acme visit.md"

FRONT = st.sampled_from(
    [
        "---\n", "---", "...\n", "type: visit\n", "private: no\n", "codes: 12\n", "by: [a, b]\n", "x: @y\n",
        "x: *a\n", "x: &a b\n", "  - c\n", "\t- d\n", "date: 2026-02-30\n", "mood: odd\n", "x: |\n  e\n",
        "tags: #a #b\n", "x: [[A]]\n", 'x: "a\n', "<<<<<<< a\n", "=======\n", ">>>>>>> b\n", "{", "}", "[", "]",
        "? ", ": ", "# c\n", "x: a #b\n", "!t ", "\u2028", "\x85", "\x00", "\ufeff", "\r\n", "\r",
    ]
)  # fmt: skip
BODY = st.sampled_from(
    [
        "- ", "* ", "1. ", "- [ ] ", "- [-] ", "> ", ">", "# ", "## Private", "## Promised\n", "##Told\n", "```", "~~~",
        "%%", "<!--", "-->", "$$", "$", "[[", "]]", "[a](", ")", "#tag", "|", "|-|", "---\n", "===\n", "    ", "\t",
        "<div>", "</div>", "`", "**", "_", "\\", "[^1]: ", "[!note]", "📅 2026-03-06", "@sam", "words", " ", "\n",
        "\n\n", "\n", "<<<<<<< a\n", "=======\n", ">>>>>>> b\n",
    ]
)  # fmt: skip
TEXTS = st.builds(
    lambda front, body: "".join(front) + "".join(body),
    st.lists(FRONT | st.text(max_size=4), max_size=12),
    st.lists(BODY | st.text(max_size=4), max_size=30),
)


@given(st.binary(max_size=300) | TEXTS.map(lambda t: t.encode("utf-8", "replace")))
@settings(max_examples=200)
def test_reading_never_raises(data):
    note = parse(data, PATH)
    public = note.public()
    assert public.public() == public
    for problem in note.problems:
        assert 0 <= problem.line <= max(1, len(note.lines))  # an empty file has a first line
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", problem.code)
        assert problem.message
        assert len(problem.message) < 200


@given(TEXTS)
@settings(max_examples=200)
def test_every_word_is_in_the_lines(text):
    data = text.encode("utf-8", "replace")
    note = parse(data, PATH)
    if b"\0" in data:
        return
    whole = re.sub(r"\r\n|\r", "\n", data.decode().lstrip("\ufeff"))
    assert "\n".join(note.lines) == whole.removesuffix("\n")


@given(TEXTS)
@settings(max_examples=200)
def test_the_parts_of_a_note_fit_together(text):
    note = parse(text.encode("utf-8", "replace"), PATH)
    end = len(note.lines)
    assert 1 <= note.body_line <= end + 1
    for before, after in pairwise(note.sections):
        assert before.last < after.line
    assert all(note.body_line <= s.line <= s.first <= s.last + 1 <= end + 1 for s in note.sections)
    for line in note.body:
        words, whole = re.findall(r"\w+", line.text), note.lines[line.line - 1]
        assert words
        # where a comment is cut out of a word, its two parts are one
        assert "%%" in whole or "<!--" in whole or all(word in whole for word in words)
    lines = [task.line for task in note.tasks]
    assert lines == sorted(set(lines))
    assert not {line.line for line in note.body} & set(lines)


HIDDEN = st.sampled_from(
    [
        "## Private\n{}\n# After\n",
        "# Private\n### Deep {}\n{}\n- [ ] {}\n  - {}\n# After\n",
        "##Private\n{}\n## After\n",
        "Private\n---\n{}\n# After\n",
        "> ## Private\n> {}\n\n",
        "- # Private\n  {}\n\nafter\n",
        "words %%{}%% words\n\n",
        "- [ ] kit %%{}%% 📅 2026-03-06\n\n",
        "- [-] kit #promise\n  - %%{}%% because\n\n",
        "- [-] kit #promise\n  - because %% {}\n\n{} %%\n\n",
        "%%\n{}\n\n- [ ] {}\n%%\n\n",
        "words %% {}\n\n{}\n\n{} %% words\n\n",
        "<!--\n{} #{}\n-->\n\n",
        "words <!-- {} --> [[Link]]\n\n",
        "words <!-- {}\n\n## {}\n\n -->\n\n",
        "## Told %%{}%%\n\n",
        "| a | %%{}%% |\n|---|---|\n| b | c |\n\n",
        "> [!note] %%{}%%\n> words\n\n",
        "## Private #{}\n[[{}]] ![[{}]] [{}]({}.md)\n# After\n",
        "# ==Private==\n{}\n# After\n",
    ]
)
SHOWN = st.sampled_from(
    [
        "shown\n\n", "- shown\n\n", "- [ ] shown 📅 2026-03-06\n\n", "## Promised\n- [ ] shown\n\n", "```\nshown\n```\n\n",
        "# Told\nshown\n\n", "> shown\n\n", "    shown\n\n", "`%%` shown\n\n", "$$\nshown\n$$\n\n", "| shown |\n|---|\n\n",
    ]
)  # fmt: skip


@given(
    st.sampled_from(["", "---\ntype: visit\n---\n", "---\ncodes: hush\nby: Sam\n---\n", "---\ncodes:\n  - hush\n  - @hush\n---\n"]),
    st.lists(HIDDEN.map(lambda t: t.replace("{}", "hush")) | SHOWN, max_size=8),
)  # fmt: skip
@settings(max_examples=200)
def test_nothing_private_gets_out(front, parts):
    note = parse((front + "".join(parts)).encode(), PATH)
    assert "hush" not in repr(note.public())


@given(st.lists(SHOWN, max_size=8))
def test_what_is_not_private_stays(parts):
    note = parse("".join(parts).encode(), PATH)
    assert note.public() is note


INDENTS = st.sampled_from(["", "", "", "  ", "    "])
WORDS = st.sampled_from(["alpha", "beta gamma", "delta"])
AGREED = st.lists(
    st.one_of(
        st.builds("{}# {}\n\n".format, st.sampled_from(["", "#", "##"]), WORDS),
        st.builds("{}\n{}\n\n".format, WORDS, st.sampled_from(["===", "---"])),
        st.builds("{}\n\n".format, WORDS),
        st.builds("{}\n{}\n\n".format, WORDS, WORDS),
        st.builds("```{}\n- {}\n# x\n```\n\n".format, st.sampled_from(["", "py"]), WORDS),
        st.builds("~~~\n{}\n\n{}\n~~~\n".format, WORDS, WORDS),
        st.builds("> {}\n> - {}\n\n".format, WORDS, WORDS),
        st.builds("- {}\n{}- {}\n- {}\n\n".format, WORDS, INDENTS, WORDS, WORDS),
        st.builds("1. {}\n   - {}\n\n   {}\n2. {}\n\n".format, WORDS, WORDS, WORDS, WORDS),
        st.builds("{}\n* {}\n{}\n+ {}\n\n".format, WORDS, WORDS, WORDS, WORDS),
        st.sampled_from(["***\n\n", "---\n\n", "- - -\n\n"]),
        st.builds("\n    {}\n\n{}\n\n".format, WORDS, WORDS),
    ),
    max_size=8,
).map("".join)


@given(AGREED)
@settings(max_examples=200)
def test_headings_code_and_items_stand_where_commonmark_has_them(text):
    """On what Obsidian and CommonMark read alike."""
    headings, code, items = [], set(), []
    level = 0
    for token in MarkdownIt("commonmark").parse(text):
        if token.type == "heading_open" and level == 0:
            headings.append((token.map[0] + 1, int(token.tag[1])))
        if token.type in ("fence", "code_block"):
            code.update(range(token.map[0] + 1, token.map[1] + 1))
        if token.type == "list_item_open":
            items.append(token.map[0] + 1)
        level += token.nesting if token.type.startswith(("blockquote", "list_item")) else 0
    body = read_body(text.split("\n"))
    lines = text.split("\n")
    assert [(h.line, h.level) for h in body.headings] == headings
    assert {n for n in body.code if lines[n - 1].strip()} == {
        n for n in code if lines[n - 1].strip()
    }
    assert [item.line for item in body.items] == items
