"""What passed with a customer, contact by contact."""

from datetime import date

from notes_crm.answers.briefing import allowed
from notes_crm.answers.timeline import timeline
from notes_crm.model.note import parse
from notes_crm.output.timeline import timeline_lines

TODAY = date(2026, 3, 20)
FOLDER = "Customers/Acme"
VISIT = """---
type: visit
date: 2026-03-02
time: "14:30"
by: [Sam Lee]
people: [Dana Ortiz]
location: Pump house
started_by: them
next_contact: 2026-03-16
---
## Discussed
- Seal leaking since Friday.
## Promised
- [x] Send seal kit @sam #promise 📅 2026-03-06 ✅ 2026-03-05
- [ ] Dana sends shift log #waiting 📅 2026-03-09
## Private
- They are looking at another supplier.
"""
CALL = "---\ntype: call\ndate: 2026-03-10\nby: Jo\n---\nThe kit fits.\n"
MAIL = "---\ntype: email\ndate: 2026-02-01\n---\n## Promised\n- [x] Price list ✅ 2026-03-15\n"
PLAN = "---\ntype: visit\ndate: 2026-04-01\n---\n"


def told(**options):
    notes = [
        parse(text.encode(), f"{FOLDER}/{n}.md") for n, text in enumerate((VISIT, CALL, MAIL, PLAN))
    ]
    return timeline(
        "Acme",
        allowed(notes, with_private=False),
        TODAY,
        lambda who: {"sam": "Sam Lee"}.get(who, who),
        **options,
    )


def test_the_columns_of_a_good_visit_record():
    call, visit, mail = told().contacts
    assert (visit.day, visit.by, visit.channel, visit.whom) == (
        date(2026, 3, 2), ("Sam Lee",), "visit", ("Dana Ortiz",),
    )  # fmt: skip
    assert (visit.where, visit.started_by, visit.next_contact) == (
        "Pump house", "them", date(2026, 3, 16),
    )  # fmt: skip
    assert [s.text for s in visit.discussed] == ["Seal leaking since Friday."]
    assert [(p.said.text, p.side, p.who, p.state) for p in visit.promised] == [
        ("Send seal kit", "we", "Sam Lee", "kept"), ("Dana sends shift log", "they", "", "open"),
    ]  # fmt: skip
    assert [p.said.text for p in call.delivered] == ["Send seal kit"]
    assert call.delivered[0].said.source.line == visit.promised[0].said.source.line == 14
    assert [s.text for s in call.discussed] == ["The kit fits."]
    assert mail.by == mail.delivered == ()


def test_what_was_kept_after_the_last_contact_stands_first():
    found = told()
    assert [p.said.text for p in found.since] == ["Price list"]
    assert told(last=date(2026, 3, 12)).since == ()
    lines = timeline_lines(found, TODAY, 80, sources=True, colour=False)
    assert lines[:2] == ["  since then  Price list", f"              {FOLDER}/2.md:6"]


def test_a_span_and_a_number_of_contacts():
    assert [c.channel for c in told(first=date(2026, 3, 1)).contacts] == ["call", "visit"]
    assert [c.channel for c in told(last=date(2026, 3, 2)).contacts] == ["visit", "email"]
    found = told(most=1)
    assert ([c.channel for c in found.contacts], found.total) == (["call"], 3)
    lines = timeline_lines(found, TODAY, 80, sources=False, colour=False)
    assert lines[-1] == "2 earlier; see them with --all."


def test_nothing_private_is_told_and_no_line_is_too_wide():
    lines = timeline_lines(told(), TODAY, 60, sources=False, colour=False)
    assert "supplier" not in "\n".join(lines)
    assert max(map(len, lines)) <= 60
