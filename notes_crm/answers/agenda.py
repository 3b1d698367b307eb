"""What is due: promises both ways, what is ready to tell, visits, contacts, customers gone quiet."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple, TypeVar

from notes_crm.model.derived import is_planned, next_day
from notes_crm.model.markdown.names import plain_names
from notes_crm.model.promised import OpenRow, PlannedRow, PromiseRow, Standing
from notes_crm.model.schema import fold

SIDES = ("we", "ready", "they")
"""In this order: what we owe, what is ready to be told, what they owe us."""

FEW = 4
"""From so many contacts on there is a rhythm to speak of."""
SILENT = 180
"""Days of silence that are worth a word where there is no rhythm."""
SHORTEST = 28
"""Days of silence that are never worth one."""

NEAR = timedelta(days=14)
"""Two visits closer to each other than this could be one."""
GOING = ("visit", "meeting")
"""What takes somebody to a customer."""
RESTING = ("dormant", "former")
"""Customers of these statuses are left in peace."""

Row = TypeVar("Row", OpenRow, PromiseRow)


class Owed(NamedTuple):
    """One open promise; `number` is 0 where it has none, `age` the days since it was made.

    `handle` is what stands behind the @ in its text, `owner` whoever of us sees to it.
    """

    number: int
    side: str
    text: str
    handle: str | None
    customers: tuple[str, ...]
    owner: str
    due: date | None
    day: date | None
    days_late: int
    age: int | None
    path: str
    line: int
    private: bool

    @property
    def box(self) -> str:
        """The state of its line."""
        return "open"


class Other(NamedTuple):
    """Somebody else of us who goes to the same customer, and when."""

    name: str
    date: date


class Visit(NamedTuple):
    """A planned visit, call or meeting, of so many `minutes` where it says so.

    `also` are others who go there apart from it, at about the time.
    """

    date: date
    time: str | None
    type: str
    customers: tuple[str, ...]
    by: tuple[str, ...]
    purpose: str
    path: str
    private: bool
    also: tuple[Other, ...] = ()
    minutes: int | None = None


class Touch(NamedTuple):
    """A customer to be in touch with: `reason` says which rule gave the day, `path` where it stands."""

    customer: str
    day: date
    reason: str
    days_late: int
    owner: str
    last: date | None
    path: str | None


class Quiet(NamedTuple):
    """A customer nobody spoke to for long: `usual` days lie between contacts, where that is known.

    Reckoned from `contacts` contacts, so both are estimates.
    """

    customer: str
    last: date
    silent: int
    usual: int | None
    contacts: int
    owner: str
    path: str | None


class Agenda(NamedTuple):
    """All that is due up to a day; `counts` say how many promises each part has in all, and how many are `later`."""

    today: date
    until: date
    person: str | None
    customer: str | None
    overdue: tuple[Owed, ...]
    due_today: tuple[Owed, ...]
    ahead: tuple[Owed, ...]
    undated: tuple[Owed, ...]
    visits: tuple[Visit, ...]
    contacts: tuple[Touch, ...]
    quiet: tuple[Quiet, ...]
    counts: Mapping[str, int]


PARTS = ("overdue", "due_today", "ahead", "undated")


def parts(rows: Iterable[Row], today: date, until: date) -> dict[str, list[Row]]:
    """Open promises by when they are due; those after `until` in none of the parts.

    What is ready is to be told today. A day that something was only meant for makes it no later
    than today: late is what was promised for a day.
    """
    overdue: list[Row] = []
    now: list[Row] = []
    ahead: list[Row] = []
    undated: list[Row] = []
    first, last = str(today), str(until)
    for row in rows:
        due, day = str(row.due or ""), str(row.day or "")
        if due and due < first:
            overdue.append(row)
        elif not day and row.direction != "ready":
            undated.append(row)
        elif day <= first:
            now.append(row)
        elif day <= last:
            ahead.append(row)
    return dict(zip(PARTS, (overdue, now, ahead, undated), strict=True))


def first_of_each(rows: Sequence[Row], most: int | None) -> list[Row]:
    """At most so many of each side, the first ones."""
    if most is None:
        return list(rows)
    return [row for side in SIDES for row in [r for r in rows if r.direction == side][:most]]


def owed(rows: Iterable[PromiseRow], today: date, owner: Callable[[PromiseRow], str]) -> list[Owed]:
    """Rows as they are shown: our side first, then by day."""
    made = [
        Owed(
            0, row.direction, row.text, row.owner, row.customers, owner(row), row.due, row.day,
            max((today - row.due).days, 0) if row.due else 0, _age(row, today), row.path, row.line,
            row.private,
        )
        for row in rows
    ]  # fmt: skip
    return sorted(made, key=_place)


def numbered(items: Sequence[Owed], first: int) -> tuple[Owed, ...]:
    """The same with numbers from `first` on."""
    return tuple(item._replace(number=number) for number, item in enumerate(items, first))


def visits(rows: Iterable[PlannedRow], today: date, until: date) -> list[Visit]:
    """What is planned up to a day, the nearest first."""
    return [
        Visit(
            row.note.date, row.note.time.strftime("%H:%M") if row.note.time else None, row.note.type,
            row.customers, row.by, str(row.note.fields.get("purpose", "")), row.note.path, row.private,
            minutes=_minutes(str(row.note.fields.get("length", ""))),
        )
        for row in rows
        if row.note.date and row.note.date <= until and is_planned(row.note, today)
    ]  # fmt: skip


def _minutes(length: str) -> int | None:
    """How long that is; None where nothing says so in a way that can be reckoned with."""
    if not length:
        return None
    from notes_crm.model.dates.durations import read_minutes  # noqa: PLC0415 - few plans say it

    return read_minutes(length) or None


def with_others(visits: Iterable[Visit]) -> list[Visit]:
    """Each with the others of us who go to the same customer on their own, at about the time."""
    ordered = sorted(visits, key=_ordinal)
    at: dict[str, list[Visit]] = defaultdict(list)
    for visit in ordered:
        for name in visit.customers if visit.type in GOING else ():
            at[fold(name)].append(visit)
    return [
        visit._replace(also=_others(visit, [at[fold(name)] for name in visit.customers]))
        for visit in ordered
    ]


def _others(visit: Visit, there: Iterable[Sequence[Visit]]) -> tuple[Other, ...]:
    """`there` are the visits to each of its customers, by date."""
    if visit.type not in GOING or not visit.by:
        return ()
    found = {
        Other(name, other.date)
        for ordered in there
        for other in _near(ordered, visit.date.toordinal())
        if not set(other.by) & set(visit.by)
        for name in other.by
    }  # fmt: skip
    return tuple(sorted(found, key=lambda other: (other.date, other.name)))


def _near(ordered: Sequence[Visit], day: int) -> Sequence[Visit]:
    """Those at about the time, of visits by date."""
    first = bisect_left(ordered, day - NEAR.days, key=_ordinal)
    return ordered[first : bisect_right(ordered, day + NEAR.days, key=_ordinal)]


def _ordinal(visit: Visit) -> int:
    return visit.date.toordinal()


def contacts(
    standings: Iterable[Standing], today: date, until: date, planned: Iterable[Visit] = ()
) -> tuple[list[Touch], list[Quiet]]:
    """Whom to be in touch with up to a day, and who has gone quiet; those with a visit planned are in neither.

    A customer without any day for the next contact has gone quiet after twice the usual time
    between contacts, or after half a year where there are too few to have a usual time.
    """
    expected = {fold(name) for visit in planned for name in visit.customers}
    due, quiet = [], []
    for one in standings:
        status = fold(one.keys.get("status", ""))
        if fold(one.customer) in expected or status in RESTING:
            continue
        owner = next(iter(plain_names(one.keys.get("owner", ""))), "")
        every = one.keys.get("contact_every", "")
        found = next_day(today, profile=one.set, told=one.told, last=one.last, every=every)
        if found is None:
            quiet += [silent] if (silent := silence(one, owner, today)) else []
        elif found[0] <= until:
            day, reason = found
            path = {"profile": one.profile, "note": one.told_in}.get(reason)
            late = max((today - day).days, 0)
            due.append(Touch(one.customer, day, reason, late, owner, one.last, path))
    due.sort(key=lambda touch: (touch.day, fold(touch.customer)))
    quiet.sort(key=lambda silence: (-silence.silent, fold(silence.customer)))
    return due, quiet


def silence(one: Standing, owner: str, today: date, usual: int | None = None) -> Quiet | None:
    """How long a customer has been silent, where that is worth a word; `usual` where it is agreed."""
    if one.last is None:
        return None
    silent = (today - one.last).days
    if usual is None and one.contacts >= FEW and one.first:
        usual = round((one.last - one.first).days / (one.contacts - 1))
    if silent <= (max(2 * usual, SHORTEST) if usual is not None else SILENT):
        return None
    return Quiet(one.customer, one.last, silent, usual, one.contacts, owner, None)


def _age(row: PromiseRow, today: date) -> int | None:
    since = row.created or row.written
    return max((today - since).days, 0) if since else None


def _place(item: Owed) -> tuple[int, date, tuple[str, ...], str, int]:
    return SIDES.index(item.side), item.day or date.max, item.customers, item.path, item.line
