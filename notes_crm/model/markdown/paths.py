"""Where a note names files without a link that Obsidian lists: definitions (`[1]: path`), HTML, `obsidian://`."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from html import unescape
from typing import Literal, NamedTuple
from urllib.parse import unquote

from notes_crm.model.markdown.addresses import OPENS, address, bare_addresses
from notes_crm.model.markdown.body import Heading, Sink
from notes_crm.model.markdown.inline import SCHEME, spans_in, table_row
from notes_crm.model.markdown.markdown import read_into

_MAY_HOLD = re.compile(
    rb"\[[^\]^][^\]\r\n]*\]:|<(?:a|area|img|audio|video|source|track|embed|iframe)\s",
    re.IGNORECASE,
)
_LABEL = re.compile(r"[ ]{0,3}\[(?!\^)(?P<label>(?=[^\]\n]*[^\s\]])(?:\\.|[^\[\]\\\n])+)\]:")
_TITLE = r"""(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\((?:\\.|[^()\\])*\))"""
_DESTINATION = re.compile(
    rf"""[ \t]*(?:\n[ \t]*)?(?:<(?P<angled>[^<>\n]*)>|(?P<bare>[^\s<]\S*))
         (?:(?:[ \t]+|[ \t]*\n[ \t]*){_TITLE})?[ \t]*(?:\n|\Z)""",
    re.DOTALL | re.VERBOSE,
)
"""What stands behind a label, up to the end of a line; a title may go over several."""
_FOOTNOTE = re.compile(r"[ ]{0,3}\[(?P<label>\^[^\]\s]+)\]:")
_TAG = re.compile(r"<(?:a|area|img|audio|video|source|track|embed|iframe)(?=\s)", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"""(?P<name>[^\s"'<>/=]+)(?:\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"'=<>`]+)))?"""
)
_BLANK = re.compile(r"\s")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_NAMING = ("href", "src")
_PICTURES = "srcset"
_PICTURE = re.compile(r"[\s,]*(\S+)")
_SIZE = re.compile(r"(?:\([^)]*(?:\)|\Z)|[^,(])*")
"""Behind a picture of several, unless that ends in a comma."""
_TAIL = re.compile(r"[?]|(?<!&)#")
"""Behind a path: a query, or a heading; but `&#39;` is a letter."""


class Path(NamedTuple):
    """Where a file is named: `target` as it is meant, without heading; columns from 0.

    `angled`: it stands in the angle brackets of a definition. `vault` is the one that an address
    names: its target is a name or a path there.
    """

    line: int
    start: int
    end: int
    target: str
    manner: Literal["markdown", "html", "srcset", "address"]
    angled: bool = False
    vault: str = ""


def may_hold_paths(data: bytes) -> bool:
    """Whether a note is worth a closer look; a quick answer, yes when in doubt."""
    if OPENS.encode() in data:
        return True
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


class _Text:
    """Lines that are read as one text; `line` is the first one's number."""

    def __init__(self, texts: Sequence[str], line: int, *, table: bool = False) -> None:
        self.texts, self.line = texts, line
        self.whole = "\n".join(map(table_row, texts) if table else texts)
        self._starts = [0, *(len(text) + 1 for text in texts[:-1])]
        for index in range(1, len(self._starts)):
            self._starts[index] += self._starts[index - 1]

    def start(self, index: int) -> int:
        """Where the line with this index begins."""
        return self._starts[index]

    def place(self, at: int, lines: Sequence[str]) -> tuple[int, int]:
        """Line and column in the file, whose lines end in these."""
        index = bisect_right(self._starts, at) - 1
        number = self.line + index
        before = len(lines[number - 1]) - len(self.texts[index])
        return number, at - self._starts[index] + before


class _Paths(Sink):
    """Keeps nothing of what is found but the paths, and the definitions with what they say."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__(lines)
        self.found: list[Path] = []
        self.defined: list[tuple[int, str, str]] = []

    def text(self, texts: Sequence[str], line: int, *, table: bool = False) -> None:
        """Take a paragraph: definitions stand at its beginning, all else behind them."""
        text = _Text(texts, line, table=table)
        defined = 0
        while not table and defined < len(texts) and (more := self._defined(text, defined)):
            defined += more
        if defined < len(texts):
            self._running(_Text(texts[defined:], line + defined, table=table) if defined else text)

    def line(self, text: str, line: int) -> None:
        """Take a paragraph of one line."""
        self.text((text,), line)

    def heading(self, text: str, line: int, last: int, level: int) -> Heading:
        """Take a heading, in which nothing is defined."""
        self._running(_Text((text,), line))
        return Heading(line, last, level, text)

    def markup(self, texts: Sequence[str], line: int) -> None:
        """Take a block of HTML."""
        text = _Text(texts, line)
        text.whole = _COMMENT.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text.whole)
        self._html(text, 0, len(text.whole))

    def plain(self, text: str, line: int) -> None:
        """Text without marks holds no path."""

    def _defined(self, text: _Text, index: int) -> int:
        """How many lines from this one on define a link; what it leads to is kept."""
        start, line = text.start(index), text.line + index
        if note := _FOOTNOTE.match(text.texts[index]):
            self._define(line, note["label"], text.texts[index][note.end() :])
        label = _LABEL.match(text.whole, start)
        match = label and _DESTINATION.match(text.whole, label.end())
        if not label or not match:
            return 0
        kind = "bare" if match["angled"] is None else "angled"
        self._define(line, label["label"], match[kind])
        if not self._address(text, *match.span(kind)):
            name = match[kind].partition("#")[0]
            at = text.place(match.start(kind), self.lines)
            self._take(name, Path(*at, 0, unquote(name), "markdown", kind == "angled"))
        return text.whole.count("\n", start, match.end()) + (match.end() == len(text.whole))

    def _define(self, line: int, label: str, said: str) -> None:
        self.defined.append((line, " ".join(label.split()).casefold(), said.strip()))

    def _running(self, text: _Text) -> None:
        """Take the tags of HTML in a text, and the addresses wherever they stand."""
        if "<" not in text.whole and OPENS not in text.whole:
            return
        spans = spans_in(text.whole)
        for start, end in spans.html:
            if not self._address(text, start + 1, end - 1, blanks=False):
                self._html(text, start, end)
        if OPENS in text.whole:
            for span in spans.destinations:
                self._address(text, *span)
            taken = [*spans.html, *spans.destinations, *spans.hidden]
            for span in bare_addresses(text.whole, taken):
                self._address(text, *span)

    def _html(self, text: _Text, start: int, end: int) -> None:
        """Take the paths that the attributes in this place name."""
        for at, value, manner in _values(text.whole, start, end):
            if not self._address(text, at, at + len(value)):
                name = _TAIL.split(value, maxsplit=1)[0]
                meant = unquote(unescape(name))
                self._take(name, Path(*text.place(at, self.lines), 0, meant, manner))

    def _address(self, text: _Text, start: int, end: int, *, blanks: bool = True) -> bool:
        """Take what stands in this place if it is an address that opens a file in Obsidian."""
        if not text.whole.startswith(OPENS, start, end):
            return False
        found = address(text.whole, start, end)
        if found and "\n" not in text.whole[start:end] and (blanks or not _BLANK.search(text.whole, start, end)):  # fmt: skip
            line, column = text.place(found.start, self.lines)
            last = column + found.end - found.start
            self.found.append(Path(line, column, last, found.target, "address", vault=found.vault))
        return True

    def _take(self, typed: str, path: Path) -> None:
        """Keep what is named, if that is a file of the vault; only here it gets its end."""
        meant = path.target.strip()
        if meant and not meant.startswith("//") and not SCHEME.match(meant):
            start = path.start + len(typed) - len(typed.lstrip())
            end = start + len(typed.strip())
            self.found.append(path._replace(start=start, end=end, target=meant))


def _values(
    text: str, start: int, end: int
) -> Iterator[tuple[int, str, Literal["html", "srcset"]]]:
    """Where the attributes that name files have their values, each on one line."""
    for tag in _TAG.finditer(text, start, end):
        close = text.find(">", tag.end(), end)
        for found in _ATTRIBUTE.finditer(text, tag.end(), close if close >= 0 else end):
            kind = next((kind for kind in ("double", "single", "bare") if found[kind]), None)
            name = found["name"].lower()
            if kind and name in _NAMING and "\n" not in found[kind]:
                yield found.start(kind), found[kind], "html"
            elif kind and name == _PICTURES:
                yield from ((at, path, "srcset") for at, path in _pictures(text, *found.span(kind)))


def _pictures(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """The pictures of a `srcset`, which have no blanks and may end in a comma."""
    while found := _PICTURE.match(text, start, end):
        path = found[1].rstrip(",")
        yield found.start(1), path
        start = found.end()
        if path == found[1] and (size := _SIZE.match(text, start, end)):
            start = size.end()
