import json
import os
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from notes_crm.errors import EditedMeanwhile, Unwritable
from notes_crm.store import journal as module
from notes_crm.store import moves, trash
from notes_crm.store.journal import Change, Journal, kept
from notes_crm.store.replace import replace_note, see
from notes_crm.store.steps import states
from notes_crm.store.vault import Vault

NOW = datetime(2026, 3, 10, 12, 0)


@pytest.fixture
def store(vault):
    return Vault(vault({"a.md": "old a\n", "b.md": "old b\n"}))


@pytest.fixture
def journal(home, store):
    return Journal(home / "state", store.root)


def edit(store, journal, path, data, when=NOW):
    seen = see(store, path)
    entry = journal.record("edit", when, [Change(path, seen.data, data)])
    replace_note(store, seen, data)
    return entry


def test_entries_are_numbered_and_for_their_owner_alone(store, journal):
    first, second = (edit(store, journal, path, b"new\n") for path in ("a.md", "b.md"))
    assert [e.number for e in journal.entries()] == [second.number, first.number] == [2, 1]
    assert journal.entries()[1] == first
    for path in (journal.folder.parent, *journal.folder.parent.rglob("*")):
        assert path.stat().st_mode & 0o077 == 0, path
    assert not journal.folder.is_relative_to(store.root)


def test_an_edit_is_taken_back_and_what_it_said_is_kept(store, journal):
    entry = edit(store, journal, "a.md", b"new a\n")
    assert [f.path for f in journal.undo(store, entry)] == ["a.md"]
    assert store.read("a.md").data == b"old a\n"
    assert journal.entries()[0].undone
    assert (journal.folder / "00000001" / "0.after").read_bytes() == b"new a\n"
    assert journal.undo(store, entry) == []


def test_nothing_is_taken_back_where_one_file_changed(store, journal):
    entry = journal.record("edit", NOW, [Change("a.md", b"old a\n", b"new a\n"), Change("b.md", b"old b\n", b"new b\n")])  # fmt: skip
    for path, data in (("a.md", b"new a\n"), ("b.md", b"hands were here\n")):
        replace_note(store, see(store, path), data)
    with pytest.raises(EditedMeanwhile, match=r"b\.md has changed since"):
        journal.undo(store, entry)
    assert store.read("a.md").data == b"new a\n"
    assert not journal.entries()[0].undone


def test_a_new_file_goes_to_the_trash_and_a_moved_one_comes_back(store, journal):
    place = trash.reserve(store, "a.md")
    entry = journal.record("x", NOW, [Change("new.md", after=b"n\n"), Change("a.md", b"old a\n", moved_to=place)])  # fmt: skip
    store.create("new.md", "n\n")
    trash.put(store, "a.md", place)
    assert store.root.joinpath(place).read_bytes() == b"old a\n"
    assert [f.path for f in journal.undo(store, entry)] == ["a.md", "new.md"]
    assert store.read("a.md").data == b"old a\n"
    assert sorted(p.name for p in (store.root / ".trash").iterdir()) == ["new.md"]


def test_a_file_comes_back_though_the_trash_was_emptied(store, journal):
    place = trash.reserve(store, "a.md")
    entry = journal.record("x", NOW, [Change("a.md", b"old a\n", moved_to=place)])
    trash.put(store, "a.md", place)
    (store.root / place).unlink()
    journal.undo(store, entry)
    assert store.read("a.md").data == b"old a\n"


def test_a_name_that_was_taken_again_is_not_overwritten(store, journal):
    place = trash.reserve(store, "a.md")
    entry = journal.record("x", NOW, [Change("a.md", b"old a\n", moved_to=place)])
    trash.put(store, "a.md", place)
    store.create("a.md", "another\n")
    with pytest.raises(EditedMeanwhile):
        journal.undo(store, entry)
    with pytest.raises(EditedMeanwhile, match="there again"):
        trash.put_back(store, place, "a.md")
    assert store.read("a.md").data == b"another\n"


def test_what_was_only_begun_is_taken_back_as_far_as_it_came(store, journal):
    entry = journal.record("x", NOW, [Change("a.md", b"old a\n", b"new a\n"), Change("b.md", b"old b\n", b"new b\n"), Change("c.md", after=b"c")])  # fmt: skip
    replace_note(store, see(store, "a.md"), b"new a\n")
    assert [f.path for f in journal.undo(store, entry)] == ["a.md"]


def test_an_entry_can_be_narrowed_and_withdrawn(journal):
    entry = journal.record("x", NOW, [Change("a.md", b"old a\n", b"new a\n"), Change("c.md", after=b"c")])  # fmt: skip
    entry = journal.amend(entry, [kept(Change("d.md", after=b"d"))])
    assert [f.path for f in journal.entries()[0].files] == ["d.md"]
    journal.amend(entry, [])
    assert journal.entries() == []


def test_the_journal_stays_within_bounds(store, journal, monkeypatch):
    monkeypatch.setattr(module, "MAX_ENTRIES", 3)
    for n in range(5):
        edit(store, journal, "a.md", f"{n}\n".encode())
    assert [e.number for e in journal.entries()] == [5, 4, 3]
    early = edit(store, journal, "b.md", b"told another day\n", NOW + timedelta(days=91))
    assert [e.number for e in journal.entries()] == [6, 5, 4]
    journal.amend(early, [])
    long_ago = time.time() - timedelta(days=91).total_seconds()
    for file in journal.folder.rglob("entry.json"):
        os.utime(file, (long_ago, long_ago))
    edit(store, journal, "a.md", b"late\n", NOW + timedelta(days=91))
    assert [e.number for e in journal.entries()] == [6]


def test_a_large_entry_ends_no_other(store, journal, monkeypatch):
    """The last few stay of any size, beside so many bytes; behind them what is too large goes alone."""
    monkeypatch.setattr(module, "OF_ANY_SIZE", 2)
    monkeypatch.setattr(module, "MAX_SIZE", 4000)
    large = b"x" * 5000
    for path, data in (("a.md", b"1\n"), ("b.md", large), ("b.md", b"2\n"), ("a.md", b"3\n")):
        edit(store, journal, path, data)  # the third keeps the large bytes from before
    assert [e.number for e in journal.entries()] == [4, 3, 2, 1]
    edit(store, journal, "a.md", b"4\n")
    assert [e.number for e in journal.entries()] == [5, 4, 2, 1]
    for n in range(30):
        edit(store, journal, "a.md", b"%d\n" % n)
    left = [e.number for e in journal.entries()]
    assert left[:3] == [35, 34, 33]
    assert 3 < len(left) < 30
    assert sum(f.stat().st_size for f in journal.folder.rglob("*") if f.is_file()) < 4000 + 2 * 1000


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in folders here")
def test_a_pipe_or_device_in_the_place_of_a_note_keeps_nobody_waiting(store, journal):
    entry = edit(store, journal, "a.md", b"new a\n")
    for make in (os.mkfifo, lambda path: path.symlink_to("/dev/zero")):
        store.absolute("a.md").unlink()
        make(store.absolute("a.md"))
        assert states(store, entry.files) == ["changed"]
        with pytest.raises(EditedMeanwhile, match="has changed since"):
            journal.undo(store, entry)


def test_commands_at_the_same_time_get_numbers_of_their_own(journal):
    def record(n):
        return journal.record("x", NOW, [Change("a.md", b"%d" % n, b"")]).number

    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(record, range(120)))
    assert sorted(numbers) == list(range(1, 121))
    kept_bytes = {(f / "0.before").read_bytes() for f in journal.folder.iterdir()}
    assert kept_bytes == {b"%d" % n for n in range(120)}


def test_what_a_killed_command_left_is_removed(store, journal):
    edit(store, journal, "a.md", b"1\n")
    for name, age in ((".12-00", 4000), (".13-00", 5)):
        (journal.folder / name).mkdir()
        (journal.folder / name / "0.before").touch()
        os.utime(journal.folder / name, (time.time() - age,) * 2)
    edit(store, journal, "a.md", b"2\n")
    assert sorted(p.name for p in journal.folder.iterdir()) == [".13-00", "00000001", "00000002"]


def test_broken_entries_are_left_out(store, journal):
    edit(store, journal, "a.md", b"1\n")
    for n, text in enumerate(("", "{", "[]", json.dumps({"number": 5})), start=2):
        (folder := journal.folder / f"{n:08d}").mkdir()
        (folder / "entry.json").write_text(text)
    assert [e.number for e in journal.entries()] == [1]
    assert edit(store, journal, "b.md", b"2\n").number == 6


def test_a_journal_that_can_not_be_kept_is_said(home, store):
    (home / "state").write_text("a file where the folder should be")
    with pytest.raises(Unwritable, match="XDG_STATE_HOME"):
        Journal(home / "state", store.root).record("x", NOW, [Change("a.md", b"a", b"b")])


def test_the_trash_never_overwrites(store):
    for n in range(3):
        store.create("sub/x.md", str(n))
        trash.put(store, "sub/x.md", trash.reserve(store, "sub/x.md"))
    found = {p.name: p.read_text() for p in (store.root / ".trash").iterdir()}
    assert found == {"x.md": "0", "x.1.md": "1", "x.2.md": "2"}


def test_a_trash_outside_the_vault_is_refused(store, tmp_path):
    (store.root / ".trash").symlink_to(tmp_path)
    with pytest.raises(Unwritable, match="out of the vault"):
        trash.reserve(store, "a.md")


def test_what_a_later_command_moved_is_not_said_to_be_taken_back(store, journal):
    made = journal.record("log", NOW, [Change("new/c.md", after=b"c\n")])
    store.create_bytes("new/c.md", b"c\n")
    later = journal.record("rename", NOW, [Change("new", moved_to="other")])
    moves.move(store, "new", "other")
    with pytest.raises(EditedMeanwhile, match=f"moved since by crm rename.*undo {later.number}"):
        journal.undo(store, made)
    assert not any(entry.undone for entry in journal.entries())
    for entry in (later, made):
        assert journal.undo(store, entry)
    assert not (store.root / "new/c.md").exists()


def test_an_entry_with_a_zone_stops_no_later_command(store, journal):
    edit(store, journal, "a.md", b"new a\n")
    file = journal.folder / "00000001/entry.json"
    data = json.loads(file.read_text()) | {"when": NOW.astimezone(UTC).isoformat()}
    file.write_text(json.dumps(data))
    edit(store, journal, "b.md", b"new b\n")
    assert [entry.when.tzinfo for entry in journal.entries()] == [None, None]
