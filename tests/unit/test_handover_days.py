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


def test_numbers_count_from_top_to_bottom_and_mean_what_stands_there(crm, vault):
    late = "- [ ] late {} #promise 📅 2026-03-0{}\n"
    two = "---\ntype: call\nby: Sam Lee\ncustomer: [Acme, Bell]\n---\n- [ ] both #promise 📅 2026-03-20\n"
    folder = vault({
        **NOTES,
        "Customers/Bell/2026-03-01 Bell call.md": "---\ntype: call\nby: Sam Lee\n---\n" + late.format("b", 1),
        "Customers/Acme/2026-03-01 Acme call.md": "---\ntype: call\nby: Sam Lee\n---\n" + late.format("a", 9) + late.format("c", 2),
        "Customers/Acme/2026-03-03 Acme call.md": two,
    })  # fmt: skip
    shown = crm("handover", "sam", "jo", cwd=folder).output
    numbers = [line[:4].strip() for line in shown.splitlines() if " we owe  " in line]
    assert numbers == ["1", "2", "3", "4", "5", "4"]
    [fifth] = [line for line in shown.splitlines() if line.startswith("   5 ")]
    assert "late b" in fifth
    assert "\n  crm assign 1 2 3 4 5 Jo.Park\n" in shown
    given = crm("assign", "1", "2", "3", "4", "5", "Jo.Park", cwd=folder).output
    assert given.count("Now Jo Park's") == 5
    assert "crm assign" not in crm("handover", "sam", "jo", cwd=folder).output
