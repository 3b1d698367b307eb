"""The numbers of the last list of promises: which line each of them meant, for one user and vault."""

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from notes_crm.errors import Unwritable
from notes_crm.store.state_home import StateHome


class Listed(NamedTuple):
    """A promise as it was listed: enough to see whether its line still says so."""

    path: str
    line: int
    text: str
    state: str
    due: str | None


class Listing:
    """The last list of the vault at `root`, below the user's state folder."""

    def __init__(self, states: Path, root: Path) -> None:
        self._home = StateHome(states, root)
        self.file = self._home.folder / "listing.json"

    def save(self, items: Sequence[Listed]) -> None:
        """Remember a list; number 1 is the first. Unwritable where that can't be."""
        temporary = self.file.with_name(f"listing.{os.urandom(4).hex()}.new")
        try:
            self._home.make()
            handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            try:
                with os.fdopen(handle, "w", encoding="utf-8", errors="surrogateescape") as stream:
                    json.dump(items, stream, ensure_ascii=False)
                temporary.replace(self.file)
            finally:
                temporary.unlink(missing_ok=True)
        except OSError as error:
            reason = (error.strerror or "unknown reason").lower()
            raise Unwritable(
                f"The numbers can't be remembered in {self.file.parent} ({reason}); free that place."
            ) from None

    def load(self) -> list[Listed]:
        """The last list; empty where there is none, or none that can be read."""
        try:
            text = self.file.read_text(encoding="utf-8", errors="surrogateescape")
            return [Listed(*row) for row in json.loads(text)]
        except (OSError, ValueError, TypeError):
            return []
