"""Where a bullet goes that is to belong to a task line, so that all that belonged to the line still does."""

from collections.abc import Iterator, Sequence

from notes_crm.model.markdown.line_kinds import ENDS_TEXT, ITEM
from notes_crm.model.tasks.tasks import Task

_BLANKS = " \t"


def below(lines: Sequence[str], task: Task) -> tuple[int, str]:
    """The line (from 1) behind which the bullet goes, and the indentation and quote signs before it.

    Text that goes on with the task's own, and a quote, stay above it; a list or text below that
    belongs to the task lends its indentation where it would come to belong to the bullet.
    """
    head = task.raw[: task.raw.index(task.marker)]
    quotes = head.rstrip(_BLANKS)
    after = task.line
    for line in lines[task.line :]:
        text = _inner(line, quotes).lstrip(_BLANKS)
        if (ENDS_TEXT.match(text) and not text.startswith(">")) or ITEM.match(text):
            break
        after += 1
    usual = head + ("\t" if head.endswith("\t") else " " * (len(task.marker) + 1))
    theirs = next(_heads(lines[after:], quotes), "")
    deeper = len(theirs.expandtabs(4)) - len(usual.expandtabs(4))
    return after, theirs if len("- ") <= deeper <= _DEEPEST else usual


_DEEPEST = 3
"""Columns beyond the task's text; what is indented further is code."""


def _inner(line: str, quotes: str) -> str:
    return line.removeprefix(quotes) if quotes else line


def _heads(lines: Sequence[str], quotes: str) -> Iterator[str]:
    """What stands before the text of each line that has one, as far as the quote goes."""
    for line in lines:
        if not line.startswith(quotes):
            return
        text = line[len(quotes) :].lstrip(_BLANKS)
        if text:
            yield line[: len(line) - len(text)]
