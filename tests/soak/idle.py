"""What a daemon takes while nothing happens, and how soon a saved note is found, in a large vault."""

import random
import statistics
import tempfile
import time
from pathlib import Path

from benchmarks.vaults import build
from tests.soak.editors import percentile
from tests.soak.overflow import cpu, same
from tests.soak.rig import Watched, wait_for, watched

TARGETS = {10_000: (0.003, 60, 2.0), 100_000: (0.01, 120, 3.0)}
"""Notes: share of a core, MB in memory, seconds from save to searchable at the 99th percentile."""
TYPICAL = 0.4
SAVES = 100


def idle(minutes: float, seed: int, notes: int = 10_000) -> str:
    """Leave a daemon alone for so long, then save notes; all figures within their targets."""
    share_at_most, memory_at_most, worst_at_most = TARGETS[notes]
    with tempfile.TemporaryDirectory(prefix="crm-idle-") as scratch:
        root = build(notes, Path(scratch, "Vault")).folder
        with watched(root, Path(scratch)) as one:
            one.start()
            wait_for(one.caught_up, notes / 20, "the first build")
            time.sleep(70)  # the look after the first minute, and beginning anew after so much work
            wait_for(one.caught_up, 60)
            share, memory = left_alone(one, minutes)
            waits = saves(one, random.Random(seed))
            wait_for(one.caught_up, 30)
            same(one)
    middle, worst = statistics.median(waits), percentile(waits)
    told = (
        f"{notes} notes: {share:.2%} of a core and {memory:.0f} MB over {minutes:g} minutes; "
        f"{len(waits)} saves, found after p50 {middle:.2f} s, p99 {worst:.2f} s"
    )
    assert share < share_at_most, told
    assert memory < memory_at_most, told
    assert middle <= TYPICAL, told
    assert worst <= worst_at_most, told
    return told


def left_alone(one: Watched, minutes: float) -> tuple[float, float]:
    """The share of a core, and the most memory in MB, seen every few seconds."""
    before, start, most = cpu(one), time.monotonic(), 0.0
    while time.monotonic() - start < minutes * 60:
        time.sleep(5)
        most = max(most, resident(one))
    return (cpu(one) - before) / (time.monotonic() - start), most


def resident(one: Watched) -> float:
    """Megabytes of memory that the daemon holds."""
    assert one.process
    lines = Path(f"/proc/{one.process.pid}/status").read_text().splitlines()
    (line,) = (line for line in lines if line.startswith("VmRSS:"))
    return int(line.split()[1]) / 1000


def saves(one: Watched, rng: random.Random) -> list[float]:
    """Seconds until each saved note was found."""
    waits = []
    folders = sorted(p for p in (one.root / "Customers").iterdir() if p.is_dir())
    for number in range(SAVES):
        time.sleep(rng.uniform(0.3, 2.5))
        note = rng.choice(folders) / f"2026-11-22 {number % 9} visit.md"
        word = f"zq{number}idle"
        note.write_text(f"---\ntype: visit\n---\nThe {word} was looked at.\n", encoding="utf-8")
        start = time.monotonic()
        wait_for(lambda w=word: one.holds(w), 60, f"save {number}: {one.log_text()[-600:]}")
        waits.append(time.monotonic() - start)
    return waits
