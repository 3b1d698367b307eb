"""Rename, merge and split on the command line: plans, refusals, kills in the middle, and the way back."""

import json
import subprocess
import sys

import pytest

PROFILE = "---\ntype: customer\naliases:\n  - Pumps\n---\n## Uses\n- Pumps\n"
FILES = {
    "Customers/Acme/Acme.md": PROFILE,
    "Customers/Acme/2026-03-02 1430 Acme visit.md": "Saw [[Dana (Acme)|Dana]]. ![x](files/a%20b.png)\n",
    "Customers/Acme/Dana (Acme).md": "---\ntype: person\naliases: [Dana]\n---\nAt [[Acme]].\r\n",
    "Customers/Acme/files/a b.png": b"\x89PNG",
    "Customers/Bell/Bell.md": "---\ntype: customer\nphone: 1\n---\n## Uses\n- Bells\n- See [[Customers/Acme/Acme]].\n",
    "Customers/Bell/2026-03-03 Bell call.md": "---\ncustomer: [Bell, Acme]\n---\nBoth met, `[[Acme]]` is code.\n",
    "Team/Sam.md": "---\nfollows:\n  - Acme\n  - Bell\n---\n",
}
KILLED = """
import os, sys
left = int(sys.argv.pop(1))
def counted(work):
    def done(*args, **keys):
        global left
        left -= 1
        if not left:
            os.kill(os.getpid(), 9)
        return work(*args, **keys)
    return done
for name in ("rename", "replace", "link", "unlink"):
    setattr(os, name, counted(getattr(os, name)))
from notes_crm.entry import main
sys.exit(main(sys.argv[1:]))
"""


def snapshot(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".trash" not in path.parts
    }


@pytest.fixture
def acme(vault):
    return vault(FILES)


def test_a_renamed_customer_keeps_all_links_and_its_old_name(acme, crm):
    assert crm("rename", "acme", "Acme Ltd", "--yes", cwd=acme).code == 0
    now = snapshot(acme)
    assert sorted(now) == sorted(
        path.replace("Acme/", "Acme Ltd/").replace("Acme.md", "Acme Ltd.md")
        .replace("Acme visit", "Acme Ltd visit").replace("(Acme)", "(Acme Ltd)")
        for path in (*FILES, "crm.toml")
    )  # fmt: skip
    folder = "Customers/Acme Ltd"
    assert now[f"{folder}/Acme Ltd.md"].decode() == PROFILE.replace(
        "- Pumps\n---", "- Pumps\n  - Acme\n---"
    )
    assert (
        b"[[Dana (Acme Ltd)|Dana]]. ![x](files/a%20b.png)"
        in now[f"{folder}/2026-03-02 1430 Acme Ltd visit.md"]
    )
    assert now[f"{folder}/Dana (Acme Ltd).md"].endswith(b"At [[Acme Ltd]].\r\n")
    assert b"[[Customers/Acme Ltd/Acme Ltd]]" in now["Customers/Bell/Bell.md"]
    assert (
        now["Customers/Bell/2026-03-03 Bell call.md"]
        == FILES["Customers/Bell/2026-03-03 Bell call.md"]
        .replace("[Bell, Acme]", "[Bell, Acme Ltd]")
        .encode()
    )
    assert now["Team/Sam.md"] == b"---\nfollows:\n  - Acme Ltd\n  - Bell\n---\n"
    assert crm("who", "acme", cwd=acme).code == 0


def test_dry_run_and_no_answer_change_nothing(acme, crm):
    before = snapshot(acme)
    assert crm("rename", "acme", "Zeta", "--dry-run", cwd=acme).code == 0
    asked = crm("rename", "acme", "Zeta", cwd=acme)
    assert (asked.code, "add --yes" in asked.stdout) == (1, True)
    plan = json.loads(crm("rename", "acme", "Zeta", "--dry-run", "--json", cwd=acme).stdout)
    assert (plan["done"], plan["entry"], plan["links"]) == (False, None, 5)
    assert snapshot(acme) == before


def test_a_canvas_that_names_what_moves_is_named_and_left_alone(acme, crm):
    board = acme / "Boards/All.canvas"
    board.parent.mkdir()
    board.write_text('{"nodes": [{"file": "Customers/Acme/Acme.md"}]}')
    (acme / "Boards/Other.canvas").write_text("{}")
    before = board.read_bytes()
    done = crm("rename", "acme", "Acme Ltd", "--yes", cwd=acme)
    assert "Boards/All.canvas names files that move" in done.stdout
    assert "Other.canvas" not in done.stdout
    assert board.read_bytes() == before


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("a.base", 'filters: file.inFolder("Customers/Acme")', True),
        ("a.base", "filters: file.inFolder('Customers/Acme/files')", True),
        ("a.base", 'filters: file.inFolder("Customers/Acme Pumps")', False),
        ("a.base", 'filters: file.hasLink("[[Acme]]")', True),
        ("a.canvas", '{"text":"Ask [[Acme|them]] and [[Dana (Acme)#Told]]"}', True),
        ("a.canvas", '{"text":"Ask [[Acme Pumps]] or [[Bell]]"}', False),
    ],
)
def test_a_board_that_names_a_folder_or_a_link_is_named(acme, crm, name, text, told):
    (acme / name).write_text(text, encoding="utf-8")
    said = crm("rename", "acme", "Acme Ltd", "--yes", cwd=acme).output
    assert (f"{name} names" in said) == told


@pytest.mark.parametrize(
    ("more", "new", "why"),
    [
        ({}, "Bell", "are they one"),
        ({}, "bell", "are they one"),
        ({"Reference/Zeta.md": ""}, "zeta", "has that name already"),
        ({}, "CON", "reserved on Windows"),
        ({}, "Acme [new]", "can't be linked to"),
        ({"Customers/Acme/.Acme.md.swp": ""}, "Zeta", "open in an editor"),
        ({"Customers/Acme/Acme.sync-conflict-20260309-143000-ABCDEF2.md": ""}, "Zeta", "conflict copy"),
        ({"Customers/Acme/x.md": "<<<<<<< a\n1\n=======\n2\n>>>>>>> b\n"}, "Zeta", "unfinished merge"),
        ({}, "Z" * 110, "longer than 120"),
    ],
)  # fmt: skip
def test_what_can_not_be_done_is_refused_with_its_reason(vault, crm, more, new, why):
    folder = vault({**FILES, **more})
    before = snapshot(folder)
    done = crm("rename", "acme", new, "--yes", cwd=folder)
    assert done.code == 2
    assert why in done.stderr
    assert snapshot(folder) == before


def test_a_profile_in_other_letters_than_its_folder_is_the_same_customer(vault, crm):
    folder = vault({"Customers/Acme/acme.md": "x [[acme]]\n"})
    assert crm("rename", "acme", "Zeta", "--yes", cwd=folder).code == 0
    assert snapshot(folder)["Customers/Zeta/Zeta.md"].endswith(b"x [[Zeta]]\n")


def test_only_capital_letters_may_change(acme, crm):
    assert crm("rename", "acme", "ACME", "--yes", cwd=acme).code == 0
    assert "Customers/ACME/ACME.md" in snapshot(acme)
    assert b"At [[ACME]]" in snapshot(acme)["Customers/ACME/Dana (ACME).md"]


def test_a_longer_name_with_this_one_in_it_is_another_name(vault, crm):
    files = {
        "Customers/Acme/Acme.md": PROFILE,
        "Customers/Acme/2026-03-02 Acme and Acme Pumps visit.md": "x\n",
        "Customers/Acme/2026-03-03 Acme Group call.md": "x\n",
        "Customers/Acme Pumps/Acme Pumps.md": PROFILE,
        "Customers/Old Acme/Old Acme.md": PROFILE,
    }
    folder = vault(files)
    before = snapshot(folder)
    assert crm("rename", "acme", "Acme Group", "--yes", cwd=folder).code == 0
    assert {path for path in snapshot(folder) if "Group" in path} == {
        "Customers/Acme Group/Acme Group.md",
        "Customers/Acme Group/2026-03-02 Acme Group and Acme Pumps visit.md",
        "Customers/Acme Group/2026-03-03 Acme Group call.md",
    }
    assert crm("undo", cwd=folder).code == 0
    assert snapshot(folder) == before
    assert crm("merge", "acme", "acme pumps", "--yes", cwd=folder).code == 0
    assert {path for path in snapshot(folder) if "2026" in path} == {
        "Customers/Acme Pumps/2026-03-02 Acme Pumps and Acme Pumps visit.md",
        "Customers/Acme Pumps/2026-03-03 Acme Pumps Group call.md",
    }


def test_a_person_keeps_the_customer_behind_the_name(acme, crm):
    assert crm("rename", "dana", "Dana Smith", "--yes", cwd=acme).code == 0
    now = snapshot(acme)
    assert b"aliases: [Dana, Dana Smith]" in now["Customers/Acme/Dana Smith (Acme).md"]
    assert b"[[Dana Smith (Acme)|Dana]]" in now["Customers/Acme/2026-03-02 1430 Acme visit.md"]


def test_a_merged_customer_is_in_the_other_one(acme, crm):
    before = snapshot(acme)
    assert crm("merge", "acme", "bell", "--yes", cwd=acme).code == 0
    now = snapshot(acme)
    assert not (acme / "Customers/Acme").exists()
    profile = now["Customers/Bell/Bell.md"].decode()
    assert all(
        text in profile for text in ("- Bells", "- Pumps", "  - Acme\n", "[[Customers/Bell/Bell]]")
    )
    assert "Customers/Bell/2026-03-02 1430 Bell visit.md" in now
    assert now["Customers/Bell/files/a b.png"] == b"\x89PNG"
    assert (acme / ".trash/Acme.md").read_bytes() == PROFILE.encode()
    assert crm("undo", cwd=acme).code == 0
    assert snapshot(acme) == before


def test_notes_of_a_person_become_a_new_customer_s(acme, crm):
    before = snapshot(acme)
    name = "2026-03-02 1430 Acme visit"
    assert crm("split", "acme", "Acme North", name, "--yes", cwd=acme).code == 0
    now = snapshot(acme)
    visit = now["Customers/Acme North/2026-03-02 1430 Acme North visit.md"]
    assert visit == b"Saw [[Dana (Acme)|Dana]]. ![x](../Acme/files/a%20b.png)\n"
    assert "Customers/Acme North/Acme North.md" in now
    assert crm("split", "acme", "Zeta", "Acme", "--yes", cwd=acme).code == 2
    assert crm("split", "acme", "Zeta", "--yes", cwd=acme).code == 2
    assert crm("undo", cwd=acme).code == 0
    assert snapshot(acme) == before


@pytest.mark.parametrize(
    ("said", "now"),
    [
        ('"[[Acme]]"', '"[[Acme North]]"'),
        ('["[[Customers/Acme/Acme|A]]", "[[Bell]]"]', '["[[Acme North|A]]", "[[Bell]]"]'),
        ("Acme", "Acme North"),
    ],
)
def test_a_note_that_is_split_off_says_whose_it_is_now(acme, crm, said, now):
    name = "2026-03-02 1430 Acme visit"
    note = acme / f"Customers/Acme/{name}.md"
    note.write_text(f"---\ncustomer: {said}\n---\nSaw [[Acme]].\n", encoding="utf-8")
    assert crm("split", "acme", "Acme North", name, "--yes", cwd=acme).code == 0
    path = "Customers/Acme North/2026-03-02 1430 Acme North visit.md"
    assert snapshot(acme)[path].decode() == f"---\ncustomer: {now}\n---\nSaw [[Acme]].\n"
    found = crm("search", 'customer:"Acme North"', "--json", cwd=acme)
    assert path in found.stdout


def test_undo_declines_where_a_note_has_changed_since_and_takes_one_by_its_number(acme, crm):
    crm("rename", "acme", "Zeta", "--yes", cwd=acme)
    crm("rename", "bell", "Bella", "--yes", cwd=acme)
    assert crm("undo", "1", cwd=acme).code == 2  # what Bell says of it has changed
    assert crm("undo", "2", cwd=acme).code == 0
    assert crm("undo", "2", cwd=acme).code == 2
    assert crm("undo", "7", cwd=acme).code == 2
    note = acme / "Customers/Zeta/Zeta.md"
    note.write_text(note.read_text() + "more\n")
    declined = crm("undo", "1", cwd=acme)
    assert (declined.code, "has changed since" in declined.stderr) == (2, True)
    assert "Customers/Zeta/Zeta.md" in snapshot(acme)


@pytest.mark.parametrize("verb", ["rename", "merge"])
@pytest.mark.parametrize("point", [2, 4, 5, 6, 8, 9, 11, 14, 17])
def test_killed_in_the_middle_it_is_taken_back(acme, crm, verb, point):
    before = snapshot(acme)
    arguments = {"rename": ("rename", "acme", "Zeta"), "merge": ("merge", "acme", "bell")}[verb]
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(point), *arguments, "--yes"], cwd=acme, check=False,
        capture_output=True,
    )  # fmt: skip
    assert killed.returncode == -9
    half = snapshot(acme)
    again = crm(*arguments, "--dry-run", cwd=acme)
    if again.code == 2:
        assert "cut off half way" in again.stderr
        status = json.loads(crm("status", "--json", cwd=acme).stdout)
        assert any("take it back with: crm undo" in said for said in status["attention"])
        assert crm("undo", cwd=acme).code == 0
    else:
        assert half == before
    temporary = {path for path in snapshot(acme) if ".ncrm-" in path}
    assert {k: v for k, v in snapshot(acme).items() if k not in temporary} == before


def test_definitions_and_html_follow_wherever_they_stand(acme, crm):
    (acme / "Customers/Bell/Offers.md").write_bytes(
        b"See [acme][1] and [plan][2].\r\n\r\n[1]: ../Acme/Acme.md 'Our \"A\"'\r\n"
        b"[2]: <../Acme/files/a b.png>\r\n\r\n```\r\n[1]: ../Acme/Acme.md\r\n```\r\n"
        b'<p>\r\n<img alt="a" src="../Acme/files/a%20b.png" width=9>\r\n</p>'
    )
    (acme / "Customers/Acme/Photos.md").write_bytes(
        b'<img src="files/a b.png"> <a href=Acme.md#Uses>us</a> <a href="../Bell/Bell.md">them</a>'
    )
    before = snapshot(acme)
    done = crm("rename", "acme", "Acme Ltd", "--yes", cwd=acme)
    assert done.code == 0, done.output
    now = snapshot(acme)
    assert now["Customers/Bell/Offers.md"] == (
        b"See [acme][1] and [plan][2].\r\n\r\n[1]: ../Acme%20Ltd/Acme%20Ltd.md 'Our \"A\"'\r\n"
        b"[2]: <../Acme Ltd/files/a b.png>\r\n\r\n```\r\n[1]: ../Acme/Acme.md\r\n```\r\n"
        b'<p>\r\n<img alt="a" src="../Acme%20Ltd/files/a%20b.png" width=9>\r\n</p>'
    )
    assert now["Customers/Acme Ltd/Photos.md"] == (
        b'<img src="files/a b.png"> <a href=Acme%20Ltd.md#Uses>us</a> <a href="../Bell/Bell.md">them</a>'
    )
    assert crm("undo", cwd=acme).code == 0
    assert snapshot(acme) == before


def test_addresses_follow_in_the_vault_they_name_and_where_one_file_is_meant(acme, crm):
    at, other = "obsidian://open?vault=Vault&file=", "obsidian://open?vault=Elsewhere&file="
    text = (
        '---\r\nsource: "{at}{acme}%2F{name}%23Uses" # {at}Acme\r\n---\r\n'
        "[x]({at}{acme}%2Ffiles%2Fa%20b.png 'over\r\ntwo') {at}{name}, [y]({other}Acme) {at}Nobody\r\n"
        "`{at}Acme` {named}{acme}%2F{name}.md {at}Bell <{at}2026-03-02%201430%20{name}%20visit.md>\r\n"
        '<img srcset="../{folder}/files/a%20b.png 2x,\r\n ../Bell/no.png">'
    )
    named = "obsidian://open?vault=Our%20notes&file="  # as the settings call it
    (acme / "crm.toml").write_text('[vault]\nname = "Our notes"\n')
    old = {
        "named": named,
        "acme": "Customers%2FAcme",
        "name": "Acme",
        "folder": "Acme",
        "at": at,
        "other": other,
    }
    new = old | {"acme": "Customers%2FAcme%20Ltd", "name": "Acme%20Ltd", "folder": "Acme%20Ltd"}
    path = acme / "Customers/Bell/Where.md"
    path.write_bytes(text.format(**old).encode())
    before = snapshot(acme)
    done = crm("rename", "acme", "Acme Ltd", "--yes", cwd=acme)
    assert done.code == 0, done.output
    assert path.read_bytes().decode() == text.format(**new)
    assert crm("undo", cwd=acme).code == 0
    assert snapshot(acme) == before


def test_html_and_definitions_follow_what_is_merged_and_split(acme, crm):
    call, see = "Customers/Acme/2026-03-05 Acme call.md", acme / "Customers/Bell/See.md"
    (acme / call).write_text('---\npeople: [Ana]\n---\n<img src="files/a%20b.png">\n')
    see.write_text('[1]: ../Acme/2026-03-05%20Acme%20call.md\n\n<a href="../Acme/Acme.md">a</a>\n')
    assert crm("split", "acme", "Acme North", "--person", "Ana", "--yes", cwd=acme).code == 0
    moved = acme / "Customers/Acme North/2026-03-05 Acme North call.md"
    assert moved.read_text().endswith('<img src="../Acme/files/a%20b.png">\n')
    assert see.read_text().startswith("[1]: ../Acme%20North/2026-03-05%20Acme%20North%20call.md\n")
    assert crm("merge", "acme", "bell", "--yes", cwd=acme).code == 0
    assert '<a href="Bell.md">a</a>' in see.read_text()
    assert "../Bell/files/a%20b.png" in moved.read_text()


def test_what_is_left_to_decide_is_named_where_it_stands_in_the_end(acme, crm):
    def profile(phone, *lines):
        return "\n".join((f"---\nphone: {phone}\n---\n## Uses", *lines, ""))

    one, two = acme / "Customers/Acme/Acme.md", acme / "Customers/Bell/Bell.md"
    one.write_text(
        profile(
            1, "- [-] Kit", "", "See [a][1] and that.[^n]", "", "[1]: files/a.pdf", "", "[^n]: One"
        )
    )
    two.write_text(
        profile(
            2, "- [x] Kit", "", "See [b][1] and this.[^n]", "", "[1]: files/b.pdf", "", "[^n]: Two"
        )
    )
    done = crm("merge", "acme", "bell", "--yes", "--json", cwd=acme)
    lines = two.read_text().splitlines()
    named = [lines[place["line"] - 1] for place in json.loads(done.stdout)["decide"]]
    assert named[0] == "- [-] Kit #conflict-copy"
    assert [line[:3] for line in named[1:]] == ["[1]", "[^n"]


def test_all_names_every_file_of_a_plan_with_its_whole_path(vault, crm):
    folder = vault({f"Customers/Acme/2026-03-{n:02} Acme call.md": "Hello.\n" for n in range(1, 10)} | {"Customers/Bell/Bell.md": ""})  # fmt: skip
    short = crm("rename", "acme", "Apex", "--dry-run", cwd=folder)
    assert "    … and 6 more: --all" in short.lines
    full = crm("rename", "acme", "Apex", "--dry-run", "--all", cwd=folder)
    for number in range(1, 10):
        assert f"    Customers/Acme/2026-03-{number:02} Acme call.md" in full.lines
        assert f"    → Customers/Apex/2026-03-{number:02} Apex call.md" in full.lines
    assert "more" not in full.stdout


def test_files_that_keep_their_names_are_counted_and_named_when_asked(vault, crm):
    folder = vault({"Customers/Acme/files/a.png": b"1", "Customers/Bell/Bell.md": ""})
    (folder / "Customers/Acme/2026-03-01 call.md").write_text("Hello.\n")
    assert "    see which: --all" in crm("merge", "acme", "bell", "--dry-run", cwd=folder).lines
    full = crm("merge", "acme", "bell", "--dry-run", "--all", cwd=folder)
    assert "    → Customers/Bell/2026-03-01 call.md" in full.lines
    assert "    → Customers/Bell/files/a.png" in full.lines
