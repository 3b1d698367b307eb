"""When the next look is due, and how far it has to reach: into the folders that events named, or everywhere."""

import os
from pathlib import Path

from notes_crm.store.report import Report
from notes_crm.watch.marks import Hints
from notes_crm.watch.pace import NEVER, Pace, due


class Schedule:
    """What is planned after each look; all moments are monotonic seconds.

    Folders are prefixes as `Index.reconcile_within` has them. None means the whole vault.
    """

    def __init__(self, root: Path, pace: Pace) -> None:
        self._root = os.path.join(root, "")  # noqa: PTH118 - events carry text
        self._pace = pace
        self._asked = 0.0  # when a look is wanted that no event asked for
        self._rest = 0.0  # before which no look through the whole vault begins
        self._breath = 0.0  # before which no other look begins
        self._cost = 0.1  # of a look that found nothing
        self._level = False  # whether all but what events name is as the index says
        self._fresh: frozenset[str] = frozenset()  # what was read so soon that it is read again
        self._again = NEVER  # when that is
        self.looked = 0.0
        """When the last look through the whole vault, or one that failed, ended."""

    def ask(self, moment: float) -> None:
        """A look through the whole vault is wanted."""
        self._asked = min(self._asked, moment)

    def failed(self, now: float, asked: float, rest: float) -> None:
        """A look ended in a failure: nothing is known, so look everywhere, then, and not before."""
        self.looked, self._asked, self._rest, self._level = now, asked, rest, False

    def wait(self, until: float) -> None:
        """No look before this."""
        self._rest = self._breath = until

    def wanted(self, hints: Hints, now: float, *, hearing: bool) -> float:
        """When the next look is due; `hearing` says whether events arrive."""
        hinted = min(due(hints, self._pace, is_missing, now), self._again)
        if self._level and hearing and hints.places is not None:
            return min(max(hinted, self._breath), self._everywhere_at(hearing=hearing))
        return min(max(hinted, self._rest), self._everywhere_at(hearing=hearing))

    def reach(self, hints: Hints, now: float, *, hearing: bool) -> frozenset[str] | None:
        """The folders that a look at this moment may keep to."""
        known = self._level and hearing and now < self._everywhere_at(hearing=hearing)
        if not known or hints.places is None:
            return None
        places = {os.path.join(place, "") for place in hints.places}  # noqa: PTH118
        if not all(place.startswith(self._root) for place in places):
            return None
        named = {place.removeprefix(self._root).replace(os.sep, "/") for place in places}
        return frozenset(named | self._fresh if now >= self._again else named) or None

    def begins(self) -> None:
        """A look through the whole vault begins: what is asked from now on is asked of the next."""
        self._asked = NEVER

    def looked_everywhere(self, hints: Hints, report: Report, took: float, now: float) -> None:
        """It ended. What lay in a new folder before that was watched is found by the one after it."""
        self._cost = self._cost if report.changes else took
        self._rest = now + self._pace.share * min(took, self._cost)
        self.looked, self._fresh, self._again = now, frozenset(), NEVER
        self._level = not report.left
        if report.left and took >= self._pace.budget:
            self.ask(now)
        elif report.left or (report.changes and hints) or hints.places is None:
            self.ask(now + self._pace.again)

    def looked_into(
        self, folders: frozenset[str], hints: Hints, report: Report, took: float, now: float
    ) -> None:
        """A look into these folders alone ended."""
        self._breath = now + self._pace.share * min(took, self._cost)
        if report.changes and hints:
            self._fresh, self._again = self._fresh | folders, now + self._pace.again
        else:
            self._fresh -= folders
            self._again = self._again if self._fresh else NEVER
        if report.left:
            self.ask(now + self._pace.again)

    def _everywhere_at(self, *, hearing: bool) -> float:
        calm = min(self._cost / self._pace.calm, self._pace.late)
        period = max(self._pace.period, calm) if hearing else self._pace.poll
        return max(min(self._asked, self.looked + period), self._rest)


def is_missing(path: str) -> bool:
    """Whether nothing lies there now."""
    return not os.path.lexists(path)
