"""What is due, as a terminal shows it: numbered promises with their lines, then whom to be in touch with."""

from collections.abc import Iterable, Sequence
from datetime import date

from notes_crm.answers.agenda import PARTS, Agenda, Owed, Quiet, Touch, Visit
from notes_crm.model.promised import without_owner
from notes_crm.output.console import (
    BOLD,
    RED,
    YELLOW,
    columns,
    fit,
    late,
    one_line,
    pad,
    paint,
    when,
    width_of,
    wrap,
)
from notes_crm.output.where import INDENT, LEAST, OUTSIDE, where_lines

SAID = {"we": "we owe", "ready": "tell them", "they": "they owe"}
REASONS = {"profile": "set in the profile", "note": "set in a note", "estimated": "estimated"}
NOBODY = "no owner"
AHEAD = 20
"""Cells of the day and time of a planned visit."""
FAR = 1000
"""Days; a list that goes further has no end."""


def agenda_lines(
    agenda: Agenda, width: int, *, most: int | None, sources: bool, colour: bool, overdue_only: bool = False,
) -> list[str]:  # fmt: skip
    """Overdue first, then today, then ahead; at most so many visits and contacts where a number is given."""
    today, blocks = agenda.today, []
    ahead = f"Until {agenda.until}" if (agenda.until - today).days < FAR else "Ahead"
    titles = ("Overdue", "Today", ahead, "Without a day")
    shown = (agenda.overdue, agenda.due_today, agenda.ahead, agenda.undated)
    for part, title, items in zip(PARTS, titles, shown, strict=True):
        lines = [line for item in items for line in owed_lines(item, today, width, colour=colour)]
        lines += _more(agenda.counts.get(part, 0) - len(items), "promise")
        blocks.append((title, lines))
    visits = _visits(agenda.visits[:most], today, width, colour=colour)
    visits += _more(len(agenda.visits[most:]) if most is not None else 0, "visit")
    blocks.insert(3, ("Planned", visits))
    touches = [_touch(touch, today) for touch in agenda.contacts[:most]]
    blocks.insert(
        4, ("To contact", _rows(touches, agenda.contacts, width, sources=sources, colour=colour))
    )
    silent = [_quiet(quiet) for quiet in agenda.quiet[:most]]
    blocks.insert(
        5, ("Gone quiet", _rows(silent, agenda.quiet, width, sources=sources, colour=colour))
    )
    lines = []
    for title, block in blocks:
        if block:
            lines += ["", paint(title, BOLD, colour=colour), *block]
    return lines[1:] or wrap(_nothing(agenda, overdue_only=overdue_only), width)


def _nothing(agenda: Agenda, *, overdue_only: bool) -> str:
    """That there is nothing, and how much is further away than was looked."""
    if overdue_only:
        return "Nothing is late."
    later = agenda.counts.get("later", 0)
    if not later:
        return "Nothing is due."
    until = "today" if agenda.until == agenda.today else f"until {agenda.until}"
    what = "1 promise is" if later == 1 else f"{later} promises are"
    return f"Nothing is due {until}; {what} due later: crm due --all"


def owed_lines(item: Owed, today: date, width: int, *, colour: bool) -> list[str]:
    """One promise: whose it is and its words, how it stands; below them who sees to it, and the line."""
    head = f"{item.number:>4}  " if item.number else " " * 6
    head += pad(SAID[item.side], INDENT - 6)
    state, style = _state(item, today)
    words = without_owner(item.text, item.handle)
    said = one_line(": ".join(filter(None, (", ".join(item.customers), words))))
    room = max(width - INDENT - width_of(state) - 2, LEAST)
    first, *rest = wrap(said, room) or [""]
    lines = [f"{head}{pad(first, room)}  {paint(state, *style, colour=colour)}".rstrip()]
    lines += [" " * INDENT + more for more in rest]
    owner = item.owner if item.side != "they" else ""
    facts = ("private" * item.private, owner)
    return [*lines, *where_lines(facts, item.path, item.line, width, colour=colour)]


def _state(item: Owed, today: date) -> tuple[str, tuple[str, ...]]:
    if item.days_late:
        return late(item.days_late), (RED, BOLD)
    if item.side == "ready" and (item.day is None or item.day <= today):
        return f"for {_days(item.age)}" if item.age else "today", (YELLOW,)
    if item.day is None:
        old = f"{_days(item.age)} old" if item.age else "made today"
        return old if item.age is not None else "", ()
    if item.day <= today:
        return "today", (YELLOW,)
    return f"{item.day}, {when(item.day, today)}", ()


def _days(count: int | None) -> str:
    return f"{count} day{'s' * (count != 1)}"


def _visits(visits: Sequence[Visit], today: date, width: int, *, colour: bool) -> list[str]:
    lines = []
    for visit in visits:
        clock = f" {visit.time}" if visit.time else ""
        facts = (", ".join(visit.customers), visit.type, ", ".join(visit.by))
        head = pad(f"  {visit.date}{clock}", AHEAD)
        said = f"{when(visit.date, today)} · {' · '.join(filter(None, facts))}"
        said += " · private" if visit.private else ""
        lines.append(head + fit(one_line(said), width - AHEAD))
        room = max(width - AHEAD, LEAST)
        lines += [" " * AHEAD + more for more in wrap(one_line(visit.purpose), room) if more]
        lines += where_lines((also(visit),), visit.path, 0, width, colour=colour, indent=AHEAD)
    return lines


def also(visit: Visit) -> str:
    """Who else of us goes there on their own, in words."""
    others = ", ".join(f"{other.name} {other.date}" for other in visit.also)
    return f"also there: {others}" if others else ""


def _touch(touch: Touch, today: date) -> tuple[str, ...]:
    day = late(touch.days_late) if touch.days_late else when(touch.day, today)
    last = f"last {touch.last}" if touch.last else "never spoken to"
    return touch.customer, touch.owner or NOBODY, day, REASONS[touch.reason], str(touch.day), last


def _quiet(quiet: Quiet) -> tuple[str, ...]:
    usual = f"usually {_days(quiet.usual)}, estimated" if quiet.usual else "no usual time"
    return (
        quiet.customer,
        quiet.owner or NOBODY,
        f"silent {_days(quiet.silent)}",
        usual,
        f"last {quiet.last}",
    )


def _rows(
    rows: Iterable[Sequence[str]], items: Sequence[Touch | Quiet], width: int, *, sources: bool,
    colour: bool,
) -> list[str]:  # fmt: skip
    """Aligned columns; on a narrow terminal the last of them wait for a wider one."""
    cells = [tuple(map(one_line, row)) for row in rows]
    while cells and len(cells[0]) > 4 and _needed(cells) > width:  # noqa: PLR2004 - who, whose, when, why
        cells = [row[:-1] for row in cells]
    lines = [f"  {line}" for line in columns(cells, width - 2, give=0)]
    if sources:
        lines = [
            text
            for line, item in zip(lines, items, strict=False)
            for text in (line, *where_lines((), item.path or "no note", 0, width, colour=colour, indent=OUTSIDE))
        ]  # fmt: skip
    return [*lines, *_more(len(items) - len(cells), "customer")]


def _needed(cells: Sequence[Sequence[str]]) -> int:
    widths = [max(map(width_of, column)) for column in zip(*cells, strict=True)]
    return 2 + max(8, min(widths[0], 24)) + sum(widths[1:]) + 2 * (len(widths) - 1)


def _more(count: int, what: str) -> list[str]:
    return (
        [f"      and {count} more {what}{'s' * (count != 1)}: crm due --all"] if count > 0 else []
    )
