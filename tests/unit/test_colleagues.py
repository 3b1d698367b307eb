"""Somebody whose note names no short handle is one person, by the name with blanks or with dots."""

import json

import pytest

from notes_crm.answers.colleagues import Colleagues

FILES = {
    "Team/Sam Lee.md": "---\ntype: team\n---\n",
    "Team/Jo Park.md": "---\ntype: team\n---\n",
    "Customers/Acme/2026-03-09 Acme call.md": "---\ntype: call\nby: Jo Park\n---\n- [ ] send kit #promise 📅 2026-03-09\n",
}  # fmt: skip


@pytest.mark.parametrize("others", [["Sam.Lee", "Sam Lee"], ["Sam Lee", "Sam.Lee"]])
@pytest.mark.parametrize("team", [[], [("Sam Lee", "Sam Lee")]])
def test_a_handle_with_dots_is_nobody_else(team, others):
    us = Colleagues(team, others)
    assert us.name("Sam.Lee") == us.name("@sam.lee") == us.meant("sam") == "Sam Lee"


def test_a_handle_that_is_somebodys_alias_stays_theirs():
    us = Colleagues([("Ann Lee", "Ann Lee"), ("Ann.Lee", "Ann Other"), ("Ann Other", "Ann Other")])
    assert us.name("Ann.Lee") == "Ann Other"


def test_what_assign_writes_is_found_by_due_told_by_the_feed_and_named_on_the_sheet(
    crm, vault, home, monkeypatch
):
    folder = vault(FILES)
    assert "@Sam.Lee" in crm("assign", "kit", "sam", cwd=folder).output
    due = crm("due", "--for", "sam", "--json", cwd=folder)
    assert due.code == 0, due.output
    [late] = json.loads(due.stdout)["overdue"]
    assert late["owner"] == "Sam Lee"
    monkeypatch.setenv("CRM_ME", "Sam Lee")
    monkeypatch.setenv("XDG_STATE_HOME", str(home / "of Sam"))
    assert "given you" in crm("feed", cwd=folder).output
    assert "Sam · 9 Mar" in crm("brief", "acme", "--text", cwd=folder).output
