"""What a note says, as the full text takes it: its words, and where they stand."""

import re
from collections.abc import Iterable
from itertools import groupby

from notes_crm.model.note import Note
from notes_crm.store.catalog.names import clean
from notes_crm.store.fulltext.fulltext import Words, place_of

_KEY = re.compile(r"""^\s*["']?[^\W\d][\w -]*["']?\s*:(?=\s|$)""")


def words_of(number: int, note: Note) -> Words:
    """The words of a note; nothing it says is left out, values and comments included."""
    path = clean(note.path.rpartition(".")[0].replace("/", "\n"))
    title = [path, *note.customers, *note.aliases]
    if note.group == "customer":
        title.append(clean(note.title))  # who asks for a name wants the one it names first
    headings = "\n".join(s.heading for s in note.sections if s.level)
    return Words(number, "\n".join(title), headings, tuple(_runs(note)))


def _runs(note: Note) -> Iterable[tuple[int, str]]:
    """The lines of a note, those that stand in one place together; keys of the front matter left out."""
    front = (_KEY.sub("", line) for line in note.lines[: note.body_line - 1])
    yield place_of(None, task=False), "\n".join(front)
    tasks = {task.line for task in note.tasks}
    for section in note.sections:
        for task, lines in groupby(range(section.line, section.last + 1), tasks.__contains__):
            text = "\n".join(note.lines[line - 1] for line in lines)
            yield place_of(section.meaning, task=task), text
