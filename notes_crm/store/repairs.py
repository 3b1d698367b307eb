"""What an error from the index means: it is damaged, somebody is at it, or its place takes nothing."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from notes_crm.errors import CrmError, IndexBusy, Unwritable

Part = Literal["facts", "words"]
BUILT_AGAIN: dict[Part, str] = {
    "facts": "The index was damaged and is being built again.",
    "words": "The index of words was damaged and is being built again.",
}

_CLOSED = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO}
_NO_ROOM = ("SQLITE_FULL", "SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_IOERR")
_SCARCE = {errno.EMFILE, errno.ENFILE, errno.ENOMEM}


class Damaged(Exception):
    """A part of the index is not what was written; it is to be begun anew."""

    def __init__(self, part: Part) -> None:
        super().__init__(f"the index of {part} is damaged")
        self.part = part


@contextmanager
def plainly(folder: Path) -> Iterator[None]:
    """Errors of SQLite and of the disk as what they mean: Damaged, IndexBusy or Unwritable."""
    try:
        yield
    except sqlite3.ProgrammingError:
        raise
    except sqlite3.DatabaseError as error:
        name = getattr(error, "sqlite_errorname", "")
        if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            raise IndexBusy("Another crm is writing the index; try again in a moment.") from error
        if name.startswith(_NO_ROOM) and not name.endswith(("SHORT_READ", "DATA", "CORRUPTFS")):
            raise Unwritable(_refused(folder, str(error))) from error
        raise Damaged("facts") from error
    except FileNotFoundError as error:  # the folder was deleted in mid-work
        raise Damaged("words") from error
    except OSError as error:
        if error.errno not in _CLOSED:
            raise
        raise Unwritable(_refused(folder, (error.strerror or "unknown reason").lower())) from error


@contextmanager
def reading_words() -> Iterator[None]:
    """Whatever the full text raises by itself is damage: pickle, struct, zlib, memory, anything."""
    try:
        yield
    except (CrmError, Damaged, sqlite3.Error):
        raise
    except Exception as error:
        if isinstance(error, OSError) and error.errno in _CLOSED | _SCARCE:
            raise
        raise Damaged("words") from error


def _refused(folder: Path, reason: str) -> str:
    return f"The index can't be kept in {folder} ({reason}); free that place or set XDG_CACHE_HOME."
