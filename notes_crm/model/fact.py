"""What an index knows of a note without reading it: enough for the rules about contacts."""

from datetime import date, time
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from notes_crm.model.note import Value


class Fact(NamedTuple):
    """The facts of one note. `gist` are its first words that are not private, '' for none.

    `typed_up` says that somebody wrote how it went, `has_words` that it says anything at all.
    """

    path: str
    type: str
    group: str
    title: str
    date: date | None
    time: time | None
    fields: "Mapping[str, Value]"
    gist: str
    gist_line: int
    typed_up: bool
    has_words: bool
