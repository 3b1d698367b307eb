"""The day on one sheet: where to go in which order, whom to call first, what to load for whom."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import zip_longest
from typing import Literal

from notes_crm.answers.alerts import Alert, AlertKind
from notes_crm.answers.briefing import Briefing
from notes_crm.answers.owed import Owed
from notes_crm.answers.said import Said, plain
from notes_crm.model.schema import fold

UNHAPPY: tuple[AlertKind, ...] = ("complaint", "mood", "bad")
LABELLED = 3
"""Labels at one stop; the sheet behind it has them all."""

AGREED = timedelta(days=14)
"""A visit nobody spoke about for longer is confirmed by telephone before anybody drives there."""

CallKind = Literal["planned", "confirm", "ours", "theirs", "way in"]


@dataclass(frozen=True, slots=True)
class Mark:
    """One label at a stop: an alert of its sheet, or what no alert says."""

    kind: Literal["alert", "first visit", "service due"]
    alert: Alert | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """One visit of the day; `number` counts from 1, `sheet` is the whole of it."""

    number: int
    at: time | None
    length: str
    name: str
    address: str
    phones: tuple[str, ...]
    marks: tuple[Mark, ...]
    sheet: Briefing


@dataclass(frozen=True, slots=True)
class Call:
    """One call to make before leaving, and the stop it is about; 0 where it is about none.

    `planned` is one that somebody planned for that day, at a time perhaps; `confirm` asks whether they expect us, `way in` whom to ask for; `ours` asks a colleague
    (`who`) about something we owe, `theirs` asks them about something they owe.
    """

    kind: CallKind
    stop: int
    name: str
    who: str = ""
    phone: str = ""
    owed: Owed | None = None
    at: time | None = None
    why: Said | None = None


@dataclass(frozen=True, slots=True)
class Load:
    """One thing to take along, and the stops it is for."""

    said: Said
    stops: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Route:
    """One day of one of us, or of all: `who` is empty where it is everybody's.

    `late` counts our promises that are late at these customers, `unhappy` the stops where
    somebody is.
    """

    day: date
    today: date
    who: str
    late: int
    unhappy: int
    calls: tuple[Call, ...]
    load: tuple[Load, ...]
    stops: tuple[Stop, ...]


def route(
    day: date,
    today: date,
    sheets: Sequence[Briefing],
    *,
    calls: Sequence[Briefing] = (),
    who: str = "",
) -> Route:
    """The sheets of one day as a route, in order of time; those without a time come last.

    `calls` are the sheets of customers whom somebody planned to call that day.
    """
    ordered = sorted(sheets, key=_when)
    stops = tuple(_stop(number, b) for number, b in enumerate(ordered, start=1))
    once = {s.sheet.customer: s for s in reversed(stops)}.values()
    return Route(
        day=day,
        today=today,
        who=who,
        late=sum(1 for s in once for p in s.sheet.ours if p.days_late),
        unhappy=sum(any(a.kind in UNHAPPY for a in s.sheet.alerts) for s in once),
        calls=(*map(_planned, sorted(calls, key=_when)), *_calls(stops, who)),
        load=tuple(_load(stops)),
        stops=stops,
    )


def _when(sheet: Briefing) -> tuple[bool, time, str]:
    at = sheet.head.at
    return at is None, at or time.min, sheet.customer


def _stop(number: int, sheet: Briefing) -> Stop:
    head = sheet.head
    return Stop(
        number, head.at, head.length, head.name, head.address, head.phones,
        tuple(_marks(sheet))[:LABELLED], sheet,
    )  # fmt: skip


def _marks(sheet: Briefing) -> Iterable[Mark]:
    if sheet.last is None:
        yield Mark("first visit")
    yield from (Mark("alert", alert) for alert in sheet.alerts)
    if any(unit.service_due for unit in sheet.equipment):
        yield Mark("service due")


def _planned(sheet: Briefing) -> Call:
    door = next(iter(sheet.people), None)
    phone = next(iter((door.phones if door else ()) or sheet.head.phones), "")
    name = door.name if door else sheet.head.name
    return Call("planned", 0, sheet.head.name, name, phone, at=sheet.head.at, why=sheet.why.said)


def _calls(stops: Sequence[Stop], who: str) -> Iterable[Call]:
    """First whether they expect us, then what is late, by turns of the stops."""
    turns = [[*_confirming(s), *_late(s, who)] for s in stops]
    yield from (call for row in zip_longest(*turns) for call in row if call)


def _confirming(stop: Stop) -> Iterable[Call]:
    sheet = stop.sheet
    door = next(iter(sheet.people), None)
    phone = next(iter((door.phones if door else ()) or stop.phones), "")
    name = door.name if door else stop.name
    if sheet.last is None or sheet.today - sheet.last.day > AGREED:
        yield Call("confirm", stop.number, stop.name, name, phone)
    elif sheet.arrival is None or not sheet.arrival.action:
        yield Call("way in", stop.number, stop.name, name, phone)


def _late(stop: Stop, who: str) -> Iterable[Call]:
    """What a colleague owes them, and what they owe us: the visitor's own debts stand on the sheet."""
    visitors = {fold(name) for name in (*stop.sheet.head.visitors, who)}
    for owed in stop.sheet.ours:
        if owed.days_late and owed.who and fold(owed.who) not in visitors:
            yield Call("ours", stop.number, stop.name, owed.who, owed=owed)
    for owed in stop.sheet.theirs:
        if owed.days_late:
            door = next(iter(stop.sheet.people), None)
            name = owed.who or (door.name if door else stop.name)
            phones = next((p.phones for p in stop.sheet.people if _called(p.name, name)), ())
            yield Call("theirs", stop.number, stop.name, name, next(iter(phones), ""), owed)


def _called(name: str, called: str) -> bool:
    return fold(called) in (fold(name), fold(name.partition(" ")[0]))


def _load(stops: Sequence[Stop]) -> Iterable[Load]:
    """What to take, in the order of the stops; the same thing once, with all its stops."""
    found: dict[str, tuple[Said, list[int]]] = {}
    for stop in stops:
        for said in stop.sheet.take:
            _, numbers = found.setdefault(fold(plain(said.text)), (said, []))
            if stop.number not in numbers:
                numbers.append(stop.number)
    return (Load(said, tuple(numbers)) for said, numbers in found.values())
