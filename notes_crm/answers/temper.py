"""Whether a customer's mood is on its way up or down."""

from collections.abc import Sequence
from typing import Literal

from notes_crm.model.derived import Mood

Trend = Literal["up", "down", "steady", ""]

LATELY = 3
"""So many moods stand for how it is now, and as many before them for how it was."""

CLEARLY = 0.5
"""A smaller step between the two is weather."""


def trend(moods: Sequence[Mood], *, since: Mood | None = None) -> Trend:
    """The way of the last moods against those before; nothing from fewer than two.

    `since` is the one of them that the reader saw for himself: then the way from there counts.
    """
    if len(moods) < 2:  # noqa: PLR2004 - a way has two ends
        return ""
    half = min(LATELY, len(moods) // 2)
    now, before = moods[-half:], moods[-2 * half : -half]
    step = (sum(m.score for m in now) - sum(m.score for m in before)) / half
    if since is not None and since is not moods[-1]:
        step = moods[-1].score - since.score
    if abs(step) < CLEARLY:
        return "steady"
    return "up" if step > 0 else "down"
