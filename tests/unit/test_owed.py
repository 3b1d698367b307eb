"""What the sheet has of promises: late ones first, then what is ready and only has to be told."""

from datetime import date

from notes_crm.answers.owed import owed
from notes_crm.model.note import parse

TODAY = date(2026, 3, 10)


def note(text):
    return parse(text.encode(), "Customers/Acme/2026-03-02 Acme visit.md")


def test_what_is_ready_stands_behind_the_late_ones_and_before_what_is_ahead():
    ours, theirs = owed(
        [
            note(
                "---\ntype: visit\n---\n"
                "- [ ] ahead #promise 📅 2026-03-12\n- [ ] undated #promise\n- [ ] to tell #ready\n"
                "- [ ] late #promise 📅 2026-03-06\n- [ ] theirs #waiting 📅 2026-03-12\n"
            )
        ],
        TODAY,
        str,
    )
    assert [p.said.text for p in ours] == ["late", "to tell", "ahead", "undated"]
    assert [p.said.text for p in theirs] == ["theirs"]
