"""The two drawings of a sheet as inline SVG: the code to scan and the line of moods."""

import sys
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from types import ModuleType
from urllib.parse import quote

MOST_MODULES = 53
"""A denser code than this can't be read from 18 mm of office paper."""


def deep_link(vault: str, path: str) -> str:
    """The address by which Obsidian opens a note."""
    note = path.removesuffix(".md")
    return f"obsidian://open?vault={quote(vault, safe='')}&file={quote(note, safe='')}"


def name_link(vault: str, name: str) -> str:
    """The address of a page, or by which Obsidian opens a note or file by its name; else nothing."""
    if name.startswith(("https://", "http://")):
        return name
    return deep_link(vault, name) if vault else ""


@cache
def code(address: str) -> str:
    """A QR code; nothing where the address is too long to be scanned from paper."""
    encode = _encoder().encode
    matrix = encode(address, error="m", boost_error=False, micro=False).matrix
    if len(matrix) > MOST_MODULES:
        matrix = encode(address, error="l", boost_error=False, micro=False).matrix
    size = len(matrix)
    if size > MOST_MODULES:
        return ""
    rows = "".join(_row(y, bytes(row)) for y, row in enumerate(matrix))
    return f'<svg viewBox="0 0 {size} {size}" aria-hidden="true"><path stroke="#000" d="{rows}"/></svg>'


def sparkline(scores: Sequence[int], mine: int | None) -> str:
    """Moods from oldest to newest, the middle dotted; a ring at `mine`, a dot at the last."""
    step = 310 / max(len(scores) - 1, 1)
    spots = [(10 + i * step, 100 - 19 * s + 5) for i, s in enumerate(scores)]
    if len(spots) == 1:
        spots = [(320.0, spots[0][1])]
    line = " ".join(f"{x:.1f},{y}" for x, y in spots)
    ring = ""
    if mine is not None and mine != len(spots) - 1:
        x, y = spots[mine]
        ring = f'<circle cx="{x:.1f}" cy="{y}" r="10" fill="#fff" stroke="#000" stroke-width="5"/>'
    x, y = spots[-1]
    return (
        '<svg viewBox="0 0 330 100" aria-hidden="true">'
        '<line x1="0" y1="48" x2="330" y2="48" stroke="#000" stroke-width="2" stroke-dasharray="3 7"/>'
        '<polyline fill="none" stroke="#000" stroke-width="6" stroke-linejoin="round" '
        f'stroke-linecap="round" points="{line}"/>{ring}'
        f'<circle cx="{x:.1f}" cy="{y}" r="10" fill="#000"/></svg>'
    )


@cache
def _encoder() -> ModuleType:
    """Segno's encoder alone.

    The package's front also loads its writers, and these HTTP and TLS: as long as a page takes to
    draw. So the encoder is loaded below a bare package, which is gone before anybody else asks.
    """
    bare = ModuleType("segno")
    found = None if "segno" in sys.modules else find_spec("segno")
    if found is not None:
        bare.__path__ = list(found.submodule_search_locations or ())
        sys.modules["segno"] = bare
    try:
        from segno import encoder  # noqa: PLC0415 - as said above
    finally:
        if sys.modules.get("segno") is bare:
            del sys.modules["segno"]
    return encoder


def _row(y: int, cells: bytes) -> str:
    """The dark runs of one row as strokes of one unit."""
    path, x = "", 0
    while x < len(cells):
        run = 1
        while x + run < len(cells) and cells[x + run] == cells[x]:
            run += 1
        if cells[x]:
            path += f"M{x} {y}.5h{run}"
        x += run
    return path
