import json
import re
from datetime import date
from pathlib import Path

from notes_crm.answers.briefing import compose
from notes_crm.answers.route import route
from notes_crm.output.records import document
from tests import harbour_lane as lane

PAGE = Path(__file__).parents[2] / "docs" / "brief.md"
FREE = {"api", "route", "briefings"}


def full():
    return compose(
        lane.CUSTOMER, lane.notes(), lane.TODAY, me="anna", lessons=lane.lessons(), team=lane.team()
    )


def keys(value):
    """Every name of a field anywhere in a document."""
    if isinstance(value, dict):
        return set(value) | {k for v in value.values() for k in keys(v)}
    return {k for v in value for k in keys(v)} if isinstance(value, list) else set()


def test_the_page_names_every_field_and_no_other():
    made = document([full()], route(lane.TODAY, lane.TODAY, [full()]))
    table = PAGE.read_text(encoding="utf-8").partition("| in | fields |")[2]
    rows = [row.split("|")[2] for row in table.splitlines() if row.startswith("| `")]
    named = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    assert keys(made) - FREE <= named
    unused = {"phone", "owed", "at", "why", "name", "stop"}  # nobody is to be called that day
    assert named - keys(made) <= unused


def test_it_is_json_and_the_same_for_nothing_at_all():
    empty = document([compose("A", [], date(2026, 11, 22))])
    assert keys(empty["briefings"]) < keys(document([full()])["briefings"]) | {"head"}
    assert set(empty["briefings"][0]) == set(document([full()])["briefings"][0])
    assert json.loads(json.dumps(empty)) == empty


def test_notes_are_their_paths():
    made = document([full()])
    text = json.dumps(made)
    assert '"lines": [{"said"' in text
    assert "frozenset" not in text
    assert made["briefings"][0]["last"]["note"].endswith(
        "2026-11-19 1100 Harbour Lane Bakery call.md"
    )
