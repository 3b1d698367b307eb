"""Face time as a terminal shows it: customers by how long no senior met them, then the seniors."""

from notes_crm.answers.face_time import FaceTime, Met, Senior
from notes_crm.output.console import BOLD, columns, one_line, paint
from notes_crm.output.where import OUTSIDE, where_lines

NEVER = "never met"


def face_time_lines(
    found: FaceTime, width: int, *, sources: bool = False, colour: bool
) -> list[str]:
    """Two lists, what is longest ago first; with `sources` the note below each day."""
    parts: tuple[tuple[str, list[tuple[str, ...]], tuple[Met | Senior, ...]], ...] = (
        ("Last met by a senior", [_customer(met) for met in found.customers], found.customers),
        ("Seniors, and whom they met last", [_senior(one) for one in found.seniors], found.seniors),
    )
    lines: list[str] = []
    for title, rows, items in parts:
        if not rows:
            continue
        cells = [tuple(map(one_line, row)) for row in rows]
        lines += ["", paint(title, BOLD, colour=colour)]
        for row, item in zip(columns(cells, width - 2, give=0), items, strict=True):
            lines.append(f"  {row}")
            if sources and item.path:
                lines += where_lines((), item.path, 0, width, colour=colour, indent=OUTSIDE)
    return lines[1:]


def _customer(met: Met) -> tuple[str, ...]:
    if met.day is None:
        return met.customer, NEVER, "", ""
    return met.customer, _ago(met.days), f"{met.type}, {met.day}", met.senior or ""


def _senior(one: Senior) -> tuple[str, ...]:
    if one.day is None:
        return one.name, f"{NEVER} anybody", "", ""
    return one.name, _ago(one.days), f"{one.type}, {one.day}", one.customer or ""


def _ago(days: int | None) -> str:
    return f"{days:,} day{'s' * (days != 1)} ago" if days else "today"
