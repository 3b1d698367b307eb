"""What stands inside a paragraph: tags, links and comments, as Obsidian finds them in a text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import unquote

TAG = re.compile(r"#[^\s\u2000-\u206f\u2e00-\u2e7f'!\"#$%&()*+,.:;<=>?@^`{|}~\[\]\\]+")
"""A tag with its mark. Digits alone are a number, not a tag: see `is_tag`."""

_SIGN = re.compile(r"[\\`%<$!\[\]#]")
"""What a token begins with; to seek it alone is much faster."""
_TOKEN = re.compile(
    r"""
      (?P<escape>\\[!-/:-@\[-`{-~])
    | (?P<code>`+)
    | (?P<comment>%%|<!--)
    | (?P<html></?[A-Za-z][^<>]*>|<[?!][^<>]*>)
    | (?P<math>\$\$?)
    | (?P<wiki>!?\[\[[^\[\]\n]+\]\])
    | (?P<link>\]\([ \t]*(?:<[^<>\n]*>|[^\s()<>]*(?:\([^\s()]*\)[^\s()<>]*)*)
        (?:\s+(?:"[^"]*"|'[^']*'|\([^()]*\)))?[ \t]*\))
    | (?P<tag>\#)
    """,
    re.VERBOSE,
)
_ENDS = {"%%": "%%", "<!--": "-->"}
_FORMULA = re.compile(r"\$(?=\S)[^$]*(?<=\S)\$(?!\d)")
_DESTINATION = re.compile(r"\]\([ \t]*(?:<([^<>\n]*)>|([^\s<>]*?))(?:\s.*)?\)$", re.DOTALL)
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
"""A link that begins so leads out of the vault."""
_ENDING = re.compile(r"\.(?:md|markdown)$", re.IGNORECASE)
_NEAR = 300
"""How far an opening may be away; without a limit, hostile texts cost the square of their size."""
_ONLY_LINKS = re.compile(
    r"(?:!?\[\[[^\[\]]+\]\]|\[[^\[\]]*\]\([^()]*\)|[\s,;&+/]|and|und|et|y|e|en|i)+", re.IGNORECASE
)
_PIPE = re.compile(r"\\?\|")


@dataclass(frozen=True, slots=True)
class Target:
    """A link in a text at `at`: `target` may carry a `#heading`; `shown` is what a reader sees.

    `span` is where the name of the file stands as typed, without heading, brackets and blanks;
    `wiki` if it is written as `[[name]]`.
    """

    at: int
    target: str
    shown: str
    embed: bool
    span: tuple[int, int] = (0, 0)
    wiki: bool = True


@dataclass(frozen=True, slots=True)
class Inline:
    """What one text holds; places count characters from its start."""

    tags: tuple[tuple[int, str], ...]
    links: tuple[Target, ...]
    comments: tuple[tuple[int, int], ...]


class Spans(NamedTuple):
    """Places in one text: tags of HTML, destinations of links, and wiki links, code, formulas and comments."""

    html: list[tuple[int, int]]
    destinations: list[tuple[int, int]]
    hidden: list[tuple[int, int]]


def may_hold(text: str) -> bool:
    """Whether a text is worth a closer look; a quick answer, yes when in doubt."""
    return "#" in text or "[[" in text or "](" in text or "%%" in text or "<!--" in text


def read_inline(text: str) -> Inline:
    """The tags, links and comments of one paragraph; code, formulas and HTML hold none."""
    reader = _Reader(text)
    reader.read()
    return Inline(tuple(reader.tags), tuple(reader.links), tuple(reader.comments))


def spans_in(text: str) -> Spans:
    """Where the tags of HTML and the destinations stand in one paragraph, and what holds neither."""
    reader = _Outliner(text)
    reader.read()
    return Spans(reader.html, reader.destinations, reader.hidden)


def table_row(row: str) -> str:
    """A table's row as running text of the same length: cells end where a blank is."""
    return _PIPE.sub(lambda pipe: " |" if len(pipe[0]) > 1 else " ", row)


def links_in(text: str) -> tuple[Target, ...]:
    """The links in a front-matter value."""
    return read_inline(text).links if "[[" in text or "](" in text else ()


def note_target(target: str) -> str:
    """The note a link leads to, as written but for heading and ending; '' is the note itself."""
    return _ENDING.sub("", target.partition("#")[0].strip())


def note_name(target: str) -> str:
    """The plain name in a link target: `Team/Sam Lee.md#Phone` is `Sam Lee`."""
    return note_target(target).rpartition("/")[2].strip()


def only_links(text: str) -> bool:
    """Whether a text is nothing but links."""
    return _ONLY_LINKS.fullmatch(text) is not None


def linked_names(text: str) -> tuple[str, ...]:
    """The names a text links to; the text itself if it links to none."""
    return tuple(filter(None, (note_name(link.target) for link in links_in(text)))) or (text,)


def is_tag(text: str) -> bool:
    """Whether a text, with its `#`, is a whole tag."""
    return TAG.fullmatch(text) is not None and not text[1:].isdecimal()


def cut(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """A text without the given spans of it, which are in order."""
    parts, last = [], 0
    for start, end in spans:
        parts.append(text[last:start])
        last = end
    return "".join(parts) + text[last:]


class _Reader:
    """One text while it is read; `_after` is where the last thing that is no plain text ended."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._after = 0
        self._never: set[str] = set()
        self.tags: list[tuple[int, str]] = []
        self.links: list[Target] = []
        self.comments: list[tuple[int, int]] = []
        self.html: list[tuple[int, int]] = []

    def read(self) -> None:
        """Read all of it."""
        at = 0
        while sign := _SIGN.search(self._text, at):
            token = _TOKEN.match(self._text, sign.start())
            at = self.take(token) if token else sign.end()

    def take(self, token: re.Match[str]) -> int:
        """Where to read on after this token; what opens and does not close is plain text."""
        end = self._end(token)
        if end is None:
            return token.end()
        self._after = end
        return end

    def _end(self, token: re.Match[str]) -> int | None:
        read = _READ.get(token.lastgroup or "")
        return read(self, token) if read else token.end()

    def code(self, token: re.Match[str]) -> int | None:
        ticks = len(token[0])
        return self._find(rf"(?<!`)`{{{ticks}}}(?!`)", token.end())

    def comment(self, token: re.Match[str]) -> int | None:
        end = self._find(re.escape(_ENDS[token[0]]), token.end())
        if end is not None:
            self.comments.append((token.start(), end))
        return end

    def markup(self, token: re.Match[str]) -> int | None:
        self.html.append(token.span())
        return token.end()

    def math(self, token: re.Match[str]) -> int | None:
        if token[0] == "$$":
            return self._find(r"\$\$", token.end())
        formula = _FORMULA.match(self._text, token.start())
        return formula.end() if formula else None

    def wiki(self, token: re.Match[str]) -> int | None:
        embed = token[0][0] == "!"
        target, _, shown = token[0][2 + embed : -2].partition("|")
        target = target.strip().rstrip("\\")  # `\|` is how a link is written in a table
        if not target:
            return None
        span = _file_span(self._text, token.start() + 2 + embed, token.end() - 2)
        self.links.append(Target(token.start(), target, shown.strip() or target, embed, span))
        return token.end()

    def link(self, token: re.Match[str]) -> int | None:
        opening = self._text.rfind("[", max(self._after, token.start() - _NEAR), token.start())
        destination = _DESTINATION.match(token[0])
        if opening < 0 or destination is None:
            return None
        target = unquote(destination[1] or destination[2] or "").strip()
        if target and not SCHEME.match(target):
            embed = self._text[max(opening - 1, 0)] == "!"
            shown = self._text[opening + 1 : token.start()]
            start, end = destination.span(1 if destination[1] is not None else 2)
            span = _file_span(self._text, token.start() + start, token.start() + end)
            self.links.append(Target(opening - embed, target, shown, embed, span, wiki=False))
        return token.end()

    def tag(self, token: re.Match[str]) -> int | None:
        at = token.start()
        tag = TAG.match(self._text, at)
        if tag is None or tag[0][1:].isdecimal() or not self._may_begin(at):
            return None
        # `_see #this_`: the last mark is the end of the emphasis, not of the tag.
        ends = tag[0][-1] == "_" and self._text.count("_", max(0, at - _NEAR), at) % 2 == 1
        self.tags.append((at, tag[0][:-1] if ends else tag[0]))
        return tag.end()

    def _may_begin(self, at: int) -> bool:
        """Whether a tag may begin here: after a blank, after a thing, or inside an emphasis."""
        if at in (0, self._after):
            return True
        before = self._text[at - 1]
        if before.isspace():
            return True
        mark = before if before in "*_" else before * 2
        inner = at - len(mark)
        if before not in "*_~=" or self._text[inner:at] != mark:
            return False
        closes = self._text.count(mark, max(0, at - _NEAR), inner) % 2 == 1
        return closes or self._text.find(mark, at, at + _NEAR) >= 0

    def _find(self, ending: str, at: int) -> int | None:
        """Where the first such ending after `at` ends; what was sought in vain is not again."""
        if ending in self._never:
            return None
        match = re.compile(ending).search(self._text, at)
        if match is None:
            self._never.add(ending)
            return None
        return match.end()


class _Outliner(_Reader):
    """Keeps where things stand whatever they say: links that lead out of the vault, too."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.destinations: list[tuple[int, int]] = []
        self.hidden: list[tuple[int, int]] = []

    def take(self, token: re.Match[str]) -> int:
        """The same; code, formulas and comments are there if they end behind what opens them."""
        end = super().take(token)
        if token.lastgroup == "link" and (found := _DESTINATION.match(token[0])):
            start, last = found.span(1 if found[1] is not None else 2)
            self.destinations.append((token.start() + start, token.start() + last))
        elif token.lastgroup == "wiki" or (
            token.lastgroup in ("code", "comment", "math") and end > token.end()
        ):
            self.hidden.append((token.start(), end))
        return end


def _file_span(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the file is named in `text[start:end]`, which may go on with a heading and an alias."""
    name = text[start:end].partition("|")[0].partition("#")[0]
    bare = name.strip().rstrip("\\")
    start += len(name) - len(name.lstrip())
    return start, start + len(bare)


_READ = {
    "code": _Reader.code, "comment": _Reader.comment, "html": _Reader.markup, "math": _Reader.math,
    "wiki": _Reader.wiki, "link": _Reader.link, "tag": _Reader.tag,
}  # fmt: skip
