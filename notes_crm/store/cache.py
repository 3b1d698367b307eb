"""The folder in the user's cache that holds one vault's index, and the lock on it."""

import contextlib
import os
import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from notes_crm.errors import IndexBusy, Unwritable

LOCK_WAIT = 1.0
"""Seconds to wait for another crm that is writing the index."""

_README = """This folder holds the search index of a notes_crm vault:
{vault}
It may be deleted at any time; the next command builds it again. Your notes are not in here.
"""


class Cache:
    """Where the index of the vault at `root` lies: never inside the vault, for its owner alone."""

    def __init__(self, caches: Path, root: Path) -> None:
        self.folder = caches / cache_key(root)
        self._root = root

    def prepare(self) -> None:
        """Make the folder if need be; Unwritable where that is not possible."""
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            readme = self.folder / "README.txt"
            if not readme.exists():
                self.folder.chmod(0o700)
                text = _README.format(vault=self._root)
                readme.write_text(text, encoding="utf-8", errors="replace")
        except OSError as error:
            reason = (error.strerror or "it is not possible").lower()
            raise Unwritable(
                f"The index can't be kept in {self.folder} ({reason}); free that place or set XDG_CACHE_HOME."
            ) from None

    def size(self) -> int:
        """Bytes on disk."""
        return sum(file.stat().st_size for file in self.folder.rglob("*") if file.is_file())

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the index; a kernel lock, gone with its process. IndexBusy after LOCK_WAIT."""
        from filelock import FileLock, Timeout  # noqa: PLC0415 - only when something is written

        self.prepare()
        lock = FileLock(self.folder / "lock", mode=0o600)
        try:
            lock.acquire(timeout=LOCK_WAIT)
        except Timeout:
            raise IndexBusy("Another crm is updating the index; try again in a moment.") from None
        try:
            yield
        finally:
            lock.release()


def cache_key(root: Path) -> str:
    """The name of a vault's folder in the cache: its own name, and a digest of its real path."""
    name = re.sub(r"[^A-Za-z0-9]+", "-", root.name).strip("-")[:40] or "vault"
    return f"{name}-{sha256(os.fsencode(root)).hexdigest()[:12]}"
