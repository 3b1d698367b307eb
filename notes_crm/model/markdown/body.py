"""What stands in the body of a note, and where the blocks of all depths put what they find.

Lines are counted from 1, in the whole file; columns from 0, in the whole line.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from notes_crm.model.markdown.inline import Target, cut, may_hold, read_inline, table_row
from notes_crm.model.markdown.line_kinds import MARKUP


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading outside lists and quotes; `last` is its second line, if it is underlined."""

    line: int
    last: int
    level: int
    text: str


class Item(NamedTuple):
    """A list item: `parent` is the line of the item it lies in, or 0.

    `first` is the line of its list's first item, `task` the character in its check box. A tuple,
    for there are many of them, and a dataclass takes thrice the time.
    """

    line: int
    parent: int
    first: int
    task: str | None


@dataclass(frozen=True, slots=True)
class Body:
    """What stands in the body of a note.

    `blocks` are the outermost blocks (kind, first and last line); `inner` the headings in lists
    and quotes, each with the last line of what it stands in; `words` the lines of running text
    without markers and comments; `spans` are the places (line, from, to) of the file names in
    `links`, `cuts` those of comments; `hidden` the lines of comments that are blocks; `code` those of code and formulas, of which
    `indented` are only indented; `open_fence` the line of code that is never closed, or 0;
    `unread` the first line whose tags, links and comments are not read, or 0: there are too many.
    """

    blocks: tuple[tuple[str, int, int], ...]
    headings: tuple[Heading, ...]
    inner: tuple[tuple[Heading, int], ...]
    items: tuple[Item, ...]
    tags: tuple[tuple[int, str], ...]
    links: tuple[tuple[int, Target], ...]
    spans: tuple[tuple[int, int, int], ...]
    words: tuple[tuple[int, str], ...]
    cuts: tuple[tuple[int, int, int], ...]
    hidden: frozenset[int]
    code: frozenset[int]
    indented: frozenset[int]
    open_fence: int
    unread: int


_MAX_TEXT = 200_000
_MAX_MARKS = 50_000
"""Characters of a paragraph, tags, links and comments of a note: nobody writes more."""


class Sink:
    """Where the blocks of all depths put what they find."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self.blocks: list[tuple[str, int, int]] = []
        self.headings: list[Heading] = []
        self.inner: list[tuple[Heading, int]] = []
        self.items: list[Item] = []
        self.tags: list[tuple[int, str]] = []
        self.links: list[tuple[int, Target]] = []
        self.spans: list[tuple[int, int, int]] = []
        self.words: list[tuple[int, str]] = []
        self.cuts: list[tuple[int, int, int]] = []
        self.hidden: set[int] = set()
        self.code: set[int] = set()
        self.indented: set[int] = set()
        self.open_fence = 0
        self.unread = 0

    def body(self) -> Body:
        """All that was found."""
        return Body(
            tuple(self.blocks), tuple(self.headings), tuple(self.inner), tuple(self.items), tuple(self.tags),
            tuple(self.links), tuple(self.spans), tuple(self.words), tuple(self.cuts), frozenset(self.hidden),
            frozenset(self.code), frozenset(self.indented), self.open_fence, self.unread,
        )  # fmt: skip

    def text(self, texts: Sequence[str], line: int, *, table: bool = False) -> None:
        """Take a paragraph; every text is the end of its line in the file."""
        whole = texts[0] if len(texts) == 1 else "\n".join(texts)
        if may_hold(whole):
            self._marked(texts, whole, line, table=table)
            return
        self._words(texts, line)

    def line(self, text: str, line: int) -> None:
        """Take a paragraph of one line."""
        if may_hold(text):
            self._marked((text,), text, line, table=False)
        else:
            self.words.append((line, text.strip()))

    def heading(self, text: str, line: int, last: int, level: int) -> Heading:
        """The heading with this text; its words are not running text."""
        if not may_hold(text):
            return Heading(line, last, level, text.strip())
        before = len(self.words)
        self.line(text, line)
        shown = "".join(words for _, words in self.words[before:])
        del self.words[before:]
        return Heading(line, last, level, _unclosed(shown))

    def plain(self, text: str, line: int) -> None:
        """Take text in which neither tags nor links count."""
        if words := MARKUP.sub(" ", text).strip():
            self.words.append((line, words))

    def markup(self, texts: Sequence[str], line: int) -> None:
        """Take a block of HTML."""
        for number, text in enumerate(texts, start=line):
            self.plain(text, number)

    def _words(self, texts: Sequence[str], line: int) -> None:
        for text in texts:
            self.words.append((line, text.strip()))
            line += 1

    def _marked(self, texts: Sequence[str], whole: str, line: int, *, table: bool) -> None:
        marks = len(self.tags) + len(self.links) + len(self.cuts)
        if marks > _MAX_MARKS or len(whole) > _MAX_TEXT:
            self.unread = self.unread or line
            self._words(texts, line)
            return
        inline = read_inline(table_row(whole) if table else whole)
        starts = [0]
        for text in texts[:-1]:
            starts.append(starts[-1] + len(text) + 1)
        for at, tag in inline.tags:
            self.tags.append((line + bisect_right(starts, at) - 1, tag))
        for target in inline.links:
            self.links.append((line + bisect_right(starts, target.at) - 1, target))
            index = bisect_right(starts, target.span[0]) - 1
            shift = len(self.lines[line + index - 1]) - len(texts[index]) - starts[index]
            self.spans.append((line + index, target.span[0] + shift, target.span[1] + shift))
        if not inline.comments:
            self._words(texts, line)
            return
        spans = _by_line(inline.comments, starts)
        for index, text in enumerate(texts):
            before = len(self.lines[line + index - 1]) - len(text)
            cuts = [(a, min(b, len(text))) for a, b in spans.get(index, ())]
            self.cuts += [(line + index, before + a, before + b) for a, b in cuts]
            if words := cut(text, cuts).strip():
                self.words.append((line + index, words))


def _unclosed(heading: str) -> str:
    """A heading without the hashes that may close it, which stand behind a blank."""
    text = heading.rstrip("#")
    return text.rstrip() if not text or text[-1] in " \t" else heading


def _by_line(
    spans: Iterable[tuple[int, int]], starts: Sequence[int]
) -> dict[int, list[tuple[int, int]]]:
    """Spans of a text by the lines they touch, as columns; `starts` are where its lines begin."""
    found: dict[int, list[tuple[int, int]]] = {}
    for start, end in spans:
        for index in range(bisect_right(starts, start) - 1, bisect_right(starts, end - 1)):
            columns = (max(start - starts[index], 0), end - starts[index])
            found.setdefault(index, []).append(columns)
    return found
