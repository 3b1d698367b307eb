"""Face time as a terminal shows it: customers by how long no senior met them, then the seniors."""

from notes_crm.answers.face_time import FaceTime, Met, Senior
from notes_crm.output.console import BOLD, columns, one_line, paint

NEVER = "never met"


def face_time_lines(found: FaceTime, width: int, *, colour: bool) -> list[str]:
    """Two lists, what is longest ago first."""
    parts = (
        ("Last met by a senior", [_customer(met) for met in found.customers]),
        ("Seniors, and whom they met last", [_senior(one) for one in found.seniors]),
    )
    lines: list[str] = []
    for title, rows in parts:
        if rows:
            cells = [tuple(map(one_line, row)) for row in rows]
            lines += ["", paint(title, BOLD, colour=colour)]
            lines += [f"  {line}" for line in columns(cells, width - 2, give=0)]
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
