"""New notes begin as the vault's own forms, which Obsidian uses too; an unfit form is left, and said."""

import sys

import pytest

from notes_crm.model.note import parse

VISIT = '---\ntype: visit\ndate: "{{date}}"\ntime: "{{time}}"\nby:\nmood:\n---\nAt {{customer}}, {{date:dddd}}.\n## Told\n\n## Promised\n\n## Machine\n'


@pytest.fixture
def written(crm, vault, tmp_path):
    """The one new note of a command in a vault with these forms, and what was said beside it."""
    script = tmp_path / "hand.py"
    script.write_text(
        "import pathlib, sys\np = pathlib.Path(sys.argv[1])\np.write_text(p.read_text() + 'x\\n')\n"
    )

    def write(forms, *line):
        folder = vault(
            {"Customers/Acme/Acme.md": "", **{f"Templates/{n}": t for n, t in forms.items()}}
        )
        env = {"EDITOR": f"{sys.executable} {script}", "CRM_ME": "Sam Lee"}
        done = crm(*line, cwd=folder, env=env)
        assert done.code == 0, done.output
        [new] = [p for p in (folder / "Customers").rglob("*.md") if p.stem != "Acme"]
        return new.read_text(), done

    return write


def test_a_visit_in_the_editor_begins_as_the_form(written):
    text, _ = written({"visit.md": VISIT}, "log", "acme", "visit", "It leaks.", "--edit", "--date", "2 mar", "--time", "14:05",
                      "--promise", "send kit by 20 mar", "--mood", "calm")  # fmt: skip
    assert text == (
        '---\ntype: visit\ndate: "2026-03-02"\ntime: "14:05"\nby:\n  - Sam Lee\nmood: calm\n---\n'
        "At Acme, Monday.\n## Discussed\n- It leaks.\n\n## Told\n\n## Promised\n"
        "- [ ] send kit #promise ➕ 2026-03-02 📅 2026-03-20\n\n## Machine\nx\n"
    )


def test_a_line_that_is_logged_stays_short(written):
    text, _ = written({"Visit.md": VISIT}, "log", "acme", "visit", "It leaks.")
    assert "Machine" not in text


@pytest.mark.parametrize(
    ("kind", "form", "expected"),
    [
        ("person", "---\ntype: person\nrole:\n---\n## Likes\n", "---\ntype: person\nrole: boss\naliases:\n  - Dana\n---\n## Likes\n"),
        ("case", "---\nstatus: waiting-us\n---\n{{date}} {{title}}\n",
         "---\nstatus: waiting-us\ntype: case\ndate: 2026-03-10\nrole: boss\n---\n2026-03-10 2026-03-10 Acme case Dana\n"),
        ("equipment", "## Papers\n", "---\nstatus: in-service\ntype: equipment\naliases:\n  - Dana\nrole: boss\n---\n## Papers\n"),
    ],
)  # fmt: skip
def test_what_is_added_begins_as_its_form(written, kind, form, expected):
    text, _ = written({f"{kind.title()}.md": form}, "add", kind, "Dana", "-c", "acme", "--set", "role=boss")  # fmt: skip
    assert text == expected
    assert not [p for p in parse(text.encode(), "n.md").problems if p.level != "hint"]


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ("---\ntype: call\n---\n", ""),
        ("", ""),
        ("---\nrole: [\n---\n", "was not used"),
        ("<% tp.date.now() %>\n", "another plugin"),
        ("x" * 70_000, ""),
    ],
)
def test_a_form_that_does_not_fit_is_left(written, form, said):
    text, done = written({"Person.md": form}, "add", "person", "Dana", "-c", "acme")
    assert text == "---\ntype: person\naliases:\n  - Dana\n---\n"
    assert said in done.stderr
    assert bool(said) == bool(done.stderr)


def test_forms_of_a_folder_by_another_name(crm, vault):
    folder = vault({
        "crm.toml": '[folders]\ntemplates = "Formulare"\n[types]\nworkshop = "interaction"\n', "Customers/Acme/Acme.md": "",
        "Formulare/Workshop.md": "## Taught\n", "Formulare/Customer.md": "---\nzone:\n---\n## Always remember\n",
    })  # fmt: skip
    assert crm("add", "Bell", "--set", "zone=north", cwd=folder).code == 0
    text = (folder / "Customers/Bell/Bell.md").read_text()
    assert text == "---\nzone: north\ntype: customer\n---\n## Always remember\n"
