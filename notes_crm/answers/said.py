"""A line of an answer together with the place in the notes that it comes from."""

import re
from dataclasses import dataclass
from datetime import date

from notes_crm.model.note import Line, Note, names
from notes_crm.model.schema import SCHEMA, fold

_COMMENT = re.compile(r"%%.*?%%|<!--.*?(?:-->|$)|<[^<>]*>")
_LINKED = r"\[([^\[\]]*)\]\((?:[^()]|\([^()]*\))*\)"
_EMBED = re.compile(rf"!\[\[[^\[\]]*\]\]|!{_LINKED}")
_WIKI = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]")
_LINK = re.compile(_LINKED)
_MARKS = re.compile(r"\*\*|__|==|~~|`|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)|\s\^[\w-]+$")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_ASIDE = 0xF0000
"""Letters that nobody uses: there an escaped sign waits until the marks are gone."""
_BACK = {_ASIDE + number: chr(number) for number in range(128)}
_KEY = re.compile(r"""\s*["']?([^"':#][^:"']*?)["']?\s*:""")
_DATED = re.compile(r"^\d{4}-\d{2}-\d{2}(?:[ T_-]+\d{2}[:.]?\d{2}(?:[:.]?\d{2})?)?[ _-]*")


@dataclass(frozen=True, slots=True)
class Source:
    """A place in the vault: `line` counts from 1; 0 is the note as a whole."""

    path: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Said:
    """One line somebody wrote, Markdown as typed, with its place, day and writers."""

    text: str
    source: Source
    day: date | None = None
    who: tuple[str, ...] = ()


def from_line(note: Note, line: Line) -> Said:
    """A line of a note's body."""
    return Said(line.text, Source(note.path, line.line), note.date, names(note.texts("by")))


def from_key(note: Note, key: str) -> tuple[Said, ...]:
    """The values of a front-matter key; links as plain names."""
    source = key_source(note, key)
    return tuple(Said(text, source, note.date) for text in names(note.texts(key)) if text.strip())


def one_from_key(note: Note | None, key: str) -> Said | None:
    """The first value of a front-matter key."""
    return next(iter(from_key(note, key)), None) if note else None


def key_source(note: Note, key: str) -> Source:
    """Where a front-matter key stands, by any of its names; the whole note if it can't be found."""
    for number, line in enumerate(note.lines[: note.body_line], start=1):
        written = _KEY.match(line)
        if written and SCHEMA.key(written[1]) == key:
            return Source(note.path, number)
    return Source(note.path)


def plain(text: str) -> str:
    """A line of Markdown as plain words: links by what they show, no marks, no comments."""
    if "\\" in text:
        aside = _ESCAPED.sub(lambda sign: chr(_ASIDE + ord(sign[1])), text)
        return _unmarked(aside).translate(_BACK)
    return _unmarked(text)


def stem(path: str) -> str:
    """A note's name: its path without folders and without `.md`."""
    return path.rsplit("/", 1)[-1].removesuffix(".md").removesuffix(".markdown")


def short_name(note: Note, customer: str, *, kind: str = "") -> str:
    """A note's name without its date, its customer's name and the word for its kind.

    `2026-03-05 Acme Pumps case seal leak` is `seal leak`.
    """
    name = _DATED.sub("", stem(note.path)).strip()
    name = name.removesuffix(f"({customer})").strip()
    if fold(name).startswith(fold(customer) + " "):
        name = name[len(customer) :].strip(" -–·:")
    if kind and fold(name).startswith(kind + " "):
        name = name[len(kind) :].strip(" -–·:")
    return name or stem(note.path)


def _unmarked(text: str) -> str:
    text = _EMBED.sub("", _COMMENT.sub("", text))
    text = _LINK.sub(r"\1", _WIKI.sub(r"\1", text))
    return " ".join(_MARKS.sub("", text).split())
