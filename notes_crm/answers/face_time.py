"""Face time: when somebody senior last met each customer, and when each of them last met anybody."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from notes_crm.answers.agenda import RESTING
from notes_crm.answers.colleagues import Colleagues
from notes_crm.model.markdown.names import plain_names
from notes_crm.model.promised import MetRow, Standing
from notes_crm.model.schema import fold


class Met(NamedTuple):
    """One customer with the last visit or meeting of a senior; None for never."""

    customer: str
    owner: str
    senior: str | None
    day: date | None
    days: int | None
    type: str | None
    path: str | None


class Senior(NamedTuple):
    """One senior with whom they met last; None for nobody."""

    name: str
    customer: str | None
    day: date | None
    days: int | None
    type: str | None
    path: str | None


class FaceTime(NamedTuple):
    """All of it: what is longest ago comes first."""

    today: date
    customers: tuple[Met, ...]
    seniors: tuple[Senior, ...]


def face_time(
    standings: Iterable[Standing], rows: Iterable[MetRow], seniors: Iterable[str], us: Colleagues,
    today: date,
) -> FaceTime:  # fmt: skip
    """From the last visit or meeting of each of us with each customer; those in peace are left out."""
    known = {fold(name): name for name in seniors}
    one_with: dict[str, tuple[MetRow, str]] = {}
    one_of: dict[str, MetRow] = {}
    for row in sorted(rows, key=lambda row: (row.day, row.path)):
        for name in plain_names(row.by):
            if senior := known.get(fold(us.name(name))):
                one_with[row.customer] = row, senior
                one_of[senior] = row
    customers = [
        _met(one, us, one_with, today)
        for one in standings
        if fold(one.keys.get("status", "")) not in RESTING
    ]
    names = {fold(met.customer): met.customer for met in customers}
    people = [_senior(name, one_of.get(name), names, today) for name in known.values()]
    return FaceTime(
        today,
        tuple(sorted(customers, key=lambda met: (met.day or date.min, fold(met.customer)))),
        tuple(sorted(people, key=lambda one: (one.day or date.min, fold(one.name)))),
    )


def _met(one: Standing, us: Colleagues, last: Mapping[str, tuple[MetRow, str]], today: date) -> Met:
    owner = next(iter(plain_names(one.keys.get("owner", ""))), "")
    row, senior = last.get(fold(one.customer), (None, None))
    facts = (row.day, (today - row.day).days, row.type, row.path) if row else (None,) * 4
    return Met(one.customer, us.name(owner) if owner else "", senior, *facts)


def _senior(name: str, row: MetRow | None, names: Mapping[str, str], today: date) -> Senior:
    if row is None:
        return Senior(name, None, None, None, None, None)
    customer = names.get(row.customer, row.customer)
    return Senior(name, customer, row.day, (today - row.day).days, row.type, row.path)
