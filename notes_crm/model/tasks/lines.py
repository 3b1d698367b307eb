"""The task lines of a note, with what the headings, bullets and comments around them add."""

import re
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import replace

from notes_crm.model.markdown.body import Body
from notes_crm.model.markdown.inline import cut
from notes_crm.model.problem import Problem
from notes_crm.model.sections import Outline
from notes_crm.model.tasks.loose_fields import Finding
from notes_crm.model.tasks.tasks import Task

ReadLine = Callable[..., tuple[Task, tuple[Finding, ...]] | None]
"""`read_task` with what the vault's plugin is set to."""

_TASK = re.compile(r"[\s>]*(?:[-*+]|[0-9]+[.)]) +\[.\]")


class TaskLines:
    """Reads the tasks of one note; `comments` are cut from what people see, `loose` is private."""

    def __init__(
        self,
        lines: Sequence[str],
        body: Body,
        outline: Outline,
        comments: Mapping[int, Sequence[tuple[int, int]]],
        loose: Container[int],
    ) -> None:
        self._lines, self._body, self._outline = lines, body, outline
        self._comments, self._loose = comments, loose
        self._bullets: dict[int, tuple[int, str]] | None = None
        self.problems: list[Problem] = []
        self.retold: dict[int, Task] = {}
        """Tasks as they read without comments."""

    def read(self, path: str, first: int, read_line: ReadLine) -> tuple[Task, ...]:
        """The tasks from line `first` on that stand outside code and comments.

        One whose words begin code or a formula is none inside of these.
        """
        tasks: list[Task] = []
        items = {item.line for item in self._body.items}
        inside = self._body.code - items
        for number in range(first, len(self._lines) + 1):
            line = self._lines[number - 1]
            if "[" not in line or not _TASK.match(line) or number in self._body.hidden:
                continue
            if number in inside:
                if number in self._body.indented:
                    self.problems.append(_unlike(path, number, "indented this far, it is code"))
                continue
            task = self._task(path, number, read_line)
            if task is None:
                continue
            tasks.append(task)
            if number not in items and number not in self._loose:
                self.problems.append(_unlike(path, number, "it goes on with the text above"))
        return tuple(tasks)

    def _task(self, path: str, number: int, read_line: ReadLine) -> Task | None:
        line = self._lines[number - 1]
        promised = self._outline.promised(number)
        read = read_line(line, number=number, promised=promised)
        bullet = self._bullet(number) if read and read[0].state == "withdrawn" else None
        reason = bullet[1] if bullet else None
        if reason:
            read = read_line(line, number=number, promised=promised, reason=reason)
        if read is None:
            return None
        task, findings = read
        if number in self._comments:
            without = read_line(
                cut(line, self._comments[number]), number=number, promised=promised, reason=reason
            )
            if without is None:
                return None
            self.retold[number] = without[0]
            task = replace(task, text=without[0].text)
        if bullet and bullet[0] in self._loose:
            self.retold[number] = replace(self.retold.get(number, task), reason=None)
        self.problems += [
            Problem(path, number, f.col, f.level, f.code, f.message) for f in findings
        ]
        return task

    def _bullet(self, number: int) -> tuple[int, str] | None:
        """The first bullet below a task that is no task itself, and its line: the reason."""
        if self._bullets is None:
            words = dict(reversed(self._body.words))
            bullets = [
                item for item in self._body.items if item.task is None and item.line in words
            ]
            self._bullets = {b.parent: (b.line, words[b.line]) for b in reversed(bullets)}
        return self._bullets.get(number)


def _unlike(path: str, number: int, why: str) -> Problem:
    message = f"Obsidian sees no task here: {why}; put a blank line above it, or indent it less"
    return Problem(path, number, 1, "hint", "task-unlike-obsidian", message)
