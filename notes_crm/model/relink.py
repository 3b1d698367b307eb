"""The places in a note where other files are named, and giving them other names there.

Only the bytes of the names change. What comes out is read again: every link must lead where it
was meant to, and every key must be there.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote

from notes_crm.errors import Unwritable
from notes_crm.model import edits
from notes_crm.model.drafts import scalar
from notes_crm.model.frontmatter import fence
from notes_crm.model.frontmatter.fence import Entry
from notes_crm.model.frontmatter.raw import Items, Raw, Scalar
from notes_crm.model.markdown.addresses import OPENS, address, in_address
from notes_crm.model.markdown.inline import Target, note_target, read_inline
from notes_crm.model.markdown.markdown import read_body
from notes_crm.model.markdown.paths import may_hold_paths, paths_in
from notes_crm.model.note import parse
from notes_crm.model.schema import SCHEMA, Schema
from notes_crm.model.spelled import spelled

NAMING = ("follows", "applies_to")
"""Keys that name customers or notes though their kind is no link."""


@dataclass(frozen=True, slots=True)
class Named:
    """Where a file is named: `target` as it is meant, without heading; columns from 0.

    `plain` are values of front matter that name a note without brackets. One that is not `listed`
    is no link to Obsidian, nor to the index: the definition of a link, an attribute of HTML, or an
    address that opens a file of the Obsidian vault with the name `vault`.
    """

    line: int
    start: int
    end: int
    target: str
    manner: Literal["wiki", "markdown", "html", "srcset", "address", "plain"]
    key: str | None = None
    quote: str = ""
    angled: bool = False
    listed: bool = True
    vault: str = ""


def names_in(data: bytes, schema: Schema = SCHEMA) -> list[Named]:
    """Every place where the note names another; Unwritable where it is no text."""
    lines = edits.text_lines(data)
    front = fence.read(lines, "")
    found = [name for entry in front.entries for name in _in_entry(entry, lines, schema)]
    rules = set(front.rules)
    shown = [t if n not in rules else "" for n, t in enumerate(lines, 1)] if rules else lines
    body = read_body(shown, front.body)
    for (_, link), (line, start, end) in zip(body.links, body.spans, strict=True):
        name = _of_link(link, lines[line - 1], line, start, end)
        if name:
            found.append(name)
    if may_hold_paths(data):
        found += [
            Named(
                at.line, at.start, at.end, at.target, at.manner, angled=at.angled, listed=False,
                vault=at.vault,
            )
            for at in paths_in(shown, front.body)
        ]  # fmt: skip
    return found


def renamed(data: bytes, names: Mapping[Named, str], path: str, schema: Schema = SCHEMA) -> bytes:
    """Put other names in these places, each as its surroundings need it.

    Unwritable where the note would not read as it was meant.
    """
    expected = Counter(link.target for link in parse(data, path, schema).links)
    unlisted = _unlisted(data, schema)
    new = data
    for line in sorted({name.line for name in names}, reverse=True):
        here = [name for name in names if name.line == line]
        old = edits.text_lines(data)[line - 1]
        text = old
        for name in sorted(here, key=lambda name: name.start, reverse=True):
            typed = text[name.start : name.end]
            text = text[: name.start] + _written(name, names[name], typed) + text[name.end :]
        new = edits.replace_line(new, old, text, number=line)
    for name, meant in names.items():
        if not name.listed:
            unlisted[name.target] -= 1
            unlisted[meant] += 1
        elif name.manner != "plain":
            expected[note_target(name.target)] -= 1
            expected[note_target(meant)] += 1
    links = Counter(link.target for link in parse(new, path, schema).links)
    if (links, _unlisted(new, schema), _keys(new)) != (+expected, +unlisted, _keys(data)):
        raise Unwritable(
            f"{path} names notes in a way that can't be changed safely; change it in an editor."
        )
    return new


def _unlisted(data: bytes, schema: Schema) -> Counter[str]:
    return Counter(name.target for name in names_in(data, schema) if not name.listed)


def _keys(data: bytes) -> list[tuple[str, int]]:
    return [(entry.key, entry.line) for entry in fence.read(edits.text_lines(data), "").entries]


def _in_entry(entry: Entry, lines: Sequence[str], schema: Schema) -> Iterator[Named]:
    key = schema.key(entry.key)
    known = schema.fields.get(key)
    naming = key in NAMING or (known is not None and known.kind in ("link", "links"))
    quotes: dict[int, list[tuple[int, str]]] = {}
    ends: dict[int, int] = {}
    for value in _scalars(entry.value):
        text = lines[value.line - 1]
        quote = "" if value.plain else text[value.col - 1 : value.col]
        quotes[value.line] = [*quotes.get(value.line, []), (value.col - 1, quote)]
        ends[value.line] = _remark(value, text)
        if naming and value.text.strip() and "[[" not in value.text and "](" not in value.text:
            yield from _plain(value, text, quote, key)
        elif OPENS in value.text:
            yield from _opening(value, text, quote)
    for number in range(entry.line, min(entry.last, len(lines)) + 1):
        line = lines[number - 1]
        if "[[" not in line and "](" not in line:
            continue
        for link in read_inline(line).links:
            if link.span[0] > ends.get(number, len(line)):
                break
            before = [quote for col, quote in quotes.get(number, ()) if col <= link.span[0]]
            name = _of_link(link, line, number, *link.span, key=key, quote=(before or [""])[-1])
            if name:
                yield name


def _remark(value: Scalar, line: str) -> int:
    """Where a remark begins behind a value, or the line ends."""
    start = value.col - 1
    quoted = None if value.plain else edits.QUOTED.match(line, start)
    at = line.find(" #", quoted.end() if quoted else start + len(value.text))
    return at if at >= 0 and (value.plain or quoted) else len(line)


def _scalars(value: Raw) -> Iterator[Scalar]:
    if isinstance(value, Scalar):
        yield value
    elif isinstance(value, Items):
        for inner in value.values:
            yield from _scalars(inner)


def _plain(value: Scalar, line: str, quote: str, key: str) -> Iterator[Named]:
    """A value that is a name and no link, if it stands on its line as it is read."""
    start = value.col - 1 + len(quote)
    typed = _quoted(value.text, quote)
    if line.startswith(typed, start) and not line.endswith("[[", 0, start):
        end = start + len(typed)
        yield Named(value.line, start, end, value.text.strip(), "plain", key, quote)


def _opening(value: Scalar, line: str, quote: str) -> Iterator[Named]:
    """A value that is an address, if it stands on its line as it is read."""
    start = value.col - 1 + len(quote)
    if line.startswith(value.text, start):
        found = address(line, start, start + len(value.text.rstrip()))
        if found:
            yield Named(
                value.line, found.start, found.end, found.target, "address", quote=quote,
                listed=False, vault=found.vault,
            )  # fmt: skip


def _of_link(
    link: Target, line: str, number: int, start: int, end: int, *, key: str | None = None,
    quote: str = "",
) -> Named | None:  # fmt: skip
    """The place of a link's file; None where a heading of the same note is meant."""
    typed = line[start:end]
    meant = typed.replace("''", "'") if quote == "'" else typed
    target = (meant if link.wiki else unquote(meant)).strip()
    if not target or link.target.partition("#")[0].strip().rstrip("\\") not in (target, typed):
        return None
    manner: Literal["wiki", "markdown"] = "wiki" if link.wiki else "markdown"
    angled = not link.wiki and line[:start].rstrip().endswith("<")
    return Named(number, start, end, target, manner, key, quote, angled)


def _written(name: Named, meant: str, typed: str) -> str:
    """A name as it is to be typed in the place of this one."""
    if name.manner == "plain" and not name.quote:
        return json.dumps(meant, ensure_ascii=False) if "," in meant else scalar(meant)
    if name.manner == "address":
        return in_address(meant, typed)
    if name.manner in ("html", "srcset"):
        return spelled(meant, typed, name.manner)
    if name.manner == "markdown":
        typed = typed.replace("''", "'") if name.quote == "'" else typed
        meant = spelled(meant, typed, "angled" if name.angled else "bare")
    return _quoted(meant, name.quote)


def _quoted(text: str, quote: str) -> str:
    if quote == "'":
        return text.replace("'", "''")
    return json.dumps(text, ensure_ascii=False)[1:-1] if quote == '"' else text
