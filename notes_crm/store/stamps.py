"""How a file looked, as one value: what a change of it can't leave as it was."""

import os
import struct
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

_MOST = 0x7FFF_FFFF_FFFF_FFFF
"""What a stamp can hold: an inode may be larger, and a time after the year 2262."""

Stamp = bytes
"""How a file looked, as `Parts` in eight bytes each: so that a vault of them is read and compared at once."""
_STAMP = struct.Struct(">4q")
_NO_BYTES = bytes(8)


class Parts(NamedTuple):
    """What a stamp says of a file; times in nanoseconds."""

    size: int
    mtime: int
    ctime: int
    inode: int


def stamp_of(status: os.stat_result) -> Stamp:
    """The stamp in what `stat` said."""
    try:
        return stamp(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
    except struct.error:  # on odd file systems
        mtime, ctime = min(status.st_mtime_ns, _MOST), min(status.st_ctime_ns, _MOST)
        return stamp(status.st_size & _MOST, mtime, ctime, status.st_ino & _MOST)


stamp: "Callable[[int, int, int, int], Stamp]" = _STAMP.pack
"""The stamp of a file of these `Parts`."""


def parts_of(stamp: Stamp) -> Parts:
    """What a stamp says."""
    return Parts(*_STAMP.unpack(stamp))


UNSEEN = stamp(0, 0, 0, 0)
"""Of a file that can't be read."""
UNREAD = stamp(-1, 0, 0, 0)
"""A stamp that no file has: the note is read again at the next look."""
RACY_NS = 2_000_000_000
"""A file changed less than this before it was read may change again unseen: look once more."""


def is_of_nothing(stamp: Stamp) -> bool:
    """Whether the file was empty."""
    return stamp.startswith(_NO_BYTES)


def unless_racy(read: Stamp, now: int) -> Stamp:
    """The stamp to remember: none that a change within the clock's grain could share."""
    size, mtime, ctime, inode = parts_of(read)
    if max(mtime, ctime) > now - RACY_NS and mtime < now + RACY_NS:
        return stamp(size, mtime, 0, inode)
    return read
