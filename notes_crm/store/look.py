"""What is on the disk: every note with its stamp, and whatever else a person should know of.

No symbolic link is followed, and nothing is opened.
"""

import errno
import os
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from notes_crm.store import doubtful_names, litter
from notes_crm.store.stamps import Stamp, stamp_of

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_DEPTH = 64
"""Folders nested deeper are not read, and that is said."""

_BY_HANDLE = os.scandir in os.supports_fd
"""Whether a folder can be held: its files are then found without walking down to it each time."""


@dataclass(frozen=True, slots=True)
class Odd:
    """A file or folder that is no readable note though its name says so, and why."""

    path: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at the disk saw; all paths vault-relative POSIX."""

    stamps: dict[str, Stamp]
    conflicts: dict[str, str] = field(default_factory=dict)
    placeholders: frozenset[str] = frozenset()
    odd: tuple[Odd, ...] = ()


def look_at(root: str, templates: str) -> Look:
    """Look at a vault's folder; OSError where the folder itself can't be read.

    `templates` is the folder at the root whose notes are forms to be filled in.
    """
    walk = _Walk(root, templates)
    walk.into("", 0)
    while walk.todo:
        walk.into(*walk.todo.pop())
    return Look(walk.stamps, walk.conflicts, frozenset(walk.placeholders), tuple(walk.odd))


class _Walk:
    """One walk through the folders; folders still to be looked into are in `todo`."""

    def __init__(self, root: str, templates: str) -> None:
        self.todo: list[tuple[str, int]] = []
        self.stamps: dict[str, Stamp] = {}
        self.conflicts: dict[str, str] = {}
        self.placeholders: set[str] = set()
        self.odd: list[Odd] = []
        self._root, self._templates = root, templates

    def into(self, prefix: str, depth: int) -> None:
        """Look into one folder; `prefix` is its path in the vault with a slash behind it."""
        if depth > MAX_DEPTH:
            self._say(
                prefix, "too-deep", f"folders nested deeper than {MAX_DEPTH} levels are not read"
            )
            return
        try:
            with _entries(f"{self._root}/{prefix}") as entries:
                self._see(prefix, entries, depth)
        except OSError as error:
            if not prefix:
                raise
            reason = (error.strerror or "unknown reason").lower()
            self._say(prefix, "unreadable", f"this folder can't be read: {reason}")

    def _see(self, prefix: str, entries: "Iterator[os.DirEntry[str]]", depth: int) -> None:
        """What lies in a folder: all its names first, since a name may mean something by its siblings."""
        waiting = len(self.todo)
        plain: dict[str, os.DirEntry[str]] = {}
        for entry in entries:
            name = entry.name
            note = name.endswith(".md") and name[0] not in ".~#"
            if (note and entry.is_file(follow_symlinks=False)) or self._is_other_note(
                entry, prefix, depth
            ):
                plain[name] = entry
        folders = (path[len(prefix) : -1] for path, _ in self.todo[waiting:])
        for name, code, message in doubtful_names.doubtful([*plain, *folders]):
            self._say(prefix + name, code, message)
        if not prefix or litter.any_doubtful(plain):
            self._leave_out(plain, prefix)
        for name, entry in plain.items():
            try:
                self.stamps[prefix + name] = stamp_of(entry.stat(follow_symlinks=False))
            except OSError as error:
                self._unseen(prefix + name, error)

    def _is_other_note(self, entry: "os.DirEntry[str]", prefix: str, depth: int) -> bool:
        """Whether it is a note by another name than most; folders are put on the list, the rest is judged."""
        name = entry.name
        if entry.is_dir(follow_symlinks=False):
            if not litter.is_hidden(name) and (prefix or name != self._templates):
                self.todo.append((f"{prefix}{name}/", depth + 1))
            return False
        if entry.is_symlink():
            if name[0] != "." and _is_note_or_folder(entry):
                self._say(
                    prefix + name,
                    "symlink",
                    "a symbolic link is not followed; put the note itself here",
                )
            return False
        judged = litter.judge(name, ())
        if judged.verdict == "placeholder":
            self.placeholders.add(f"{prefix}{judged.base}")
        elif judged.verdict != "litter" and not entry.is_file(follow_symlinks=False):
            self._say(prefix + name, "no-file", "this is no regular file and is not read")
        return judged.verdict in ("note", "conflict") and entry.is_file(follow_symlinks=False)

    def _leave_out(self, plain: "dict[str, os.DirEntry[str]]", prefix: str) -> None:
        """Take away what only looks like a note, and write down which are copies of others."""
        names = frozenset(plain)
        for name in names:
            judged = litter.judge(name, names, root=not prefix)
            if judged.verdict == "conflict":
                self.conflicts[prefix + name] = f"{prefix}{judged.base}"
            elif judged.verdict != "note":
                del plain[name]

    def _unseen(self, path: str, error: OSError) -> None:
        """A note that can't be looked at; one that went away is the next look's business."""
        self.conflicts.pop(path, None)
        if error.errno != errno.ENOENT:
            reason = (error.strerror or "unknown reason").lower()
            self._say(path, "unreadable", f"this note can't be looked at: {reason}")

    def _say(self, path: str, code: str, message: str) -> None:
        self.odd.append(Odd(path, code, message))


@contextmanager
def _entries(folder: str) -> "Iterator[Iterator[os.DirEntry[str]]]":
    """What lies in a folder; to be looked at before this ends."""
    if not _BY_HANDLE:
        with os.scandir(folder) as entries:
            yield entries
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        with os.scandir(handle) as entries:
            yield entries
    finally:
        os.close(handle)


def _is_note_or_folder(entry: "os.DirEntry[str]") -> bool:
    if entry.name.lower().endswith(litter.NOTE_ENDINGS):
        return True
    try:
        return entry.is_dir()
    except OSError:
        return False
