"""What checks across notes look at, in rows: one short row for each note, link and open promise."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple


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
    """A customer: its folder, and its profile's path if it has one."""

    name: str
    folder: str
    profile: str | None
    archived: bool


class Evidence(NamedTuple):
    """All of it. `aliases` and `stated` are (path, name), `phones` (customer's folder, number).

    `quiet` are the codes that a note asks to be silent about.
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
    quiet: Mapping[str, frozenset[str]]
