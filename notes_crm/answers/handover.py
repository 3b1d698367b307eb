"""What one of us hands over to another: each customer with what is promised, open and awkward."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from notes_crm.answers.agenda import Agenda, Owed, Visit
from notes_crm.answers.briefing import Briefing
from notes_crm.answers.said import Source
from notes_crm.model.note import Note
from notes_crm.model.schema import fold


@dataclass(frozen=True, slots=True)
class Part:
    """One customer: `owner_at` is where its owner stands, None where somebody else owns it.

    Nothing private is in it but where that was asked for.
    """

    customer: str
    owner_at: Source | None
    briefing: Briefing
    promises: tuple[Owed, ...]
    visits: tuple[Visit, ...]
    cases: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Handover:
    """All that `giver` hands over to `taker`: the customer with most to worry about comes first.

    `elsewhere` are promises and visits at no customer at all.
    """

    today: date
    giver: str
    taker: str
    parts: tuple[Part, ...]
    elsewhere: tuple[Owed, ...]
    with_private: bool


def concerned(agenda: Agenda, owned: Iterable[str]) -> list[str]:
    """The customers that are handed over: those owned, and those with a promise or a visit."""
    found = [*owned]
    found += [name for promise in promises_of(agenda) for name in promise.customers]
    found += [name for visit in agenda.visits for name in visit.customers]
    return sorted({fold(name): name for name in found}.values(), key=fold)


def promises_of(agenda: Agenda) -> tuple[Owed, ...]:
    """All promises, those that are late first."""
    return (*agenda.overdue, *agenda.due_today, *agenda.ahead, *agenda.undated)


def handover(
    agenda: Agenda, taker: str, sheets: Mapping[str, tuple[Briefing, Sequence[Note]]],
    owner_at: Mapping[str, Source], *, with_private: bool,
) -> Handover:  # fmt: skip
    """Everything together; `sheets` are the briefing and the open cases of each customer."""
    promises = promises_of(agenda)
    parts = [
        Part(
            customer=name,
            owner_at=owner_at.get(name),
            briefing=briefing,
            promises=tuple(p for p in promises if _is_at(name, p.customers)),
            visits=tuple(v for v in agenda.visits if _is_at(name, v.customers)),
            cases=tuple(cases),
        )
        for name, (briefing, cases) in sheets.items()
    ]
    parts.sort(key=_worst_first)
    elsewhere = tuple(p for p in promises if not p.customers)
    shown = [*(p for part in parts for p in part.promises), *elsewhere]
    number = {at: n for n, at in enumerate(dict.fromkeys(map(_place, shown)), 1)}
    return Handover(
        agenda.today, agenda.person or "", taker,
        tuple(replace(part, promises=_renumbered(part.promises, number)) for part in parts),
        _renumbered(elsewhere, number), with_private,
    )  # fmt: skip


def _place(promise: Owed) -> tuple[str, int]:
    return promise.path, promise.line


def _renumbered(
    promises: Iterable[Owed], number: Mapping[tuple[str, int], int]
) -> tuple[Owed, ...]:
    """As they are listed from top to bottom; one at two customers has one number."""
    return tuple(p._replace(number=number[_place(p)]) for p in promises)


def _is_at(customer: str, names: Iterable[str]) -> bool:
    return fold(customer) in map(fold, names)


def _worst_first(part: Part) -> tuple[int, int, str]:
    late = sum(p.days_late > 0 for p in part.promises)
    return -(late + len(part.briefing.alerts)), -len(part.promises), fold(part.customer)
