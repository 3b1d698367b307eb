"""What readers believe of a daemon: nothing that is not certain."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from notes_crm.errors import IndexBusy
from notes_crm.watch import heartbeat
from notes_crm.watch.heartbeat import Claim, Heartbeat
from notes_crm.watch.nudge import LOCK, nudge

GENERATION = "words-1234"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def claim(folder: Path):
    claim = Claim(folder)
    yield claim
    claim.release()


def alive(**changes: object) -> Heartbeat:
    state = Heartbeat(os.getpid(), heartbeat.machine(), time.time(), "1")
    return replace(
        state, **{"mode": "events", "caught_up": True, "generation": GENERATION, **changes}
    )


def say(folder: Path, **changes: object) -> None:
    heartbeat.write(folder, alive(**changes))
    heartbeat.beat(folder)


@pytest.mark.usefixtures("claim")
def test_a_daemon_that_is_alive_and_caught_up_is_believed(folder):
    say(folder)
    assert heartbeat.is_current(folder, GENERATION)
    assert heartbeat.read(folder) == replace(alive(), since=heartbeat.read(folder).since)


def test_nobody_is_believed_where_nobody_is(folder):
    assert not heartbeat.is_current(folder, GENERATION)
    assert heartbeat.read(folder) is None
    assert not heartbeat.is_held(folder)


@pytest.mark.usefixtures("claim")
def test_a_daemon_that_is_behind_is_not_believed(folder):
    say(folder, caught_up=False)
    assert not heartbeat.is_current(folder, GENERATION)
    assert heartbeat.read(folder)


def test_words_of_a_dead_daemon_are_not_believed(folder, claim):
    say(folder)
    claim._lock.release()
    assert not heartbeat.is_current(folder, GENERATION)
    assert heartbeat.read(folder) is None


@pytest.mark.usefixtures("claim")
def test_a_dead_daemons_words_do_not_count_for_the_next_one(folder):
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    say(folder, pid=dead.pid)
    assert not heartbeat.is_current(folder, GENERATION)


@pytest.mark.program
def test_a_halted_daemon_is_not_believed(folder):
    """It keeps its lock and its beat is fresh, and it sees nothing."""
    if not Path("/proc/self/stat").exists():
        pytest.skip("the state of a process is read on Linux alone")
    code = (
        "import sys, time; from pathlib import Path; from notes_crm.watch.heartbeat import Claim; "
        "claim = Claim(Path(sys.argv[1])); print(flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code, folder], stdout=subprocess.PIPE) as other:
        try:
            other.stdout.readline()
            say(folder, pid=other.pid)
            assert heartbeat.is_current(folder, GENERATION)
            other.send_signal(signal.SIGSTOP)
            os.waitpid(other.pid, os.WUNTRACED)
            assert not heartbeat.is_current(folder, GENERATION)
            other.send_signal(signal.SIGCONT)
            os.waitpid(other.pid, os.WCONTINUED)
            heartbeat.beat(folder)
            assert heartbeat.is_current(folder, GENERATION)
        finally:
            other.kill()


@pytest.mark.usefixtures("claim")
def test_words_from_before_a_restart_of_the_machine_do_not_count(folder):
    say(folder, machine="another run")
    assert not heartbeat.is_current(folder, GENERATION)


@pytest.mark.usefixtures("claim")
def test_another_index_does_not_count(folder):
    say(folder)
    assert not heartbeat.is_current(folder, "words-5678")


@pytest.mark.usefixtures("claim")
def test_a_daemon_without_a_fresh_beat_is_not_believed(folder, monkeypatch):
    say(folder)
    now = heartbeat.boot_clock()
    monkeypatch.setattr(heartbeat, "boot_clock", lambda: now + heartbeat.FRESH + 0.1)
    assert not heartbeat.is_current(folder, GENERATION)


@pytest.mark.usefixtures("claim")
def test_a_beat_from_the_future_is_none(folder, monkeypatch):
    say(folder)
    monkeypatch.setattr(heartbeat, "boot_clock", lambda: 0.0)
    assert heartbeat.age(folder) is None
    assert not heartbeat.is_current(folder, GENERATION)


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"pid": 1}', b"\xff"])
@pytest.mark.usefixtures("claim")
def test_damaged_words_are_no_words(folder, damage):
    say(folder)
    (folder / heartbeat.STATE).write_bytes(damage)
    assert not heartbeat.is_current(folder, GENERATION)


@pytest.mark.usefixtures("claim")
def test_a_damaged_beat_is_none(folder):
    say(folder)
    (folder / heartbeat.BEAT).write_bytes(b"123")
    assert not heartbeat.is_current(folder, GENERATION)


@pytest.mark.usefixtures("claim")
def test_words_that_find_no_room_take_the_old_ones_away(folder, monkeypatch):
    say(folder)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(heartbeat, "replace", full)
    with pytest.raises(OSError, match="No space"):
        heartbeat.write(folder, alive(caught_up=False))
    assert not heartbeat.is_current(folder, GENERATION)


@pytest.mark.usefixtures("claim")
def test_only_one_daemon_claims_an_index(folder, monkeypatch):
    monkeypatch.setattr(heartbeat, "CLAIM_WAIT", 0.05)
    say(folder)
    with pytest.raises(IndexBusy, match=rf"already \(pid {os.getpid()}, since 20"):
        Claim(folder)


def test_many_readers_that_ask_do_not_see_each_other(folder, claim):
    claim._lock.release()
    with (folder / heartbeat.LOCK).open("rb") as other:
        fcntl = pytest.importorskip("fcntl")
        fcntl.flock(other, fcntl.LOCK_SH)
        assert not heartbeat.is_held(folder)


def test_a_claim_on_a_deleted_folder_is_taken_again(folder, claim):
    import shutil

    assert not claim.renew()
    shutil.rmtree(folder)
    assert claim.renew()
    assert heartbeat.is_held(folder)


def test_files_are_the_users_alone_and_leftovers_go(folder, claim):
    say(folder)
    nudge(folder, ["a.md"])
    for name in (heartbeat.STATE, heartbeat.BEAT, heartbeat.NUDGE, LOCK, heartbeat.LOCK):
        assert (folder / name).stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
    assert not list(folder.glob("*.tmp"))
    (folder / "daemon.json.12345678.tmp").touch()
    claim.release()
    again = Claim(folder)
    assert not list(folder.glob("*.tmp"))
    again.release()


def test_a_daemon_that_leaves_takes_its_words_with_it(folder):
    claim = Claim(folder)
    say(folder)
    claim.release()
    assert not (folder / heartbeat.STATE).exists()
    assert not heartbeat.is_held(folder)


@pytest.mark.usefixtures("claim")
def test_the_words_are_plain_json(folder):
    say(folder, last_event=1.5)
    said = json.loads((folder / heartbeat.STATE).read_text())
    assert said["pid"] == os.getpid()
    assert said["last_event"] == 1.5
