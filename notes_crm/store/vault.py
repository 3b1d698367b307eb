"""The folder: find it, look at its files, read a note, write a new one.

Nothing here follows a symbolic link, and nothing outside the vault is ever read.
"""

import contextlib
import errno
import os
import secrets
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path, PurePosixPath
from unicodedata import normalize

from notes_crm.errors import AlreadyExists, BadName, NoVault, Unreadable, Unwritable
from notes_crm.model.obsidian import PLUGIN_SETTINGS, TaskSettings, read_task_settings
from notes_crm.model.settings import VaultSettings, read_settings
from notes_crm.store import litter

MARKER = "crm.toml"
MAX_BYTES = 2 * 1024 * 1024
"""A note is read up to here; the rest is reported."""
MAX_DEPTH = 64
MAX_NAME = 120
"""Bytes of a file name that we make: legal everywhere, with room for a sync tool's additions."""

Stamp = tuple[int, int, int, int]
"""How a file looked: size, mtime and ctime in nanoseconds, inode."""

_OPEN = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_OPEN |= getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_RESERVED = {"con", "prn", "aux", "nul"} | {f"{p}{n}" for p in ("com", "lpt") for n in range(1, 10)}
_FORBIDDEN = set('<>:"/\\|?*\0')


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
            digest.update(str(self.stamp[0]).encode())
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
                text = (self.root / MARKER).read_text(encoding="utf-8-sig")
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

    @property
    def task_settings(self) -> TaskSettings:
        """How this vault's Obsidian Tasks plugin writes task lines."""
        try:
            text = (self.root / PLUGIN_SETTINGS).read_text(encoding="utf-8-sig", errors="replace")
        except OSError:
            return TaskSettings()
        return read_task_settings(text)

    def stamps(self) -> Look:
        """Every note with its stamp, and whatever else a person should know of."""
        look = Look({}, {})
        odd: list[Odd] = []
        placeholders: set[str] = set()
        templates = self.settings.schema.folders["templates"]
        todo = [("", str(self.root), 0)]
        while todo:
            prefix, folder, depth = todo.pop()
            if depth > MAX_DEPTH:
                odd.append(
                    Odd(
                        prefix,
                        "too-deep",
                        f"folders nested deeper than {MAX_DEPTH} levels are not read",
                    )
                )
                continue
            try:
                with os.scandir(folder) as entries:
                    files = _look_into(entries, prefix, todo, templates, odd)
            except OSError as error:
                if not prefix:
                    raise
                odd.append(
                    Odd(prefix, "unreadable", f"this folder can't be read: {_reason(error)}")
                )
                continue
            _judge(files, prefix, look, placeholders, odd)
        return Look(look.stamps, look.conflicts, frozenset(placeholders), tuple(odd))

    def read(self, path: str) -> Content:
        """The bytes of a note, at most MAX_BYTES; OSError where it is no readable file.

        A file that changes while it is read is read again, three times at most; the stamp is
        the one from before the last reading, so that a later look finds the difference.
        """
        for _ in range(3):
            handle = os.open(self.absolute(path), _OPEN)
            try:
                before = os.fstat(handle)
                if not stat.S_ISREG(before.st_mode):
                    raise OSError(errno.EINVAL, "it is no regular file")
                data = _read_all(handle, MAX_BYTES + 1)
                after = os.fstat(handle)
            finally:
                os.close(handle)
            if stamp_of(before) == stamp_of(after):
                break
        return Content(data[:MAX_BYTES], stamp_of(before), len(data) > MAX_BYTES)

    def absolute(self, path: str) -> Path:
        """Where a vault-relative path lies on this machine."""
        return self.root / PurePosixPath(path)

    def text(self, path: str) -> str:
        """A note's text for showing a line of it; empty where it went away."""
        try:
            return self.read(path).data.decode("utf-8-sig", "replace")
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
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            temporary = target.parent / f".ncrm-{secrets.token_hex(4)}.tmp"
            _write_new(temporary, data)
            try:
                _move_new(temporary, target)
            finally:
                temporary.unlink(missing_ok=True)
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


def stamp_of(status: os.stat_result) -> Stamp:
    """The stamp in what `stat` said."""
    inode = status.st_ino & 0x7FFF_FFFF_FFFF_FFFF  # what a signed column can hold
    return (status.st_size, status.st_mtime_ns, status.st_ctime_ns, inode)


def file_name(name: str) -> str:
    """A name as it can be stored on Windows, macOS, Android and Linux; BadName if it can't.

    Returned in NFC. Refused: separators and other forbidden characters, reserved words,
    leading dots (hidden), names that sync tools act on, names longer than MAX_NAME bytes.
    """
    name = normalize("NFC", " ".join(name.split()))
    bad = sorted(_FORBIDDEN & set(name))
    stem = name.partition(".")[0].rstrip().casefold()
    if not name or name in (".", ".."):
        reason = "a name is needed"
    elif bad or any(ord(c) < 32 or ord(c) == 127 for c in name):  # noqa: PLR2004 - ASCII controls
        reason = f"{' '.join(bad) or 'control characters'} can't be part of a file name everywhere"
    elif name[0] in ".~#" or name[-1] in ". ":
        reason = "a name can't begin with . ~ # nor end with a dot"
    elif stem in _RESERVED:
        reason = f"{stem.upper()} is reserved on Windows"
    elif f"{name}.md".casefold() in litter.CONTROL_NAMES or name.casefold() in litter.CONTROL_NAMES:
        reason = "a sync tool acts on files of that name"
    elif len(name.encode()) > MAX_NAME:
        reason = f"it is longer than {MAX_NAME} bytes"
    else:
        return name
    raise BadName(f"{name!r} can't be used as a name: {reason}; choose another one.")


def _look_into(
    entries: Iterator["os.DirEntry[str]"],
    prefix: str,
    todo: list[tuple[str, str, int]],
    templates: str,
    odd: list[Odd],
) -> list["os.DirEntry[str]"]:
    files = []
    depth = prefix.count("/") + 1
    for entry in entries:
        name = entry.name
        if entry.is_dir(follow_symlinks=False):
            hidden = name[0] == "." or litter.is_hidden(name) or (not prefix and name == templates)
            if not hidden:
                todo.append((f"{prefix}{name}/", entry.path, depth))
        elif entry.is_symlink():
            if name[0] != "." and _is_note_or_folder(entry):
                odd.append(
                    Odd(
                        prefix + name,
                        "symlink",
                        "a symbolic link is not followed; put the note itself here",
                    )
                )
        else:
            files.append(entry)
    return files


def _is_note_or_folder(entry: "os.DirEntry[str]") -> bool:
    if entry.name.lower().endswith(litter.NOTE_ENDINGS):
        return True
    try:
        return entry.is_dir()
    except OSError:
        return False


def _judge(
    files: Iterable["os.DirEntry[str]"],
    prefix: str,
    look: Look,
    placeholders: set[str],
    odd: list[Odd],
) -> None:
    names = {entry.name for entry in files}
    for entry in files:
        name = entry.name
        judged = litter.judge(name, names, root=not prefix)
        if judged.verdict == "litter":
            continue
        if judged.verdict == "placeholder":
            placeholders.add(f"{prefix}{judged.base}")
            continue
        path = prefix + name
        try:
            status = entry.stat(follow_symlinks=False)
        except OSError:  # it went away between listing and looking: the next look knows
            continue
        if not stat.S_ISREG(status.st_mode):
            odd.append(Odd(path, "no-file", "this is no regular file and is not read"))
            continue
        look.stamps[path] = stamp_of(status)
        if judged.verdict == "conflict":
            look.conflicts[path] = f"{prefix}{judged.base}"


def _read_all(handle: int, limit: int) -> bytes:
    parts = []
    while limit > 0 and (part := os.read(handle, min(limit, 1 << 20))):
        parts.append(part)
        limit -= len(part)
    return b"".join(parts)


def _write_new(temporary: Path, data: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    handle = os.open(temporary, flags, 0o666)  # the umask decides, as for any new file
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


def _move_new(temporary: Path, target: Path) -> None:
    """Give the file its name unless that is taken; a link does both at once where it can."""
    try:
        os.link(temporary, target)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if target.exists():
            raise FileExistsError(target) from None
        temporary.replace(target)
    with contextlib.suppress(OSError):  # not every system can open a folder
        handle = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _reason(error: Exception) -> str:
    return (
        error.strerror.lower()
        if isinstance(error, OSError) and error.strerror
        else "not UTF-8 text"
    )
