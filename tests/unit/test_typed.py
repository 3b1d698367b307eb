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


def test_log_reads_its_words_from_standard_input(run):
    words = b"\xef\xbb\xbfDana rang.\r\n\r\n# 3 b\xe4r\n\x1b[31mred \xe2\x82\xac"
    told = run("log", "acme", "call", "-", "--promise", "send kit by fri", stdin=words)
    assert told.endswith(
        "## Discussed\n- Dana rang.\n- \\# 3 bär\n- [31mred €\n"
        "## Promised\n- [ ] send kit #promise ➕ 2026-03-10 📅 2026-03-13\n"
    )


@pytest.mark.parametrize(
    ("stdin", "said"),
    [
        (b"", "No words came"),
        (b" \n\t\n", "No words came"),
        (b"\0\1", "No words came"),
        (b"x" * (2 * 1024**2 + 1), "more than 2 MiB"),
    ],
)
def test_what_is_no_text_is_not_logged(vault, stdin, said):
    folder = vault({"Customers/Acme/Acme.md": ""})
    command = [CRM, "log", "acme", "call", "-"]
    done = subprocess.run(command, cwd=folder, input=stdin, capture_output=True, check=False)
    assert done.returncode == 2
    assert said in done.stderr.decode()
    assert not list(folder.glob("Customers/Acme/2026*"))


def test_a_stroke_among_words_is_a_word(run):
    assert run("log", "acme", "call", "seal", "-", "kit").endswith("- seal - kit\n")


def test_a_file_of_such_a_name_is_still_that_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    name = os.fsdecode(b"M\xfcll.pdf")
    Path(name).touch()
    assert arguments_as_meant([name, f"--output={name}", f"x{name}", "é"]) == [
        name, f"--output={name}", "xMüll.pdf", "é",
    ]  # fmt: skip


def test_what_can_be_read_stays_as_it_is():
    assert readable("\ufeffé\r\n") == "\ufeffé\r\n"
