"""The day of the next contact, written into a profile or refused with a sentence that helps."""

import pytest


@pytest.mark.parametrize("keys", ["type: customer\n  bad: x: y", "type: person"])
def test_a_profile_that_does_not_read_as_one_is_left_alone(vault, crm, keys):
    path = "Customers/Acme/Acme.md"
    folder = vault({path: f"---\n{keys}\n---\n", "Customers/Acme/2026-03-02 Acme visit.md": "x\n"})
    before = (folder / path).read_bytes()
    done = crm("next", "acme", "2 weeks", cwd=folder)
    assert (done.code, (folder / path).read_bytes()) == (2, before)
    assert "mend its front matter" in done.stderr


def test_a_customer_without_a_profile_gets_one_with_the_day(vault, crm):
    folder = vault({"Customers/Acme/2026-03-02 Acme visit.md": "x\n"})
    assert crm("next", "acme", "2 weeks", cwd=folder).code == 0
    profile = folder / "Customers/Acme/Acme.md"
    assert profile.read_text() == "---\ntype: customer\nnext_contact: 2026-03-24\n---\n"
    assert crm("undo", cwd=folder).code == 0
    assert not profile.exists()
