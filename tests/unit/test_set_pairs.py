"""`--set KEY=VALUE`: days in words count from the day of the note, and what has been lies behind."""

import pytest

ACME = {"Customers/Acme/Acme.md": ""}


@pytest.mark.parametrize(
    ("pairs", "lines"),
    [
        (["due=in 3 days"], {"due: 2026-03-13", "date: 2026-03-10"}),
        (["date=last tuesday", "due=in 3 days"], {"date: 2026-03-03", "due: 2026-03-06"}),
        (["due=in 3 days", "date=last tuesday"], {"date: 2026-03-03", "due: 2026-03-06"}),
        (["date=3 oct", "due=24 nov"], {"date: 2025-10-03", "due: 2025-11-24"}),
        (["date=2026-04-01", "due=in 3 days"], {"date: 2026-04-01", "due: 2026-03-13"}),
        (["date=2026-03-03", "due=2026-03-04"], {"date: 2026-03-03", "due: 2026-03-04"}),
    ],
)
def test_days_of_a_case_count_from_its_date_once_that_has_been(crm, vault, pairs, lines):
    folder = vault(ACME)
    options = [word for pair in pairs for word in ("--set", pair)]
    done = crm("add", "case", "leak", "-c", "acme", *options, cwd=folder)
    assert done.code == 0, done.output
    [note] = folder.glob("Customers/Acme/* case leak.md")
    assert lines <= set(note.read_text().splitlines())
    assert f"date: {note.name[:10]}" in lines


@pytest.mark.parametrize("key", ["purchased", "installed"])
def test_a_unit_was_bought_and_installed_in_the_past(crm, vault, key):
    folder = vault(ACME)
    options = ("--set", f"{key}=3 oct", "--set", "warranty_until=3 oct")
    assert crm("add", "equipment", "Pump", "-c", "acme", *options, cwd=folder).code == 0
    text = (folder / "Customers/Acme/Pump (Acme).md").read_text()
    assert f"{key}: 2025-10-03\n" in text
    assert "warranty_until: 2026-10-03\n" in text
