"""What `crm undo` says it put back: a folder once, then what was not in it."""

import json

NOTES = {
    "crm.toml": "",
    "Customers/Acme/Acme.md": "---\ntype: customer\n---\n",
    "Customers/Acme/2026-03-02 Acme visit.md": "Seal leaks at [[Acme]].\n",
    "Customers/Bell/Bell.md": "Knows [[Acme]].\n",
}


def test_a_folder_stands_for_all_that_was_in_it(vault, crm):
    folder = vault(NOTES)
    assert crm("rename", "Acme", "Acme Ltd", "--yes", cwd=folder).code == 0
    [entry] = json.loads(crm("undo", "--list", "--json", cwd=folder).output)
    assert "Customers/Acme Ltd/Acme Ltd.md" in entry["files"]
    listed = crm("undo", "--list", cwd=folder).output.splitlines()[1:]
    assert listed == ["   Customers/Acme → Customers/Acme Ltd", "   Customers/Bell/Bell.md"]
    said = crm("undo", cwd=folder).output.splitlines()[1:]
    assert said == ["Put back the folder Customers/Acme", "Put back Customers/Bell/Bell.md"]
    assert {p: (folder / p).read_text() for p in NOTES} == NOTES


def test_a_new_file_is_named_even_where_another_came(vault, crm):
    folder = vault(NOTES)
    assert (
        crm("split", "Acme", "Acme North", "2026-03-02 Acme visit", "--yes", cwd=folder).code == 0
    )
    said = crm("undo", cwd=folder).output.splitlines()[1:]
    assert said[0] == "Put back Customers/Acme/2026-03-02 Acme visit.md"
    assert "Moved to .trash: Customers/Acme North/Acme North.md" in said


def test_all_names_every_file_of_an_entry(vault, crm):
    notes = {f"Customers/Acme/n{n:02}.md": "[[Dana (Acme)]]\n" for n in range(12)}
    folder = vault({"Customers/Acme/Dana (Acme).md": "---\ntype: person\n---\n", **notes})
    assert crm("rename", "Dana (Acme)", "Dora", "--yes", cwd=folder).code == 0
    short, full = crm("undo", "--list", cwd=folder), crm("undo", "--list", "--all", cwd=folder)
    assert short.lines[-1].endswith(" more: --all")
    assert all(any(path in line for line in full.lines) for path in notes)
    assert crm("undo", cwd=folder).lines[-1].endswith(" more: crm undo --list --all")
    assert crm("undo", "--list", "1", cwd=folder).code == 2


def test_that_nothing_can_be_taken_back_is_said_in_a_list_too(vault, crm):
    told = crm("undo", "--list", cwd=vault())
    assert (told.code, told.stdout) == (1, "There is nothing to take back.\n")
