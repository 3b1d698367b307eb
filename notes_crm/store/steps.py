"""The steps of a command as the undo journal keeps them, and how far each of them came."""

import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from notes_crm.store import moves
from notes_crm.store.vault import Vault

_OPEN = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class Change:
    """What is to happen to a file: edited (both bytes), new (`after` alone), or moved to a place.

    With `moved_to` and `before` it goes to the trash and its bytes are kept; with `moved_to` alone
    a file or folder only gets another name, and paths after it are those that hold by then.
    """

    path: str
    before: bytes | None = None
    after: bytes | None = None
    moved_to: str | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """What the journal remembers of a change: digests of the bytes, in hexadecimal.

    `saved` is the file beside the entry that holds the bytes from before.
    """

    path: str
    before: str | None
    after: str | None
    moved_to: str | None
    saved: str | None = None

    @property
    def renamed(self) -> bool:
        """Whether a file or folder only got another name."""
        return self.moved_to is not None and self.before is None and self.after is None


def kept(change: Change, saved: str | None = None) -> Kept:
    """What is remembered of a change; its bytes from before, if any, under the name `saved`."""
    before, after = (
        None if data is None else blake2b(data, digest_size=16).hexdigest()
        for data in (change.before, change.after)
    )
    return Kept(change.path, before, after, change.moved_to, saved if before else None)


def states(vault: Vault, files: Sequence[Kept]) -> list[str]:
    """How each file stands; what was to be done in a place that a move never made was not done."""
    found: list[str] = []
    never: list[str] = []
    for file in files:
        if any(file.path == place or file.path.startswith(f"{place}/") for place in never):
            now = "before"
        elif file.renamed and file.moved_to:
            now = moves.state(vault, file.path, file.moved_to)
        else:
            now = _state(vault, file)
        if now == "before" and file.renamed and file.moved_to:
            never.append(file.moved_to)
        found.append(now)
    return found


def _state(vault: Vault, file: Kept) -> str:
    """Whether a file is as the command left it, as it was before, or neither."""
    now = _digest_at(vault.absolute(file.path))
    if now == file.before:
        return "before"
    if now != file.after:
        return "changed"
    if file.moved_to is None:
        return "after"
    there = _digest_at(vault.absolute(file.moved_to))
    return "after" if there in (None, file.before) else "changed"


def _digest_at(path: Path) -> str | None:
    """The digest of a file of any size; None where there is none, nothing for what is no file.

    A pipe is opened without waiting for a writer, and nothing is read that might never end.
    """
    found = blake2b(digest_size=16)
    try:
        with os.fdopen(os.open(path, _OPEN), "rb") as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                return ""
            while part := stream.read(1 << 20):
                found.update(part)
    except FileNotFoundError:
        return None
    except OSError:
        return ""
    return found.hexdigest()
