"""Which version of the program lies on the disk; the one that runs may be older by now."""

from pathlib import Path

from notes_crm.store import index

File = tuple[int, int, int]


def installed() -> File | None:
    """What tells one version from another; None while there is none, in the middle of an upgrade."""
    try:
        status = Path(index.__file__).stat()
    except OSError:
        return None
    return status.st_ino, status.st_mtime_ns, status.st_size
