"""What is to be said about a customer's units: cover, service, faults, cost, fix or replace."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from notes_crm.answers.said import Source, key_source, short_name, stem
from notes_crm.model.dates.intervals import read_interval
from notes_crm.model.derived import Cover, by_date, cover, day_of, number_of, open_cases
from notes_crm.model.note import Note, names
from notes_crm.model.schema import fold

YEAR = timedelta(days=365)
SERVICE_SOON = timedelta(days=30)

SHARE_TO_REPLACE = 0.4
"""Repairs of one year above this share of a new one's price speak for replacing."""

FAULTS_TO_REPLACE = 2
"""A unit past its expected life with this many faults in a year is worth replacing."""

SAME_FAILURE = timedelta(days=7)
"""Notes on a failure that follow each other within this time are about the same one."""

SHORTEST_SERIAL = 5
"""A shorter serial number stands in too many notes by chance."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One input of a verdict, or a gap: `share` is percent of a new one, `age` years of a life."""

    kind: Literal["share", "age", "warranty", "contract", "service", "down", "loaner", "no price"]
    number: float = 0
    of: float = 0
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit and what the notes say about it on a day.

    `faults` and `cost` count the twelve months up to that day; `cost` is None where no note
    names a repair cost. `verdict` is None where the notes don't allow one. `manuals` are the
    names of notes or files with its manual.
    """

    name: str
    note: Note
    source: Source
    serial: str
    warranty: Cover | None
    contract: Cover | None
    response: str
    last_service: Note | None
    service_due: date | None
    faults: tuple[Note, ...]
    cost: float | None
    involved: bool
    verdict: Literal["fix", "replace"] | None = None
    reasons: tuple[Reason, ...] = ()
    manuals: tuple[str, ...] = ()

    @property
    def down(self) -> bool:
        """Whether it stands still now."""
        return fold(str(self.note.fields.get("status", ""))) == "down"

    @property
    def uncovered(self) -> bool:
        """Whether its warranty is over and no contract stands in."""
        over = self.warranty is not None and self.warranty.state == "over"
        return over and (self.contract is None or self.contract.state == "over")


@dataclass(frozen=True, slots=True)
class _Facts:
    machine: Note
    touching: list[Note]
    response: str
    involved: bool


def units(
    customer: str, notes: Sequence[Note], day: date, *, visit: Note | None = None
) -> tuple[Unit, ...]:
    """All units in use, those with most to say first; `visit` is yet to come and no service."""
    machines = [n for n in notes if n.group == "equipment" and not _retired(n)]
    if not machines:
        return ()
    involving = [*open_cases(notes), *([visit] if visit else [])]
    involved = {name for n in involving for name in _unit_names(n)}
    past = [n for n in by_date(notes) if n is not visit and n.date and n.date <= day]
    touching = _touching(machines, past)
    agreed = next((t for n in notes if n.group == "customer" for t in n.texts("sla")), "")
    facts = (
        _Facts(
            machine=m,
            touching=touching[m.path],
            response=next(iter(m.texts("sla")), agreed),
            involved=bool(_names_of(m) & involved),
        )
        for m in machines
    )
    return tuple(sorted((_unit(customer, f, day) for f in facts), key=_most_first))


def worth_saying(unit: Unit) -> bool:
    """Whether a unit earns a line: in the case or visit, down, faulty, uncovered, ending or due."""
    ending = any(c is not None and c.state == "ending" for c in (unit.warranty, unit.contract))
    return (
        unit.involved
        or unit.down
        or bool(unit.faults)
        or unit.uncovered
        or ending
        or unit.service_due is not None
        or any(r.kind == "loaner" for r in unit.reasons)
    )


def _most_first(unit: Unit) -> tuple[bool, bool, int, bool, bool, str]:
    ending = unit.warranty is not None and unit.warranty.state == "ending"
    due = unit.service_due is not None
    return not unit.involved, not unit.down, -len(unit.faults), not due, not ending, unit.name


def _unit(customer: str, facts: _Facts, day: date) -> Unit:
    machine, recent = facts.machine, [n for n in facts.touching if n.date and n.date > day - YEAR]
    services = [n for n in facts.touching if n.type == "visit"]
    costs = [c for n in recent if (c := _cost_share(n)) is not None]
    last = services[-1] if services else None
    unit = Unit(
        name=short_name(machine, customer),
        note=machine,
        source=key_source(machine, "warranty_until"),
        serial=next(iter(machine.texts("serial")), ""),
        warranty=cover(day_of(machine, "warranty_until"), day),
        contract=cover(day_of(machine, "contract_until"), day),
        response=facts.response,
        last_service=last,
        service_due=_service_due(machine, last, day),
        faults=tuple(_faults(recent)),
        cost=sum(costs) if costs else None,
        involved=facts.involved,
        manuals=names(machine.texts("manual")),
    )
    verdict, reasons = _verdict(unit, day)
    return replace(unit, verdict=verdict, reasons=(*_state(unit), *reasons))


def _state(unit: Unit) -> Iterable[Reason]:
    if unit.down:
        yield Reason("down")
    if fold(str(unit.note.fields.get("status", ""))) == "loaner":
        yield Reason("loaner")


def _verdict(unit: Unit, day: date) -> tuple[Literal["fix", "replace"] | None, list[Reason]]:
    """Fix or replace, from what is written and nothing else.

    Replace is put as a question: a year's repairs above 40 % of the price of a new one, or
    past its expected life with two faults in a year. Under cover it is always fixed. Without
    a fault there is nothing to decide; without a price that gap is named once it matters.
    """
    faults = len(unit.faults)
    service = [Reason("service", day=unit.service_due)] if unit.service_due else []
    if not faults and not unit.down:
        return None, service
    if unit.warranty and unit.warranty.state != "over":
        return "fix", [Reason("warranty"), *service]
    if unit.contract and unit.contract.state != "over":
        return "fix", [Reason("contract"), *service]
    share, age = _share(unit), _age(unit.note, day)
    inputs = [r for r in (share, age) if r]
    worn = age is not None and age.number >= age.of and faults >= FAULTS_TO_REPLACE
    if worn or (share is not None and share.number >= SHARE_TO_REPLACE * 100):
        return "replace", inputs
    if inputs:
        return "fix", [*inputs, *service]
    return None, [*service, *([Reason("no price")] if faults >= FAULTS_TO_REPLACE else [])]


def _share(unit: Unit) -> Reason | None:
    price = number_of(unit.note, "replacement_cost")
    if not price or price < 0 or unit.cost is None:
        return None
    return Reason("share", int(100 * unit.cost / price))


def _age(machine: Note, day: date) -> Reason | None:
    since = day_of(machine, "installed") or day_of(machine, "purchased") or machine.date
    life = number_of(machine, "expected_life_years")
    if since is None or life is None or life <= 0 or since > day:
        return None
    return Reason("age", (day - since) // YEAR, life)


def _service_due(machine: Note, last: Note | None, day: date) -> date | None:
    """When the next service is due, if that is soon or past."""
    every = read_interval(next(iter(machine.texts("service_every")), ""))
    since = (last.date if last else None) or day_of(machine, "installed")
    if every is None or since is None:
        return None
    due = every.after(since)
    return due if due <= day + SERVICE_SOON else None


def _faults(recent: list[Note]) -> Iterable[Note]:
    """The first note of each failure: a case, or an interaction about one, and what follows it.

    What belongs to a case is no failure of its own, nor is a note within a week of the last:
    the call, the visit and the second visit are one failure.
    """
    latest = date.min
    cases = {name for n in recent if n.group == "case" for name in _names_of(n)}
    for note in recent:
        linked = {fold(name) for name in names(note.texts("case"))}
        if note.date is None or linked & cases or not _about_a_failure(note):
            continue
        if note.date > latest + SAME_FAILURE:
            yield note
        latest = note.date


def _about_a_failure(note: Note) -> bool:
    if note.group == "case":
        return True
    spent = any((number_of(note, key) or 0) > 0 for key in ("repair_cost", "downtime_hours"))
    return spent or bool(note.below("Symptoms"))


def _cost_share(note: Note) -> float | None:
    """A note's repair cost for one of its units: shared evenly where it names several."""
    cost = number_of(note, "repair_cost")
    return None if cost is None else cost / max(len(note.texts("equipment")), 1)


def _touching(machines: list[Note], dated: list[Note]) -> dict[str, list[Note]]:
    """The notes about each machine, oldest first: by link, or by its serial number in the text."""
    known = {name: m.path for m in machines for name in _names_of(m)}
    serials = {
        serial: m.path
        for m in machines
        for serial in m.texts("serial")
        if len(serial) >= SHORTEST_SERIAL
    }
    found: dict[str, list[Note]] = {m.path: [] for m in machines}
    for note in dated:
        if note.group not in ("interaction", "note", "case"):
            continue
        paths = {known[name] for name in _unit_names(note) if name in known}
        if not paths and serials:
            body = "\n".join(note.lines)
            paths = {path for serial, path in serials.items() if serial in body}
        for path in paths:
            found[path].append(note)
    return found


def _unit_names(note: Note) -> set[str]:
    linked = {fold(stem(link.target)) for link in note.links if not link.key}
    return {fold(name) for name in names(note.texts("equipment"))} | linked


def _names_of(note: Note) -> set[str]:
    return {fold(stem(note.path)), fold(note.title), *map(fold, note.aliases)}


def _retired(note: Note) -> bool:
    return fold(str(note.fields.get("status", ""))) == "retired"
