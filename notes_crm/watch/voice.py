"""What the daemon tells others: its heartbeat, and a log that holds no names."""

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from notes_crm.watch import heartbeat
from notes_crm.watch.heartbeat import Heartbeat

Log = Callable[[str], None]
"""Told what happened, in counts and codes: no names, no text, no paths of notes."""


class Voice:
    """The heartbeat, written whenever what it says changes."""

    def __init__(self, folder: Path, log: Log, first: Heartbeat) -> None:
        self._folder, self._log = folder, log
        self._explained: set[str] = set()
        self.state = first
        self.beaten = 0.0
        self.tell()

    def say(self, **changes: Any) -> None:
        """These things are now so; see `Heartbeat`."""
        state = replace(self.state, **changes)
        if state != self.state:
            self.state = state
            self.tell()

    def tell(self) -> None:
        """Say everything again."""
        try:
            heartbeat.write(self._folder, self.state)
        except OSError as error:
            self.explain("heartbeat", error)

    def beat(self) -> None:
        """What was said last still holds."""
        self.beaten = time.monotonic()
        try:
            heartbeat.beat(self._folder)
        except OSError as error:
            self.explain("heartbeat", error)

    def log(self, sentence: str) -> None:
        """Tell whoever reads the log."""
        self._log(sentence)

    def explain(self, what: str, error: BaseException) -> None:
        """Name the class of an error, once until things are well; its message may hold a path."""
        sentence = f"{what}: {type(error).__name__}"
        if sentence not in self._explained:
            self._explained.add(sentence)
            self._log(sentence)

    def well(self) -> None:
        """Whatever goes wrong from now on is news."""
        self._explained.clear()
