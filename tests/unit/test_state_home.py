"""What is kept of a vault follows it where it moves, and is never shared with another one."""

import json
import os
import shutil

import pytest

from notes_crm.store.cache import cache_key

NOTE = "Customers/Acme/2026-03-02 Acme visit.md"
FILES = {NOTE: "---\ntype: visit\n---\n- [ ] Send kit #promise\n"}


@pytest.fixture
def used(vault, crm):
    """A vault in which a promise was ticked, so that there is something to take back."""
    folder = vault(FILES, name="Work")
    assert crm("done", "send kit", cwd=folder).code == 0
    return folder


@pytest.fixture
def states(home):
    return home / "state/notes_crm"


def is_taken_back(crm, folder):
    done = crm("undo", cwd=folder)
    return done.code == 0 and "- [ ] Send kit" in (folder / NOTE).read_text()


@pytest.mark.parametrize("name", ["Renamed", "elsewhere/deep/Work"])
def test_a_vault_that_was_moved_keeps_its_past(used, crm, name):
    new = used.parent / name
    new.parent.mkdir(parents=True, exist_ok=True)
    used.rename(new)
    assert is_taken_back(crm, new)


def test_so_it_does_when_it_moves_again_and_comes_back(used, crm, states):
    for name in ("One", "Two", "Work"):
        new = used.parent / name
        used = used.rename(new)
        assert crm("status", cwd=used).code == 0
    assert is_taken_back(crm, used)
    assert [f.name for f in states.iterdir()] == [cache_key(used)]


def test_a_change_of_the_settings_in_between_is_no_matter(used, crm):
    (used / "crm.toml").write_text("# ours\n")
    assert crm("status", cwd=used).code == 0
    assert is_taken_back(crm, used.rename(used.parent / "Renamed"))


def test_nothing_is_written_into_the_vault(used, crm):
    before = {p for p in used.rglob("*") if ".trash" not in p.parts}
    new = used.rename(used.parent / "Renamed")
    crm("status", cwd=new)
    assert {used / p.relative_to(new) for p in new.rglob("*")} == before


def test_a_copy_has_a_past_of_its_own(used, crm):
    copy = used.parent / "Copy"
    shutil.copytree(used, copy)
    assert crm("undo", cwd=copy).code == 1
    assert is_taken_back(crm, used)


def test_a_copy_whose_original_is_gone_must_be_told(used, crm):
    copy = used.parent / "moved" / "Work"
    shutil.copytree(used, copy)
    shutil.rmtree(used)
    assert crm("undo", cwd=copy).code == 1
    said = crm("status", cwd=copy)
    assert f"take it over with: crm status --adopt {used}" in said.stderr
    assert crm("status", "--adopt", used, cwd=copy).code == 0
    assert is_taken_back(crm, copy)
    assert "--adopt" not in crm("status", cwd=copy).stderr


def test_a_new_vault_with_the_numbers_of_an_old_one_is_another(used, crm, states):
    """Systems give the inode of what was deleted to what is made next."""
    new = used.rename(used.parent / "Renamed")
    status = (new / "crm.toml").stat()
    os.utime(new / "crm.toml", ns=(status.st_atime_ns, status.st_mtime_ns + 1))
    assert crm("undo", cwd=new).code == 1
    assert (states / cache_key(used) / "journal").is_dir()


def test_where_there_is_a_vault_again_nothing_is_taken_from_it(used, crm):
    new = used.rename(used.parent / "Renamed")
    used.mkdir()
    (used / "crm.toml").write_text("")
    assert crm("undo", cwd=new).code == 1
    done = crm("status", "--adopt", used, cwd=new)
    assert (done.code, "which keeps what is its own" in done.stderr) == (2, True)


def test_two_that_claim_to_be_the_same_are_neither(used, crm, states):
    mark = json.loads((states / cache_key(used) / "vault.json").read_text())
    other = states / "other"
    other.mkdir()
    (other / "vault.json").write_text(json.dumps({**mark, "vault": str(used.parent / "gone")}))
    new = used.rename(used.parent / "Renamed")
    assert crm("undo", cwd=new).code == 1


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"vault": 7}', '{"vault": "/nowhere"}', "\xff"])
def test_a_mark_that_is_no_mark_is_written_anew(used, crm, states, text):
    mark = states / cache_key(used) / "vault.json"
    mark.write_bytes(text.encode("latin-1"))
    assert crm("status", cwd=used).code == 0
    assert json.loads(mark.read_text())["vault"] == str(used)


def test_what_has_a_past_takes_over_no_other(used, crm, vault):
    other = vault(FILES, name="Other")
    assert crm("done", "send kit", cwd=other).code == 0
    shutil.rmtree(used)
    done = crm("status", "--adopt", used, cwd=other)
    assert (done.code, "has a past of its own" in done.stderr) == (2, True)
    assert is_taken_back(crm, other)


def test_a_folder_of_which_nothing_is_kept_is_said_so(vault, crm, home):
    folder = vault(FILES)
    done = crm("status", "--adopt", home / "never", cwd=folder)
    assert (done.code, "Nothing is kept for a vault in" in done.stderr) == (2, True)
