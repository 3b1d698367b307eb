"""Events of a real observer on a real folder become marks; what no look could see does not."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from watchdog.events import FileModifiedEvent

from notes_crm.watch.events import NoEvents, Watcher, _Handler
from notes_crm.watch.marks import Marks


def wait_for(condition: Callable[[], object], seconds: float = 5.0) -> None:
    limit = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < limit, "it did not happen in time"
        time.sleep(0.01)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for folder in ("Vault/Customers/Acme", "Vault/.obsidian", "spare"):
        (tmp_path / folder).mkdir(parents=True)
    return tmp_path / "Vault"


@pytest.fixture
def marks() -> Marks:
    return Marks()


@pytest.fixture
def watcher(root: Path, marks: Marks) -> Iterator[Watcher]:
    watcher = Watcher(root, root.parent / "spare", marks)
    yield watcher
    watcher.stop()


@pytest.mark.usefixtures("watcher")
def test_a_saved_note_marks(root, marks):
    (root / "Customers/Acme/visit.md").write_text("Saw Dana.")
    wait_for(marks.pending)
    assert not marks.pending().removed


@pytest.mark.usefixtures("watcher")
def test_a_note_in_a_new_folder_marks(root, marks):
    (root / "Customers/New/deep").mkdir(parents=True)
    wait_for(marks.pending)
    time.sleep(
        0.2
    )  # until the folder is watched; the look each minute is there for what falls between
    marks.take()
    (root / "Customers/New/deep/a.md").write_text("x")
    wait_for(marks.pending)


@pytest.mark.usefixtures("watcher")
def test_a_removed_note_is_marked_as_gone_and_a_renamed_one_at_both_names(root, marks):
    note = root / "Customers/Acme/a.md"
    note.write_text("x")
    wait_for(marks.pending)
    time.sleep(0.1)
    marks.take()
    note.rename(note.with_name("b.md"))
    wait_for(lambda: str(note) in marks.pending().removed)
    note.with_name("b.md").unlink()
    wait_for(lambda: str(note.with_name("b.md")) in marks.pending().removed)


@pytest.mark.usefixtures("watcher")
def test_a_removed_folder_is_marked(root, marks):
    (root / "Customers/Acme").rmdir()
    wait_for(lambda: marks.pending().removed)


@pytest.mark.parametrize(
    ("path", "matters"),
    [
        ("Customers/Acme/visit.md", True),
        ("Customers/Acme/VISIT.MARKDOWN", True),
        ("crm.toml", True),
        ("Customers/crm.toml", False),
        ("Customers/Acme/files/leak.jpg", False),
        (".obsidian/workspace.md", False),
        ("Customers/.git/objects/a.md", False),
        ("Customers/Acme/.visit.md.swp", False),
        ("Customers/Acme/#visit.md#", False),
        ("Customers/Acme/.visit.md.icloud", True),
        ("Customers/Acme/visit.md.nextcloud", True),
        ("Customers/Acme/visit (1).md", True),
        ("Customers/Acme/visit_BASE_12.md", True),
        ("Customers/ncrm\udcff.md", True),
    ],
)
def test_only_what_a_look_could_see_marks(path, matters):
    marks = Marks()
    _Handler(Path("/v"), marks).dispatch(FileModifiedEvent(f"/v/{path}"))
    assert bool(marks.pending()) is matters


def test_an_event_that_cannot_be_read_marks_and_ends_nothing():
    marks = Marks()
    _Handler(Path("/v"), marks).dispatch(None)
    assert marks.pending().lost == 1


def test_an_event_from_elsewhere_marks():
    marks = Marks()
    _Handler(Path("/v"), marks).dispatch(FileModifiedEvent("/w/a.md"))
    assert marks.pending()


@pytest.mark.usefixtures("watcher")
def test_reading_does_not_mark(root, marks):
    (root / "a.md").write_text("x")
    wait_for(marks.pending)
    time.sleep(0.1)
    marks.take()
    for _ in range(20):
        (root / "a.md").read_text()
        list(root.iterdir())
    time.sleep(0.2)
    assert not marks.pending()


@pytest.mark.usefixtures("watcher")
def test_lost_events_are_known_from_watchdogs_own_log(marks):
    logging.getLogger("watchdog.observers.inotify_c").warning("Inotify queue overflowed")
    assert marks.pending().lost == 1


def test_after_an_overflow_the_observer_is_to_be_replaced(root, marks, watcher):
    heard = logging.getLogger("watchdog.observers.inotify_c")
    other = Watcher(root, root.parent / "spare", marks)
    going = next(iter(watcher._threads))
    heard.handle(late := heard.makeRecord("x", logging.WARNING, "", 0, "overflowed", (), None))
    assert not watcher.sound()
    other._listening.overflowed, late.thread = False, going.ident
    heard.handle(late)
    assert other.sound(), "what an observer on its way out says counts for none but itself"
    other.stop()


@pytest.mark.usefixtures("watcher")
def test_a_folder_that_came_is_told_apart_from_a_note(root, marks):
    (root / "Customers/Acme/a.md").write_text("x")
    wait_for(marks.pending)
    assert not marks.pending().folders
    (root / "Customers/New").mkdir()
    wait_for(lambda: marks.pending().folders)
    marks.take()
    assert not marks.pending().folders


def test_an_observer_is_sound_until_one_of_its_threads_is_dead(watcher):
    assert watcher.sound()
    for emitter in watcher._observer.emitters:
        emitter.stop()
    wait_for(lambda: not watcher.sound())


def test_a_vault_that_was_deleted_makes_the_observer_unsound(root, marks):
    import shutil

    watcher = Watcher(root, root.parent / "spare", marks)
    shutil.rmtree(root)
    wait_for(lambda: not watcher.sound())
    watcher.stop()


def test_a_folder_that_is_not_there_has_no_events(tmp_path, marks):
    before = threading.active_count()
    with pytest.raises(NoEvents) as stopped:
        Watcher(tmp_path / "gone", tmp_path, marks)
    assert stopped.value.reason == "not-watchable"
    wait_for(lambda: threading.active_count() <= before)


def test_a_stopped_watcher_leaves_no_thread_and_no_open_file(root, marks):
    handles = Path("/proc/self/fd")
    threads, files = threading.active_count(), len(list(handles.iterdir()))
    for _ in range(3):
        Watcher(root, root.parent / "spare", marks).stop()
    wait_for(lambda: threading.active_count() <= threads)
    wait_for(lambda: len(list(handles.iterdir())) <= files)
