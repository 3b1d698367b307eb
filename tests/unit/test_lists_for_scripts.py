"""Lists for scripts leave the numbers of the last list that a person saw alone, and claim none."""

import json

import pytest

NOTES = {
    "Team/Sam Lee.md": "---\ntype: team\n---\n",
    "Team/Jo Park.md": "---\ntype: team\n---\n",
    "Customers/Acme/2026-03-02 Acme visit.md": "---\ntype: visit\nby: Sam Lee\n---\n## Promised\n"
    "- [ ] Send the kit #promise 📅 2026-03-06\n- [ ] Order a belt #promise 📅 2026-03-10\n",
    "Customers/Bell/2026-03-02 Bell call.md": "---\ntype: call\nby: Sam Lee\n---\n## Promised\n"
    "- [ ] Ring the foundry #promise 📅 2026-03-09\n",
}


@pytest.fixture
def folder(vault):
    return vault(NOTES)


@pytest.mark.parametrize(
    "line",
    [("due", "--json"), ("today", "--for", "sam", "--json"), ("handover", "sam", "jo", "--json")],
)
def test_a_list_for_scripts_has_no_numbers_and_changes_none(crm, folder, line):
    assert "1  we owe" in crm("due", "--customer", "bell", cwd=folder).output
    done = crm(*line, cwd=folder)
    assert done.code == 0, done.output
    assert '"number": 0' in done.output
    assert '"number": 1' not in done.output
    assert "Ring the foundry" in crm("done", "1", cwd=folder).output


def test_a_handover_of_nothing_is_a_document_too(crm, folder):
    done = crm("handover", "jo", "sam", "--json", cwd=folder)
    assert done.code == 1
    told = json.loads(done.output)
    assert (told["from"], told["customers"], told["elsewhere"]) == ("Jo Park", [], [])
