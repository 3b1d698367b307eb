"""How a command tells the daemon of its index what it has just written.

One small file beside the index: a token, and the notes that were written since the daemon last
looked. No reader trusts a daemon that has not looked since the newest token.
"""

import contextlib
import os
import secrets
import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from notes_crm.watch.heartbeat import NUDGE, STATE, replace

LOCK = "nudge.lock"
MANY = 100
"""More notes than these are looked for everywhere."""
PATIENCE = 0.5
"""Seconds for which another command may be at it; it takes a fraction of one of their thousandths."""


@dataclass(frozen=True, slots=True)
class Nudge:
    """What was written: paths in the vault; None where it may be anything.

    Without a token nobody said anything, or nobody can tell any more who did.
    """

    token: str | None
    paths: frozenset[str] | None


def nudge(folder: Path, paths: Collection[str] | None = None) -> None:
    """After a write to the vault: no reader trusts the daemon until it has looked again.

    `paths` are all that was written, as far as the caller can tell.
    """
    try:
        if folder.is_dir():
            with _alone(folder) as alone:
                _say(folder, frozenset(paths) if alone and paths is not None else None)
    except OSError:  # no room: without its words the daemon isn't trusted either
        with contextlib.suppress(OSError):
            (folder / STATE).unlink(missing_ok=True)


def unheeded(folder: Path, heeded: str | None) -> Nudge | None:
    """The last nudge with all that it adds to those before; None where that is the one `heeded`."""
    last = _read(folder)
    if last.token == heeded:
        return None
    return last if last.token else Nudge(None, None)


def heed(folder: Path, token: str | None) -> None:
    """The daemon has looked at everything up to this nudge: the next one need not say it again."""
    with contextlib.suppress(OSError), _alone(folder) as alone:
        last = _read(folder)
        if alone and last.token and last.token == token and last.paths != frozenset():
            _write(folder, last.token, frozenset())


def _say(folder: Path, paths: frozenset[str] | None) -> None:
    earlier = _read(folder).paths
    both = None if paths is None or earlier is None else paths | earlier
    _write(folder, secrets.token_hex(8), both if both is None or len(both) <= MANY else None)


def _read(folder: Path) -> Nudge:
    try:
        token, *rest = (folder / NUDGE).read_bytes().split(b"\n", 1)
        paths = frozenset(os.fsdecode(p) for p in rest[0].split(b"\0") if p) if rest else None
        return Nudge(token.decode("ascii") or None, paths)
    except FileNotFoundError:
        return Nudge(None, frozenset())
    except (OSError, UnicodeDecodeError):
        return Nudge(None, None)


def _write(folder: Path, token: str, paths: frozenset[str] | None) -> None:
    data = [token.encode()]
    if paths is not None:
        data.append(b"\0".join(map(os.fsencode, sorted(paths))))
    replace(folder / NUDGE, b"\n".join(data))


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[bool]:
    """While no other command nudges; False where this system can't tell. OSError after a while."""
    try:
        import fcntl  # noqa: PLC0415 - not on Windows
    except ImportError:
        yield False
        return
    handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.002)
        yield True
    finally:
        os.close(handle)
