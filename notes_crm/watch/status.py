"""How index and daemon stand, as one value, and what of it needs somebody's attention."""

import time
from collections import Counter
from dataclasses import dataclass

from notes_crm.errors import IndexBusy, VanishedVault
from notes_crm.store.index import Index
from notes_crm.watch import heartbeat
from notes_crm.watch.heartbeat import STUCK, Heartbeat
from notes_crm.watch.trouble import TROUBLES

FIRST_ANSWER = 1.5
"""Seconds spent on bringing the index up to date before it is described."""


@dataclass(frozen=True, slots=True)
class Status:
    """Everything `crm status` says. Moments are seconds since 1970; `attention` are sentences.

    `beat` is the age in seconds of the daemon's last sign of life, `lag` how long it has known
    of changes that it has not indexed. `current`: the index equals the disk now.
    """

    vault: str
    daemon: Heartbeat | None
    beat: float | None
    lag: float
    current: bool
    notes: int
    pending: int
    customers: int
    problems: dict[str, int]
    conflicts: int
    index: str
    index_bytes: int
    index_written: float | None
    attention: tuple[str, ...]


def compose(index: Index) -> Status:
    """Look at the disk, index what can be in a moment, and describe what is there then."""
    held = heartbeat.is_held(index.folder)
    daemon, beat = heartbeat.read(index.folder), heartbeat.age(index.folder)
    written = _written(index)
    attention: list[str] = []
    left = 0
    try:
        left = index.reconcile(budget=FIRST_ANSWER).left
    except VanishedVault as error:
        attention.append(str(error))
    except IndexBusy:
        left = 1
    counts = index.catalog.counts()
    levels = Counter(level for _, _, _, level, _, _ in index.facts.problems())
    problems = {level: levels.get(level, 0) for level in ("error", "warn", "info")}
    attention += _findings(problems["error"], counts["conflicts"])
    attention += _daemon_findings(daemon, beat, held=held)
    return Status(
        vault=str(index.vault.root), daemon=daemon, beat=beat if daemon else None,
        lag=round(time.time() - daemon.behind_since, 3) if daemon and daemon.behind_since else 0.0,
        current=not left and not counts["pending"] and not any("index" in a for a in attention),
        notes=counts["notes"], pending=counts["pending"], customers=counts["customers"],
        problems=problems, conflicts=counts["conflicts"], index=str(index.folder),
        index_bytes=index.cache.size(), index_written=written, attention=tuple(attention),
    )  # fmt: skip


def _findings(errors: int, conflicts: int) -> list[str]:
    found = []
    if errors:
        found.append(f"{errors} note{'s' * (errors != 1)} can't be read as meant")
    if conflicts:
        found.append(f"{conflicts} conflict cop{'ies' if conflicts != 1 else 'y'} of notes")
    return found


def _daemon_findings(daemon: Heartbeat | None, beat: float | None, *, held: bool) -> list[str]:
    if daemon is None:
        return ["something holds the daemon's lock and says nothing"] if held else []
    found = []
    if beat is None or beat > STUCK:
        found.append(
            f"the daemon (pid {daemon.pid}) has not moved for a while; stop it and start it"
        )
    if daemon.trouble and daemon.trouble != "busy":
        found.append(f"the daemon reports: {TROUBLES.get(daemon.trouble, daemon.trouble)}")
    return found


def _written(index: Index) -> float | None:
    moments = [f.stat().st_mtime for f in index.folder.glob("catalog.sqlite*") if f.is_file()]
    return max(moments, default=None)
