"""The last survey in which nothing differed from the index: the next one that is the same need not be judged.

It is bound to the catalog's files as they were, so whatever writes to the catalog ends it.
"""

import os
from contextlib import suppress
from pathlib import Path

from notes_crm.store.stamps import RACY_NS, Stamp, parts_of, stamp_of

_FILE = "settled"
_CATALOG = ("catalog.sqlite", "catalog.sqlite-wal")


class Settled:
    """Of one index; `folder` is where it lies."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._catalog = self._stamps()

    def total(self, survey: bytes) -> int | None:
        """How many notes the index held when this survey was made; None if it was another one."""
        with suppress(OSError, ValueError):
            known, total = (self._folder / _FILE).read_text("ascii").split()
            if known == self._value(survey):
                return int(total)
        return None

    def keep(self, survey: bytes, total: int) -> None:
        """Nothing differed. Not kept where the catalog was written a moment ago, or is just now.

        A file's times have a grain: of two changes within it the second could not be told.
        """
        newest = max((max(parts_of(s).mtime, parts_of(s).ctime) for s in self._catalog), default=0)
        fresh = self._folder / f"{_FILE}.{os.getpid()}"
        with suppress(OSError):  # the next look is judged again, and nothing else
            fresh.write_text(f"{self._value(survey)} {total}", "ascii")
            if newest < fresh.stat().st_mtime_ns - RACY_NS and self._catalog == self._stamps():
                fresh.replace(self._folder / _FILE)
            else:
                fresh.unlink()

    def _value(self, survey: bytes) -> str:
        return f"{survey.hex()}-{b''.join(self._catalog).hex()}"

    def _stamps(self) -> tuple[Stamp, ...]:
        """Of the catalog's files that hold anything."""
        found = []
        for name in _CATALOG:
            with suppress(FileNotFoundError):
                status = (self._folder / name).stat()
                if status.st_size:
                    found.append(stamp_of(status))
        return tuple(found)
