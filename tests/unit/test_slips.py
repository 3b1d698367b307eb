"""A slip that is put away, and killed at every step of it: nothing is torn, lost or there twice."""

import errno
import os
import signal
import sys
import warnings
from datetime import datetime

import pytest

from notes_crm.errors import EditedMeanwhile, Unwritable
from notes_crm.store import moves
from notes_crm.store.journal import Journal
from notes_crm.store.slips import Putting, free_file, harmless, put_away, slips
from notes_crm.store.vault import Vault

NOW = datetime(2026, 3, 10, 12, 0)
SLIP, HOME = "Inbox/a slip.md", "Customers/Acme/2026-03-10 Acme call.md"
OLD, NEW = b"Dana rang.\r\n", b"---\r\ntype: call\r\n---\r\nDana rang.\r\n"
PART, PART_DATA = "Customers/Acme/files/leak.jpg", b"picture"
CHANGING = {"os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.link", "os.truncate", "os.chmod"}


def put(root, states):
    vault = Vault(root)
    what = Putting(SLIP, HOME, [(PART, PART_DATA)], OLD, NEW)
    return put_away(vault, Journal(states, root), what, NOW)


def killed_at(step, root, states):
    """Put away in a child that is killed right before its `step`th change on disk; False if it ended."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the child touches no other thread
        child = os.fork()
    if child == 0:
        count = 0

        def watch(event, arguments):
            nonlocal count
            writes = (
                event == "open"
                and isinstance(arguments[2], int)
                and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
            )
            if writes or event in CHANGING:
                count += 1
                if count == step:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(watch)
        put(root, states)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.waitstatus_to_exitcode(status) == 0
    return os.WIFSIGNALED(status)


@pytest.mark.skipif(os.name == "nt", reason="kills as Unix does")
def test_killed_at_any_step_the_slip_is_somewhere_and_undo_brings_it_back(vault, home):
    step = 0
    while True:
        step += 1
        root, states = vault({SLIP: OLD}, name=f"Vault{step}"), home / f"state{step}"
        if not killed_at(step, root, states):
            break
        here, there = (
            (root / p).read_bytes() if (root / p).exists() else None for p in (SLIP, HOME)
        )
        assert (here, there) in ((OLD, None), (None, OLD), (None, NEW), (OLD, OLD)), step
        journal = Journal(states, root)
        if entries := journal.entries():
            journal.undo(Vault(root), entries[0])
        assert (root / SLIP).read_bytes() == OLD, step
        assert not (root / HOME).exists(), step
        assert not (root / PART).exists(), step
    assert step > 12
    assert not (root / SLIP).exists()
    assert ((root / HOME).read_bytes(), (root / PART).read_bytes()) == (NEW, PART_DATA)


def test_a_slip_that_changed_meanwhile_stays_where_it_is(vault, home):
    from notes_crm.errors import EditedMeanwhile

    root = vault({SLIP: OLD + b"more"})
    with pytest.raises(EditedMeanwhile, match="has changed"):
        put(root, home / "state")
    assert (root / SLIP).read_bytes() == OLD + b"more"
    assert Journal(home / "state", root).entries() == []


def test_what_has_the_name_already_is_never_replaced(vault, home):
    from notes_crm.errors import AlreadyExists

    root = vault({SLIP: OLD, HOME: "mine"})
    with pytest.raises(AlreadyExists):
        put(root, home / "state")
    assert ((root / SLIP).read_bytes(), (root / HOME).read_text()) == (OLD, "mine")
    assert not (root / PART).exists()
    assert Journal(home / "state", root).entries() == []
    root = vault({"a/leak.jpg": "1", "a/LEAK.JPG": "2"}, name="Names")
    assert free_file(Vault(root), "a", "leak.jpg", NOW, ()) == "a/2026-03-10 120000 leak.jpg"
    taken = ["a/2026-03-10 120000 leak.jpg"]
    assert free_file(Vault(root), "a", "leak.jpg", NOW, taken) == "a/2026-03-10 120001 leak.jpg"


def test_hidden_files_litter_and_files_in_the_making_are_no_slips(vault):
    names = (
        ".DS_Store",
        "~$x.docx",
        "#x#",
        "desktop.ini",
        "a.part",
        ".obsidian/x.md",
        "a.md",
        "b/c.jpg",
        "d.EML",
    )
    root = vault({f"Inbox/{name}": "x" for name in names})
    found = [(slip.path, slip.kind) for slip in slips(Vault(root), "Inbox")]
    assert found == [("Inbox/a.md", "note"), ("Inbox/b/c.jpg", "file"), ("Inbox/d.EML", "mail")]


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_an_inbox_that_leads_out_of_the_vault_is_not_looked_into(vault, tmp_path):
    root = vault({"a.md": "a\n"})
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/secret.txt").write_text("secret")
    (root / "Inbox").symlink_to(tmp_path / "mine")
    with pytest.raises(Unwritable, match="leads out of the vault"):
        slips(Vault(root), "Inbox")
    with pytest.raises(Unwritable, match="outside the vault"):
        moves.move(Vault(root), "Inbox/secret.txt", "secret.txt")
    with pytest.raises(Unwritable, match="outside the vault"):
        moves.move(Vault(root), "a.md", "Inbox/new/a.md")
    assert [file.name for file in (tmp_path / "mine").iterdir()] == ["secret.txt"]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Invoice #12.pdf", "Invoice _12.pdf"),
        ("[draft] offer.pdf", "_draft_ offer.pdf"),
        ("x]] %% y^2`.pdf", "x__ _ y_2_.pdf"),
        ("\u202efdp.exe", "_fdp.exe"),
        ("100% wool.pdf", "100% wool.pdf"),
    ],
)
def test_a_file_from_outside_gets_a_name_that_a_link_can_hold(sent, kept):
    assert harmless(sent) == kept


def test_what_a_slip_says_since_it_was_read_is_not_overwritten(vault, home, monkeypatch):
    """Somebody saves it between the look and the writing, when it has its new place already."""
    root = vault({SLIP: OLD})
    move = moves.move

    def meanwhile(store, path, to):
        if path == SLIP:
            (root / SLIP).write_bytes(OLD + b"And Lee, too.\r\n")
        move(store, path, to)

    monkeypatch.setattr(moves, "move", meanwhile)
    with pytest.raises(EditedMeanwhile):
        put(root, home / "state")
    assert (root / SLIP).read_bytes() == OLD + b"And Lee, too.\r\n"
    assert not (root / HOME).exists()
    assert not (root / PART).exists()
    assert Journal(home / "state", root).entries() == []


def test_a_slip_that_the_disk_left_torn_is_kept_in_the_journal(vault, home, monkeypatch):
    root = vault({SLIP: OLD})
    os.link(root / SLIP, root.parent / "twin.md")  # so that it is written in place
    torn, write = (root / SLIP).stat().st_ino, os.write

    def failing(handle, data):
        if os.fstat(handle).st_ino == torn:
            if bytes(data) == NEW:
                write(handle, data[:3])
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return write(handle, data)

    monkeypatch.setattr(os, "write", failing)
    with pytest.raises(EditedMeanwhile, match=r"before is in .*\.before"):
        put(root, home / "state")
    saved = [f.read_bytes() for f in (home / "state").rglob("*.before")]
    assert saved == [OLD]
