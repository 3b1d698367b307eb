"""A handover in words: as data for scripts, as lines for a terminal."""

from collections.abc import Sequence
from typing import Any

from notes_crm.answers.agenda import without_owner
from notes_crm.answers.handover import Handover, Part
from notes_crm.answers.said import Source, plain, short_name
from notes_crm.output import context
from notes_crm.output.agenda import INDENT, SAID, where_lines
from notes_crm.output.characters import clean
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
from notes_crm.output.wording import Wording

Data = dict[str, Any]
CAUTIONS = 5
"""What is awkward at one customer, at the most; the sheet shows as many."""


def words(handover: Handover, say: Wording) -> Data:
    """All of it as plain data, fields always present; `say_first` is empty where nothing is awkward."""
    return {
        "today": handover.today,
        "from": handover.giver,
        "to": handover.taker,
        "with_private": handover.with_private,
        "customers": [_part(part, say) for part in handover.parts],
        "elsewhere": [_promise(promise) for promise in handover.elsewhere],
    }


def _part(part: Part, say: Wording) -> Data:
    sheet = context.words(part.briefing, say)
    alerts = sheet["alerts"][:CAUTIONS]
    last, day = sheet["last"], part.briefing.last and part.briefing.last.day
    source = part.owner_at or Source("")
    return {
        "customer": part.customer,
        "owned": part.owner_at is not None,
        "owner_at": {"path": source.path, "line": source.line} if source.path else None,
        "phone": next(iter(part.briefing.head.phones), ""),
        "say_first": alerts[0]["say"] if alerts else "",
        "cautions": [{k: a[k] for k in ("kind", "label", "fact", "say", "path", "line")} for a in alerts],
        "promises": [_promise(promise) for promise in part.promises],
        "cases": [
            {"title": short_name(note, part.customer, kind="case"), "date": note.date, "status": next(iter(note.texts("status")), ""), "path": note.path}
            for note in part.cases
        ],
        "visits": [
            {k: getattr(v, k) for k in ("date", "time", "type", "purpose", "path")} for v in part.visits
        ],
        "last": last and {k: last[k] for k in ("who", "how", "text", "path")} | {"day": day},
        "next": "" if sheet["following"]["gap"] else sheet["following"]["text"],
    }  # fmt: skip


def _promise(promise: Any) -> Data:
    return {
        "number": promise.number,
        "side": promise.side,
        "text": plain(clean(without_owner(promise.text, promise.handle))),
        "due": promise.due,
        "days_late": promise.days_late,
        "private": promise.private,
        "path": promise.path,
        "line": promise.line,
    }


def summary(data: Data) -> str:
    """How much there is, in a few words."""
    parts = data["customers"]
    promises = sum(len(p["promises"]) for p in parts) + len(data["elsewhere"])
    cases = sum(len(p["cases"]) for p in parts)
    counts = ((len(parts), "customer"), (promises, "promise"), (cases, "open case"))
    return ", ".join(f"{n} {what}{'s' * (n != 1)}" for n, what in counts)


def terminal(
    data: Data, commands: Sequence[str], by_hand: Sequence[str], width: int, *, sources: bool,
    colour: bool,
) -> list[str]:  # fmt: skip
    """Customer by customer, and at the end what is to be typed so that it is so."""
    lines = [f"{data['from']} hands over to {data['to']}: {summary(data)}"]
    for part in data["customers"]:
        head = "  ".join(filter(None, (one_line(part["customer"]), part["phone"])))
        lines += ["", paint(head, BOLD, colour=colour)]
        for row in rows(part, data):
            lines += _row(row, width, sources=sources, colour=colour)
    if data["elsewhere"]:
        lines += ["", paint("At no customer", BOLD, colour=colour)]
        for promise in data["elsewhere"]:
            lines += _row(_promised(promise, data), width, sources=sources, colour=colour)
    if commands:
        lines += ["", "To give the promises to the other one, type:", *(f"  {c}" for c in commands)]
    if by_hand:
        lines += ["", "The owner stands in these profiles; change it there:"]
        lines += [f"  {one_line(line)}" for line in by_hand]
    return lines


def rows(part: Data, data: Data) -> list[Data]:
    """What there is to say of one customer, in the order in which it helps."""
    found = []
    if part["say_first"]:
        found.append(_line("say first", part["say_first"], "", {}))
    found += [
        _line("careful", f"{c['label']}: {c['fact']}", "", c, loud=True) for c in part["cautions"]
    ]
    found += [_promised(promise, data) for promise in part["promises"]]
    for case in part["cases"]:
        since = f"since {case['date']}" if case["date"] else ""
        found.append(_line("open case", case["title"], since, case))
    for visit in part["visits"]:
        at = " ".join(filter(None, (str(visit["date"]), visit["time"])))
        found.append(_line("planned", visit["purpose"] or visit["type"], at, visit))
    if last := part["last"]:
        said = ", ".join(filter(None, (last["who"], last["how"])))
        found.append(
            _line(
                "last", f"{said}: {last['text']}" if last["text"] else said, str(last["day"]), last
            )
        )
    if part["next"]:
        found.append(_line("next", part["next"], "", {}))
    return found  # fmt: skip


def _promised(promise: Data, data: Data) -> Data:
    right = late(promise["days_late"]) if promise["days_late"] else ""
    if not right:
        due = promise["due"]
        right = f"{due}, {when(due, data['today'])}" if due else "no day"
    text = f"{promise['text']} (private)" if promise["private"] else promise["text"]
    loud = promise["days_late"] > 0
    return {
        **_line(SAID[promise["side"]], text, right, promise, loud=loud),
        "number": promise["number"],
    }


def _line(label: str, text: str, right: str, at: Data, *, loud: bool = False) -> Data:
    return {
        "label": label, "text": text, "right": right, "path": at.get("path", ""),
        "line": at.get("line", 0), "loud": loud, "number": 0,
    }  # fmt: skip


def _row(row: Data, width: int, *, sources: bool, colour: bool) -> list[str]:
    number = f"{row['number']:>4}  " if row["number"] else " " * 6
    right = row["right"]
    room = width - INDENT - (width_of(right) + 2 if right else 0)
    first, *rest = wrap(one_line(row["text"]), room) or [""]
    shown = paint(right, RED, BOLD, colour=colour) if row["loud"] and right else right
    text = f"{pad(first, room)}  {shown}" if right else first
    lines = [f"{number}{pad(row['label'], INDENT - 6)}{text}".rstrip()]
    lines += [" " * INDENT + more for more in rest]
    if sources and row["path"]:
        lines += where_lines((), row["path"], row["line"], width, colour=colour)
    return lines
