"""One task line exactly as the Obsidian Tasks plugin (8.3.0) reads and writes it.

The plugin takes fields from the end of the line backwards and stops at the first text it does not
know; tags may stand between the fields and go back to the end of the description. We write only
what it reads, so this module decides; what we understand beyond it is in `model.tasks`.
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal

from notes_crm.model.tasks.fields import (
    DATES,
    PRIORITIES,
    SPACES,
    WRITTEN,
    Form,
    Priority,
    written_field,
)
from notes_crm.model.tasks.line_end import tags_of, take_ending, trimmed
from notes_crm.model.tasks.statuses import PLUGIN_STATUSES, Status, Statuses, StatusType

if TYPE_CHECKING:
    from notes_crm.model.tasks.recurrence import Rule

INVALID: Final = "INVALID"
"""Stands for a date no calendar has, such as 2026-02-31."""
TasksDate = date | Literal["INVALID"] | None

Trouble = Literal[
    "said-twice", "impossible-date", "unreadable-repeat", "unreadable-completion", "cut-off"
]


@dataclass(frozen=True, slots=True)
class Damage:
    """A piece of the line, as typed, that the plugin would drop or spoil in writing the line back."""

    trouble: Trouble
    typed: str


@dataclass(frozen=True, slots=True)
class TasksReading:
    """What the plugin reads of one line.

    `span` is where the description's own text stands in the line, without the tags behind fields.
    Where anything is `damaged`, whoever rewrites the line refuses instead.
    `hard_break` are two or more spaces at the end of the line, which the plugin keeps.
    """

    form: Form
    indentation: str
    marker: str
    status: str
    status_type: StatusType
    description: str
    priority: Priority
    created: TasksDate
    start: TasksDate
    scheduled: TasksDate
    due: TasksDate
    done: TasksDate
    cancelled: TasksDate
    recurrence: str | None
    rule: "Rule | None"
    on_completion: str | None
    id: str | None
    depends_on: tuple[str, ...]
    tags: tuple[str, ...]
    block_link: str | None
    hard_break: str
    span: tuple[int, int]
    damaged: tuple[Damage, ...]


def read_as_tasks(
    line: str, form: Form, statuses: Statuses = PLUGIN_STATUSES
) -> TasksReading | None:
    """Read one line; None if the plugin sees no check box in it."""
    match = _TASK_LINE.match(line)
    if match is None:
        return None
    indentation, marker, status = match.group(1, 2, 3)
    start, end = match.span(4)
    while start < end and line[start] in SPACES:
        start += 1
    end = trimmed(line, start, end)
    block = None
    at = line.rfind(" ^", start, end)
    if at >= 0 and _BLOCK.fullmatch(line, at + 1, end):
        block = line[at + 1 : end]
        end = trimmed(line, start, at)
    ending = take_ending(line, start, end, form)
    description = line[start : ending.end]
    if ending.tags:
        description = " ".join((description, *reversed(ending.tags))).strip(SPACES)
    values = ending.values
    damaged = [Damage("said-twice", typed) for typed in ending.twice]
    if cut := line[match.end() :].strip(SPACES):
        damaged.append(Damage("cut-off", cut))
    meaning = _Meaning(values, ending.typed, damaged)
    created, begin, scheduled, due, done, cancelled = (meaning.date(name) for name in DATES)
    rule, recurrence = meaning.rule(due or scheduled or begin)
    return TasksReading(
        form=form,
        indentation=indentation,
        marker=marker,
        status=status,
        status_type=statuses.of(status).type,
        description=description,
        priority=PRIORITIES.get(values.get("priority", ""), "none"),
        created=created,
        start=begin,
        scheduled=scheduled,
        due=due,
        done=done,
        cancelled=cancelled,
        recurrence=recurrence,
        rule=rule,
        on_completion=meaning.on_completion(),
        id=values.get("id"),
        depends_on=tuple(_ID.findall(values["depends_on"])) if "depends_on" in values else (),
        tags=tags_of(description),
        block_link=block,
        hard_break=_hard_break(line),
        span=(start, ending.end),
        damaged=tuple(meaning.damaged),
    )


def write_as_tasks(reading: TasksReading) -> str:
    """Write a reading as the plugin writes it; it writes `Invalid date` for an INVALID one."""
    texts = {
        "id": reading.id,
        "depends_on": ",".join(reading.depends_on),
        "priority": reading.priority if reading.priority != "none" else None,
        "recurrence": reading.recurrence,
        "on_completion": reading.on_completion,
    }
    pieces = [reading.description]
    for name in WRITTEN:
        if name in texts:
            text = texts[name]
        else:
            value: TasksDate = getattr(reading, name)
            text = None if value is None else _date_text(value)
        if text:
            pieces.append(written_field(reading.form, name, text))
    block = f" {reading.block_link}" if reading.block_link else ""
    head = f"{reading.indentation}{reading.marker} [{reading.status}] "
    return head + "".join(pieces) + block + reading.hard_break


def given_status(
    reading: TasksReading, symbol: str, today: date, statuses: Statuses = PLUGIN_STATUSES
) -> list[TasksReading]:
    """What stands there once it has another status, with today as the day of one that closes it.

    Two for a recurring task that becomes done: the next one, then itself. 🏁 is left out of
    account, since notes lose nothing.
    """
    state = statuses.state(symbol)
    now = replace(
        reading,
        status=symbol,
        status_type=statuses.of(symbol).type,
        done=today if state == "kept" else None,
        cancelled=today if state == "withdrawn" else None,
    )
    if state != "kept" or reading.rule is None:
        return [now]
    return [_next_occurrence(reading, statuses.of(statuses.opened(symbol) or " "), today), now]


def _next_occurrence(reading: TasksReading, status: Status, today: date) -> TasksReading:
    """Build the task that follows a recurring one; INVALID dates where the rule comes to an end."""
    from notes_crm.model.tasks.next_date import next_date  # noqa: PLC0415 - needed by few

    assert reading.rule is not None
    reference = reading.due or reading.scheduled or reading.start
    base = reference if isinstance(reference, date) and not reading.rule.when_done else today
    first: TasksDate = (next_date(reading.rule, base) or INVALID) if reference else None
    return replace(
        reading,
        status=status.symbol,
        status_type=status.type,
        start=_shifted(reading.start, reference, first),
        scheduled=_shifted(reading.scheduled, reference, first),
        due=_shifted(reading.due, reference, first),
        created=None,
        done=None,
        cancelled=None,
        id=None,
        depends_on=(),
        block_link=None,
    )


_TASK_LINE = re.compile(
    rf"([{SPACES}>]*)([-*+]|[0-9]+[.)]) +\[([^\n\r\u2028\u2029])\] *([^\n\r\u2028\u2029]*)"
)
_BLOCK = re.compile(r"\^[a-zA-Z0-9-]+")
_ID = re.compile(r"[a-zA-Z0-9_-]+")


@dataclass(slots=True)
class _Meaning:
    """What the values at the end of a line mean, and what of it cannot be written back."""

    values: dict[str, str]
    typed: dict[str, str]
    damaged: list[Damage]

    def date(self, name: str) -> TasksDate:
        text = self.values.get(name)
        if text is None:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.damaged.append(Damage("impossible-date", self.typed[name]))
            return INVALID

    def rule(self, reference: TasksDate) -> tuple["Rule | None", str | None]:
        words = self.values.get("recurrence", "").strip(SPACES)
        if not words:
            return None, None
        rule, text, whole = _understood(words)
        if rule and reference == INVALID and not rule.when_done:
            rule = None
        if rule is None or not whole:
            self.damaged.append(Damage("unreadable-repeat", self.typed["recurrence"]))
        return (rule, text) if rule else (None, None)

    def on_completion(self) -> str | None:
        text = self.values.get("on_completion")
        if text is None or text.lower() in {"keep", "delete"}:
            return text and text.lower()
        self.damaged.append(Damage("unreadable-completion", self.typed["on_completion"]))
        return None


def _hard_break(line: str) -> str:
    text = line.rstrip(" ")
    return line[len(text) :] if len(line) - len(text) > 1 else ""


@lru_cache(maxsize=256)
def _understood(words: str) -> tuple["Rule | None", str | None, bool]:
    """Read a recurrence once: the rule, its words, and whether they say all that was said."""
    # Few lines have one, so the grammar is loaded with the first.
    from notes_crm.model.tasks.recurrence import read_rule  # noqa: PLC0415
    from notes_crm.model.tasks.recurrence_text import rule_text, written_back_whole  # noqa: PLC0415

    rule = read_rule(words)
    return rule, rule_text(rule) if rule else None, written_back_whole(words)


def _date_text(value: date | str) -> str:
    return value.isoformat() if isinstance(value, date) else "Invalid date"


def _shifted(value: TasksDate, reference: TasksDate, first: TasksDate) -> TasksDate:
    """Keep the distance to the reference; without one it becomes the first date itself."""
    if value is None or not isinstance(first, date):
        return value and first
    if not isinstance(value, date) or not isinstance(reference, date):
        return first
    try:
        return first + (value - reference)
    except OverflowError:
        return INVALID
