"""New files: names that every system can store, and writing so that no half of a file is ever seen."""

import contextlib
import os
import re
from pathlib import Path
from unicodedata import normalize

from notes_crm.errors import BadName
from notes_crm.store import litter

MAX_NAME = 120
"""Bytes of a file name that we make: legal everywhere, with room for a sync tool's additions."""

_RESERVED = {"con", "prn", "aux", "nul"} | {f"{p}{n}" for p in ("com", "lpt") for n in range(1, 10)}
_UNLINKABLE = re.compile(r"[#^\[\]`]|%%")
_FORBIDDEN = set('<>:"/\\|?*\0')


def file_name(name: str) -> str:
    """A name as it can be stored on Windows, macOS, Android and Linux; BadName if it can't.

    Returned in NFC. Refused: separators and other forbidden characters, reserved words,
    leading dots (hidden), names that sync tools act on, names longer than MAX_NAME bytes.
    """
    name = normalize("NFC", " ".join(name.split()))
    bad = sorted(_FORBIDDEN & set(name))
    stem = name.partition(".")[0].rstrip().casefold()
    if not name or name in (".", ".."):
        reason = "a name is needed"
    elif bad or any(ord(c) < 32 or ord(c) == 127 for c in name):  # noqa: PLR2004 - ASCII controls
        reason = f"{' '.join(bad) or 'control characters'} can't be part of a file name everywhere"
    elif name[0] in ".~#" or name[-1] in ". ":
        reason = "a name can't begin with . ~ # nor end with a dot"
    elif stem in _RESERVED:
        reason = f"{stem.upper()} is reserved on Windows"
    elif f"{name}.md".casefold() in litter.CONTROL_NAMES or name.casefold() in litter.CONTROL_NAMES:
        reason = "a sync tool acts on files of that name"
    elif len(name.encode()) > MAX_NAME:
        reason = f"it is longer than {MAX_NAME} bytes"
    else:
        return name
    raise BadName(f"{name!r} can't be used as a name: {reason}; choose another one.")


def linkable(name: str) -> str:
    """The name of a paper or picture, without what would end, break or hide a link to it."""
    return _UNLINKABLE.sub("_", name)


def write_new(target: Path, data: bytes) -> None:
    """Write a file under a name that is free; FileExistsError if it is not. The folders are made."""
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.parent / f".ncrm-{os.urandom(4).hex()}.tmp"
    _fill(temporary, data)
    try:
        _name(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)


def _fill(temporary: Path, data: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    handle = os.open(temporary, flags, 0o666)  # the umask decides, as for any new file
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


def _name(temporary: Path, target: Path) -> None:
    """Give the file its name unless that is taken; a link does both at once where it can."""
    try:
        os.link(temporary, target)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if target.exists():
            raise FileExistsError(target) from None
        temporary.replace(target)
    with contextlib.suppress(OSError):  # not every system can open a folder
        handle = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
