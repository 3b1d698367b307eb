from datetime import date
from pathlib import Path

import pytest

from notes_crm.answers.briefing import compose
from notes_crm.model.note import parse
from notes_crm.output.plain import text
from tests import harbour_lane as lane

GOLDEN = Path(__file__).parents[1] / "golden"


@pytest.mark.parametrize("lang", ["en", "de"])
def test_the_full_briefing(lang, update):
    briefing = compose(
        lane.CUSTOMER, lane.notes(), lane.TODAY, me="anna", lessons=lane.lessons(), team=lane.team()
    )
    shown = text(briefing, lang=lang, currency="GBP")
    golden = GOLDEN / f"briefing_{lang}.txt"
    if update:
        golden.write_text(shown, encoding="utf-8")
    assert shown == golden.read_text(encoding="utf-8")


def test_no_line_is_wider_than_the_terminal():
    briefing = compose(lane.CUSTOMER, lane.notes(), lane.TODAY)
    for width in (40, 80):
        assert max(map(len, text(briefing, width=width).splitlines())) <= width


def test_nothing_drives_the_terminal():
    evil = "\x1b]0;owned\x07 \x9b31m \u202e reversed"
    notes = [
        parse(
            f'---\ntype: visit\nby: "{evil}"\n---\n{evil}\n'.encode(), "Customers/A/2026-11-01 a.md"
        )
    ]
    shown = text(compose(f"A {evil}", notes, date(2026, 11, 22)))
    assert not {c for c in shown if not c.isprintable() and c != "\n"}


def test_an_empty_customer():
    assert "No contact noted so far." in text(compose("A", [], date(2026, 11, 22)))
