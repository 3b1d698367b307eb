"""Opening a folder as a vault: what is missing is written, what is there is left as it is."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from notes_crm.errors import AlreadyExists, Unreadable, Unwritable
from notes_crm.store.journal import Change
from notes_crm.store.template import template_files, template_folders
from notes_crm.store.vault import MARKER, Vault

TYPES = ".obsidian/types.json"
ADOPTED = (
    MARKER,
    "README.md",
    "Lessons.md",
    "Promises.md",
    "Templates/",
    ".gitignore",
    ".stignore",
)
"""What a folder with notes in it is given where it has none; the README links to the two pages."""

PRIVATE = 0o770
"""The rights of a folder made for a vault: notes on customers are nobody else's business."""


@dataclass(frozen=True, slots=True)
class Opening:
    """What a folder lacks to be a vault: new files with their bytes, and folders.

    `kept` is what was there already, `missing_types` keys that Obsidian's types.json there lacks;
    `fresh` if nothing at all was there.
    """

    root: Path
    new: Mapping[str, bytes]
    folders: tuple[str, ...]
    kept: tuple[str, ...]
    missing_types: dict[str, str]
    fresh: bool


def opening(root: Path, *, example: bool | None) -> Opening:
    """What there is to do to make a vault of a folder; `example` None means: in an empty one only."""
    vault = Vault(root)
    there = _names_in(root)
    adopting = any(not name.startswith(".") for name in there)
    new, kept = dict[str, bytes](), []
    for path, data in template_files(example=not adopting if example is None else example):
        if adopting and not example and not path.startswith((*ADOPTED, ".obsidian/")):
            continue
        if vault.absolute(path).exists():
            kept.append(path)
        elif not (path.startswith(".obsidian/") and path != TYPES and adopting):
            new[path] = data
    missing = _missing_types(vault, new.get(TYPES))
    if TYPES in new and missing:  # the team's own keys
        new[TYPES] = _with_keys(new[TYPES], missing)
        missing = {}
    ordered = dict(sorted(new.items(), key=lambda file: file[0] != MARKER))
    folders = () if adopting else tuple(template_folders())
    return Opening(root, ordered, folders, tuple(kept), missing, fresh=not there)


def open_vault(found: Opening) -> Iterator[str]:
    """Write what is missing; each path once its file is there, the settings first."""
    vault = _vault_at(found.root)
    for path, data in found.new.items():
        yield vault.create_bytes(path, data)
    for folder in found.folders:
        vault.absolute(folder).mkdir(parents=True, exist_ok=True)


def open_filled(root: Path, notes: Mapping[str, str]) -> None:
    """Fill a new folder with settings, forms and these notes, path by text."""
    vault = _vault_at(root)
    if any(not name.startswith(".") for name in _names_in(root)):
        raise AlreadyExists(f"{root} has files in it; name a new folder: crm demo FOLDER")
    for path, data in template_files(example=False):
        if path not in notes:
            vault.create_bytes(path, data)
    for path, text in notes.items():
        vault.create(path, text)


def with_types(root: Path, missing: Mapping[str, str]) -> Change:
    """Obsidian's types.json as it is, and with these keys; what stands there is kept, in its order."""
    before = (root / TYPES).read_bytes()
    return Change(TYPES, before=before, after=_with_keys(before, missing))


def add_types(root: Path, added: Change) -> None:
    """Put it in place."""
    path = root / TYPES
    temporary = path.with_name(".ncrm-types.tmp")
    temporary.write_bytes(added.after or b"")
    temporary.replace(path)


def _vault_at(root: Path) -> Vault:
    try:
        root.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
    except OSError as error:
        raise Unwritable(
            f"{root} can't be made ({(error.strerror or '').lower()}); name another folder."
        ) from None
    return Vault(root)


def _names_in(root: Path) -> list[str]:
    try:
        return [file.name for file in root.iterdir()]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise Unreadable(
            f"{root} can't be looked into ({(error.strerror or '').lower()}); name another folder."
        ) from None


def _with_keys(data: bytes, missing: Mapping[str, str]) -> bytes:
    known = json.loads(data)
    known["types"] = known.get("types", {}) | {k: missing[k] for k in sorted(missing)}
    return (json.dumps(known, indent=2, ensure_ascii=False) + "\n").encode()


def _missing_types(vault: Vault, new: bytes | None) -> dict[str, str]:
    """The keys of this vault, its own included, that types.json lacks; `new` if it is to be made."""
    file = vault.root / TYPES
    try:
        if new is None and not file.is_file():  # a pipe of that name would keep us waiting
            raise FileNotFoundError
        data = file.read_bytes() if new is None else new
        known = json.loads(data.decode()).get("types", {})
    except (OSError, ValueError, AttributeError):
        raise Unreadable(
            f"{TYPES} can't be read as Obsidian writes it; mend it or move it away."
        ) from None
    fields = vault.settings.schema.fields
    return {name: field.obsidian for name, field in fields.items() if name not in known}
