"""Where a bullet goes that is to belong to a task line, so that all that belonged to the line still does."""

from collections.abc import Iterator, Sequence

from notes_crm.model.frontmatter import fence
from notes_crm.model.markdown.line_kinds import ENDS_TEXT, ITEM
from notes_crm.model.markdown.markdown import read_body
from notes_crm.model.tasks.tasks import Task

_BLANKS = " \t"


def below(lines: Sequence[str], task: Task) -> tuple[int, str]:
    """The line (from 1) behind which the bullet goes, and the indentation and quote signs before it.

    Text and code that go on with the task's own stay above it; a list or text below that belongs to the
    task lends its indentation, or it would come to belong to the bullet.
    """
    head = task.raw[: task.raw.index(task.marker)]
    quotes = head.rstrip(_BLANKS)
    first = fence.read(lines, "").body
    code = read_body(lines, first).code
    after = task.line
    while after in code and after + 1 in code:
        after += 1
    for line in lines[after:]:
        text = line.removeprefix(quotes).lstrip(_BLANKS)
        if ENDS_TEXT.match(text) or ITEM.match(text):
            break
        after += 1
    usual = head + ("\t" if head.endswith("\t") else " " * (len(task.marker) + 1))
    theirs = next(_heads(lines[after:], quotes), usual)
    deeper = _column(theirs) - _column(usual) > 1  # it would lie in a bullet that is less deep
    heads = (theirs, usual) if deeper else (usual, theirs)
    places = (*((after, head) for head in heads), (task.line, usual))
    fitting = (place for place in places if _fits(lines, first, *place, task.line))
    return next(fitting, (task.line, usual))


def _column(head: str) -> int:
    return len(head.expandtabs(4))


def _heads(lines: Sequence[str], quotes: str) -> Iterator[str]:
    """What stands before the text of each line that has one, as far as the quote goes."""
    for line in lines:
        if not line.startswith(quotes):
            return
        text = line[len(quotes) :].lstrip(_BLANKS)
        if text:
            yield line[: len(line) - len(text)]


def _fits(lines: Sequence[str], first: int, after: int, head: str, task: int) -> bool:
    """Whether a bullet there belongs to the task, and all else to what it belonged to."""
    at = after + 1
    was = read_body(lines, first)
    now = read_body([*lines[:after], f"{head}- x", *lines[after:]], first)

    def old(line: int) -> int:
        return line - (line > at)

    items = {(old(item.line), old(item.parent)) for item in now.items if item.line != at}
    words = [(old(line), text) for line, text in now.words if line != at]
    return (
        (at, task) in {(item.line, item.parent) for item in now.items}
        and items == {(item.line, item.parent) for item in was.items}
        and words == list(was.words)
        and [text for line, text in now.words if line == at] == ["x"]
    )
