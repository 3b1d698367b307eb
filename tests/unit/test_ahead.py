"""A look that a child takes spares the parent's own where all is as before, and nothing else."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from notes_crm.store import settled, stamps
from notes_crm.store.index import Index
from notes_crm.store.vault import Vault

NOTE = "Customers/Acme/2026-03-02 visit.md"
SCRIPT = """
import os, signal, sys
from pathlib import Path
from notes_crm.store.index import Index
from notes_crm.store.vault import Vault
index = Index(Vault(Path(sys.argv[1])), Path(sys.argv[2]))
index.look_ahead()
looks, survey = [], Vault.survey
Vault.survey = lambda vault: looks.append(vault) or survey(vault)
if sys.argv[3]:
    os.kill(index._ahead._child, signal.SIGKILL)
    os.waitid(os.P_PID, index._ahead._child, os.WEXITED | os.WNOWAIT)
for _ in range(2):
    total = index.reconcile().total
    print(len(looks), total)
"""
pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="elsewhere each process looks for itself"
)


@pytest.fixture
def place(vault, tmp_path, monkeypatch):
    """A vault, and an index of it that settled."""
    for module in (settled, stamps):
        monkeypatch.setattr(module, "RACY_NS", 0)
    root = vault({NOTE: "The seal leaks.\n", "Customers/Birch/Birch.md": "Birch\n"})
    index = Index(Vault(root), tmp_path / "cache")
    for _ in range(2):
        index.reconcile()
        index.close()  # which writes what SQLite kept beside the file into it
        time.sleep(0.02)
    return root, tmp_path / "cache"


def looks(place: tuple[Path, Path], *, killed: bool = False) -> list[str]:
    """Looks that the parent took until the first and the second answer, and the notes they found."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *place, "killed" * killed],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert done.stderr == ""
    return done.stdout.splitlines()


def test_where_all_is_as_before_the_child_looked_for_both(place):
    assert looks(place) == ["0 2", "1 2"]


def test_where_something_changed_the_parent_looks_itself(place):
    (place[0] / "Customers/Acme/2026-03-09 call.md").write_text("A quokka.\n")
    assert looks(place)[0] == "1 3"


def test_a_child_that_was_killed_is_no_matter(place):
    assert looks(place, killed=True) == ["1 2", "2 2"]


def test_a_vault_that_is_gone_is_noticed_by_the_parent(place):
    place[0].rename(place[0].with_name("Elsewhere"))
    with pytest.raises(subprocess.CalledProcessError) as failed:
        looks(place)
    assert "VanishedVault" in failed.value.stderr
