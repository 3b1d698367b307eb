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
