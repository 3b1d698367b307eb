"""A vault that is not mounted is an empty folder without settings: what is known of it stays."""

import pytest

from notes_crm.errors import VanishedVault
from notes_crm.model.query.query import Word
from notes_crm.store.index import Index
from notes_crm.store.vault import Vault

NOTES = {
    "crm.toml": '[vault]\ncurrency = "USD"\n',
    "Customers/Acme/Acme.md": "---\ntype: customer\n---\n",
    "Customers/Acme/2026-03-02 visit.md": "The seal leaks.\n- [ ] Send kit #promise 📅 2026-03-06\n",
}


@pytest.fixture
def away(vault, crm):
    """An indexed vault, and the empty folder that stands in its place."""
    root = vault(NOTES)
    assert crm("search", "seal", cwd=root).code == 0
    root.rename(root.with_name("Elsewhere"))
    root.mkdir()
    return root


def test_questions_are_answered_from_the_index_as_it_was(away, crm):
    for arguments, said in ((("due",), "Send kit"), (("search", "seal"), "2026-03-02 visit.md")):
        told = crm("--vault", str(away), *arguments, cwd=away.parent)
        assert (told.code, "suddenly gone" in told.stderr) == (0, True), told.output
        assert said in told.stdout


def test_when_it_is_back_nothing_has_to_be_read_again(away, crm):
    crm("--vault", str(away), "due", cwd=away.parent)
    away.rmdir()
    away.with_name("Elsewhere").rename(away)
    assert crm("index", cwd=away).stdout.startswith("Indexed 2 notes (0 added, ")


def test_where_it_was_meant_that_is_said_and_believed(away, crm):
    told = crm("--vault", str(away), "index", "--accept-removals", cwd=away.parent)
    assert (told.code, "2 removed" in told.stdout) == (0, True), told.output


def test_words_that_are_missing_are_not_built_from_nothing(vault, crm, tmp_path):
    root = vault(NOTES)
    index = Index(Vault(root), tmp_path / "index")
    index.reconcile(words=False)
    for path in sorted(root.rglob("*.md")):
        path.unlink()
    with pytest.raises(VanishedVault):
        index.sound_words(lambda: index.fulltext.search(Word("seal"), 1))
    assert index.catalog.count("notes") == 2
    index.close()
    assert crm("who", "acme", cwd=root).code == 2, "nobody asked before"


def test_a_vault_whose_folder_is_gone_stays_known_as_well(vault, tmp_path):
    """As its watch sees it between two mounts."""
    root = vault(NOTES)
    index = Index(Vault(root), tmp_path / "index")
    index.reconcile()
    index.close()
    root.rename(root.with_name("Elsewhere"))
    gone = Index(Vault(root), tmp_path / "index")
    with pytest.raises(VanishedVault):
        gone.reconcile()
    assert gone.catalog.count("notes") == 2
    gone.close()
