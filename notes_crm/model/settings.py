"""What a team agrees on in its `crm.toml`: text to a `VaultSettings`, or a plain error.

`crm.toml` is shared by sync, so it can name no command to run: there is no such setting, and
an unknown one is an error only where it was surely meant to change how notes are read.
"""

import re
import tomllib
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple, NoReturn, cast, get_args

from notes_crm.errors import BadSettings
from notes_crm.model.digests import sha256
from notes_crm.model.layout import Layout, Unfit, read_layout
from notes_crm.model.schema import (
    FOLDERS,
    HEADINGS,
    SCHEMA,
    Field,
    Group,
    Kind,
    NoteType,
    Schema,
    extended,
    fold_key,
)

KINDS = tuple(k for k in get_args(Kind) if k not in ("mood", "birthday", "tags", "aliases"))
GROUPS: tuple[str, ...] = get_args(Group)
FORMAT = 1
"""How a vault is laid out; a later crm may know more."""
_TWICE = re.compile(r"Cannot declare \((?P<names>.+)\) twice \(at line (?P<line>\d+),")
"""What Python says of a table that stands there twice."""
_NAME = re.compile(r"'([^']+)'")
TABLES = (
    "vault", "folders", "fields", "types", "headings", "keys", "searches", "briefing", "check",
)  # fmt: skip

OF_THE_VAULT = ("name", "language", "region", "currency")


class VaultSettings(NamedTuple):
    """The settings of one vault; `digest` changes when notes must be read anew.

    `quiet` are the codes that `crm check` says nothing about.
    """

    name: str = ""
    languages: tuple[str, ...] = ("en",)
    region: str = "GB"
    currency: str = "EUR"
    schema: Schema = SCHEMA
    searches: Mapping[str, str] = MappingProxyType({})
    briefing: Layout = Layout()
    quiet: tuple[str, ...] = ()
    digest: str = ""


def read_settings(text: str, *, where: str = "crm.toml") -> VaultSettings:
    """The settings in a `crm.toml`; BadSettings names the line and the reason."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadSettings(f"{where}{_unreadable(str(error))}") from None
    reader = _Reader(data, text, where)
    vault = reader.vault()
    fields = reader.table("fields")
    types = reader.table("types")
    folders = reader.table("folders")
    headings = reader.table("headings")
    keys = reader.table("keys")
    schema = extended(
        fields=[reader.field(name, kind) for name, kind in fields.items()],
        types=[reader.type(name, group) for name, group in types.items()],
        keys=reader.keys(keys, fields),
        headings=reader.headings(headings),
        folders=reader.folders(folders),
    )
    languages = reader.texts("vault", "language", vault.get("language", ["en"]))
    meaning = repr((sorted(fields.items()), sorted(types.items()), sorted(folders.items()),
                    sorted(headings.items()), sorted(keys.items()), languages))  # fmt: skip
    return VaultSettings(
        name=reader.text("vault", "name", vault.get("name", "")),
        languages=languages or ("en",),
        region=reader.text("vault", "region", vault.get("region", "GB")),
        currency=reader.text("vault", "currency", vault.get("currency", "EUR")),
        schema=schema,
        searches={k: reader.text("searches", k, v) for k, v in reader.table("searches").items()},
        briefing=reader.briefing(),
        quiet=reader.quiet(reader.table("check")),
        digest=sha256(meaning.encode()).hexdigest()[:16],
    )


def _unreadable(reason: str) -> str:
    """Why a file is no TOML; what happens most is said as it looks in the file."""
    if twice := _TWICE.match(reason):
        name = ".".join(_NAME.findall(twice["names"]))
        again = f"[{name}] stands further up already; put these lines there"
        return f":{twice['line']}: {again} and try again."
    return f": {reason}; mend that line and try again."


class _Reader:
    """Values out of one parsed file, with errors that name the line."""

    def __init__(self, data: dict[str, Any], text: str, where: str) -> None:
        self._data, self._lines, self._where = data, text.splitlines(), where
        for name, value in data.items():
            if name == "format" and value != FORMAT:
                self._fail(name, f"this vault has format {value!r}, and this crm knows {FORMAT}")
            if name != "format" and not isinstance(value, dict):
                self._fail(name, f"{name} must stand below a table such as [vault]")
            if isinstance(value, dict) and name not in TABLES:
                known = ", ".join(TABLES)
                self._fail(name, f"there is no table [{name}]; the tables are {known}")

    def table(self, name: str) -> dict[str, Any]:
        value = self._data.get(name, {})
        if not isinstance(value, dict):
            self._fail(name, f"[{name}] must be a table")
        return cast("dict[str, Any]", value)

    def vault(self) -> dict[str, Any]:
        """What the vault is; a key that is nearly one of ours was meant to be that one."""
        found = self.table("vault")
        for key in found:
            if key not in OF_THE_VAULT:
                from difflib import get_close_matches  # noqa: PLC0415 - few mistype one

                near = get_close_matches(fold_key(key), OF_THE_VAULT, n=1)
                if near:
                    reason = f"{key} in [vault] means nothing; {near[0]} does"
                    self._fail(key, reason, below="vault")
        return found

    def text(self, table: str, key: str, value: object) -> str:
        if not isinstance(value, str):
            self._fail(key, f"{key} in [{table}] must be text in quotes")
        return value

    def texts(self, table: str, key: str, value: object) -> tuple[str, ...]:
        if isinstance(value, str):
            return (value,)
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            self._fail(key, f'{key} in [{table}] must be a list of texts, as in ["one", "two"]')
        return tuple(cast("list[str]", value))

    def field(self, name: str, kind: object) -> Field:
        if kind not in KINDS:
            self._fail(name, f"the type of {name} must be one of {', '.join(KINDS)}")
        known = SCHEMA.fields.get(name)
        if known and known.kind != kind:
            self._fail(name, f"{name} is built in as {known.kind} and can't become {kind}")
        return Field(fold_key(name), cast("Kind", kind), (), "the team's own key")

    def type(self, name: str, group: object) -> NoteType:
        if group not in GROUPS:
            self._fail(name, f"{name} must behave as one of {', '.join(GROUPS)}")
        return NoteType(name.casefold(), cast("Group", group), "the team's own type")

    def keys(self, keys: dict[str, Any], own: dict[str, Any]) -> dict[str, str]:
        synonyms: dict[str, str] = {}
        for name, words in keys.items():
            if name not in SCHEMA.fields and name not in own:
                self._fail(name, f"there is no key {name} to give another name to")
            synonyms |= {word: fold_key(name) for word in self.texts("keys", name, words)}
        return synonyms

    def headings(self, headings: dict[str, Any]) -> dict[str, tuple[str, ...]]:
        table = {}
        for name, words in headings.items():
            canonical = SCHEMA.heading(name)
            if canonical is None:
                known = ", ".join(HEADINGS)
                self._fail(name, f"there is no heading {name}; the headings are {known}")
            table[canonical] = self.texts("headings", name, words)
        return table

    def quiet(self, check: dict[str, Any]) -> tuple[str, ...]:
        for name in check:
            if name != "ignore":
                self._fail(name, f"there is no check setting {name}; the only one is ignore")
        codes = self.texts("check", "ignore", check.get("ignore", []))
        if not codes:
            return ()
        from notes_crm.model.checks import CHECKS  # noqa: PLC0415 - few vaults name any

        for code in codes:
            if code not in CHECKS:
                self._fail(
                    "ignore", f"there is no check {code!r}; see them with: crm check --explain all"
                )
        return codes

    def folders(self, folders: dict[str, Any]) -> dict[str, str]:
        for name, folder in folders.items():
            if name not in FOLDERS:
                self._fail(
                    name, f"there is no folder setting {name}; they are {', '.join(FOLDERS)}"
                )
            if not self.text("folders", name, folder) or re.search(r"(^|/)\.|\\|^/", folder):
                self._fail(name, f"the folder {folder!r} must be a plain name inside the vault")
        return folders

    def briefing(self) -> Layout:
        """What the printed sheet is to look like."""
        try:
            return read_layout(self.table("briefing"))
        except Unfit as unfit:
            self._fail(unfit.key, unfit.reason, below=unfit.table)

    def _fail(self, key: str, reason: str, *, below: str = "") -> NoReturn:
        """`below` is the table that the key stands in, where another may have one of that name."""
        table = re.compile(rf"^\s*\[\s*{re.escape(below)}\s*\]", re.IGNORECASE)
        first = next((n for n, line in enumerate(self._lines) if table.match(line)), 0)
        pattern = re.compile(rf"^\s*\[?\s*\"?{re.escape(key)}\b")
        lines = list(enumerate(self._lines, 1))
        number = next((n for n, line in lines[first:] + lines if pattern.match(line)), 1)
        raise BadSettings(f"{self._where}:{number}: {reason}. Mend that line and try again.")
