"""By what a terminal is known, so that the numbers of a list mean the list that it showed."""

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:  # loading `collections` would cost whoever asks a watch more than the answer
    from collections.abc import Mapping

STATED = "CRM_TERMINAL"
"""The variable that says it, where somebody asks for another process."""


def known_as(env: "Mapping[str, str]") -> str:
    """A name that no other terminal has while this one is open; empty where there is none."""
    if (stated := env.get(STATED)) is not None:
        return stated
    terminal = next((s for s in (sys.stdout, sys.stderr, sys.stdin) if s and s.isatty()), None)
    if terminal is None:
        return ""
    try:
        return name_of(terminal.fileno())
    except (OSError, ValueError):
        return ""


def name_of(handle: int) -> str:
    """The device and the session that it belongs to; both together come again only by chance."""
    if sys.platform == "win32":
        return os.environ.get("WT_SESSION", "")
    leader = os.getsid(0)
    return f"{os.ttyname(handle)} {leader} {_begun(leader)}".rstrip()


def _begun(process: int) -> str:
    """When a process began, as Linux counts it: numbers of processes come again."""
    try:
        with open(f"/proc/{process}/stat", "rb") as file:  # noqa: PTH123 - pathlib takes too long to load
            return file.read().rpartition(b")")[2].split()[19].decode()
    except (OSError, IndexError):
        return ""
