"""Where a note names files without a link that Obsidian lists: in definitions of links (`[1]: path`) and in HTML."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from html import unescape
from typing import Literal, NamedTuple
from urllib.parse import unquote

from notes_crm.model.markdown.body import Heading, Sink
from notes_crm.model.markdown.inline import SCHEME, html_in, table_row
from notes_crm.model.markdown.markdown import read_into

_MAY_HOLD = re.compile(
    rb"\[[^\]^][^\]\r\n]*\]:|<(?:a|area|img|audio|video|source|track|embed|iframe)\s",
    re.IGNORECASE,
)
_LABEL = re.compile(r"[ ]{0,3}\[(?!\^)(?P<label>(?=[^\]]*[^\s\]])(?:\\.|[^\[\]\\])+)\]:")
_TITLE = r"""(?:"[^"]*"|'[^']*'|\([^()]*\))"""
_DESTINATION = re.compile(
    rf"[ \t]*(?:<(?P<angled>[^<>]*)>|(?P<bare>[^\s<]\S*))(?P<title>[ \t]+{_TITLE})?[ \t]*$"
)
_ONLY_TITLE = re.compile(rf"[ \t]*{_TITLE}[ \t]*$")
_FOOTNOTE = re.compile(r"[ ]{0,3}\[(?P<label>\^[^\]\s]+)\]:")
_TAG = re.compile(r"<(?:a|area|img|audio|video|source|track|embed|iframe)(?=\s)", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"""(?P<name>[^\s"'<>/=]+)(?:\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"'=<>`]+)))?"""
)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_NAMING = ("href", "src")
_TAIL = re.compile(r"[?]|(?<!&)#")
"""Behind a path: a query, or a heading; but `&#39;` is a letter."""


class Path(NamedTuple):
    """Where a file is named: `target` as it is meant, without heading; columns from 0.

    `angled`: it stands in the angle brackets of a definition.
    """

    line: int
    start: int
    end: int
    target: str
    manner: Literal["markdown", "html"]
    angled: bool = False


def may_hold_paths(data: bytes) -> bool:
    """Whether a note is worth a closer look; a quick answer, yes when in doubt."""
    return (b"]:" in data or b"<" in data) and _MAY_HOLD.search(data) is not None


def paths_in(lines: Sequence[str], first: int) -> list[Path]:
    """The paths in `lines`, all lines of a file, from line `first` on; code and comments have none."""
    sink = _Paths(lines)
    read_into(sink, lines, first)
    return sorted(sink.found)


def defined_twice(lines: Sequence[str], first: int) -> list[int]:
    """The lines that define a link or a footnote which an earlier one defines otherwise."""
    sink = _Paths(lines)
    read_into(sink, lines, first)
    known: dict[str, str] = {}
    return [n for n, label, said in sorted(sink.defined) if known.setdefault(label, said) != said]


class _Paths(Sink):
    """Keeps nothing of what is found but the paths, and the definitions with what they say."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__(lines)
        self.found: list[Path] = []
        self.defined: list[tuple[int, str, str]] = []

    def text(self, texts: Sequence[str], line: int, *, table: bool = False) -> None:
        """Take a paragraph: definitions stand at its beginning, HTML anywhere behind them."""
        defined = 0
        while not table and (more := self._defined(texts[defined:], line + defined)):
            defined += more
        rest = texts[defined:]
        if any("<" in text for text in rest):
            whole = "\n".join(map(table_row, rest) if table else rest)
            self._html(whole, html_in(whole), rest, line + defined)

    def line(self, text: str, line: int) -> None:
        """Take a paragraph of one line."""
        self.text((text,), line)

    def heading(self, text: str, line: int, last: int, level: int) -> Heading:
        """Take a heading, in which nothing is defined."""
        if "<" in text:
            self._html(text, html_in(text), (text,), line)
        return Heading(line, last, level, text)

    def markup(self, texts: Sequence[str], line: int) -> None:
        """Take a block of HTML."""
        whole = _COMMENT.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), "\n".join(texts))
        self._html(whole, [(0, len(whole))], texts, line)

    def plain(self, text: str, line: int) -> None:
        """Text without marks holds no path."""

    def _defined(self, texts: Sequence[str], line: int) -> int:
        """How many lines define a link at the beginning of these; what it leads to is kept."""
        note = _FOOTNOTE.match(texts[0]) if texts else None
        if note:
            self._define(line, note["label"], texts[0][note.end() :])
        label = _LABEL.match(texts[0]) if texts else None
        if label is None:
            return 0
        below = label.end() == len(texts[0].rstrip(" \t"))  # it may stand in the next line
        text = "".join(texts[1:2]) if below else texts[0]
        match = _DESTINATION.match(text, 0 if below else label.end())
        if match is None:
            return 0
        kind = "bare" if match["angled"] is None else "angled"
        self._define(line, label["label"], match[kind])
        name = match[kind].partition("#")[0]
        at = line + below
        start = len(self.lines[at - 1]) - len(text) + match.start(kind)
        self._take(name, Path(at, start, 0, unquote(name), "markdown", kind == "angled"))
        after = texts[1 + below :]
        return 1 + below + bool(not match["title"] and after and _ONLY_TITLE.match(after[0]))

    def _define(self, line: int, label: str, said: str) -> None:
        self.defined.append((line, " ".join(label.split()).casefold(), said.strip()))

    def _html(
        self, whole: str, spans: Sequence[tuple[int, int]], texts: Sequence[str], line: int
    ) -> None:
        """Take the paths in these places of a text that consists of `texts`, one a line."""
        starts = [0]
        for text in texts[:-1]:
            starts.append(starts[-1] + len(text) + 1)
        for span in spans:
            for at, value in _values(whole, *span):
                index = bisect_right(starts, at) - 1
                shift = len(self.lines[line + index - 1]) - len(texts[index]) - starts[index]
                name = _TAIL.split(value, maxsplit=1)[0]
                meant = unquote(unescape(name))
                self._take(name, Path(line + index, at + shift, 0, meant, "html"))

    def _take(self, typed: str, path: Path) -> None:
        """Keep what is named, if that is a file of the vault; only here it gets its end."""
        meant = path.target.strip()
        if meant and not meant.startswith("//") and not SCHEME.match(meant):
            start = path.start + len(typed) - len(typed.lstrip())
            end = start + len(typed.strip())
            self.found.append(path._replace(start=start, end=end, target=meant))


def _values(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """Where the attributes that name files have their values, on one line each."""
    for tag in _TAG.finditer(text, start, end):
        close = text.find(">", tag.end(), end)
        for found in _ATTRIBUTE.finditer(text, tag.end(), close if close >= 0 else end):
            kind = next((kind for kind in ("double", "single", "bare") if found[kind]), None)
            if kind and found["name"].lower() in _NAMING and "\n" not in found[kind]:
                yield found.start(kind), found[kind]
