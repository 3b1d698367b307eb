"""Where a sheet goes: a file of the user's own, the printer, or the program that shows it."""

import os
import re
import sys
from typing import TYPE_CHECKING

from notes_crm.errors import NoPrinter, Unwritable

if TYPE_CHECKING:
    from pathlib import Path

    from notes_crm.cli.session import Session

KEPT_DAYS = 7
"""A sheet that nobody saved elsewhere is removed after so many days: it is private."""

KINDS = (".html", ".pdf")
LONGEST = 80
PATIENCE = 60
"""Seconds that the printing program gets to take a file."""

_REQUEST = re.compile(r"request id is (\S+)-\d+")


def own_place(session: "Session", name: str, kind: str) -> "Path":
    """A file in the user's own folder for sheets, where old ones are removed on the way."""
    folder = session.state_folder / "sheets"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
    except OSError as error:
        raise Unwritable(
            f"{folder} can't be made ({(error.strerror or '').lower()}); name a file with -o."
        ) from None
    _sweep(folder, session.now.timestamp())
    kept = "".join(c if c not in '<>:"/\\|?*' and c.isprintable() else "_" for c in name)
    return folder / f"{kept[:LONGEST].strip(' .')}.{kind}"


def write(path: "Path", data: bytes) -> None:
    """Write a sheet for its owner alone; Unwritable says why not.

    A file that was there stays as it was until the new one is whole, and keeps who may read it.
    """
    try:
        if path.exists() and not path.is_file():  # a device, or a pipe
            _fill(path, data)
        else:
            _put(path.resolve(), data)
    except OSError as error:
        raise Unwritable(
            f"{path} can't be written ({(error.strerror or '').lower()}); name another file."
        ) from None


def _put(path: "Path", data: bytes) -> None:
    beside = path.with_name(f".{path.name[:40]}.{os.getpid()}.tmp")
    try:
        _fill(beside, data)
        if path.exists():
            beside.chmod(path.stat().st_mode & 0o777)
        beside.replace(path)
    except PermissionError:  # in that folder there may be no new file, but perhaps that one is ours
        beside.unlink(missing_ok=True)
        _fill(path, data)
    except OSError:
        beside.unlink(missing_ok=True)
        raise


def _fill(path: "Path", data: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, 0o600), "wb") as file:
        file.write(data)


def send_to_printer(path: "Path", title: str, paper: str) -> str:
    """Hand a PDF to the system's printing; the printer's name. NoPrinter says what is lacking."""
    import shutil

    program = shutil.which("lp")
    if program:
        return _by_lp(program, path, title, paper)
    if sys.platform == "win32":
        try:
            os.startfile(path, "print")  # noqa: S606  # the system knows what prints a PDF
        except OSError as error:
            raise NoPrinter(_unprinted(path, str(error.strerror))) from None
        return "the default printer"
    raise NoPrinter(_unprinted(path, "there is no lp program here"))


def _by_lp(program: str, path: "Path", title: str, paper: str) -> str:
    import subprocess

    command = [program, "-t", title, "-o", f"media={paper}", "--", str(path)]
    try:
        done = subprocess.run(  # noqa: S603  # found on PATH, told a file of ours
            command, check=False, capture_output=True, text=True, errors="replace",
            stdin=subprocess.DEVNULL, timeout=PATIENCE, env={**os.environ, "LC_ALL": "C"},
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise NoPrinter(_unprinted(path, f"lp took more than {PATIENCE} seconds")) from None
    except OSError as error:
        raise NoPrinter(_unprinted(path, f"lp: {error.strerror}")) from None
    if done.returncode:
        said = " ".join(done.stderr.split()) or f"lp ended with {done.returncode}"
        raise NoPrinter(_unprinted(path, said.removesuffix(".")))
    request = _REQUEST.search(done.stdout)
    return request[1] if request else "the default printer"


def _unprinted(path: "Path", why: str) -> str:
    return f"Nothing was printed ({why}); open {path} and print it from there."


def _sweep(folder: "Path", now: float) -> None:
    """Remove sheets that have lain here for more than a week."""
    for file in folder.iterdir():
        try:
            if file.suffix in KINDS and file.stat().st_mtime < now - KEPT_DAYS * 86_400:
                file.unlink()
        except OSError:
            continue
