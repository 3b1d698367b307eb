"""A name is written as a link only where the link says that very name."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notes_crm.model.markdown.names import link_to, plain_names


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Acme Pumps", "[[Acme Pumps]]"),
        ("O'Brien & Söhne 🚗", "[[O'Brien & Söhne 🚗]]"),
        ("Acme Pumps|the pumps", "[[Acme Pumps|the pumps]]"),
        ("O'Brien [Garage]", "O'Brien [Garage]"),
        ("C# Shop", "C# Shop"),
        ("A]] [[B", "A]] [[B"),
    ],
)
def test_a_name_that_no_link_can_say_stays_a_name(name, written):
    assert link_to(name) == written


@given(st.text(alphabet="aB [](){}#^|%!:.é🚗", min_size=1, max_size=12))
def test_what_is_written_is_read_as_the_name(name):
    target = name.partition("|")[0].strip()
    assert plain_names(link_to(name)) in {(name,), (target,)}


NAMES = ["O'Brien [Garage] 🚗", "C# Shop", "Zoë's Café"]
FILES = {
    "Team/Sam Lee.md": "---\ntype: team\n---\n",
    "Customers/Acme/Acme.md": "",
    **{f"Customers/{name}/2026-03-02 visit.md": "Seen.\n" for name in NAMES},
}


@pytest.mark.parametrize("name", NAMES)
def test_a_customer_of_any_name_is_followed_and_shares_a_note(crm, vault, home, monkeypatch, name):
    monkeypatch.setenv("CRM_ME", "Sam Lee")
    monkeypatch.setenv("XDG_STATE_HOME", str(home / "of Sam"))
    folder = vault(FILES)
    assert crm("follow", name, cwd=folder).code == 0
    assert json.loads(crm("follow", "--json", cwd=folder).stdout)["customers"] == [name]
    assert crm("feed", cwd=folder).code == 0
    monkeypatch.setenv("CRM_ME", "Jo Park")
    monkeypatch.setenv("XDG_STATE_HOME", str(home / "of Jo"))
    assert crm("log", "acme", "call", "Both rang.", "--also", name, cwd=folder).code == 0
    assert f"{name}\n2 notes" in crm("who", name, cwd=folder).stdout
    monkeypatch.setenv("CRM_ME", "Sam Lee")
    monkeypatch.setenv("XDG_STATE_HOME", str(home / "of Sam"))
    [news] = json.loads(crm("feed", "--json", cwd=folder).stdout)["notes"]
    assert news["customers"] == ["Acme", name]
    assert f"no longer follow {name}" in crm("follow", "--stop", name, cwd=folder).stdout
    assert json.loads(crm("follow", "--json", cwd=folder).stdout)["customers"] == []
