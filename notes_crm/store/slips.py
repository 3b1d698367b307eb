"""The inbox: which files lie in it, and putting one away with all that comes of it, in one journal entry."""

import os
import re
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from notes_crm.errors import BadName, CrmError, EditedMeanwhile, Unwritable
from notes_crm.model.drafts import Draft
from notes_crm.store import litter, moves
from notes_crm.store.journal import Change, Journal
from notes_crm.store.new_files import MAX_NAME, file_name, linkable
from notes_crm.store.replace import replace_note, see
from notes_crm.store.steps import states
from notes_crm.store.vault import MARKER, MAX_BYTES, Vault

Kind = Literal["mail", "note", "file"]

MAX_MAIL = 40 * 1024 * 1024
"""A larger e-mail is a file like any other: it is moved, and not taken apart."""
_TEXTS = (*litter.NOTE_ENDINGS, ".txt", ".text")
_IN_THE_MAKING = (".tmp", ".part", ".partial", ".crdownload", ".download")
_FORBIDDEN = re.compile(
    r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]'
)
"""What no system takes, and what hides how a name goes on."""


@dataclass(frozen=True, slots=True)
class Slip:
    """One file of the inbox; `refused` says why it can't be put away, if so."""

    path: str
    kind: Kind
    size: int
    modified: datetime
    refused: str | None = None


@dataclass(frozen=True, slots=True)
class Putting:
    """What is to become of a slip: new files, its new place, and its bytes there if they change."""

    path: str
    to: str
    new: Sequence[tuple[str, bytes]] = ()
    before: bytes | None = None
    after: bytes | None = None


def slips(vault: Vault, folder: str) -> list[Slip]:
    """All files of the inbox, by path; hidden ones and litter left out, links not followed.

    Unwritable where the inbox itself is a link that leads out of the vault.
    """
    if not vault.absolute(folder).resolve().is_relative_to(vault.root):
        raise Unwritable(f"{folder} is a link that leads out of the vault; make it a folder.")
    return sorted(_slips(vault, folder), key=lambda slip: slip.path)


def content(vault: Vault, slip: Slip, limit: int) -> bytes:
    """The first bytes of a slip; OSError where it can't be read."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    handle = os.open(vault.absolute(slip.path), flags | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as stream:
        return stream.read(limit)


def put_away(vault: Vault, journal: Journal, put: Putting, when: datetime) -> list[str]:
    """Write what comes of a slip and move it, never in the place of another file; all paths.

    The order is journal, new files, move, edit. What stops it half way is raised, and what was
    done is taken back; after a kill the journal does that.
    """
    if put.before is not None and see(vault, put.path).data != put.before:
        raise EditedMeanwhile(f"{put.path} has changed since it was read; say crm inbox again.")
    changes = [Change(path, after=data) for path, data in put.new]
    changes.append(Change(put.path, moved_to=put.to))
    if put.after is not None and put.after != put.before:
        changes.append(Change(put.to, before=put.before, after=put.after))
    entry = journal.record("inbox", when, changes)
    done, editing = 0, False
    try:
        for path, data in put.new:
            vault.create_bytes(path, data)
            done += 1
        moves.move(vault, put.path, put.to)
        done += 1
        if done < len(changes) and put.after is not None:
            seen = see(vault, put.to)
            if seen.data != put.before:
                raise EditedMeanwhile(f"{put.path} has changed meanwhile; say crm inbox again.")
            editing = True
            replace_note(vault, seen, put.after)
            done += 1
    except CrmError:
        torn = editing and states(vault, entry.files)[done] == "changed"
        entry = journal.amend(entry, entry.files[: done + torn])
        if entry.files:
            journal.undo(vault, entry)
            journal.amend(entry, ())
        raise
    return [*(path for path, _ in put.new), put.to]


def free_name(vault: Vault, draft: Draft, taken: Iterable[str] = ()) -> str:
    """The first of a draft's names that nothing has, as a path."""
    paths = [f"{draft.folder}/{name}" for name in draft.names]
    return _first_free(vault, paths, taken)


def free_file(vault: Vault, folder: str, name: str, when: datetime, taken: Iterable[str]) -> str:
    """A path in a folder for a file that came from outside: its own name, made harmless."""
    safe = harmless(name)
    stem, dot, ending = safe.rpartition(".")
    dated = (f"{when:%Y-%m-%d %H%M}{second:02d} {safe}" for second in range(60))
    names = [safe, *map(harmless, dated)]
    names += [harmless(f"{stem or ending}-{n}{dot if stem else ''}{ending if stem else ''}") for n in range(2, 1000)]  # fmt: skip
    return _first_free(vault, [f"{folder}/{n}" for n in names], taken)


def harmless(name: str) -> str:
    """A name from outside as a file's name that every system takes and that makes no note of it."""
    name = name.replace("\\", "/").rpartition("/")[2].strip(" .~#")
    name = linkable(_FORBIDDEN.sub("_", name)).strip(" .~")
    if name.lower().endswith(litter.NOTE_ENDINGS) or name.lower() == MARKER:
        name += ".txt"
    stem, dot, ending = name.rpartition(".")
    room = MAX_NAME - len(f"{dot}{ending}".encode()) - len("2026-03-02 143000 ")
    if dot and room > 0:
        name = f"{_cut(stem, room).rstrip(' .')}{dot}{ending}"
    for candidate in (name, f"file {_cut(name, 40)}"):
        try:
            return file_name(candidate)
        except BadName:
            continue
    return "file"


def _slips(vault: Vault, folder: str) -> Iterator[Slip]:
    top = vault.absolute(folder)
    for place, folders, names in os.walk(top):
        folders[:] = sorted(name for name in folders if not litter.is_hidden(name))
        for name in names:
            if _is_slip(name):
                file = Path(place, name)
                path = file.relative_to(vault.root).as_posix()
                yield from _slip(file, path, set(names))


def _is_slip(name: str) -> bool:
    noise = name.lower() in ("desktop.ini", "thumbs.db") or name.lower().endswith(_IN_THE_MAKING)
    return name[0] not in ".~#" and not noise


def _slip(file: Path, path: str, siblings: set[str]) -> Iterator[Slip]:
    try:
        status = file.lstat()
    except OSError:  # it went away a moment ago
        return
    kind: Kind = "mail" if path.lower().endswith(".eml") and status.st_size <= MAX_MAIL else "file"
    refused = None
    is_text = not path.lower().endswith(litter.NOTE_ENDINGS)
    if path.lower().endswith(_TEXTS) and not (is_text and status.st_size > MAX_BYTES):
        kind = "note"
        verdict = litter.judge(file.name, siblings).verdict
        if verdict == "litter" and not is_text:
            return
        if verdict == "conflict":
            refused = "it is a conflict copy; bring it in with: crm conflicts --merge"
    if not stat.S_ISREG(status.st_mode):
        refused = "it is a link or no file; put the file itself there"
    elif not status.st_size:
        refused = "it is empty; perhaps it is still on its way"
    elif not os.access(file, os.R_OK):
        refused = "it can't be read; see to its permissions"
    modified = datetime.fromtimestamp(status.st_mtime)  # noqa: DTZ006 - notes hold local time
    yield Slip(path, kind, status.st_size, modified, refused)


def _first_free(vault: Vault, paths: Sequence[str], taken: Iterable[str]) -> str:
    used = {path.casefold() for path in taken}
    for path in paths:
        if path.casefold() not in used and not os.path.lexists(vault.absolute(path)):
            return path
    raise CrmError(f"Every name for {paths[0]} is taken; move some of these files away.")


def _cut(text: str, room: int) -> str:
    """So much of a text as fits into a number of bytes."""
    return text.encode()[:room].decode(errors="ignore")
