"""What is typed in the letters of an old terminal reaches the note as it was meant, and no command falls over it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from notes_crm.cli.typed import arguments_as_meant, readable

pytestmark = pytest.mark.skipif(os.name == "nt", reason="arguments are no bytes there")
CRM = Path(sys.executable).with_name("crm")


@pytest.fixture
def run(vault):
    folder = vault({"Customers/Acme/Acme.md": ""})

    def run(*arguments, stdin=b"", **env):
        surroundings = {**os.environ, "CRM_TODAY": "2026-03-10", **env}
        done = subprocess.run(
            [CRM, *arguments], cwd=folder, env=surroundings, input=stdin, capture_output=True, check=False
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        [note] = folder.glob("Customers/Acme/2026*")
        return note.read_text(encoding="utf-8")

    return run


@pytest.mark.parametrize("reading", ["", "utf-8:strict", "utf-8:surrogateescape"])
def test_what_is_piped_keeps_its_letters(run, reading):
    told = run(
        "visit", "acme", stdin=b"B\xe4cker, 5 \x80\n\xc3\x96l\n\n.\n", PYTHONIOENCODING=reading
    )
    assert told.endswith("## Discussed\n- Bäcker, 5 €\n- Öl\n")


def test_words_behind_a_command_keep_theirs(run):
    told = run("log", "acme", "call", b"B\xe4cker \xc3\x96l", "--promise", b"M\xfcll by fri")
    assert "- Bäcker Öl\n" in told
    assert "- [ ] Müll #promise" in told


def test_a_file_of_such_a_name_is_still_that_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    name = os.fsdecode(b"M\xfcll.pdf")
    Path(name).touch()
    assert arguments_as_meant([name, f"--output={name}", f"x{name}", "é"]) == [
        name, f"--output={name}", "xMüll.pdf", "é",
    ]  # fmt: skip


def test_what_can_be_read_stays_as_it_is():
    assert readable("\ufeffé\r\n") == "\ufeffé\r\n"
