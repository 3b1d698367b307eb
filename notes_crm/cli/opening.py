"""What was made is shown by the program that the system has for it; where there is none, that is said."""

import subprocess
import sys

import click

from notes_crm.cli.session import Session

PATIENCE = 3.0
"""Seconds in which an opener says that it failed; one that runs on is the program itself."""


def not_opened(session: Session, place: str) -> str | None:
    """Open a file or an address; None where that went well, else what was tried in vain."""
    if sys.platform in ("darwin", "win32", "cygwin"):
        return "the system knows no program for it" if click.launch(place) else None
    command = ["xdg-open", place]
    try:
        if session.env.get("DISPLAY") or session.env.get("WAYLAND_DISPLAY"):
            code = _in_a_window(command)
        else:  # a browser for terminals has this one until it is left
            code = subprocess.run(command, stderr=subprocess.DEVNULL, check=False).returncode  # noqa: S603 - the same
    except OSError as error:
        return f"xdg-open can't be started ({(error.strerror or '').lower()})"
    return f"xdg-open found no program for it (code {code})" if code else None


def _in_a_window(command: list[str]) -> int:
    """The exit code; 0 for a program that goes on running, which nobody has to wait for."""
    nowhere = subprocess.DEVNULL
    opener = subprocess.Popen(command, stdin=nowhere, stdout=nowhere, stderr=nowhere)  # noqa: S603 - the system's own opener
    try:
        return opener.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        opener.returncode = 0  # else Python warns of a child that outlives it, as it should
        return 0
