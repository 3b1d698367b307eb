"""Lessons learned elsewhere that apply to a customer: by its name, trade, tags or units."""

import re
from collections.abc import Iterable, Sequence

from notes_crm.answers.equipment import Unit
from notes_crm.answers.said import Said, Source, from_line, stem
from notes_crm.model.note import Note, names
from notes_crm.model.schema import fold

MOST = 2
NOW = 100

_TAG = re.compile(r"(?<!\S)#([\w/-]+)")
_LABELS = re.compile(r"(?:\s*(?:(?<!\S)#[\w/-]+|\[\[[^\]]*\]\]))+\s*$")
_LINK = re.compile(r"\[\[([^\]|#]+)[^\]]*\]\]")


def matching(
    customer: str, notes: Sequence[Note], lessons: Iterable[Note], units: Sequence[Unit]
) -> tuple[Said, ...]:
    """The lessons with the most in common with a customer, at most two; later ones win a tie.

    A lesson note applies to what its `applies_to` names; a bullet to its own tags and links.
    What this visit is about weighs more than everything else together.
    """
    about = _about(customer, notes)
    now = {word for unit in units if unit.involved for word in _unit_words(unit.note)}
    found: list[tuple[int, int, Said]] = []
    for note in lessons:
        for said, subjects in _lessons(note):
            common = len(about & subjects) + NOW * len(now & subjects)
            if common:
                found.append((-common, -len(found), said))
    return tuple(said for _, _, said in sorted(found, key=lambda f: f[:2])[:MOST])


def _lessons(note: Note) -> Iterable[tuple[Said, set[str]]]:
    applies = names(note.texts("applies_to"))
    if applies:
        first = next(iter(note.prose()), None)
        said = from_line(note, first) if first else Said(stem(note.path), Source(note.path))
        yield said, {_subject(a) for a in applies}
        return
    for line in note.prose():
        subjects = _TAG.findall(line.text) + [stem(t) for t in _LINK.findall(line.text)]
        text = _LABELS.sub("", line.text).strip()
        if subjects and text:
            said = from_line(note, line)
            yield Said(text, said.source, said.day, said.who), {_subject(s) for s in subjects}


def _about(customer: str, notes: Sequence[Note]) -> set[str]:
    found = {customer}
    for note in notes:
        if note.group == "customer":
            found |= {*note.aliases, *note.tags, *note.texts("kind"), *note.texts("tags")}
        elif note.group == "equipment":
            found |= _unit_words(note)
    return {_subject(word) for word in found if word.strip()}


def _unit_words(unit: Note) -> set[str]:
    words = {stem(unit.path), *unit.aliases, *unit.tags}
    words |= {text for key in ("model", "maker") for text in unit.texts(key)}
    return {_subject(word) for word in words}


def _subject(text: str) -> str:
    return fold(text.removeprefix("#").replace("-", " ").replace("_", " "))
