"""What became of promises: open, late, kept, kept late, withdrawn with the reason; and the rate of it."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple

from notes_crm.model.derived import PromiseState, promise_state
from notes_crm.model.promised import PromiseRow

STATES: tuple[PromiseState, ...] = ("late", "open", "kept late", "withdrawn", "kept")
"""In the order in which they are shown: what needs somebody comes first."""


class Recorded(NamedTuple):
    """One promise and what became of it; `closed` is the day it was kept or withdrawn.

    `number` is 0 where it has none. `handle` is what stands behind the @ in its text.
    """

    number: int
    state: PromiseState
    side: str
    text: str
    handle: str | None
    customers: tuple[str, ...]
    owner: str
    due: date | None
    closed: date | None
    days_late: int
    reason: str | None
    path: str
    line: int
    private: bool

    @property
    def box(self) -> str:
        """The state of its line."""
        return {"late": "open", "kept late": "kept"}.get(self.state, self.state)


class Tally(NamedTuple):
    """How many promises became what. `in_time` of `decided` were kept by their day.

    Decided are those that were kept or withdrawn, and those whose day has passed. One that was
    kept without a day to keep it by counts as kept in time.
    """

    kept: int
    kept_late: int
    withdrawn: int
    late: int
    open: int
    decided: int
    in_time: int
    percent: int | None


class Record(NamedTuple):
    """The ledger: promises in the order of STATES, and tallies of all ours, of mine, and of theirs.

    `mine` is None where nobody said who reads; both are None where somebody else is asked for,
    whose figures are theirs.
    """

    customer: str | None
    person: str | None
    since: date | None
    promises: tuple[Recorded, ...]
    ours: Tally | None
    mine: Tally | None
    theirs: Tally


def record(
    rows: Iterable[PromiseRow], today: date, owner: Callable[[PromiseRow], str], *,
    since: date | None = None,
) -> list[Recorded]:  # fmt: skip
    """What became of each, what needs somebody first; those closed, or due, since a day."""
    made = [_recorded(row, today, owner(row)) for row in rows]
    shown = [r for r in made if since is None or (r.closed or r.due or today) >= since]
    return sorted(shown, key=lambda r: (STATES.index(r.state), _late_first(r), r.path, r.line))


def tally(promises: Iterable[Recorded]) -> Tally:
    """Count them."""
    states = [promise.state for promise in promises]
    kept, kept_late, withdrawn, late, still = (
        states.count(state) for state in ("kept", "kept late", "withdrawn", "late", "open")
    )
    decided = kept + kept_late + withdrawn + late
    percent = round(100 * kept / decided) if decided else None
    return Tally(kept, kept_late, withdrawn, late, still, decided, kept, percent)


def _recorded(row: PromiseRow, today: date, owner: str) -> Recorded:
    state, late = promise_state(row.state, row.due, row.closed, today)
    return Recorded(
        0, state, row.direction, row.text, row.owner, row.customers, owner, row.due, row.closed, late,
        row.reason, row.path, row.line, row.private,
    )  # fmt: skip


def _late_first(promise: Recorded) -> int:
    """Open ones by their day, the oldest first; closed ones the latest first."""
    if promise.box == "open":
        return (promise.due or date.max).toordinal()
    return -(promise.closed or promise.due or date.min).toordinal()
