"""What is wrong around the notes: who may read the folder, and what Obsidian is told of its keys."""

import json
import os
from collections.abc import Iterator, Sequence

from notes_crm.model.checks import CHECKS
from notes_crm.model.problem import Problem
from notes_crm.store.doubtful_names import doubtful
from notes_crm.store.vault import Vault

TYPES = ".obsidian/types.json"
_OTHERS_READ, _OTHERS_ENTER = 0o004, 0o001


def around(vault: Vault) -> list[Problem]:
    """The findings about the vault as a whole."""
    return [*_open(vault), *_types(vault)]


def names_of(files: Sequence[str]) -> Iterator[Problem]:
    """Names of photos and papers that other systems can't keep, as of notes."""
    folders: dict[str, list[str]] = {}
    for path in files:
        folder, _, name = path.rpartition("/")
        folders.setdefault(folder, []).append(name)
    for folder, names in folders.items():
        for name, code, message in doubtful(names):
            yield _found(f"{folder}/{name}" if folder else name, code, message)


def _found(path: str, code: str, message: str) -> Problem:
    return Problem(path, 0, 0, CHECKS[code].level, code, message)


def _open(vault: Vault) -> Iterator[Problem]:
    """Whether anybody with an account here can come to the folder and read it."""
    if os.name == "nt":
        return
    try:
        mode = vault.root.stat().st_mode
        ways = all(folder.stat().st_mode & _OTHERS_ENTER for folder in vault.root.parents)
    except OSError:
        return
    if ways and mode & _OTHERS_READ and mode & _OTHERS_ENTER:
        what = f"everybody on this machine can read the vault; say: chmod o-rwx '{vault.root}'"
        yield _found(".", "open-to-others", what)


def _types(vault: Vault) -> Iterator[Problem]:
    """Keys to which Obsidian gives another type."""
    schema, file = vault.settings.schema, vault.root / TYPES
    if not file.is_file():  # a pipe of that name would keep us waiting
        return
    try:
        told = json.loads(file.read_bytes()).get("types", {})
    except (OSError, ValueError, AttributeError):
        return
    for key, given in told.items() if isinstance(told, dict) else ():
        field = schema.fields.get(schema.key(str(key)))
        if field is not None and isinstance(given, str) and given != field.obsidian:
            what = f"{key} is {given} in Obsidian and {field.obsidian} here; change it in Obsidian"
            yield _found(TYPES, "types-differ", what)
