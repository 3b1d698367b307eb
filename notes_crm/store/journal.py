"""The undo journal: what each command wrote, with the bytes from before, in the user's own place.

An entry is there, durable, before the first byte of a note is changed. What it says of a file is
how it was and how it was to become, so that after a kill at any point the files themselves tell
how far the command came. Entries are a folder each: `entry.json`, and `0.before`, `1.before`, …
"""

import contextlib
import errno
import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from notes_crm.errors import EditedMeanwhile, Unwritable
from notes_crm.store import moves, trash
from notes_crm.store.replace import replace_note, see, sync_folder
from notes_crm.store.state_home import StateHome
from notes_crm.store.steps import Change, Kept, kept, states
from notes_crm.store.vault import Vault

__all__ = ["Change", "Entry", "Journal", "Kept", "kept"]

MAX_ENTRIES, MAX_SIZE, MAX_AGE = 200, 64 * 1024 * 1024, timedelta(days=90)
"""The journal keeps no more, and nothing older; the last entry stays in any case."""
OF_ANY_SIZE = 10
"""The last entries, which stay however large they are: one that changed half a vault ends no other."""
_FILE = "entry.json"
_TAKEN = (errno.EEXIST, errno.ENOTEMPTY, errno.EACCES)
"""What systems say of a folder's name that another command was quicker to take."""
_STALE = 3600
"""Seconds after which a folder in the making belongs to no living process."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What one command wrote; `undone` once that was taken back.

    `finished` is False while a command of many steps is at it, and stays so where it was killed.
    """

    number: int
    when: datetime
    command: str
    files: tuple[Kept, ...]
    undone: bool = False
    finished: bool = True


class Journal:
    """The journal of the vault at `root`, below the user's state folder."""

    def __init__(self, states: Path, root: Path) -> None:
        self._home = StateHome(states, root)
        self.folder = self._home.folder / "journal"

    def record(
        self, command: str, when: datetime, changes: Sequence[Change], *, finished: bool = True
    ) -> Entry:
        """Write down what a command is about to do; Unwritable where that can't be kept."""
        files = tuple(kept(change, f"{n}.before") for n, change in enumerate(changes))
        entry = Entry(0, when, command, files, finished=finished)
        blobs = {f.saved: c.before for f, c in zip(files, changes, strict=True) if f.saved}
        try:
            self._home.make()
            self.folder.mkdir(mode=0o700, exist_ok=True)
            entry = self._placed(entry, blobs)
            self._prune(entry)
        except OSError as error:
            reason = (error.strerror or "unknown reason").lower()
            raise Unwritable(
                f"The undo journal can't be kept in {self.folder} ({reason}); free that place or "
                "set XDG_STATE_HOME."
            ) from None
        return entry

    def amend(self, entry: Entry, files: Sequence[Kept]) -> Entry:
        """Let an entry speak of these files alone; without any, there is no entry."""
        if not files:
            shutil.rmtree(self._folder(entry), ignore_errors=True)
            return replace(entry, files=())
        entry = replace(entry, files=tuple(files))
        with contextlib.suppress(OSError):  # it was there before, and says more than is true
            self._describe(self._folder(entry), entry)
        return entry

    def finish(self, entry: Entry) -> Entry:
        """Say that a command of many steps has done them all."""
        entry = replace(entry, finished=True)
        with contextlib.suppress(OSError):  # all is done, and can be taken back all the same
            self._describe(self._folder(entry), entry)
        return entry

    def interrupted(self) -> Entry | None:
        """The newest entry, if its command was killed before it was done."""
        last = next(iter(self.entries()), None)
        return last if last and not (last.finished or last.undone) else None

    def entries(self) -> list[Entry]:
        """All entries, the newest first; what can't be read is left out."""
        found = (self._read(folder) for folder in self.folder.glob("[0-9]*"))
        return sorted(filter(None, found), key=lambda e: e.number, reverse=True)

    def undo(self, vault: Vault, entry: Entry) -> list[Kept]:
        """Put everything back as it was; EditedMeanwhile, and nothing done, where a file changed.

        What was new goes to the trash, what was moved there comes back. Returns what was changed.
        """
        found = states(vault, entry.files)
        for file, state in zip(entry.files, found, strict=True):
            if state != "after":
                self._refuse_moved(entry, file)
            if state == "changed":
                raise _changed(self._folder(entry), file, "nothing")
        done = []
        for file, state in reversed(list(zip(entry.files, found, strict=True))):
            if state == "after":
                self._take_back(vault, self._folder(entry), file)
                done.append(file)
        self._describe(self._folder(entry), replace(entry, undone=True, finished=True))
        return done

    def _refuse_moved(self, entry: Entry, file: Kept) -> None:
        """EditedMeanwhile where a later command that still stands has moved what this one made."""
        path = file.moved_to if file.renamed and file.moved_to else file.path
        for later in self.entries():
            places = [f.path for f in later.files if f.moved_to] if not later.undone else []
            if later.number > entry.number and any(f"{path}/".startswith(f"{p}/") for p in places):
                raise EditedMeanwhile(
                    f"{path} was moved since by crm {later.command}, so nothing was taken back; "
                    f"take that back first: crm undo {later.number}"
                )

    def _take_back(self, vault: Vault, folder: Path, file: Kept) -> None:
        if file.renamed and file.moved_to:
            moves.move(vault, file.moved_to, file.path)
            return
        if file.saved is None:
            if states(vault, [file]) == ["changed"]:
                raise _changed(folder, file, "not all")
            trash.put(vault, file.path, trash.reserve(vault, file.path))
            return
        blob = folder / file.saved
        if file.moved_to is None:
            seen = see(vault, file.path)
            if kept(Change(file.path, after=seen.data)).after != file.after:
                raise _changed(folder, file, "not all")  # since all were looked at
            _write(blob.with_suffix(".after"), seen.data)
            replace_note(vault, seen, blob.read_bytes())
        elif vault.absolute(file.moved_to).is_file():
            trash.put_back(vault, file.moved_to, file.path)
        else:  # the trash was emptied
            vault.create_bytes(file.path, blob.read_bytes())

    def _placed(self, entry: Entry, blobs: dict[str, bytes | None]) -> Entry:
        """Write the entry's folder and give it the next number that is free."""
        working = self.folder / f".{os.getpid()}-{os.urandom(4).hex()}"
        working.mkdir(mode=0o700)
        try:
            for name, data in blobs.items():
                _write(working / name, data or b"")
            taken = (int(f.name) for f in self.folder.iterdir() if f.name.isdecimal())
            number = max(taken, default=0)
            while True:
                number += 1
                entry = replace(entry, number=number)
                self._describe(working, entry)
                try:
                    working.rename(self._folder(entry))
                except OSError as error:
                    if error.errno not in _TAKEN or not self._folder(entry).exists():
                        raise
                else:
                    sync_folder(self.folder)
                    return entry
        finally:
            shutil.rmtree(working, ignore_errors=True)

    def _prune(self, newest: Entry) -> None:
        now = self._folder(newest).stat().st_mtime
        for working in self.folder.glob(".*"):  # of commands that were killed
            with contextlib.suppress(FileNotFoundError):  # another command is just placing it
                if now - working.stat().st_mtime > _STALE:
                    shutil.rmtree(working, ignore_errors=True)
        size = 0
        for place, entry in enumerate(self.entries()):
            folder = self._folder(entry)
            old = newest.when - entry.when > MAX_AGE and self._is_old(folder, now)
            more = 0 if place < OF_ANY_SIZE else _size(folder)
            if place and (place >= MAX_ENTRIES or size + more > MAX_SIZE or old):
                shutil.rmtree(folder, ignore_errors=True)
            else:
                size += more

    def _is_old(self, folder: Path, now: float) -> bool:
        """Whether the disk says so, too: a command told another day ends no other's entries."""
        with contextlib.suppress(FileNotFoundError):
            return now - (folder / _FILE).stat().st_mtime > MAX_AGE.total_seconds()
        return False

    def _folder(self, entry: Entry) -> Path:
        return self.folder / f"{entry.number:08d}"

    def _describe(self, folder: Path, entry: Entry) -> None:
        data = asdict(entry) | {"when": entry.when.isoformat()}
        temporary = folder / f"{_FILE}.new"
        _write(temporary, json.dumps(data, indent=1).encode())
        os.replace(temporary, folder / _FILE)  # noqa: PTH105 - replaces atomically
        sync_folder(folder)

    def _read(self, folder: Path) -> Entry | None:
        try:
            data: dict[str, Any] = json.loads((folder / _FILE).read_bytes())
            files = tuple(Kept(**file) for file in data["files"])
            when = datetime.fromisoformat(data["when"]).replace(tzinfo=None)
            finished = data.get("finished", True)  # older entries do not say it
            return Entry(data["number"], when, data["command"], files, data["undone"], finished)
        except (OSError, ValueError, KeyError, TypeError):
            return None


def _changed(folder: Path, file: Kept, what: str) -> EditedMeanwhile:
    before = f"; what it said before is in {folder / file.saved}" if file.saved else ""
    return EditedMeanwhile(
        f"{file.path} has changed since, so {what} was taken back{before}. Change it in an editor."
    )


def _size(folder: Path) -> int:
    """The bytes in a folder; what another command takes away meanwhile counts nothing."""
    size = 0
    with contextlib.suppress(FileNotFoundError):
        for file in folder.iterdir():
            with contextlib.suppress(FileNotFoundError):
                size += file.stat().st_size
    return size


def _write(path: Path, data: bytes) -> None:
    """Write a file that only its owner reads, and wait until it is on the disk."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, 0o600), "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
