"""One note file to what the catalog keeps of it: its facts."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import partial
from typing import Any

from notes_crm.model.derived import has_words, is_typed_up
from notes_crm.model.evidence import RAISED
from notes_crm.model.note import Note, parse
from notes_crm.model.problem import Problem
from notes_crm.model.schema import fold
from notes_crm.store.catalog.facts import NoteFacts
from notes_crm.store.catalog.names import clean
from notes_crm.store.stamps import UNSEEN, Stamp
from notes_crm.store.vault import MAX_BYTES, Vault

MAX_WORDS = 12_000
"""Different words that are read of one note; a novel has as many."""
_FEW_BYTES = 150_000
"""A note of fewer bytes is read as it is: so few words are read in a moment."""
_WORD = re.compile(rb"[0-9A-Za-z\x80-\xff]+")
GIST = 300
"""Characters of a note's first lines that the catalog keeps, to say where we left off."""
GIST_HEADINGS = ("Discussed", "What happened", "Symptoms", "Observed")


@dataclass(frozen=True, slots=True)
class Read:
    """A note as read: `facts` is None where the content is what the catalog knows already."""

    path: str
    stamp: Stamp
    facts: NoteFacts | None = None
    note: Note | None = None


def read_note(vault: Vault, path: str, *, known: bytes | None = None) -> Read | None:
    """Read and parse a note; None where it went away since it was seen.

    A file that can't be read is a note without words and with a Problem that says why.
    """
    problems: list[Problem] = []
    try:
        content = vault.read(path)
    except FileNotFoundError:
        return None
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        problems.append(
            Problem(path, 0, 0, "error", "unreadable", f"this note can't be read: {reason}")
        )
        stamp, digest, data = UNSEEN, b"", b""
    else:
        stamp, digest, data = content.stamp, content.digest, content.data
        if digest == known:
            return Read(path, stamp)
        if content.cut:
            more = f"only its first {MAX_BYTES // 1024 // 1024} MiB are read; split this note"
            problems.append(Problem(path, 0, 0, "warn", "too-long", more))
        end = _end_of_words(data)
        if end < len(data):
            line = data.count(b"\n", 0, end) + 1
            more = f"it has more than {MAX_WORDS} different words; below line {line} it is not read, so split it"
            problems.append(Problem(path, line, 0, "warn", "too-many-words", more))
            data = data[:end]
    note = _parsed(data, path, vault, problems)
    return Read(path, stamp, _facts(note, digest, problems), note)


def _parsed(data: bytes, path: str, vault: Vault, problems: list[Problem]) -> Note:
    """The note; one that we fail on is our bug, and costs no more than what it says in its fields."""
    read = partial(parse, path=path, schema=vault.settings.schema, tasks=vault.task_settings)
    try:
        return read(data)
    except Exception as error:  # noqa: BLE001 - one note must not keep the others from being read
        bug = f"crm fails on this note ({type(error).__name__}) and knows its words only; please report it"
        problems.append(Problem(path, 0, 0, "error", "bug", bug))
    try:
        return replace(read(data.replace(b"---", b"   ", 1)), problems=())  # without front matter
    except Exception:  # noqa: BLE001 - then it is named, and nothing of it is known
        return read(b"")


def _end_of_words(data: bytes) -> int:
    """Where the last of MAX_WORDS different words ends: a file that is no prose takes seconds."""
    if len(data) < _FEW_BYTES:
        return len(data)
    words: set[bytes] = set()
    for found in _WORD.finditer(data):
        words.add(found.group())
        if len(words) > MAX_WORDS:
            return found.start()
    return len(data)


def _facts(note: Note, digest: bytes, problems: list[Problem]) -> NoteFacts:
    open_note = note.public()
    gist_line, gist = _gist(open_note)
    return NoteFacts(
        path=note.path,
        digest=digest,
        type=note.type,
        group=note.group,
        title=note.title,
        date=note.date,
        time=note.time,
        private=note.private,
        gist=gist,
        gist_line=gist_line,
        typed_up=is_typed_up(note),
        has_words=has_words(note),
        private_lines=_ranges(note.private_lines),
        customers=note.customers,
        values=tuple(_values(note)),
        tasks=tuple(_tasks(note)),
        said=tuple(_said(open_note)),
        tags=tuple(dict.fromkeys(fold(tag) for tag in note.tags)),
        links=tuple((link.line, link.target, link.key) for link in note.links),
        problems=tuple(
            (p.line, p.col, p.level, p.code, p.message) for p in (*problems, *note.problems)
        ),
    )


def _gist(open_note: Note) -> tuple[int, str]:
    """The first lines of an open note that say what happened."""
    lines = next((found for name in GIST_HEADINGS if (found := open_note.below(name))), None)
    lines = lines or open_note.prose()
    text = " ".join(line.text for line in lines[:6])
    if len(text) > GIST:
        text = text[: GIST - 1].rsplit(" ", 1)[0] + "…"
    return (lines[0].line if lines else 0), text


def _values(note: Note) -> Iterable[tuple[Any, ...]]:
    for key, value in note.fields.items():
        for position, single in enumerate(value if isinstance(value, tuple) else (value,)):
            if type(single) is str:  # as nearly all are
                yield key, position, clean(single), None, None
            else:
                yield key, position, *_columns(single)


def _columns(value: object) -> tuple[str, float | None, str | None]:
    """One value as text, and as a number or a day where it is one."""
    if isinstance(value, bool):
        return ("true" if value else "false"), float(value), None
    if isinstance(value, int | float):
        return f"{value:g}" if isinstance(value, float) else str(value), float(value), None
    if isinstance(value, datetime):
        return value.isoformat(), None, value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat(), None, value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M"), None, None
    return clean(str(value)), None, None


def _tasks(note: Note) -> Iterable[tuple[Any, ...]]:
    for t in note.tasks:
        days = (_iso(d) for d in (t.created, t.due, t.scheduled, t.start, t.done, t.cancelled))
        hidden = int(note.is_private(t.line))
        yield t.line, t.state, t.direction, t.text, t.owner, *days, t.recurrence, t.reason, hidden


def _said(open_note: Note) -> Iterable[tuple[Any, ...]]:
    """What an open note says was raised with the customer, line by line."""
    for line in open_note.body:
        if line.section in RAISED:
            yield line.line, line.section, clean(line.text)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _ranges(lines: Iterable[int]) -> str:
    """Line numbers as ranges: 3, 4, 5, 9 is `3-5,9`."""
    runs: list[list[int]] = []
    for line in sorted(lines):
        if runs and line == runs[-1][1] + 1:
            runs[-1][1] = line
        else:
            runs.append([line, line])
    return ",".join(f"{a}-{b}" if a < b else str(a) for a, b in runs)
