"""What a running `crm watch` says of itself, in three small files beside the index.

`daemon.lock` is held by the kernel for it, `daemon.json` says how things stand, `daemon.beat`
when it last said so; beside them a command leaves its `nudge`. None of it is needed: whatever is
missing, old or doubtful means that a command looks at the disk itself.
"""

import json
import os
import secrets
import struct
import time
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from notes_crm.errors import IndexBusy

LOCK, STATE, BEAT, NUDGE = "daemon.lock", "daemon.json", "daemon.beat", "nudge"

FRESH = 2.5
"""Seconds for which a beat counts; the daemon beats every second while it has nothing to do."""
CLAIM_WAIT = 2.0
"""A reader that asks whether the lock is held holds it for a moment itself."""
STUCK = 120.0
"""Seconds without a beat after which a daemon that holds its lock does nothing any more."""


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """How things stand. Moments are seconds since 1970; `machine` names this run of this machine.

    `caught_up`: events arrive, none is waiting, and the last look ended well with nothing left.
    It is true only while the daemon waits. `generation` names the index that it keeps, `nudge`
    the last nudge it had read before that look. `trouble` is a code, see `trouble`. `answers`:
    commands are answered at its socket.
    """

    pid: int
    machine: str
    since: float
    version: str
    mode: str = "starting"
    reason: str | None = None
    caught_up: bool = False
    generation: str | None = None
    nudge: str | None = None
    behind_since: float | None = None
    last_event: float | None = None
    last_look: float | None = None
    last_reconcile: float | None = None
    notes: int = 0
    left: int = 0
    trouble: str | None = None
    answers: bool = False


def read(folder: Path) -> Heartbeat | None:
    """What the daemon of this index last said; None unless it is alive."""
    found = _stated(folder)
    return found if found and _is_alive(found, folder) else None


def is_current(folder: Path, generation: str) -> bool:
    """Whether a command may leave its own look at the disk to the daemon; in doubt, no.

    `generation` is the reader's own `Catalog.words_folder`: a daemon that keeps another index,
    one deleted or begun anew meanwhile, doesn't count. What another program saved within the
    last fraction of a second may be missing; what any `crm` wrote is not, see `nudge`.
    """
    found = _stated(folder)
    if found is None or not found.caught_up or found.generation != generation:
        return False
    passed = age(folder)
    fresh = passed is not None and passed < FRESH
    return fresh and found.nudge == nudged(folder) and _is_awake(found, folder)


def nudged(folder: Path) -> str | None:
    """The token of the last nudge, whoever gave it; see `nudge`."""
    try:
        return (folder / NUDGE).read_bytes().split(b"\n", 1)[0].decode("ascii") or None
    except (OSError, UnicodeDecodeError):
        return None


def replace(path: Path, data: bytes) -> None:
    """A small file of the user's alone, whole at any moment. OSError where it can't be written."""
    temporary = path.with_name(f"{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.replace(temporary, path)  # noqa: PTH105 - replaces atomically
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


def age(folder: Path) -> float | None:
    """Seconds since the last beat, suspended ones included; None without one."""
    try:
        (moment,) = struct.unpack("<d", (folder / BEAT).read_bytes())
    except (OSError, struct.error):
        return None
    passed = boot_clock() - float(moment)
    return passed if passed >= 0 else None


def is_held(folder: Path) -> bool:
    """Whether a living process holds the daemon's lock; the kernel drops it with its process."""
    path = folder / LOCK
    try:
        import fcntl  # noqa: PLC0415 - not on Windows
    except ImportError:
        return _is_held_elsewhere(path)
    try:
        handle = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(handle)
    return False


def boot_clock() -> float:
    """Seconds since the machine started, those of its sleep included."""
    clock = getattr(time, "CLOCK_BOOTTIME", getattr(time, "CLOCK_MONOTONIC", None))
    return time.monotonic() if clock is None else time.clock_gettime(clock)


def machine() -> str:
    """One run of one machine: a folder may be shared with another one, or outlive a restart."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
    except OSError:
        import platform  # noqa: PLC0415 - not on Linux

        return platform.node()


def write(folder: Path, state: Heartbeat) -> None:
    """Say how things stand. OSError where that is impossible; the old words are gone then."""
    try:
        values = {f.name: getattr(state, f.name) for f in fields(state)}
        replace(folder / STATE, json.dumps(values, indent=1).encode())
    except OSError:
        (folder / STATE).unlink(missing_ok=True)
        raise


def beat(folder: Path) -> None:
    """Say that the last words still hold; eight bytes in place, so that a full disk takes them."""
    handle = os.open(folder / BEAT, os.O_WRONLY | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
    try:
        os.write(handle, struct.pack("<d", boot_clock()))
    finally:
        os.close(handle)


class Claim:
    """The kernel's lock that makes a daemon the only one of its index."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._take()

    def renew(self) -> bool:
        """Whether the folder was deleted meanwhile, so that the lock had to be taken again."""
        if _file(self._folder / LOCK) == self._file:
            return False
        self._lock.release()
        self._take()
        return True

    def release(self) -> None:
        """Leave nothing behind that looks alive."""
        for name in (STATE, BEAT):
            (self._folder / name).unlink(missing_ok=True)
        self._lock.release()

    def _take(self) -> None:
        from filelock import FileLock, Timeout  # noqa: PLC0415 - slow to load; readers don't need it

        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self._folder / LOCK
        self._lock = FileLock(path, mode=0o600, thread_local=False)
        try:
            self._lock.acquire(timeout=CLAIM_WAIT)
        except Timeout:
            raise IndexBusy(_who(self._folder)) from None
        self._file = _file(path)
        for left_over in self._folder.glob("*.tmp"):
            left_over.unlink(missing_ok=True)


def _stated(folder: Path) -> Heartbeat | None:
    try:
        data: dict[str, Any] = json.loads((folder / STATE).read_bytes())
        return Heartbeat(**data)
    except (OSError, ValueError, TypeError):
        return None


def _is_awake(state: Heartbeat, folder: Path) -> bool:
    return _is_alive(state, folder) and not _is_stopped(state.pid)


def _is_alive(state: Heartbeat, folder: Path) -> bool:
    """Whether whoever wrote this lives here and is the one that holds the lock."""
    if state.machine != machine() or not is_held(folder):
        return False
    if os.name == "nt":  # a signal 0 would end the process there
        return True
    try:
        os.kill(state.pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def _is_stopped(pid: int) -> bool:
    """Whether somebody halted the process, which keeps its lock; known on Linux alone."""
    try:
        said = Path(f"/proc/{pid}/stat").read_bytes()
    except OSError:
        return False
    return said.rpartition(b")")[2].split()[:1] in ([b"T"], [b"t"])


def _is_held_elsewhere(path: Path) -> bool:
    from filelock import FileLock, Timeout  # noqa: PLC0415 - slow to load, and only for Windows

    if not path.exists():
        return False
    lock = FileLock(path)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return True
    lock.release()
    return False


def _file(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _who(folder: Path) -> str:
    other = read(folder)
    known = ""
    if other:
        since = time.strftime("%Y-%m-%d %H:%M", time.localtime(other.since))
        known = f" (pid {other.pid}, since {since})"
    return f"crm watch is running for this vault already{known}; see: crm status."
