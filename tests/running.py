"""How tests run crm: in this process, as a real one, or as somebody whom permissions bind."""

import contextlib
import ctypes
import os
import pickle
import subprocess
import sys
import traceback
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

TODAY = date(2026, 3, 10)
"""The day it is in every test that names no other."""

BUG = 3


@dataclass(frozen=True, slots=True)
class Result:
    """What a command did; `output` is standard output and error as a terminal mixes them."""

    code: int
    stdout: str
    stderr: str
    output: str

    @property
    def lines(self) -> list[str]:
        return self.stdout.splitlines()


def in_process(
    arguments: list[str], *, cwd: Path, today: date | str = TODAY, stdin: str = "",
    env: Mapping[str, str] | None = None,
) -> Result:  # fmt: skip
    """Run a command line here, through the one error boundary; a bug fails the test."""
    from notes_crm.cli.app import run

    surroundings = {"CRM_TODAY": str(today), **(env or {})}
    with (
        contextlib.chdir(cwd),
        CliRunner().isolation(input=stdin, env=surroundings) as (out, err, both),
    ):
        code = run(arguments)
        sys.stdout.flush()
        sys.stderr.flush()
        result = Result(code, *(_text(stream.getvalue()) for stream in (out, err, both)))
    assert code != BUG, result.output
    return result


def as_process(
    arguments: list[str], *, cwd: Path, today: date | str = TODAY, stdin: str = "",
    env: Mapping[str, str] | None = None, timeout: float = 60,
) -> Result:  # fmt: skip
    """Run the installed console script as a person does."""
    program = Path(sys.executable).with_name("crm.exe" if os.name == "nt" else "crm")
    done = subprocess.run(
        [program, *arguments], cwd=cwd, input=stdin.encode(), capture_output=True, check=False,
        env={**os.environ, "CRM_TODAY": str(today), **(env or {})}, timeout=timeout,
    )  # fmt: skip
    out, err = _text(done.stdout), _text(done.stderr)
    assert done.returncode != BUG, err
    return Result(done.returncode, out, err, out + err)


def as_user(function: Callable[..., Any], *arguments: Any) -> Any:
    """Call a function in a child process that permissions bind, and return what it returned.

    Root passes every permission. Where the suite runs as root on Linux the child gives up all
    capabilities, for the processes it starts too: it stays the owner of its files, and their
    modes count. What the function raises is raised here; what it returns must be picklable.
    """
    if os.name == "nt":
        pytest.skip("Windows has other permissions than a mode")
    root = os.geteuid() == 0
    if root and sys.platform != "linux":
        pytest.skip("root can give up its power only on Linux; run the suite as an ordinary user")
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the child touches no other thread
        child = os.fork()
    if child == 0:
        os.close(reading)
        _answer(writing, function, arguments, powerless=root)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        answer = stream.read()
    os.waitpid(child, 0)
    assert answer, "the child died before it could answer"
    raised, value = pickle.loads(answer)
    if raised is not None:
        raise raised from AssertionError(value)
    return value


def _answer(
    writing: int, function: Callable[..., Any], arguments: tuple[Any, ...], *, powerless: bool
) -> None:
    """In the child: call, write the pickled outcome, leave without any clean-up of the suite."""
    try:
        if powerless:
            _give_up_capabilities()
        outcome = pickle.dumps((None, function(*arguments)))
    except BaseException as error:  # noqa: BLE001 - pytest's own outcomes are no Exceptions
        try:
            outcome = pickle.dumps((error, traceback.format_exc()))
            pickle.loads(outcome)
        except Exception:  # noqa: BLE001 - whatever cannot travel is told in words
            outcome = pickle.dumps((AssertionError(traceback.format_exc()), ""))
    with os.fdopen(writing, "wb") as stream:
        stream.write(outcome)
    os._exit(0)


def _give_up_capabilities() -> None:
    """Leave root its name and take its power; see capabilities(7)."""
    libc = ctypes.CDLL(None, use_errno=True)
    set_secure_bits, no_root, locked = 28, 1 << 0, 1 << 1
    version_3, this_process = 0x20080522, 0
    header = (ctypes.c_uint32 * 2)(version_3, this_process)
    nothing = (ctypes.c_uint32 * 6)()
    if libc.prctl(set_secure_bits, no_root | locked, 0, 0, 0) or libc.capset(header, nothing):
        raise OSError(ctypes.get_errno(), "root could not give up its power")


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape").replace("\r\n", "\n")
