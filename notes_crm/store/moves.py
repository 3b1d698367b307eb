"""A file or folder gets another name in its vault, never in the place of what is there already."""

import contextlib
import os
from pathlib import Path

from notes_crm.errors import AlreadyExists, EditedMeanwhile, Unwritable
from notes_crm.store import across
from notes_crm.store.replace import sync_folder
from notes_crm.store.vault import Vault


def move(vault: Vault, path: str, to: str) -> None:
    """Move a file or a folder with all that is in it; the folders above it are made.

    EditedMeanwhile where it is gone, AlreadyExists where something has that name, other than itself
    in capital letters. Folders above it that are empty then are removed.
    """
    source, target = vault.absolute(path), vault.absolute(to)
    try:
        if not os.path.lexists(source):
            raise EditedMeanwhile(f"{path} is gone; look where it is, and try again.")
        if not source.parent.resolve().is_relative_to(vault.root):
            raise Unwritable(f"{path} lies outside the vault, behind a link; move it there.")
        if not target.parent.resolve().is_relative_to(vault.root):
            raise Unwritable(f"{to} would lie outside the vault; choose another place.")
        target.parent.mkdir(parents=True, exist_ok=True)
        if _is_half_moved(source, target):
            source.unlink()
        elif _taken(source, target):
            raise AlreadyExists(f"{to} is there already; nothing was moved there.")
        else:
            _rename(source, target)
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise Unwritable(
            f"{path} can't be moved ({reason}); see to that place, and try again."
        ) from None
    sync_folder(target.parent)
    sync_folder(source.parent)
    remove_empty(vault, source.parent)


def remove_empty(vault: Vault, folder: Path) -> None:
    """Remove a folder that holds nothing any more, and those above it; never one on top."""
    with contextlib.suppress(OSError):
        while vault.root not in (folder.parent, folder):
            folder.rmdir()
            folder = folder.parent


def state(vault: Vault, path: str, to: str) -> str:
    """Whether a move was done (`after`), was not (`before`), or is no more to be told (`changed`)."""
    source, target = vault.absolute(path), vault.absolute(to)
    if _is_half_moved(source, target):
        return "after"
    here, there = _is_there(source), _is_there(target)
    if here == there:
        return "changed"
    return "before" if here else "after"


def _is_there(path: Path) -> bool:
    """Whether something has this very name, capital letters included."""
    try:
        return path.name in os.listdir(path.parent)  # noqa: PTH208 - names alone
    except OSError:
        return False


def _is_half_moved(source: Path, target: Path) -> bool:
    """Whether a command was killed between giving a file its new name and taking the old one."""
    both = _is_there(source) and _is_there(target)
    return both and target.is_file() and not target.is_symlink() and source.samefile(target)


def _taken(source: Path, target: Path) -> bool:
    if not os.path.lexists(target):
        return False
    return _is_there(target) or not source.samefile(target)


def _rename(source: Path, target: Path) -> None:
    """Rename without replacing a file; a link does that at once where it can."""
    if source.is_dir() or os.path.lexists(target):  # itself, in other letters
        source.rename(target)
        return
    try:
        os.link(source, target, follow_symlinks=False)
    except FileExistsError:
        raise AlreadyExists(f"{target.name} is there already; nothing was moved there.") from None
    except (OSError, NotImplementedError):  # a file system without hard links, or another one
        across.rename(source, target)
    else:
        source.unlink()
