"""One line of text as bytes that a note can hold: its encoding, and the end that sets it apart."""

import re
from collections.abc import Sequence

from notes_crm.errors import Unwritable

BOM = b"\xef\xbb\xbf"
END = re.compile(rb"\r\n|\r|\n")


def apart(above: Sequence[bytes], below: Sequence[bytes], end: bytes) -> bytes:
    """The line end for lines between these: a lone CR and a lone LF that meet would be one."""
    if any(line.endswith(b"\r") for line in above):
        return b"\r"
    if end == b"\r" and any(line.removeprefix(BOM).startswith(b"\n") for line in below):
        return b"\n"
    return end


def encoded(new: str, before: bytes) -> bytes:
    """A line in the encoding of the one it replaces; Unwritable where that has no such signs."""
    new = plain(new)
    try:
        before.decode()
    except UnicodeDecodeError:
        try:
            return new.encode("cp1252")
        except UnicodeEncodeError:
            raise Unwritable(
                "This line is not UTF-8; save the note as UTF-8, then try again."
            ) from None
    return new.encode()


def plain(line: str) -> str:
    """The line itself; Unwritable where it is none."""
    if END.search(line.encode("utf-8", "surrogatepass")):
        raise Unwritable("A line can't hold a line break; say it in one line.")
    return line
