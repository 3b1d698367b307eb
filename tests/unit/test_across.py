"""A vault of which a folder lies on another file system: notes go to the trash and come back all the same."""

import errno
import os
import sys

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a drive of its own there")
PATH = "Customers/Acme/Acme.md"
NOTE = "Customers/Acme/2026-03-10 1200 Acme call.md"


@pytest.fixture
def acme(vault, monkeypatch):
    """A vault whose customers are elsewhere, as the system says it."""
    folder = vault({PATH: "---\ntype: customer\n---\n", "Customers/Bell/Bell.md": "bell\n"})
    elsewhere = str(folder / "Customers/Acme")

    def only_within(work):
        def done(source, target, **keys):
            if str(source).startswith(elsewhere) != str(target).startswith(elsewhere):
                raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))
            return work(source, target, **keys)

        return done

    for name in ("rename", "replace", "link"):
        monkeypatch.setattr(os, name, only_within(getattr(os, name)))
    return folder


def files(folder):
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def test_a_new_note_goes_to_the_trash(acme, crm):
    before = files(acme)
    assert crm("log", "acme", "call", "Rang.", cwd=acme).code == 0
    (acme / NOTE).chmod(0o640)
    said = (acme / NOTE).read_bytes()
    done = crm("undo", cwd=acme)
    assert done.code == 0, done.output
    there = acme / ".trash" / NOTE.rpartition("/")[2]
    assert files(acme) == sorted([*before, there.relative_to(acme).as_posix()])
    assert (there.read_bytes(), there.stat().st_mode & 0o777) == (said, 0o640)


def test_a_customer_is_brought_into_another_and_back(acme, crm):
    crm("log", "acme", "call", "Rang.", cwd=acme)
    before = files(acme)
    done = crm("merge", "acme", "bell", "--yes", cwd=acme)
    assert done.code == 0, done.output
    assert "Customers/Bell/2026-03-10 1200 Bell call.md" in files(acme)
    done = crm("undo", cwd=acme)
    assert done.code == 0, done.output
    assert [path for path in files(acme) if ".trash" not in path] == before


def test_what_the_other_place_does_not_take_stays_where_it_is(acme, crm, monkeypatch):
    crm("log", "acme", "call", "Rang.", cwd=acme)
    before = files(acme)

    def full(_handle):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("notes_crm.store.across.os.fsync", full)
    done = crm("undo", cwd=acme)
    assert (done.code, files(acme)) == (2, before)
    assert "no space left" in done.stderr
