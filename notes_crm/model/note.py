"""One file, parsed: text to a frozen `Note` with its sections, tasks and Problems."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from notes_crm.model.markdown.inline import cut
from notes_crm.model.markdown.names import plain_names
from notes_crm.model.problem import Problem
from notes_crm.model.schema import SCHEMA, Schema

if TYPE_CHECKING:
    from notes_crm.model.tasks.plugin_settings import TaskSettings
    from notes_crm.model.tasks.tasks import Task

Value = str | float | bool | date | datetime | time | tuple[str, ...]
"""A typed front-matter value: by kind, see `model.values`. Text is the text as typed."""

CODES = "codes"
"""The key whose value is never shown unless asked for."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the lines below it up to the next heading of any level.

    `name` is the canonical heading of `schema.HEADINGS`, or None where it means nothing.
    A deeper heading belongs to the meaning of the one above it: `### Pump house` below
    `## Told` has `within == "Told"`. The lines before the first heading are a section with
    level 0. Line numbers count from 1 in the whole file.
    """

    heading: str
    name: str | None
    within: str | None
    level: int
    line: int
    first: int
    last: int
    private: bool

    @property
    def meaning(self) -> str | None:
        """What the lines of this section are about: its own heading, else the one above."""
        return self.name or self.within


@dataclass(frozen=True, slots=True)
class Line:
    """One bullet or paragraph line that carries meaning: its text without marker or comment."""

    line: int
    text: str
    section: str | None
    private: bool


@dataclass(frozen=True, slots=True)
class Link:
    """A link to another note: `[[target#heading|shown]]`; `key` names the front-matter key."""

    target: str
    shown: str
    line: int
    key: str | None = None
    embed: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """One note. `path` is vault-relative POSIX; `lines` are the file's lines without ends.

    `tags` have no `#`. `body` are the lines that carry words, tasks and headings left out.
    `private_lines` are all lines with something private in them; those in `cuts` are private
    only from one column to another, counted from 0, the others as a whole. `private_tags` stand
    in private lines alone; `retold` are tasks as they read without the comments in their line.
    """

    path: str
    type: str
    group: str
    title: str
    date: date | None
    time: time | None
    customers: tuple[str, ...]
    private: bool
    fields: Mapping[str, Value]
    unknown: frozenset[str]
    aliases: tuple[str, ...]
    tags: tuple[str, ...]
    links: tuple[Link, ...]
    sections: tuple[Section, ...]
    tasks: "tuple[Task, ...]"
    lines: tuple[str, ...]
    body_line: int
    problems: tuple[Problem, ...] = field(default=())
    body: tuple[Line, ...] = ()
    private_lines: frozenset[int] = frozenset()
    cuts: Mapping[int, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    private_tags: frozenset[str] = frozenset()
    retold: "Mapping[int, Task]" = field(default_factory=dict)

    def texts(self, key: str) -> tuple[str, ...]:
        """The values of a key as texts; none where the note does not have it."""
        value = self.fields.get(key)
        if value is None:
            return ()
        return value if isinstance(value, tuple) else (_text(value),)

    def below(self, name: str) -> tuple[Line, ...]:
        """The meaningful lines below a canonical heading, task lines left out."""
        return tuple(line for line in self.body if line.section == name)

    def prose(self) -> tuple[Line, ...]:
        """All lines of the body with words in them, headings and task lines left out."""
        return self.body

    def is_private(self, line: int) -> bool:
        """Whether a line as a whole is private; one with a comment in it is not."""
        return self.private or (line in self.private_lines and line not in self.cuts)

    def public(self) -> "Note":
        """The note without its private sections, comments and codes."""
        if self.private:
            return replace(
                self, time=None, customers=(), fields={}, unknown=frozenset(), aliases=(), tags=(),
                links=(), sections=(), tasks=(), lines=(), body_line=1, problems=(), body=(),
                private_lines=frozenset(), cuts={}, private_tags=frozenset(), retold={},
            )  # fmt: skip
        if not self.private_lines:
            return self
        return replace(
            self,
            fields={key: value for key, value in self.fields.items() if key != CODES},
            tags=tuple(tag for tag in self.tags if tag not in self.private_tags),
            links=tuple(link for link in self.links if not self.is_private(link.line)),
            sections=tuple(
                s for s in self.sections if not (s.private or (s.level and self.is_private(s.line)))
            ),
            tasks=tuple(
                self.retold.get(t.line, t) for t in self.tasks if not self.is_private(t.line)
            ),
            lines=tuple(map(self._public_line, range(1, len(self.lines) + 1))),
            problems=tuple(p for p in self.problems if p.line not in self.private_lines),
            body=tuple(line for line in self.body if not line.private),
            private_lines=frozenset(), cuts={}, private_tags=frozenset(), retold={},
        )  # fmt: skip

    def _public_line(self, line: int) -> str:
        text = self.lines[line - 1]
        if line not in self.private_lines:
            return text
        return cut(text, self.cuts[line]) if line in self.cuts else ""


def parse(
    data: bytes, path: str, schema: Schema = SCHEMA, tasks: "TaskSettings | None" = None
) -> Note:
    """The note that these bytes are; never raises. `tasks`: what the vault's Tasks plugin is set to."""
    from notes_crm.model.parsing import read_note  # noqa: PLC0415 - YAML loads only when used

    return read_note(data, path, schema, tasks)


def names(values: Iterable[str]) -> tuple[str, ...]:
    """Link texts as plain names: `[[Team/Sam Lee|Sam]]` is `Sam Lee`."""
    return tuple(name.strip() for value in values for name in plain_names(value))


def _text(value: float | date | time | str) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, time):
        return value.strftime("%H:%M:%S" if value.second else "%H:%M")
    return value.isoformat() if isinstance(value, date) else str(value)
