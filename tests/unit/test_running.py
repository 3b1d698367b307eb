"""What every other test trusts: no way to the user's home, and permissions that bind."""

import os
import subprocess
import sys
from pathlib import Path

import platformdirs
import pytest

from tests.running import as_user


@pytest.mark.parametrize(
    "folder",
    [
        Path.home(), platformdirs.user_cache_path("notes_crm"),
        platformdirs.user_config_path("notes_crm"), platformdirs.user_state_path("notes_crm"),
        platformdirs.user_data_path("notes_crm"),
    ],
    ids=["home", "cache", "config", "state", "data"],
)  # fmt: skip
def test_no_way_leads_to_the_users_home(folder):
    with pytest.raises(OSError, match=r"."):
        folder.mkdir(parents=True, exist_ok=True)
    with pytest.raises(OSError, match=r"."):
        (folder / "settings.toml").write_text("a")


def test_sockets_have_a_folder_that_is_not_the_users():
    assert "crm-tests-" in str(platformdirs.user_runtime_path("notes_crm"))


def test_a_program_started_by_a_test_does_not_find_it_either():
    script = "import platformdirs; print(platformdirs.user_cache_path('notes_crm').parent.parent)"
    found = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert "a-test-used-the-users-home" in found.stdout


def test_the_fixture_gives_a_home_of_its_own(home):
    assert Path.home() == home
    folder = platformdirs.user_cache_path("notes_crm", ensure_exists=True)
    assert folder.is_relative_to(home)


def read(path):
    return path.read_text()


def test_permissions_bind_even_root(tmp_path):
    (note := tmp_path / "note.md").write_text("secret")
    assert as_user(read, note) == "secret"
    note.chmod(0)
    with pytest.raises(PermissionError):
        as_user(read, note)


def start_cat(path):
    return subprocess.run(["cat", path], capture_output=True, check=False).returncode


def test_permissions_bind_what_it_starts(tmp_path):
    (note := tmp_path / "note.md").write_text("secret")
    assert as_user(start_cat, note) == 0
    note.chmod(0)
    assert as_user(start_cat, note) == 1


def test_it_leaves_this_process_as_it_was(tmp_path):
    (note := tmp_path / "note.md").write_text("secret")
    note.chmod(0o600)
    before = os.getpid(), Path.cwd()
    as_user(read, note)
    assert (os.getpid(), Path.cwd()) == before
    assert read(note) == "secret"


class Odd(Exception):
    """An exception that cannot travel between processes: pickle makes it anew from one argument."""

    def __init__(self, a, b):
        super().__init__(f"{a} and {b}")


def fail():
    raise Odd("this", "that")


def test_what_cannot_travel_is_told_in_words():
    with pytest.raises(AssertionError, match="Odd: this and that"):
        as_user(fail)


@pytest.mark.skipif(sys.platform != "linux", reason="the place of a cache is named as on Linux")
@pytest.mark.parametrize(("place", "code"), [(".cache/notes_crm/x", 1), (".cache/other", 0)])
def test_a_suite_that_leaves_something_in_the_real_home_fails(tmp_path, place, code):
    """A suite of one test, which knows where the home is without asking anybody."""
    (test := tmp_path / "test_it.py").write_text(
        f"from pathlib import Path\n"
        f"def test_it():\n    Path({str(tmp_path / place)!r}).mkdir(parents=True)\n"
    )
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "tests.conftest",
        "-p",
        "no:cacheprovider",
    ]
    root = Path(__file__).parents[2]
    env = {k: v for k, v in os.environ.items() if not k.startswith("XDG_")}
    ran = subprocess.run(
        [*command, f"--rootdir={tmp_path}", test], cwd=root, env={**env, "HOME": str(tmp_path)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "1 passed" in ran.stdout, ran.stdout + ran.stderr
    assert ran.returncode == code
    assert ("The real home was touched" in ran.stdout) == bool(code)
