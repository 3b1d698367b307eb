import os
import struct
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from notes_crm.errors import EditedMeanwhile, Unwritable
from notes_crm.store import replace
from notes_crm.store.replace import replace_note, see
from notes_crm.store.vault import Vault
from tests.running import as_user

if sys.platform != "win32":
    import fcntl

NOTE = "Customers/Acme/Acme.md"
linux = pytest.mark.skipif(sys.platform != "linux", reason="as Linux keeps it")


@pytest.fixture
def acme(vault):
    """A vault with one note, and that note's file."""
    root = vault({NOTE: "old\n"})
    return Vault(root), root / NOTE


def left(folder):
    return sorted(p.name for p in folder.iterdir() if p.name.startswith("."))


def test_a_note_gets_new_bytes_and_no_trace_is_left(acme):
    store, file = acme
    replace_note(store, see(store, NOTE), b"new\n")
    assert file.read_bytes() == b"new\n"
    assert left(file.parent) == []


@linux
def test_mode_times_of_others_attributes_and_access_list_stay(acme):
    store, file = acme
    file.chmod(0o640)
    user_7_reads = struct.pack("<I", 2) + b"".join(
        struct.pack("<HHI", *entry)
        for entry in ((1, 6, 2**32 - 1), (2, 4, 7), (4, 4, 2**32 - 1), (16, 4, 2**32 - 1), (32, 0, 2**32 - 1))
    )  # fmt: skip
    try:
        os.setxattr(file, "user.colour", b"red")
        os.setxattr(file, "system.posix_acl_access", user_7_reads)
    except OSError:
        pytest.skip("this file system keeps no attributes")
    before = file.stat()
    replace_note(store, see(store, NOTE), b"new\n")
    after = file.stat()
    assert after.st_ino != before.st_ino
    assert (after.st_mode, after.st_uid, after.st_gid) == (
        before.st_mode,
        before.st_uid,
        before.st_gid,
    )
    assert os.getxattr(file, "user.colour") == b"red"
    assert os.getxattr(file, "system.posix_acl_access") == user_7_reads


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away"
)
def test_the_owner_stays_or_the_file_is_written_in_place(acme):
    store, file = acme
    os.chown(file, 4321, 4322)
    file.chmod(0o666)
    inode = file.stat().st_ino
    replace_note(store, see(store, NOTE), b"new\n")
    assert (file.stat().st_uid, file.stat().st_gid) == (4321, 4322)
    assert file.stat().st_ino != inode
    inode = file.stat().st_ino
    file.parent.chmod(0o777)
    as_user(lambda: replace_note(store, see(store, NOTE), b"newer\n"))
    assert (file.read_bytes(), file.stat().st_uid, file.stat().st_ino) == (b"newer\n", 4321, inode)
    assert left(file.parent) == []


def test_what_changed_since_it_was_read_is_not_overwritten(acme):
    store, file = acme
    seen = see(store, NOTE)
    os.utime(file, (1, 1))  # touched, and still the same words
    replace_note(store, seen, b"new\n")
    with pytest.raises(EditedMeanwhile, match="changed"):
        replace_note(store, seen, b"newer\n")
    assert file.read_bytes() == b"new\n"
    seen = see(store, NOTE)
    file.unlink()
    with pytest.raises((EditedMeanwhile, Unwritable)):
        replace_note(store, seen, b"newer\n")
    assert left(file.parent) == []
    assert not file.exists()
    with pytest.raises(EditedMeanwhile, match="gone"):
        see(store, NOTE)


@pytest.mark.skipif(sys.platform == "win32", reason="folders can't be locked there")
@pytest.mark.parametrize("twin", [False, True])
def test_of_two_commands_at_one_note_the_second_sees_what_the_first_wrote(acme, twin):
    store, file = acme
    if twin:
        os.link(file, store.root / "other.md")
    seen = see(store, NOTE)
    folder = os.open(file.parent, os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)  # as the first one has it while it looks and renames
    with ThreadPoolExecutor() as pool:
        second = pool.submit(replace_note, store, seen, b"second\n")
        with pytest.raises(TimeoutError):
            second.result(timeout=0.3)
        file.write_bytes(b"first\n")
        os.close(folder)
        with pytest.raises(EditedMeanwhile, match="changed"):
            second.result()
    assert file.read_bytes() == b"first\n"


@pytest.mark.skipif(sys.platform == "win32", reason="folders can't be locked there")
def test_a_command_that_is_halted_keeps_nobody_for_ever(acme, monkeypatch):
    store, file = acme
    monkeypatch.setattr(replace, "LOCK_WAIT", 0.2)
    seen = see(store, NOTE)
    folder = os.open(file.parent, os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)
    replace_note(store, seen, b"second\n")
    os.close(folder)
    assert file.read_bytes() == b"second\n"


def test_a_link_is_followed_inside_the_vault_alone(acme, tmp_path):
    store, file = acme
    link = store.root / "link.md"
    link.symlink_to(file)
    replace_note(store, see(store, "link.md"), b"new\n")
    assert link.is_symlink()
    assert file.read_bytes() == b"new\n"
    (outside := tmp_path / "outside.md").write_text("theirs")
    link.unlink()
    link.symlink_to(outside)
    with pytest.raises(Unwritable, match="out of the vault"):
        see(store, "link.md")
    link.unlink()
    link.symlink_to(link)
    with pytest.raises(Unwritable, match="circle"):
        see(store, "link.md")


@pytest.mark.parametrize("data", [b"n\n", b"a much longer note\n"])
def test_a_hard_link_stays_one(acme, data):
    store, file = acme
    os.link(file, store.root / "other.md")
    replace_note(store, see(store, NOTE), data)
    assert (store.root / "other.md").read_bytes() == data
    assert file.stat().st_nlink == 2


@pytest.mark.parametrize("name", [".Acme.md.swp", ".Acme.md.swo", ".~lock.Acme.md#", ".#Acme.md"])
def test_what_an_editor_has_open_is_left(acme, name):
    store, file = acme
    if name.startswith(".#"):
        (file.parent / name).symlink_to("sam@laptop.1234:1")  # as Emacs does, leading nowhere
    else:
        (file.parent / name).touch()
    with pytest.raises(Unwritable, match="open in an editor"):
        replace_note(store, see(store, NOTE), b"new\n")
    assert file.read_bytes() == b"old\n"


def test_read_only_notes_and_folders_are_left(acme):
    store, file = acme
    file.chmod(0o444)
    with pytest.raises(Unwritable, match="read-only"):
        replace_note(store, see(store, NOTE), b"new\n")
    file.chmod(0o644)
    file.parent.chmod(0o555)

    def refused():
        with pytest.raises(Unwritable, match="permission denied"):
            replace_note(store, see(store, NOTE), b"new\n")

    as_user(refused)
    file.parent.chmod(0o755)
    assert file.read_bytes() == b"old\n"


def test_copies_and_unfinished_merges_are_left(vault):
    root = vault({
        "a.md": "a\n", "a (1).md": "b\n", "only (1).md": "c\n",
        "git.md": "x\n<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n", "long.md": "x" * (2 * 1024 * 1024 + 1),
    })  # fmt: skip
    store = Vault(root)
    with pytest.raises(Unwritable, match="conflict copy"):
        replace_note(store, see(store, "a (1).md"), b"new\n")
    with pytest.raises(Unwritable, match="line 2 begins an unfinished merge"):
        replace_note(store, see(store, "git.md"), b"new\n")
    with pytest.raises(Unwritable, match="2 MiB"):
        see(store, "long.md")
    replace_note(store, see(store, "only (1).md"), b"new\n")


def test_leftovers_of_our_own_are_removed_when_old_and_nobody_elses(acme):
    store, file = acme
    old = time.time() - 4000
    for name in (".ncrm-0123abcd.tmp", ".ncrm-0123abce.tmp", ".ncrm-long-name.tmp", ".other.tmp"):
        (file.parent / name).touch()
        if "abce" not in name:
            os.utime(file.parent / name, (old, old))
    replace_note(store, see(store, NOTE), b"new\n")
    assert left(file.parent) == [".ncrm-0123abce.tmp", ".ncrm-long-name.tmp", ".other.tmp"]


def test_the_longest_name_can_be_replaced(vault):
    name = "n" * 252 + ".md"
    store = Vault(vault({name: "old\n"}))
    replace_note(store, see(store, name), b"new\n")
    assert store.read(name).data == b"new\n"


@linux
def test_a_full_disk_leaves_the_old_note(acme):
    """RLIMIT_FSIZE stops a write as a full disk does: in the middle, with an error."""
    import resource
    import signal

    store, file = acme

    def refused(link):
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        if link:
            os.link(file, store.root / "other.md")
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, resource.RLIM_INFINITY))
        with pytest.raises(Unwritable, match="left as it is"):
            replace_note(store, see(store, NOTE), b"x" * 5000)

    for link in (False, True):
        as_user(refused, link)
        assert file.read_bytes() == b"old\n"
        assert left(file.parent) == []
