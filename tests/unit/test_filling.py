from datetime import date, datetime, time

import pytest

from notes_crm.errors import Unwritable
from notes_crm.model.drafts import Interaction
from notes_crm.model.fact import Fact
from notes_crm.model.filling import fill, plan_for, prepared
from notes_crm.model.note import parse
from notes_crm.model.schema import SCHEMA

DAY = date(2026, 3, 10)
PLAN = b"---\ntype: visit\ndate: 2026-03-10\npurpose: seal\n---\n"


def read(data):
    return parse(data, "Customers/Acme/2026-03-10 Acme visit.md", SCHEMA)


def said(text="", **more):
    return Interaction(
        "visit", "Acme", datetime(2026, 3, 10, 16, 30), timed=True, text=text, **more
    )


def filled(data, **more):
    return fill(data, said(**more), read, SCHEMA, clock=False).decode()


def note(path="a", at=None, **fields):
    fact = Fact(
        path, "visit", "interaction", path, DAY, at, fields, "", 0, typed_up=False, has_words=False
    )
    return fact._replace(
        **{k: fields.pop(k) for k in ("type", "date", "typed_up", "has_words") if k in fields}
    )


@pytest.mark.parametrize(
    ("notes", "by", "found"),
    [
        ([note(purpose="seal")], (), "a"),
        ([note()], (), "a"),
        ([note(typed_up=True, purpose="seal")], (), None),
        ([note(has_words=True)], (), None),
        ([note(has_words=True, purpose="seal")], (), "a"),
        ([note(outcome="good", purpose="seal")], (), None),
        ([note(date=date(2026, 3, 11), purpose="seal")], (), None),
        ([note(type="call", purpose="seal")], (), None),
        ([note(purpose="seal", by=("Ana Ruiz",))], ("Sam Lee",), None),
        ([note(purpose="seal", by="Sam")], ("Sam Lee",), "a"),
        ([note(purpose="seal", by="Sam Ruiz")], ("Sam Lee",), None),
        ([note(purpose="seal", by="Sam")], (), "a"),
        ([note("a", time(9)), note("b", time(15)), note("c", time(18))], (), "b"),
        ([note("c", time(18)), note("d", time(19))], (), "c"),
        ([], (), None),
    ],
)  # fmt: skip
def test_the_plan_of_a_day(notes, by, found):
    plan = plan_for(notes, "visit", DAY, at=time(16, 30), by=by)
    assert (plan and plan.path) == found


def test_lines_go_below_the_heading_that_is_there_and_new_headings_into_the_usual_order():
    data = PLAN + b"# Acme\n\n### Discussed\n- a\n\n### told\n\nx\n\n### Private\n- p\n"
    assert filled(data, text="b", told=["c"], promised=["- [ ] d #promise"], asked=["e"]).endswith(
        "# Acme\n\n### Discussed\n- a\n- b\n\n### Promised\n- [ ] d #promise\n\n### told\n\nx\n- c\n\n"
        "### Asked\n- e\n\n### Private\n- p\n"
    )


def test_nothing_lands_in_code_html_or_a_private_part():
    data = PLAN + b"## Discussed\n<div>\n</div>\n\n## Private\n### Told\n- secret\n"
    after = read(filled(data, text="b", told=["c"]).encode())
    assert [(line.text, line.private) for line in after.below("Discussed")] == [("b", False)]
    assert [line.text for line in after.public().below("Told")] == ["c"]
    with pytest.raises(Unwritable, match="below Told"):
        filled(PLAN + b"## Discussed\n```\nnever closed\n", told=["c"])


def test_keys_that_say_it_already_stay_as_they_are():
    data = (
        b"---\ntype: visit\npeople: 'Dana Ortiz'\nlocation: \"Pump house\" # left\noutcome:\n---\n"
    )
    keys = {"people": ["dana"], "location": "Pump house", "outcome": "good"}
    assert filled(data, keys=keys) == data.decode().replace("outcome:", "outcome: good")


def test_the_time_is_set_only_where_it_was_said():
    data = PLAN.replace(b"purpose", b"time: 09:30\npurpose")
    assert b"time: 09:30" in fill(data, said("x"), read, SCHEMA, clock=False)
    assert b"time: 16:30" in fill(data, said("x"), read, SCHEMA, clock=True)


def test_an_editor_finds_the_headings():
    assert prepared(PLAN + b"## Told\n", read).endswith(
        b"---\n## Discussed\n## Promised\n## Told\n"
    )
