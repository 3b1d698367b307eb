"""The vault's own `.trash/`, as Obsidian has it: files are put there and back, never deleted."""

import itertools
import os
from pathlib import Path

from notes_crm.errors import EditedMeanwhile, Unwritable
from notes_crm.store import across
from notes_crm.store.replace import sync_folder
from notes_crm.store.vault import Vault

FOLDER = ".trash"


def reserve(vault: Vault, path: str) -> str:
    """A place in the trash for a file, held by an empty file of that name."""
    folder = vault.root / FOLDER
    stem, dot, ending = path.rpartition("/")[2].rpartition(".")
    try:
        folder.mkdir(exist_ok=True)
        if not folder.resolve().is_relative_to(vault.root):
            raise Unwritable(f"{FOLDER} is a link that leads out of the vault; make it a folder.")
        for number in itertools.count():
            name = f"{stem or dot}{f'.{number}' if number else ''}{dot if stem else ''}{ending}"
            try:
                os.close(os.open(folder / name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            except FileExistsError:
                continue
            return f"{FOLDER}/{name}"
    except OSError as error:
        raise _failed(path, error) from None
    raise AssertionError(path)


def put(vault: Vault, path: str, place: str) -> None:
    """Move a file to the place that was reserved for it."""
    source, target = vault.absolute(path), vault.absolute(place)
    try:
        across.rename(source, target)  # over the empty file
    except FileNotFoundError:
        release(vault, place)
        raise EditedMeanwhile(f"{path} is gone; look where it is, and try again.") from None
    except OSError as error:
        release(vault, place)
        raise _failed(path, error) from None
    sync_folder(target.parent)
    sync_folder(source.parent)


def release(vault: Vault, place: str) -> None:
    """Give a reserved place up, if nothing came to lie there."""
    target = vault.absolute(place)
    if target.is_file() and target.stat().st_size == 0:
        target.unlink()


def put_back(vault: Vault, place: str, path: str) -> None:
    """Move a file out of the trash to a name that must be free."""
    source, target = vault.absolute(place), vault.absolute(path)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _rename_to_free(source, target)
    except FileExistsError:
        raise EditedMeanwhile(f"{path} is there again; move it away, and try again.") from None
    except OSError as error:
        raise _failed(path, error) from None
    sync_folder(target.parent)


def _rename_to_free(source: Path, target: Path) -> None:
    """Rename without ever replacing; a link does that at once where it can."""
    try:
        os.link(source, target)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links, or another one
        if os.path.lexists(target):
            raise FileExistsError(target) from None
        across.rename(source, target)
    else:
        source.unlink()


def _failed(path: str, error: OSError) -> Unwritable:
    reason = (error.strerror or "unknown reason").lower()
    return Unwritable(f"{path} can't be moved ({reason}); see to that place, and try again.")
