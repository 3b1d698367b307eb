"""The loop that keeps an index current: wait for a hint, look at the disk, say how things stand.

It does what every command does, only sooner: each look opens the index anew and calls
`Index.reconcile`. Nothing it knows outlives a look but when the next one is due, so a deleted
cache, a changed `crm.toml` or another crm's rebuild need no care here.
"""

import contextlib
import gc
import os
import time
from importlib.metadata import version
from pathlib import Path

from notes_crm.errors import VanishedVault
from notes_crm.store.cache import LOCK_WAIT
from notes_crm.store.index import Index, Report
from notes_crm.store.vault import Vault
from notes_crm.watch import heartbeat
from notes_crm.watch.answering import Answering, Answers, Standing
from notes_crm.watch.ears import Ears
from notes_crm.watch.errand import Errand, Job
from notes_crm.watch.heartbeat import Claim, Heartbeat
from notes_crm.watch.marks import Hints, Marks
from notes_crm.watch.nudge import Nudge, heed, unheeded
from notes_crm.watch.pace import Pace, back_off
from notes_crm.watch.process import Size, installed
from notes_crm.watch.proof import Proof
from notes_crm.watch.schedule import Schedule
from notes_crm.watch.trouble import TROUBLES, trouble_of
from notes_crm.watch.voice import Log, Voice
from notes_crm.watch.work import Stopped, Work

REBUILD_AFTER = 3
"""Failures in a row that nothing explains: the index is damaged in a way that nobody saw."""
REBUILD_REST = 3600.0
"""Between rebuilds: what fails right after one is not the index."""


class Daemon:
    """Keeps the index of one vault; IndexBusy where another daemon does already."""

    def __init__(
        self, root: Path, cache: Path, log: Log, *, pace: Pace | None = None,
        answers: Answers | None = None, errand: Job | None = None,
    ) -> None:  # fmt: skip
        self._root, self._cache = root.resolve(), cache
        self._pace = pace or Pace()
        self._folder = self._index().folder
        self._claim = Claim(self._folder)
        first = Heartbeat(os.getpid(), heartbeat.machine(), time.time(), version("notes_crm"))
        self._voice = Voice(self._folder, log, first)
        self._marks = Marks()
        self._ears = Ears(self._root, self._folder, self._marks, self._pace, log)
        self._proof = Proof(self._pace, self._voice)
        self._clocks = (time.time(), time.monotonic())
        self._work = Work()
        self._schedule = Schedule(self._root, self._pace)
        self._answering = Answering(self._root, answers, self._standing, log)
        self._errand = Errand(errand, log, self._pace.errand)
        self._size = Size()
        self._program = installed()
        self._heard: str | None = None  # the last nudge that was listened to
        self._anew = False
        self._failures = 0
        self._rebuilt = -REBUILD_REST
        self._missing_since: float | None = None

    def run(self) -> bool:
        """Until `stop`; or until the process is to begin anew, to be current or small: then True."""
        try:
            while not self._work.stopping and not self._anew:
                try:
                    self._turn()
                except OSError as error:  # the cache is gone, full or read-only in mid-turn
                    self._voice.explain("turn", error)
                    self._marks.wait(self._pace.tick)
        except Stopped:
            pass
        finally:
            self._errand.stop()
            self._answering.stop()
            self._ears.stop()
            self._claim.release()
        return self._anew and not self._work.stopping

    def stop(self) -> None:
        """Leave as soon as what is being written is whole; a signal handler may call this."""
        self._work.stop()

    def _turn(self) -> None:
        """See to everything once; look at the disk if that is due, else wait a little."""
        self._see_to_surroundings()
        now, hints = time.monotonic(), self._marks.pending()
        wanted = self._schedule.wanted(hints, now, hearing=self._ears.hearing)
        if now >= wanted and self._is_this_program():
            self._look()
        elif self._voice.state.caught_up and not hints and self._is_swollen():
            self._begin_anew("memory is given back")
        elif now >= self._proof.at and not hints:
            with contextlib.closing(self._index()) as index:
                if self._proof.step(index):
                    self._ask()
        else:
            if hints and self._voice.state.behind_since is None:
                self._voice.say(behind_since=_wall(hints.first), caught_up=False)
            self._voice.beat()
            self._marks.wait(max(0.0, min(wanted, self._proof.at, now + self._pace.tick) - now))

    def _see_to_surroundings(self) -> None:
        if self._claim.renew():
            self._voice.tell()
            self._ask()
        if self._ears.deaf():
            self._voice.say(caught_up=False)
            self._ears.tend()
            self._missing_since = None
            self._ask()
        before, self._clocks = self._clocks, (time.time(), time.monotonic())
        jump = (self._clocks[0] - before[0]) - (self._clocks[1] - before[1])
        if abs(jump) > self._pace.gap:  # it slept, or its clock was set: anything may have happened
            self._voice.log(f"the clock jumped by {jump:.0f} s; looking at everything")
            self._voice.say(caught_up=False)
            self._ask()
        self._listen_to(unheeded(self._folder, self._voice.state.nudge))
        self._voice.say(answers=self._answering.tend(quiet=self._voice.state.caught_up))
        self._errand.tend(ready=self._voice.state.caught_up)

    def _standing(self, generation: str) -> Standing:
        """What an answer from the index of this generation is worth; any thread may ask."""
        since = self._work.since
        if since and time.monotonic() - since > LOCK_WAIT:  # a command would have waited so long
            return "updating"
        current = heartbeat.is_current(self._folder, generation) and not self._marks.pending()
        return "current" if current else "unknown"

    def _is_this_program(self) -> bool:
        """Not where another version was installed: the older would undo what the newer does."""
        now = installed()
        if now is None:  # in the middle of it
            self._schedule.wait(time.monotonic() + self._pace.tick)
        elif now != self._program:
            self._begin_anew("another version was installed")
        return now == self._program

    def _is_swollen(self) -> bool:
        """Whether it takes more memory than it needs, and nobody minds its giving that back."""
        self._size.answered(self._answering.count)
        at_rest = self._answering.at_rest and self._errand.at_rest
        return at_rest and self._size.is_swollen()

    def _begin_anew(self, reason: str) -> None:
        self._voice.log(f"beginning anew: {reason}")
        self._anew = True

    def _ask(self) -> None:
        self._schedule.ask(time.monotonic())

    def _look(self) -> None:
        """One reconcile, whatever may come of it."""
        start, hints = time.monotonic(), self._marks.pending()
        if hints.folders or start - self._schedule.looked >= self._pace.period / 2:
            self._ears.check_room()
        self._voice.say(
            caught_up=False, last_look=time.time(), mode="events" if self._ears.hearing else "polling",
            reason=self._ears.reason, last_event=_wall(hints.last) or self._voice.state.last_event,
        )  # fmt: skip
        nudge = unheeded(self._folder, self._voice.state.nudge)
        self._listen_to(nudge)
        hints = self._marks.take()
        if hints.lost:
            self._voice.log(f"events were lost ({hints.lost}); looking at everything")
        try:
            self._reconcile(start, nudge, hints)
        except Exception as error:  # noqa: BLE001 - damage shows as any exception; the daemon lives on
            trouble = trouble_of(error, self._folder)
            if trouble == "failing":
                self._voice.explain("reconcile", error)
            self._struggle(trouble, start)

    def _listen_to(self, nudge: Nudge | None) -> None:
        """Once: look where a command wrote something, or everywhere where it can't say."""
        if nudge is None or nudge.token == self._heard:
            return
        self._heard = nudge.token
        if nudge.paths is None:
            self._ask()
        for path in nudge.paths or ():
            self._marks.seen(os.path.join(self._root, path))  # noqa: PTH118 - as events have it

    def _reconcile(self, start: float, nudge: Nudge | None, hints: Hints) -> None:
        folders = self._schedule.reach(hints, start, hearing=self._ears.hearing)
        with contextlib.closing(self._index()) as index, self._work.busy():
            generation = index.catalog.words_folder
            report = folders and index.reconcile_within(folders, progress=self._progress)
            if report:
                nudge = nudge if nudge and nudge.paths is not None else None
            else:
                folders = None
                report = self._look_everywhere(index, start)
            same = generation == index.catalog.words_folder
            self._proof.plan(index)
            said = bool(index.said)
        now = time.monotonic()
        self._failures, self._missing_since = 0, None
        self._report(report, now - start, repaired=said)
        self._size.did(report.changes, report.total)
        if folders:
            self._schedule.looked_into(folders, hints, report, now - start, now)
        else:
            self._schedule.looked_everywhere(hints, report, now - start, now)
        if not same:
            self._ask()
        current = self._ears.hearing and same and not report.left and not self._marks.pending()
        self._voice.say(
            caught_up=current, generation=generation, last_reconcile=time.time(),
            nudge=nudge.token if nudge else self._voice.state.nudge,
            behind_since=None, notes=report.total, left=report.left, trouble=None,
        )  # fmt: skip
        self._voice.beat()
        if nudge:
            heed(self._folder, nudge.token)

    def _look_everywhere(self, index: Index, start: float) -> Report:
        self._schedule.begins()
        return index.reconcile(
            budget=self._pace.budget, progress=self._progress,
            accept_removals=self._believes_removals(start),
        )  # fmt: skip

    def _report(self, report: Report, took: float, *, repaired: bool) -> None:
        if self._voice.state.trouble:
            self._voice.log(f"well again ({self._voice.state.trouble})")
        self._voice.well()
        if repaired:
            self._voice.log("the index was damaged and was built anew")
        first = self._voice.state.last_reconcile is None
        if first or report.changes:
            self._voice.log(
                f"{report.added} added, {report.changed} changed, {report.removed} removed, "
                f"{report.left} left, {report.total} notes, {took:.2f} s"
            )

    def _believes_removals(self, now: float) -> bool:
        """The second look at many missing notes: a while has passed, and the others are there."""
        if self._missing_since is None or now - self._missing_since < self._pace.second_look:
            return False
        try:
            return bool(Vault(self._root).look().stamps)
        except VanishedVault:
            return False

    def _struggle(self, trouble: str, start: float) -> None:
        """Say what is wrong once, and plan the next attempt."""
        if trouble != self._voice.state.trouble:
            self._voice.log(f"{trouble}: {TROUBLES[trouble]}")
        self._voice.say(trouble=trouble)
        now = time.monotonic()
        if trouble == "vanished":
            self._missing_since = self._missing_since or start
            asked = now + min(self._pace.poll, self._pace.second_look)
            self._schedule.failed(now, asked, now + self._pace.share * min(1.0, now - start))
            return
        self._failures += 1
        gc.collect()  # what failed may still hold a lock of the index
        until = now + back_off(self._failures)
        self._schedule.failed(now, asked=until, rest=until)
        again = self._failures % REBUILD_AFTER == 0 and now - self._rebuilt >= REBUILD_REST
        if trouble == "failing" and again:
            self._rebuild(now)

    def _rebuild(self, now: float) -> None:
        """The last resort; never without notes to build from."""
        self._rebuilt = now
        self._voice.log(f"building the index anew after {self._failures} failures")
        try:
            with contextlib.closing(self._index()) as index, self._work.busy():
                if index.vault.look().stamps:
                    index.rebuild(progress=self._progress)
            self._schedule.failed(now, asked=0.0, rest=0.0)
        except Exception as error:  # noqa: BLE001 - the next attempt follows
            self._voice.explain("rebuild", error)

    def _index(self) -> Index:
        return Index(Vault(self._root), self._cache)

    def _progress(self, done: int, total: int) -> None:
        """Between two notes: leave if told to; show that there is life."""
        self._work.goes_on()
        if time.monotonic() - self._voice.beaten >= self._pace.tick:
            self._voice.say(left=total - done)
            self._voice.beat()


def _wall(moment: float | None) -> float | None:
    """A monotonic moment as seconds since 1970."""
    return time.time() - (time.monotonic() - moment) if moment else None
