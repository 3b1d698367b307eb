"""The user's own settings file: who I am, and which vaults I have.

It lies with the user and is never synced, so it may name programs; `crm.toml` may not.
"""

import json
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from notes_crm.errors import BadSettings, Unwritable

FILE = "settings.toml"


@dataclass(frozen=True, slots=True)
class Personal:
    """What the settings file says: `vaults` by name, `default` the name of the usual one."""

    me: str | None = None
    default: str | None = None
    vaults: Mapping[str, str] = field(default_factory=dict)
    lang: str | None = None


def read_personal(folder: Path) -> Personal:
    """The settings in this folder; none where there is no file. BadSettings names the line."""
    path = folder / FILE
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return Personal()
    except (OSError, UnicodeDecodeError) as error:
        raise BadSettings(f"{path} can't be read ({error}); mend it or move it away.") from None
    except tomllib.TOMLDecodeError as error:
        raise BadSettings(f"{path}: {error}; mend that line and try again.") from None
    vaults = data.get("vaults", {})
    if not isinstance(vaults, dict) or not all(isinstance(v, str) for v in vaults.values()):
        raise BadSettings(f'{path}: [vaults] must hold lines such as work = "~/Work CRM"; mend it.')
    return Personal(
        me=_text(data, "me", path),
        default=_text(data, "default", path),
        vaults=vaults,
        lang=_text(data, "lang", path),
    )


def remember_me(folder: Path, name: str) -> Path:
    """Write who I am into the settings file; every other line stays as it is."""
    path = folder / FILE
    line = f"me = {json.dumps(name, ensure_ascii=False)}"
    try:
        text = path.read_text(encoding="utf-8-sig") if path.exists() else ""
        pattern = re.compile(r"^me\s*=.*$", re.MULTILINE)
        head = text.partition("\n[")[0]
        if pattern.search(head):
            text = pattern.sub(lambda _: line, text, count=1)
        else:
            text = f"{line}\n{text}"
        tomllib.loads(text)
        folder.mkdir(parents=True, exist_ok=True)
        temporary = folder / f".{FILE}.tmp"
        temporary.write_text(text, encoding="utf-8")
        os.replace(temporary, path)  # noqa: PTH105 - replaces atomically
    except OSError as error:
        raise Unwritable(f"{path} can't be written ({error.strerror}); free that place.") from None
    return path


def _text(data: Mapping[str, Any], key: str, path: Path) -> str | None:
    value = data.get(key)
    if value is not None and not isinstance(value, str):
        raise BadSettings(f"{path}: {key} must be text in quotes; mend it.")
    return value or None
