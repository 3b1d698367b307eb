"""What lies in a vault's folders: seen in one walk, not yet judged, and compared as one value.

No symbolic link is followed, and nothing is opened. Names that can be no note are left out.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

from notes_crm.model.digests import blake2b
from notes_crm.store import litter
from notes_crm.store.stamps import Stamp, stamp_of

MAX_DEPTH = 64
"""Folders nested deeper are not read, and that is said."""
_TOO_DEEP = ("too-deep", f"folders nested deeper than {MAX_DEPTH} levels are not read")

Kind = Literal["folder", "symlink", "no-file", "placeholder", "gone", "unreadable"]
_BY_HANDLE = os.scandir in os.supports_fd
"""Whether a folder can be held: its files are then found without walking down to it each time."""


@dataclass(frozen=True, slots=True)
class Folder:
    """What one folder holds: notes by name with their stamps, and what else bears on them.

    `prefix` is its path in the vault with a slash behind it, empty for the vault itself. Others
    come with what they are, and the reason where they can't be read. `unread` is why nothing is
    known of the folder: a code and a sentence.
    """

    prefix: str
    notes: dict[str, Stamp] = field(default_factory=dict)
    others: list[tuple[str, Kind, str]] = field(default_factory=list)
    unread: tuple[str, str] | None = None


def survey(root: str, templates: str) -> list[Folder]:
    """Look into every folder of a vault; OSError where its own folder can't be read.

    `templates` is the folder at the root whose notes are forms to be filled in.
    """
    folders = []
    todo = [("", 0)]
    while todo:
        prefix, depth = todo.pop()
        if depth > MAX_DEPTH:
            folders.append(Folder(prefix, unread=_TOO_DEEP))
            continue
        folder = look_into(root, prefix)
        folders.append(folder)
        todo += [
            (f"{prefix}{name}/", depth + 1)
            for name, kind, _ in folder.others
            if kind == "folder" and (prefix or name != templates)
        ]
    return folders


def look_into(root: str, prefix: str) -> Folder:
    """Look into one folder, not below it; OSError where it is the vault itself and can't be read."""
    folder = Folder(prefix)
    try:
        with _entries(f"{root}/{prefix}") as entries:
            _fill(folder, entries)
    except OSError as error:
        if not prefix:
            raise
        return Folder(prefix, unread=("unreadable", f"this folder can't be read: {_reason(error)}"))
    return folder


def digest_of(folders: Sequence[Folder]) -> bytes:
    """Equal where every name and every stamp is; 16 bytes.

    Two looks at the same folders may differ in the order of names, and then they count as
    different.
    """
    names: list[str] = []
    stamps: list[Stamp] = []
    for folder in folders:
        names.append(folder.prefix)
        names += folder.notes
        stamps += folder.notes.values()
        if folder.others or folder.unread:
            names.append(repr((folder.others, folder.unread)))
    digest = blake2b("\0".join(names).encode("utf-8", "surrogateescape"), digest_size=16)
    digest.update(b"".join(stamps))
    return digest.digest()


def _fill(folder: Folder, entries: "Iterator[os.DirEntry[str]]") -> None:
    notes = folder.notes
    for entry in entries:
        name = entry.name
        plain = name.endswith(".md") and name[0] not in ".~#"
        if not (plain and entry.is_file(follow_symlinks=False)):
            kind = _kind(entry)
            if kind != "note":
                if kind:
                    folder.others.append((name, kind, ""))
                continue
        try:
            notes[name] = stamp_of(entry.stat(follow_symlinks=False))
        except FileNotFoundError:
            folder.others.append((name, "gone", ""))
        except OSError as error:
            folder.others.append((name, "unreadable", _reason(error)))


def _kind(entry: "os.DirEntry[str]") -> Kind | Literal["note"] | None:
    """What it is that bears no plain note's name; None if it matters to nobody."""
    name = entry.name
    if entry.is_dir(follow_symlinks=False):
        return None if litter.is_hidden(name) else "folder"
    if entry.is_symlink():
        return "symlink" if name[0] != "." and _is_note_or_folder(entry) else None
    if litter.is_of_note(name):
        return "note" if entry.is_file(follow_symlinks=False) else "no-file"
    return "placeholder" if litter.judge(name, ()).verdict == "placeholder" else None


def _is_note_or_folder(entry: "os.DirEntry[str]") -> bool:
    if entry.name.lower().endswith(litter.NOTE_ENDINGS):
        return True
    try:
        return entry.is_dir()
    except OSError:
        return False


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


def _reason(error: OSError) -> str:
    return (error.strerror or "unknown reason").lower()
