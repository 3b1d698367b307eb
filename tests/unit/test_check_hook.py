"""The pre-commit hook that the page about checks shows."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "checks.in.md"
BROKEN = "<<<<<<< a\n1\n=======\n2\n>>>>>>> b\n"


@pytest.mark.program
@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_no_note_with_an_error_is_committed(vault, monkeypatch):
    folder = vault(
        {"Customers/Acme/Acme.md": "## Uses\n- Pumps\n", "Customers/Acme/old.md": BROKEN}
    )
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}:/usr/bin:/bin")

    def git(*arguments):
        who = ("-c", "user.name=Sam", "-c", "user.email=sam@example.org")
        return subprocess.run(["git", *who, *arguments], cwd=folder, capture_output=True, text=True, check=False)  # fmt: skip

    assert git("init", "-q").returncode == 0
    [hook] = re.findall(r"```sh\n(#!/bin/sh.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    target = folder / ".git/hooks/pre-commit"
    target.parent.mkdir(exist_ok=True)
    target.write_text(hook)
    target.chmod(0o755)
    git("add", "crm.toml")
    assert git("commit", "-qm", "settings alone").returncode == 0
    git("add", "Customers/Acme/Acme.md")
    assert git("commit", "-qm", "a sound note").returncode == 0
    git("add", "Customers/Acme/old.md")
    refused = git("commit", "-qm", "half merged")
    assert refused.returncode != 0
    assert "conflict-marker" in refused.stdout + refused.stderr
