"""Every command that writes into a vault is in the journal, and taken back byte by byte; the others write nothing."""

import json
import sys

import click
import pytest

from notes_crm.cli import app
from notes_crm.cli.commands import PURPOSES

VISIT = "Customers/Acme/2026-03-02 Acme visit.md"
COPY = "Customers/Acme/2026-03-02 Acme visit (conflicted copy 2026-03-09).md"
PROMISED = "---\ntype: visit\nby: Sam Lee\n---\n## Promised\n- [ ] Send kit #promise 📅 2026-03-20\n- [x] Ring Dana #promise ✅ 2026-03-04\n"
MAIL = "From: dana@acme.example\nTo: sam@us.example\nSubject: Seal\nDate: Mon, 2 Mar 2026 10:00:00 +0000\nMessage-ID: <1@acme.example>\n\nIt leaks.\n"
NOTES = {
    "Customers/Acme/Acme.md": "---\nemail: dana@acme.example\nequipment: [[Bell]]\n---\n",
    VISIT: PROMISED,
    "Customers/Bell/Bell.md": "Knows [[Acme]].\r\n",
    "Team/Sam Lee.md": "---\naliases: [sam]\n---\n",
    "Team/Jo.md": "",
    "Inbox/seal.eml": MAIL,
    "photo.jpg": "x",
    ".obsidian/types.json": '{"types": {}}',
}

COPIED = NOTES | {COPY: PROMISED + "- [ ] Send list #promise\n"}

WRITES = {
    "add": ("add", "Acorn", "--set", "phone=0113 496 0000"),
    "assign": ("assign", "send kit", "jo"),
    "attach": ("attach", "acme", "photo.jpg"),
    "check": ("check", "--fix"),
    "conflicts": ("conflicts", "--merge", "--yes"),
    "done": ("done", "send kit"),
    "follow": ("follow", "bell"),
    "inbox": ("inbox", "--yes"),
    "log": ("log", "acme", "call", "Rang.", "--promise", "send list by fri"),
    "merge": ("merge", "Bell", "Acme", "--yes"),
    "next": ("next", "acme", "2 weeks"),
    "postpone": ("postpone", "send kit", "24 mar"),
    "ready": ("ready", "send kit"),
    "rename": ("rename", "Acme", "Acme Ltd", "--yes"),
    "reopen": ("reopen", "ring dana"),
    "split": ("split", "Acme", "Acme North", "2026-03-02 Acme visit", "--yes"),
    "template": ("template", "eject"),
    "today": ("today", "--write"),
    "visit": ("visit", "bell"),
    "withdraw": ("withdraw", "send kit", "--reason", "they have one"),
}
"""A command that writes to what is there, or beside it, and how it does."""

BEGINS = {"init", "demo"}
"""They make a vault, or what is missing to be one, and overwrite no note; of init there is more below."""

ASKS = {
    "asked": ("asked", "seal"), "brief": ("brief", "acme", "--text"), "customers": ("customers",), "due": ("due",),
    "feed": ("feed",), "handover": ("handover", "sam", "jo"), "index": ("index",), "me": ("me",),
    "promises": ("promises",), "remind": ("remind", "--dry-run"), "search": ("search", "kit"), "status": ("status",),
    "timeline": ("timeline", "acme"), "who": ("who", "acme"),
}  # fmt: skip
"""They leave the vault as it is, byte by byte."""

APART = {
    "watch": "runs until it is ended, and is told of in tests of its own",
    "undo": "is what all of this is about",
}


def contents(folder):
    """Every file of a vault but those in its trash."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".trash" not in path.parts
    }


def run(crm, folder, line):
    return crm(*line, cwd=folder, env={"CRM_ME": "Sam Lee"}, stdin="Seal is fine.\n.\n" if line[0] == "visit" else "")  # fmt: skip


def test_no_command_is_left_out():
    commands = {name for entries in PURPOSES.values() for name in entries}
    assert commands == {*WRITES, *BEGINS, *ASKS, *APART}
    assert commands == set(app.crm.list_commands(click.Context(app.crm)))


@pytest.mark.parametrize("name", sorted(WRITES))
def test_what_it_wrote_is_in_the_journal_and_taken_back(crm, vault, name):
    folder = vault(COPIED if name == "conflicts" else NOTES)
    before = contents(folder)
    done = run(crm, folder, WRITES[name])
    assert done.code in (0, 1), done.output
    after = contents(folder)
    assert after != before, done.output
    entries = json.loads(crm("undo", "--list", "--json", cwd=folder).stdout)
    assert [entry["command"].split()[0] for entry in entries] == [name]
    assert crm("undo", cwd=folder).code == 0
    assert contents(folder) == before
    [entry] = json.loads(crm("undo", "--list", "--json", cwd=folder).stdout)
    assert entry["undone"]


@pytest.mark.parametrize("name", sorted(ASKS))
def test_what_only_asks_writes_nothing(crm, vault, name):
    folder = vault(NOTES)
    before = contents(folder)
    done = run(crm, folder, ASKS[name])
    assert done.code in (0, 1), done.output
    assert contents(folder) == before
    assert json.loads(crm("undo", "--list", "--json", cwd=folder).stdout) == []


def test_what_obsidian_was_told_is_taken_back(crm, vault):
    """Of all that makes a vault this alone changes what was there."""
    folder = vault(NOTES)
    assert crm("init", ".", cwd=folder).code == 0
    before = contents(folder)
    assert crm("init", ".", "--yes", cwd=folder).code == 0
    assert contents(folder).keys() == before.keys()
    assert {p for p, data in contents(folder).items() if before[p] != data} == {
        ".obsidian/types.json"
    }
    assert crm("undo", cwd=folder).code == 0
    assert contents(folder) == before


ADOPTED = {
    "Customers/Acme/Acme.md": "Pumps.\r\n",
    "README.md": "My own.",
    ".obsidian/types.json": '{"types": {}}',
}


def notes_of_long_ago(home):
    for path, text in ADOPTED.items():
        (home / "Notes" / path).parent.mkdir(parents=True, exist_ok=True)
        (home / "Notes" / path).write_bytes(text.encode())
    return home / "Notes"


@pytest.mark.parametrize("more", [(), ("--yes",), ("--example",)])
def test_what_made_a_folder_of_notes_a_vault_is_taken_back(crm, home, more):
    """All in one, with what Obsidian was told; what was there before stays byte by byte."""
    folder = notes_of_long_ago(home)
    before = contents(folder)
    assert crm("init", ".", *more, cwd=folder).code == 0
    after = contents(folder)
    assert len(after) > len(before) + 10
    [entry] = json.loads(crm("undo", "--list", "--json", cwd=folder).stdout)
    told = {".obsidian/types.json"} if "--yes" in more else set()
    assert set(entry["files"]) == (after.keys() - before.keys()) | told
    done = crm("undo", cwd=folder)
    assert "Moved to .trash: crm.toml" in done.stdout
    assert done.stdout.endswith("is no vault any more; to make it one: crm init\n")
    assert contents(folder) == before
    assert crm("init", ".", *more, cwd=folder).code == 0
    assert contents(folder) == after


def test_what_was_changed_since_keeps_a_vault_a_vault(crm, home):
    folder = notes_of_long_ago(home)
    assert crm("init", ".", cwd=folder).code == 0
    (folder / "crm.toml").write_text("# our own\n")
    (folder / "Customers/Acme/Visit.md").write_text("Saw them.\n")
    before = contents(folder)
    done = crm("undo", cwd=folder)
    assert (done.code, "crm.toml has changed since, so nothing was taken back" in done.stderr) == (2, True)  # fmt: skip
    assert contents(folder) == before


def test_a_vault_that_was_made_of_nothing_is_deleted_by_whoever_does_not_want_it(crm, home):
    """It and the example hold nothing but what crm wrote: undo would empty them of it, one too far."""
    assert crm("init", "New", cwd=home).code == 0
    assert json.loads(crm("undo", "--list", "--json", cwd=home / "New").stdout) == []
    assert crm("log", "example bakery", "call", "Rang.", cwd=home / "New").code == 0
    assert crm("undo", cwd=home / "New").code == 0
    assert crm("undo", cwd=home / "New").stdout == "There is nothing to take back.\n"


def test_where_the_journal_can_not_be_kept_init_says_so_and_goes_on(crm, home):
    folder, state = notes_of_long_ago(home), home / "state-that-is-a-file"
    state.write_text("")
    done = crm("init", ".", cwd=folder, env={"XDG_STATE_HOME": str(state)})
    assert (done.code, (folder / "crm.toml").is_file()) == (0, True)
    assert "Until then crm undo can't take back what is written" in done.stderr


def test_what_an_editor_wrote_is_taken_back_too(crm, vault, home):
    folder = vault(NOTES)
    editor = home / "editor.py"
    editor.write_text(
        "import pathlib, sys; p = pathlib.Path(sys.argv[-1]); p.write_text(p.read_text() + 'More.\\n')"
    )
    before = contents(folder)
    done = crm("log", "bell", "visit", cwd=folder, env={"EDITOR": f"{sys.executable} {editor}"})
    assert (done.code, len(contents(folder))) == (0, len(before) + 1)
    assert crm("undo", cwd=folder).code == 0
    assert contents(folder) == before
