"""The folder: find it, look at its files, read a note, write a new one.

Nothing here follows a symbolic link, and nothing outside the vault is ever read.
"""

import errno
import os
import stat
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from notes_crm.errors import AlreadyExists, BadName, NoVault, Unreadable, Unwritable, VanishedVault
from notes_crm.model.digests import blake2b
from notes_crm.model.settings import VaultSettings, read_settings
from notes_crm.model.tasks.plugin_settings import PLUGIN_SETTINGS, TaskSettings, read_task_settings
from notes_crm.store.stamps import Stamp, parts_of, stamp_of
from notes_crm.store.survey import Folder, look_into, survey

if TYPE_CHECKING:
    from notes_crm.store.look import Look

MARKER = "crm.toml"
MAX_BYTES = 2 * 1024 * 1024
"""A note is read up to here; the rest is reported."""

_OPEN = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_OPEN |= getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of a note with the stamp they were read under; `cut` if there was more."""

    data: bytes
    stamp: Stamp
    cut: bool

    @property
    def digest(self) -> bytes:
        """What tells two contents apart: 16 bytes of BLAKE2b, and the size where it was cut."""
        digest = blake2b(self.data, digest_size=16)
        if self.cut:
            digest.update(str(parts_of(self.stamp).size).encode())
        return digest.digest()


class Vault:
    """One vault on disk."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self._settings: VaultSettings | None = None

    @property
    def settings(self) -> VaultSettings:
        """What `crm.toml` says; the defaults where there is none."""
        if self._settings is None:
            try:
                text = _settings_in(self.root / MARKER)
            except FileNotFoundError:
                text = ""
            except (OSError, UnicodeDecodeError) as error:
                raise Unreadable(
                    f"{MARKER} can't be read ({_reason(error)}); mend it or its permissions."
                ) from None
            self._settings = read_settings(text)
        return self._settings

    @property
    def name(self) -> str:
        """The vault's name for people and for Obsidian: the setting, else the folder's."""
        return self.settings.name or self.root.name

    @cached_property
    def task_settings(self) -> TaskSettings:
        """How this vault's Obsidian Tasks plugin writes task lines."""
        try:
            text = _settings_in(self.root / PLUGIN_SETTINGS, errors="replace")
        except OSError:
            return TaskSettings()
        return read_task_settings(text)

    def survey(self) -> list[Folder]:
        """Every note's name and stamp by folder, not yet judged; VanishedVault where it can't be read."""
        try:
            return survey(str(self.root), self.settings.schema.folders["templates"])
        except OSError as error:
            reason = (error.strerror or "it is gone").lower()
            raise VanishedVault(
                f"{self.root} can't be read ({reason}); see that it is mounted and synced."
            ) from None

    def survey_of(self, prefixes: Collection[str]) -> list[Folder] | None:
        """The same of these folders alone; None where one of them is reached through a link."""
        places = {prefix: f"{self.root}/{prefix}".rstrip("/") for prefix in prefixes}
        if any(os.path.realpath(place) != place for place in places.values()):
            return None
        return [look_into(str(self.root), prefix) for prefix in prefixes]

    def look(self) -> "Look":
        """Every note with its stamp, and whatever else a person should know of."""
        from notes_crm.store.look import judged  # noqa: PLC0415 - few looks differ from the last

        return judged(self.survey())

    def read(self, path: str) -> Content:
        """The bytes of a note, at most MAX_BYTES; OSError where it is no readable file.

        A file that changes while it is read is read again, three times at most; the stamp is
        the one from before the last reading, so that a later look finds the difference.
        """
        for _ in range(3):
            with _opened(f"{self.root}/{path}") as handle:  # a Path costs more than the opening
                before = os.fstat(handle)
                data = _read_all(handle, MAX_BYTES + 1)
                after = os.fstat(handle)
            if stamp_of(before) == stamp_of(after):
                break
        return Content(data[:MAX_BYTES], stamp_of(before), len(data) > MAX_BYTES)

    def absolute(self, path: str) -> Path:
        """Where a vault-relative path lies on this machine."""
        return self.root / PurePosixPath(path)

    def text(self, path: str) -> str:
        """A note's text for showing a line of it; empty where it went away."""
        from notes_crm.model.decode import decoded  # noqa: PLC0415 - not for facts

        try:
            return decoded(self.read(path).data, path).text
        except OSError:
            return ""

    def folder_exists(self, path: str) -> bool:
        """Whether there is a folder of this vault-relative path."""
        return self.absolute(path).is_dir()

    def create(self, path: str, text: str) -> str:
        """Write a new note; AlreadyExists if there is one. Returns the path."""
        return self.create_bytes(path, text.encode())

    def create_bytes(self, path: str, data: bytes) -> str:
        """Write a new file so that no half of it is ever seen; the folders are made."""
        target = self.absolute(path)
        self._check_inside(target)
        from notes_crm.store.new_files import write_new  # noqa: PLC0415 - questions write nothing

        try:
            write_new(target, data)
        except FileExistsError:
            raise AlreadyExists(f"{path} is there already; nothing was written.") from None
        except OSError as error:
            raise Unwritable(
                f"{path} can't be written: {_reason(error)}; nothing was changed."
            ) from None
        return path

    def _check_inside(self, target: Path) -> None:
        parent = target.parent
        while not parent.exists():
            parent = parent.parent
        if not parent.resolve().is_relative_to(self.root):
            raise BadName(f"{target.name} would lie outside the vault; choose another place.")


def find(start: Path) -> Vault:
    """The vault that `start` lies in, upward by its `crm.toml`; NoVault if there is none."""
    for folder in (start, *start.parents):
        if (folder / MARKER).is_file():
            return Vault(folder)
    raise NoVault(
        f"{start} is not inside a vault (no {MARKER} here or above); "
        "make one with: crm init, or name one with: --vault FOLDER."
    )


@contextmanager
def _opened(path: str | Path, flags: int = _OPEN) -> Iterator[int]:
    """A file to be read; OSError for what is none, without waiting for a pipe or a device."""
    handle = os.open(path, flags)
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "it is no regular file")
        yield handle
    finally:
        os.close(handle)


def _settings_in(file: Path, errors: str = "strict") -> str:
    """The text of a file of settings; one that is kept elsewhere and linked to is read, too."""
    with _opened(file, _OPEN & ~getattr(os, "O_NOFOLLOW", 0)) as handle:
        return _read_all(handle, MAX_BYTES).decode("utf-8-sig", errors)


def _read_all(handle: int, limit: int) -> bytes:
    parts = []
    while limit > 0 and (part := os.read(handle, min(limit, 1 << 20))):
        parts.append(part)
        limit -= len(part)
    return b"".join(parts)


def _reason(error: Exception) -> str:
    return (
        error.strerror.lower()
        if isinstance(error, OSError) and error.strerror
        else "not UTF-8 text"
    )
