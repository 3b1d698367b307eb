"""What a look at the disk did, and how far it is."""

from collections.abc import Callable
from typing import NamedTuple, TypeVar

T = TypeVar("T")


class Report(NamedTuple):
    """What a `reconcile` did; `left` notes are not indexed yet (words or all)."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    left: int = 0
    total: int = 0

    @property
    def changes(self) -> int:
        """How many notes came, changed or went."""
        return self.added + self.changed + self.removed


Progress = Callable[[int, int], None]
"""Told how many notes are done, of how many."""


class Ticks:
    """Counts notes as they pass, for whoever watches."""

    def __init__(self, progress: Progress | None, total: int) -> None:
        self._progress, self._total, self._done = progress, total, 0

    def passing(self, note: T) -> T:
        """One more is done: this one."""
        self.add(1)
        return note

    def add(self, count: int) -> None:
        """So many more are done."""
        self._done += count
        if self._progress:
            self._progress(min(self._done, self._total), self._total)
