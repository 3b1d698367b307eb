"""Where the index can't be kept, and a vault that can't be written: answers come all the same."""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from notes_crm.errors import UnsafePlace
from notes_crm.store.cache import Cache
from notes_crm.store.index import Index
from notes_crm.store.vault import Vault
from tests.running import as_user, in_process
from tests.soak import disk, ground
from tests.soak.rig import wait_for, watched

pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions than a mode"),
    pytest.mark.usefixtures("home"),
]
QUESTIONS = (("search", "gasket"), ("customers",), ("who", "acme"), ("status",), ("brief", "acme"))
WRITES = re.compile(
    r"(?:open|openat|creat)\(.*(?:O_WRONLY|O_RDWR|O_CREAT)|^\d+ +(?:unlink|rename|mkdir|rmdir|link|symlink|"
    r"truncate|ftruncate|chmod|fchmod|fchmodat|utimensat|setxattr|mknod|write|pwrite64)"
)


@pytest.fixture
def place(tmp_path):
    """A vault and an index of it, in `vault` and `cache` below."""
    ground.small_vault(tmp_path / "vault")
    with ground.opened(tmp_path) as index:
        index.reconcile()
    return tmp_path


def ask(place: Path, *arguments: str) -> tuple[int, str, str]:
    env = {"XDG_CACHE_HOME": str(place / "cache")}
    done = in_process(list(arguments), cwd=place / "vault", env=env)
    return done.code, done.stdout, done.stderr


def shut(folder: Path) -> None:
    """Nobody may write there."""
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o500 if path.is_dir() else 0o400)


def opened_again(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o700)


def test_a_read_only_cache_answers_and_knows_the_newest_note(place):
    ground.change(place / "vault", "turbine")

    def run() -> list[tuple[int, str, str]]:
        shut(place / "cache")
        try:
            return [ask(place, "search", "turbine"), ask(place, "customers"), ask(place, "index")]
        finally:
            opened_again(place / "cache")

    before = set(Path("/tmp").glob("notes_crm-*"))
    (found, said, beside), (code, listed, _), (indexed, _, refused) = as_user(run)
    assert found == code == 0
    assert "turbine" in said
    assert "Acme Pumps" in listed
    assert beside.count("\n") == 1
    assert beside.endswith("Answered from a temporary index.\n")
    assert indexed == 2
    assert "can't be kept" in refused
    assert set(Path("/tmp").glob("notes_crm-*")) <= before, "the temporary index is gone"


def test_a_read_only_place_without_any_index_answers(place):
    shutil.rmtree(place / "cache")
    (place / "cache").mkdir(mode=0o500)
    code, said, beside = as_user(ask, place, "search", "gasket")
    assert code == 0
    assert "gasket" in said
    assert "temporary index" in beside


def test_a_temporary_index_whose_process_was_killed_is_removed_by_the_next(
    place, monkeypatch, tmp_path
):
    """Two leave nothing behind of their own; what a third is at work with stays."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    index = Index(Vault(place / "vault"), place / "cache")
    index.borrow()
    at_work = index.folder
    orphan = at_work.with_name("notes_crm-index-orphan")
    shutil.copytree(at_work, orphan)
    for folder in (at_work, orphan):
        os.utime(folder, (0, 0))
    with contextlib.closing(Index(Vault(place / "vault"), place / "cache")) as other:
        other.borrow()
        assert (orphan.exists(), at_work.exists()) == (False, True)
        other.leave()
    assert list(tmp_path.glob("notes_crm-index-*")) == [at_work]
    index.leave()
    assert not at_work.exists()


def test_a_deleted_cache_is_built_again_without_a_word(place):
    shutil.rmtree(place / "cache")
    code, said, beside = ask(place, "search", "gasket")
    assert code == 0
    assert "gasket" in said
    assert beside == ""
    assert (next((place / ground.CACHES).iterdir())).stat().st_mode & 0o777 == 0o700


def test_a_cache_deleted_between_question_and_answer_is_built_again(place):
    with ground.opened(place) as index:
        index.reconcile()
        shutil.rmtree(index.folder)
        ground.change(place / "vault", "turbine")
        index.reconcile()
    with ground.opened(place) as index:
        index.reconcile()
        assert ground.state(index) == ground.fresh_state(place / "vault", place)


def test_a_cache_open_to_others_is_closed(place):
    with ground.opened(place) as index:
        index.reconcile()
    index.folder.chmod(0o777)
    with ground.opened(place) as index:
        index.reconcile()
        assert index.folder.stat().st_mode & 0o777 == 0o700


def test_the_index_of_somebody_else_is_not_opened(place):
    """An index is pickled: opening one that others wrote runs what they like."""
    if os.geteuid() != 0:
        pytest.skip("only root may give a folder away")
    folder = next((place / ground.CACHES).iterdir())
    os.chown(folder, 12345, 12345)
    with pytest.raises(UnsafePlace):
        Index(Vault(place / "vault"), place / ground.CACHES).reconcile()
    code, _, said = ask(place, "search", "gasket")
    assert code == 2
    assert "belongs to somebody else" in said


@pytest.mark.parametrize("inside", ["", ".cache", "Customers/x"])
def test_an_index_inside_the_vault_is_refused(place, inside):
    caches = place / "vault" / inside
    before = ground.digest_of(place / "vault")
    with pytest.raises(UnsafePlace, match="inside the vault"):
        Cache(caches, (place / "vault").resolve()).prepare()
    done = in_process(
        ["search", "gasket"], cwd=place / "vault", env={"XDG_CACHE_HOME": str(caches)}
    )
    assert done.code == 2
    assert "can't lie inside the vault" in done.stderr
    assert ground.digest_of(place / "vault") == before


def test_a_cache_linked_into_the_vault_is_refused(place):
    (place / "vault/Files").mkdir()
    (place / "linked").symlink_to(place / "vault/Files")
    with pytest.raises(UnsafePlace):
        Cache(place / "linked", (place / "vault").resolve()).prepare()
    assert not list((place / "vault/Files").iterdir())


@pytest.mark.parametrize("table", ["task", "value", "whose", "note", "customer"])
def test_a_table_that_breaks_in_mid_answer_is_built_again_and_the_answer_comes(place, table):
    """Nothing is noticed when the index is opened, nor by a look that finds nothing changed."""
    right = ask(place, "who", "acme")[1]
    with ground.opened(place) as index:
        db = index.catalog._db
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        found = db.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,))
        page, file = found.fetchone()[0], index.folder / "catalog.sqlite"
    with file.open("r+b") as stream:
        stream.seek((page - 1) * 4096)
        stream.write(b"\xff" * 4096)
    code, said, beside = ask(place, "who", "acme")
    assert code == 0
    assert said == right
    assert "The index was damaged and is being built again." in beside
    assert ask(place, "who", "acme") == (0, right, "")


def test_a_damaged_index_never_writes_a_note_twice(place):
    with ground.opened(place) as index:
        db = index.catalog._db
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        file = index.folder / "catalog.sqlite"
        pages = [r[0] for r in db.execute("SELECT rootpage FROM sqlite_master WHERE rootpage > 1")]
    sound, results = file.read_bytes(), set()
    for page in pages:
        data = bytearray(sound)
        data[(page - 1) * 4096 : page * 4096] = b"\xff" * 4096
        file.write_bytes(data)
        before = set((place / "vault").rglob("*.md"))
        code, said, _ = ask(place, "log", "acme", "call", "Rang about the belt")
        new = set((place / "vault").rglob("*.md")) - before
        assert len(new) == said.count("Wrote"), (page, code, said)
        assert code in (0, 2), (page, said, _)
        results.add(code)
        for note in new:
            note.unlink()
        ask(place, "index", "--rebuild")
    assert 0 in results


@pytest.mark.program
def test_a_read_only_vault_is_read_and_watched_with_no_write_at_all(place):
    """Every question and the daemon, with the vault mounted so that a write would fail and be seen."""
    if not disk.possible():
        pytest.skip("this user may not mount")
    if not shutil.which("strace"):
        pytest.skip("strace is not installed")
    before = ground.digest_of(place / "vault")
    assert disk.alone(lambda: _ask_and_watch(place)) == ""
    assert ground.digest_of(place / "vault") == before


def _ask_and_watch(place: Path) -> None:
    vault = place / "vault"
    disk.mount("--bind", str(vault), str(vault))
    disk.mount("-o", "remount,bind,ro", str(vault))
    os.environ["XDG_CACHE_HOME"] = str(place / "cache")
    crm = [str(Path(sys.executable).with_name("crm")), "--vault", str(vault)]
    log = place / "calls"
    strace = ["strace", "-f", "-qq", "-y", "-o", str(log), "-e", "trace=file,write,pwrite64,ftruncate,fchmod"]  # fmt: skip
    for question in (*QUESTIONS, ("index",), ("index", "--rebuild")):
        (place / "out").mkdir(exist_ok=True)
        done = subprocess.run(
            [*strace, *crm, *question], capture_output=True, check=False, cwd=place / "out"
        )
        assert done.returncode in (0, 1), (question, done.stderr.decode()[-500:])
        assert not _writes(log, vault), (question, _writes(log, vault)[:3])
    with watched(vault, place / "daemon", wrapper=strace) as one:
        one.cache = place / "cache"
        (place / "daemon").mkdir()
        one.start()
        wait_for(one.caught_up, 30)
        os.kill(one.heartbeat().pid, signal.SIGTERM)  # to the daemon, not to what traces it
        one.process.wait(20)
        assert not _writes(log, vault), _writes(log, vault)[:3]


def _writes(log: Path, vault: Path) -> list[str]:
    """Calls that would change something in the vault."""
    lines = log.read_text(errors="replace").splitlines()
    return [line for line in lines if str(vault) in line and WRITES.search(line)]
