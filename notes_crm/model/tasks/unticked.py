"""What a note held before promises in it were closed, if closing them is all that was done to it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import NamedTuple

_DAY = rb"\d{4}-\d\d-\d\d"
_CLOSED = re.compile(
    rb"\s*(?:(?:%s)(?:\xef\xb8\x8f)?\s*%s|[\[(](?:completion|cancelled)::\s*%s[\])])"
    % ("✅|❌".encode(), _DAY, _DAY)
)
"""The day on which it was closed, in either of the forms that Obsidian Tasks has."""
_BOX = re.compile(rb"\[[^\[\]]{1,4}\]")
"""A box with one sign, which UTF-8 writes in four bytes at most."""
_RECURRING = ("🔁".encode(), b"[repeat::", b"(repeat::")
_OPEN = (b" ", b"/")


class Closed(NamedTuple):
    """A promise that was kept or withdrawn: its line, from 1, and the reason below it."""

    line: int
    reason: str | None


def before(data: bytes, closed: Iterable[Closed]) -> Iterator[bytes]:
    """What may have stood there while these were open, as Tasks and `crm` close them; the likeliest first.

    A line that was written otherwise, or changed as it was closed, is in none of these.
    """
    lines, those = data.splitlines(keepends=True), list(closed)
    if not all(0 < one.line <= len(lines) and _BOX.search(lines[one.line - 1]) for one in those):
        return
    reasons = [at for one in those if (at := _reason(lines, one)) is not None]
    recurring = [
        one.line - 1 for one in those if any(sign in lines[one.line - 1] for sign in _RECURRING)
    ]
    copies = [[], *([at + step for at in recurring] for step in (-1, 1) if recurring)]
    bullets = [reasons, []] if reasons else [[]]
    for sign, gone, more in product(_OPEN, bullets, copies):
        dropped = {*gone, *more}
        opened = {one.line - 1: _opened(lines[one.line - 1], sign) for one in those}
        yield b"".join(opened.get(at, line) for at, line in enumerate(lines) if at not in dropped)


def _opened(line: bytes, sign: bytes) -> bytes:
    return _CLOSED.sub(b"", _BOX.sub(b"[" + sign + b"]", line, count=1))


def _reason(lines: Sequence[bytes], one: Closed) -> int | None:
    """Where the bullet with the reason of a withdrawal stands."""
    if not one.reason:
        return None
    bullet = b"- " + one.reason.encode()
    below = range(one.line, len(lines))
    return next((at for at in below if lines[at].strip(b" \t\r\n>") == bullet), None)
