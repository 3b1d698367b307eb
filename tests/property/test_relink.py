"""Giving other names to files that a note names changes these names and no other byte."""

from itertools import pairwise
from urllib.parse import quote

from hypothesis import assume, given
from hypothesis import strategies as st

from notes_crm.model.edits import lines_of
from notes_crm.model.relink import names_in, renamed

FILES = ("Acme.md", "a/b c.png", "Customers/O'Neil & Co/x (1).md", "Öfen.md")
NEW = ("Bell.md", "n/Zeta, Ltd.png", "a b/50% (2) [x].md", "é/d & e.md", "x.png")
SHAPES = (
    "[t]({0})", "[t](<{1}> 'one\ntwo')", '![t]({0} "one")', "[k]: {0}", '[k]: <{1}>\n"one\ntwo"', "[k]: {0} 'one\n  two'\n[m]: {0}",
    "<img src='{0}' srcset=\"{0} 1x, {0},\n{0} (2, x) , {0}\">", '<a href="{2}" title="one\ntwo">', "<p>\n<img srcset={0}\n>\n</p>",
    "obsidian://open?vault=V&file={3}", "([t](obsidian://open?file={3}%23h&vault=V))", "<obsidian://open?vault=V&amp;file={3}>, ",
    "*obsidian://open?vault=V&file={3}*.", "<a href='obsidian://open?vault=V&amp;file={3}'>", "[k]: obsidian://open?vault=V&file={0}",
    "`[t]({0}) obsidian://open?vault=V&file={3}`", "%%", "```\n[k]: {0}\n```", "plain, words", "", "<!-- {0} -->", "$x$", "\\[", '"', "'", "(", "](",
)  # fmt: skip


@st.composite
def notes(draw):
    """Lines that name files in every manner, in paragraphs, quotes, lists and tables, and none."""
    lines = []
    for _ in range(draw(st.integers(1, 6))):
        name = draw(st.sampled_from(FILES))
        plain = quote(name, safe="/").replace("(", "%28").replace(")", "%29")
        said = plain, name, name.replace("&", "&amp;"), quote(name, safe="")
        shapes = draw(st.lists(st.sampled_from(SHAPES), min_size=1, max_size=3))
        text = draw(st.sampled_from((" ", ""))).join(shapes).format(*said)
        before = draw(st.sampled_from(("", "> ", "- ", "  ", "| ", "# ")))
        lines += [before + line for line in text.split("\n")]
    if draw(st.booleans()):
        front = draw(st.sampled_from(("source: {3}", 'source: "{3}" # {3}', "s:\n  - '{3}'")))
        address = f"obsidian://open?vault=V&file={quote(draw(st.sampled_from(FILES)), safe='')}"
        lines = ["---", front.replace("{3}", address), "---", *lines]
    end = draw(st.sampled_from(("\n", "\r\n")))
    return (draw(st.sampled_from(("", "\ufeff"))) + "\n".join(lines).replace("\n", end)).encode()


def around(data, names):
    """The lines with their ends, and a gap for each name."""
    lines = [line.decode() for line in lines_of(data.removeprefix("\ufeff".encode()))]
    for name in sorted(names, key=lambda name: (name.line, -name.start)):
        line = lines[name.line - 1]
        lines[name.line - 1] = f"{line[: name.start]}\0{line[name.end :]}"
    return lines


@given(data=notes(), new=st.sampled_from(NEW))
def test_names_change_and_no_other_byte(data, new):
    names = names_in(data)
    places = sorted((name.line, name.start, name.end) for name in names)
    assume(all(one[0] < two[0] or one[2] <= two[1] for one, two in pairwise(places)))
    chosen = [name for name in names if not name.listed]
    after = renamed(data, dict.fromkeys(chosen, new), "a.md")
    again = names_in(after)
    assert [(n.line, n.manner, n.vault) for n in again] == [
        (n.line, n.manner, n.vault) for n in names
    ]
    assert [n.target for n in again] == [n.target if n.listed else new for n in names]
    assert around(after, again) == around(data, names)
    assert after.startswith("\ufeff".encode()) == data.startswith("\ufeff".encode())
