"""The user's own settings file: who I am, which vaults I have, and how I am reminded.

It lies with the user and is never synced, so it may name programs; `crm.toml` may not.
"""

import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from notes_crm.errors import BadSettings, Unwritable

FILE = "settings.toml"


class Personal(NamedTuple):
    """What the settings file says: `vaults` by name, `default` the name of the usual one.

    `remind` is the table of that name as it stands, for `model.reminding`: what is wrong in it
    must not stop other commands.
    """

    me: str | None = None
    default: str | None = None
    vaults: Mapping[str, str] = MappingProxyType({})
    lang: str | None = None
    remind: object = MappingProxyType({})

    def __repr__(self) -> str:
        """Without `remind`, which may hold passwords."""
        said = (f"{name}={value!r}" for name, value in self._asdict().items() if name != "remind")
        return f"Personal({', '.join(said)})"


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
        remind=data.get("remind", {}),
    )


def remember_me(folder: Path, name: str) -> Path:
    """Write who I am into the settings file; every other line stays as it is."""
    path = folder / FILE
    line = f"me = {_quoted(name)}"
    text = _read(path)
    pattern = re.compile(r"^me\s*=.*$", re.MULTILINE)
    head = text.partition("\n[")[0]
    named = pattern.search(head)
    text = pattern.sub(lambda _: line, text, count=1) if named else f"{line}\n{text}"
    tomllib.loads(text)
    _replace(path, text)
    return path


def remember_way(folder: Path, way: str | None) -> Path | None:
    """Write or take out the line that has `crm watch` remind; None where it stands so already.

    Every other line stays as it is. BadSettings where the file is written in a manner in which
    that can't be done line by line.
    """
    path = folder / FILE
    before = _read(path)
    try:
        wanted = tomllib.loads(before)
        now = wanted.get("remind", {}).get("with")
        if now == way:
            return None
        wanted.setdefault("remind", {}).update({"with": way} if way else {})
        if way is None:
            del wanted["remind"]["with"]
        text = _with_way(before, f"with = {_quoted(way)}" if way else None)
        done = tomllib.loads(text)
        done.setdefault("remind", {})
        sound = done == wanted
    except (tomllib.TOMLDecodeError, AttributeError):
        sound = False
    if not sound:
        line = f'with = "{way}" below [remind]' if way else "no line with = below [remind]"
        raise BadSettings(f"{path} is written in another manner; let it have {line} yourself.")
    _replace(path, text)
    return path


def _quoted(text: str) -> str:
    """A text as TOML has it, which is as JSON has it."""
    import json  # noqa: PLC0415 - only where settings are written

    return json.dumps(text, ensure_ascii=False)


def _with_way(text: str, line: str | None) -> str:
    """The file with this line first in its table [remind], in place of the one that is there."""
    lines = text.splitlines(keepends=True)
    heads = [n for n, said in enumerate(lines) if re.match(r"\s*\[", said)]
    first = next((n for n in heads if re.match(r"\s*\[\s*remind\s*\]", lines[n])), None)
    if first is None:
        parted = text if not text or text.endswith("\n") else f"{text}\n"
        return f"{parted}{chr(10) if parted else ''}[remind]\n{line}\n" if line else text
    last = next((n for n in heads if n > first), len(lines))
    there = [n for n in range(first + 1, last) if re.match(r"\s*with\s*=", lines[n])]
    end = "" if lines[first].endswith("\n") else "\n"
    kept = [said for n, said in enumerate(lines) if n not in there]
    if line:
        kept[first] += f"{end}{line}\n"
    elif not "".join(kept[first + 1 : last - len(there)]).strip():
        del kept[first]  # nothing else stands below it
        if first and not kept[first - 1].strip():
            del kept[first - 1]
    return "".join(kept)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig") if path.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise BadSettings(f"{path} can't be read ({error}); mend it or move it away.") from None


def _replace(path: Path, text: str) -> None:
    """Put these words into the file, atomically; it may hold passwords, so it stays as closed as it was."""
    try:
        path = path.resolve()  # some keep their settings elsewhere, behind a link
        path.parent.mkdir(parents=True, exist_ok=True)
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o600
        temporary = path.with_name(f".{FILE}.tmp")
        temporary.unlink(missing_ok=True)
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
        temporary.chmod(mode)
        os.replace(temporary, path)  # noqa: PTH105 - replaces atomically
    except OSError as error:
        raise Unwritable(f"{path} can't be written ({error.strerror}); free that place.") from None


def _text(data: Mapping[str, Any], key: str, path: Path) -> str | None:
    value = data.get(key)
    if value is not None and not isinstance(value, str):
        raise BadSettings(f"{path}: {key} must be text in quotes; mend it.")
    return value or None
