"""The smallest change to a note: its bytes and an intention to its bytes, all others as they were.

Byte-order mark, line ends, blanks at line ends, comments, quotes, the order of keys and a missing
last line end stay as they are. Lines count from 1. What can't be done safely is refused with a
CrmError, and nothing is guessed.
"""

import re
from collections.abc import Sequence

from notes_crm.errors import EditedMeanwhile, Unwritable
from notes_crm.model.decode import MAX_BYTES, decoded
from notes_crm.model.drafts import scalar
from notes_crm.model.frontmatter import fence
from notes_crm.model.frontmatter.fence import Entry, FrontMatter
from notes_crm.model.frontmatter.raw import Items, Pairs, Scalar, texts
from notes_crm.model.line_bytes import BOM as BOM  # noqa: PLC0414 - a name of the bytes edited here, too
from notes_crm.model.line_bytes import END, apart, encoded, plain
from notes_crm.model.schema import SCHEMA, Schema

_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_ITEM = re.compile(r"[ \t]*-[ \t]+")
QUOTED = re.compile(r""""(?:[^"\\]|\\.)*"|'(?:[^']|'')*'""")


def lines_of(data: bytes) -> list[bytes]:
    """The lines with their ends; joined they are the bytes again."""
    return _LINE.findall(data)


def line_end(data: bytes) -> bytes:
    """The line end that a note uses first, or the usual one."""
    found = END.search(data)
    return found.group() if found else b"\n"


def text_lines(data: bytes) -> tuple[str, ...]:
    """The lines as they are read, one for each of `lines_of`; Unwritable where that can't be."""
    source = decoded(data, "")
    if len(data) > MAX_BYTES:
        raise Unwritable("This note is longer than 2 MiB; split it, then try again.")
    if len(source.lines) != len(lines_of(data.removeprefix(BOM))) or data[:2] in _UTF16:
        raise Unwritable("This note is not UTF-8 text; save it as UTF-8, then try again.")
    return source.lines


def replace_line(data: bytes, old: str, new: str, *, number: int) -> bytes:
    """Put `new` in the place of the line that reads `old`: the `number`th, or else the only one.

    EditedMeanwhile where the line is gone, or stands there several times and not at its number.
    """
    read, raw = text_lines(data), lines_of(data)
    at = number - 1
    if not (0 <= at < len(read) and read[at] == old):
        places = [n for n, text in enumerate(read) if text == old]
        if len(places) != 1:
            what = "stands in several places now" if places else "is no longer there"
            raise EditedMeanwhile(
                f"The line {old.strip()!r} {what}; look at the note, then try again."
            )
        [at] = places
    bom = BOM if at == 0 and raw[0].startswith(BOM) else b""
    before = raw[at].removeprefix(bom)
    end = END.search(before)
    raw[at] = bom + encoded(new, before) + (end.group() if end else b"")
    return b"".join(raw)


def insert_lines(data: bytes, lines: Sequence[str], *, after: int) -> bytes:
    """Put lines behind the line with this number; 0 is the top of the note."""
    read, raw = text_lines(data), lines_of(data)
    if not 0 <= after <= len(read):
        raise EditedMeanwhile(f"There is no line {after} any more; look at the note, try again.")
    if not lines:
        return data
    end = apart(raw[after - 1 : after], raw[after : after + 1], line_end(data))
    new = [plain(line).encode() + end for line in lines]
    if not read:  # an empty note, or a mark alone
        return data + b"".join(new)
    if after == 0:
        bom = BOM if data.startswith(BOM) else b""
        return bom + b"".join(new) + data.removeprefix(bom)
    if not END.search(raw[after - 1]):  # the last line has no end, and shall have none after
        raw[after - 1] += end
        new[-1] = new[-1].removesuffix(end) or end  # a blank line is nothing but its end
    return b"".join((*raw[:after], *new, *raw[after:]))


def set_key(data: bytes, key: str, value: str, schema: Schema = SCHEMA) -> bytes:
    """Give a front-matter key this value, which is written as YAML and on one line.

    A new key comes last; a note without front matter gets one. What stood behind the old value
    in its line stays. Unwritable where YAML would not read what was meant, or can't at all.
    """
    front, entry = _found(data, key, schema)
    if entry is None:
        return add_entry(data, [f"{key}: {value}"], schema)
    read = text_lines(data)
    line = read[entry.line - 1]
    last = last_line(entry, read)
    if isinstance(entry.value, Scalar) and last == entry.line:
        start, end = _span(entry.value, line)
        gap = "" if line[:start].endswith((" ", "\t")) else " "
        new = _replaced(data, entry.line, entry.line, [f"{line[:start]}{gap}{value}{line[end:]}"])
    else:
        head = line[: len(line) - len(line.lstrip())]
        new = _replaced(data, entry.line, last, [f"{head}{entry.key}: {value}"])
    return _vetted(data, new, front, entry.key)


def add_to_list(data: bytes, key: str, values: Sequence[str], schema: Schema = SCHEMA) -> bytes:
    """Add texts to a front-matter list, in the manner it is written; a single value becomes one."""
    front, entry = _found(data, key, schema)
    items = [scalar(value) for value in values]
    if not items:
        return data
    if entry is None:
        return add_entry(data, [f"{key}:", *(f"  - {item}" for item in items)], schema)
    if isinstance(entry.value, Pairs):
        raise Unwritable(f"{entry.key} holds keys of its own; change it in an editor.")
    if isinstance(entry.value, Items):
        new = _lengthened(data, entry, entry.value, items)
    else:
        new = _listed(data, entry, entry.value, items)
    return _vetted(data, new, front, entry.key)


def add_entry(data: bytes, lines: Sequence[str], schema: Schema = SCHEMA) -> bytes:
    """Add a key with its value, as lines of YAML, below the other keys."""
    front, _ = _found(data, "", schema)
    if front.body == 1:
        new = insert_lines(data, ["---", *lines, "---"], after=0)
        return _vetted(data, new, front, None)
    indent = ""
    if front.entries:
        first = text_lines(data)[front.entries[0].line - 1]
        indent = first[: len(first) - len(first.lstrip())]
    new = insert_lines(data, [indent + line for line in lines], after=front.body - 2)
    return _vetted(data, new, front, None)


def last_line(entry: Entry, read: Sequence[str]) -> int:
    """The last line of a value: blank lines and remarks below it belong to nobody."""
    last = entry.last
    while last > entry.line:
        line = read[last - 1]
        remark = line.lstrip() if isinstance(entry.value, Items) else line
        if line.strip() and not remark.startswith("#") and not _is_fence(line):
            break
        last -= 1
    return last


def source_of(entry: Entry, read: Sequence[str]) -> str | None:
    """A value as it is written, if it is a single one on one line."""
    if not isinstance(entry.value, Scalar) or last_line(entry, read) > entry.line:
        return None
    try:
        start, end = _span(entry.value, read[entry.line - 1])
    except Unwritable:
        return None
    return read[entry.line - 1][start:end]


def _is_fence(line: str) -> bool:
    return line.rstrip() in ("---", "...")


def _found(data: bytes, key: str, schema: Schema) -> tuple[FrontMatter, Entry | None]:
    """The front matter and the one entry of a key in it."""
    front = fence.read(text_lines(data), "")
    if not front.whole or front.unread or front.rules:
        line = min((p.line for p in front.problems), default=1)
        raise Unwritable(
            f"The front matter can't be read as it stands (line {line}); mend it, then try again."
        )
    found = [e for e in front.entries if key and schema.key(e.key) == schema.key(key)]
    if len(found) > 1:
        raise Unwritable(f"{key} stands there twice; keep one of them, then try again.")
    return front, found[0] if found else None


def _span(value: Scalar, line: str) -> tuple[int, int]:
    """Where a value on one line begins and ends."""
    start = value.col - 1
    if value.plain:
        if line.startswith(value.text, start):
            return start, start + len(value.text)
    elif quoted := QUOTED.match(line, start):
        return start, quoted.end()
    raise _unsafe(line)


def _lengthened(data: bytes, entry: Entry, value: Items, items: Sequence[str]) -> bytes:
    """A list with more items: lines below its last one, or texts before its closing bracket."""
    read = text_lines(data)
    last = last_line(entry, read)
    if not value.text:
        at = _first_item(entry, read)
        return insert_lines(data, [at + item for item in items], after=last)
    if len(texts(value)) == 1 and value.text.startswith("[["):  # a link that lacks its quotes
        indent = read[entry.line - 1][: -len(read[entry.line - 1].lstrip())]
        rows = [f"{indent}  - {item}" for item in (scalar(texts(value)[0]), *items)]
        return _replaced(data, entry.line, last, [f"{indent}{entry.key}:", *rows])
    lines = value.text.split("\n")
    number = value.line + len(lines) - 1
    closing = len(lines[-1]) - 1 + (value.col - 1 if len(lines) == 1 else 0)
    line = read[number - 1]
    before = value.text[:-1].rstrip()
    comma = "" if before == "[" else " " if before.endswith(",") else ", "
    flow = [item if _is_safe_in_brackets(item) else _quoted(item) for item in items]
    head = line[:closing].rstrip() if comma != "" else line[:closing]
    new = f"{head}{comma}{', '.join(flow)}{line[closing:]}"
    return _replaced(data, number, number, [new])


def _listed(data: bytes, entry: Entry, value: Scalar, items: Sequence[str]) -> bytes:
    """A list of a single value, as it is written, and the new ones."""
    read = text_lines(data)
    last = last_line(entry, read)
    line = read[entry.line - 1]
    indent = line[: len(line) - len(line.lstrip())]
    if last > entry.line:
        rows, head = [scalar(value.text.strip()), *items], f"{indent}{entry.key}:"
    elif value.is_empty:
        start, end = _span(value, line) if value.text else (len(line), len(line))
        rows, head = list(items), line[:start].rstrip() + line[end:]
    else:
        start, end = _span(value, line)
        rows, head = [line[start:end], *items], line[:start].rstrip() + line[end:]
    return _replaced(data, entry.line, last, [head, *(f"{indent}  - {row}" for row in rows)])


def _first_item(entry: Entry, read: Sequence[str]) -> str:
    for line in read[entry.line : entry.last]:
        if found := _ITEM.match(line):
            return found.group()
    return "  - "


def _is_safe_in_brackets(item: str) -> bool:
    return item.startswith('"') or not set(item) & set(",[]{}")


def _quoted(item: str) -> str:
    return '"' + item.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _replaced(data: bytes, first: int, last: int, lines: Sequence[str]) -> bytes:
    """The lines from `first` to `last` give way to others; never the first or last of a note."""
    raw, end = lines_of(data), line_end(data)
    keep = END.search(raw[first - 1])
    ends = [keep.group() if keep else end] * len(lines)
    new = [
        encoded(line, raw[first - 1]) + e for line, e in zip(map(plain, lines), ends, strict=True)
    ]
    return b"".join((*raw[: first - 1], *new, *raw[last:]))


def _vetted(data: bytes, new: bytes, front: FrontMatter, key: str | None) -> bytes:
    """The new bytes, if all other keys and the body read as before; Unwritable if not."""
    read, before = text_lines(new), text_lines(data)
    now = fence.read(read, "")
    same = [(e.key, texts(e.value)) for e in front.entries if e.key != key]
    kept = [(e.key, texts(e.value)) for e in now.entries if e.key != key]
    grown = len(now.entries) - len(front.entries)
    fine = now.whole and not now.rules and kept[: len(same)] == same and grown == (key is None)
    if not fine or read[now.body - 1 :] != before[front.body - 1 :]:
        raise _unsafe(key or "the new key")
    return new


def _unsafe(what: str) -> Unwritable:
    return Unwritable(
        f"The front matter is written in a way that can't be changed safely ({what.strip()}); "
        "change it in an editor."
    )
