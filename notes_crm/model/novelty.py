"""What an index knows of notes and promises that may be news to somebody."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from notes_crm.model.schema import fold


class NoteNews(NamedTuple):
    """A note of which nothing is private but the lines named in `private_lines`, as `12-20,33`.

    Feedback is `about` some of us, and `owner` sees to it.
    """

    path: str
    type: str
    group: str
    title: str
    date: date | None
    time: str | None
    gist: str
    gist_line: int
    private_lines: str
    customers: tuple[str, ...]
    by: tuple[str, ...]
    sentiment: str
    purpose: str
    tags: tuple[str, ...]
    about: tuple[str, ...]
    owner: tuple[str, ...]


class PromiseNews(NamedTuple):
    """A promise, or a task of ours with an owner; `by` wrote the note it stands in."""

    path: str
    line: int
    state: str
    direction: str
    text: str
    owner: str | None
    due: date | None
    closed: date | None
    reason: str | None
    customers: tuple[str, ...]
    by: tuple[str, ...]


def is_below(tag: str, wanted: Iterable[str]) -> bool:
    """Whether a tag is one of these, or stands below one: `press/local` below `press`."""
    plain = fold(tag.removeprefix("#"))
    return any(plain == one or plain.startswith(f"{one}/") for one in wanted)
