"""Visits that somebody began to tell and did not finish: the answers so far, in the user's own place."""

import contextlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any

from notes_crm.errors import Unwritable
from notes_crm.model.schema import fold
from notes_crm.store.state_home import StateHome


@dataclass(frozen=True, slots=True)
class Begun:
    """What was told so far: the lines of each answer by the question's name."""

    customer: str
    day: date
    began: datetime
    answers: Mapping[str, list[str]] = field(default_factory=dict)


class Unfinished:
    """The unfinished visits of the vault at `root`, below the user's state folder; never synced."""

    def __init__(self, states: Path, root: Path) -> None:
        self._home = StateHome(states, root)
        self.folder = self._home.folder / "visits"

    def load(self, customer: str) -> Begun | None:
        """What was told of a visit to this customer; None where that is nothing, or unreadable."""
        try:
            data: dict[str, Any] = json.loads(self._file(customer).read_bytes())
            answers = {
                str(name): [str(line) for line in lines] for name, lines in data["answers"].items()
            }
            day, began = date.fromisoformat(data["day"]), datetime.fromisoformat(data["began"])
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None
        return Begun(customer, day, began, answers)

    def keep(self, begun: Begun) -> None:
        """Write the answers down, all or none of them; Unwritable where that can't be done."""
        data = {
            "customer": begun.customer,
            "day": begun.day.isoformat(),
            "began": begun.began.isoformat(),
            "answers": dict(begun.answers),
        }
        file = self._file(begun.customer)
        temporary = file.with_suffix(f".{os.getpid()}.new")
        try:
            self._home.make()
            self.folder.mkdir(mode=0o700, exist_ok=True)
            flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
            with os.fdopen(os.open(temporary, flags, 0o600), "wb") as stream:
                stream.write(json.dumps(data, ensure_ascii=False, indent=1).encode())
                stream.flush()
                os.fsync(stream.fileno())
            temporary.replace(file)
        except OSError as error:
            reason = (error.strerror or "unknown reason").lower()
            raise Unwritable(
                f"What you say can't be kept in {self.folder} ({reason}); free that place or set "
                "XDG_STATE_HOME."
            ) from None

    def forget(self, customer: str) -> None:
        """Remove what was told; it is in a note now, or not wanted."""
        with contextlib.suppress(OSError):
            self._file(customer).unlink()

    def _file(self, customer: str) -> Path:
        digest = blake2b(fold(customer).encode("utf-8", "surrogatepass"), digest_size=10)
        return self.folder / f"{digest.hexdigest()}.json"
