"""The folder in the user's own place that keeps what belongs to one vault, and goes along when the vault moves.

It bears the vault's path. Beside it stands by what the vault's folder and its `crm.toml` are known
to the file system: a vault that was moved or renamed is the same by that, a copy of it is another.
"""

import contextlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

from notes_crm.errors import Unwritable
from notes_crm.store.cache import cache_key
from notes_crm.store.vault import MARKER

_MARK = "vault.json"
_PASSING = (_MARK, "listing*.json")
"""What may be lost: numbers of lists."""


class StateHome:
    """The folder of the vault at `root`, below the user's state folder; it may not be there yet."""

    def __init__(self, states: Path, root: Path) -> None:
        self.folder, self._root = states / cache_key(root), root
        with contextlib.suppress(
            OSError
        ):  # it can't be read or written now; nothing is lost by that
            if self.folder.is_dir():
                self._mark()
            elif moved := _left_by(states, root):
                moved.rename(self.folder)
                self._mark()

    def make(self) -> None:
        """Have the folder there, for its owner alone; OSError where that is not possible."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.folder.chmod(0o700)
        self._mark()

    def _mark(self) -> None:
        """Write down whose it is, where that is not what stands there."""
        identity = _identity(self._root)
        mark = {"vault": str(self._root), "identity": identity}
        file = self.folder / _MARK
        if identity is None or _read(file) == mark:
            return
        temporary = file.with_suffix(f".{os.urandom(4).hex()}.new")
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                json.dump(mark, stream)
            temporary.replace(file)
        finally:
            temporary.unlink(missing_ok=True)


def gone(states: Path, root: Path) -> list[Path]:
    """Where vaults were of which something is kept, and that may have become the one at `root`.

    Nothing where something is kept for that one itself.
    """
    if _holds_something(states / cache_key(root)):
        return []
    return [
        old
        for old, _, _ in _marks(states)
        if (old.name == root.name or old.parent == root.parent) and not _is_vault(old)
    ]


def adopt(states: Path, root: Path, old: Path) -> None:
    """Let the vault at `root` have what is kept for one that was at `old`; Unwritable says why not."""
    source, target = states / cache_key(old), states / cache_key(root)
    if _is_vault(old):
        raise Unwritable(f"There is a vault in {old}, which keeps what is its own; name another.")
    if not _holds_something(source):
        raise Unwritable(f"Nothing is kept for a vault in {old}; name the folder as it was.")
    if _holds_something(target):
        raise Unwritable(f"{root} has a past of its own already; nothing was taken over.")
    try:
        if target.is_dir():
            for file in [file for name in _PASSING for file in target.glob(name)]:
                file.unlink(missing_ok=True)
            target.rmdir()
        source.rename(target)
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise Unwritable(
            f"{source} can't become {target} ({reason}); look at these folders."
        ) from None
    StateHome(states, root)


def _left_by(states: Path, root: Path) -> Path | None:
    """The folder of this very vault from when it was elsewhere, if it is there no more."""
    identity = _identity(root)
    found = [
        folder
        for old, known, folder in _marks(states)
        if identity is not None and known == identity and old != root and not _is_vault(old)
    ]
    return found[0] if len(found) == 1 else None


def _identity(root: Path) -> list[int] | None:
    """What a move leaves as it is, and a copy doesn't; None where there is no vault to look at.

    Times of `crm.toml` are among it, since systems give the numbers of what is gone to others.
    """
    try:
        folder, marker = root.stat(), (root / MARKER).stat()
    except OSError:
        return None
    numbers = [folder.st_dev, folder.st_ino, marker.st_ino, marker.st_size, marker.st_mtime_ns]
    return numbers if folder.st_ino and marker.st_ino else None


def _marks(states: Path) -> Iterator[tuple[Path, object, Path]]:
    """Of each folder: where its vault was, what it was known by, and the folder."""
    for file in sorted(states.glob(f"*/{_MARK}")):
        mark = _read(file)
        if isinstance(mark, dict) and isinstance(path := mark.get("vault"), str):
            yield Path(path), mark.get("identity"), file.parent


def _read(file: Path) -> object:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def _is_vault(path: Path) -> bool:
    """Whether a vault is there, or something that can't be looked at and may be one."""
    try:
        (path / MARKER).stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return True


def _holds_something(folder: Path) -> bool:
    try:
        return any(not any(map(file.match, _PASSING)) for file in folder.iterdir())
    except OSError:
        return False
