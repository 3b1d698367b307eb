"""Which lines of a note are nobody else's business: private sections and comments, failing closed.

Obsidian ends a comment with the paragraph it stands in; here it goes on to where it is closed,
and to the end of the note if it never is.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from notes_crm.model.markdown.body import Body, Heading
from notes_crm.model.markdown.inline import cut
from notes_crm.model.markdown.line_kinds import UNDERLINE
from notes_crm.model.schema import Schema

PRIVATE = "Private"
_MARK = re.compile(r"%%|<!--|-->")
_CODE = re.compile(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)")
_TAGS = re.compile(r"(?:\s+#\S+)+\s*$")
_MAX_HEADING = 200
_MAX_LINE = 1_000
"""In longer lines a mark in code counts too: to tell code from text would take too long."""
_GLUED = re.compile(r"(#{1,6})([^#\s].*)")


def bare_heading(text: str) -> str:
    """The words of a heading without tags behind them and emphasis around them."""
    if len(text) > _MAX_HEADING or not ("#" in text or text[-1:] in "*_~="):
        return text
    return _TAGS.sub("", text).strip("*_~= ")


def near_headings(
    lines: Sequence[str], first: int, body: Body, schema: Schema
) -> list[tuple[int, int, str]]:
    """Line, level and meaning of what was meant to be a heading, from line `first` on.

    `##Private` lacks its blank; `Private` above `---` lacks the blank line above it.
    """
    headings = {heading.line for heading in body.headings}
    found = []
    for line in range(first, len(lines) + 1):
        text = lines[line - 1]
        sign = text[:1]
        if sign == "#" and (glued := _GLUED.match(text)):
            at, level, words = line, len(glued[1]), glued[2]
        elif sign and sign in "=-" and text[-1] == sign and line > first and UNDERLINE.match(text):
            at, level, words = line - 1, 1 if sign == "=" else 2, lines[line - 2]
        else:
            continue
        name = schema.heading(bare_heading(words))
        if name and not {at}.intersection(headings, body.code, body.hidden):
            found.append((at, level, name))
    return found


def hidden_headings(
    near: Iterable[tuple[int, int, str]], body: Body, last: int, schema: Schema
) -> list[tuple[int, int]]:
    """The first and last lines of private sections whose heading is none to Obsidian.

    `> ## Private` stands in a quote, and goes to its end; the others are `near` headings.
    """
    private = [(line, level) for line, level, name in near if name == PRIVATE]
    inner = [
        (h.line, end) for h, end in body.inner if schema.heading(bare_heading(h.text)) == PRIVATE
    ]
    return sorted(inner + _reach(private, body.headings, last))


def cuts_by_line(body: Body) -> dict[int, list[tuple[int, int]]]:
    """The places of comments as Obsidian reads them, by line and in order."""
    cuts: dict[int, list[tuple[int, int]]] = {}
    for line, start, end in sorted(body.cuts):
        cuts.setdefault(line, []).append((start, end))
    return cuts


def loose_comments(
    lines: Sequence[str], first: int, body: Body, cuts: Mapping[int, list[tuple[int, int]]]
) -> tuple[set[int], int]:
    """The lines of comments that Obsidian does not read as such; the line of one never closed."""
    marks: list[tuple[int, bool, str]] = []
    fenced = body.code - body.indented
    for line in range(first, len(lines) + 1):
        text = lines[line - 1]
        if ("%%" in text or "<!--" in text or "-->" in text) and line not in fenced:
            open_text = cut(text, cuts.get(line, ()))
            if len(open_text) < _MAX_LINE:
                open_text = _CODE.sub("", open_text)
            marks += _marks(line, open_text)
    ranges, unclosed = _paired(marks, len(lines), glued_open=True)
    more, also_unclosed = _paired(marks, len(lines), glued_open=False)
    touched = {line for start, end in ranges + more for line in range(start, end + 1)}
    return touched, unclosed or also_unclosed


def _paired(
    marks: Sequence[tuple[int, bool, str]], last: int, *, glued_open: bool
) -> tuple[list[tuple[int, int]], int]:
    """First and last lines of comments, and the line of one that is never closed, or 0.

    `100%%` may be a number, or the beginning of a comment; both readings count, so that what
    either of them hides is hidden. Any mark can close a comment.
    """
    found: list[tuple[int, int]] = []
    opened: tuple[int, bool, str] | None = None
    for line, glued, mark in marks:
        if opened is None:
            opened = (line, glued, mark) if mark != "-->" and (glued_open or not glued) else None
        elif mark == ("-->" if opened[2] == "<!--" else "%%"):
            found.append((opened[0], line))
            opened = None
    if opened is None or opened[1]:
        return found, 0
    return [*found, (opened[0], last)], opened[0]


def _marks(line: int, text: str) -> Iterable[tuple[int, bool, str]]:
    """The marks of comments in a line; `glued` ones follow a number or word, as in `100%%`."""
    for mark in _MARK.finditer(text):
        yield line, text[max(0, mark.start() - 1) : mark.start()].isalnum(), mark[0]


def _reach(
    glued: list[tuple[int, int]], headings: Sequence[Heading], last: int
) -> list[tuple[int, int]]:
    """First and last lines of what stands below lines with a level, up to the next heading."""
    found = []
    below = list(headings)
    ends = [last] * 7
    for line, level in reversed(glued):
        while below and below[-1].line > line:
            heading = below.pop()
            ends[heading.level :] = [heading.line - 1] * (7 - heading.level)
        found.append((line, ends[level]))
    return found
