"""A promise or another task: our reading of a task line, which understands more than Obsidian Tasks.

What the plugin itself reads, and how it writes, is in `model.obsidian_tasks`; where the two
readings differ, the person is told so by a `Finding`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, cast

from notes_crm.model.handles import MENTION
from notes_crm.model.schema import TASK_TAGS
from notes_crm.model.tasks.fields import PRIORITIES, SIGN, SPACES, WRITTEN, Form, Priority
from notes_crm.model.tasks.loose_fields import Finding, LooseField, finding, loose_fields
from notes_crm.model.tasks.name_day import NameDay
from notes_crm.model.tasks.obsidian_tasks import TasksDate, TasksReading, read_as_tasks
from notes_crm.model.tasks.statuses import PLUGIN_STATUSES, State, Statuses

Direction = Literal["we", "they", "ready", "internal"]


@dataclass(frozen=True, slots=True)
class Task:
    """One task line.

    `line` counts from 1. `indent` is the column of the list marker, tabs to the next multiple of
    four. `description` is what Tasks shows, `text` what a person wants to read: without fields and
    without the tags that only say whose turn it is. `owner` has no @, `block` has its ^. `alarm`
    is `2026-03-06` or `2026-03-06 14:30`. `named` is what the file's name says of the day, where
    the line says nothing and the vault goes by it; such a day is `scheduled`, too.
    """

    line: int
    indent: int
    marker: str
    status: str
    state: State
    text: str
    description: str
    direction: Direction
    owner: str | None
    priority: Priority
    created: date | None
    start: date | None
    scheduled: date | None
    due: date | None
    done: date | None
    cancelled: date | None
    recurrence: str | None
    on_completion: str | None
    id: str | None
    depends_on: tuple[str, ...]
    tags: tuple[str, ...]
    block: str | None
    alarm: str | None
    reason: str | None
    raw: str
    named: NameDay = None


def read_task(
    line: str,
    *,
    number: int,
    promised: bool = False,
    reason: str | None = None,
    form: Form = "emoji",
    global_filter: str = "",
    name_day: NameDay = None,
    statuses: Statuses | None = None,
) -> tuple[Task, tuple[Finding, ...]] | None:
    """Read the `number`th line of a note; None if it is no task.

    `promised`: it stands below `Promised`, so we owe it unless a tag says otherwise. `reason`: the
    bullet below a withdrawn line. `form`, `global_filter` and `statuses` are what the vault's
    Tasks is set to. `name_day`: the one in the file's name, if it counts.
    """
    known = statuses or PLUGIN_STATUSES
    reading = read_as_tasks(line, form, known)
    state = known.state(reading.status) if reading else None
    if reading is None or state is None:
        return None
    box = line.index("[", len(reading.indentation) + len(reading.marker))
    behind = line[box + 3 : box + 4]
    if behind and behind not in SPACES and (not known.knows(reading.status) or behind in "([:]"):
        return None  # `- [a](b)` and `- [x]: …` are links
    fields, findings = _more(line, reading)
    more = {loose.name: loose.value for loose in fields}
    words = _without(line, reading, fields) if fields else reading.description
    if reading.damaged:
        words = " ".join((words, *_dropped(reading)))
    direction = _direction(reading.tags, promised=promised)
    named = name_day if name_day and global_filter in line and _has_no_day(reading, more) else None
    owner = _OWNER.search(words) if "@" in words else None
    alarm = _ALARM.search(line, *reading.span) if "⏰" in line else None
    task = Task(
        line=number,
        indent=len(reading.indentation.expandtabs(4)),
        marker=reading.marker,
        status=reading.status,
        state=state,
        text=_for_people(words, global_filter),
        description=reading.description,
        direction=direction,
        owner=owner[1] if owner else None,
        priority=PRIORITIES.get(more.get("priority", ""), reading.priority),
        created=_day(reading.created, more.get("created")),
        start=_day(reading.start, more.get("start")),
        scheduled=named
        if isinstance(named, date)
        else _day(reading.scheduled, more.get("scheduled")),
        due=_day(reading.due, more.get("due")),
        done=_day(reading.done, more.get("done")),
        cancelled=_day(reading.cancelled, more.get("cancelled")),
        recurrence=reading.recurrence or more.get("recurrence"),
        on_completion=reading.on_completion or more.get("on_completion"),
        id=reading.id or more.get("id"),
        depends_on=reading.depends_on or tuple(_ID.findall(more.get("depends_on", ""))),
        tags=reading.tags,
        block=reading.block_link,
        alarm=alarm[1] if alarm else None,
        reason=reason,
        raw=line,
        named=named,
    )
    findings += [finding(d.trouble, line, -1, d.typed) for d in reading.damaged]
    if reading.status == "X" and reading.status_type == "TODO" and state == "kept":
        findings.append(finding("capital-x", line, box))
    if behind and behind not in SPACES:
        findings.append(finding("no-space", line, box))
    if global_filter and global_filter not in line:
        findings.append(finding("no-filter", line, box, global_filter))
    if task.state == "withdrawn" and not reason and direction != "internal":
        findings.append(finding("no-reason", line, box))
    return task, tuple(sorted(findings, key=_column))


_ALARM = re.compile(r"⏰\ufe0f?\s*([0-9]{4}-[0-9]{2}-[0-9]{2}(?: [0-9]{2}:[0-9]{2})?)(?![0-9])")
_OWNER = re.compile(MENTION)
_ID = re.compile(r"[a-zA-Z0-9_-]+")


def _more(line: str, reading: TasksReading) -> tuple[list[LooseField], list[Finding]]:
    """Look into the description only where it may hold a field."""
    start, end = reading.span
    if line.find("::", start, end) < 0 and SIGN.search(line, start, end) is None:
        return [], []
    taken = (name for name in WRITTEN if getattr(reading, name) not in {None, (), "none"})
    return loose_fields(line, reading.span, reading.form, taken)


def _without(line: str, reading: TasksReading, fields: list[LooseField]) -> str:
    """Take the loose fields out of the description."""
    start, end = reading.span
    pieces = []
    at = start
    for loose in fields:
        pieces.append(line[at : loose.start])
        at = loose.end
    pieces += [line[at:end], reading.description[len(line[start:end]) :]]
    return "".join(pieces)


def _dropped(reading: TasksReading) -> list[str]:
    """Give back words that Tasks drops: behind 🔁 and 🏁, and those it never comes to."""
    unread = {
        "cut-off": True,
        "unreadable-repeat": reading.recurrence is None,
        "unreadable-completion": reading.on_completion is None,
    }
    return [damage.typed for damage in reading.damaged if unread.get(damage.trouble)]


def _for_people(words: str, global_filter: str) -> str:
    """Leave out the tags that only say whose turn it is, and spaces without a meaning."""
    kept = words.split()
    if "#" in words or global_filter:
        drop = {*TASK_TAGS, global_filter.lower()}
        kept = [word for word in kept if word.rstrip(".,;:!?").lower() not in drop]
    return " ".join(kept)


def _direction(tags: tuple[str, ...], *, promised: bool) -> Direction:
    if tags:
        names = [tag.lower().partition("/")[0] for tag in tags]
        for tag, direction in TASK_TAGS.items():
            if tag in names:
                return cast("Direction", direction)
    return "we" if promised else "internal"


def _day(read: TasksDate, more: str | None) -> date | None:
    if isinstance(read, date):
        return read
    return date.fromisoformat(more) if more else None


def _has_no_day(reading: TasksReading, more: Mapping[str, str]) -> bool:
    """Whether neither Tasks nor we read a day in the line, be it one that there is not."""
    days = ("due", "scheduled", "start")
    return all(getattr(reading, day) is None and day not in more for day in days)


def _column(found: Finding) -> int:
    return found.col
