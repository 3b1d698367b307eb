"""A file goes to a folder on another file system, where no rename leads: copied whole, then taken away."""

import contextlib
import errno
import os
import shutil
from pathlib import Path


def rename(source: Path, target: Path) -> None:
    """Rename over what is there; a file that must cross file systems is there whole or not at all.

    OSError as of a rename; a folder or a link does not cross.
    """
    try:
        os.replace(source, target)  # noqa: PTH105 - a Path costs more
    except OSError as error:
        if error.errno != errno.EXDEV or source.is_symlink() or not source.is_file():
            raise
        _carry(source, target)


def _carry(source: Path, target: Path) -> None:
    temporary = target.parent / f".ncrm-{os.urandom(4).hex()}.tmp"
    try:
        shutil.copy2(source, temporary)
        status = source.stat()
        with contextlib.suppress(OSError, AttributeError):  # not ours to give, or Windows
            os.chown(temporary, status.st_uid, status.st_gid)
        with temporary.open("rb+") as copy:
            os.fsync(copy.fileno())
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
    source.unlink()
