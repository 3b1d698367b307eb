"""Filling a planned note leaves every line that was not meant, and all of it reads as it was meant."""

from datetime import date, datetime

from hypothesis import given
from hypothesis import strategies as st

from notes_crm.errors import CrmError
from notes_crm.model.drafts import Interaction, sections_of
from notes_crm.model.edits import BOM, lines_of
from notes_crm.model.filling import fill
from notes_crm.model.note import parse
from notes_crm.model.schema import SCHEMA
from tests.property.test_edits import notes

PATH = "Customers/Acme/2026-03-10 1430 Acme visit.md"
WORDS = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=20
) | st.sampled_from([
    "Seal leaks.", "# no heading", "```", "%% hidden", "- [ ] no task", "---", "<div>", "[[Acme]]", "#tag", "$$", "> quote",
])  # fmt: skip
LISTS = st.lists(WORDS, max_size=2)
KEYS = st.fixed_dictionaries(
    {},
    optional={
        "people": st.lists(st.sampled_from(["Dana Ortiz", "Omar", "Ana: Ruiz"]), min_size=1, max_size=2),
        "outcome": st.sampled_from(["good", "bad", "incomplete"]),
        "mood": st.integers(1, 5) | st.just("calm"),
        "location": WORDS.filter(lambda text: text == text.strip()),
        "next_contact": st.just(date(2026, 3, 24)),
        "minutes": st.just("75"),
        "private": st.sampled_from([True]),
    },
)  # fmt: skip


@st.composite
def answers(draw):
    return Interaction(
        "visit", "Acme", datetime(2026, 3, 10, 14, 30), timed=True, text="\n".join(draw(LISTS)),
        keys=draw(KEYS), told=draw(LISTS), asked=draw(LISTS), observed=draw(LISTS), subjects=draw(LISTS),
        promised=draw(st.lists(st.just("- [ ] Send kit #promise ➕ 2026-03-10 📅 2026-03-13"), max_size=1)),
        check_in=draw(st.lists(st.just("- [ ] Ring: is it still running? 📅 2026-03-12"), max_size=1)),
    )  # fmt: skip


@given(notes(), answers(), st.booleans())
def test_lines_that_were_not_meant_stay_byte_for_byte(data, said, clock):
    try:
        after = fill(data, said, read, SCHEMA, clock=clock)
    except CrmError:
        return
    before, now = read(data), read(after)
    assert after.startswith(BOM) == data.startswith(BOM)
    old = lines_of(data.removeprefix(BOM))
    meant = {n for n in range(2, before.body_line) if _is_meant(before, n, said, clock=clock)}
    kept = [line.rstrip(b"\r\n") for n, line in enumerate(old, 1) if n not in meant]
    there = iter([line.rstrip(b"\r\n") for line in lines_of(after.removeprefix(BOM))])
    for line in kept:
        assert line in there, f"{line!r} is gone or out of its order"
    untouched = set(before.fields) - set(said.keys) - {"time"}
    assert {k: now.fields[k] for k in untouched if k in now.fields} == {
        k: before.fields[k] for k in untouched
    }


@given(notes(), answers())
def test_what_was_said_is_read_where_it_belongs(data, said):
    try:
        after = fill(data, said, read, SCHEMA, clock=False)
    except CrmError:
        return
    before, now = read(data), read(after)
    for heading, lines in sections_of(said):
        alone = read("\n".join([f"## {heading}", *lines]).encode())
        found = [line.text for line in now.body if line.section == heading]
        assert not [line.text for line in alone.body if line.text not in found]
        assert len(now.tasks) - len(before.tasks) >= len(alone.tasks)
    for key, value in said.keys.items():
        assert key in now.fields
        if key == "people":
            assert now.texts("people")[: len(before.texts("people"))] == before.texts("people")
            named = " ".join(now.texts("people")).split()
            assert all(word in named for name in value for word in name.split())


@given(answers())
def test_without_a_plan_that_holds_anything_all_of_it_is_added(said):
    data = b"---\ntype: visit\ndate: 2026-03-10\npurpose: seal\n---\n"
    try:
        after = fill(data, said, read, SCHEMA, clock=False)
    except CrmError:
        hard = (
            "```",
            "%%",
            "<",
            "$$",
            "#",
            "[",
            "`",
            "\\",
            "|",
            "~",
            "=",
            "-",
            ">",
            "^",
            "*",
            "_",
            ":",
            "&",
            "!",
        )
        words = " ".join(line for _, lines in sections_of(said) for line in lines)
        assert any(mark in words for mark in hard)
        return
    assert after.startswith(data[:-4])
    note = read(after)
    assert note.type == "visit"
    assert not [p for p in note.problems if p.level == "error"]


def read(data):
    return parse(data, PATH, SCHEMA)


def _is_meant(note, number, said, *, clock):
    """Whether a line of the front matter belongs to a key that was answered."""
    keys = {*said.keys, *(("time",) if clock else ())}
    at = number
    while at > 1:
        text = note.lines[at - 1]
        if text[:1] not in ("", " ", "-", "#") and ":" in text:
            return SCHEMA.key(text.partition(":")[0]) in keys
        at -= 1
    return False
