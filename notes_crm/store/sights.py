"""What each of us has seen of a vault, in the user's own place; never in the vault."""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from notes_crm.errors import Unwritable
from notes_crm.model.digests import blake2b
from notes_crm.model.schema import fold
from notes_crm.model.sight import SIZE, Block, Sight, pieces
from notes_crm.store.state_home import StateHome

VERSION = 2
BIGGEST = 256 * 1024 * 1024
"""Bytes; a file of more is none of ours. A note takes 24, and a promise that was told 16."""
HEAD = 64 * 1024
"""Bytes; the longest first line. A block of notes takes some ten in it."""


class Look(NamedTuple):
    """What was seen, and when somebody looked last."""

    when: datetime
    sight: Sight


class Sights:
    """What `person` has seen of the vault at `root`, below the user's state folder."""

    def __init__(self, states: Path, root: Path, person: str) -> None:
        whose = blake2b(fold(person).encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
        self._home = StateHome(states, root)
        self.file = self._home.folder / f"seen-{whose}.bin"

    def save(self, look: Look) -> None:
        """Keep what was seen, whole or not at all; Unwritable where that can't be."""
        blocks = look.sight.blocks
        data = b"".join([part for block in blocks.values() for part in block] + [look.sight.events])
        head = {
            "version": VERSION, "when": look.when.isoformat(), "day": look.sight.day.isoformat(),
            "blocks": [(n, len(block.marks) // SIZE) for n, block in blocks.items()],
            "sum": _sum(data),
        }  # fmt: skip
        temporary = self.file.with_suffix(f".{os.getpid()}.new")
        try:
            self._home.make()
            handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "wb") as stream:
                stream.write(json.dumps(head).encode() + b"\n" + data)
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
                head = json.loads(stream.readline(HEAD))
                data = stream.read(BIGGEST)
            if head["version"] not in _READERS or head["sum"] != _sum(data):
                return None
            blocks, events = _READERS[head["version"]](head, data)
            day = date.fromisoformat(head["day"])
            when = datetime.fromisoformat(head["when"])
            return Look(when, Sight(day, blocks, events))
        except (OSError, ValueError, KeyError, TypeError):
            return None


def _blocks(head: Mapping[str, Any], data: bytes) -> tuple[dict[int, Block], bytes]:
    """The blocks of notes, and the events behind them."""
    found, at = {}, 0
    for number, count in head["blocks"]:
        middle, end = at + count * SIZE, at + count * 3 * SIZE
        found[number] = Block(data[at:middle], data[middle:end])
        at = end
    return found, data[at:]


def _unmarked(head: Mapping[str, Any], data: bytes) -> tuple[dict[int, Block], bytes]:
    """The same from a file of the first version, which had no marks: any that no index gives will do."""
    notes, events = data[: head["notes"] * 2 * SIZE], data[head["notes"] * 2 * SIZE :]
    return {-1: Block(b"".join(one[:SIZE] for one in pieces(notes, 2 * SIZE)), notes)}, events


_READERS = {1: _unmarked, VERSION: _blocks}


def _sum(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()
