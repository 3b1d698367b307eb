"""The daily comparison of every note's bytes with the index, a few at a time."""

import random
import time

from notes_crm.errors import CrmError
from notes_crm.store.index import Index
from notes_crm.watch.pace import NEVER, Pace
from notes_crm.watch.voice import Voice

REMARK = "verified"
SHARE = 9
"""Rest between two batches, in times what a batch took: a tenth of a core at most."""


class Proof:
    """When the next few notes are to be compared; the catalog remembers the last whole pass."""

    def __init__(self, pace: Pace, voice: Voice) -> None:
        self._pace, self._voice = pace, voice
        self._after = 0
        self.at = NEVER

    def plan(self, index: Index) -> None:
        """The next pass begins a day after the last, and some time later, not all vaults at once."""
        if self.at != NEVER:
            return
        last = index.catalog.meta(REMARK)
        if last is None:  # an index this young was read a moment ago
            last = str(time.time())
            index.catalog.remark(REMARK, last)
        wait = max(0.0, float(last) + self._pace.verify - time.time())
        jitter = random.uniform(0.02, 0.1) * self._pace.verify  # noqa: S311 - no secret
        self.at = time.monotonic() + wait + jitter

    def step(self, index: Index) -> bool:
        """Compare the next few; whether some had changed without a sign, so that a look is due."""
        start = time.monotonic()
        differ = 0
        try:
            following, differ = index.verify(self._after, self._pace.verify_batch)
            if following is None:
                index.catalog.remark(REMARK, str(time.time()))
        except (CrmError, OSError):
            following = self._after  # busy, or gone for now: the same ones later
        except Exception as error:  # noqa: BLE001 - damage; the next look deals with it
            self._voice.explain("verify", error)
            following = None
        if differ:
            self._voice.log(f"{differ} notes had changed without a sign")
        self._after = following or 0
        if following is None:
            self.at = NEVER
            self.plan(index)
        else:
            self.at = time.monotonic() + SHARE * max(time.monotonic() - start, 0.02)
        return bool(differ)
