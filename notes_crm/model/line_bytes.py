"""One line of text as bytes that a note can hold: its encoding, and the end that sets it apart."""

import re
from collections.abc import Sequence

from notes_crm.errors import Unwritable
from notes_crm.model.decode import signs

BOM = b"\xef\xbb\xbf"
NOT_UTF8 = "This line is not UTF-8; save the note as UTF-8, then try again."
LONGEST = 5000
"""Letters of a line in two encodings; what stays of a longer one is not sought."""
END = re.compile(rb"\r\n|\r|\n")


def apart(above: Sequence[bytes], below: Sequence[bytes], end: bytes) -> bytes:
    """The line end for lines between these: a lone CR and a lone LF that meet would be one."""
    if any(line.endswith(b"\r") for line in above):
        return b"\r"
    if end == b"\r" and any(line.removeprefix(BOM).startswith(b"\n") for line in below):
        return b"\n"
    return end


def encoded(new: str, before: bytes) -> bytes:
    """A line in the encoding of the one it replaces; Unwritable where that has no such signs.

    Of a line in two encodings the bytes of what stays are kept, and what is new is UTF-8.
    """
    new = plain(new)
    try:
        before.decode()
    except UnicodeDecodeError:
        return _kept_and_new(new, [*signs(before)])
    return new.encode()


def _kept_and_new(new: str, before: Sequence[tuple[str, bytes]]) -> bytes:
    from difflib import SequenceMatcher  # noqa: PLC0415 - for few lines

    two = any(len(raw) > 1 for _, raw in before)
    old, made = "".join(sign for sign, _ in before), []
    pieces = [("replace", 0, len(old), 0, len(new))]
    if len(old) <= LONGEST:
        pieces = list(SequenceMatcher(None, old, new, autojunk=False).get_opcodes())
    elif two:
        raise Unwritable(NOT_UTF8)
    try:
        for what, start, end, first, last in pieces:
            if what == "equal":
                made += [raw for _, raw in before[start:end]]
            else:
                made.append(new[first:last].encode("utf-8" if two else "cp1252"))
    except UnicodeEncodeError:
        raise Unwritable(NOT_UTF8) from None
    return b"".join(made)


def plain(line: str) -> str:
    """The line itself; Unwritable where it is none."""
    if END.search(line.encode("utf-8", "surrogatepass")):
        raise Unwritable("A line can't hold a line break; say it in one line.")
    return line
