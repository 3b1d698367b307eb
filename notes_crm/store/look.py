"""What a survey of the disk means: which files are notes, copies of notes, or not to be read."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from notes_crm.store import doubtful_names, litter
from notes_crm.store.stamps import Stamp
from notes_crm.store.survey import Folder

_SAID = {
    "symlink": "a symbolic link is not followed; put the note itself here",
    "no-file": "this is no regular file and is not read",
    "unreadable": "this note can't be looked at: {reason}",
}


class Odd(NamedTuple):
    """A file or folder that is no readable note though its name says so, and why."""

    path: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at the disk saw; all paths vault-relative POSIX."""

    stamps: dict[str, Stamp] = field(default_factory=dict)
    conflicts: dict[str, str] = field(default_factory=dict)
    placeholders: frozenset[str] = frozenset()
    odd: tuple[Odd, ...] = ()


def judged(folders: Iterable[Folder]) -> Look:
    """Judge every folder of a vault."""
    stamps: dict[str, Stamp] = {}
    conflicts: dict[str, str] = {}
    placeholders: set[str] = set()
    odd: list[Odd] = []
    for folder in folders:
        prefix, others = folder.prefix, folder.others
        copies, no_notes = _copies(folder)
        conflicts |= {prefix + name: prefix + base for name, base in copies.items()}
        stamps |= {
            prefix + name: stamp for name, stamp in folder.notes.items() if name not in no_notes
        }
        placeholders |= {
            f"{prefix}{litter.judge(name, ()).base}"
            for name, kind, _ in others
            if kind == "placeholder"
        }
        odd += _remarks(folder)
    return Look(stamps, conflicts, frozenset(placeholders), tuple(odd))


def _copies(folder: Folder) -> tuple[dict[str, str], set[str]]:
    """Which of a folder's files are copies and of what, and which only look like notes.

    All its names together, since a name may mean something by its siblings.
    """
    copies: dict[str, str] = {}
    no_notes: set[str] = set()
    if folder.prefix and not litter.any_doubtful(folder.notes):
        return copies, no_notes
    names = frozenset(_note_names(folder))
    for name in folder.notes:
        found = litter.judge(name, names, root=not folder.prefix)
        if found.verdict == "conflict" and found.base:
            copies[name] = found.base
        elif found.verdict != "note":
            no_notes.add(name)
    return copies, no_notes


def _remarks(folder: Folder) -> Iterable[Odd]:
    """What a person should know of a folder's files, and of itself."""
    if folder.unread:
        yield Odd(folder.prefix, *folder.unread)
    for name, kind, reason in folder.others:
        if said := _SAID.get(kind):
            yield Odd(folder.prefix + name, kind, said.format(reason=reason))
    folders = [name for name, kind, _ in folder.others if kind == "folder"]
    for name, code, message in doubtful_names.doubtful([*_note_names(folder), *folders]):
        yield Odd(folder.prefix + name, code, message)


def _note_names(folder: Folder) -> list[str]:
    """The names of all notes, those among them that can't be looked at at this moment."""
    unseen = [name for name, kind, _ in folder.others if kind in ("gone", "unreadable")]
    return [*folder.notes, *unseen]
