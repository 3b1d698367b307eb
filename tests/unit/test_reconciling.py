"""A look into a few folders does for their notes what a whole one does, or leaves it to that."""

import os
import shutil

import pytest

from notes_crm.store.index import Index
from notes_crm.store.report import Report
from notes_crm.store.vault import Vault
from tests.soak import ground

PROFILE = "Customers/Acme/Acme.md"
VISIT = "Customers/Acme/2026-03-02 visit.md"
OTHER = "Customers/Birch/Birch.md"
UNIT = "Customers/Acme/Equipment/P-100.md"
ACME = {"Customers/Acme/"}


@pytest.fixture
def index(vault, tmp_path):
    """Of a vault that was looked at."""
    root = vault({PROFILE: "Acme\n", VISIT: "The seal leaks.\n", OTHER: "Birch\n", UNIT: "Pump\n"})
    made = Index(Vault(root), tmp_path / "cache")
    made.reconcile()
    yield made
    made.close()


def write(index, path, text):
    file = index.vault.absolute(path)
    file.parent.mkdir(exist_ok=True)
    file.write_text(text)


def test_notes_come_change_and_go(index, tmp_path):
    write(index, VISIT, "The gasket was changed.\n- [ ] Send kit #promise 📅 2026-03-06\n")
    write(index, "Customers/Acme/2026-03-09 call.md", "Asked for a quokka.\n")
    index.vault.absolute(PROFILE).unlink()
    assert index.reconcile_within(ACME) == Report(1, 1, 1, 0, 4)
    assert ground.state(index) == ground.fresh_state(index.vault.root, tmp_path)


def test_other_folders_are_left_to_a_whole_look(index, tmp_path):
    write(index, OTHER, "Birch moved to Leeds.\n")
    write(index, UNIT, "Pump with a new seal\n")
    before = index.catalog.stamps()
    report = index.reconcile_within(ACME)
    assert (report.added, report.removed) == (0, 0)
    assert {p: s for p, s in index.catalog.stamps().items() if p in (OTHER, UNIT)} == {
        path: before[path] for path in (OTHER, UNIT)
    }
    index.reconcile()
    assert ground.state(index) == ground.fresh_state(index.vault.root, tmp_path)


def test_the_vault_itself_is_a_folder(index):
    write(index, "Lessons.md", "# Lessons\n")
    assert index.reconcile_within({""}) is None, "no note was known there"
    index.reconcile()
    write(index, "Lessons.md", "# Lessons\n- Look at the seal first.\n")
    assert index.reconcile_within({""}).changed == 1


def many_go(index):
    for number in range(30):
        write(index, f"Customers/Acme/{number}.md", "x\n")
    index.reconcile()
    for number in range(30):
        index.vault.absolute(f"Customers/Acme/{number}.md").unlink()


def becomes_a_link(index):
    folder = index.vault.absolute("Customers/Acme")
    folder.rename(folder.with_name("Elsewhere"))
    folder.symlink_to(folder.with_name("Elsewhere"), target_is_directory=True)


def loses_its_words(index):
    shutil.rmtree(index.folder / index.catalog.words_folder)


WIDER = {
    "a conflict copy comes": lambda i: write(
        i, "Customers/Acme/2026-03-02 visit.sync-conflict-20260309-143000-ABCDEF2.md", "x"
    ),
    "a placeholder comes": lambda i: write(i, "Customers/Acme/.2026-03-02 visit.md.icloud", "x"),
    "a folder is gone": lambda i: shutil.rmtree(i.vault.absolute("Customers/Acme")),
    "a file is no file": lambda i: os.mkfifo(i.vault.absolute("Customers/Acme/pipe.md")),
    "many notes go": many_go,
    "the folder becomes a link": becomes_a_link,
    "the words are lost": loses_its_words,
}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes in folders")
@pytest.mark.parametrize("happens", WIDER.values(), ids=WIDER)
def test_what_bears_on_more_is_left_to_a_whole_look(happens, index, tmp_path):
    happens(index)
    assert index.reconcile_within(ACME) is None
    index.reconcile(accept_removals=True)
    assert ground.state(index) == ground.fresh_state(index.vault.root, tmp_path)


def test_names_that_are_not_utf8_are_found_by_their_folder(index):
    odd = os.fsdecode(b"Customers/B\xfcro/note.md")
    write(index, odd, "Moin.\n")
    index.reconcile()
    prefix = os.fsdecode(b"Customers/B\xfcro/")
    assert set(index.catalog.stamps_in(prefix)) == {odd}
    write(index, odd, "Moin, moin.\n")
    assert index.reconcile_within({prefix}).changed == 1
