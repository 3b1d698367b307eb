"""What each of us has seen of a vault, in the user's own place; never in the vault."""

import json
import os
from contextlib import suppress
from datetime import date, datetime
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from notes_crm.errors import Unwritable
from notes_crm.model.schema import fold
from notes_crm.model.sight import SIZE, Sight
from notes_crm.store.cache import cache_key

VERSION = 1
BIGGEST = 256 * 1024 * 1024
"""Bytes; a file of more is none of ours. A note takes sixteen, and so does a promise that was told."""


class Look(NamedTuple):
    """What was seen, and when somebody looked last."""

    when: datetime
    sight: Sight


class Sights:
    """What `person` has seen of the vault at `root`, below the user's state folder."""

    def __init__(self, states: Path, root: Path, person: str) -> None:
        whose = blake2b(fold(person).encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
        self.file = states / cache_key(root) / f"seen-{whose}.bin"

    def save(self, look: Look) -> None:
        """Keep what was seen, whole or not at all; Unwritable where that can't be."""
        notes = b"".join(place + digest for place, digest in look.sight.notes.items())
        events = b"".join(look.sight.events)
        head = {
            "version": VERSION, "when": look.when.isoformat(), "day": look.sight.day.isoformat(),
            "notes": len(look.sight.notes), "sum": _sum(notes + events),
        }  # fmt: skip
        temporary = self.file.with_suffix(f".{os.getpid()}.new")
        try:
            self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.file.parent.chmod(0o700)
            handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "wb") as stream:
                stream.write(json.dumps(head).encode() + b"\n" + notes + events)
                stream.flush()
                os.fsync(stream.fileno())
            temporary.replace(self.file)
        except OSError as error:
            with suppress(OSError):
                temporary.unlink()
            reason = (error.strerror or "unknown reason").lower()
            raise Unwritable(
                f"What you have seen can't be kept in {self.file.parent} ({reason}); free that place."
            ) from None

    def load(self) -> Look | None:
        """What was seen; None where nobody looked yet, or where it can't be read."""
        try:
            with self.file.open("rb") as stream:
                head = json.loads(stream.readline(1024))
                data = stream.read(BIGGEST)
            if head["version"] != VERSION or head["sum"] != _sum(data):
                return None
            end = head["notes"] * 2 * SIZE
            pairs = _cut(data[:end])
            notes = {pair[:SIZE]: pair[SIZE:] for pair in pairs}
            day = date.fromisoformat(head["day"])
            when = datetime.fromisoformat(head["when"])
            return Look(when, Sight(day, notes, frozenset(_cut(data[end:]))))
        except (OSError, ValueError, KeyError, TypeError):
            return None


def _cut(data: bytes) -> list[bytes]:
    size = 2 * SIZE
    return [data[at : at + size] for at in range(0, len(data), size)]


def _sum(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()
