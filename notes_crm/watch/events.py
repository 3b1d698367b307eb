"""What the operating system tells of a vault's folders, turned into marks; never trusted further.

Every event is a hint that a look is due. Which files are notes, what changed and what is gone
is found out by the look alone, so events may come late, twice, in any order or not at all.
"""

import errno
import logging
import os
import threading
import warnings
from pathlib import Path, PurePath
from typing import Any

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

from notes_crm.store import litter
from notes_crm.store.vault import MARKER
from notes_crm.watch.marks import Marks

WANTED: list[type[FileSystemEvent]] = [
    DirCreatedEvent, DirDeletedEvent, DirMovedEvent, FileClosedEvent, FileCreatedEvent,
    FileDeletedEvent, FileModifiedEvent, FileMovedEvent,
]  # fmt: skip
"""Opening a file and closing it unwritten are left out: our own looks would mark themselves."""
GOING = (DirDeletedEvent, FileDeletedEvent)
STOP_WAIT = 1.5
"""Seconds given to threads that are told to end; they die with the process anyway."""

_LIMITS = {
    errno.ENOSPC: "watch-limit",
    errno.EMFILE: "instance-limit",
    errno.ENFILE: "file-limit",
}


class NoEvents(Exception):
    """The system can't tell of changes here; `reason` is a code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Watcher:
    """One observer of one vault; when it is no longer `sound`, another one takes its place."""

    def __init__(self, root: Path, spare: Path, marks: Marks) -> None:
        """`spare` is any other folder, watched for a moment to learn whether there is room."""
        self._spare = spare
        self._listening = _Listening(marks)
        before = set(threading.enumerate())
        self._listening.others = {t.ident for t in before} - {threading.get_ident()}
        try:
            self._observer = Observer()
        except OSError as error:
            raise NoEvents(_reason(error)) from None
        self._listening.begin()
        try:
            self._observer.schedule(
                _Handler(root, marks), str(root), recursive=True, event_filter=WANTED
            )
            self._observer.start()
            self._probe()
        except (OSError, RuntimeError) as error:
            self.stop()
            raise NoEvents(_reason(error)) from None
        self._threads = set(threading.enumerate()) - before

    def sound(self) -> bool:
        """Whether every thread that events pass through is alive, and none was lost on the way.

        The observer alone proves nothing. After an overflow watchdog takes away each watch and sets
        it again; with more folders than the queue has room, that alone makes it overflow for ever.
        """
        emitters = self._observer.emitters
        alive = bool(emitters) and all(t.is_alive() for t in (*self._threads, *emitters))
        return alive and not self._listening.overflowed

    def has_room(self) -> bool:
        """Whether another folder could be watched; folders made without room stay unwatched unsaid."""
        try:
            self._probe()
        except OSError:
            return False
        return True

    def stop(self) -> None:
        """End its threads, as far as they still listen."""
        self._listening.end()
        ending = threading.Thread(target=self._end, daemon=True)
        ending.start()
        ending.join(STOP_WAIT)

    def _probe(self) -> None:
        """OSError where the limit is reached: below the root that passes without a word."""
        watch = self._observer.schedule(
            FileSystemEventHandler(), str(self._spare), event_filter=[DirDeletedEvent]
        )
        self._observer.unschedule(watch)

    def _end(self) -> None:
        try:
            self._observer.stop()
        except Exception:  # noqa: BLE001 - it is being thrown away, in whatever state it is
            return


class _Handler(FileSystemEventHandler):
    """Marks; an exception here would end the thread that calls it, and every event after."""

    def __init__(self, root: Path, marks: Marks) -> None:
        self._prefix = os.path.join(root, "")  # noqa: PTH118 - events carry text
        self._marks = marks

    def dispatch(self, event: FileSystemEvent) -> None:
        try:
            self._mark(event)
        except Exception:  # noqa: BLE001 - what can't be understood means: look
            self._marks.lost()

    def _mark(self, event: FileSystemEvent) -> None:
        source, target = os.fsdecode(event.src_path), os.fsdecode(event.dest_path)
        going = isinstance(event, GOING) or bool(target)
        if source and self._matters(source, folder=event.is_directory):
            if going:
                self._marks.gone(source, folder=event.is_directory)
            else:
                self._marks.seen(source, folder=event.is_directory)
        if target and self._matters(target, folder=event.is_directory):
            self._marks.seen(target, folder=event.is_directory)

    def _matters(self, path: str, *, folder: bool) -> bool:
        """Whether a look could see a difference; in doubt, yes."""
        if not path.startswith(self._prefix):
            return True
        inside = path.removeprefix(self._prefix)
        folders = list(PurePath(inside).parts)
        name = "" if folder else folders.pop()
        if any(litter.is_hidden(part) for part in folders):
            return False
        return folder or inside == MARKER or litter.judge(name, ()).verdict != "litter"


class _Listening(logging.Handler):
    """Hears watchdog's own log, the only place that tells of lost events; passes nothing on."""

    def __init__(self, marks: Marks) -> None:
        super().__init__(logging.WARNING)
        self._marks = marks
        self._log = logging.getLogger("watchdog")
        self.others: set[int | None] = set()  # threads of an observer on its way out
        self.overflowed = False

    def begin(self) -> None:
        """From now on; the log's sentences hold paths, so they go no further."""
        # where warnings are errors, one about a folder that came back would end the observer
        warnings.filterwarnings("ignore", category=RuntimeWarning, module=r"watchdog\b")
        self._log.propagate = False
        self._log.addHandler(self)

    def end(self) -> None:
        """No longer."""
        self._log.removeHandler(self)
        self._log.addHandler(logging.NullHandler())

    def emit(self, record: logging.LogRecord) -> None:
        """Any warning means that something was missed."""
        if record.thread not in self.others:
            self.overflowed |= "overflow" in record.getMessage()
            self._marks.lost()


def _reason(error: Any) -> str:
    return _LIMITS.get(getattr(error, "errno", None) or 0, "not-watchable")
