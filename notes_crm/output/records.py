"""Briefings and routes as JSON for scripts: every field always there, notes by their paths."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, time
from typing import Any

from notes_crm.answers.briefing import Briefing
from notes_crm.answers.route import Route, Stop
from notes_crm.model import form
from notes_crm.model.layout import Layout
from notes_crm.model.note import Note
from notes_crm.output.context import API
from notes_crm.output.limits import USUAL
from notes_crm.output.wishes import prompt_of


def document(
    briefings: Sequence[Briefing], route: Route | None = None, layout: Layout = USUAL
) -> dict[str, Any]:
    """The whole answer: `api` is the number of its shape, and `route` null but for a day pack."""
    told = [_plain(briefing) | _wishes(briefing, layout) for briefing in briefings]
    return {"api": API, "route": _plain(route), "briefings": told}


def _wishes(briefing: Briefing, layout: Layout) -> dict[str, Any]:
    """What the team wants asked of every customer, and in which box at this one's kind."""
    prompts = {q.name: prompt_of(q.name, briefing.head.kind, layout) for q in form.boxes()}
    return {"questions": list(layout.questions), "prompts": prompts}


def _plain(value: Any) -> Any:
    if isinstance(value, Note):
        return value.path
    if isinstance(value, date | time):
        return value.isoformat()
    if names := _names(value):
        return {name: _plain(getattr(value, name)) for name in names}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    return value


def _names(value: Any) -> tuple[str, ...]:
    """The fields of a value of ours, a dataclass or a named tuple; none of any other."""
    if is_dataclass(value):
        left_out = ("sheet",) if isinstance(value, Stop) else ()
        return tuple(f.name for f in fields(value) if f.name not in left_out)
    return getattr(value, "_fields", ()) if isinstance(value, tuple) else ()
