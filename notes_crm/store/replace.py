"""An existing note gets new bytes: all or none of them, and only if it is still what was read.

The new bytes are written beside the note under a hidden name, given its mode, owner, attributes
and access list, and renamed over it. Where a rename would break a hard link or change the owner
the note is written in place; the caller has put its bytes into the journal before.
"""

import contextlib
import os
import re
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from notes_crm.errors import EditedMeanwhile, Unwritable
from notes_crm.store import litter
from notes_crm.store.stamps import Stamp
from notes_crm.store.vault import Vault

_OURS = re.compile(r"\.ncrm-[0-9a-f]{8}\.tmp")
LOCK_WAIT = 5.0
"""Seconds that another command may hold a folder before this one goes on."""
_STALE = 3600
"""Seconds after which a hidden file of ours belongs to no living process."""
_FLAGS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class Seen:
    """A note as it was read: the path that was asked for, where it really lies, its bytes."""

    path: str
    real: str
    data: bytes
    stamp: Stamp


def see(vault: Vault, path: str) -> Seen:
    """Read a note that is to be changed; a link is followed if it stays inside the vault.

    EditedMeanwhile where it is gone, Unwritable where it can't be read as a whole.
    """
    real = _real(vault, path)
    try:
        content = vault.read(real)
    except FileNotFoundError:
        raise _gone(path) from None
    except OSError as error:
        raise _refused(path, f"it can't be read ({_reason(error)})") from None
    if content.cut:
        raise _refused(path, "it is longer than 2 MiB; split it")
    return Seen(path, real, content.data, content.stamp)


def refuse_unfit(vault: Vault, seen: Seen) -> None:
    """Unwritable for what is never edited: copies, unfinished merges, what others have open."""
    target = vault.absolute(seen.real)
    try:
        names = set(os.listdir(target.parent))  # noqa: PTH208 - names alone
        status = target.stat()
    except OSError as error:
        raise _refused(seen.path, _reason(error)) from None
    if litter.judge(target.name, names).verdict == "conflict":
        raise _refused(seen.path, "it is a conflict copy; bring it in with: crm conflicts --merge")
    if b"<<<<<<< " in seen.data:
        from notes_crm.model.note import parse  # noqa: PLC0415 - parsing loads YAML

        marks = [p for p in parse(seen.data, seen.path).problems if p.code == "conflict-marker"]
        if marks:
            line = marks[0].line
            raise _refused(seen.path, f"line {line} begins an unfinished merge; decide it first")
    if not status.st_mode & 0o222 or not os.access(target, os.W_OK):
        raise _refused(seen.path, "it is read-only; make it writable first")
    if other := _editor(target.name, names):
        why = f"it is open in an editor ({other}); close it there, or delete that file"
        raise _refused(seen.path, why)


def replace_note(vault: Vault, seen: Seen, data: bytes) -> None:
    """Give a note new bytes; EditedMeanwhile where it is no longer as it was seen.

    Unwritable, and the old note untouched, where it can't be done or is refused.
    """
    refuse_unfit(vault, seen)
    target = vault.absolute(seen.real)
    try:
        status = os.stat(target, follow_symlinks=False)  # noqa: PTH116 - the file, no link
        if status.st_nlink > 1 or not _swap(vault, seen, target, status, data):
            _overwrite(seen, target, data)
    except OSError as error:
        raise _refused(seen.path, _reason(error)) from None


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable, where the system can."""
    with contextlib.suppress(OSError):  # not every system can open a folder
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _swap(vault: Vault, seen: Seen, target: Path, status: os.stat_result, data: bytes) -> bool:
    """Write beside the note and rename; False where the new file can't be made like the old."""
    temporary = target.parent / f".ncrm-{os.urandom(4).hex()}.tmp"
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _FLAGS, 0o600)
    try:
        try:
            _remove_leftovers(target.parent, os.fstat(handle).st_mtime)
            _write_all(handle, data)
            if not _made_like(handle, target, status):
                return False
            os.fsync(handle)
        finally:
            os.close(handle)
        with _alone_in(target.parent):
            if see(vault, seen.path).data != seen.data:
                raise _changed(seen.path)
            temporary.replace(target)
        sync_folder(target.parent)
        return True
    finally:
        with contextlib.suppress(FileNotFoundError):
            temporary.unlink()


def _made_like(handle: int, target: Path, status: os.stat_result) -> bool:
    """Give the new file the owner, mode, attributes and access list of the old."""
    if os.name == "nt":
        return True
    new = os.fstat(handle)
    try:
        if (new.st_uid, new.st_gid) != (status.st_uid, status.st_gid):
            os.fchown(handle, status.st_uid, status.st_gid)
        os.fchmod(handle, stat.S_IMODE(status.st_mode))
        return not hasattr(os, "listxattr") or _attributes_copied(handle, target)
    except PermissionError:
        return False


def _attributes_copied(handle: int, target: Path) -> bool:
    try:
        names = os.listxattr(target, follow_symlinks=False)
    except OSError:  # a file system without attributes
        return True
    for name in names:
        value = os.getxattr(target, name, follow_symlinks=False)
        if name in os.listxattr(handle) and os.getxattr(handle, name) == value:
            continue  # the system has set it by itself
        try:
            os.setxattr(handle, name, value)
        except OSError:
            return False
    return True


def _overwrite(seen: Seen, target: Path, data: bytes) -> None:
    """Write into the file itself; should that fail halfway, the old bytes are written back."""
    handle = os.open(target, os.O_RDWR | _FLAGS)
    try:
        with _alone_in(target.parent):
            if _read_all(handle) != seen.data:
                raise _changed(seen.path)
            try:
                _fill(handle, data)
            except OSError as error:
                try:
                    _fill(handle, seen.data)
                except OSError:
                    raise _torn(seen.path, error) from None
                raise
    finally:
        os.close(handle)


@contextlib.contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Keep other commands from changing notes in a folder, where the system can lock one.

    One that is halted while it holds the lock keeps nobody longer than LOCK_WAIT: the note is
    looked at in any case.
    """
    handle = None
    try:
        import fcntl  # noqa: PLC0415 - not on Windows

        handle = os.open(folder, os.O_RDONLY | _FLAGS)
        deadline = time.monotonic() + LOCK_WAIT
        while not _locked(handle, fcntl) and time.monotonic() < deadline:
            time.sleep(0.01)
    except (ImportError, OSError):  # as without a lock
        pass
    try:
        yield
    finally:
        if handle is not None:
            os.close(handle)


def _locked(handle: int, fcntl: Any) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _fill(handle: int, data: bytes) -> None:
    if hasattr(os, "posix_fallocate") and data:
        os.posix_fallocate(handle, 0, len(data))  # a full disk is known before a byte is changed
    os.lseek(handle, 0, os.SEEK_SET)
    _write_all(handle, data)
    os.ftruncate(handle, len(data))
    os.fsync(handle)


def _read_all(handle: int) -> bytes:
    parts = []
    while part := os.read(handle, 1 << 20):
        parts.append(part)
    return b"".join(parts)


def _write_all(handle: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(handle, view) :]


def _remove_leftovers(folder: Path, now: float) -> None:
    """Hidden files that a killed crm left; `now` is the time of the file system itself."""
    for name in os.listdir(folder):  # noqa: PTH208 - names alone
        if _OURS.fullmatch(name):
            with contextlib.suppress(OSError):
                if now - (folder / name).lstat().st_mtime > _STALE:
                    (folder / name).unlink()


def _editor(name: str, names: set[str]) -> str | None:
    """The file by which an editor says that it has a note open."""
    swap = re.compile(rf"\.{re.escape(name)}\.sw[a-p]")
    fixed = {f".#{name}", f".~lock.{name}#"}
    return next((n for n in sorted(names) if n in fixed or swap.fullmatch(n)), None)


def _real(vault: Vault, path: str) -> str:
    """Where a note really lies, as a path in the vault."""
    try:
        real = vault.absolute(path).resolve(strict=True)
    except FileNotFoundError:
        raise _gone(path) from None
    except (OSError, RuntimeError):
        raise _refused(path, "its links lead in a circle") from None
    if not real.is_relative_to(vault.root):
        raise _refused(path, "it is a link that leads out of the vault; change it there")
    return real.relative_to(vault.root).as_posix()


def _gone(path: str) -> EditedMeanwhile:
    return EditedMeanwhile(f"{path} is gone; nothing was written. Look where it is, and try again.")


def _changed(path: str) -> EditedMeanwhile:
    return EditedMeanwhile(
        f"{path} has changed since it was read; nothing was written. Try again with what it says now."
    )


def _torn(path: str, error: OSError) -> Unwritable:
    return Unwritable(
        f"{path} was written only in part ({_reason(error)}), and the disk takes no more; the undo "
        "journal has what it said, and crm undo says where."
    )


def _refused(path: str, why: str) -> Unwritable:
    return Unwritable(f"{path} was left as it is: {why}.")


def _reason(error: OSError) -> str:
    return (error.strerror or "unknown reason").lower()
