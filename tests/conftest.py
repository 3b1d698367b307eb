"""What every test stands on: a home that is not the user's, vaults, and crm itself."""

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

import hypothesis
import platformdirs
import pytest

from tests import running

hypothesis.settings.register_profile("here", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "here")

PLACES = ("CACHE", "CONFIG", "STATE", "DATA")
UNSET = ("CRM_", "GIT_", "LC_", "LANGUAGE", "EDITOR", "VISUAL", "PAGER", "BROWSER", "FORCE_COLOR")
"""Beginnings of variables by which the user's machine would reach into a test."""
SETTLED = {"LANG": "C.UTF-8", "TZ": "UTC", "COLUMNS": "100", "NO_COLOR": "1"}

_real_folders = pytest.StashKey[frozenset[Path]]()
_traces_before = pytest.StashKey[frozenset[Path]]()
_new_traces = pytest.StashKey[list[Path]]()
_no_home = pytest.StashKey[Path]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update", action="store_true",
        help="rewrite stories, golden files and generated documentation to what is the case now",
    )  # fmt: skip


def pytest_configure(config: pytest.Config) -> None:
    """Before any test module is read: every way to the user's home ends at a file, and raises."""
    if not hasattr(config, "workerinput"):
        config.stash[_real_folders] = folders = _folders()
        config.stash[_traces_before] = _traces(folders)
    no_home = Path(tempfile.mkdtemp(prefix="crm-tests-")) / "a-test-used-the-users-home"
    no_home.write_text("A test that needs a home asks for the fixture `home`, `crm` or `vault`.\n")
    config.stash[_no_home] = no_home
    for name in [name for name in os.environ if name.startswith(UNSET)]:
        del os.environ[name]
    os.environ.update(home_variables(no_home, _runtime(no_home.parent)) | SETTLED)
    if hasattr(time, "tzset"):
        time.tzset()


def pytest_unconfigure(config: pytest.Config) -> None:
    shutil.rmtree(config.stash[_no_home].parent, ignore_errors=True)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """The suite fails if anything of ours appeared in the real home while it ran."""
    stash = session.config.stash
    if _traces_before in stash:
        stash[_new_traces] = sorted(_traces(stash[_real_folders]) - stash[_traces_before])
        if stash[_new_traces]:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    if new := config.stash.get(_new_traces, []):
        terminalreporter.section("The real home was touched", red=True)
        for path in new:
            terminalreporter.line(str(path))


def home_variables(home: Path, runtime: Path) -> dict[str, str]:
    """Every variable by which a program finds the user's folders."""
    local = str(home / "local")
    return {
        "HOME": str(home),
        "USERPROFILE": str(home),
        "APPDATA": str(home / "roaming"),
        "LOCALAPPDATA": local,
        "WIN_PD_OVERRIDE_APPDATA": str(home / "roaming"),
        "WIN_PD_OVERRIDE_LOCAL_APPDATA": local,
        "XDG_RUNTIME_DIR": str(runtime),
        **{f"XDG_{place}_HOME": str(home / place.lower()) for place in PLACES},
    }


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    """Whether files that hold what is expected are to be rewritten."""
    return request.config.getoption("--update")


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home for one test; its path is short, because sockets live in it."""
    folder = Path(tempfile.mkdtemp(prefix="crm-")).resolve()
    for name, value in home_variables(folder, _runtime(folder)).items():
        monkeypatch.setenv(name, value)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def vault(home: Path) -> Callable[..., Path]:
    """`vault({"Customers/Acme/Acme.md": text})`: a folder with these files and a `crm.toml`."""

    def build(files: Mapping[str, str | bytes] | None = None, *, name: str = "Vault") -> Path:
        folder = home / name
        folder.mkdir()
        for path, content in {"crm.toml": "", **(files or {})}.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content.encode() if isinstance(content, str) else content)
        return folder

    return build


@pytest.fixture
def crm(home: Path) -> Callable[..., running.Result]:
    """`crm("who", "acme", cwd=vault)`: a command in this process, with its code and output."""
    return partial(_run, running.in_process, home)


@pytest.fixture
def lp(home: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """A program called `lp`, as a system has it: it keeps what it was given."""

    def install(
        script: str = 'echo "request id is Kitchen-Laser-17 (1 file(s))"',
    ) -> None:
        folder = home / "bin"
        folder.mkdir(exist_ok=True)
        program = folder / "lp"
        program.write_text(
            f'#!/bin/sh\nprintf "%s\\n" "$@" > "{home}/lp.args"\n'
            f'for last; do :; done\ncat "$last" > "{home}/lp.input"\n{script}\n'
        )
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{folder}{os.pathsep}/usr/bin{os.pathsep}/bin")

    return install


@pytest.fixture
def crm_process(home: Path) -> Callable[..., running.Result]:
    """The same as `crm` by the installed console script, in a process of its own."""
    return partial(_run, running.as_process, home)


def _run(
    how: Callable[..., running.Result], home: Path, *arguments: object,
    cwd: Path | None = None, **rest: object,
) -> running.Result:  # fmt: skip
    return how([str(a) for a in arguments], cwd=cwd or home, **rest)


def _runtime(folder: Path) -> Path:
    """A folder for sockets; it must exist, else programs look for one elsewhere."""
    (runtime := folder / "run").mkdir(mode=0o700)
    return runtime


def _folders() -> frozenset[Path]:
    """Where programs keep what is the user's, as the environment stands."""
    return frozenset((
        platformdirs.user_cache_path(), platformdirs.user_config_path(),
        platformdirs.user_state_path(), platformdirs.user_data_path(),
    ))  # fmt: skip


def _traces(folders: frozenset[Path]) -> frozenset[Path]:
    """What is there of ours, two levels deep."""
    patterns = ("*notes_crm*", "*notes_crm*/*")
    return frozenset(p for folder in folders for pattern in patterns for p in folder.glob(pattern))
