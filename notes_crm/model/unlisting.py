"""Items leave a front-matter list; the other items, the key and every other byte stay."""

from collections.abc import Callable, Sequence

from notes_crm.errors import Unwritable
from notes_crm.model.clearing import clear_key
from notes_crm.model.edits import lines_of, replace_line, text_lines
from notes_crm.model.frontmatter import fence
from notes_crm.model.frontmatter.fence import Entry
from notes_crm.model.frontmatter.raw import Items, Scalar, texts
from notes_crm.model.schema import SCHEMA, Schema


def take_from_list(
    data: bytes, key: str, leaves: Callable[[str], bool], schema: Schema = SCHEMA
) -> bytes:
    """The note without those texts of a list that `leaves` is true of; unchanged where there is none.

    Unwritable where the list is written in a way that can't be changed safely.
    """
    lines = text_lines(data)
    front = fence.read(lines, "")
    named = [e for e in front.entries if schema.key(e.key) == schema.key(key)]
    concerned = [e for e in named if any(map(leaves, texts(e.value)))]
    if not concerned:
        return data
    if len(named) > 1 or not front.whole or front.rules:
        raise _unsafe(key)
    entry = concerned[0]
    staying = [text for text in texts(entry.value) if not leaves(text)]
    if isinstance(entry.value, Items):
        new = _shortened(data, entry, entry.value, leaves, lines)
    else:
        new = clear_key(data, key, schema)
    now = fence.read(text_lines(new), "")
    meant = [(e.key, tuple(staying) if e is entry else texts(e.value)) for e in front.entries]
    same = [(e.key, texts(e.value)) for e in now.entries] == meant
    if not same or text_lines(new)[now.body - 1 :] != lines[front.body - 1 :]:
        raise _unsafe(key)
    return new


def _shortened(
    data: bytes, entry: Entry, value: Items, leaves: Callable[[str], bool], lines: Sequence[str]
) -> bytes:
    items = [item for item in value.values if isinstance(item, Scalar)]
    first = lines[entry.line - 1]
    if value.text.startswith("[["):  # a link that lacks its quotes
        start = first.index("[[")
        new = first[:start].rstrip() + first[start + len(value.text) :]
        return replace_line(data, first, new, number=entry.line)
    if len(items) < len(value.values) or "\n" in value.text:
        raise _unsafe(entry.key)
    if value.text:
        start, end = value.col, value.col - 1 + len(value.text) - 1
        ends = [*(item.col - 1 for item in items[1:]), end]
        pieces = [
            first[item.col - 1 : stop].rstrip(" ,")
            for item, stop in zip(items, ends, strict=True)
            if not leaves(item.text.strip())
        ]
        new = first[:start] + ", ".join(pieces) + first[end:]
        return replace_line(data, first, new, number=entry.line)
    gone = {item.line for item in items if leaves(item.text.strip())}
    if len({item.line for item in items}) < len(items):
        raise _unsafe(entry.key)
    raw = lines_of(data)
    return b"".join(line for number, line in enumerate(raw, 1) if number not in gone)


def _unsafe(key: str) -> Unwritable:
    return Unwritable(
        f"{key} is written in a way that can't be changed safely; change it in an editor."
    )
