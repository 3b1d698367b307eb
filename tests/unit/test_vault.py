import os
import threading
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notes_crm.errors import AlreadyExists, BadName, NoVault, Unreadable
from notes_crm.store.new_files import file_name
from notes_crm.store.stamps import parts_of, stamp_of
from notes_crm.store.vault import MAX_BYTES, Vault, find
from tests.running import as_user


def test_a_vault_is_found_upward(vault):
    root = vault({"Customers/Acme/Acme.md": ""})
    assert find(root / "Customers" / "Acme").root == root.resolve()
    with pytest.raises(NoVault, match="crm init"):
        find(root.parent)


def test_a_look_sees_notes_and_says_what_is_odd(vault):
    root = vault({
        "Customers/Acme/Acme.md": "a", "Customers/Acme/.hidden.md": "b", "Templates/Visit.md": "c",
        ".obsidian/x.md": "d", "Customers/Acme/Acme.sync-conflict-20260302-143000-ABCDEF2.md": "e",
        "Customers/Acme/.Gone.md.icloud": "", "deep/Templates/kept.md": "f",
    })  # fmt: skip
    outside = root.parent / "outside.md"
    outside.write_text("secret")
    (root / "link.md").symlink_to(outside)
    (root / "folderlink").symlink_to(root.parent, target_is_directory=True)
    os.mkfifo(root / "pipe.md")
    (root / "folder.md").mkdir()
    look = Vault(root).look()
    assert set(look.stamps) == {
        "Customers/Acme/Acme.md", "deep/Templates/kept.md",
        "Customers/Acme/Acme.sync-conflict-20260302-143000-ABCDEF2.md",
    }  # fmt: skip
    assert list(look.conflicts.values()) == ["Customers/Acme/Acme.md"]
    assert look.placeholders == {"Customers/Acme/Gone.md"}
    assert {o.path: o.code for o in look.odd} == {
        "link.md": "symlink",
        "folderlink": "symlink",
        "pipe.md": "no-file",
    }


def test_what_is_no_file_is_never_waited_for(vault):
    root = vault()
    os.mkfifo(root / "pipe.md")
    (root / "link.md").symlink_to("/dev/zero")
    for name in ("pipe.md", "link.md"):
        with pytest.raises(OSError, match=r"."):
            Vault(root).read(name)


def test_a_long_note_is_read_to_the_limit(vault):
    root = vault({"a.md": b"x" * (MAX_BYTES + 5)})
    content = Vault(root).read("a.md")
    assert (len(content.data), content.cut) == (MAX_BYTES, True)


def test_an_unreadable_folder_is_named(vault):
    root = vault({"Customers/Acme/a.md": "", "b.md": ""})
    (root / "Customers/Acme").chmod(0)
    root.parent.chmod(0o755)
    try:
        look = as_user(lambda: Vault(root).look())
    finally:
        (root / "Customers/Acme").chmod(0o755)
    assert set(look.stamps) == {"b.md"}
    assert [(o.path, o.code) for o in look.odd] == [("Customers/Acme/", "unreadable")]


def test_a_new_note_never_overwrites(vault):
    v = Vault(vault({"a.md": "first"}))
    with pytest.raises(AlreadyExists):
        v.create("a.md", "second")
    assert v.read("a.md").data == b"first"
    v.create("new/folder/b.md", "text")
    assert sorted(p.name for p in v.root.rglob("*") if p.is_file()) == ["a.md", "b.md", "crm.toml"]


def test_of_many_writers_of_one_name_one_wins(vault):
    v = Vault(vault())
    outcomes = []

    def write(number):
        try:
            outcomes.append(v.create("a.md", f"text {number}"))
        except AlreadyExists:
            outcomes.append(None)

    threads = [threading.Thread(target=write, args=(n,)) for n in range(12)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    assert outcomes.count("a.md") == 1
    assert v.read("a.md").data.startswith(b"text ")


def test_nothing_is_written_outside(vault):
    root = vault()
    (root / "out").symlink_to(root.parent, target_is_directory=True)
    with pytest.raises(BadName):
        Vault(root).create("out/a.md", "text")
    with pytest.raises(BadName):
        Vault(root).create("../a.md", "text")


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "a/b", "a\\b", "CON", "con.x", "nul", "COM1", "a:b", "what?", "x.", ".x", "~x", "#x", "a\nb\0",
     "redflag", "flag_fetch", "x" * 121, "*"],
)  # fmt: skip
def test_names_that_some_system_refuses(name):
    with pytest.raises(BadName, match="choose another"):
        file_name(name)


@given(st.text(max_size=60))
def test_a_good_name_stays_good(text):
    try:
        name = file_name(text)
    except BadName:
        return
    assert file_name(name) == name
    assert "/" not in name


def test_a_stamp_holds_what_odd_file_systems_say():
    odd = SimpleNamespace(st_size=5, st_mtime_ns=2**70, st_ctime_ns=-4, st_ino=2**128 - 1)
    assert parts_of(stamp_of(odd)) == (5, 2**63 - 1, -4, 2**63 - 1)


@pytest.mark.parametrize("name", ["crm.toml", ".obsidian/plugins/obsidian-tasks-plugin/data.json"])
def test_settings_that_are_no_file_are_never_waited_for(vault, name):
    root = vault()
    (root / name).unlink(missing_ok=True)
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(root / name)
    seen = Vault(root)
    assert seen.task_settings.form == "emoji"
    if name == "crm.toml":
        with pytest.raises(Unreadable, match="no regular file"):
            _ = seen.settings
