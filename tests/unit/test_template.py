import json

import pytest

from notes_crm.errors import AlreadyExists
from notes_crm.model.note import parse
from notes_crm.store.opening import TYPES, add_types, open_filled, open_vault, opening, with_types
from notes_crm.store.template import template_files


def test_a_vault_without_the_example_does_not_speak_of_it():
    files = dict(template_files(example=False))
    assert "crm.toml" in files
    assert "Templates/Visit.md" in files
    assert not [
        path for path, data in files.items() if b"Example Bakery" in data or b"#example" in data
    ]


def test_the_example_reads_without_a_problem():
    for path, data in template_files(example=True):
        if path.endswith(".md") and not path.startswith("Templates/"):
            assert parse(data, path).problems == (), path


def test_adopting_a_folder_overwrites_nothing(tmp_path):
    (tmp_path / "README.md").write_text("mine")
    (tmp_path / "Visit.md").write_text("my note")
    (tmp_path / ".obsidian").mkdir()
    (tmp_path / TYPES).write_text('{"types": {"serial": "number", "mine": "text"}, "other": 1}')
    before = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    opened = opening(tmp_path, example=None)
    written = list(open_vault(opened))
    assert {p: p.read_bytes() for p in before} == before
    assert written[0] == "crm.toml"
    assert not [path for path in written if path.startswith(("Customers/", "Team/", ".obsidian/"))]
    add_types(tmp_path, with_types(tmp_path, opened.missing_types))
    types = json.loads((tmp_path / TYPES).read_text())
    assert (types["types"]["serial"], types["types"]["mine"], types["other"]) == (
        "number",
        "text",
        1,
    )
    assert types["types"]["phone"] == "multitext"


def test_opening_twice_changes_nothing(tmp_path):
    assert list(open_vault(opening(tmp_path / "v", example=None)))
    before = {p: p.read_bytes() for p in (tmp_path / "v").rglob("*") if p.is_file()}
    assert list(open_vault(opening(tmp_path / "v", example=None))) == []
    assert {p: p.read_bytes() for p in (tmp_path / "v").rglob("*") if p.is_file()} == before


def test_the_demo_wants_a_folder_of_its_own(tmp_path):
    (tmp_path / "a.txt").write_text("x")
    with pytest.raises(AlreadyExists, match="name a new folder"):
        open_filled(tmp_path, {"a.md": "x"})


def test_the_teams_own_keys_are_told_to_obsidian(tmp_path):
    """In a types.json that is made, and offered for one that is there."""
    (tmp_path / "crm.toml").write_text('[fields]\nlease_until = "date"\nallergies = "list"\n')
    (tmp_path / "old.md").write_text("x")
    found = opening(tmp_path, example=None)
    assert not found.missing_types
    assert TYPES in list(open_vault(found))
    types = json.loads((tmp_path / TYPES).read_text())["types"]
    assert (types["lease_until"], types["allergies"]) == ("date", "multitext")
    (tmp_path / TYPES).write_text('{"types": {"lease_until": "text"}}')
    missing = opening(tmp_path, example=None).missing_types
    assert (missing["allergies"], "lease_until" in missing) == ("multitext", False)
