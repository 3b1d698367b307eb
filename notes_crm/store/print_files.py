"""What a vault brings along for its sheets: templates, a style sheet, a logo, read with suspicion.

A synced vault's files are other people's: nothing outside the vault is read, no link followed out
of it, and nothing larger than a sheet can need.
"""

import os
import stat
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from notes_crm.store.vault import Vault

FOLDER = "print"
"""Below the vault's folder for templates."""

STYLE = "briefing.css"
ENDINGS = (".j2", ".html", ".jinja")

MOST_FILES = 100
MOST_TEMPLATE, MOST_STYLE, MOST_LOGO = 256 << 10, 256 << 10, 512 << 10
"""Bytes of one template, of the style sheet, of the logo."""

PICTURES = {b"\x89PNG\r\n": "png", b"\xff\xd8\xff": "jpeg", b"GIF8": "gif"}
"""How a picture begins, and what it then is; WebP is told apart below."""

_OPEN = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class PrintFiles:
    """Sources of templates by their path below `folder`; `logo` is a `data:` address.

    `refused` says of each file that was left out why.
    """

    folder: str
    templates: Mapping[str, str] = field(default_factory=dict)
    style: str = ""
    logo: str = ""
    refused: tuple[str, ...] = ()


class Refused(Exception):
    """A file that is not read, and why."""


def read_print_files(vault: Vault) -> PrintFiles:
    """What lies in the vault's folder for printing, and the logo that its settings name."""
    folder = f"{vault.settings.schema.folders['templates']}/{FOLDER}"
    refused: list[str] = []
    templates: dict[str, str] = {}
    style = ""
    for path in _files(vault.absolute(folder)):
        name = path.relative_to(vault.absolute(folder)).as_posix()
        try:
            if name == STYLE:
                style = text_of_file(path, MOST_STYLE, within=vault.root)
            elif name.endswith(ENDINGS):
                templates[name] = text_of_file(path, MOST_TEMPLATE, within=vault.root)
        except Refused as reason:
            refused.append(f"{folder}/{name} is left out: {reason}.")
    logo = ""
    if wanted := vault.settings.briefing.logo:
        try:
            logo = _picture(vault.absolute(wanted), vault.root)
        except Refused as reason:
            refused.append(f"The logo {wanted} is left out: {reason}.")
    return PrintFiles(folder, templates, style, logo, tuple(refused))


def text_of_file(path: Path, most: int, *, within: Path | None = None) -> str:
    """A text file as UTF-8, at most so many bytes; Refused says what is wrong with it."""
    try:
        return _read(path, most, within).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused("it is not UTF-8 text") from None


def _files(folder: Path) -> Iterator[Path]:
    """Files in a folder and one folder deeper, in the order of their names."""
    for path in sorted(_entries(folder))[:MOST_FILES]:
        if path.is_dir() and not path.is_symlink():
            yield from sorted(_entries(path))[:MOST_FILES]
        else:
            yield path


def _entries(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if not path.name.startswith((".", "~", "#"))]
    except OSError:
        return []


def _picture(path: Path, within: Path) -> str:
    data = _read(path, MOST_LOGO, within)
    kind = next((kind for sign, kind in PICTURES.items() if data.startswith(sign)), "")
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        kind = "webp"
    if not kind:
        raise Refused("it is no PNG, JPEG, GIF or WebP picture")
    return f"data:image/{kind};base64,{b64encode(data).decode()}"


def _read(path: Path, most: int, within: Path | None) -> bytes:
    try:
        real = path.resolve(strict=True)
        if within is not None and not real.is_relative_to(within):
            raise Refused("it lies outside the vault")
        handle = os.open(real, _OPEN)
        try:
            found = os.fstat(handle)
            if not stat.S_ISREG(found.st_mode):
                raise Refused("it is no regular file")
            data = os.read(handle, most + 1)
        finally:
            os.close(handle)
    except OSError as error:
        raise Refused((error.strerror or "it can't be read").lower()) from None
    if len(data) > most:
        raise Refused(f"it has more than {most >> 10} KB")
    return data
