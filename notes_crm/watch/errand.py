"""Something the watch has done for it now and then, by a child process that can't keep it waiting.

What that is, and whether there is anything to do, is known to whoever starts the watch.
"""

import contextlib
import os
import signal
import subprocess  # a child of ours, as whoever starts the watch words it
import time
from collections.abc import Sequence
from typing import Protocol

from notes_crm.watch.voice import Log

LIMIT = 150.0
"""Seconds that a child may take."""
GRACE = 1.0
"""Seconds that a child has to end by itself once the watch leaves."""


class Job(Protocol):
    """What is to be done; neither method may take more than a moment."""

    def command(self) -> Sequence[str] | None:
        """The program to run now with its arguments; None while there is nothing to do."""

    def done(self, code: int | None) -> str | None:
        """It ended with this code, None where it was ended; a sentence for the log, without names."""


class Errand:
    """Runs a job's child beside the watch, one at a time."""

    def __init__(self, job: Job | None, log: Log, every: float) -> None:
        self._job, self._log, self._every = job, log, every
        self._child: subprocess.Popen[bytes] | None = None
        self._asked = -every
        self._began = 0.0
        self._told = ""

    @property
    def at_rest(self) -> bool:
        """Whether no child runs."""
        return self._child is None

    def tend(self, *, ready: bool) -> None:
        """See to a running child; else, once in a while and if the watch is ready, begin another."""
        now = time.monotonic()
        if self._child is not None:
            self._see_to(self._child, now)
        elif self._job and ready and now - self._asked >= self._every:
            self._asked = now
            try:
                command = self._job.command()
                if command:
                    self._child, self._began = _started(command), now
            except Exception as error:  # noqa: BLE001 - an errand must not end the watch
                self._explain(f"an errand can't be run: {type(error).__name__}")

    def stop(self) -> None:
        """Leave no child behind."""
        if self._child is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._child.wait(GRACE)
        _end(self._child)
        self._child = None

    def _see_to(self, child: "subprocess.Popen[bytes]", now: float) -> None:
        code = child.poll()
        if code is None:
            if now - self._began < LIMIT:
                return
            _end(child)
        self._child = None
        if self._job and (sentence := self._job.done(code)):
            self._explain(sentence)
        elif code is not None:
            self._told = ""

    def _explain(self, sentence: str) -> None:
        """Once, until it changes."""
        if sentence != self._told:
            self._told = sentence
            self._log(sentence)


def _started(command: Sequence[str]) -> "subprocess.Popen[bytes]":
    """In a session of its own, so that it can be ended with all that it started; nobody hears it."""
    return subprocess.Popen(  # noqa: S603 - worded by whoever starts the watch
        list(command), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True, creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )  # fmt: skip


def _end(child: "subprocess.Popen[bytes]") -> None:
    with contextlib.suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(child.pid, signal.SIGKILL)
        else:
            child.kill()
    child.wait()
