"""What can't be opened is said in a sentence, with where it lies; no other program's words are shown."""

import os
import sys

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="another opener there")
NOTES = {"Customers/Acme/2026-03-02 Acme visit.md": "---\ntype: visit\n---\nThe press is noisy.\n"}


@pytest.fixture
def opener(home, monkeypatch):
    """A program called `xdg-open`, or none; on a terminal, or in a window."""

    def install(script: str | None, *, window: bool = False) -> None:
        folder = home / "bin"
        folder.mkdir()
        monkeypatch.setenv("PATH", str(folder))
        for name in ("DISPLAY", "WAYLAND_DISPLAY", "EDITOR", "VISUAL"):
            monkeypatch.delenv(name, raising=False)
        if window:
            monkeypatch.setenv("DISPLAY", ":99")
        if script is not None:
            program = folder / "xdg-open"
            program.write_text(f"#!/bin/sh\n{script}\n")
            program.chmod(0o755)

    return install


@pytest.mark.parametrize("window", [False, True])
def test_a_sheet_that_nothing_opens_is_named(crm_process, vault, opener, window):
    folder = vault(NOTES)
    opener("echo no method available >&2; exit 3", window=window)
    told = crm_process("brief", "acme", "--html", "--open", cwd=folder)
    assert told.code == 0
    [sheet] = folder.parent.glob("state/**/sheets/*.html")
    assert told.stderr == (
        f"It was not opened, for xdg-open found no program for it (code 3); open {sheet} yourself.\n"
    )


def test_an_opener_that_is_missing_is_named(crm_process, vault, opener):
    folder = vault(NOTES)
    opener(None)
    told = crm_process("brief", "acme", "--html", "--open", cwd=folder)
    assert told.code == 0
    assert "xdg-open can't be started (no such file or directory)" in told.stderr


def test_a_note_that_nothing_opens_is_an_error(crm_process, vault, opener):
    folder = vault(NOTES)
    opener("exit 4")
    told = crm_process("search", "noisy", "--open", cwd=folder)
    assert told.code == 2
    place = f"{folder}/Customers/Acme/2026-03-02 Acme visit.md:4"
    assert place in told.stderr
    assert told.stderr.endswith("set EDITOR to your editor.\n")


@pytest.mark.parametrize("window", [False, True])
def test_what_opens_is_given_the_place_and_nothing_is_said(crm_process, vault, opener, window):
    folder = vault(NOTES)
    opener(f'echo "$1" > "{folder.parent}/opened"', window=window)
    told = crm_process("brief", "acme", "--html", "--open", cwd=folder)
    assert (told.code, told.stderr) == (0, "")
    [sheet] = folder.parent.glob("state/**/sheets/*.html")
    assert (folder.parent / "opened").read_text() == f"{sheet}\n"


def test_nobody_waits_for_a_browser_to_be_closed(crm_process, vault, opener):
    folder = vault(NOTES)
    opener(f'echo $$ > "{folder.parent}/number"; exec {sys.executable} -c "import time; time.sleep(60)"', window=True)  # fmt: skip
    told = crm_process("brief", "acme", "--html", "--open", cwd=folder, timeout=30)
    assert (told.code, told.stderr) == (0, "")
    os.kill(int((folder.parent / "number").read_text()), 9)
