"""Hints that something may have changed: gathered by any thread, taken by the one that looks."""

import os
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

MANY = 100
"""More folders than these are looked at with all the others."""


@dataclass(frozen=True, slots=True)
class Hints:
    """What was marked since the last look; moments are monotonic seconds.

    `removed` holds the paths that were last seen going, and when. `lost` counts the times that
    events are known to be missing, `folders` says whether a folder came. `places` are the folders
    that files were marked in, as long as these say all.
    """

    first: float | None = None
    last: float = 0.0
    removed: Mapping[str, float] = field(default_factory=dict)
    lost: int = 0
    folders: bool = False
    places: frozenset[str] | None = frozenset()

    def __bool__(self) -> bool:
        return self.first is not None


class Marks:
    """A mark says "look again" and no more; a thousand of them are one."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._changed = threading.Condition(threading.Lock())
        self._first: float | None = None
        self._last = 0.0
        self._removed: dict[str, float] = {}
        self._lost = 0
        self._folders = False
        self._places: set[str] | None = set()

    def seen(self, path: str, *, folder: bool = False) -> None:
        """There is something at this path, new or changed."""
        with self._changed:
            self._folders |= folder
            self._removed.pop(path, None)
            self._mark(None if folder else path)

    def gone(self, path: str, *, folder: bool = False) -> None:
        """Something went away from this path; it may be put back in a moment."""
        with self._changed:
            self._removed[path] = self._mark(None if folder else path)

    def lost(self) -> None:
        """Events are missing: anything may have changed."""
        with self._changed:
            self._lost += 1
            self._mark(None)

    def pending(self) -> Hints:
        """What was marked and not taken yet."""
        with self._changed:
            return self._hints()

    def take(self) -> Hints:
        """The same, and begin anew: for whoever looks at the disk next, and not before."""
        with self._changed:
            hints = self._hints()
            self._first, self._removed, self._lost, self._folders = None, {}, 0, False
            self._places = set()
            return hints

    def wait(self, seconds: float) -> None:
        """Until the first mark after a `take`, or so long where there is one already."""
        with self._changed:
            self._changed.wait(seconds)

    def _mark(self, file: str | None) -> float:
        """Something is to be looked at: a file, or nobody knows what."""
        if file is None:
            self._places = None
        elif self._places is not None:
            self._places.add(os.path.dirname(file))  # noqa: PTH120 - events carry text
            if len(self._places) > MANY:
                self._places = None
        self._last = now = self._clock()
        if self._first is None:
            self._first = now
            self._changed.notify_all()
        return now

    def _hints(self) -> Hints:
        places = None if self._places is None else frozenset(self._places)
        return Hints(
            self._first, self._last, dict(self._removed), self._lost,
            folders=self._folders, places=places,
        )  # fmt: skip
