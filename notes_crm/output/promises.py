"""The ledger of promises as a terminal shows it: by what became of them, then how many were kept."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from notes_crm.answers.record import Record, Recorded, Tally
from notes_crm.model.promised import without_owner
from notes_crm.output.agenda import SAID
from notes_crm.output.console import (
    BOLD,
    RED,
    late,
    one_line,
    pad,
    paint,
    when,
    width_of,
    wrap,
)
from notes_crm.output.where import INDENT, LEAST, where_lines

ENOUGH = 5
"""A share of fewer promises would say more than is known."""
TITLES = {
    "late": "Late",
    "open": "Open",
    "kept late": "Kept late",
    "withdrawn": "Withdrawn",
    "kept": "Kept",
}


def record_lines(
    record: Record, shown: Sequence[Recorded], today: date, width: int, *, colour: bool
) -> list[str]:
    """The promises that are shown, in parts, with what is left out; then the figures."""
    lines: list[str] = []
    for state, items in groupby(shown, lambda r: r.state):
        lines += ["", paint(TITLES[state], BOLD, colour=colour)]
        listed = list(items)
        for item in listed:
            lines += _item(item, record.customer, today, width, colour=colour)
        left = sum(p.state == state for p in record.promises) - len(listed)
        lines += [f"      and {left} more: crm promises --all"] if left > 0 else []
    figures = [
        ("We", record.ours if record.person is None else None),
        ("You", record.mine),
        ("They", record.theirs if record.person is None else None),
    ]
    told = [_figure(who, tally) for who, tally in figures if tally and tally.decided]
    lines += ["", *told] if told else []
    return lines[1:] or ["No promises."]


def _item(
    item: Recorded, customer: str | None, today: date, width: int, *, colour: bool
) -> list[str]:
    """One promise; whose it is where that is not what was asked for."""
    head = (f"{item.number:>4}  " if item.number else " " * 6) + pad(SAID[item.side], INDENT - 6)
    whose = ", ".join(name for name in item.customers if name != customer)
    said = ": ".join(filter(None, (whose, without_owner(item.text, item.handle))))
    state = _state(item, today)
    room = max(width - INDENT - width_of(state) - 2, LEAST)
    first, *rest = wrap(one_line(said), room) or [""]
    style = (RED, BOLD) if item.state == "late" else ()
    lines = [f"{head}{pad(first, room)}  {paint(state, *style, colour=colour)}".rstrip()]
    lines += [" " * INDENT + more for more in rest]
    if item.state == "withdrawn":
        why = item.reason or "no reason is written below it"
        lines += wrap(one_line(why), width - INDENT, indent=" " * INDENT)
    owner = item.owner if item.side != "they" else ""
    facts = ("private" * item.private, owner)
    return [*lines, *where_lines(facts, item.path, item.line, width, colour=colour)]


def _state(item: Recorded, today: date) -> str:
    if item.state in ("late", "kept late"):
        return late(item.days_late)
    if item.state == "open":
        return f"{item.due}, {when(item.due, today)}" if item.due else "no day"
    return str(item.closed) if item.closed else "day unknown"


def _figure(who: str, tally: Tally) -> str:
    """One line of figures, as `We kept 12 of 15 in time, 80 %: 2 late, 1 withdrawn`."""
    parts = [
        f"{tally.kept_late} kept late" if tally.kept_late else "",
        f"{tally.withdrawn} withdrawn" if tally.withdrawn else "",
        f"{tally.late} still late" if tally.late else "",
    ]
    more = ", ".join(filter(None, parts))
    share = f", {tally.percent} %" if tally.decided >= ENOUGH else ""
    said = f"{who} kept {tally.in_time} of {tally.decided} in time{share}"
    return f"{said}: {more}." if more else f"{said}."
