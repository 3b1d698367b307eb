"""The keys of a note to typed fields, and what follows from them and from where the note lies."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from notes_crm.model.customers import folder_of, is_own_name, stem_of
from notes_crm.model.dates.dates import date_in_name, read_datetime
from notes_crm.model.frontmatter.fence import Entry, FrontMatter
from notes_crm.model.frontmatter.raw import Scalar, texts
from notes_crm.model.frontmatter.unlike import unlike_obsidian
from notes_crm.model.frontmatter.values import as_typed, is_private, together, typed
from notes_crm.model.markdown.inline import links_in, note_target
from notes_crm.model.markdown.names import plain_names
from notes_crm.model.note import CODES, Link, Value
from notes_crm.model.problem import Problem
from notes_crm.model.schema import Group, Schema, fold

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_NO_CUSTOMERS = ("team", "goals", "inbox", "reference", "templates")
"""Folders whose sub-folders are no customers."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the front matter and the path of a note say; `secret` are the lines of its codes."""

    type: str
    group: Group
    date: date | None
    time: time | None
    private: bool
    fields: Mapping[str, Value]
    unknown: frozenset[str]
    links: tuple[Link, ...]
    secret: frozenset[int]
    problems: tuple[Problem, ...]


def facts_of(front: FrontMatter, path: str, schema: Schema) -> Facts:
    """The facts of a note from its front matter and its path."""
    by_key = _by_key(front.entries, schema)
    note_type, problems = _type(by_key.get("type", ()), path, schema)
    group = schema.group(note_type)
    fields: dict[str, Value] = {}
    for key, entries in by_key.items():
        value, more = _value(key, entries, group, path, schema)
        problems += more
        if value is not None:
            fields[key] = value
    if "type" in fields:
        fields["type"] = note_type
    problems = (*problems, *unlike_obsidian(by_key, path, schema))
    unread = _by_key(front.unread, schema)
    private = any(is_private(e.value) for keys in (by_key, unread) for e in keys.get("private", ()))
    codes = (*by_key.get(CODES, ()), *unread.get(CODES, ()))
    day, clock = _when(fields, by_key.get("date", ()), path)
    return Facts(
        note_type, group, day, clock, private, fields,
        frozenset(key for key in by_key if key not in schema.fields),
        tuple(_links(by_key)),
        frozenset(line for entry in codes for line in range(entry.line, entry.last + 1)),
        tuple(problems),
    )  # fmt: skip


def _by_key(entries: Iterable[Entry], schema: Schema) -> dict[str, list[Entry]]:
    """The entries under their canonical keys; the canonical word, or the later one, is last."""
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        key = schema.keys.get(entry.key) or schema.key(_INVISIBLE.sub("", entry.key))
        known = found.setdefault(key, [])
        known.insert(0 if known and entry.key != key else len(known), entry)
    return found


def _value(
    key: str, entries: list[Entry], group: Group, path: str, schema: Schema
) -> tuple[Value | None, tuple[Problem, ...]]:
    field = schema.fields.get(key)
    if field is None:
        values = [v for entry in entries if (v := as_typed(entry.value)) is not None]
        return (together(values) if values else None), ()
    if key == "private":
        return any(is_private(entry.value) for entry in entries), ()
    if len(entries) == 1:
        return typed(field, entries[0].value, group, path)
    read = [typed(field, entry.value, group, path) for entry in entries]
    values = [value for value, _ in read if value is not None]
    problems = tuple(problem for _, found in read for problem in found)
    return (together(values) if values else None), problems


def _type(entries: Iterable[Entry], path: str, schema: Schema) -> tuple[str, tuple[Problem, ...]]:
    """The type of a note: the first known one in its front matter, else by where it lies."""
    written = [
        (name, entry.value)
        for entry in entries
        for text in texts(entry.value)
        for name in plain_names(text)
    ]
    for text, _ in written:
        if known := schema.type(text):
            return known, ()
    if not written:
        return _type_by_path(path, schema), ()
    text, raw = written[0]
    message = "this type is not known, so the note counts as a plain note; crm.toml can add types"
    return fold(text), (Problem(path, raw.line, raw.col, "hint", "unknown-type", message),)


def _type_by_path(path: str, schema: Schema) -> str:
    at = fold(path)
    folders = {use: fold(folder) for use, folder in schema.folders.items()}
    if at == folders["lessons"]:
        return "lesson"
    within = {use for use, folder in folders.items() if at.startswith(folder + "/")}
    if "team" in within:
        return "team"
    if "goals" in within:
        return "goal"
    home = folder_of(at)
    tops = (folders["archive"], folders["customers"])
    holds = bool(home) and home not in tops and not within.intersection(_NO_CUSTOMERS)
    return "customer" if holds and is_own_name(path) else "note"


def _when(
    fields: Mapping[str, Value], dates: Iterable[Entry], path: str
) -> tuple[date | None, time | None]:
    """Day and time: from the front matter, else from the file's name."""
    day, clock = fields.get("date"), fields.get("time")
    day = day if isinstance(day, date) else None
    clock = clock if isinstance(clock, time) else None
    if day and clock is None:
        moments = (read_datetime(text) for entry in dates for text in texts(entry.value))
        clock = next((m.time() for m in moments if isinstance(m, datetime)), None)
    if day is None or clock is None:
        name = date_in_name(stem_of(path))
        if name and day in (None, name[0]):
            return name[0], clock or name[1]
    return day, clock


def _links(by_key: Mapping[str, list[Entry]]) -> Iterable[Link]:
    for key, entries in by_key.items():
        for entry in entries:
            if isinstance(entry.value, Scalar) and "[" not in entry.value.text:
                continue
            for text in texts(entry.value):
                for link in links_in(text):
                    if target := note_target(link.target):
                        yield Link(target, link.shown, entry.line, key, link.embed)
