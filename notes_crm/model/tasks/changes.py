"""What becomes of one task line when a person keeps, reopens, withdraws, postpones, assigns or readies it.

A tick is written exactly as Obsidian Tasks writes it. Everything else changes its own characters
of the line and no others. What Tasks would spoil is refused with a sentence that says why.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal

from notes_crm.errors import Unwritable
from notes_crm.model.edits import insert_lines, replace_line, text_lines
from notes_crm.model.letters import MARKS
from notes_crm.model.markdown.markdown import read_body
from notes_crm.model.tasks.below import below
from notes_crm.model.tasks.fields import written_field
from notes_crm.model.tasks.obsidian_tasks import (
    TasksReading,
    given_status,
    read_as_tasks,
    write_as_tasks,
)
from notes_crm.model.tasks.plugin_settings import TaskSettings
from notes_crm.model.tasks.statuses import PLUGIN_STATUSES, Statuses
from notes_crm.model.tasks.tasks import Task, read_task

DateField = Literal["due", "scheduled", "start"]
POSTPONED: Final[tuple[DateField, ...]] = ("due", "scheduled", "start")
"""The first of these that a line has is the day it is meant for."""


@dataclass(frozen=True, slots=True)
class Changed:
    """The lines that stand in the place of one; `at` is which of them it became, from 0.

    `bullet` are the words of a bullet that is to belong to it.
    """

    lines: tuple[str, ...]
    at: int = 0
    bullet: str = ""


Change = Callable[[Task, TaskSettings], Changed]
"""What a person wants done to a task."""


def keep(today: date) -> Change:
    """Tick it: the status that Tasks' clicks come to, `[x]`, and the day; a recurring one gets its next copy."""

    def change(task: Task, settings: TaskSettings) -> Changed:
        _refuse_unless(
            task.state == "open", f"is {task.state} already; to open it again: crm reopen"
        )
        symbol = _symbol(_statuses(settings).done(task.status), "DONE")
        if not _seen_by_tasks(task, settings):
            return Changed((_boxed(task.raw, symbol),))
        reading = _read(task, settings)
        if task.recurrence and reading.rule is None:
            raise _refused("Tasks does not read its recurrence, which would end here")
        if reading.rule:
            _symbol(_statuses(settings).opened(symbol), "TODO")  # for the next copy
        *again, now = given_status(reading, symbol, today, _statuses(settings))
        line = write_as_tasks(now if settings.done_date else replace(now, done=None))
        if not again:
            return Changed((line,))
        copy = _again(again[0], settings, today)
        return Changed((line, copy)) if settings.next_line_below else Changed((copy, line), 1)

    return change


def reopen(today: date) -> Change:
    """Take the tick or the withdrawal back: `[ ]`, and the day of it goes."""

    def change(task: Task, settings: TaskSettings) -> Changed:
        _refuse_unless(task.state != "open", "is open already; see what is open with: crm due")
        symbol = _symbol(_statuses(settings).opened(task.status), "TODO")
        if not _seen_by_tasks(task, settings):
            return Changed((_boxed(task.raw, symbol),))
        [now] = given_status(_read(task, settings), symbol, today, _statuses(settings))
        return Changed((write_as_tasks(now),))

    return change


def withdraw(today: date, reason: str) -> Change:
    """Give it up: `[-]`, the day, and the reason as a bullet below."""
    words = " ".join(reason.split())

    def change(task: Task, settings: TaskSettings) -> Changed:
        _refuse_unless(task.state == "open", f"is {task.state}; to open it again: crm reopen")
        if not words:
            raise Unwritable('A withdrawn promise needs its reason; say it with --reason "…".')
        if not _is_plain(words):
            raise Unwritable(f"{words!r} would be read as more than words; say the reason plainly.")
        symbol = _symbol(_statuses(settings).withdrawn(), "CANCELLED")
        if _seen_by_tasks(task, settings):
            [now] = given_status(_read(task, settings), symbol, today, _statuses(settings))
            line = write_as_tasks(now if settings.cancelled_date else replace(now, cancelled=None))
        else:
            line = _boxed(task.raw, symbol)
        return Changed((line,), bullet=words)

    return change


def postpone(day: date) -> Change:
    """Another day: of due, else scheduled, else start; a line without any becomes due then.

    One that is scheduled by its file's name alone is scheduled for the day in the line itself.
    """

    def change(task: Task, settings: TaskSettings) -> Changed:
        _refuse_unless(task.state == "open", f"is {task.state}; to open it again: crm reopen")
        _read(task, settings)
        if task.named == "unsure":
            raise _refused(
                "Tasks may take its day from the file's name, in a format unknown to crm"
            )
        name = next((n for n in POSTPONED if getattr(task, n)), None)
        if name and getattr(task, name) == day:
            raise Unwritable(f"{task.text!r} is for {day} already; name another day.")
        if name is None or task.named:
            field = name or "due"
            line = _with_field(task.raw, written_field(settings.form, field, day.isoformat()))
            return _vetted(task, [line], settings, **{field: day})
        old = getattr(task, name)
        return _vetted(task, _with_day(task.raw, old, day), settings, **{name: day})

    return change


def assign(handle: str, *, is_theirs: Callable[[str], bool] | None = None) -> Change:
    """Another owner: `@handle` in the place of the one that stands there, else behind the words.

    `is_theirs` says whether what stands there means the same person.
    """

    def change(task: Task, settings: TaskSettings) -> Changed:
        _refuse_unless(task.state == "open", f"is {task.state}; to open it again: crm reopen")
        reading = _read(task, settings)
        if task.owner and (task.owner == handle or (is_theirs and is_theirs(task.owner))):
            raise Unwritable(f"{task.text!r} is @{task.owner}'s already; name another person.")
        raw, (start, end) = task.raw, reading.span
        if task.owner:
            places = re.finditer(rf"(?<![\w@.+/-])@{re.escape(task.owner)}(?![\w{MARKS}])", raw)
            lines = [f"{raw[: m.start()]}@{handle}{raw[m.end() :]}" for m in places]
        else:
            lines = [f"{raw[:end]}{' ' if end > start else ''}@{handle}{_gap(raw, end)}{raw[end:]}"]
        return _vetted(task, lines, settings, owner=handle)

    return change


def make_ready(task: Task, settings: TaskSettings) -> Changed:
    """Done, but they do not know yet: the tag `#ready`, behind the other tags."""
    _refuse_unless(task.state == "open", f"is {task.state}; to open it again: crm reopen")
    reading = _read(task, settings)
    if task.direction == "ready":
        raise Unwritable(f"{task.text!r} is ready already; once they know: crm done.")
    if task.direction == "they":
        raise Unwritable(f"{task.text!r} is theirs to keep; once they have: crm done.")
    tags = _TAGS.match(task.raw, reading.span[1])
    end = tags.end() if tags else reading.span[1]
    space = " " if task.raw[:end].strip() and not task.raw[:end].endswith(" ") else ""
    line = f"{task.raw[:end]}{space}#ready{_gap(task.raw, end)}{task.raw[end:]}"
    return _vetted(task, [line], settings, direction="ready")


_TAGS = re.compile(r"(?: +#[^\s#!@$%^&*(),.?\":{}|<>]+(?=\s|$))*")
_MARKS = re.compile(r"%%|<!--|```|~~~|\$\$")
"""What may hide the lines below, too."""
_BLOCK = re.compile(r"(?: \^[a-zA-Z0-9-]+)?\s*\Z")


def _is_plain(words: str) -> bool:
    """Whether words are nothing but words in a bullet."""
    if _MARKS.search(words) or read_task(f"- {words}", number=1):
        return False
    body = read_body(("- x", f"  - {words}"))
    alone = [item.line for item in body.items] == [1, 2] and not body.inner
    return alone and body.words == ((1, "x"), (2, words))


def _refuse_unless(holds: bool, what: str) -> None:  # noqa: FBT001 - reads as a sentence where it is called
    if not holds:
        raise Unwritable(f"This promise {what}.")


def _refused(why: str) -> Unwritable:
    return Unwritable(f"The line was left as it is: {why}; change it in an editor.")


def _seen_by_tasks(task: Task, settings: TaskSettings) -> bool:
    """Whether the plugin takes it for a task; a box without the filter it ticks as Obsidian does."""
    return settings.global_filter in task.raw


def _statuses(settings: TaskSettings) -> Statuses:
    return settings.statuses or PLUGIN_STATUSES


def _symbol(symbol: str | None, kind: str) -> str:
    """The symbol that is to be written; Unwritable where the plugin's settings have none for it."""
    if symbol is None:
        raise Unwritable(
            f"The settings of Obsidian Tasks have no status of type {kind}; add one there, then try again."
        )
    return symbol


def _read(task: Task, settings: TaskSettings) -> TasksReading:
    """What Tasks reads; Unwritable where it would drop or spoil a piece of the line."""
    reading = read_as_tasks(task.raw, settings.form, _statuses(settings))
    if reading is None:
        raise _refused("Tasks sees no task in it")
    if reading.damaged:
        pieces = ", ".join(repr(d.typed.strip()) for d in reading.damaged)
        raise _refused(f"Tasks would lose or spoil {pieces}")
    return reading


def _again(found: TasksReading, settings: TaskSettings, today: date) -> str:
    """The next copy of a recurring task, as the settings want it."""
    if "INVALID" in (found.start, found.scheduled, found.due):
        raise _refused("its recurrence has no next day")
    if settings.next_unscheduled and (found.start or found.due):
        found = replace(found, scheduled=None)
    return write_as_tasks(replace(found, created=today if settings.next_created else None))


def _boxed(line: str, status: str) -> str:
    """The line with another mark in its box."""
    at = line.index("[") + 1
    return f"{line[:at]}{status}{line[at + 1 :]}"


def _gap(line: str, at: int) -> str:
    return "" if at >= len(line) or line[at].isspace() else " "


def _with_field(line: str, field: str) -> str:
    """The line with one more field behind all others, before a block id and blanks at the end."""
    end = _BLOCK.search(line)
    assert end is not None
    return line[: end.start()] + field + line[end.start() :]


def _with_day(line: str, old: date, new: date) -> Iterator[str]:
    """The line with one mention of a day changed, for each of its mentions, the last one first."""
    for found in reversed(list(re.finditer(re.escape(old.isoformat()), line))):
        yield line[: found.start()] + new.isoformat() + line[found.end() :]


def _vetted(task: Task, lines: Iterable[str], settings: TaskSettings, **meant: object) -> Changed:
    """The first of these lines that says what was meant and all else as before."""
    same = [name for name in Task.__slots__ if name not in _SAID_AGAIN]
    same += [] if "direction" in meant else ["tags"]
    same += [] if "direction" in meant or "owner" in meant else ["text"]
    before = _said(task, task.raw, settings, same)
    for line in lines:
        tasks = read_as_tasks(line, settings.form)
        if tasks and not tasks.damaged and _said(task, line, settings, same) == before | meant:
            return Changed((line,))
    raise _refused("it is written in a way that can't be changed safely")


def _said(task: Task, line: str, settings: TaskSettings, names: Iterable[str]) -> dict[str, object]:
    """What a line says in the place of this task; nothing where it is none."""
    read = read_task(
        line,
        number=task.line,
        promised=task.direction == "we",
        reason=task.reason,
        form=settings.form,
        global_filter=settings.global_filter,
        name_day=task.named,
        statuses=settings.statuses,
    )
    return {name: getattr(read[0], name) for name in names} if read else {}


_SAID_AGAIN: Final = ("raw", "text", "description", "tags", "named")
"""What may differ after an owner, a tag or a day came in."""


def written(data: bytes, task: Task, changed: Changed) -> bytes:
    """A note's bytes with the lines in the place of the task's, all others as they were."""
    data = replace_line(data, task.raw, changed.lines[changed.at], number=task.line)
    if changed.bullet:
        after, head = below(text_lines(data), task)
        data = insert_lines(data, [f"{head}- {changed.bullet}"], after=after)
    data = insert_lines(data, changed.lines[changed.at + 1 :], after=task.line)
    return insert_lines(data, changed.lines[: changed.at], after=task.line - 1)
