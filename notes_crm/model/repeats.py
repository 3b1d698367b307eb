"""Keys of front matter that say the same twice, in the same bytes: the lines that can go."""

from collections import defaultdict
from collections.abc import Collection
from itertools import pairwise

from notes_crm.model.edits import last_line, lines_of, text_lines
from notes_crm.model.frontmatter import fence
from notes_crm.model.frontmatter.fence import Entry, FrontMatter
from notes_crm.model.frontmatter.raw import as_obsidian, texts
from notes_crm.model.schema import Schema


def without_repeats(
    data: bytes, keys: Collection[int], schema: Schema
) -> tuple[bytes, dict[int, str]]:
    """The bytes without those keys, named by their lines, that repeat the first one of their name.

    With them the lines that are gone, by their numbers. A key stays where one of that name says
    anything else, where a remark stands beside it, and where the rest would not read as before.
    Unwritable where the note is no text.
    """
    if not keys:
        return data, {}
    read = text_lines(data)
    front = fence.read(read, "")
    gone, before = frozenset[int](), None
    while gone != before:  # what goes may have kept a remark away from the next
        before = gone
        groups = _repeats(front, data, keys, schema, gone)
        if _says_the_same(data, front, gone.union(*groups)):
            gone = gone.union(*groups)
            continue
        for group in groups:  # one of them has to stay, so each is tried
            gone |= group if _says_the_same(data, front, gone | group) else frozenset()
    return _without(data, gone), {line: read[line - 1] for line in sorted(gone)}


def _repeats(
    front: FrontMatter, data: bytes, keys: Collection[int], schema: Schema, gone: Collection[int]
) -> list[frozenset[int]]:
    """The lines of each key that is there again, if all of its name are the same bytes.

    None that is `gone`, and none beside a remark once these are.
    """
    raw, read = lines_of(data), text_lines(data)
    left = [n for n in range(1, len(read) + 1) if n not in gone]
    above = dict(pairwise(reversed(left)))
    below = dict(pairwise(left))
    named: dict[str, list[Entry]] = defaultdict(list)
    for entry in front.entries:
        named[schema.key(entry.key)].append(entry)
    found = []
    for first, *more in named.values():
        spans = [(e.line, last_line(e, read)) for e in (first, *more)]
        same = len({b"".join(raw[start - 1 : end]) for start, end in spans}) == 1
        apart = all(one[1] < two[0] for one, two in pairwise(spans))
        if same and apart:
            found += [
                frozenset(range(start, end + 1))
                for start, end in spans[1:]
                if start in keys
                and start not in gone
                and not _has_remark(read[above[start] - 1], read[below[end] - 1])
            ]
    return found


def _has_remark(*lines: str) -> bool:
    return any(line.lstrip().startswith("#") for line in lines)


def _says_the_same(data: bytes, front: FrontMatter, gone: frozenset[int]) -> bool:
    """Whether all but the keys in these lines, and the whole body, reads as before."""
    before, read = text_lines(data), text_lines(_without(data, gone))
    if len(read) != len(before) - len(gone):  # a lone CR and a lone LF met
        return False
    now = fence.read(read, "")
    kept = [_said(entry) for entry in front.entries if entry.line not in gone]
    return (
        (now.whole, now.rules) == (front.whole, front.rules)
        and [_said(entry) for entry in now.entries] == kept
        and read[now.body - 1 :] == before[front.body - 1 :]
    )


def _said(entry: Entry) -> tuple[str, tuple[str, ...], str]:
    return entry.key, texts(entry.value), repr(as_obsidian(entry.value))


def _without(data: bytes, gone: Collection[int]) -> bytes:
    return b"".join(line for number, line in enumerate(lines_of(data), 1) if number not in gone)
