"""Briefings and routes as JSON for scripts: every field always there, notes by their paths."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, time
from typing import Any

from notes_crm.answers.briefing import Briefing
from notes_crm.answers.route import Route, Stop
from notes_crm.model.note import Note
from notes_crm.output.context import API


def document(briefings: Sequence[Briefing], route: Route | None = None) -> dict[str, Any]:
    """The whole answer: `api` is the number of its shape, and `route` null but for a day pack."""
    return {"api": API, "route": _plain(route), "briefings": _plain(list(briefings))}


def _plain(value: Any) -> Any:
    if isinstance(value, Note):
        return value.path
    if isinstance(value, date | time):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        left_out = ("sheet",) if isinstance(value, Stop) else ()
        names = (f.name for f in fields(value) if f.name not in left_out)
        return {name: _plain(getattr(value, name)) for name in names}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    return value
