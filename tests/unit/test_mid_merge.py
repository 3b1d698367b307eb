"""A note that `git mergetool` moves aside for a moment stays the note it is."""

import threading
import time

from notes_crm.store.index import Index
from notes_crm.store.vault import Vault

NOTE = "Customers/Acme/2026-03-02 visit.md"
ASIDE = "Customers/Acme/2026-03-02 visit_BACKUP_12.md"


def test_a_copy_put_back_in_a_moment_is_waited_for(vault, tmp_path):
    root = vault({NOTE: "The seal leaks.\n"})
    index = Index(Vault(root), tmp_path / "cache")
    index.reconcile()
    (root / NOTE).rename(root / ASIDE)

    def put_back():
        time.sleep(0.05)
        (root / NOTE).write_bytes((root / ASIDE).read_bytes())

    other = threading.Thread(target=put_back)
    other.start()
    report = index.reconcile()
    other.join()
    assert NOTE in index.catalog.stamps()
    assert ASIDE not in index.catalog.stamps()
    assert not report.removed
    index.close()


def test_a_note_that_keeps_such_a_name_is_a_note(vault, tmp_path):
    root = vault(
        {NOTE: "The seal leaks.\n", "Customers/Acme/Acme.md": "---\ntype: customer\n---\n"}
    )
    index = Index(Vault(root), tmp_path / "cache")
    index.reconcile()
    (root / NOTE).rename(root / ASIDE)
    index.reconcile()
    assert ASIDE in index.catalog.stamps()
    assert NOTE not in index.catalog.stamps()
    index.close()
