"""The headings of a note to sections with a meaning, and the lines that stand below them."""

import re
from bisect import bisect_right
from collections.abc import Container, Iterable, Sequence

from notes_crm.model.markdown.body import Heading
from notes_crm.model.note import Line, Section
from notes_crm.model.privacy import PRIVATE, bare_heading
from notes_crm.model.schema import Schema

PROMISED = "Promised"
_WORD = re.compile(r"\w")


def sections_of(
    headings: Sequence[Heading], first: int, last: int, schema: Schema
) -> tuple[Section, ...]:
    """The sections of a body that goes from line `first` to line `last`."""
    found: list[Section] = []
    before = headings[0].line if headings else last + 1
    if first < before:
        found.append(Section("", None, None, 0, first, first, before - 1, private=False))
    above: list[Section] = []
    for number, heading in enumerate(headings, start=1):
        end = headings[number].line - 1 if number < len(headings) else last
        while above and above[-1].level >= heading.level:
            above.pop()
        name = schema.heading(bare_heading(heading.text))
        within = next((s.name for s in reversed(above) if s.name), None)
        private = name == PRIVATE or any(s.private for s in above)
        section = Section(
            heading.text, name, within, heading.level, heading.line, heading.last + 1, end, private
        )
        above.append(section)
        found.append(section)
    return tuple(found)


class Outline:
    """Finds the section a line lies in."""

    def __init__(self, sections: Sequence[Section]) -> None:
        self._sections = sections
        self._starts = [section.line for section in sections]
        self._promised: set[int] = set()
        above: list[tuple[int, str | None]] = []
        for section in sections:
            while above and above[-1][0] >= section.level:
                above.pop()
            inherited = above[-1][1] if above else None
            meaning = inherited if section.name in (None, PRIVATE) else section.name
            above.append((section.level, meaning))
            if meaning == PROMISED:
                self._promised.add(section.line)

    def at(self, line: int) -> Section | None:
        """The section of a line; None above the body."""
        number = bisect_right(self._starts, line)
        return self._sections[number - 1] if number else None

    def promised(self, line: int) -> bool:
        """Whether a line lies below `Promised`, also in a private part of it."""
        section = self.at(line)
        return section is not None and section.line in self._promised


def lines_of_text(
    words: Iterable[tuple[int, str]],
    outline: Outline,
    *,
    tasks: Container[int],
    private: Container[int],
    left_out: Container[int],
) -> tuple[Line, ...]:
    """The lines of running text that have words in them, but for tasks and comments."""
    found = []
    for line, text in words:
        if line in tasks or line in left_out or not _WORD.search(text):
            continue
        section = outline.at(line)
        meaning = section.meaning if section else None
        found.append(Line(line, text, meaning, line in private))
    return tuple(found)
