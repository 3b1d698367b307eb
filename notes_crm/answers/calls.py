"""Whom each of us is to be in touch with, and what was last said: a page for one person."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from notes_crm.answers.agenda import Agenda, Quiet, Touch
from notes_crm.model.fact import Fact
from notes_crm.model.schema import fold

NOBODY = ""
"""Who sees to a customer without an owner."""


class Call(NamedTuple):
    """One customer to be in touch with: `day` is None for one that has gone quiet.

    `reason` is profile, note, estimated or quiet; `words` were last said, of which nothing is private.
    """

    customer: str
    phone: str
    day: date | None
    reason: str
    days_late: int
    silent: int
    usual: int | None
    last: date | None
    type: str
    words: str


class Page(NamedTuple):
    """The calls of one of us, those that are late first."""

    who: str
    calls: tuple[Call, ...]


def pages(agenda: Agenda, last: Mapping[str, Fact], phones: Mapping[str, str]) -> list[Page]:
    """A page for each of us who has somebody to be in touch with, by name; nobody's come last.

    `last` is the latest contact and `phones` the number of each customer.
    """
    whose: dict[str, list[Call]] = {}
    for row in _rows(agenda):
        call = _call(row, last.get(row.customer), phones.get(row.customer, ""))
        whose.setdefault(row.owner, []).append(call)
    order = sorted(whose, key=lambda who: (who == NOBODY, fold(who)))
    return [Page(who, tuple(sorted(whose[who], key=_soonest))) for who in order]


def customers(agenda: Agenda) -> Iterable[tuple[str, date | None]]:
    """The customers on the pages, with the day of their last contact."""
    return ((row.customer, row.last) for row in _rows(agenda))


def _rows(agenda: Agenda) -> list[Touch | Quiet]:
    return [*agenda.contacts, *agenda.quiet]


def _call(row: Touch | Quiet, last: Fact | None, phone: str) -> Call:
    kind, words = (last.type, last.gist) if last else ("", "")
    if isinstance(row, Touch):
        return Call(
            row.customer, phone, row.day, row.reason, row.days_late, 0, None, row.last, kind, words
        )
    return Call(row.customer, phone, None, "quiet", 0, row.silent, row.usual, row.last, kind, words)


def _soonest(call: Call) -> tuple[bool, date, str]:
    return call.day is None, call.day or call.last or date.max, fold(call.customer)
