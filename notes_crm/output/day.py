"""A route put into words: plain data for its cover page, and parts for the terminal.

`api` is the number of this shape, as for a sheet.
"""

from collections.abc import Iterable
from math import ceil

from notes_crm.answers.route import Call, Mark, Route, Stop
from notes_crm.answers.said import plain
from notes_crm.output import entries
from notes_crm.output.characters import clean, cut
from notes_crm.output.context import API, words
from notes_crm.output.outline import Part, Row, joined
from notes_crm.output.wording import Data, Wording

MOST = 10
"""Rows of the calls to make, and of the things to load; what is more stands on the sheets."""

TASK, REASON, ACTION, NAME, LENGTH, ADDRESS = 56, 78, 94, 33, 16, 52
"""Characters: of a call to make, of why we go, of what to do on arrival, of a name, of a time span,
of an address."""

LINE, NAMED, AROUND, MARKED = 3.8, 9.2, 3.2, 4.1
"""Millimetres: a line, a stop's name and address, the room around it, a row of its labels."""

ABOVE, TITLE, BELOW = 34, 8, 60
"""Millimetres of a page: above its stops, for the titles of the lists, for the lines to write on."""

ACTION_LINE, REASON_LINE, MARK_LINE, MARK_FRAME = 46, 25, 24, 3
CALL_LINE, LOAD_LINE = 64, 44
"""Characters of a line where these stand; a label's frame takes as much as some more."""


def route_words(
    route: Route,
    say: Wording,
    *,
    command: str = "",
    height: float = 297,
    line: float = 1,
    most: int = MOST,
) -> Data:
    """The cover as plain data; its stops by pages, since a long day has more than one.

    `height` is the paper's in millimetres, by the size of usual type, and `line` how much of a
    usual line is one; each of the two lists has so many rows at the `most`.
    """
    stops = [_stop(stop, say, line) for stop in route.stops]
    calls = [_call(call, say) for call in route.calls]
    load = [{**entries.line(x.said), "stops": ", ".join(map(str, x.stops))} for x in route.load]
    listed = max(
        _lines((f"{c['text']} → {c['stop']}" for c in calls), most, CALL_LINE * line),
        _lines((f"{plain(x['md'])} → {x['stops']}" for x in load), most, LOAD_LINE * line),
    )
    return {
        "api": API,
        "dir": say.direction,
        "arrow": _arrow(say),
        "day": say.long_day(route.day),
        "title": say.say("route.title", day=say.long_day(route.day)),
        "who": clean(route.who) or say.say("route.everybody"),
        "start": _start(route, say),
        "numbers": [
            {"n": n, "label": say.say(f"route.{key}", n=n)}
            for key, n in (
                ("visits", len(stops)), ("late", route.late), ("unhappy", route.unhappy),
            )
        ],
        "calls": calls[:most],
        "calls_left": max(len(calls) - most, 0),
        "load": load[:most],
        "load_left": max(len(load) - most, 0),
        "stops": stops,
        "pages": _pages(stops, listed, height),
        "foot": say.say("route.foot", command=command) if command else "",
    }  # fmt: skip


def route_outline(route: Route, say: Wording) -> list[Part]:
    """The cover for a terminal or Markdown."""
    everything = len(route.calls) + len(route.load)
    data, labels = route_words(route, say, most=everything), say.labels["route"]
    to = data["arrow"]
    numbers = joined(*(f"{x['n']} {x['label']}" for x in data["numbers"]))
    head = [Row(joined(data["who"], data["start"])), Row(numbers)]
    calls = [
        Row(f"{c['text']} {to} {c['stop']}" if c["stop"] else c["text"], source=entries.source(c))
        for c in data["calls"]
    ]
    load = [
        Row(f"{plain(x['md'])} {to} {x['stops']}", source=entries.source(x)) for x in data["load"]
    ]
    parts = [
        Part(data["day"], tuple(head), "head"),
        Part(labels["before"], tuple(calls)),
        Part(labels["load"], tuple(load)),
        *(_stop_part(stop, to) for stop in data["stops"]),
    ]
    return [p for p in parts if p.rows]


def _arrow(say: Wording) -> str:
    """From what is to be done to the stop where: the way people read."""
    return "←" if say.direction == "rtl" else "→"


def _start(route: Route, say: Wording) -> str:
    first = next((stop.at for stop in route.stops if stop.at), None)
    return say.say("route.start", time=f"{first:%H:%M}") if first else ""


def _stop(stop: Stop, say: Wording, line: float) -> Data:
    sheet = words(stop.sheet, say)
    action = sheet["arrival"]["action"]
    return {
        "number": stop.number,
        "at": f"{stop.at:%H:%M}" if stop.at else say.say("route.no_time"),
        "length": cut(clean(stop.length), LENGTH),
        "name": cut(clean(stop.name), int(NAME * line)),
        "address": _address(stop, int(ADDRESS * line)),
        "arrive": cut(plain(clean(action)), ACTION) or say.say("route.no_arrival"),
        "gap": not action,
        "why": cut(sheet["why"]["text"], REASON),
        "marks": [_mark(mark, number, say) for number, mark in enumerate(stop.marks)],
        "folder": stop.sheet.head.folder,
    }


def _address(stop: Stop, most: int) -> str:
    """The address, and a number where that has room beside it: half a number is none."""
    whole = clean(joined(stop.address, *stop.phones[:1]))
    return whole if len(whole) <= most else cut(clean(stop.address or whole), most)


def _mark(mark: Mark, number: int, say: Wording) -> Data:
    if mark.alert:
        alert = entries.alert(mark.alert, number, say)
        return {"text": alert["label"], "loud": alert["loud"]}
    return {"text": say.say(f"route.{mark.kind.replace(' ', '_')}"), "loud": False}


def _call(call: Call, say: Wording) -> Data:
    if call.owed:
        owed = entries.owed(call.owed, say)
        task = cut(plain(clean(owed["md"])), TASK)
        who = cut(clean(call.who.partition(" ")[0]), NAME)
        said = say.say(f"route.{call.kind}", who=who, text=task)
        return {
            "text": joined(said, owed["late"], call.phone),
            "stop": call.stop,
            **entries.place(call.owed.said.source),
        }
    text = say.say(f"route.{call.kind.replace(' ', '_')}", name=cut(_whom(call), TASK))
    at = f"{call.at:%H:%M}" if call.at else ""
    why = cut(plain(clean(call.why.text)), TASK) if call.why else ""
    place = entries.place(call.why.source if call.why else None)
    return {"text": joined(at, text, call.phone, why), "stop": call.stop, **place}


def _whom(call: Call) -> str:
    """Somebody's name with the customer's: `Dana Okafor (Harbour Lane Bakery)`."""
    return clean(call.name if call.who in ("", call.name) else f"{call.who} ({call.name})")


def _lines(texts: Iterable[str], most: int, wide: float) -> int:
    """The lines of a list on paper, and one more where something is left out."""
    taken = [ceil(len(text) / wide) for text in texts]
    return sum(taken[:most]) + (len(taken) > most)


def _pages(stops: list[Data], listed: int, height: float) -> list[list[Data]]:
    """The stops by pages, by what they take on paper; the first page has the lists above them."""
    pages: list[list[Data]] = [[]]
    whole = height - ABOVE - BELOW
    room = whole - (TITLE + listed * LINE if listed else 0)
    for stop in stops:
        needed = _height(stop)
        if needed > room and pages[-1]:
            pages.append([])
            room = whole
        pages[-1].append(stop)
        room -= needed
    return pages


def _height(stop: Data) -> float:
    marks = sum(len(m["text"]) + MARK_FRAME for m in stop["marks"])
    left = NAMED + LINE * ceil(len(stop["arrive"]) / ACTION_LINE)
    right = LINE * ceil(len(stop["why"]) / REASON_LINE) + MARKED * ceil(marks / MARK_LINE)
    return AROUND + max(left, right, NAMED + LINE)


def _stop_part(stop: Data, arrow: str) -> Part:
    rows = [
        Row(joined(stop["address"])),
        Row(stop["arrive"], arrow),
        Row(joined(stop["why"], *(mark["text"] for mark in stop["marks"]))),
    ]
    title = joined(f"{stop['number']}", stop["at"], stop["length"], stop["name"])
    return Part(title, tuple(row for row in rows if row.text), "lines")
