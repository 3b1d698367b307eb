"""A progress bar on standard error that shows itself only where work takes long."""

from typing import Any, Self

PATIENCE = 0.7
"""Seconds of silence before a progress bar is shown."""


class Progress:
    """A progress bar that appears after PATIENCE seconds, and goes without a trace."""

    def __init__(self, what: str, *, shown: bool) -> None:
        self._what, self._shown = what, shown
        self._bar: Any = None

    def __enter__(self) -> Self:
        import time

        self._clock = time.monotonic
        self._start = self._clock()
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def __call__(self, done: int, total: int) -> None:
        """So many of so many are done."""
        if not self._shown or (self._bar is None and self._clock() - self._start < PATIENCE):
            return
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TextColumn,
            TimeRemainingColumn,
        )

        if self._bar is None:
            columns = (
                TextColumn(self._what),
                BarColumn(),
                MofNCompleteColumn(),
                TimeRemainingColumn(),
            )
            self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
            self._task = self._bar.add_task(self._what, total=total)
            self._bar.start()
        self._bar.update(self._task, completed=done, total=total)
