"""A look that is the same as the last one ends there; any other is judged."""

import os
import shutil
import time

import pytest

from notes_crm.store import settled, stamps
from notes_crm.store.index import Index
from notes_crm.store.settled import Settled
from notes_crm.store.survey import digest_of
from notes_crm.store.vault import Vault

PROFILE = "Customers/Acme/Acme.md"
NOTE = "Customers/Acme/2026-03-02 visit.md"
OTHER = "Customers/Birch/Birch.md"
GRAIN = 0.02
"""Seconds in which a file system tells two changes apart."""


@pytest.fixture
def index(vault, tmp_path, monkeypatch):
    """Of a vault that settled long ago."""
    for module in (settled, stamps):
        monkeypatch.setattr(module, "RACY_NS", 0)
    root = vault({PROFILE: "Acme\n", NOTE: "The seal leaks.\n", OTHER: "", "Templates/x.md": "x"})
    made = Index(Vault(root), tmp_path / "cache")
    yield made
    made.close()


def settle(index):
    index.reconcile()
    time.sleep(GRAIN)
    return index.reconcile().total


def is_settled(index):
    survey = digest_of(index.vault.survey())
    return Settled(index.folder).total(survey) is not None


def test_an_unchanged_vault_is_known_again(index):
    assert settle(index) == 3
    assert Settled(index.folder).total(digest_of(index.vault.survey())) == 3
    assert index.reconcile().total == 3


def rewrite(root, path, text):
    """The same length and the same time of change, as some sync tools leave it."""
    before = (root / path).stat()
    (root / path).write_text(text)
    os.utime(root / path, ns=(before.st_atime_ns, before.st_mtime_ns))


CHANGES = {
    "a note is edited": lambda root: (root / NOTE).write_text("The seal holds.\n"),
    "a note is edited to the same size and time": lambda root: rewrite(root, NOTE, "The pump leak.\n"),
    "a note comes": lambda root: (root / "Customers/Acme/new.md").write_text("quokka"),
    "a note in capitals comes": lambda root: (root / "Customers/Acme/NEW.MD").write_text("quokka"),
    "a note goes": lambda root: (root / NOTE).unlink(),
    "a note is renamed": lambda root: (root / NOTE).rename(root / "Customers/Acme/2026-03-03 visit.md"),
    "two notes change places": lambda root: swap(root / NOTE, root / PROFILE),
    "a folder is renamed": lambda root: (root / "Customers/Acme").rename(root / "Customers/Acorn"),
    "a folder goes": lambda root: shutil.rmtree(root / "Customers/Birch"),
    "a folder comes with a note": lambda root: shutil.copytree(root / "Customers/Acme", root / "Customers/Ash"),
    "a folder is hidden": lambda root: (root / "Customers/Birch").rename(root / "Customers/.Birch"),
    "a copy of a note comes": lambda root: shutil.copy(
        root / NOTE, root / "Customers/Acme/2026-03-02 visit.sync-conflict-20260302-143000-ABCDEF2.md"
    ),
    "a note becomes a link": lambda root: link(root / NOTE),
    "a note becomes a folder": lambda root: ((root / NOTE).unlink(), (root / NOTE).mkdir()),
    "a note is kept elsewhere": lambda root: (root / NOTE).rename(root / "Customers/Acme/.2026-03-02 visit.md.icloud"),
    "a note is emptied": lambda root: (root / NOTE).write_text(""),
    "a twin in capitals comes": lambda root: (root / "Customers/Acme/ACME.md").write_text("Acme\n"),
}  # fmt: skip


def swap(one, other):
    aside = one.with_name("aside")
    one.rename(aside)
    other.rename(one)
    aside.rename(other)


def link(path):
    path.rename(path.with_suffix(".txt"))
    path.symlink_to(path.with_suffix(".txt"))


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_whatever_changes_is_seen(index, tmp_path, change):
    settle(index)
    assert is_settled(index)
    change(index.vault.root)
    assert not is_settled(index)
    index.reconcile()
    again = Index(Vault(index.vault.root), tmp_path / "anew")
    again.reconcile()
    held = kept_words(index)
    assert remarks(index, held) == remarks(again, held)
    again.close()


def kept_words(index):
    """The paths of a note that was emptied, and of one kept elsewhere: they have the words they had."""
    kept = ("emptied", "placeholder")
    return {row[1] for row in index.catalog.claims() if row[0] == "odd" and row[2] in kept}


def remarks(index, left_out):
    return [row for row in index.catalog.claims() if row[1] not in left_out]


def test_attachments_and_litter_are_no_change(index):
    settle(index)
    files = index.vault.root / "Customers/Acme/files"
    (index.vault.root / "Customers/Acme/~$visit.docx").write_text("x")
    (index.vault.root / "Customers/Acme/photo.jpg").write_text("x")
    (index.vault.root / "Customers/Acme/.visit.md.swp").write_text("x")
    assert is_settled(index)
    files.mkdir()
    assert not is_settled(index)


def test_a_catalog_that_was_written_is_compared(index):
    settle(index)
    with index.cache.locked():
        index.catalog.apply([], touched={NOTE: stamps.UNREAD})
    assert not is_settled(index)
    assert index.reconcile().changed == 1


def test_a_catalog_that_is_gone_is_built_again(index):
    settle(index)
    index.close()
    (index.folder / "catalog.sqlite").unlink()
    assert not is_settled(index)
    assert index.reconcile().added == 3


def test_words_that_are_owed_are_paid(index):
    index.reconcile(words=False)
    time.sleep(GRAIN)
    index.reconcile(words=False)
    assert is_settled(index)
    index.reconcile()
    assert index.catalog.counts()["pending"] == 0


@pytest.mark.parametrize("torn", [b"", b"\xff\xfe", b"x", b"x y z", b"0 0"])
def test_a_torn_remark_says_nothing(index, torn):
    settle(index)
    (index.folder / "settled").write_bytes(torn)
    assert not is_settled(index)
    assert index.reconcile().total == 3


def test_nothing_is_remarked_of_a_catalog_just_written(vault, tmp_path):
    index = Index(Vault(vault({NOTE: "x"})), tmp_path / "cache")
    index.reconcile()
    index.reconcile()
    assert not (index.folder / "settled").exists()
    index.close()
