"""A handover counts from today, whatever is planned: its cautions say the days its lists say."""

import json

NOTES = {
    "Team/Sam Lee.md": "---\ntype: team\n---\n",
    "Team/Jo Park.md": "---\ntype: team\n---\n",
    "Customers/Acme/2026-03-02 Acme visit.md": "---\ntype: visit\nby: Sam Lee\n---\n## Promised\n"
    "- [ ] Send the kit #promise 📅 2026-03-06\n",
    "Customers/Acme/2026-03-12 0930 Acme visit.md": "---\ntype: visit\nby: Sam Lee\n---\n",
}


def test_a_promise_is_as_late_in_the_caution_as_in_the_list(crm, vault):
    done = crm("handover", "sam", "jo", "--json", cwd=vault(NOTES))
    assert done.code == 0, done.output
    [customer] = json.loads(done.output)["customers"]
    assert [c["label"] for c in customer["cautions"] if c["kind"] == "overdue"] == ["Overdue 4 d"]
    assert [p["days_late"] for p in customer["promises"]] == [4]
    assert [v["date"] for v in customer["visits"]] == ["2026-03-12"]


def test_the_sheet_counts_from_the_visit(crm, vault):
    done = crm("brief", "acme", "--text", cwd=vault(NOTES))
    assert "Overdue 6 d" in done.output
