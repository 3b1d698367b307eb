import json
from dataclasses import fields
from datetime import date

import pytest

from notes_crm.answers.briefing import Briefing, compose
from notes_crm.answers.shared import shared
from notes_crm.model.note import parse
from notes_crm.output.around import Around
from notes_crm.output.handout import handout_outline, handout_words
from notes_crm.output.markdown import page as markdown
from notes_crm.output.outline import outline
from notes_crm.output.plain import page as text
from notes_crm.output.sheet import render
from notes_crm.output.wording import wording
from tests import harbour_lane as lane

SAY = wording("en-GB", page="a4", currency="GBP", today=lane.TODAY)
OURS = (
    "hates jargon", "Saturday again", "never promise a morning", "toolbox", "Leeds", "3,260",
    "13,060", "Replace", "Gate on Mill Lane", "can't hear", "tell Dana", "igniter board IB-44",
    "soak test", "8,400", "Second bakehouse", "spare-seal", "4711", "waiting for us",
    "Raise it first", "decides", "mood", "2/5",
)  # fmt: skip
"""Words of the full sheet, and of what is private in its notes, that no customer may read."""


@pytest.fixture(scope="module")
def full():
    return compose(
        lane.CUSTOMER, lane.notes(), lane.TODAY, me="anna", lessons=lane.lessons(), team=lane.team()
    )


def forms(briefing):
    """Everything in which a shared sheet leaves the house."""
    parts = handout_outline(briefing, SAY)
    html = render(
        [briefing], page="a4", lang="en-GB", printed=lane.PRINTED, vault="Demo", currency="GBP",
        around=Around(shared=True),
    )  # fmt: skip
    data = json.dumps(handout_words(briefing, SAY), ensure_ascii=False)
    return {
        "text": text(parts, width=200), "md": markdown(parts), "json": data,
        "html": html.partition("<body>")[2],
    }  # fmt: skip


def test_nothing_of_ours_is_on_what_the_customer_keeps(full):
    for form, said in forms(shared(full)[0]).items():
        assert (form, [word for word in OURS if word in said.lower() or word in said]) == (form, [])
        assert "Customers/" not in said
        assert "obsidian:" not in said


def test_the_full_sheet_has_those_words():
    """That the list above can fail at all."""
    private = compose(
        lane.CUSTOMER, lane.notes(), lane.TODAY, lessons=lane.lessons(), with_private=True
    )
    said = text(outline(private, SAY), width=400) + text(outline(private, SAY), width=400).lower()
    assert [word for word in OURS if word not in said] == []


def test_what_both_sides_know_is_there(full):
    said = forms(shared(full)[0])
    for form in said.values():
        for part in ("Harbour Lane Bakery", "Quote for a loan oven", "Landlord", "Dana Okafor",
                     "Deck oven Calora D4", "E17 returns", "third call for the same fault"):  # fmt: skip
            assert part in form


def test_each_kind_that_was_left_out_is_counted(full):
    counts = {s.kind: s.count for s in shared(full)[1]}
    assert counts["mood"] == len(full.moods)
    assert counts["alerts"] == len(full.alerts)
    assert counts["news"] == full.news.total
    assert counts["ready"] == 1
    assert "reason" not in counts  # the purpose of a planned visit is theirs to know


def test_a_reason_that_we_made_up_from_notes_is_ours():
    visit = parse(b"---\ntype: visit\n---\nDana shouted.\n", "Customers/A/2026-11-01 A visit.md")
    bare, gone = shared(compose("A", [visit], date(2026, 11, 22)))
    assert "shouted" not in "".join(forms(bare).values())
    assert {s.kind for s in gone} >= {"reason", "words"}


def test_an_empty_customer_leaves_little_out():
    bare, gone = shared(compose("A", [], date(2026, 11, 22)))
    assert [s.kind for s in gone] == ["ask"]
    assert "Nothing open." in forms(bare)["text"]


@pytest.mark.parametrize("next_contact", ["", "next_contact: 2026-03-10\n"])
def test_where_nothing_is_agreed_nothing_is_said_of_it(next_contact):
    """Neither where no note says when, nor where the agreed day is this very one."""
    notes = [
        parse(f"---\ntype: customer\n{next_contact}---\n".encode(), "Customers/Acme/Acme.md"),
        parse(b"---\ntype: call\n---\nAll well.", "Customers/Acme/2026-03-02 Acme call.md"),
    ]
    briefing = compose("Acme", notes, date(2026, 3, 10))
    assert handout_words(shared(briefing)[0], SAY)["next"] == ""
    for said in forms(shared(briefing)[0]).values():
        assert "speak next" not in said.lower()
        assert "Agree one" not in said


def test_a_sheet_with_private_parts_is_never_shared():
    private = compose("A", [], date(2026, 11, 22), with_private=True)
    with pytest.raises(ValueError, match="never shared"):
        shared(private)


def test_every_field_of_a_briefing_was_decided_upon():
    """A new field must be thought about in `shared`: it is built from nothing but what it names."""
    known = {
        "customer", "today", "day", "head", "why", "take", "manuals", "arrival", "alerts", "last",
        "next", "remember", "lessons", "ours", "theirs", "news", "moods", "mine", "trend", "worth",
        "rhythm", "people", "human", "equipment", "silent_units", "ask", "asked", "told",
        "with_private",
    }  # fmt: skip
    assert {f.name for f in fields(Briefing)} == known
