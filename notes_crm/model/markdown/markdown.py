"""The blocks of a note: headings, list items, text and code, line by line, as Obsidian reads them.

Obsidian is followed where it differs from CommonMark: a list or code may stand right behind a
check box, a heading with a line below it is one line long, `%%` hides a block, `$$` opens a formula.
Lines are counted from 1, in the whole file; columns from 0, in the whole line.
"""

import re
from collections.abc import Callable, Sequence

from notes_crm.model.markdown.body import Body, Item, Sink
from notes_crm.model.markdown.indentation import TAB, columns_of, dedented, indent_of, text_column
from notes_crm.model.markdown.line_kinds import (
    BOX,
    CALLOUT,
    COMMENT_END,
    DELIMITER,
    ENDS_ITEM,
    ENDS_TEXT,
    FORMULA_END,
    HTML,
    ITEM,
    KIND,
    QUOTE,
    RULE,
    UNDERLINE,
    VERBATIM,
)

_DEPTH = 12
"""Lists and quotes nested deeper than this are read as plain text."""


def read_body(lines: Sequence[str], first: int = 1) -> Body:
    """The blocks of `lines`, all lines of a file, from line `first` on."""
    sink = Sink(lines)
    read_into(sink, lines, first)
    return sink.body()


def read_into(sink: Sink, lines: Sequence[str], first: int) -> None:
    """The same, for a sink that keeps what it wants."""
    _Blocks(sink, lines[first - 1 :], first, 0, 0).read()


class _Blocks:
    """The blocks of one container: the file, a quote or a list item, perhaps behind a check box."""

    def __init__(
        self, sink: Sink, lines: Sequence[str], base: int, parent: int, depth: int, *,
        boxed: bool = False,
    ) -> None:  # fmt: skip
        self.sink, self.lines, self.base = sink, lines, base
        self.parent, self.depth, self.boxed = parent, depth, boxed
        self._never: set[re.Pattern[str]] = set()

    def read(self) -> None:
        """Read all lines, block by block."""
        lines, at, end = self.lines, 0, len(self.lines)
        if self.depth > _DEPTH:
            self._flat()
            return
        while at < end:
            match = KIND.match(lines[at])
            if match is None:
                at = self.paragraph(at)
            elif match.lastgroup == "blank":
                at += 1
            else:
                at = _READ[match.lastgroup or ""](self, at, match)

    def paragraph(self, at: int, kind: str = "paragraph") -> int:
        """Lines of running text; what stands below the first can make it a heading or a table."""
        lines, end = self.lines, at + 1
        if end < len(lines):
            if UNDERLINE.match(lines[end]):
                level = 1 if lines[end][0] == "=" else 2
                return self._titled(lines[at], at, end + 1, level)
            if "|" in lines[at] and "-" in lines[end] and DELIMITER.match(lines[end]):
                return self._table(at)
        marks = lines[at].count("%%")
        while end < len(lines) and not self._ends(lines[end], marks):
            marks += lines[end].count("%%")
            end += 1
        self.sink.text(lines[at:end], self.base + at)
        return self._block(kind, at, end)

    def heading(self, at: int, match: re.Match[str]) -> int:
        """One line behind hashes."""
        level = match["heading"].count("#")
        return self._titled(self.lines[at][match.end() :], at, at + 1, level)

    def rule(self, at: int, _match: re.Match[str]) -> int:
        """A line across the page."""
        return self._block("thematicBreak", at, at + 1)

    def footnote(self, at: int, _match: re.Match[str]) -> int:
        """The text of a footnote."""
        return self.paragraph(at, "footnoteDefinition")

    def indented(self, at: int, _match: re.Match[str]) -> int:
        """Code that is only indented."""
        end = last = at
        while end < len(self.lines):
            match = KIND.match(self.lines[end])
            if match is None or match.lastgroup not in ("blank", "indented"):
                break
            end += 1
            last = end if match.lastgroup == "indented" else last
        self.sink.indented.update(range(self.base + at, self.base + last))
        return self._code("code", at, last)

    def fence(self, at: int, match: re.Match[str]) -> int:
        """Code between fences; one that is not closed goes to the end of what it stands in."""
        mark = match["fence"]
        end = self._find(re.compile(rf"[ ]{{0,3}}{mark[0]}{{{len(mark)},}}[ \t]*$"), at + 1)
        if end is None and self.boxed and at == 0:  # the words of a task, as in CommonMark
            return self.paragraph(at)
        if end is None:
            self.sink.open_fence = self.sink.open_fence or self.base + at
            end = len(self.lines) - 1
        return self._code("code", at, end + 1)

    def formula(self, at: int, match: re.Match[str]) -> int:
        """A formula of several lines."""
        in_line = "$" in self.lines[at][match.end() :]
        end = None if in_line else self._find(FORMULA_END, at + 1)
        return self.paragraph(at) if end is None else self._code("math", at, end + 1)

    def html(self, at: int, match: re.Match[str]) -> int:
        """Lines of HTML; their words are read, their tags and links are not."""
        start = self.lines[at][match.start("html") :]
        ending = next((ends for begins, ends in HTML if begins.match(start)), None)
        if ending is None:
            return self.paragraph(at)
        found = at if ending.search(start) else self._find(ending, at + 1)
        end = len(self.lines) if found is None else found + bool(self.lines[found].strip())
        if ending is VERBATIM:
            return self._code("html", at, end)
        self.sink.markup(self.lines[at:end], self.base + at)
        return self._block("html", at, end)

    def comment(self, at: int, match: re.Match[str]) -> int:
        """A comment that begins a line; one that is not closed is read as text."""
        mark, line = match["comment"], self.lines[at]
        closed = COMMENT_END[mark].search(line, match.end())
        if closed and mark == "%%":
            alone = closed.end() == len(line.rstrip()) and (
                at + 1 == len(self.lines) or ENDS_TEXT.match(self.lines[at + 1])
            )
            return self.paragraph(at, "comment" if alone else "paragraph")
        last = at if closed else self._find(COMMENT_END[mark], at + 1)
        if last is None:
            return self.paragraph(at)
        for number in range(at, last + 1):
            start = match.start("comment") if number == at else 0
            self._hide(number, start, COMMENT_END[mark] if number == last else None)
        return self._block("comment" if mark == "%%" else "html", at, last + 1)

    def quote(self, at: int, _match: re.Match[str]) -> int:
        """A quote or callout, and the text that goes on without its mark."""
        content: list[str] = []
        end = at
        while end < len(self.lines):
            line = self.lines[end]
            if mark := QUOTE.match(line):
                content.append(line[mark.end() :])
            elif content[-1].strip() and not ENDS_TEXT.match(line):
                content.append(line)
            else:
                break
            end += 1
        callout = CALLOUT.match(content[0])
        if callout:
            content[0] = content[0][callout.end() :]
        self._nested(content, at, self.parent)
        return self._block("callout" if callout else "blockquote", at, end)

    def items(self, at: int, _match: re.Match[str]) -> int:
        """A list: items with the same kind of marker."""
        lines, first, last, following = self.lines, at, at, at
        kind = ""
        while following < len(lines):
            opening = ITEM.match(lines[following])
            if opening is None:
                break
            mark = opening[1] or opening[2]
            kind = kind or mark
            if kind != mark or (mark in "-*" and RULE.match(lines[following])):
                break
            at = following
            width = text_column(opening[0])
            last, following = self._item_end(at, width, kind)
            self._item(at, last, opening, width, first)
        return self._block("list", first, last)

    def _item_end(self, at: int, width: int, kind: str) -> tuple[int, int]:
        """Where an item's last line ends, and the next line that is not blank."""
        end = last = at + 1
        while end < len(self.lines):
            line = self.lines[end]
            text = line.lstrip(" \t")
            if text:
                indent = columns_of(line[: len(line) - len(text)]) if text is not line else 0
                if indent < width and not self._goes_on(line, indent, kind, gap=end > last):
                    break
                last = end + 1
            end += 1
        return last, end

    def _goes_on(self, line: str, indent: int, kind: str, *, gap: bool) -> bool:
        """Whether a line indented less than an item's text belongs to it all the same."""
        if item := ITEM.match(line):
            return indent >= TAB and kind not in (item[1], item[2])
        return indent > TAB if gap else not ENDS_ITEM.match(line)

    def _item(self, at: int, end: int, opening: re.Match[str], width: int, first: int) -> None:
        line = self.base + at
        text = self.lines[at][opening.end() :]
        box = BOX.match(text)
        if box:
            text = text[box.end() :]
        task = box[1] if box else None
        self.sink.items.append(Item(line, self.parent, self.base + first, task))
        if end > at + 1 or KIND.match(text):
            below = self.lines[at + 1 : end]
            width = min((width, *(indent_of(line) for line in below if line.strip(" \t"))))
            lines = [text, *(dedented(line, width) for line in below)]
            self._nested(lines, at, line, boxed=box is not None)
        else:
            self.sink.line(text, line)

    def _titled(self, text: str, at: int, end: int, level: int) -> int:
        heading = self.sink.heading(text, self.base + at, self.base + end - 1, level)
        if self.depth == 0:
            self.sink.headings.append(heading)
        else:
            self.sink.inner.append((heading, self.base + len(self.lines) - 1))
            self.sink.plain(heading.text, heading.line)
        return self._block("heading", at, end)

    def _table(self, at: int) -> int:
        end = at + 2
        while end < len(self.lines) and not ENDS_TEXT.match(self.lines[end]):
            end += 1
        for number in (at, *range(at + 2, end)):
            self.sink.text((self.lines[number],), self.base + number, table=True)
        return self._block("table", at, end)

    def _code(self, kind: str, at: int, end: int) -> int:
        self.sink.code.update(range(self.base + at, self.base + end))
        return self._block(kind, at, end)

    def _hide(self, at: int, start: int, ending: re.Pattern[str] | None) -> None:
        """Take a line of a comment, from column `start` to where `ending` ends it, if given."""
        line, text = self.base + at, self.lines[at]
        closing = ending.search(text) if ending else None
        end = closing.end() if closing else len(text)
        before = len(self.sink.lines[line - 1]) - len(text)
        self.sink.cuts.append((line, before + start, before + end))
        self.sink.hidden.add(line)
        self.sink.plain(text[end:], line)

    def _flat(self) -> None:
        for number, line in enumerate(self.lines, start=self.base):
            if line.strip():
                self.sink.line(line, number)

    def _block(self, kind: str, at: int, end: int) -> int:
        if self.depth == 0:
            self.sink.blocks.append((kind, self.base + at, self.base + end - 1))
        return end

    def _nested(self, lines: Sequence[str], at: int, parent: int, *, boxed: bool = False) -> None:
        _Blocks(self.sink, lines, self.base + at, parent, self.depth + 1, boxed=boxed).read()

    def _ends(self, line: str, marks: int) -> bool:
        """Whether a line ends a paragraph; inside an open comment only a blank line does."""
        if not ENDS_TEXT.match(line):
            return False
        return marks % 2 == 0 or not line.lstrip().startswith("%%")

    def _find(self, ending: re.Pattern[str], at: int) -> int | None:
        """The first line from `at` on that ends something; what was sought in vain is not again."""
        if ending in self._never:
            return None
        for number in range(at, len(self.lines)):
            if ending.search(self.lines[number]):
                return number
        self._never.add(ending)
        return None


_READ: dict[str, Callable[[_Blocks, int, re.Match[str]], int]] = {
    "heading": _Blocks.heading, "rule": _Blocks.rule, "item": _Blocks.items,
    "quote": _Blocks.quote, "fence": _Blocks.fence, "comment": _Blocks.comment,
    "formula": _Blocks.formula, "html": _Blocks.html, "footnote": _Blocks.footnote,
    "indented": _Blocks.indented,
}  # fmt: skip
