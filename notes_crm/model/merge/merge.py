"""A note and a conflict copy of it to one note that holds the words of both.

Values of lists, task lines, bullets and other lines are united. A task that is ticked on one side
is ticked. Where both sides changed one line both stay, the copy's marked with a tag, and a person
decides. What comes out is read again before it counts: no word may be missing, nothing private
may be open, nothing may be harder to read than before.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from unicodedata import normalize

from notes_crm.errors import Unwritable
from notes_crm.model import edits
from notes_crm.model.decode import MAX_BYTES, decoded
from notes_crm.model.frontmatter import fence
from notes_crm.model.frontmatter.fence import Entry
from notes_crm.model.frontmatter.raw import Items, Pairs, Raw, Scalar, texts
from notes_crm.model.frontmatter.values import is_private
from notes_crm.model.merge.blocks import MARK, plain
from notes_crm.model.merge.unite import Row, unite
from notes_crm.model.note import CODES, Note, parse
from notes_crm.model.schema import LISTS, SCHEMA, Schema, fold

_MAX_LINES = 20_000
_WORD = re.compile(r"\w+")


class NotMergeable(Exception):
    """Two versions that only a person can bring together; `str()` says why."""


@dataclass(frozen=True, slots=True)
class Undecided:
    """A line of the copy that was left beside the original's for a person to decide; from 1."""

    line: int
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Merged:
    """The new bytes, what they have more than the original's, and what is left to a person."""

    data: bytes
    united: tuple[str, ...] = ()
    undecided: tuple[Undecided, ...] = ()


def merge(original: bytes, copy: bytes, path: str, schema: Schema = SCHEMA) -> Merged:
    """Unite a note with its copy; NotMergeable where that can't be done without a person.

    `path` is the original's. A copy that says nothing more leaves the original's bytes alone.
    """
    if original == copy:
        return Merged(original)
    try:
        return _Merge(original, copy, path, schema).merged()
    except Unwritable as error:
        raise NotMergeable(str(error)) from None


def difference(original: bytes, copy: bytes) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The lines that only the copy has, and those that only the original has."""
    ours, theirs = (
        [line.strip() for line in decoded(data, "").lines if line.strip()]
        for data in (original, copy)
    )
    return tuple((Counter(theirs) - Counter(ours)).elements()), tuple(
        (Counter(ours) - Counter(theirs)).elements()
    )


@dataclass(slots=True)
class _Front:
    """The original's bytes with more in the front matter, and what must be decided of it."""

    data: bytes
    united: list[str] = field(default_factory=list)
    beside: list[Row] = field(default_factory=list)


class _Merge:
    """One note and one copy."""

    def __init__(self, original: bytes, copy: bytes, path: str, schema: Schema) -> None:
        self.original, self.copy, self.path, self.schema = original, copy, path, schema
        self.notes = [parse(data, path, schema) for data in (original, copy)]
        for note in self.notes:
            _fit(note)
        self.ours = edits.text_lines(original)
        self.theirs = self.notes[1].lines
        self.fronts = [fence.read(lines, "") for lines in (self.ours, self.theirs)]

    def merged(self) -> Merged:
        """The one note of both."""
        above, below = (front.body for front in self.fronts)
        front = _Front(self.original)
        if self.ours[: above - 1] != self.theirs[: below - 1]:
            self._front(front)
        united = unite(self.ours, above, self.theirs, below, self.schema.heading)
        raw = edits.lines_of(front.data.removeprefix(edits.BOM))
        head = raw[: len(raw) - max(len(self.ours) - above + 1, 0)]
        self._missing(front, below, head, united.rows)
        rows = self._beside(front.beside, above) + united.rows
        data = self._joined(raw, len(head) - above + 1, rows)
        if _bare(data) == _bare(self.original):
            return Merged(self.original)
        undecided = tuple(
            Undecided(number, row.beside.strip(), row.text.strip())
            for number, row in enumerate(rows, start=len(head) + 1)
            if row.beside is not None
        )
        self._vet(data, front.beside)
        return Merged(data, (*front.united, *united.added), undecided)

    def _front(self, front: _Front) -> None:
        """Bring the keys together."""
        for one in self.fronts:
            if not one.whole or one.rules or one.unread:
                raise NotMergeable("the front matter of one of them can't be read; mend it first")
        known: dict[str, Entry] = {}
        for entry in self.fronts[0].entries:
            known[self.schema.key(entry.key)] = entry
        for entry in self.fronts[1].entries:
            ours = known.get(self.schema.key(entry.key))
            if ours is None:
                lines = self._lines(entry)
                front.data = edits.add_entry(front.data, lines, self.schema)
                front.united.append(f"{entry.key}: {', '.join(texts(entry.value))}")
            elif texts(ours.value) != texts(entry.value):
                self._key(front, ours, entry)

    def _key(self, front: _Front, ours: Entry, theirs: Entry) -> None:
        """A key that says something else in the copy."""
        key, known = ours.key, self.schema.fields.get(self.schema.key(ours.key))
        listed = known is not None and known.kind in LISTS
        ours_list, theirs_list = isinstance(ours.value, Items), isinstance(theirs.value, Items)
        simple = not isinstance(ours.value, Pairs) and not isinstance(theirs.value, Pairs)
        if simple and (listed or ours_list or theirs_list):
            has = {fold(text) for text in texts(ours.value)}
            new = [text for text in texts(theirs.value) if fold(text) not in has]
            front.data = edits.add_to_list(front.data, key, new, self.schema)
            front.united += [f"{key}: {text}" for text in new]
            return
        value, other = ours.value, theirs.value
        source = edits.source_of(theirs, self.theirs)
        closes = self.schema.key(key) == "private" and is_private(other) and not is_private(value)
        if source and (closes or not texts(value)):  # what one side keeps private stays so
            front.data = edits.set_key(front.data, key, source, self.schema)
            front.united.append(f"{key}: {source}")
            value, other = other, value
        if texts(other):
            front.beside.append(self._note(key, value, other))

    def _note(self, key: str, value: Raw, other: Raw) -> Row:
        """The copy's value as a line of the body; codes as a comment, which is never printed."""
        said = f"{key}: {_told(other)}"
        hidden = self.schema.key(key) == CODES
        line = f"%% {said} {MARK} %%" if hidden else f"- {said} {MARK}"
        return Row(line, beside=f"{key}: {_told(value)}")

    def _missing(
        self, front: _Front, below: int, head: Sequence[bytes], rows: Sequence[Row]
    ) -> None:
        """Lines of the copy's front matter whose words stand nowhere, remarks for example."""
        has = _words(b"".join(head).decode("utf-8", "replace"))
        has |= _words("\n".join(row.text for row in (*front.beside, *rows)))
        secret = {
            line
            for entry in self.fronts[1].entries
            if self.schema.key(entry.key) == CODES
            for line in range(entry.line, entry.last + 1)
        }
        for number, line in enumerate(self.theirs[: below - 1], start=1):
            if _words(line) - has:
                said = line.strip().lstrip("#").strip()
                shown = f"%% {said} {MARK} %%" if number in secret else f"- {said} {MARK}"
                front.beside.append(Row(shown, beside=""))

    def _lines(self, entry: Entry) -> list[str]:
        """A key of the copy as it is written there."""
        lines = self.theirs[entry.line - 1 : edits.last_line(entry, self.theirs)]
        indent = len(lines[0]) - len(lines[0].lstrip())
        return [line[indent:] if not line[:indent].strip() else line for line in lines]

    def _beside(self, rows: Sequence[Row], above: int) -> list[Row]:
        """Lines of front matter that go on top of the body, unless they stand there already."""
        there = {plain(line) for line in self.ours[above - 1 :]}
        new = [row for row in rows if plain(row.text) not in there]
        first = self.ours[above - 1] if above <= len(self.ours) else ""
        if new and first.strip() and not first.startswith(("#", "- ")):
            new.append(Row(""))
        return new

    def _joined(self, raw: Sequence[bytes], shift: int, rows: Sequence[Row]) -> bytes:
        """All lines as bytes, the original's as they were; they stand `shift` lines lower in `raw`."""
        end = edits.line_end(self.original)
        lines = list(raw[: self.fronts[0].body - 1 + shift])
        for row in rows:
            if row.line and row.text == self.ours[row.line - 1]:
                lines.append(raw[row.line - 1 + shift])
            else:
                lines.append(row.text.encode() + end)
        closed = not self.ours or self.original.endswith((b"\n", b"\r"))
        lines = [line if line.endswith((b"\n", b"\r")) else line + end for line in lines]
        if not closed:
            lines[-1] = lines[-1].rstrip(b"\r\n")
        bom = edits.BOM if self.original.startswith(edits.BOM) else b""
        return bom + b"".join(lines)

    def _vet(self, data: bytes, beside: Sequence[Row]) -> None:
        """Refuse what would lose a word, open something private or be harder to read."""
        note = parse(data, self.path, self.schema)
        ours, theirs = self.notes
        if not _words("\n".join((*ours.lines, *theirs.lines))) <= _words("\n".join(note.lines)):
            raise NotMergeable("they differ so that words would be lost")
        if len(note.problems) > len(ours.problems) + len(theirs.problems):
            raise NotMergeable("together they could not be read as meant")
        if (ours.private or theirs.private) and not note.private:
            raise NotMergeable("one of them is private and the other is not")
        open_lines = {_shown(line) for one in self.notes for line in one.public().lines}
        open_lines.update(_shown(row.text) for row in beside)
        shown = set(map(_shown, note.public().lines[note.body_line - 1 :]))
        if not shown <= open_lines | {""}:
            raise NotMergeable("what is private in one of them would not be any more")


def found_again(undecided: Iterable[Undecided], data: bytes) -> Iterator[Undecided]:
    """Lines that were left to a person, where they stand after a later change."""
    lines = [line.strip() for line in data.decode("utf-8", "replace").splitlines()]
    for one in undecided:
        at = lines.index(one.theirs) + 1 if one.theirs in lines else one.line
        yield Undecided(at, one.ours, one.theirs)


def _fit(note: Note) -> None:
    """Refuse what can't be merged at all."""
    codes = {problem.code for problem in note.problems}
    if "conflict-marker" in codes:
        raise NotMergeable(
            "there are marks of an unfinished merge in one of them; decide these first"
        )
    if codes & {"binary", "too-long"} or len(note.lines) > _MAX_LINES:
        raise NotMergeable(
            f"one of them is no text, or longer than {MAX_BYTES // 1024 // 1024} MiB"
        )


def _told(value: Raw) -> str:
    text = "; ".join(texts(value)) if not isinstance(value, Scalar) else value.text
    return " ".join(text.split())


def _shown(line: str) -> str:
    """What a line says, also where a heading has become a line of text."""
    return "" if line.strip() == MARK else plain(line.strip().strip("#").strip())


def _words(text: str) -> set[str]:
    return set(_WORD.findall(normalize("NFKC", text).casefold()))


def _bare(data: bytes) -> list[bytes]:
    return [line.rstrip() for line in edits.lines_of(data)]
