"""What the daemon does to the index right now, and how that is broken off once it is to stop."""

import contextlib
import signal
import threading
import time
from collections.abc import Iterator

GRACE = 1.2
"""Seconds that a running batch is given once the daemon is told to stop."""


class Stopped(BaseException):
    """The daemon was told to stop while it worked; like an interrupt, nothing may swallow it."""


class Work:
    """Whether the index may be being written; `since` a monotonic moment, 0 while no note is."""

    def __init__(self) -> None:
        self.stopping = False
        self.since = 0.0
        self._busy = False

    @contextlib.contextmanager
    def busy(self) -> Iterator[None]:
        """While the index may be written: `stop` gives it a moment."""
        self._busy = True
        try:
            yield
        finally:
            self._busy = False
            self.since = 0.0
            if self.stopping and hasattr(signal, "setitimer"):
                signal.setitimer(signal.ITIMER_REAL, 0)

    def goes_on(self) -> None:
        """Between two notes: leave if told to."""
        if self.stopping:
            raise Stopped
        self.since = self.since or time.monotonic()

    def stop(self) -> None:
        """Leave as soon as what is being written is whole; a signal handler may call this."""
        self.stopping = True
        here = threading.current_thread() is threading.main_thread()
        if self._busy and here and hasattr(signal, "setitimer"):
            signal.signal(signal.SIGALRM, _stop_now)
            signal.setitimer(signal.ITIMER_REAL, GRACE)


def _stop_now(_number: int, _frame: object) -> None:
    raise Stopped
