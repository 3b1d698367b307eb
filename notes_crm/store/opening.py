"""Opening a folder as a vault: what is missing is written, what is there is left as it is."""

import json
from collections.abc import Mapping
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
class Opened:
    """What was written, what was there already, and keys that Obsidian's types.json lacks."""

    written: tuple[str, ...]
    kept: tuple[str, ...]
    missing_types: dict[str, str]


def open_vault(root: Path, *, example: bool | None) -> Opened:
    """Make a vault of a folder; `example` None means: in an empty folder only."""
    vault = _vault_at(root)
    adopting = bool(_visible(root))
    written, kept = [], []
    for path, data in template_files(example=not adopting if example is None else example):
        if adopting and not example and not path.startswith((*ADOPTED, ".obsidian/")):
            continue
        if vault.absolute(path).exists():
            kept.append(path)
        elif path.startswith(".obsidian/") and path != TYPES and adopting:
            continue
        else:
            written.append(vault.create_bytes(path, data))
    if not adopting:
        for folder in template_folders():
            vault.absolute(folder).mkdir(parents=True, exist_ok=True)
    missing = _missing_types(vault)
    if TYPES in written and missing:  # the team's own keys
        add_types(root, with_types(root, missing))
        missing = {}
    return Opened(tuple(written), tuple(kept), missing)


def open_filled(root: Path, notes: Mapping[str, str]) -> None:
    """Fill a new folder with settings, forms and these notes, path by text."""
    vault = _vault_at(root)
    if _visible(root):
        raise AlreadyExists(f"{root} has files in it; name a new folder: crm demo FOLDER")
    for path, data in template_files(example=False):
        if path not in notes:
            vault.create_bytes(path, data)
    for path, text in notes.items():
        vault.create(path, text)


def with_types(root: Path, missing: Mapping[str, str]) -> Change:
    """Obsidian's types.json as it is, and with these keys; what stands there is kept, in its order."""
    before = (root / TYPES).read_bytes()
    data = json.loads(before)
    data["types"] = data.get("types", {}) | {k: missing[k] for k in sorted(missing)}
    after = json.dumps(data, indent=2, ensure_ascii=False) + "\n"
    return Change(TYPES, before=before, after=after.encode())


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


def _visible(root: Path) -> list[Path]:
    return [f for f in root.iterdir() if not f.name.startswith(".")]


def _missing_types(vault: Vault) -> dict[str, str]:
    """The keys of this vault, its own included, that types.json lacks."""
    root = vault.root
    try:
        if not (root / TYPES).is_file():  # a pipe of that name would keep us waiting
            raise FileNotFoundError
        known = json.loads((root / TYPES).read_text(encoding="utf-8")).get("types", {})
    except (OSError, ValueError, AttributeError):
        raise Unreadable(
            f"{TYPES} can't be read as Obsidian writes it; mend it or move it away."
        ) from None
    fields = vault.settings.schema.fields
    return {name: field.obsidian for name, field in fields.items() if name not in known}
