"""A new vault without the example has every folder that its pages speak of; an adopted one gets none."""


def test_the_folders_of_a_new_vault_are_there(crm, home):
    done = crm("init", "Shop", "--no-example", cwd=home)
    assert done.code == 0, done.output
    made = {p.name for p in (home / "Shop").iterdir() if p.is_dir() and p.name[0] != "."}
    assert made == {"Archive", "Customers", "Goals", "Inbox", "Reference", "Team", "Templates"}
    assert not list((home / "Shop" / "Team").iterdir())


def test_a_folder_of_notes_gets_no_folders_for_them(crm, home):
    (home / "Notes" / "Kunden").mkdir(parents=True)
    (home / "Notes" / "Kunden" / "Acme.md").write_text("hi\n")
    assert crm("init", "Notes", cwd=home).code == 0
    assert not (home / "Notes" / "Customers").exists()
    assert not (home / "Notes" / "Team").exists()
