"""Whatever a note holds, there is a sheet: safe, whole, and the same every time."""

import re
from datetime import date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from notes_crm.answers.briefing import compose
from notes_crm.model.note import parse
from notes_crm.model.schema import FIELDS, TYPES
from notes_crm.output.plain import text
from notes_crm.output.sheet import render

TODAY = date(2026, 11, 22)
PRINTED = datetime(2026, 11, 22, 17, 40)  # what a wall clock shows

ODD = [
    "nan", "inf", "1e308", "-1e308", "-5", "0", "9999 years", "0 days", "9999-12-31", "0001-01-01",
    "2026-02-30", "02-29", "[]", "{}", "", "null", "true", "[[Pump (A)]]", "- x", "14:30",
    "<script>", "\u202e", '"quoted"', "# no comment", "@sam", "%%hidden%%", "2026-11-24",
]  # fmt: skip
values = st.sampled_from(ODD) | st.text(
    alphabet=st.characters(codec="utf-8", exclude_characters="\n\r"), max_size=60
)
heads = st.dictionaries(st.sampled_from(sorted(FIELDS)), values, max_size=12)
lines = st.lists(
    st.tuples(
        st.sampled_from(["- ", "- [ ] ", "## ", "", "> ", "1. [x] "]),
        st.sampled_from(["Promised", "Told", "Asked", "People", "📅 2026-11-01", "#waiting"])
        | values,
    ),
    max_size=8,
)
names = st.sampled_from(
    ["A", "2026-11-01 A visit", "Pump (A)", "2026-11-24 v", "x", "2026-11-02 A case x"]
)
notes = st.tuples(names, st.sampled_from(sorted(TYPES)), heads, lines)


def note(name, kind, head, body):
    front = "".join(f"{key}: {value}\n" for key, value in {"type": kind, **head}.items())
    written = "".join(f"{mark}{words}\n" for mark, words in body)
    return parse(f"---\n{front}---\n{written}".encode(errors="replace"), f"Customers/A/{name}.md")


@settings(max_examples=150)
@given(st.lists(notes, max_size=7), st.booleans())
def test_there_is_always_a_sheet(written, with_private):
    found = [note(*w) for w in written]
    briefing = compose(
        "A", found, TODAY, me="sam", lessons=found, team=found, with_private=with_private
    )
    assert text(briefing)
    html = render([briefing], page="a4", lang="en", printed=PRINTED, vault="V")
    page = html[html.index("<body>") :]
    assert page.count("<script>") == page.count("</article>") == 1
    assert not re.search(r"<[^>]*\son\w+=|<(?:img|iframe|object|link)", page)
    assert not set("\u202e\x00\x1b") & set(page)


@settings(max_examples=50)
@given(st.lists(notes, max_size=5))
def test_private_words_stay_away(written):
    """Wherever a secret stands in private parts, the sheet is the same without it."""

    def sheet(secret):
        found = [note(*w) for w in written]
        hidden = [
            parse(f"---\ntype: visit\nprivate: yes\nmood: 1\n---\n{secret}\n".encode(), "Customers/A/2026-11-20 p.md"),
            parse(f"---\ncodes: {secret}\n---\n## Private\n- {secret}\n".encode(), "Customers/A/q.md"),
        ]  # fmt: skip
        return text(compose("A", found + hidden, TODAY))

    assert sheet("xyzzy") == sheet("plugh")
