"""Names that are not notes: litter of editors and sync tools, conflict copies, placeholders.

A note is named `*.md` or `*.markdown` and does not begin with `.`, `~` or `#`; no folder above
it begins with `.`. That alone leaves nearly all litter out. The families of names that get
through are the tables below; each comes from what the named tool was seen or is documented to
write.
"""

import re
from collections.abc import Container, Iterable
from typing import Literal, NamedTuple

Verdict = Literal["note", "conflict", "litter", "placeholder"]

NOTE_ENDINGS = (".md", ".markdown")

# Patterns are texts: they are compiled when a name first needs them, which most vaults never do.
_PLACEHOLDERS = (
    r"(?i)^\.(?P<base>.+\.(?:md|markdown))\.icloud$",  # iCloud until macOS 14
    r"(?i)^(?P<base>.+\.(?:md|markdown))\.(?:nextcloud|owncloud)$",  # virtual files
)

_CONFLICTS = (
    # Syncthing appends its own date, time and device
    r"^(?P<base>.+)\.sync-conflict-\d{8}-\d{6}-[A-Z2-7]{7}(?P<ext>\.[^.]+)$",
    # Dropbox names the person, Nextcloud the time, Obsidian Sync the device
    r"(?i)^(?P<base>.+) \((?:[^()]*['’]s )?conflicted copy [^()]*\)(?: \(\d+\))?(?P<ext>\.[^.]+)$",
    r"^(?P<base>.+) \((?:Case|Unicode Encoding|Selective Sync) Conflict(?: \d+)?\)(?P<ext>\.[^.]+)$",
    # Unison
    r"^(?P<base>.+) \(conflict(?: #\d+)?_on_\d{4}-\d{2}-\d{2}(?:_was_deleted)?\)(?P<ext>\.[^.]+)$",
    # abraunegg's OneDrive client
    r"^(?P<base>.+)-[A-Za-z0-9._-]+-safeBackup-\d{4}(?P<ext>\.[^.]+)$",
    # Nextcloud before 2.5
    r"^(?P<base>.+)_conflict-\d[^/]*?(?P<ext>\.[^.]+)$",
)

# Ordinary names too: a copy only where the original stands beside it.
_BESIDE = (
    r"(?i)^(?P<base>.+) \([1-9]\d?\)(?P<ext>\.(?:md|markdown))$",  # Google Drive
    r"(?i)^(?P<base>.+) [2-9](?P<ext>\.(?:md|markdown))$",  # iCloud
)
# OneDrive appends the computer's name, which may hold hyphens itself
_COMPUTER = r"-(?:(?:DESKTOP|LAPTOP|WIN|PC)-[A-Z0-9]{5,12}|[A-Za-z][A-Za-z0-9-]{2,14})(?:-\d+)?"

_MERGETOOL = r"^(?P<base>.+)_(?:BASE|LOCAL|REMOTE|BACKUP)_\d+(?P<ext>\.(?:md|markdown))$"

# Obsidian LiveSync rebuilds servers when such a file appears at the root: never made, never read.
CONTROL_NAMES = frozenset(
    {"redflag.md", "redflag2.md", "redflag3.md", "flag_fetch.md", "flag_rebuild.md"}
)

# A cheap first look: no name without one of these can match the tables above.
_DOUBTFUL_WORDS = ("onflict", "ONFLICT", "safeBackup", "_BASE_", "_LOCAL_", "_REMOTE_", "_BACKUP_")
_DOUBTFUL = (r"\(\d\d?\)\.", "-[A-Za-z]", r" [2-9]\.")
"""One by one: an expression that begins with a letter is looked for many times as fast."""


class Name(NamedTuple):
    """What a file name says: a note, a conflict copy or placeholder of `base`, or litter."""

    verdict: Verdict
    base: str | None = None


_NOTE = Name("note")
_LITTER = Name("litter")


def judge(name: str, siblings: Container[str], *, root: bool = False) -> Name:
    """What a file of this name is, standing among `siblings` (file names of its folder)."""
    if not is_of_note(name):
        return _placeholder(name)
    if root and name in CONTROL_NAMES:
        return _LITTER
    if not any_doubtful((name,)):
        return _NOTE
    return _copy(name, siblings)


def is_of_note(name: str) -> bool:
    """Whether it is a note's name or a copy's: all others are litter, or placeholders."""
    return name.lower().endswith(NOTE_ENDINGS) and name[0] not in ".~#"


def any_doubtful(names: Iterable[str]) -> bool:
    """Whether any of these names has to be looked at closely; all others are notes."""
    together = "\n".join(names)
    return any(word in together for word in _DOUBTFUL_WORDS) or any(
        re.search(sign, together) for sign in _DOUBTFUL
    )


def is_hidden(folder: str) -> bool:
    """Whether a folder of this name is never looked into."""
    return folder.startswith(".") or folder.endswith("___jb_tmp___")


def merged_from(name: str) -> str | None:
    """The note that `git mergetool` lays a file of this name beside; None for any other name."""
    found = re.match(_MERGETOOL, name)
    return found["base"] + found["ext"] if found else None


def _placeholder(name: str) -> Name:
    for pattern in _PLACEHOLDERS:
        if found := re.match(pattern, name):
            return Name("placeholder", found["base"])
    return _LITTER


def _copy(name: str, siblings: Container[str]) -> Name:
    if merged_from(name) in siblings:
        return _LITTER
    for pattern in _CONFLICTS:
        if found := re.match(pattern, name):
            return Name("conflict", found["base"] + found["ext"])
    for pattern in _BESIDE:
        found = re.match(pattern, name)
        if found and found["base"] + found["ext"] in siblings:
            return Name("conflict", found["base"] + found["ext"])
    return _from_computer(name, siblings)


def _from_computer(name: str, siblings: Container[str]) -> Name:
    stem, dot, ending = name.rpartition(".")
    at = stem.find("-", 1)
    while at > 0:
        base = stem[:at] + dot + ending
        if base in siblings and re.fullmatch(_COMPUTER, stem[at:]):
            return Name("conflict", base)
        at = stem.find("-", at + 1)
    return _NOTE
