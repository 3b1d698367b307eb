"""Merging copies as a command, and killed at every step of it."""

import json
import os
import shutil
import signal
import subprocess
import sys
import warnings
from datetime import datetime
from pathlib import Path

import pytest

from notes_crm.store.copies import by_original, carry_out, plan
from notes_crm.store.journal import Journal
from notes_crm.store.vault import Vault

NOTE = "Customers/Acme/Acme.md"
COPY = "Customers/Acme/Acme.sync-conflict-20260309-143000-ABCDEF2.md"
OLD, THEIRS = b"## Told\n- a\n", b"## Told\n- a\n- b\n"
NOW = datetime(2026, 3, 10, 12, 0)
CHANGING = {
    "os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.link", "os.truncate", "os.chmod", "os.chown",
    "os.setxattr", "shutil.rmtree",
}  # fmt: skip


def merge_all(root, states):
    """What `crm conflicts --merge --yes` does once it knows the copies."""
    vault = Vault(root)
    return carry_out(
        vault, Journal(states, root), [plan(vault, NOTE, [COPY])], "conflicts --merge", NOW
    )


def killed_at(step, root, states):
    """Merge in a child that is killed right before its `step`th change on disk; False if it ended."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the child touches no other thread
        child = os.fork()
    if child == 0:
        count = 0

        def watch(event, arguments):
            nonlocal count
            writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)  # fmt: skip
            if writes or event in CHANGING:
                count += 1
                if count == step:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(watch)
        merge_all(root, states)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.waitstatus_to_exitcode(status) == 0
    return os.WIFSIGNALED(status)


def copies_of_the_words(root):
    """Where the copy's bytes are: in its place, or in the trash."""
    places = [root / COPY, *(root / ".trash").glob("*")]
    return [p for p in places if p.is_file() and p.read_bytes() == THEIRS]


def visible(root):
    return sorted(str(p.relative_to(root)) for p in (root / "Customers").rglob("*.md"))


@pytest.mark.skipif(os.name == "nt", reason="kills as Unix does")
@pytest.mark.parametrize("original", [OLD, None], ids=["beside its original", "original gone"])
def test_killed_at_any_step_nothing_is_torn_or_lost(vault, home, original):
    notes = {COPY: THEIRS} | ({NOTE: original} if original is not None else {})
    step = 0
    while True:
        step += 1
        root, states = vault(notes, name=f"Vault{step}"), home / f"state{step}"
        if not killed_at(step, root, states):
            break
        now = (root / NOTE).read_bytes() if (root / NOTE).exists() else None
        assert now in (original, THEIRS), step
        assert copies_of_the_words(root), step
        assert set(visible(root)) <= {NOTE, COPY}, step
        again = shutil.copytree(root, home / f"Again{step}")
        merge_all(again, states)
        assert (again / NOTE).read_bytes() == THEIRS, step
        assert copies_of_the_words(again), step
        assert visible(again) == [NOTE], step
        journal = Journal(states, root)
        if entries := journal.entries():
            journal.undo(Vault(root), entries[0])
            assert (root / COPY).read_bytes() == THEIRS, step
            before = (root / NOTE).read_bytes() if (root / NOTE).exists() else None
            assert before == original, step
    assert step > 12
    assert visible(root) == [NOTE]


STRACE = ("strace", "-f", "-qq", "-o", "/dev/null", "-e")


@pytest.mark.program
@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed")
@pytest.mark.parametrize("call", ["fsync", "rename", "write"])
def test_killed_inside_a_system_call(vault, home, call):
    """A call that a signal is injected into is done or not; nothing after it is."""
    script = "import sys; from pathlib import Path; from tests.unit.test_conflicts import merge_all; merge_all(*map(Path, sys.argv[1:]))"
    steps = {"fsync": (1, 3, 4, 6, 7), "rename": (1, 2, 3, 4), "write": (1, 2, 3)}[call]
    killed = 0
    for step in steps:
        root, states = (
            vault({NOTE: OLD, COPY: THEIRS}, name=f"Vault{call}{step}"),
            home / f"st{step}",
        )
        command = [*STRACE, f"trace={call}", "-e", f"inject={call}:signal=SIGKILL:when={step}"]
        done = subprocess.run(
            [*command, sys.executable, "-c", script, root, states], check=False,
            cwd=Path(__file__).parents[2], capture_output=True,
        )  # fmt: skip
        killed += done.returncode != 0
        assert (root / NOTE).read_bytes() in (OLD, THEIRS), step
        assert copies_of_the_words(root), step
        merge_all(root, states)
        assert (root / NOTE).read_bytes() == THEIRS, step
        assert visible(root) == [NOTE], step
    assert killed == len(steps)


def test_a_copy_of_a_copy_belongs_to_the_note():
    assert by_original({"a2": "a1", "a1": "a", "b1": "b"}) == {"a": ["a1", "a2"], "b": ["b1"]}
    assert by_original({"a": "b", "b": "a"})


def test_several_copies_are_merged_in_the_order_of_their_change(vault, crm):
    later = COPY.replace("143000", "150000")
    root = vault({NOTE: "- a\n", later: "- a\n- later one\n", COPY: "- a\n- first one\n"})
    os.utime(root / COPY, (1, 1))
    done = crm("conflicts", "--merge", "--yes", cwd=root)
    assert done.code == 0
    assert (root / NOTE).read_text() == "- a\n- later one\n- first one\n"
    assert crm("undo", cwd=root).code == 0
    assert (root / NOTE).read_text() == "- a\n"
    assert (root / later).read_text() == "- a\n- later one\n"


def test_a_copy_that_changes_in_between_stays(vault, home):
    root = vault({NOTE: OLD, COPY: THEIRS})
    store = Vault(root)
    journal = Journal(home / "state", root)
    plans = [plan(store, NOTE, [COPY])]
    (root / COPY).write_bytes(b"newer words\n")
    [done] = carry_out(store, journal, plans, "x", NOW)
    assert done.written
    assert "changed since" in done.failed
    assert (root / COPY).read_bytes() == b"newer words\n"
    assert list((root / ".trash").iterdir()) == []
    assert [f.path for f in journal.entries()[0].files] == [NOTE]
    journal.undo(store, journal.entries()[0])
    assert (root / NOTE).read_bytes() == OLD


def test_a_note_that_changes_in_between_stays(vault, home):
    root = vault({NOTE: OLD, COPY: THEIRS})
    journal = Journal(home / "state", root)
    plans = [plan(Vault(root), NOTE, [COPY])]
    (root / NOTE).write_bytes(b"newer words\n")
    [done] = carry_out(Vault(root), journal, plans, "x", NOW)
    assert not done.written
    assert "changed since" in done.failed
    assert (root / NOTE).read_bytes() == b"newer words\n"
    assert (root / COPY).read_bytes() == THEIRS
    assert list((root / ".trash").iterdir()) == []
    assert journal.entries() == []


def test_without_a_journal_nothing_is_merged(vault, home, crm):
    root = vault({NOTE: OLD, COPY: THEIRS})
    (home / "state").write_text("no folder")
    done = crm("conflicts", "--merge", "--yes", cwd=root)
    assert done.code == 2
    assert "undo journal" in done.stderr
    assert (root / NOTE).read_bytes() == OLD
    assert copies_of_the_words(root) == [root / COPY]
    assert list((root / ".trash").iterdir()) == []
    done = crm("log", "acme", "call", "Dana rang.", cwd=root)
    assert done.code == 0
    assert "crm undo can't take back" in done.stderr


def test_what_can_not_be_merged_is_left_and_said(vault, crm):
    root = vault({
        NOTE: "---\nx: [1\n---\n", COPY: "---\nx: 2\n---\n", "b.md": "- b\n", "b (1).md": "- c\n",
        "c.md": "- c\n", "c (1).md": "<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n",
    })  # fmt: skip
    (root / ".b.md.swp").touch()
    done = crm("conflicts", "--merge", "--yes", cwd=root)
    assert done.code == 1
    for words in ("front matter", "open in an editor", "unfinished merge"):
        assert words in done.stdout
    assert not (root / ".trash").exists()
    done = crm("conflicts", "--json", cwd=root)
    assert json.loads(done.stdout)["markers"] == [{"path": "c (1).md", "line": 1}]
    assert len(json.loads(done.stdout)["copies"]) == 3
    refused = json.loads(crm("conflicts", "--merge", "--yes", "--json", cwd=root).stdout)
    assert {one["path"] for one in refused["refused"]} == {COPY, "b (1).md", "c (1).md"}


def test_a_copy_that_says_nothing_more_only_moves(vault, crm):
    root = vault({NOTE: OLD, COPY: OLD.replace(b"\n", b"\r\n")})
    inode = (root / NOTE).stat().st_ino
    done = crm("conflicts", "--merge", "--yes", cwd=root)
    assert (done.code, (root / NOTE).stat().st_ino) == (0, inode)
    assert not (root / COPY).exists()


def test_codes_and_private_lines_are_not_shown(vault, crm):
    front = "---\ncodes: {}\n---\n## Private\n- {}\n"
    root = vault({NOTE: front.format("1234", "old secret"), COPY: front.format("5678", "new hint")})
    for arguments in (["--json"], [], ["--merge"], ["--merge", "--yes"]):
        shown = crm("conflicts", *arguments, cwd=root).output
        assert not any(word in shown for word in ("1234", "5678", "secret", "hint")), arguments
    assert b"%% codes: 5678 #conflict-copy %%" in (root / NOTE).read_bytes()


def written(root):
    """What a write would change of each path; when it was read is the system's own affair."""
    found = {path: path.stat() for path in root.rglob("*")}
    return {
        path: (is_.st_ino, is_.st_mode, is_.st_size, is_.st_mtime_ns, is_.st_ctime_ns)
        for path, is_ in found.items()
    }


def test_reading_writes_nothing_into_the_vault(vault, crm):
    root = vault({NOTE: OLD, COPY: THEIRS})
    before = written(root)
    for arguments in (
        ["conflicts"],
        ["conflicts", "--merge"],
        ["conflicts", "--json"],
        ["undo", "--list"],
    ):
        crm(*arguments, cwd=root)
    crm("undo", cwd=root)
    assert written(root) == before


def test_attached_files_are_taken_back_together(vault, crm):
    root = vault({NOTE: OLD, "leak.jpg": b"\xff\xd8 picture"})
    assert crm("attach", "acme", "leak.jpg", "--note", "Seal", cwd=root).code == 0
    [entry] = json.loads(crm("undo", "--list", "--json", cwd=root).stdout)
    assert [Path(path).suffix for path in entry["files"]] == [".jpg", ".md"]
    assert crm("undo", cwd=root).code == 0
    assert visible(root) == [NOTE]
    assert not (root / "Customers/Acme/files/leak.jpg").exists()
    assert (root / "leak.jpg").exists()


def test_a_merge_that_nobody_agreed_to_is_a_document_too(vault, crm):
    folder = vault({NOTE: OLD, COPY: THEIRS})
    told = crm("conflicts", "--merge", "--json", cwd=folder)
    assert (told.code, json.loads(told.stdout)) == (1, {"merged": [], "refused": []})
    assert "say: crm conflicts --merge --yes" in told.stderr
    assert (folder / NOTE).read_bytes() == OLD
