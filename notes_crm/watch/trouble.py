"""What can keep the daemon from its work, as codes, and which of them an exception means."""

import errno
import shutil
from pathlib import Path

from notes_crm.errors import BadSettings, IndexBusy, Unreadable, Unwritable, VanishedVault

TROUBLES = {
    "vanished": "the vault can't be read, or many notes are suddenly gone",
    "disk-full": "the disk that holds the index is full",
    "busy": "another crm holds the index",
    "settings": "crm.toml can't be read",
    "unwritable": "the index can't be written",
    "failing": "the index can't be updated",
}
ROOM = 1_000_000
"""Bytes with which a commit can begin; with fewer, no other reason needs to be sought."""

_MEANINGS = (
    (VanishedVault, "vanished"),
    (IndexBusy, "busy"),
    ((BadSettings, Unreadable), "settings"),
    (Unwritable, "unwritable"),
)


def trouble_of(error: Exception, folder: Path) -> str:
    """The code of what went wrong; `folder` is the index, or where it is to be."""
    if _is_full(error):
        return "disk-full"
    code = next((code for kinds, code in _MEANINGS if isinstance(error, kinds)), None)
    if code is None:
        code = "busy" if "locked" in str(error) else "failing"
    return "disk-full" if code in {"unwritable", "failing"} and _has_no_room(folder) else code


def _is_full(error: BaseException | None) -> bool:
    """Whether it, or what it was raised from, says so."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            return True
        if "disk is full" in str(error):
            return True
        error = error.__cause__ or error.__context__
    return False


def _has_no_room(folder: Path) -> bool:
    """SQLite calls a full disk an I/O error where it happens in its shared memory."""
    try:
        return shutil.disk_usage(folder).free < ROOM
    except OSError:
        return False
