"""When the next look at the disk is due; numbers in, numbers out."""

from collections.abc import Callable
from dataclasses import dataclass

from notes_crm.watch.marks import Hints

NEVER = float("inf")


@dataclass(frozen=True, slots=True)
class Pace:
    """How eager the daemon is, in seconds."""

    quiet: float = 0.18
    """After the last event: an editor's save is several."""
    patience: float = 2.0
    """After the first event, however busy it stays."""
    removal: float = 1.0
    """After something went away: git, vim and Syncthing delete and write again."""
    share: float = 3.0
    """Rest after a look, in times what it cost: a large vault never keeps a core busy."""
    period: float = 60.0
    """Between looks without any event, at least."""
    calm: float = 0.005
    """Of a core, what these may take in a large vault, as long as that means `late` at most."""
    late: float = 300.0
    poll: float = 15.0
    """The same, where no events come."""
    again: float = 2.2
    """After changes: a file that young may have changed within the clock's grain."""
    second_look: float = 60.0
    """Before many missing notes are believed to be gone."""
    verify: float = 86_400.0
    """Between comparisons of every note's bytes."""
    verify_batch: int = 100
    """Notes compared at a time."""
    tick: float = 1.0
    """Between two beats."""
    gap: float = 30.0
    """A clock that jumped so far was asleep, or was set."""
    retry_events: float = 600.0
    """Between attempts to get events where a limit was reached."""
    errand: float = 60.0
    """Between two questions whether there is an errand to run."""
    budget: float = 30.0
    """One reconcile at most, so that others get at the index while it is built."""


def due(hints: Hints, pace: Pace, is_missing: Callable[[str], bool], now: float) -> float:
    """When these hints want a look; infinity where there are none.

    Removals wait a little longer unless the path is there again; `is_missing` is asked about a
    path only once everything else has settled.
    """
    if hints.first is None:
        return NEVER
    latest = hints.first + pace.patience
    settled = min(hints.last + pace.quiet, latest)
    if now < settled or not hints.removed:
        return settled
    newest = max(hints.removed.values())
    if now < min(newest + pace.removal, latest) and any(map(is_missing, hints.removed)):
        return min(newest + pace.removal, latest)
    return settled


def back_off(failures: int) -> float:
    """Seconds to wait after so many failures in a row: 1, 2, 4 … 30."""
    return float(min(30, 2 ** max(0, failures - 1)))
