"""What `crm check --fix` does to a note: the smallest change for each Problem that needs no guess.

Each change is read again before it counts: the note must have fewer problems of that kind, no
other ones, and say the same.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from notes_crm.errors import CrmError
from notes_crm.model import edits
from notes_crm.model.frontmatter import fence
from notes_crm.model.frontmatter.raw import texts
from notes_crm.model.markdown.inline import note_target
from notes_crm.model.note import Note, parse
from notes_crm.model.problem import Problem
from notes_crm.model.relink import names_in
from notes_crm.model.repeats import without_repeats
from notes_crm.model.schema import SCHEMA, Schema, fold
from notes_crm.model.tasks.fields import DATES, WRITTEN, Form
from notes_crm.model.tasks.loose_fields import day_in_digits, loose_fields
from notes_crm.model.tasks.obsidian_tasks import TasksReading, read_as_tasks, write_as_tasks
from notes_crm.model.tasks.plugin_settings import TaskSettings

_BARE = TaskSettings()
_BLANKS = "  "
"""What Obsidian indents with in the place of a tab."""
_SIGNED = re.compile(r"[^\w\s\[(]\ufe0f? *|[\[(]\w+:: *")
_CLOSING = (",", ".", ";", ":", "!", "?")
_OPENING = ("(", "[", "{", '"', "'", "„", "«")
"""Behind one of these a field is the whole of what the other one closes."""
_PLAIN = re.compile(r"!?\[\[[^\[\]]+\]\]|[^\s,#\[\]{}]+(?: [^\s,#\[\]{}]+)*")


_MOVED = ("text-behind-field", "odd-space", "bracket-field", "emoji-field")
"""What is mended by writing a task line as Tasks would."""
_KEEPS_WORDS = ("text-behind-field", "odd-space", "unquoted-link", "digits-lost", "tab-indent")
"""What is mended by moving and quoting alone."""


@dataclass(frozen=True, slots=True)
class Mended:
    """One line before and after, and the code of the problem that is gone; None where the line went."""

    line: int
    code: str
    before: str
    after: str | None


@dataclass(frozen=True, slots=True)
class Reader:
    """How the vault reads notes; `aliases` are folded other names of notes, each with the name."""

    schema: Schema = SCHEMA
    tasks: TaskSettings = _BARE
    aliases: Mapping[str, str] | None = None

    def read(self, data: bytes) -> Note:
        """The bytes as a note."""
        return parse(data, "", self.schema, self.tasks)


def mended(data: bytes, problems: Iterable[Problem], reader: Reader) -> tuple[bytes, list[Mended]]:
    """The note's bytes with as many of these problems gone as can be, and what was done.

    What was done names lines as they are counted in `data`.
    """
    left = set(problems)
    numbers = list(range(1, len(edits.lines_of(data)) + 1))
    done: list[Mended] = []
    # keys that repeat others go first, and again once what is mended made them repeat others
    for mend in (_unrepeated, _in_place, _unrepeated):
        data, more = mend(data, left, reader)
        done += [replace(one, line=numbers[one.line - 1]) for one in more]
        gone = sorted(one.line for one in more if one.after is None)
        numbers = [n for at, n in enumerate(numbers, 1) if at not in gone]
        left = {
            replace(p, line=p.line - bisect_left(gone, p.line)) for p in left if p.line not in gone
        }
    return data, sorted(done, key=lambda one: one.line)


def _unrepeated(data: bytes, problems: Iterable[Problem], reader: Reader) -> tuple[bytes, list[Mended]]:  # fmt: skip
    """Without the keys that say once more what one of their name says already."""
    keys = {problem.line for problem in problems if problem.code == "duplicate-key"}
    try:
        data, gone = without_repeats(data, keys, reader.schema)
    except CrmError:  # no text: it stays as it is, and stays named
        return data, []
    return data, [Mended(number, "duplicate-key", line, None) for number, line in gone.items()]


def _in_place(data: bytes, problems: Iterable[Problem], reader: Reader) -> tuple[bytes, list[Mended]]:  # fmt: skip
    """With other lines in the place of those that can be mended."""
    done: list[Mended] = []
    ways: dict[str, Callable[[str, int], str | None]] = {
        "capital-x": partial(_swap, old="[X]", new="[x]"),
        "no-space": _spaced,
        "loose-date": partial(_in_full, form=reader.tasks.form),
        **dict.fromkeys(_MOVED, partial(_ordered, form=reader.tasks.form)),
        "unquoted-link": _quoted,
        "digits-lost": _quoted,
    }
    for problem in sorted(problems, key=lambda p: (p.line, -p.col)):
        way = ways.get(problem.code)
        if problem.code == "alias-link":
            way = partial(_named, data=data, number=problem.line, reader=reader)
        try:
            if problem.code == "tab-indent":
                changes = _untabbed(edits.text_lines(data), problem.line)
            elif way is not None:
                line = edits.text_lines(data)[problem.line - 1]
                changes = {problem.line: (line, way(line, problem.col - 1) or line)}
            else:
                continue
            new = data
            for number, (line, after) in changes.items():
                new = edits.replace_line(new, line, after, number=number)
            if new != data and _is_better(data, new, problem.code, reader):
                data = new
                done += [Mended(n, problem.code, *change) for n, change in changes.items()]
        except (CrmError, IndexError):  # it stays as it is, and stays named
            continue
    return data, done


def _untabbed(lines: Sequence[str], first: int) -> dict[int, tuple[str, str]]:
    """The lines of one key, from number `first` on, that blanks are to indent: before and after."""
    found: dict[int, tuple[str, str]] = {}
    for number, line in enumerate(lines[first - 1 :], start=first):
        words = line.lstrip(" \t")
        if line and words == line and not words.startswith(("- ", "#")):
            break  # the next key, or the fence
        tabs = line[: len(line) - len(words)]
        if "\t" in tabs:
            found[number] = line, tabs.replace("\t", _BLANKS) + words
    return found


def _swap(line: str, at: int, *, old: str, new: str) -> str | None:
    return line[:at] + new + line[at + len(old) :] if line.startswith(old, at) else None


def _spaced(line: str, at: int) -> str | None:
    return f"{line[: at + 3]} {line[at + 3 :]}" if line[at : at + 1] == "[" else None


def _in_full(line: str, at: int, *, form: Form) -> str | None:
    """A day in digits behind its sign, as Tasks wants it and where."""
    field = _SIGNED.match(line, at)
    found = day_in_digits(line, field.end()) if field else None
    if field is None or found is None:
        return None
    line = f"{line[: field.end()]}{found[0].isoformat()}{line[found[1] :]}"
    return _ordered(line, at, form=form) or line


def _ordered(line: str, _at: int, *, form: Form) -> str | None:
    """A task line with every field where Tasks reads it."""
    reading = read_as_tasks(line, form)
    if reading is None or reading.damaged:
        return None
    taken = [name for name in WRITTEN if getattr(reading, name) not in {None, (), "none"}]
    fields, findings = loose_fields(line, reading.span, form, taken)
    if not fields or any(one.code not in _MOVED for one in findings):
        return None
    start, end = reading.span
    pieces, at = [], start
    for field in fields:
        pieces.append(line[at : field.start].strip(" "))
        at = field.end
    pieces.append(line[at:end].strip(" "))
    if any(piece.endswith(_OPENING) for piece in pieces):
        return None
    words = ""
    for piece in filter(None, pieces):
        words += piece if not words or piece.startswith(_CLOSING) else f" {piece}"
    words += reading.description[end - start :]
    found: dict[str, object] = {field.name: _typed(field.name, field.value) for field in fields}
    return write_as_tasks(_with(reading, words, found))


def _typed(name: str, value: str) -> object:
    if name in DATES:
        return date.fromisoformat(value)
    return tuple(re.findall(r"[\w-]+", value)) if name == "depends_on" else value


def _with(reading: TasksReading, words: str, found: Mapping[str, object]) -> TasksReading:
    return replace(reading, description=words, **found)  # type: ignore[arg-type]


def _quoted(line: str, at: int) -> str | None:
    """A value in quotes."""
    value = _PLAIN.match(line, at)
    if value is None or '"' in value[0] or "\\" in value[0]:
        return None
    return f'{line[:at]}"{value[0]}"{line[value.end() :]}'


def _named(line: str, _at: int, *, data: bytes, number: int, reader: Reader) -> str | None:
    """Links that say an alias, as `[[Name|alias]]`."""
    if line.lstrip().startswith("|"):
        return None  # in a table, the sign between the two would end a cell
    for name in sorted(names_in(data, reader.schema), key=lambda name: -name.start):
        meant = (reader.aliases or {}).get(fold(name.target))
        if name.line == number and name.manner == "wiki" and meant and name.quote != "'":
            alone = line.startswith("]]", name.end)
            shown = f"|{line[name.start : name.end]}" if alone else ""
            line = f"{line[: name.start]}{meant}{shown}{line[name.end :]}"
    return line


def _is_better(old: bytes, new: bytes, code: str, reader: Reader) -> bool:
    """Whether one problem is gone, none has come, and nothing else reads otherwise."""
    before, after = reader.read(old), reader.read(new)
    had, has = (Counter(p.code for p in note.problems) for note in (before, after))
    come = {p.code for p in after.problems if p.level == "error"} if code == "tab-indent" else has
    if any(has[one] > had[one] for one in come) or (
        code != "alias-link" and has[code] >= had[code]
    ):
        return False
    fields = [(e.key, texts(e.value)) for e in _entries(old)]
    kept = [(e.key, texts(e.value)) for e in _entries(new)]
    links = Counter(fold(_meant(link.target, reader)) for link in before.links)
    same_links = links == Counter(fold(_meant(link.target, reader)) for link in after.links)
    return (
        same_links
        and (code == "alias-link" or fields == kept)
        and (code not in _KEEPS_WORDS or _words(old) <= _words(new))
        and (code == "alias-link" or _tasks(before, code) == _tasks(after, code))
    )


def _tasks(note: Note, code: str) -> list[tuple[object, ...]]:
    """What must stay the same of every task; a day that can be read at last is a gain."""
    if code == "loose-date":
        return [(t.state, t.owner, t.direction) for t in note.tasks]
    return [(t.state, "".join(t.text.split()), t.due, t.owner, t.direction) for t in note.tasks]


def _meant(target: str, reader: Reader) -> str:
    name = note_target(target)
    return (reader.aliases or {}).get(fold(name), name)


def _entries(data: bytes) -> tuple[fence.Entry, ...]:
    return fence.read(edits.text_lines(data), "").entries


def _words(data: bytes) -> Counter[str]:
    return Counter(re.findall(r"\w+", data.decode("utf-8", "replace")))
