"""What somebody was reminded of already, for one user, vault and person: so that each thing is told once."""

import contextlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from notes_crm.errors import IndexBusy, Unwritable
from notes_crm.model.schema import fold
from notes_crm.store.state_home import StateHome

KEPT = timedelta(days=60)
"""How long something is known that is due no more: it may come back, as after an undo."""
MOST = 20_000
"""Things known at most; those seen last are kept."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What was told: identities with the day they were last seen due, and the moment of the last round."""

    told: Mapping[str, date] = field(default_factory=dict)
    last: datetime | None = None

    def with_told(self, ids: Iterable[str], now: datetime) -> "Memory":
        """After these were told."""
        return Memory({**self.told, **dict.fromkeys(ids, now.date())}, now)

    def seen(self, ids: Iterable[str], today: date) -> "Memory":
        """After these were found due: what was told of them stays known, what is long gone does not."""
        due = set(ids)
        told = {i: max(today, day) if i in due else day for i, day in self.told.items()}
        lasting = [(day, i) for i, day in told.items() if today - day <= KEPT]
        return Memory({i: day for day, i in sorted(lasting)[-MOST:]}, self.last)


class Reminded:
    """The memory of one person in the vault at `root`, below the user's state folder."""

    def __init__(self, states: Path, root: Path, person: str) -> None:
        key = sha256(fold(person).encode("utf-8", "surrogatepass")).hexdigest()[:12]
        self._home = StateHome(states, root)
        self.file = self._home.folder / f"reminded-{key}.json"

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Hold it, so that no two processes tell the same thing; IndexBusy where another one does."""
        from filelock import FileLock, Timeout  # noqa: PLC0415 - only when something is told

        lock = FileLock(self.file.with_suffix(".lock"), mode=0o600)
        try:
            self._home.make()
            lock.acquire(timeout=0)
        except Timeout:
            raise IndexBusy("Another crm is telling alerts; try again in a moment.") from None
        except OSError as error:
            raise self._unwritable(error) from None
        try:
            yield
        finally:
            lock.release()

    def load(self) -> Memory:
        """What was told; nothing where there is no file, or none that can be read."""
        try:
            data = json.loads(self.file.read_text(encoding="utf-8"))
            told = {str(i): date.fromisoformat(day) for i, day in data["told"].items()}
            last = datetime.fromisoformat(data["last"]) if data["last"] else None
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return Memory()
        return Memory(told, last)

    def save(self, memory: Memory) -> None:
        """Replace what was known, whole or not at all. Unwritable where that can't be."""
        data = {
            "last": memory.last.isoformat() if memory.last else None,
            "told": {i: day.isoformat() for i, day in memory.told.items()},
        }
        temporary = self.file.with_suffix(".new")
        try:
            self._home.make()
            handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                json.dump(data, stream)
                stream.flush()
                os.fsync(stream.fileno())
            temporary.replace(self.file)
        except OSError as error:
            raise self._unwritable(error) from None

    def _unwritable(self, error: OSError) -> Unwritable:
        reason = (error.strerror or "unknown reason").lower()
        return Unwritable(
            f"What was told can't be remembered in {self.file.parent} ({reason}), so nothing is told; free that place."
        )
