"""The rules of a printed page: thin straight marks, found in what its PDF draws."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pypdf import PageObject
from pypdf.generic import ContentStream

THIN, LONG = 2.5, 8.0
"""Points: a rule is not higher, and at least so long."""

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]

_PAINTED = {b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"S", b"s"}
_PLAIN: Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule in points from the upper left corner of the paper; `down` is its middle."""

    left: float
    right: float
    down: float


def rules(page: PageObject) -> list[Rule]:
    """All of them, in the order in which they are drawn."""
    height = float(page.mediabox.height)
    content = page.get_contents()
    if content is None:
        return []
    paths = _paths(ContentStream(content, page.pdf), page.get("/Resources"), page.pdf, _PLAIN)
    found = []
    for path in paths:
        across, up = [x for x, _ in path], [y for _, y in path]
        if max(up) - min(up) <= THIN and max(across) - min(across) >= LONG:
            found.append(Rule(min(across), max(across), height - (min(up) + max(up)) / 2))
    return found


def _paths(stream: Any, resources: Any, pdf: Any, begin: Matrix) -> Iterator[Sequence[Point]]:
    """The points of each part of a path that is painted, on the page."""
    now, kept, parts = begin, [], []
    for given, name in stream.operations:
        if name == b"q":
            kept.append(now)
        elif name == b"Q":
            now = kept.pop() if kept else begin
        elif name == b"cm":
            now = _times(_numbers(given), now)
        elif name in (b"m", b"l", b"c", b"v", b"y", b"re"):
            _extend(parts, name, _numbers(given), now)
        elif name in _PAINTED:
            yield from (part for part in parts if len(part) > 1)
            parts = []
        elif name == b"n":
            parts = []
        elif name == b"Do":
            yield from _inner(given[0], resources, pdf, now)


def _inner(name: Any, resources: Any, pdf: Any, now: Matrix) -> Iterator[Sequence[Point]]:
    form = resources.get_object()["/XObject"].get_object()[name].get_object()
    if form.get("/Subtype") == "/Form":
        own = _numbers(form.get("/Matrix", _PLAIN))
        inside = form.get("/Resources", resources)
        yield from _paths(ContentStream(form, pdf), inside, pdf, _times(own, now))


def _extend(parts: list[list[Point]], name: bytes, given: Matrix, now: Matrix) -> None:
    if name == b"re":
        x, y, w, h = given[:4]
        parts.append([_at(p, now) for p in ((x, y), (x + w, y), (x + w, y + h), (x, y + h))])
        return
    points = [_at((given[i], given[i + 1]), now) for i in range(0, len(given), 2)]
    if name == b"m" or not parts:
        parts.append(points)
    else:
        parts[-1].extend(points)


def _at(point: Point, m: Matrix) -> Point:
    x, y = point
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]


def _times(a: Matrix, b: Matrix) -> Matrix:
    return (
        a[0] * b[0] + a[1] * b[2], a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2], a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4], a[4] * b[1] + a[5] * b[3] + b[5],
    )  # fmt: skip


def _numbers(given: Any) -> Any:
    return tuple(float(n) for n in given)
