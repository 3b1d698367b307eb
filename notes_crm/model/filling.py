"""A planned note becomes the note of what happened: its bytes and what was said to its bytes.

Only keys that were answered and lines that were said are written; every other byte stays. What
the result would not read as it was meant is refused.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, time

from notes_crm.errors import Unwritable
from notes_crm.model import derived
from notes_crm.model.drafts import Interaction, Said, linked, pair_lines, sections_of
from notes_crm.model.edits import add_to_list, insert_lines, set_key
from notes_crm.model.fact import Fact
from notes_crm.model.note import Note, Section
from notes_crm.model.privacy import PRIVATE
from notes_crm.model.schema import HEADINGS, LISTS, Schema, fold

Read = Callable[[bytes], Note]
"""How this vault reads a note's bytes."""

_ORDER = {name: place for place, name in enumerate(HEADINGS)}
_USUAL_LEVEL = 2


def plan_for(
    notes: Iterable[Fact], kind: str, day: date, *, at: time | None, by: Sequence[str]
) -> Fact | None:
    """The note of that kind and day which is still only a plan; None where there is none.

    Of several the last that has begun by `at`, else the first. A plan signed by others alone is
    theirs: it is none of mine.
    """
    plans = [
        note
        for note in notes
        if note.type == kind and note.date == day and _is_only_a_plan(note, day) and _ours(note, by)
    ]
    plans.sort(key=lambda note: (note.time or time.min, note.path))
    begun = [note for note in plans if at is not None and (note.time or time.min) <= at]
    return next(iter([*begun[-1:], *plans]), None)


def fill(data: bytes, said: Interaction, read: Read, schema: Schema, *, clock: bool) -> bytes:
    """The planned note with what was said; its time is set if `clock`, and kept otherwise.

    Unwritable where that can't be done without touching what was not meant.
    """
    note = read(data)
    keys: dict[str, Said] = dict(said.keys)
    if clock:
        keys["time"] = said.when.strftime("%H:%M")
    for key, value in keys.items():
        data = _with_key(data, key, value, note, schema)
    for heading, lines in sections_of(said):
        if lines:
            data = _with_lines(data, heading, lines, read)
    return data


def filled_form(
    data: bytes, keys: Mapping[str, Said], said: Interaction | None, read: Read, schema: Schema
) -> bytes:
    """A form with these keys, and with what was said of a contact below its headings.

    Unwritable where that can't be done safely.
    """
    note = read(data)
    for key, value in keys.items():
        data = _with_key(data, key, value, note, schema)
    for heading, lines in sections_of(said) if said else ():
        if lines:
            data = _with_lines(data, heading, lines, read)
    return data


def prepared(data: bytes, read: Read) -> bytes:
    """The planned note with the headings that an editor is to find in it."""
    for heading in ("Discussed", "Promised", "Told"):
        note = read(data)
        if not any(s.name == heading for s in note.sections):
            data = next(_in_new_section(data, note, heading, []))
    return data


def _is_only_a_plan(note: Fact, day: date) -> bool:
    blank = not derived.is_typed_up(note) and not derived.has_words(note)
    return derived.is_planned(note, day) or (blank and note.group == "interaction")


def _ours(note: Fact, by: Sequence[str]) -> bool:
    """Whether a plan may be mine: nobody signed it, or I did, or nobody knows who I am."""
    signed = note.fields.get("by")
    names = signed if isinstance(signed, tuple) else (signed,) if signed else ()
    return not names or not by or any(_is_same(str(n), ours) for n in names for ours in by)


def _is_same(name: str, other: str) -> bool:
    """Whether two names may be one person's: `Dana` and `Dana Ortiz`, not `Dana Ruiz`."""
    words, others = (set(fold(text.strip("[]@")).split()) for text in (name, other))
    return bool(words) and bool(others) and (words <= others or others <= words)


def _with_key(data: bytes, key: str, value: Said, note: Note, schema: Schema) -> bytes:
    known = schema.fields.get(key)
    if not isinstance(value, str) and isinstance(value, Sequence):
        there = note.texts(key)
        missing = [text for text in value if not any(_is_there(key, text, t) for t in there)]
        return add_to_list(data, key, [linked(key, text) for text in missing], schema)
    if known and known.kind in LISTS:
        return add_to_list(data, key, [str(value)], schema)
    if note.texts(key) == (_as_text(value),):
        return data
    [line] = pair_lines(key, value)
    return set_key(data, key, line.partition(": ")[2], schema)


def _is_there(key: str, text: str, listed: str) -> bool:
    if key == "by":
        return _is_same(text, listed)
    if key == "people":  # a fuller name says more
        return set(fold(text).split()) <= set(fold(listed.strip("[]")).split())
    return fold(text.strip("[]")) == fold(listed.strip("[]"))


def _as_text(value: Said) -> str:
    [line] = pair_lines("-", value)
    return line.partition(": ")[2].strip('"')


def _with_lines(data: bytes, heading: str, lines: Sequence[str], read: Read) -> bytes:
    """The note with lines below a heading, at the first place where they are read as meant."""
    before = read(data)
    alone = read("\n".join([f"## {heading}", *lines, ""]).encode())
    wanted = _meaning(before) + _meaning(alone, private=before.private)
    tags = {fold(tag) for tag in (*before.tags, *alone.tags)}
    for new in _candidates(data, before, heading, lines):
        after = read(new)
        if _meaning(after) == wanted and {fold(tag) for tag in after.tags} == tags:
            return new
    raise Unwritable(
        f"What belongs below {heading} can't be added to this note safely; write it in an editor."
    )


def _meaning(note: Note, *, private: bool = False) -> Counter[tuple[object, ...]]:
    """What is read in the body of a note, wherever its lines stand."""
    body = ((line.text, line.section, line.private or private) for line in note.body)
    tasks = (
        (t.raw.strip(), t.direction, t.due, note.is_private(t.line) or private) for t in note.tasks
    )
    links = ((link.target, "link") for link in note.links if link.key is None)
    return Counter((*body, *tasks, *links))


def _candidates(data: bytes, note: Note, heading: str, lines: Sequence[str]) -> Iterator[bytes]:
    for section in note.sections:
        if section.name == heading and not section.private:
            last = _last_line(note, section)
            yield insert_lines(data, lines, after=last)
            yield insert_lines(data, ["", *lines], after=last)
    yield from _in_new_section(data, note, heading, lines)


def _in_new_section(data: bytes, note: Note, heading: str, lines: Sequence[str]) -> Iterator[bytes]:
    """The lines below a heading of their own: in the usual order, else at the end."""
    named = [s for s in note.sections if s.name]
    level = min((s.level for s in named if s.name != PRIVATE), default=_USUAL_LEVEL)
    block = [f"{'#' * level} {heading}", *lines]
    airy = any(s.line > 1 and s.level and not note.lines[s.line - 2].strip() for s in note.sections)
    later = [s for s in named if s.level <= level and _ORDER[s.name or ""] > _ORDER[heading]]
    if later:
        after = later[0].line - 1
        yield insert_lines(data, [*block, ""] if airy else block, after=after)
        yield insert_lines(data, ["", *block, ""], after=after)
    end = len(note.lines)
    apart = airy and bool(note.lines[-1:] and note.lines[-1].strip())
    yield insert_lines(data, ["", *block] if apart else block, after=end)
    yield insert_lines(data, ["", *block], after=end)


def _last_line(note: Note, section: Section) -> int:
    """The last line of a section that is not blank; its heading where there is none."""
    last = section.last
    while last >= section.first and not note.lines[last - 1].strip():
        last -= 1
    return max(last, section.first - 1)
