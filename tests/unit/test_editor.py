"""An editor that can't be started is named, with the variable that names it; nothing is written."""

import os

import pytest

NOTES = {"Customers/Acme/2026-03-02 Acme visit.md": "---\ntype: visit\n---\nThe press is noisy.\n"}
LINES = (("search", "noisy", "--open"), ("log", "acme", "call"))


@pytest.fixture
def folder(vault):
    return vault(NOTES)


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize(
    ("variable", "editor", "said"),
    [
        ("VISUAL", "no-such-editor -w", "no-such-editor can't be started (no such file or directory)"),
        ("EDITOR", "code 'un", "EDITOR can't be read, for a quotation in it is never closed; mend it."),
    ],
)  # fmt: skip
def test_an_editor_that_cannot_be_started(  # noqa: PLR0917 - fixtures and cases
    crm, folder, monkeypatch, line, variable, editor, said
):
    monkeypatch.setenv("EDITOR", "true")
    monkeypatch.setenv(variable, editor)
    done = crm(*line, cwd=folder)
    assert done.code == 2
    assert said in done.output
    assert "bug" not in done.output
    assert len(list(folder.rglob("*.md"))) == 1


def test_one_that_fails_is_said_without_a_word_of_what_failed_in_it(crm, folder, monkeypatch):
    monkeypatch.setenv("EDITOR", "false")
    done = crm("log", "acme", "call", cwd=folder)
    assert done.code == 2
    assert "false failed; nothing was written. See to EDITOR or VISUAL" in done.output


def test_blanks_are_no_editor(crm, folder, monkeypatch):
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", "  ")
    done = crm("log", "acme", "call", cwd=folder)
    assert (done.code, "there is no terminal to open an editor in" in done.output) == (2, True)


@pytest.mark.skipif(os.name == "nt", reason="the editor is a small shell script")
def test_one_that_removes_the_file_wrote_nothing(crm, folder, monkeypatch, home):
    editor = home / "editor"
    editor.write_text('#!/bin/sh\nrm "$1"\n')
    editor.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(editor))
    done = crm("log", "acme", "call", cwd=folder)
    assert done.code == 1, done.output
    assert "written" in done.output
    assert len(list(folder.rglob("*.md"))) == 1
