"""What a note held before promises in it were closed, if closing them is all that was done to it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, permutations, product
from typing import NamedTuple

from notes_crm.model.tasks.fields import KEYS, SIGNS, VALUES, VARIATION

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
_PIECE = re.compile(rf"\s+(?=[#{''.join(SIGNS)}]|[\[(](?:{'|'.join(KEYS)})::)")
_WHOLE = re.compile(
    rf"#[^\s#]+|[{''.join(SIGNS)}]{VARIATION}?\s*(?:{'|'.join(dict.fromkeys(VALUES.values()))})?"
    rf"|\[[^\[\]]*\]|\([^()]*\)"
)
"""A tag or a field at the end of a line: what Obsidian Tasks puts into its own order."""
_LAST = re.compile(r"(?:\s+\^[a-zA-Z0-9-]+)?\s*\Z")
_MOST = 120
"""Orders of tags and fields that are tried: all there are of five."""


class Closed(NamedTuple):
    """A promise that was kept or withdrawn: its line, from 1, and the reason below it."""

    line: int
    reason: str | None


def before(data: bytes, closed: Iterable[Closed]) -> Iterator[bytes]:
    """What may have stood there while these were open, as Tasks and `crm` close them; the likeliest first.

    Tags and fields may have stood in another order: Tasks writes its own. A line that was written
    otherwise, or changed as it was closed, is in none of these.
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
    places = [one.line - 1 for one in those]
    orders = product(*(tuple(_orders(_CLOSED.sub(b"", lines[at]))) for at in places))
    for order, sign, gone, more in product(islice(orders, _MOST), _OPEN, bullets, copies):
        dropped = {*gone, *more}
        opened = {at: _BOX.sub(b"[" + sign + b"]", line, count=1) for at, line in zip(places, order, strict=True)}  # fmt: skip
        yield b"".join(opened.get(at, line) for at, line in enumerate(lines) if at not in dropped)


def _orders(line: bytes) -> Iterator[bytes]:
    """The line, then with the tags and fields at its end in other orders, one blank before each."""
    yield line
    try:
        text = line.decode()
    except UnicodeDecodeError:
        return
    end = _LAST.search(text)
    assert end is not None
    words, pieces = text[: end.start()], list[str]()
    for gap in reversed(list(_PIECE.finditer(words))):
        if not _WHOLE.fullmatch(words, gap.end()):
            break
        pieces.insert(0, words[gap.end() :])
        words = words[: gap.start()]
    for order in islice(permutations(pieces), _MOST):
        arranged = " ".join((words, *order)) + end[0]
        if arranged != text:
            yield arranged.encode()


def _reason(lines: Sequence[bytes], one: Closed) -> int | None:
    """Where the bullet with the reason of a withdrawal stands."""
    if not one.reason:
        return None
    bullet = b"- " + one.reason.encode()
    below = range(one.line, len(lines))
    return next((at for at in below if lines[at].strip(b" \t\r\n>") == bullet), None)
