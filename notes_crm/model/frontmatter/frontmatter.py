"""YAML text to raw values, event by event, so that nothing hostile is ever built.

No aliases, anchors or tags, no deep nesting, no endless lists; all texts stay as typed. Lines and
columns count from 1. No other module knows python-frontmatter and PyYAML.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

import frontmatter
import yaml
from frontmatter.default_handlers import BaseHandler

from notes_crm.model.frontmatter.raw import Items, Pairs, Raw, Scalar

MAX_DEPTH = 32
MAX_EVENTS = 5_000
_PARSER: type[Any] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""Without libyaml the same is read, more slowly."""
_FOREIGN = "*, & and ! begin something of YAML's own there; put the value in quotes"
_UNSEEN = "there is a character that can't be seen; delete it"
_UNLIKE_YAML = re.compile(r"[\x85\u2028\u2029]|\\u[dD][89a-fA-F]")
"""Line ends to the library alone, and escapes of which it makes half a character."""


class Refused(Exception):
    """What YAML can't read, or what we do not let it; `known` if the sentence is ours."""

    def __init__(self, line: int, col: int, why: str, *, known: bool = True) -> None:
        super().__init__(why)
        self.line, self.col, self.why, self.known = line, col, why, known


def load(text: str, above: int) -> tuple[tuple[Scalar, Raw], ...] | None:
    """The keys and values of YAML text with `above` lines above it, or None; raises Refused."""
    metadata, _ = frontmatter.parse(f"---\n{text}\n---", handler=_Events(above))
    root = metadata["root"]
    if root is None:
        return ()
    return root.pairs if isinstance(root, Pairs) else None


class _Events(BaseHandler):
    """Reads YAML event by event, and stops at what nobody types by hand."""

    FM_BOUNDARY = re.compile(r"^---$")

    def __init__(self, above: int) -> None:
        super().__init__()
        self._above = above

    def split(self, text: str) -> tuple[str, str]:
        """The text between the fences, which were found before."""
        return text[4:-4], ""

    def load(self, fm: str) -> dict[str, Any]:
        """The value as `root`."""
        if (other := _UNLIKE_YAML.search(fm)) is not None:
            line = fm.count("\n", 0, other.start())
            raise Refused(line + self._above + 1, 1, _UNSEEN, known=False)
        try:
            parser = _PARSER(fm)
            try:
                return {"root": _Builder(fm, self._above).build(parser)}
            finally:
                parser.dispose()
        except yaml.YAMLError as error:
            raise self._reason(error) from None
        except (ValueError, OverflowError):  # the pure Python parser, on "\U99999999"
            raise Refused(self._above + 1, 1, "there is a character that does not exist") from None

    def _reason(self, error: yaml.YAMLError) -> Refused:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None)
        if mark is None or problem is None:
            return Refused(self._above + 1, 1, _UNSEEN, known=False)
        line, col = mark.line + self._above + 1, mark.column + 1
        return Refused(line, col, f"YAML refuses it: {problem}", known=False)


class _Builder:
    """Events to raw values, with no recursion and within the limits above."""

    def __init__(self, text: str, above: int) -> None:
        self._text, self._above = text, above + 1
        self._values: list[Raw] = []
        self._outer: list[tuple[list[Raw], Any]] = []
        self._documents = 0

    def build(self, parser: Any) -> Raw | None:
        """The value of the only document in the text."""
        next_event, above = parser.get_event, self._above
        for _ in range(MAX_EVENTS):
            event = next_event()
            if type(event) is yaml.ScalarEvent:
                if event.anchor is not None or event.tag is not None:
                    raise self._refused(event, _FOREIGN)
                mark: Any = event.start_mark
                plain = not event.style
                self._values.append(Scalar(event.value, plain, mark.line + above, mark.column + 1))
            elif take := _TAKE.get(type(event)):
                take(self, event)
            elif type(event) is yaml.StreamEndEvent:
                return self._values[0] if self._values else None
        raise Refused(above, 1, "there is more in it than any note needs")

    def document(self, event: Any) -> None:
        self._documents += 1
        if self._documents > 1:
            raise self._refused(event, "a line that begins with --- ends it too early")

    def start(self, event: Any) -> None:
        if event.anchor is not None or event.tag is not None:
            raise self._refused(event, _FOREIGN)
        if len(self._outer) >= MAX_DEPTH:
            raise self._refused(event, "it is nested too deep")
        self._outer.append((self._values, event))
        self._values = []

    def end(self, event: Any) -> None:
        inner = self._values
        self._values, opened = self._outer.pop()
        mark = opened.start_mark
        text = self._text[mark.index : event.end_mark.index] if opened.flow_style else ""
        line, col = mark.line + self._above, mark.column + 1
        if type(event) is yaml.SequenceEndEvent:
            self._values.append(Items(tuple(inner), text, line, col))
            return
        keys = [key for key in inner[::2] if isinstance(key, Scalar)]
        if 2 * len(keys) != len(inner):
            raise self._refused(opened, "a key must be a plain text")
        self._values.append(Pairs(tuple(zip(keys, inner[1::2], strict=True)), text, line, col))

    def alias(self, event: Any) -> None:
        raise self._refused(event, _FOREIGN)

    def _refused(self, event: Any, why: str) -> Refused:
        mark = event.start_mark
        return Refused(mark.line + self._above, mark.column + 1, why)


_TAKE: Mapping[type, Callable[[_Builder, Any], None]] = {
    yaml.DocumentStartEvent: _Builder.document,
    yaml.MappingStartEvent: _Builder.start, yaml.SequenceStartEvent: _Builder.start,
    yaml.MappingEndEvent: _Builder.end, yaml.SequenceEndEvent: _Builder.end,
    yaml.AliasEvent: _Builder.alias,
}  # fmt: skip
