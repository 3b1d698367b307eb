import json
from pathlib import Path

import pytest

from notes_crm.store.litter import judge

RULES = Path(__file__).parents[3] / "shared" / "data" / "litter.json"

CONFLICTS = {
    "Acme.sync-conflict-20261122-072921-OKQV4XZ.md": "Acme.md",
    "Acme (Dana Ortiz's conflicted copy 2026-03-02).md": "Acme.md",
    "Acme (Dana’s conflicted copy 2026-03-02 1).md": "Acme.md",
    "Acme (conflicted copy 2026-03-02 143000).md": "Acme.md",
    "Acme (conflicted copy sam 2026-03-02 143000).md": "Acme.md",
    "Acme (Conflicted copy Sam's phone 202603021430).md": "Acme.md",
    "Acme (Case Conflict).md": "Acme.md",
    "Acme (Unicode Encoding Conflict 1).md": "Acme.md",
    "Acme (conflict_on_2026-03-02).md": "Acme.md",
    "Acme (conflict #2_on_2026-03-02).md": "Acme.md",
    "Acme-laptop-safeBackup-0001.md": "Acme.md",
    "Acme_conflict-20260302-143000.md": "Acme.md",
}
NOTES = (
    "Acme Pumps.md", "2026-03-02 1430 Acme Pumps visit.md", "Pump P-100 (Acme Pumps).md", "Acme (Leeds).md",
    "Conflict of interest.md", "Note 2.md", "Note (1).md", "Acme-Laptop.md", "VISIT.MD", "a.markdown", "Q&A – Süd.md",
    "tmp123.md", "Sedgemoor.md", "2026.md", "note_BASE_12.md",
)  # fmt: skip
LITTER = (
    ".Acme.md.swp", ".#Acme.md", "#Acme.md#", "Acme.md~", "~$Acme.md", "4913", ".syncthing.Acme.md.tmp",
    "~syncthing~Acme.md.tmp", ".Acme.md.COzOTN", "Acme.md.!sync", "Acme.md.orig", "._Acme.md", ".bak.1.Acme.md",
    "Acme.md.part", "photo.jpg", "Acme.txt", "desktop.ini", ".unison.Acme.md.0123456789abcdef.unison.tmp",
)  # fmt: skip


@pytest.mark.parametrize(("name", "base"), CONFLICTS.items())
def test_a_conflict_copy_is_known_without_its_original(name, base):
    judged = judge(name, {name})
    assert (judged.verdict, judged.base) == ("conflict", base)


@pytest.mark.parametrize("name", NOTES)
def test_an_ordinary_name_alone_is_a_note(name):
    assert judge(name, {name}).verdict == "note"


@pytest.mark.parametrize("name", LITTER)
def test_litter_is_no_note(name):
    assert judge(name, {name, "Acme.md"}).verdict == "litter"


@pytest.mark.parametrize(
    "name", ["Acme (1).md", "Acme 2.md", "Acme-LAPTOP-4KJ9P2A.md", "Acme-Sams-iMac.md"]
)
def test_an_ambiguous_name_is_a_copy_only_beside_its_original(name):
    assert judge(name, {name, "Acme.md"}).verdict == "conflict"
    assert judge(name, {name}).verdict == "note"


def test_what_a_merge_leaves_is_litter_beside_its_original():
    assert judge("Acme_LOCAL_12.md", {"Acme.md"}).verdict == "litter"


def test_a_placeholder_names_the_note_it_stands_for():
    assert judge(".Acme.md.icloud", set()).base == "Acme.md"
    assert judge("Acme.md.nextcloud", set()).verdict == "placeholder"


def test_files_that_drive_a_sync_server_are_no_notes_at_the_root():
    assert judge("redflag.md", set(), root=True).verdict == "litter"
    assert judge("redflag.md", set()).verdict == "note"


@pytest.mark.skipif(not RULES.exists(), reason="the table of observed names is not here")
def test_the_observed_patterns_agree():
    """Names made from the table's own patterns get the verdict the table wants."""
    table = json.loads(RULES.read_text())["rules"]
    made = {
        "syncthing-conflict": "Acme.sync-conflict-20260302-143000-ABCDEF2.md",
        "nextcloud-conflict": "Acme (conflicted copy 2026-03-02 143000).md",
        "dropbox-conflict": "Acme (Dana's conflicted copy 2026-03-02).md",
        "obsidian-sync-conflict": "Acme (Conflicted copy phone 202603021430).md",
        "unison-conflict": "Acme (conflict_on_2026-03-02).md",
        "onedrive-abraunegg-backup": "Acme-host-safeBackup-0001.md",
    }
    import re

    for rule in table:
        if rule["id"] in made:
            name = made[rule["id"]]
            assert re.match(rule["regex"], name), rule["id"]
            assert judge(name, set()).verdict == rule["action"]
