"""Notes that a command changes: what stops it half way, the journal still knows what was written."""

import errno
import os
from datetime import datetime

import pytest

from notes_crm.cli.rewriting import look, rewrite
from notes_crm.cli.session import open_session
from notes_crm.cli.surroundings import here
from notes_crm.cli.written import journal_of
from notes_crm.errors import EditedMeanwhile

OLD, NEW = {"a.md": b"old a\n", "b.md": b"old b\n"}, {"a.md": b"new a\n", "b.md": b"new b\n"}


@pytest.fixture
def session(vault, home, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(home / "state"))
    return open_session(str(vault(OLD)), here()._replace(clock=datetime(2026, 3, 10, 12, 0)))


def rewritten(session):
    rewrite(session, "done", {look(session, path): data for path, data in NEW.items()})


def contents(session):
    return {path: session.vault.read(path).data for path in OLD}


def test_interrupted_behind_a_note_that_note_can_be_taken_back(session, monkeypatch):
    """As by Ctrl-C while the disk is slow: the note has its new bytes, and nothing has returned."""
    root = session.vault.root
    fsync, pressed = os.fsync, []

    def interrupted(handle):
        fsync(handle)
        if (root / "a.md").read_bytes() == NEW["a.md"] and not pressed:
            pressed.append("Ctrl-C")
            raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        rewritten(session)
    monkeypatch.undo()
    assert contents(session) == {"a.md": NEW["a.md"], "b.md": OLD["b.md"]}
    journal = journal_of(session)
    [entry] = journal.entries()
    assert [file.path for file in entry.files] == ["a.md"]
    journal.undo(session.vault, entry)
    assert contents(session) == OLD


def test_a_note_that_the_disk_left_torn_is_kept_in_the_journal(session, monkeypatch):
    """Written in place for its hard link, then neither the new nor the old bytes go through."""
    os.link(session.vault.root / "a.md", session.vault.root.parent / "twin.md")
    torn = (session.vault.root / "a.md").stat().st_ino
    write = os.write

    def failing(handle, data):
        if os.fstat(handle).st_ino == torn:
            if bytes(data) == NEW["a.md"]:
                write(handle, data[:3])
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return write(handle, data)

    monkeypatch.setattr(os, "write", failing)
    with pytest.raises(Exception, match="only in part"):
        rewritten(session)
    monkeypatch.undo()
    journal = journal_of(session)
    [entry] = journal.entries()
    assert [file.path for file in entry.files] == ["a.md"]
    assert (journal.folder / "00000001" / "0.before").read_bytes() == OLD["a.md"]


@pytest.mark.parametrize(("changed", "written"), [("a.md", []), ("b.md", ["a.md"])])
def test_what_somebody_else_has_changed_meanwhile_is_no_business_of_undo(session, changed, written):
    changes = {look(session, path): data for path, data in NEW.items()}
    (session.vault.root / changed).write_bytes(b"theirs\n")
    with pytest.raises(EditedMeanwhile):
        rewrite(session, "done", changes)
    journal = journal_of(session)
    assert [[f.path for f in entry.files] for entry in journal.entries()] == (
        [written] if written else []
    )
    for entry in journal.entries():
        journal.undo(session.vault, entry)
    assert contents(session) == {**OLD, changed: b"theirs\n"}


def test_what_changes_while_undo_is_at_it_is_left_alone(session, monkeypatch):
    """As by a sync tool that brings one note while the other is being put back."""
    rewritten(session)
    root = session.vault.root
    fsync, brought = os.fsync, []

    def busy(handle):
        fsync(handle)
        if (root / "b.md").read_bytes() == OLD["b.md"] and not brought:
            brought.append("a.md")
            (root / "a.md").write_bytes(b"theirs\n")

    journal = journal_of(session)
    [entry] = journal.entries()
    monkeypatch.setattr(os, "fsync", busy)
    with pytest.raises(EditedMeanwhile, match=r"a\.md has changed since"):
        journal.undo(session.vault, entry)
    monkeypatch.undo()
    assert contents(session) == {"a.md": b"theirs\n", "b.md": OLD["b.md"]}


def test_what_was_refused_before_the_first_byte_leaves_no_entry(session):
    (session.vault.root / "b.md").chmod(0o400)
    with pytest.raises(Exception, match="read-only"):
        rewritten(session)
    assert journal_of(session).entries() == []
    assert contents(session) == OLD
