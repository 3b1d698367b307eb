"""What checks across notes look at, in rows: one short row for each note, link and open promise."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

RAISED = ("Asked", "Told", "New subjects")
"""Below these headings stands what was raised with a customer."""
LEFT = ("former", "left", "gone")
"""What `status` says in the note of a colleague who is no longer one of us."""


class Brief(NamedTuple):
    """A note in short; `day` as ISO text, `written` if anything was put down of what it tells."""

    path: str
    type: str
    group: str
    day: str | None
    copy_of: str | None
    owned: bool
    written: bool


class LinkRow(NamedTuple):
    """A link: `target` without heading and ending; `key` names the front-matter key."""

    path: str
    line: int
    target: str
    key: str | None


class Owed(NamedTuple):
    """An open promise; `owned` if somebody is named for it, `customer` folded."""

    path: str
    line: int
    direction: str
    text: str
    due: date | None
    dated: bool
    owned: bool
    customer: str | None


class Met(NamedTuple):
    """The last contact with a customer (folded name), and whether anything follows from it."""

    customer: str
    day: date
    path: str
    goes_on: bool


class Home(NamedTuple):
    """A customer: its folder, and its profile's path if it has one; the rest as the profile says."""

    name: str
    folder: str
    profile: str | None
    archived: bool
    owner: str
    status: str
    contract: date | None


class Machine(NamedTuple):
    """A unit in use at a customer that is not archived; `every` as it is written, '' for never."""

    path: str
    home: str
    warranty: date | None
    contract: date | None
    installed: date | None
    every: str
    serial: str


class Raised(NamedTuple):
    """One thing raised in a note: under which of RAISED, or a promise with its owner as written."""

    line: int
    section: str
    text: str
    owner: str = ""


class Trip(NamedTuple):
    """A contact of the last days or to come, by whom of us as it is written, customers folded.

    `raised` leaves out what is private.
    """

    path: str
    type: str
    day: date
    typed_up: bool
    purpose: str
    by: tuple[str, ...]
    customers: tuple[str, ...]
    raised: tuple[Raised, ...]


class Evidence(NamedTuple):
    """All of it. `aliases` and `stated` are (path, name), `phones` (customer's folder, number).

    `team` are (name or alias, name, path) of those of us who have not left, `worked` the units that
    notes name in their front matter: (path, text). `quiet` are the codes that a note asks to be
    silent about.
    """

    notes: tuple[Brief, ...]
    links: tuple[LinkRow, ...]
    homes: tuple[Home, ...]
    aliases: tuple[tuple[str, str], ...]
    stated: tuple[tuple[str, str], ...]
    phones: tuple[tuple[str, str], ...]
    owed: tuple[Owed, ...]
    met: tuple[Met, ...]
    kept_undated: tuple[tuple[str, int], ...]
    team: tuple[tuple[str, str, str], ...]
    machines: tuple[Machine, ...]
    worked: tuple[tuple[str, str], ...]
    trips: tuple[Trip, ...]
    quiet: Mapping[str, frozenset[str]]
