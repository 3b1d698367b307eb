"""The folder in the user's cache that holds one vault's index, and the lock on it."""

import contextlib
import os
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from notes_crm.errors import IndexBusy, UnsafePlace, Unwritable
from notes_crm.model.digests import sha256

if TYPE_CHECKING:
    from tempfile import TemporaryDirectory

    from filelock import BaseFileLock

_MEMORY = "/dev/shm"  # noqa: S108 - the folder that is made in it is its owner's alone
LOCK_WAIT = 1.0
"""Seconds to wait for another crm that is writing the index."""
_BORROWED, _IN_USE = "notes_crm-index-", "in-use"
_YOUNG = 60.0
"""Seconds in which a temporary folder may not be held yet by the process that makes it."""
BUSY = "Another crm is updating the index; try again in a moment."

_README = """This folder holds the search index of a notes_crm vault:
{vault}
It may be deleted at any time; the next command builds it again. Your notes are not in here.
"""


class Cache:
    """Where the index of the vault at `root` lies: never inside the vault, for its owner alone."""

    def __init__(self, caches: Path, root: Path) -> None:
        self.folder = caches / cache_key(root)
        self._root = root
        self._temporary: TemporaryDirectory[str] | None = None
        self._held: BaseFileLock | None = None

    def prepare(self) -> None:
        """Make the folder if need be; Unwritable where that is not possible.

        UnsafePlace inside the vault, where sync tools would carry the index to others, and in a
        folder of somebody else: an index is pickled, so whoever writes it could run programs.
        """
        if self.folder.resolve().is_relative_to(self._root):
            raise UnsafePlace(
                f"The index can't lie inside the vault ({self.folder}); set XDG_CACHE_HOME to a folder elsewhere."
            )
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._see_whose()
            readme = self.folder / "README.txt"
            if not readme.exists():
                text = _README.format(vault=self._root)
                readme.write_text(text, encoding="utf-8", errors="replace")
        except OSError as error:
            reason = (error.strerror or "it is not possible").lower()
            raise Unwritable(
                f"The index can't be kept in {self.folder} ({reason}); free that place or set XDG_CACHE_HOME."
            ) from None

    def borrow(self) -> None:
        """Keep the index in a temporary folder until `give_back`: a copy of what is there."""
        import shutil  # noqa: PLC0415 - seldom needed
        import tempfile  # noqa: PLC0415

        from filelock import FileLock  # noqa: PLC0415

        lasting = self.folder
        places = [tempfile.gettempdir(), os.getenv("XDG_RUNTIME_DIR"), _MEMORY]
        writable = [place for place in places if place and os.access(place, os.W_OK)]
        roomiest = max(writable, key=lambda place: shutil.disk_usage(place).free, default=None)
        _remove_orphans(Path(roomiest or tempfile.gettempdir()))
        self._temporary = tempfile.TemporaryDirectory(prefix=_BORROWED, dir=roomiest)
        self.folder = Path(self._temporary.name)
        self._held = FileLock(self.folder / _IN_USE, mode=0o600)
        self._held.acquire(timeout=0)
        try:
            if _is_ours(lasting.stat()):
                for file in (*lasting.glob("catalog.sqlite*"), *lasting.glob("words-*/*")):
                    target = self.folder / file.relative_to(lasting)
                    target.parent.mkdir(exist_ok=True)
                    if not file.name.endswith("-shm"):
                        shutil.copyfile(file, target)  # without its mode
        except OSError:  # none, or unreadable: then it is built from the notes
            for left in self.folder.iterdir():
                if left.is_dir():
                    shutil.rmtree(left)
                elif left.name != _IN_USE:
                    left.unlink()

    def give_back(self) -> None:
        """Remove the temporary folder, if there is one."""
        if self._held:
            self._held.release()
        if self._temporary:
            self._temporary.cleanup()

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
            raise IndexBusy(BUSY) from None
        try:
            yield
        finally:
            lock.release()

    def _see_whose(self) -> None:
        """It must be ours, and for nobody else."""
        status = self.folder.stat()
        if not _is_ours(status):
            raise UnsafePlace(
                f"{self.folder} belongs to somebody else and is not opened; remove it or set XDG_CACHE_HOME."
            )
        if os.name != "nt" and status.st_mode & 0o077:
            self.folder.chmod(0o700)


def _is_ours(status: os.stat_result) -> bool:
    return not hasattr(os, "getuid") or status.st_uid == os.getuid()


def _remove_orphans(place: Path) -> None:
    """Remove temporary folders whose process was killed: they hold what notes say."""
    import shutil  # noqa: PLC0415 - seldom needed

    from filelock import FileLock, Timeout  # noqa: PLC0415

    for folder in place.glob(f"{_BORROWED}*"):
        with contextlib.suppress(OSError, Timeout):
            status = folder.lstat()
            if _is_ours(status) and status.st_mtime < time.time() - _YOUNG:
                with FileLock(folder / _IN_USE, timeout=0):
                    shutil.rmtree(folder)


def cache_key(root: Path) -> str:
    """The name of a vault's folder in the cache: its own name, and a digest of its real path."""
    name = re.sub(r"[^A-Za-z0-9]+", "-", root.name).strip("-")[:40] or "vault"
    return f"{name}-{sha256(os.fsencode(root)).hexdigest()[:12]}"
