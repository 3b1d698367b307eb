"""What surrounds a command line where it is typed, as one value: so that it can run elsewhere."""

import os
import sys
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

PAGE = 80
"""The width of a page, where there is no terminal."""
WIDEST_HELP, NARROWEST_HELP = 100, 50


class Surroundings(NamedTuple):
    """Place, local time, the terminal's own columns (0 without one), streams and variables."""

    cwd: str
    clock: datetime
    columns: int
    in_is_tty: bool
    out_is_tty: bool
    err_is_tty: bool
    env: Mapping[str, str]


def here() -> Surroundings:
    """The surroundings of this process."""
    try:
        cwd = os.getcwd()  # noqa: PTH109 - a text, to be sent as one
    except FileNotFoundError:  # the folder was removed while somebody stood in it
        cwd = "."
    try:
        columns = os.get_terminal_size(sys.__stdout__.fileno() if sys.__stdout__ else 1).columns
    except (OSError, ValueError):
        columns = 0
    streams = (sys.stdin, sys.stdout, sys.stderr)  # None where it was closed, as by >&-
    reading, out, err = (stream is not None and stream.isatty() for stream in streams)
    clock = datetime.now()  # noqa: DTZ005 - notes hold local time
    return Surroundings(cwd, clock, columns, reading, out, err, os.environ)


def columns_of(around: Surroundings) -> int:
    """The width of the terminal, or of a page where there is none; COLUMNS wins."""
    stated = around.env.get("COLUMNS", "")
    if stated.isdecimal() and int(stated):
        return int(stated)
    return around.columns or PAGE


def help_width(around: Surroundings) -> int:
    """How wide help and usage are written, as click itself would find out from its process."""
    return max(min(columns_of(around), WIDEST_HELP) - 2, NARROWEST_HELP)


def language_of(env: Mapping[str, str]) -> str | None:
    """The language of the system, from the variables that POSIX names in this order."""
    stated = next(filter(None, map(env.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    code = stated.partition(".")[0]
    return code if code not in ("", "C", "POSIX") else None
