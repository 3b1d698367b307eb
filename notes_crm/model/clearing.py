"""A front-matter key loses its value: the key, a remark behind it and every other byte stay."""

from notes_crm.errors import Unwritable
from notes_crm.model.edits import replace_line, source_of, text_lines
from notes_crm.model.frontmatter import fence
from notes_crm.model.frontmatter.raw import Scalar, texts
from notes_crm.model.schema import SCHEMA, Schema


def clear_key(data: bytes, key: str, schema: Schema = SCHEMA) -> bytes:
    """The note with this key empty, as a form has it; unchanged where the key holds nothing.

    Unwritable where the value stands in several lines or the front matter can't be read.
    """
    front = fence.read(text_lines(data), "")
    named = [e for e in front.entries if schema.key(e.key) == schema.key(key) and texts(e.value)]
    for entry in named:
        lines = text_lines(data)
        source = source_of(entry, lines)
        if not front.whole or front.rules or source is None or not isinstance(entry.value, Scalar):
            raise Unwritable(
                f"{entry.key} can't be cleared safely (line {entry.line}); clear it in an editor."
            )
        line, start = lines[entry.line - 1], entry.value.col - 1
        emptied = line[:start].rstrip() + line[start + len(source) :]
        data = replace_line(data, line, emptied, number=entry.line)
    others = [(e.key, texts(e.value)) for e in front.entries if e not in named]
    now = fence.read(text_lines(data), "")
    if [(e.key, texts(e.value)) for e in now.entries if texts(e.value)] != [
        (k, v) for k, v in others if v
    ]:
        raise Unwritable(f"{key} can't be cleared safely; clear it in an editor.")
    return data
