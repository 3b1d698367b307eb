"""What a child process may use, and the pipe on which it answers."""

import os
from typing import TextIO


def bound(*, memory: int, processor: int) -> None:
    """Bounds on bytes of address space and seconds of processor time, where there are such.

    Windows has none; there the parent ends the child after a time.
    """
    try:
        import resource  # noqa: PLC0415  # not on Windows
    except ImportError:
        return
    for what, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, processor)):
        soft, hard = resource.getrlimit(what)
        if soft == resource.RLIM_INFINITY or soft > most:
            resource.setrlimit(what, (most, hard))


def answers() -> TextIO:
    """The pipe to the parent; whatever else is printed goes to stderr instead."""
    pipe = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return pipe
