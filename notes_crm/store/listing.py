"""The numbers of the last lists of promises: which line each of them meant, for one user and vault.

Each terminal has lists of its own: the last that it showed, and one that went from it to a pipe
or a file since. One more list is that of no terminal: a script's, or a planned task's.
"""

import contextlib
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from notes_crm.errors import Unwritable
from notes_crm.model.digests import blake2b
from notes_crm.store.state_home import StateHome

KEPT = 7 * 86_400
"""Seconds after which a terminal's list is forgotten."""
_REMEMBERED = 11
"""So many states of a line are known: ten commands can be taken back, and then it has its number again."""
_ASIDE = ".aside.json"
_OF_TERMINALS = "listing-*.json"


class Listed(NamedTuple):
    """A promise as it was listed: enough to see whether its line still says so."""

    path: str
    line: int
    text: str
    state: str
    due: str | None

    @property
    def place(self) -> "Place":
        """What tells it apart, whatever became of it."""
        return self.path, self.line, self.text, self.due


Place = tuple[str, int, str, str | None]
Number = tuple[Listed, ...]
"""What a number means: as our own commands left it, then as it was before; any of it may hold again."""


class Listing:
    """The lists of the vault at `root`, below the user's state folder, as one terminal has them.

    `terminal` is what that is known by, empty where there is none.
    """

    def __init__(self, states: Path, root: Path, terminal: str = "") -> None:
        self._home = StateHome(states, root)
        folder = self._home.folder
        self.file = folder / "listing.json"
        if terminal:
            name = blake2b(terminal.encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()
            self.file = folder / f"listing-{name}.json"
        self._aside = self.file.with_name(self.file.stem + _ASIDE) if terminal else None

    def save(self, items: Sequence[Listed], *, shown: bool = True) -> None:
        """Remember a list; number 1 is the first. Unwritable where that can't be.

        One that is not `shown` in the terminal stands beside the one that is.
        """
        file = self._aside if self._aside and not shown else self.file
        try:
            self._home.make()
            _write(file, [(item,) for item in items])
        except OSError as error:
            reason = (error.strerror or "unknown reason").lower()
            raise Unwritable(
                f"The numbers can't be remembered in {self.file.parent} ({reason}); free that place."
            ) from None
        with contextlib.suppress(OSError):
            if self._aside and shown:
                self._aside.unlink(missing_ok=True)
            _tidy(file.parent, file.stat().st_mtime - KEPT)

    def follow(self, now: Mapping[Place, Listed]) -> None:
        """Let every list know what our command made of a note's lines, also of those that it left alone."""
        for file in _lists(self.file.parent):
            numbers = _read(file) or []
            news = [_followed(number, now) for number in numbers]
            if news != numbers:
                with contextlib.suppress(OSError):  # a number that no longer fits is refused
                    shown = file.stat()
                    _write(file, news)
                    os.utime(file, ns=(shown.st_atime_ns, shown.st_mtime_ns))

    def load(self) -> list[Number]:
        """The last list that was shown here, else the last one anywhere; empty where there is none."""
        own = [self.file, *([self._aside] if self._aside else [])]
        found = (_read(file) for file in (*own, *_lists(self.file.parent)))
        return next((items for items in found if items is not None), [])

    def aside(self) -> list[Number]:
        """What went from this terminal to a pipe or a file since it showed a list."""
        beside = _read(self._aside) if self._aside and self.file.exists() else None
        return beside or []


def _followed(number: Number, now: Mapping[Place, Listed]) -> Number:
    """A number with what its line says now, before all that it said."""
    said = next((now[one.place] for one in number if one.place in now), number[0])
    return (said, *(one for one in number if one != said))[:_REMEMBERED]


def _lists(folder: Path) -> list[Path]:
    """The lists of all terminals, the newest first, and that of none."""
    found = []
    for file in folder.glob(_OF_TERMINALS):
        with contextlib.suppress(OSError):  # it went away meanwhile
            found.append((file.stat().st_mtime_ns, file))
    return [*(file for _, file in sorted(found, reverse=True)), folder / "listing.json"]


def _write(file: Path, numbers: Sequence[Number]) -> None:
    temporary = file.with_name(f"listing.{os.urandom(4).hex()}.new")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="surrogateescape") as stream:
            json.dump(numbers, stream, ensure_ascii=False)
        temporary.replace(file)
    finally:
        temporary.unlink(missing_ok=True)


def _read(file: Path) -> list[Number] | None:
    """A list as it was written; None where there is none, or none that can be read."""
    try:
        text = file.read_text(encoding="utf-8", errors="surrogateescape")
        numbers = [tuple(Listed(*row) for row in number) for number in json.loads(text)]
    except (OSError, ValueError, TypeError):
        return None
    return numbers if all(numbers) else None


def _tidy(folder: Path, before: float) -> None:
    """Forget the lists of terminals that have long been closed."""
    for file in folder.glob(_OF_TERMINALS):
        if file.stat().st_mtime < before:
            file.unlink(missing_ok=True)
