"""A handover in words: as data for scripts, as lines for a terminal."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from notes_crm.answers.handover import Handover, Part
from notes_crm.answers.said import Source, plain, short_name
from notes_crm.model.promised import without_owner
from notes_crm.output import context
from notes_crm.output.agenda import SAID
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
from notes_crm.output.where import INDENT, where_lines
from notes_crm.output.wording import Wording

Data = dict[str, Any]
LABELS = SAID | {
    "say_first": "say first", "careful": "careful", "case": "open case", "visit": "planned",
    "last": "last", "next": "next",
}  # fmt: skip
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


def unnumbered(data: Data) -> Data:
    """As scripts get it: 3 means what it says in the last list that a person saw, and nothing else."""
    customers = [
        part | {"promises": [promise | {"number": 0} for promise in part["promises"]]}
        for part in data["customers"]
    ]
    return data | {
        "customers": customers,
        "elsewhere": [promise | {"number": 0} for promise in data["elsewhere"]],
    }


def counts(data: Data) -> tuple[int, int, int]:
    """How many customers, promises and open cases there are."""
    parts = data["customers"]
    promises = sum(len(p["promises"]) for p in parts) + len(data["elsewhere"])
    return len(parts), promises, sum(len(p["cases"]) for p in parts)


def summary(data: Data) -> str:
    """How much there is, in a few words."""
    named = zip(counts(data), ("customer", "promise", "open case"), strict=True)
    return ", ".join(f"{n} {what}{'s' * (n != 1)}" for n, what in named)


def terminal(
    data: Data, commands: Sequence[str], by_hand: Sequence[str], width: int, *, sources: bool,
    colour: bool,
) -> list[str]:  # fmt: skip
    """Customer by customer, and at the end what is to be typed so that it is so."""
    lines = [f"{data['from']} hands over to {data['to']}: {summary(data)}"]
    for part in data["customers"]:
        head = "  ".join(filter(None, (one_line(part["customer"]), part["phone"])))
        lines += ["", paint(head, BOLD, colour=colour)]
        for entry in entries(part):
            lines += _row(entry, data["today"], width, sources=sources, colour=colour)
    if data["elsewhere"]:
        lines += ["", paint("At no customer", BOLD, colour=colour)]
        for promise in data["elsewhere"]:
            shown = promised(promise)
            lines += _row(shown, data["today"], width, sources=sources, colour=colour)
    if commands:
        lines += ["", "To give the promises to the other one, type:", *(f"  {c}" for c in commands)]
    if by_hand:
        lines += ["", "The owner stands in these profiles; change it there:"]
        lines += [f"  {one_line(line)}" for line in by_hand]
    return lines


class Entry(NamedTuple):
    """One thing to say of a customer: what it is, what stands before it and the words themselves.

    `kind` is the name of its label; `number` is that of a promise in the list.
    """

    kind: str
    text: str
    lead: tuple[str, ...] = ()
    day: date | None = None
    time: str = ""
    days_late: int = 0
    number: int = 0
    private: bool = False
    loud: bool = False
    path: str = ""
    line: int = 0


def entries(part: Data) -> list[Entry]:
    """What there is to say of one customer, in the order in which it helps."""
    found = [Entry("say_first", part["say_first"])] if part["say_first"] else []
    found += [
        Entry("careful", c["fact"], (c["label"],), loud=True, **_place(c)) for c in part["cautions"]
    ]
    found += [promised(promise) for promise in part["promises"]]
    found += [Entry("case", c["title"], day=c["date"], **_place(c)) for c in part["cases"]]
    found += [
        Entry("visit", v["purpose"], () if v["purpose"] else (v["type"],), v["date"], v["time"], **_place(v))
        for v in part["visits"]
    ]  # fmt: skip
    if last := part["last"]:
        lead = tuple(filter(None, (last["who"], last["how"])))
        found.append(Entry("last", last["text"], lead, last["day"], **_place(last)))
    if part["next"]:
        found.append(Entry("next", part["next"]))
    return found


def promised(promise: Data) -> Entry:
    """One promise among the entries."""
    return Entry(
        promise["side"], promise["text"], (), promise["due"], "", promise["days_late"],
        promise["number"], promise["private"], promise["days_late"] > 0, **_place(promise),
    )  # fmt: skip


def _place(at: Data) -> Data:
    return {"path": at["path"], "line": at.get("line", 0)}


def _row(entry: Entry, today: date, width: int, *, sources: bool, colour: bool) -> list[str]:
    number = f"{entry.number:>4}  " if entry.number else " " * 6
    right = _right(entry, today)
    room = width - INDENT - (width_of(right) + 2 if right else 0)
    first, *rest = wrap(one_line(_text(entry)), room) or [""]
    shown = paint(right, RED, BOLD, colour=colour) if entry.loud and right else right
    text = f"{pad(first, room)}  {shown}" if right else first
    lines = [f"{number}{pad(LABELS[entry.kind], INDENT - 6)}{text}".rstrip()]
    lines += [" " * INDENT + more for more in rest]
    if sources and entry.path:
        lines += where_lines((), entry.path, entry.line, width, colour=colour)
    return lines


def _text(entry: Entry) -> str:
    text = f"{entry.text} (private)" if entry.private else entry.text
    return ": ".join(filter(None, (", ".join(entry.lead), text)))


def _right(entry: Entry, today: date) -> str:
    if entry.days_late:
        return late(entry.days_late)
    if entry.kind in SAID:
        return f"{entry.day}, {when(entry.day, today)}" if entry.day else "no day"
    if entry.kind == "case":
        return f"since {entry.day}" if entry.day else ""
    return " ".join(filter(None, (str(entry.day or ""), entry.time)))
