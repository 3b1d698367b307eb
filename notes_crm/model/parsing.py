"""The bytes of a file to a `Note`: lines, front matter and body put together."""

from collections.abc import Iterator, Sequence
from functools import partial

from notes_crm.model.customers import stem_of
from notes_crm.model.decode import Source, decoded
from notes_crm.model.frontmatter.fence import FrontMatter, read
from notes_crm.model.frontmatter.fields import Facts, facts_of
from notes_crm.model.markdown.inline import cut, note_target
from notes_crm.model.markdown.markdown import read_body
from notes_crm.model.note import Link, Note
from notes_crm.model.privacy import cuts_by_line, hidden_headings, loose_comments, near_headings
from notes_crm.model.problem import Level, Problem
from notes_crm.model.schema import Schema, fold
from notes_crm.model.sections import Outline, lines_of_text, sections_of
from notes_crm.model.tasks.lines import ReadLine, TaskLines
from notes_crm.model.tasks.plugin_settings import TaskSettings
from notes_crm.model.tasks.tasks import read_task

_MAX_LINES = 30_000
"""Nobody writes more; lines below are kept as words, so that a bad file can't cost seconds."""
_CONFLICT = ("<<<<<<< ", "=======", ">>>>>>> ")


def read_note(data: bytes, path: str, schema: Schema, tasks: TaskSettings | None) -> Note:
    """The note that these bytes are; never raises."""
    source = decoded(data, path)
    front = read(source.lines, path)
    facts = facts_of(front, path, schema)
    tasks = tasks or TaskSettings()
    read_line = partial(
        read_task,
        form=tasks.form,
        global_filter=tasks.global_filter,
        name_day=tasks.name_days.of(path) if tasks.name_days else None,
        statuses=tasks.statuses,
    )
    return _Parser(source, front, facts, schema).note(read_line)


class _Parser:
    """One note while it is put together from its front matter and its body."""

    def __init__(self, source: Source, front: FrontMatter, facts: Facts, schema: Schema) -> None:
        self.path, self.lines, self.facts, self.schema = source.path, source.lines, facts, schema
        self.merged = _CONFLICT[0] in source.text
        self.first, self.last = front.body, min(len(self.lines), _MAX_LINES)
        self.problems = [*source.problems, *front.problems, *facts.problems]
        if self.last < len(self.lines):
            what = f"below line {_MAX_LINES} only words are read, and count as private; split this note"
            self._problem(_MAX_LINES, "warn", "too-many-lines", what)
        self.body = read_body(self._without_marks(front.rules)[: self.last], self.first)
        self.sections = sections_of(self.body.headings, self.first, self.last, schema)
        self.outline = Outline(self.sections)
        self.comments = cuts_by_line(self.body)
        self.loose, opened = set[int](), 0
        if "%%" in source.text or "<!--" in source.text:
            self.loose, opened = loose_comments(
                self.lines[: self.last], self.first, self.body, self.comments
            )
        if opened:
            what = "this comment is never closed, so all below it counts as private"
            self._problem(opened, "warn", "comment-never-closed", what)
        self.near = near_headings(self.lines[: self.last], self.first, self.body, schema)
        for line, _, name in self.near:
            what = f"{name} is no heading here; write ## {name}, with a blank line above"
            self._problem(line, "hint", "almost-a-heading", what)
        if self.body.unread:
            what = "there are more tags, links or comments than can be read; split this note"
            self._problem(self.body.unread, "warn", "too-many-marks", what)
        if self.body.open_fence:
            what = "this code is never closed, so all below it counts as code"
            self._problem(self.body.open_fence, "warn", "code-never-closed", what)

    def note(self, read_line: ReadLine) -> Note:
        """The whole note."""
        facts = self.facts
        closed = self._closed()
        cuts = {line: tuple(c) for line, c in self.comments.items() if line not in closed}
        around = TaskLines(
            self.lines[: self.last], self.body, self.outline, self.comments, self.loose
        )
        tasks = around.read(self.path, self.first, read_line)
        self.problems += around.problems
        body = lines_of_text(
            self.body.words, self.outline, tasks={task.line for task in tasks},
            private=range(self.last + 1) if facts.private else closed, left_out=self.loose,
        )  # fmt: skip
        tags, private_tags = self._tags(closed)
        customers, aliases = facts.fields.get("customer"), facts.fields.get("aliases")
        closed.update(range(1, len(self.lines) + 1) if facts.private else cuts)
        return Note(
            self.path, facts.type, facts.group, stem_of(self.path), facts.date, facts.time,
            customers if isinstance(customers, tuple) else (), facts.private, facts.fields,
            facts.unknown, aliases if isinstance(aliases, tuple) else (), tags,
            (*facts.links, *self._links()), self.sections, tasks, self.lines, self.first,
            tuple(sorted(set(self.problems))), body, frozenset(closed),
            {} if facts.private else cuts, private_tags, around.retold,
        )  # fmt: skip

    def _problem(self, line: int, level: Level, code: str, what: str, col: int = 1) -> None:
        self.problems.append(Problem(self.path, line, col, level, code, what))

    def _without_marks(self, rules: Sequence[int]) -> Sequence[str]:
        """The lines, without fences that are none and without the marks of a conflict."""
        marks = set(rules)
        if self.merged:
            marks.update(self._conflicts())
        return (
            [t if n not in marks else "" for n, t in enumerate(self.lines, 1)]
            if marks
            else self.lines
        )

    def _conflicts(self) -> Iterator[int]:
        """The lines of marks that a merge left; those of one conflict come one after the other."""
        open_marks: list[int] = []
        for number, line in enumerate(self.lines, start=1):
            if line.startswith(_CONFLICT[0]):
                open_marks = [number]
            elif open_marks and line.startswith(_CONFLICT[len(open_marks)]):
                open_marks.append(number)
            if len(open_marks) == len(_CONFLICT):
                what = "two versions of this note were merged here; keep what is right, delete the marks"
                self._problem(open_marks[0], "error", "conflict-marker", what)
                yield from open_marks
                open_marks = []

    def _closed(self) -> set[int]:
        """The lines that are private as a whole."""
        closed = self.loose.union(self.facts.secret)
        closed.update(n for n in range(self.last + 1, len(self.lines) + 1) if self.lines[n - 1])
        for section in self.sections:
            if section.private:
                closed.update(range(section.line, section.last + 1))
        reach = 0
        for start, end in hidden_headings(self.near, self.body, self.last, self.schema):
            closed.update(range(max(start, reach + 1), end + 1))
            reach = max(reach, end)
        for line, cuts in self.comments.items():
            if not cut(self.lines[line - 1], cuts).strip(" \t>*+-"):
                closed.add(line)
        return closed

    def _tags(self, closed: set[int]) -> tuple[tuple[str, ...], frozenset[str]]:
        """All tags once, without their marks, and those that only private lines have."""
        typed = self.facts.fields.get("tags")
        spelled: dict[str, str] = {}
        shown: set[str] = set()
        for tag in typed if isinstance(typed, tuple) else ():
            shown.add(spelled.setdefault(fold(tag), tag))
        for line, tag in self.body.tags:
            name = spelled.setdefault(fold(tag[1:]), tag[1:])
            if line not in closed:
                shown.add(name)
        return tuple(spelled.values()), frozenset(spelled.values()) - shown

    def _links(self) -> Iterator[Link]:
        for line, link in self.body.links:
            if target := note_target(link.target):
                yield Link(target, link.shown, line, None, link.embed)
