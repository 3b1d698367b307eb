"""A planned visit is filled by `crm log`, or left alone for a reason that is said."""

import sys

import pytest

PLAN = "Customers/Acme/2026-03-10 1430 Acme visit.md"
TEXT = "---\r\ntype: visit\r\npurpose: seal\r\n---\r\n## Discussed\r\n"
FILES = {"Customers/Acme/Acme.md": "", PLAN: TEXT}


@pytest.fixture
def editor(tmp_path):
    """An EDITOR that puts a line below a heading."""
    script = tmp_path / "editor.py"
    script.write_text(
        "import sys, pathlib\np = pathlib.Path(sys.argv[1])\nt = p.read_text()\n"
        "p.write_text(t.replace('## Discussed\\n', '## Discussed\\n- typed\\n'))\n"
    )
    return {"EDITOR": f"{sys.executable} {script}"}


def test_the_plan_is_filled_in_the_editor_and_its_line_ends_stay(vault, crm, editor):
    folder = vault(FILES)
    done = crm("log", "acme", "visit", "--outcome", "good", cwd=folder, env=editor)
    assert done.stdout == f"Filled in the plan {PLAN}\n"
    assert (folder / PLAN).read_bytes() == (
        b"---\r\ntype: visit\r\npurpose: seal\r\noutcome: good\r\n---\r\n## Discussed\r\n- typed\r\n"
        b"## Promised\r\n## Told\r\n"
    )
    assert crm("undo", cwd=folder).code == 0
    assert (folder / PLAN).read_bytes() == TEXT.encode()


def test_an_editor_that_changes_nothing_leaves_the_plan(vault, crm):
    folder = vault(FILES)
    done = crm("log", "acme", "visit", cwd=folder, env={"EDITOR": "true"})
    assert (done.code, done.stdout[:19]) == (1, "Nothing was written")
    assert (folder / PLAN).read_bytes() == TEXT.encode()


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({PLAN: TEXT + "## Take\r\n<<<<<<< HEAD\r\na\r\n=======\r\nb\r\n>>>>>>> x\r\n"}, "begins an unfinished merge"),
        ({PLAN: TEXT.encode() + b"## Take\r\nGr\xfc\xdfe \x85"}, "not UTF-8"),
        ({PLAN: TEXT, "Customers/Acme/.2026-03-10 1430 Acme visit.md.swp": "x"}, "open in an editor"),
        ({PLAN: TEXT.replace("purpose", "purpose: [\r\nlength")}, "can't be read as it stands"),
    ],
)  # fmt: skip
def test_what_is_never_edited_is_refused_and_left(vault, crm, files, why):
    folder = vault(FILES | files)
    before = {p: p.read_bytes() for p in folder.rglob("*.md")}
    done = crm("log", "acme", "visit", "It runs.", "--mood", "4", cwd=folder)
    assert (done.code, why in done.stderr, PLAN in done.stderr) == (2, True, True), done.stderr
    assert {p: p.read_bytes() for p in folder.rglob("*.md")} == before


def test_a_plan_that_is_a_conflict_copy_is_none(vault, crm):
    copy = "Customers/Acme/2026-03-10 1430 Acme visit.sync-conflict-20260309-143000-ABCDEF2.md"
    folder = vault({"Customers/Acme/Acme.md": "", copy: TEXT})
    assert crm("log", "acme", "visit", "It runs.", cwd=folder).stdout.startswith("Wrote ")
    assert (folder / copy).read_bytes() == TEXT.encode()


@pytest.fixture
def typed(home):
    """What was typed and is in no note, with the place's mode."""
    return lambda: [(f.read_bytes(), f.stat().st_mode & 0o777, f.parent.stat().st_mode & 0o777)
                    for f in home.rglob("typed/*")]  # fmt: skip


def by_hand(tmp_path, code):
    """An EDITOR that runs this code; `p` is the file."""
    script = tmp_path / "hand.py"
    script.write_text(f"import pathlib, sys\np = pathlib.Path(sys.argv[1])\n{code}\n")
    return {"EDITOR": f"{sys.executable} {script}"}


def test_what_was_typed_is_kept_where_the_plan_changed_meanwhile(vault, crm, tmp_path, typed):
    folder = vault(FILES)
    code = f"""p.write_bytes(p.read_bytes() + b"- an hour of words\\n")
q = pathlib.Path({str(folder / PLAN)!r})
q.write_bytes(q.read_bytes() + b"synced")"""
    done = crm("log", "acme", "visit", cwd=folder, env=by_hand(tmp_path, code))
    assert done.code == 2
    assert "has changed since" in done.stderr
    assert "What you typed is kept in" in done.stderr
    [(data, mode, around)] = typed()
    assert b"- an hour of words" in data
    assert (mode, around) == (0o600, 0o700)
    assert (folder / PLAN).read_bytes() == TEXT.encode() + b"synced"


def test_what_was_typed_is_kept_where_the_editor_fails(vault, crm, tmp_path, typed):
    code = 'p.write_bytes(p.read_bytes() + b"- words\\n")\nsys.exit(1)'
    done = crm("log", "acme", "call", cwd=vault(FILES), env=by_hand(tmp_path, code))
    assert done.code == 2
    assert "What you typed is kept in" in done.stderr
    assert b"- words" in typed()[0][0]


def test_an_editor_that_saves_in_another_encoding_loses_no_letter(vault, crm, tmp_path, typed):
    folder = vault(FILES)
    code = 'p.write_bytes(p.read_bytes() + "- Café\\r\\n".encode("cp1252"))'
    assert crm("log", "acme", "call", cwd=folder, env=by_hand(tmp_path, code)).code == 0
    [note] = (folder / "Customers/Acme").glob("*call.md")
    assert note.read_text(encoding="utf-8").endswith("- Café\n")
    assert typed() == []


def test_nothing_is_left_of_what_was_written_or_not_wanted(vault, crm, editor, typed):
    folder = vault(FILES)
    assert crm("log", "acme", "visit", cwd=folder, env={"EDITOR": "true"}).code == 1
    assert crm("log", "acme", "visit", cwd=folder, env={"EDITOR": "false"}).code == 2
    assert crm("log", "acme", "visit", cwd=folder, env=editor).code == 0
    assert typed() == []
