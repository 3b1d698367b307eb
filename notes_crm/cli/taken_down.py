"""The streams of a process in which some threads answer commands: what those print is taken down."""

import contextlib
import sys
import threading
from collections.abc import Iterator
from typing import Any

from notes_crm.watch.meeting import FLUSH_ERR, FLUSH_OUT, MOST_ANSWERED, WRITE_ERR, WRITE_OUT

_THREAD = threading.local()
_OF_A_FILE = {"buffer", "detach", "fileno", "read", "readline", "readlines"}


class NotWarm(BaseException):
    """The question is not for a watch; like an interrupt, nothing may swallow it."""


class TakenDown:
    """What a command writes and flushes, in order; `ttys` tells which of 0, 1, 2 is a terminal."""

    def __init__(self, ttys: tuple[bool, bool, bool]) -> None:
        self.ttys = ttys
        self.pieces: list[tuple[bytes, str]] = []
        self._room = MOST_ANSWERED // 4

    def add(self, kind: bytes, text: str) -> None:
        """One piece; NotWarm where it becomes more than is worth sending."""
        self._room -= len(text)
        if self._room < 0:
            raise NotWarm
        self.pieces.append((kind, text))

    @contextlib.contextmanager
    def here(self) -> Iterator[None]:
        """Take down what this thread prints meanwhile."""
        _THREAD.taken = self
        try:
            yield
        finally:
            del _THREAD.taken


@contextlib.contextmanager
def streams() -> Iterator[None]:
    """Let threads of this process be taken down; all others print as before."""
    before = sys.stdin, sys.stdout, sys.stderr
    sys.stdin, sys.stdout, sys.stderr = (_Stream(number, own) for number, own in enumerate(before))
    try:
        yield
    finally:
        sys.stdin, sys.stdout, sys.stderr = before


class _Stream:
    """Stands before a stream of the process."""

    encoding = "utf-8"
    errors = "backslashreplace"

    def __init__(self, number: int, own: Any) -> None:
        self._number, self._own = number, own

    def write(self, text: str) -> int:
        taken = _taken()
        if taken is None:
            return int(self._own.write(text))
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if text:
            taken.add(WRITE_OUT if self._number == 1 else WRITE_ERR, text)
        return len(text)

    def writelines(self, lines: Any) -> None:
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        taken = _taken()
        if taken is None:
            self._own.flush()
        else:
            taken.add(FLUSH_OUT if self._number == 1 else FLUSH_ERR, "")

    def isatty(self) -> bool:
        taken = _taken()
        return bool(self._own.isatty()) if taken is None else taken.ttys[self._number]

    def __getattr__(self, name: str) -> Any:
        """What else a stream can do; what can't be taken down is not for a thread that answers."""
        if _taken() is None:
            return getattr(self._own, name)
        if name in _OF_A_FILE:
            raise NotWarm
        raise AttributeError(name)


def _taken() -> TakenDown | None:
    return getattr(_THREAD, "taken", None)
