"""A small vault, copies of it, and whether an index on it is right: what every crash test stands on."""

import contextlib
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from notes_crm.store.index import Index
from notes_crm.store.vault import Vault
from tests.property.test_reconcile import words_by_path

CACHES = "cache/notes_crm"
"""Where `crm` keeps indexes below XDG_CACHE_HOME=`cache`."""
CHANGED = "Customers/Acme Pumps/2026-03-02 1430 visit.md"


def small_vault(root: Path, notes: int = 12) -> None:
    """Customers with a profile and visits; every note has a word of its own."""
    (root / "Customers").mkdir(parents=True)
    (root / "crm.toml").touch()
    for number in range(notes):
        name = ("Acme Pumps", "Büro Süd", "Old Mill")[number % 3]
        folder = root / "Customers" / name
        folder.mkdir(exist_ok=True)
        (folder / f"{name}.md").write_text(
            f"---\ntype: customer\naliases: [the {name}]\nphone: 0113 496 000{number % 10}\n---\n"
        )
        (folder / f"2026-02-{number + 1:02d} 0930 call.md").write_text(
            f"---\ntype: call\nby: [Sam Lee]\n---\n## Promised\n- [ ] Send kit {number} 📅 2026-03-06\n"
            f"zebra{number} seal leaks; see [[{name}]] #pump\n"
        )
    (root / CHANGED).write_text("## Discussed\n- The gasket was changed.\n")


def change(root: Path, word: str) -> None:
    """Save one note anew."""
    (root / CHANGED).write_text(f"---\ntype: visit\n---\n## Discussed\n- {word} and seal.\n")


def open_index(place: Path) -> Index:
    """The index of `place/vault`, in `place/cache`."""
    return Index(Vault(place / "vault"), place / CACHES)


@contextlib.contextmanager
def opened(place: Path) -> Iterator[Index]:
    """The same, closed afterwards."""
    index = open_index(place)
    try:
        yield index
    finally:
        index.close()


def state(index: Index) -> tuple[object, object]:
    """Everything the index says, by path; AssertionError unless each note is there once."""
    return index.catalog.claims(), words_by_path(index)


def fresh_state(root: Path, scratch: Path) -> tuple[object, object]:
    """What an index says that is built now."""
    index = Index(Vault(root), scratch / "fresh")
    try:
        index.reconcile(accept_removals=True)
        return state(index)
    finally:
        index.close()
        shutil.rmtree(scratch / "fresh")


def copy_of(template: Path, place: Path) -> None:
    """Vault and cache as they were; the same path always, since the index belongs to a path."""
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(template, place, symlinks=True)


def digest_of(root: Path) -> str:
    """Names, bytes, modes and times of everything in a folder."""
    digest = hashlib.blake2b()
    for path in sorted(root.rglob("*")):
        status = path.lstat()
        digest.update(repr((os.fsencode(path), status.st_mode, status.st_mtime_ns)).encode())
        if path.is_file():
            digest.update(path.read_bytes())
    return digest.hexdigest()


def in_child(work: Callable[[], object]) -> int:
    """Do it in a process of its own that ends without any clean-up; its pid, at once."""
    child = os.fork()
    if child == 0:
        code = 9
        with contextlib.suppress(BaseException):
            code = work()
        os._exit(code if isinstance(code, int) else 0)
    return child
