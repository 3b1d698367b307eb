"""What this process is: which version of the program, and how large by now."""

import os
import time
from pathlib import Path

from notes_crm.store import index

HEAVY = 1000
"""Notes read, after which a process is larger than one that waits should be."""
GROWTH, EACH = 25_000_000, 1000
"""Bytes by which it may grow otherwise, and for each note: a merge of words takes and keeps more."""
REST = 600.0
"""Seconds between two beginnings for that."""

File = tuple[int, int, int]


def installed() -> File | None:
    """What tells one version from another; None while there is none, in the middle of an upgrade."""
    try:
        status = Path(index.__file__).stat()
    except OSError:
        return None
    return status.st_ino, status.st_mtime_ns, status.st_size


class Size:
    """Whether a process that has nothing to do is larger than one that has just begun."""

    def __init__(self) -> None:
        self._first, self._since = resident(), time.monotonic()
        self._read = self._notes = self._answered = 0

    def did(self, read: int, notes: int) -> None:
        """So many notes were read, of so many."""
        self._read += read
        self._notes = notes

    def answered(self, count: int) -> None:
        """So many questions were answered so far."""
        self._answered = count

    def is_swollen(self) -> bool:
        """Whether beginning anew would give memory back; not on Windows, where that can't be done."""
        if os.name == "nt" or not (self._read or self._answered):
            return False
        if self._read >= HEAVY:
            return True
        rested = time.monotonic() - self._since > REST
        return rested and resident() - self._first > GROWTH + EACH * self._notes


def resident() -> int:
    """Bytes of memory this process takes; 0 where the system does not say so cheaply."""
    try:
        pages = int(Path("/proc/self/statm").read_bytes().split()[1])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
