"""A text that somebody has in an editor: a file of the user's own, there until a note holds what was typed."""

import os
from datetime import datetime
from pathlib import Path

from notes_crm.model.decode import decoded
from notes_crm.store.state_home import StateHome


class Scratch:
    """One such file, below the user's state folder; where that takes none, among temporary files."""

    def __init__(self, states: Path, root: Path, when: datetime, text: str) -> None:
        data = text.replace("\n", os.linesep).encode("utf-8", "surrogatepass")
        name = f"{when:%Y-%m-%d %H%M%S} {os.urandom(3).hex()}.md"
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        home = StateHome(states, root)
        self.file = home.folder / "typed" / name
        try:
            home.make()
            self.file.parent.mkdir(mode=0o700, exist_ok=True)
            handle = os.open(self.file, flags, 0o600)
        except OSError:
            import tempfile  # noqa: PLC0415 - seldom needed

            handle, place = tempfile.mkstemp(prefix="crm-", suffix=".md")
            self.file = Path(place)
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)

    def text(self) -> str:
        """What it says now, in whatever encoding an editor left it; OSError where it is gone."""
        return decoded(self.file.read_bytes(), "").text.replace("\r\n", "\n")

    def drop(self) -> None:
        """Remove it: nothing in it is wanted any more."""
        self.file.unlink(missing_ok=True)
