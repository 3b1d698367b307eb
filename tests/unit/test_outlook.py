"""Hints about what a customer will notice: each is given where it is due, left out where it is not, and silenced by its code."""

import json

import pytest

TEAM = {
    "Team/Sam Lee.md": "---\naliases: [sam]\n---\n",
    "Team/Ana Ruiz.md": "---\naliases: [ana]\n---\n",
}
UNIT = "Customers/Acme/Pump (Acme).md"
PROFILE = "Customers/Acme/Acme.md"
OLD = "Customers/Acme/{} Acme visit.md"
NEW = (
    "silent", "no-owner", "owner-gone", "cover-ends", "unit-unseen", "two-visits", "raised-twice",
    "no-customer",
)  # fmt: skip


def note(kind, by="sam", more="", body="Went well.\n"):
    return f"---\ntype: {kind}\nby: {by}\n{more}---\n{body}"


def visited(*days, **more):
    return {OLD.format(day): note("visit", **more) for day in days}


def unit(more):
    return {UNIT: f"---\ntype: equipment\n{more}---\n"}


def going(one="sam", other="ana", day="2026-03-20", kind="visit", purpose="Fit the belt"):
    return {
        OLD.format("2026-03-12"): note("visit", one, "purpose: Look at the seal\n", ""),
        f"Customers/Acme/{day} Acme {kind}.md": note(kind, other, f"purpose: {purpose}\n", ""),
    }


def said(one, other, *, heading="Asked", by=("sam", "ana"), first="2026-03-02"):
    return {
        OLD.format(first): note("visit", by[0], "", f"## {heading}\n{one}\n"),
        OLD.format("2026-03-09"): note("visit", by[1], "", f"## {heading}\n{other}\n"),
    }


QUIET = ("2025-03-01", "2025-04-01", "2025-05-01", "2025-06-01")
BUDGET = ("- Is the budget of next year fixed?", "- Budget for next year?")
PRICE = (
    "- [ ] Send price for the loan oven 📅 2026-03-20",
    "- [ ] Quote the loan oven 📅 2026-03-20",
)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (visited(*QUIET), [("silent", f"{QUIET[-1]} Acme visit.md")]),
        (visited(*QUIET) | {PROFILE: "---\nstatus: dormant\n---\n"}, []),
        (visited(*QUIET) | {PROFILE: "---\nnext_contact: 2026-04-01\n---\n"}, []),
        (visited(*QUIET) | {OLD.format("2026-03-12"): note("visit", more="purpose: x\n", body="")}, []),
        (visited("2026-01-20") | {PROFILE: "---\ncontact_every: 2 weeks\n---\n"}, [("silent", "Acme.md")]),
        (visited("2026-02-20") | {PROFILE: "---\ncontact_every: 2 weeks\n---\n"}, []),
        ({PROFILE: "", "Customers/Bell/Bell.md": "---\nowner: sam\n---\n"}, [("no-owner", "Acme.md")]),
        ({PROFILE: "", "Customers/Bell/Bell.md": ""}, []),
        ({PROFILE: "---\nstatus: former\n---\n", "Customers/Bell/Bell.md": "---\nowner: sam\n---\n"}, []),
        ({PROFILE: "---\nowner: Jo\n---\n"}, [("owner-gone", "Acme.md")]),
        ({PROFILE: '---\nowner: "[[Sam Lee]]"\n---\n'}, []),
        ({PROFILE: "---\nowner: Jo\n---\n", "Team/Jo.md": "---\nstatus: left\n---\n"}, [("owner-gone", "Acme.md")]),
        ({PROFILE: "---\nowner: Jo\n---\n", "Archive/Jo.md": "---\ntype: team\n---\n"}, [("owner-gone", "Acme.md")]),
        ({PROFILE: "---\nowner: Jo\n---\n", "Team/Jo.md": ""}, []),
        ({PROFILE: "---\ncontract_until: 2026-04-01\n---\n"}, [("cover-ends", "Acme.md")]),
        ({PROFILE: "---\ncontract_until: 2026-03-09\n---\n"}, []),
        ({PROFILE: "---\ncontract_until: 2026-04-01\n---\n"} | unit("contract_until: 2026-04-01\n"), [("cover-ends", "Acme.md")]),
        (unit("warranty_until: 2026-03-10\n"), [("cover-ends", "Pump (Acme).md")]),
        (unit("warranty_until: 2026-09-10\n"), []),
        (unit("warranty_until: 2026-03-10\nstatus: retired\n"), []),
        (unit("installed: 2025-01-01\nservice_every: 1 year\n"), [("unit-unseen", "Pump (Acme).md")]),
        (unit("installed: 2025-04-01\nservice_every: 1 year\n"), []),
        (unit("installed: 2025-01-01\nservice_every: 1 year\nstatus: retired\n"), []),
        (unit("service_every: 1 year\n"), []),
        (unit("installed: 2025-01-01\nservice_every: 1 year\n") | visited("2026-01-20", more="equipment: Pump (Acme)\nnext_contact: 2026-04-01\n"), []),
        (unit("installed: 2025-01-01\nservice_every: 1 year\naliases: P1\n") | visited("2026-01-20", more="next_contact: 2026-04-01\n", body="Saw [[P1|it]].\n"), []),
        (unit("installed: 2025-01-01\nservice_every: 1 year\n") | visited("2026-03-20", more='purpose: x\nequipment: "[[Pump (Acme)]]"\n', body=""), []),
        (unit("installed: 2025-01-01\nservice_every: 1 year\nserial: AB-1234\n") | visited("2026-01-20", more="next_contact: 2026-04-01\n", body="Oiled AB-1234.\n"), []),
        (unit("installed: 2025-01-01\nservice_every: 1 year\nserial: AB-1234\n") | visited("2025-02-20", more="next_contact: 2026-04-01\n", body="Oiled AB-1234.\n"), [("unit-unseen", "Pump (Acme).md")]),
        (going(), [("two-visits", "2026-03-20 Acme visit.md")]),
        (going(other="Sam Lee"), []),
        (going(other="[sam, ana]"), []),
        (going(other=""), []),
        (going(day="2026-04-20"), []),
        (going(kind="call"), []),
        (going(day="2026-04-20", purpose="Fit the new belt"), []),
        (going(day="2026-04-20", purpose="Look at that seal again"), [("raised-twice", "2026-04-20 Acme visit.md")]),
        (said(*BUDGET), [("raised-twice", "2026-03-09 Acme visit.md")]),
        (said(*BUDGET, heading="Told"), [("raised-twice", "2026-03-09 Acme visit.md")]),
        (said(*BUDGET, by=("sam", "Sam Lee")), []),
        (said(*BUDGET, heading="Observed"), []),
        (said("- Is the budget fixed?", "- When does the shop close?"), []),
        (said(*PRICE, heading="Promised"), [("raised-twice", "2026-03-09 Acme visit.md")]),
        (said(PRICE[0], PRICE[1].replace("oven", "oven @sam"), heading="Promised"), []),
        (said(*BUDGET, first="2026-02-20"), []),
        ({"2026-03-01 Saw Dana.md": "She asks for a pump.\n"}, [("no-customer", "2026-03-01 Saw Dana.md")]),
        ({"2026-03-01.md": "A diary.\n", "1000 things.md": "A list.\n", "Inbox/2026-03-01 Saw Dana.md": "x\n"}, []),
    ],
)  # fmt: skip
def test_a_hint_is_given_where_it_is_due_and_only_there(crm, vault, files, expected):
    folder = vault(TEAM | files)
    assert hints(crm, folder) == expected
    for code, _ in expected:
        (folder / "crm.toml").write_text(f'[check]\nignore = ["{code}"]\n')
        assert hints(crm, folder) == []


@pytest.mark.parametrize(
    ("path", "keys"),
    [
        (PROFILE, "owner: Jo"), (PROFILE, "contract_until: 2026-04-01"),
        (UNIT, "type: equipment\nwarranty_until: 2026-04-01"),
        (UNIT, "type: equipment\ninstalled: 2025-01-01\nservice_every: 1 year"),
    ],
)  # fmt: skip
def test_a_note_may_ask_for_silence(crm, vault, path, keys):
    folder = vault(TEAM | {path: f"---\n{keys}\n---\n"})
    [(code, _)] = hints(crm, folder)
    (folder / path).write_text(f"---\n{keys}\ncheck_ignore: {code}\n---\n")
    assert hints(crm, folder) == []


def test_without_notes_of_a_team_nobody_has_left(crm, vault):
    folder = vault({PROFILE: "---\nowner: Jo\n---\n"})
    assert hints(crm, folder) == []


def test_who_raised_it_before_is_named_with_the_day_and_the_words(crm, vault):
    folder = vault(TEAM | said(*BUDGET))
    told = [f for f in findings(crm, folder) if f["code"] == "raised-twice"]
    assert [(f["line"], f["message"]) for f in told] == [
        (6, "Sam Lee asked them this on 2026-03-02: Is the budget of next year fixed?")
    ]


def test_of_a_silent_customer_it_is_not_said_as_well_that_nothing_follows(crm, vault):
    folder = vault(visited(*QUIET))
    assert [f["code"] for f in findings(crm, folder)] == ["silent"]


def hints(crm, folder):
    found = [f for f in findings(crm, folder) if f["code"] in NEW]
    return [(f["code"], f["path"].rpartition("/")[2]) for f in found]


def findings(crm, folder):
    return [
        f
        for f in json.loads(crm("check", "--json", cwd=folder).stdout)["findings"]
        if f["path"] != "."
    ]
