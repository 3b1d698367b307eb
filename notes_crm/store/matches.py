"""What a search found, before anything is read of the notes themselves."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Match:
    """A note that was found: how well it fits, and whether it holds all that was asked."""

    id: int
    score: float
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Matches:
    """What a query found, in order; `count` notes in all, of which `whole` hold all of it.

    `meant` are words that nobody wrote, each with what was looked for instead (a beginning ends
    in a star); `cut` are those that were not followed to their end, for there was too much of them.
    """

    notes: tuple[Match, ...] = ()
    count: int = 0
    whole: int = 0
    meant: tuple[tuple[str, tuple[str, ...]], ...] = ()
    cut: tuple[str, ...] = ()
