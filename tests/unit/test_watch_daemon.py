"""The daemon's own judgement: a real one in a thread, with less patience than outside."""

import contextlib
import os
import shutil
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from notes_crm.errors import BadSettings, IndexBusy, Unwritable, VanishedVault
from notes_crm.store.index import Index
from notes_crm.watch import ears, heartbeat
from notes_crm.watch.daemon import Daemon
from notes_crm.watch.nudge import nudge
from notes_crm.watch.pace import Pace
from notes_crm.watch.trouble import TROUBLES, trouble_of
from tests.soak.rig import Watched, wait_for

QUICK = Pace(
    quiet=0.03, removal=0.2, share=0.1, period=30.0, poll=0.2, again=0.1, second_look=0.6, tick=0.05
)
NOTE = "Customers/Acme/2026-03-02 visit.md"


class Keeper(Watched):
    """A daemon in a thread of this process."""

    def begin(self, pace: Pace = QUICK) -> Daemon:
        self.told: list[str] = []
        self.daemon = Daemon(self.root, self.cache / "notes_crm", self.told.append, pace=pace)
        self.thread = threading.Thread(target=self.daemon.run)
        self.thread.start()
        return self.daemon

    def finish(self) -> None:
        if hasattr(self, "daemon"):
            self.daemon.stop()
            self.thread.join(10)
            assert not self.thread.is_alive()

    def trouble(self) -> str | None:
        said = self.heartbeat()
        return said.trouble if said else None


@pytest.fixture
def one(vault: Callable[..., Path], tmp_path: Path) -> Iterator[Keeper]:
    keeper = Keeper(vault({NOTE: "The seal leaks.\n"}), tmp_path / "cache", tmp_path / "log")
    yield keeper
    keeper.finish()


def deafen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every event is lost: the observer is there, and marks nothing."""
    monkeypatch.setattr(ears.Watcher, "__init__", lambda *_: None)
    monkeypatch.setattr(ears.Watcher, "sound", lambda _: True)
    monkeypatch.setattr(ears.Watcher, "has_room", lambda _: True)
    monkeypatch.setattr(ears.Watcher, "stop", lambda _: None)


def test_with_every_event_lost_the_next_period_finds_everything(one, monkeypatch):
    deafen(monkeypatch)
    one.begin(Pace(period=0.4, calm=1.0, tick=0.05, share=0.1))
    wait_for(one.caught_up)
    (one.root / "Customers/Acme/2026-03-03 call.md").write_text("quokka\n")
    (one.root / NOTE).unlink()
    wait_for(lambda: one.settled() and one.holds("quokka"), 5)
    assert not one.holds("seal")


def test_a_nudge_is_followed_without_any_event(one, monkeypatch):
    deafen(monkeypatch)
    one.begin()
    wait_for(one.caught_up)
    (one.root / "Customers/Acme/2026-03-03 call.md").write_text("quokka\n")
    nudge(one.folder)
    generation = one.heartbeat().generation
    assert not heartbeat.is_current(one.folder, generation)
    wait_for(lambda: heartbeat.is_current(one.folder, generation), 5)
    assert one.holds("quokka")


def test_only_where_something_was_written_is_looked(one, monkeypatch):
    other = one.root / "Customers/Birch/2026-03-02 visit.md"
    other.parent.mkdir()
    other.write_text("A birch.\n")
    deafen(monkeypatch)
    one.begin()
    wait_for(one.caught_up)
    generation = one.heartbeat().generation
    for word, paths in (("quokka", [NOTE]), ("wombat", None)):
        for note in (one.root / NOTE, other):
            note.write_text(f"{word}\n")
        nudge(one.folder, paths)
        wait_for(lambda: heartbeat.is_current(one.folder, generation))
        assert one.holds(word)
        if paths is None:
            wait_for(one.settled, why="the other note was not read")
        else:
            assert not one.settled(), "the other note was read"


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="the system does not say")
def test_looks_leave_no_file_open(one):
    def opened():
        return len(list(Path("/proc/self/fd").iterdir()))

    one.begin()
    wait_for(one.caught_up)
    before = opened()
    for number in range(5):
        (one.root / NOTE).write_text(f"gnu{number}\n")
        wait_for(lambda n=number: one.holds(f"gnu{n}"), 30)
    wait_for(lambda: opened() <= before, 30, "files stay open")


@pytest.mark.parametrize("named", [False, True], ids=["anywhere", "by name"])
def test_believed_means_indexed(one, named):
    """Whenever a reader may leave its own look to the daemon, what was nudged for is there."""
    one.begin()
    wait_for(one.caught_up)
    generation = one.heartbeat().generation
    believed = 0
    for number in range(25):
        path = f"Customers/Acme/2026-03-03 {number} call.md"
        (one.root / path).write_text(f"gnu{number}\n")
        nudge(one.folder, [path] if named else None)
        limit = time.monotonic() + 30
        while not heartbeat.is_current(one.folder, generation) and time.monotonic() < limit:
            time.sleep(0.003)
        believed += heartbeat.is_current(one.folder, generation)
        assert one.holds(f"gnu{number}")
    assert believed == 25


def test_an_emptied_vault_is_never_believed(one):
    one.begin()
    wait_for(one.caught_up)
    shutil.rmtree(one.root / "Customers")
    wait_for(lambda: one.trouble() == "vanished")
    time.sleep(3 * QUICK.second_look)
    assert one.holds("seal")
    assert one.told.count(f"vanished: {TROUBLES['vanished']}") == 1
    (one.root / "Customers/Acme").mkdir(parents=True)
    (one.root / NOTE).write_text("The seal leaks.\n")
    wait_for(one.caught_up)
    assert one.trouble() is None
    assert "well again (vanished)" in one.told


def test_many_missing_notes_are_believed_at_the_second_look(one):
    for number in range(60):
        (one.root / f"Customers/Acme/2026-03-03 {number} call.md").write_text("wombat\n")
    one.begin()
    wait_for(one.caught_up)
    gone = time.monotonic()
    for note in (one.root / "Customers/Acme").glob("2026-03-03*"):
        note.unlink()
    wait_for(lambda: one.trouble() == "vanished")
    assert one.holds("wombat")
    wait_for(lambda: not one.holds("wombat"), 10)
    assert time.monotonic() - gone > QUICK.second_look
    assert one.holds("seal")


def test_many_notes_that_come_back_before_the_second_look_were_never_gone(one, tmp_path):
    for number in range(60):
        (one.root / f"Customers/Acme/2026-03-03 {number} call.md").write_text("wombat\n")
    one.begin(Pace(quiet=0.03, removal=0.05, share=0.1, poll=0.1, tick=0.05, second_look=30))
    wait_for(one.caught_up)
    (one.root / "Customers/Acme").rename(tmp_path / "Elsewhere")
    wait_for(lambda: one.trouble() == "vanished")
    (tmp_path / "Elsewhere").rename(one.root / "Customers/Acme")
    wait_for(one.caught_up)
    assert len(one.holds("wombat")) == 60


def test_a_dead_observer_is_replaced(one):
    daemon = one.begin()
    wait_for(one.caught_up)
    for emitter in list(daemon._ears._watcher._observer.emitters):
        emitter.stop()
    wait_for(lambda: any("observer is deaf" in sentence for sentence in one.told))
    (one.root / "Customers/Acme/2026-03-03 call.md").write_text("quokka\n")
    wait_for(lambda: one.settled() and one.holds("quokka"))
    wait_for(one.caught_up)


def test_a_machine_that_slept_is_looked_at(one, monkeypatch):
    deafen(monkeypatch)
    daemon = one.begin()
    wait_for(one.caught_up)
    (one.root / "Customers/Acme/2026-03-03 call.md").write_text("quokka\n")
    wall, steady = daemon._clocks
    daemon._clocks = (wall - 3600, steady)
    wait_for(lambda: one.settled() and one.holds("quokka"), 5)
    assert any("clock jumped" in sentence for sentence in one.told)


def test_bytes_that_changed_without_a_sign_are_found_by_the_comparison(one):
    """A changed note whose stamp the catalog has already: as after an edit that left no trace."""
    daemon = one.begin()
    wait_for(one.caught_up)
    time.sleep(0.3)
    daemon.stop()
    one.thread.join()
    note = one.root / NOTE
    note.write_text("The belt slips.\n")
    with contextlib.closing(one.index()) as index:
        index.catalog.apply([], touched={NOTE: index.vault.look().stamps[NOTE]})
        assert index.reconcile().changed == 0
        index.catalog.remark("verified", "0")
    one.begin(Pace(quiet=0.03, verify=2.0, tick=0.05, share=0.1))
    wait_for(lambda: one.holds("belt") == {NOTE}, 10)
    assert "1 notes had changed without a sign" in one.told


def test_failures_without_a_reason_lead_to_one_rebuild(one, monkeypatch):
    """Damage that no opening of the index sees."""
    one.begin()
    wait_for(one.caught_up)
    reconcile, broken = Index.reconcile, threading.Event()
    broken.set()

    def damaged(self: Index, **options: object) -> object:
        if broken.is_set():
            raise EOFError("/secret/path of a note.md")
        return reconcile(self, **options)

    rebuild = Index.rebuild

    def mended(self: Index, **options: object) -> object:
        broken.clear()
        return rebuild(self, **options)

    monkeypatch.setattr(Index, "reconcile", damaged)
    monkeypatch.setattr(
        Index, "reconcile_within", lambda self, _, **options: damaged(self, **options)
    )
    monkeypatch.setattr(Index, "rebuild", mended)
    (one.root / "Customers/Acme/2026-03-03 call.md").write_text("quokka\n")
    wait_for(lambda: one.trouble() == "failing")
    wait_for(lambda: "building the index anew after 3 failures" in one.told, 10)
    wait_for(lambda: one.settled() and one.holds("quokka"), 10)
    assert not any("secret" in sentence for sentence in one.told)
    assert one.told.count("reconcile: EOFError") == 1


def test_settings_that_cannot_be_read_are_waited_for(one):
    one.begin()
    wait_for(one.caught_up)
    (one.root / "crm.toml").write_text("[vault\n")
    wait_for(lambda: one.trouble() == "settings")
    (one.root / "crm.toml").write_text("")
    wait_for(one.caught_up, 10)


def test_another_version_takes_the_place_of_this_one(one, monkeypatch):
    from notes_crm.watch import daemon as module

    one.begin()
    wait_for(one.caught_up)
    monkeypatch.setattr(module, "installed", lambda: (1, 2, 3))
    (one.root / NOTE).write_text("New.\n")
    one.thread.join(5)
    assert not one.thread.is_alive()
    assert one.told[-1] == "beginning anew: another version was installed"
    assert not heartbeat.is_held(one.folder)


def test_a_saved_note_is_looked_for_in_its_folder_alone(one, monkeypatch):
    one.begin()
    wait_for(one.caught_up)
    places, within = [], Index.reconcile_within

    def noted(self, prefixes, **options):
        places.append(prefixes)
        return within(self, prefixes, **options)

    def never(*_, **__):
        raise AssertionError("the whole vault was looked at")

    monkeypatch.setattr(Index, "reconcile_within", noted)
    monkeypatch.setattr(Index, "reconcile", never)
    (one.root / NOTE).write_text("The quokka leaks.\n")
    wait_for(lambda: one.settled() and one.holds("quokka"))
    assert places[0] == {"Customers/Acme/"}
    wait_for(lambda: len(places) == 2, 5)  # it was read so soon that it is read once more
    assert places[1] == {"Customers/Acme/"}


def test_a_slow_look_does_not_take_away_what_another_crm_indexed_meanwhile(one):
    with contextlib.closing(one.index()) as slow, contextlib.closing(one.index()) as other:
        slow.reconcile()
        look = slow.vault.look()
        late = one.root / "Customers/Acme/2026-03-03 call.md"
        late.write_text("quokka\n")
        other.reconcile()
        with slow.cache.locked():
            slow._reconciling().act(look, words=True, budget=None, progress=None)
        assert "Customers/Acme/2026-03-03 call.md" in other.catalog.stamps()


def full() -> Unwritable:
    """As a store says it: a sentence for people, raised from what the system said."""
    error = Unwritable("no room")
    error.__context__ = OSError(28, "No space left on device")
    return error


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (VanishedVault("x"), "vanished"),
        (IndexBusy("x"), "busy"),
        (sqlite3.OperationalError("database is locked"), "busy"),
        (BadSettings("x"), "settings"),
        (Unwritable("x"), "unwritable"),
        (OSError(28, "No space left on device"), "disk-full"),
        (sqlite3.OperationalError("database or disk is full"), "disk-full"),
        (full(), "disk-full"),
        (EOFError(), "failing"),
        (PermissionError(13, "x"), "failing"),
    ],
)
def test_every_exception_has_a_code_that_says_what_it_means(error, code, tmp_path):
    assert trouble_of(error, tmp_path) == code
    assert code in TROUBLES
    assert os.sep not in TROUBLES[code]
