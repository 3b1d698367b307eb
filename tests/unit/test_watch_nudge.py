"""What a command tells the daemon: nothing of it is lost, whoever else writes at the same time."""

import os
import threading
import time
from pathlib import Path

import pytest

from notes_crm.watch import heartbeat
from notes_crm.watch import nudge as nudging
from notes_crm.watch.heartbeat import Claim, Heartbeat
from notes_crm.watch.nudge import heed, nudge, unheeded

GENERATION = "words-1234"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "index"
    place.mkdir()
    return place


def say(folder: Path, heeded: str | None = None) -> None:
    state = Heartbeat(
        os.getpid(), heartbeat.machine(), time.time(), "1",
        mode="events", caught_up=True, generation=GENERATION, nudge=heeded,
    )  # fmt: skip
    heartbeat.write(folder, state)
    heartbeat.beat(folder)


@pytest.fixture
def claimed(folder: Path):
    claim = Claim(folder)
    say(folder)
    yield folder
    claim.release()


def test_nobody_is_believed_until_the_daemon_has_looked(claimed):
    for paths in (None, ["a.md"], ["b.md"]):
        nudge(claimed, paths)
        assert not heartbeat.is_current(claimed, GENERATION)
        say(claimed, heartbeat.nudged(claimed))
        assert heartbeat.is_current(claimed, GENERATION)
        heed(claimed, heartbeat.nudged(claimed))
        assert heartbeat.is_current(claimed, GENERATION), "to be heeded makes nothing new"


def test_what_was_not_looked_at_yet_is_said_again(folder):
    nudge(folder, ["a.md"])
    nudge(folder, ["b.md", "a.md"])
    last = unheeded(folder, None)
    assert last.paths == {"a.md", "b.md"}
    heed(folder, last.token)
    assert unheeded(folder, last.token) is None
    nudge(folder, ["c.md"])
    assert unheeded(folder, last.token).paths == {"c.md"}


def test_what_came_after_it_is_not_forgotten_with_it(folder):
    nudge(folder, ["a.md"])
    first = unheeded(folder, None)
    nudge(folder, ["b.md"])
    heed(folder, first.token)
    assert unheeded(folder, first.token).paths == {"a.md", "b.md"}


def test_anything_stays_anything_until_it_was_looked_at(folder):
    nudge(folder)
    nudge(folder, ["a.md"])
    last = unheeded(folder, None)
    assert last.paths is None
    heed(folder, last.token)
    nudge(folder, ["a.md"])
    assert unheeded(folder, last.token).paths == {"a.md"}


def test_very_many_are_anything(folder):
    nudge(folder, [f"{n}.md" for n in range(nudging.MANY)])
    assert len(unheeded(folder, None).paths) == nudging.MANY
    nudge(folder, ["one more.md"])
    assert unheeded(folder, None).paths is None


def test_names_of_any_kind_arrive(folder):
    names = {"a\nb.md", "\udcff.md", "Kunden/Müller/ü.md", "日本.md"}
    nudge(folder, names)
    assert unheeded(folder, None).paths == names


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"0123456789abcdef", b"\n"])
def test_a_file_that_says_nothing_of_notes_means_anything(folder, content):
    (folder / heartbeat.NUDGE).write_bytes(content)
    said = unheeded(folder, "another")
    assert (said.token, said.paths) == (heartbeat.nudged(folder), None)


def test_where_the_file_is_gone_the_daemon_looks_once_more(folder):
    nudge(folder, ["a.md"])
    last = unheeded(folder, None)
    (folder / heartbeat.NUDGE).unlink()
    said = unheeded(folder, last.token)
    assert (said.token, said.paths) == (None, None)
    assert heartbeat.nudged(folder) is None
    assert unheeded(folder, None) is None


def test_of_many_at_once_none_is_lost(folder, monkeypatch):
    monkeypatch.setattr(nudging, "MANY", 1000)
    monkeypatch.setattr(nudging, "PATIENCE", 60.0)
    threads = [
        threading.Thread(target=lambda n=n: [nudge(folder, [f"{n}-{k}.md"]) for k in range(20)])
        for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert unheeded(folder, None).paths == {f"{n}-{k}.md" for n in range(8) for k in range(20)}


def test_without_an_index_none_is_made(tmp_path):
    nudge(tmp_path / "none", ["a.md"])
    assert not (tmp_path / "none").exists()


def full(*_: object) -> None:
    raise OSError(28, "No space left on device")


def test_where_there_is_no_room_the_daemons_words_go(claimed, monkeypatch):
    monkeypatch.setattr(nudging, "replace", full)
    nudge(claimed, ["a.md"])
    assert not heartbeat.is_current(claimed, GENERATION)


def test_where_somebody_holds_the_lock_for_good_the_daemons_words_go(claimed, monkeypatch):
    fcntl = pytest.importorskip("fcntl")
    monkeypatch.setattr(nudging, "PATIENCE", 0.05)
    with (claimed / nudging.LOCK).open("wb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        nudge(claimed, ["a.md"])
    assert not heartbeat.is_current(claimed, GENERATION)
