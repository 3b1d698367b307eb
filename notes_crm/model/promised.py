"""What an index knows of promises, contacts and plans without reading a note."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from notes_crm.model.fact import Fact


class OpenRow(NamedTuple):
    """An open promise in short, for choosing among thousands: `day` is due, scheduled or start.

    Days are ISO text as the catalog keeps them: to compare them nobody needs to read them.
    """

    note: int
    line: int
    direction: str
    due: str | None
    day: str | None


class PromiseRow(NamedTuple):
    """One promise: `by` is who wrote the note, `written` its day, `customers` whose it is."""

    path: str
    line: int
    state: str
    direction: str
    text: str
    owner: str | None
    created: date | None
    due: date | None
    day: date | None
    closed: date | None
    written: date | None
    reason: str | None
    private: bool
    by: str | None
    customers: tuple[str, ...]


class Standing(NamedTuple):
    """What says when to be in touch with a customer; `keys` are the profile's.

    `told` is the day that the latest note with one set, in the note `told_in`. `contacts` counts
    those since `first`, at most three years ago, where that was asked for.
    """

    customer: str
    profile: str | None
    keys: Mapping[str, str]
    set: date | None
    told: date | None
    told_in: str | None
    last: date | None
    contacts: int
    first: date | None


class PlannedRow(NamedTuple):
    """A note of today or later, with whose it is, and who of us goes, as it is written."""

    note: Fact
    customers: tuple[str, ...]
    by: tuple[str, ...]
    private: bool


class MetRow(NamedTuple):
    """The last visit or meeting of one of us (`by` as written) with a customer (folded name)."""

    customer: str
    by: str
    day: date
    type: str
    path: str


def without_owner(text: str, owner: str | None) -> str:
    """The words of a promise without its owner's handle, which is shown beside them."""
    return " ".join(word for word in text.split() if word != f"@{owner}")
