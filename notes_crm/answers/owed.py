"""What we and they owe each other at a visit: open promises, late ones first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from notes_crm.answers.said import Said, Source
from notes_crm.model.derived import Promise, profile_of, promises
from notes_crm.model.note import Note, names
from notes_crm.model.schema import fold
from notes_crm.model.tasks.tasks import Task


@dataclass(frozen=True, slots=True)
class Owed:
    """One open promise: who of whom keeps it, by when, and how many days late it is."""

    said: Said
    side: Literal["we", "they", "ready"]
    who: str
    due: date | None
    days_late: int


def owed(
    notes: Sequence[Note], day: date, name: Callable[[str], str]
) -> tuple[tuple[Owed, ...], tuple[Owed, ...]]:
    """Ours (with what is ready to be told) and theirs; `name` gives the one name of each of us."""
    profile = profile_of(notes)
    owner = next(iter(names(profile.texts("owner"))), "") if profile else ""
    still = [p for p in promises(notes, day) if p.state in ("open", "late")]
    rows = [_row(p, owner, name) for p in sorted(still, key=_late_first)]
    return tuple(r for r in rows if r.side != "they"), tuple(r for r in rows if r.side == "they")


def without_labels(task: Task) -> str:
    """A task's words without the owner, who has a column of their own."""
    owner = f"@{fold(task.owner)}" if task.owner else ""
    return " ".join(word for word in task.text.split() if fold(word) != owner)


def _late_first(promise: Promise) -> tuple[int, bool, date, str, int]:
    """Late ones, then what is ready and only has to be told, then the others by their day."""
    task = promise.task
    is_to_tell = task.direction == "ready"
    return -promise.days_late, not is_to_tell, task.due or date.max, promise.note.path, task.line


def _row(promise: Promise, owner: str, name: Callable[[str], str]) -> Owed:
    task, note = promise.task, promise.note
    side: Literal["we", "they", "ready"] = "we"
    if task.direction in ("they", "ready"):
        side = task.direction
    who = task.owner or ""
    if side != "they":
        who = who or next(iter(names(note.texts("by"))), "") or owner
    said = Said(without_labels(task), Source(note.path, task.line), note.date)
    return Owed(said, side, name(who), task.due, promise.days_late)
