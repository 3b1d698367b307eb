"""Limits of processor time, in seconds of the machine that the figures were taken on."""

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager

REFERENCE = 0.011  # seconds that `_work` takes there, with nothing beside it


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Fail where the body takes more processor time than that.

    A slower machine, or one whose cores are shared with others just now, is given as much more as
    it is slower: a limit tells of the code, not of what runs beside it.
    """
    start = time.process_time()
    yield
    check(time.process_time() - start, seconds)


def check(took: float, seconds: float) -> None:
    """As `within`, for processor time that was measured elsewhere."""
    if took > seconds:
        slower = slowness()
        assert took <= seconds * slower, f"{took:.2f} s, {slower:.1f} times slower than there"


def slowness() -> float:
    """How many times slower than there this machine is just now; never less than once."""
    taken = []
    for _ in range(9):
        start = time.process_time()
        _work()
        taken.append(time.process_time() - start)
    return max(1.0, statistics.median(taken) / REFERENCE)


def _work() -> list[str]:
    words: dict[str, int] = {}
    for number in range(60_000):
        word = f"w{number % 5000:x}"
        words[word] = words.get(word, 0) + len(word)
    return sorted(words)
