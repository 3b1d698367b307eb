"""Whether events arrive: an observer that works, of the folder that is there now, or none."""

import time
from pathlib import Path

from notes_crm.watch import mounts
from notes_crm.watch.events import NoEvents, Watcher
from notes_crm.watch.marks import Marks
from notes_crm.watch.pace import Pace
from notes_crm.watch.voice import Log


class Ears:
    """Supervises the observer of one vault; without one, the vault is polled."""

    def __init__(self, root: Path, spare: Path, marks: Marks, pace: Pace, log: Log) -> None:
        self._root, self._spare, self._marks = root, spare, marks
        self._pace, self._log = pace, log
        self._watcher: Watcher | None = None
        self._identity: tuple[int, int] | None = None
        self._known = False
        self._retry = 0.0
        self._told = ""
        self.reason: str | None = "starting"

    @property
    def hearing(self) -> bool:
        """Whether events arrive."""
        return self._watcher is not None

    @property
    def there(self) -> bool:
        """Whether the vault's folder was there when last tended."""
        return self._identity is not None

    def deaf(self) -> bool:
        """Whether `tend` has something to do; cheap, and changes nothing."""
        return (
            not self._known
            or identity(self._root) != self._identity
            or (self._watcher is not None and not self._watcher.sound())
            or (self._watcher is None and self.there and time.monotonic() >= self._retry)
        )

    def tend(self) -> None:
        """Let an observer go that hears nothing, and have one that does where that is possible."""
        now, found = time.monotonic(), identity(self._root)
        if found != self._identity or not self._known:
            if self._known:
                self._log("the vault's folder is another one" if found else "the vault is gone")
            self._known, self._identity = True, found
            self._drop("vault-gone")
        elif self._watcher and not self._watcher.sound():
            self._log("the observer is deaf; another one takes its place")
            self._drop("observer-died")
        if self._watcher is None and found:
            self._retry = now + self._pace.retry_events
            self._listen()

    def check_room(self) -> None:
        """Go over to polling where no further folder could be watched."""
        if self._watcher and not self._watcher.has_room():
            self._drop("watch-limit")
            self._retry = time.monotonic() + self._pace.retry_events
            self._tell("watching by polling (watch-limit)")

    def stop(self) -> None:
        """Hear no more."""
        self._drop("stopped")

    def _listen(self) -> None:
        reason = mounts.silent(self._root)
        if reason is None:
            try:
                self._watcher = Watcher(self._root, self._spare, self._marks)
            except NoEvents as error:
                reason = error.reason
        self.reason = reason
        self._tell("watching by events" if self._watcher else f"watching by polling ({reason})")

    def _tell(self, sentence: str) -> None:
        if sentence != self._told:
            self._told = sentence
            self._log(sentence)

    def _drop(self, reason: str) -> None:
        self.reason = reason
        if self._watcher:
            self._watcher.stop()
            self._watcher = None


def identity(root: Path) -> tuple[int, int] | None:
    """What tells this folder from another one at the same place; None where there is none."""
    try:
        status = root.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
