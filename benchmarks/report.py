"""What was measured, beside what was wanted: a table for people, JSON for programs, a lasting record."""

import json
import os
import platform
import re
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmarks.timing import Failure, Outcome, Spread, Timing
from benchmarks.vaults import Vault

RECORD = Path(__file__).with_name("RESULTS.md")

_MEGABYTE = 1_000_000
_PATH = re.compile(r"(?<!\w)/\S+")


@dataclass(frozen=True, slots=True)
class Target:
    """What a figure may be at most, or must be at least, at the two sizes that have targets.

    `limits` holds the figure at 10,000 and at 100,000 notes, in the unit of the figure.
    """

    limits: tuple[float, float]
    unit: str
    at_least: bool = False

    def limit(self, notes: int) -> float | None:
        """The limit at this size; none at a size that has no targets."""
        return {10_000: self.limits[0], 100_000: self.limits[1]}.get(notes)

    def met_by(self, figure: float, notes: int) -> bool | None:
        """Whether the figure is good enough; None where there is nothing to judge it by."""
        if (limit := self.limit(notes)) is None:
            return None
        return figure >= limit if self.at_least else figure <= limit

    def text(self, notes: int) -> str:
        """The limit as people read it."""
        if (limit := self.limit(notes)) is None:
            return ""
        return f"{'≥' if self.at_least else '≤'} {limit:g} {self.unit}"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. `figure` is in the unit of `unit`; none if the run `failed`."""

    operation: str
    figure: Spread | None
    unit: str
    target: Target | None = None
    beside: str = ""
    failed: str = ""
    samples: tuple[dict[str, float], ...] = ()

    def verdict(self, notes: int) -> str:
        """`met`, `missed`, `failed`, or nothing where there is no target."""
        if self.failed:
            return "failed"
        if self.figure is None:
            return ""
        met = self.target.met_by(self.figure.median, notes) if self.target else None
        return {True: "met", False: "missed", None: ""}[met]


def cpu(operation: str, outcome: Outcome, target: Target | None = None) -> Row:
    """CPU milliseconds of one operation, its wall time and memory beside."""
    if isinstance(outcome, Failure):
        return failed(operation, outcome.reason, target)
    waited, memory = outcome.spread("wall"), outcome.spread("memory")
    beside = f"wall {waited.median * 1000:.0f} ms, {memory.high / _MEGABYTE:.0f} MB"
    figure = Spread.of(sample.cpu * 1000 for sample in outcome.samples)
    return Row(operation, figure, "ms CPU", target, beside, samples=_samples(outcome))


def wall(operation: str, outcome: Outcome, target: Target | None = None) -> Row:
    """Wall seconds of one operation, its CPU time and memory beside."""
    if isinstance(outcome, Failure):
        return failed(operation, outcome.reason, target)
    used, memory = outcome.spread("cpu"), outcome.spread("memory")
    beside = f"CPU {used.median:.2f} s, {memory.high / _MEGABYTE:.0f} MB"
    figure = outcome.spread("wall")
    return Row(operation, figure, "s wall", target, beside, samples=_samples(outcome))


def ratio(
    operation: str,
    outcome: Outcome,
    reference: Outcome,
    target: Target | None = None,
    *,
    inverse: bool = False,
) -> Row:
    """CPU time in times the reference's, or with `inverse` speed in times the reference's."""
    for one in (outcome, reference):
        if isinstance(one, Failure):
            return failed(operation, f"{one.name}: {one.reason}", target)
    assert isinstance(outcome, Timing)
    assert isinstance(reference, Timing)
    figure = reference.ratio(outcome) if inverse else outcome.ratio(reference)
    return Row(operation, figure, "×", target)


def rate(operation: str, outcome: Outcome, count: int) -> Row:
    """How many notes for each second of CPU time."""
    if isinstance(outcome, Failure):
        return failed(operation, outcome.reason)
    runs, memory = outcome.samples, outcome.spread("memory")
    figure = Spread.of(count / sample.cpu for sample in runs)
    waited = outcome.spread("wall").median
    beside = f"wall {waited:.1f} s, {memory.high / _MEGABYTE:.0f} MB, {len(runs)} rounds"
    return Row(operation, figure, "notes per CPU s", beside=beside, samples=_samples(outcome))


def missing(operation: str, why: str) -> Row:
    """Something that was not measured because it is not there; nobody's failure."""
    return Row(operation, None, "", beside=why)


def failed(operation: str, reason: str, target: Target | None = None) -> Row:
    """An operation that could not be measured, and why."""
    return Row(operation, None, "", target, failed=reason)


def peer(row: Row) -> Row:
    """The row of another program: set in, below the one it is beside, and never judged."""
    return replace(row, operation=f"  {row.operation}", target=None)


def adding(row: Row, words: str) -> Row:
    """The row with more words beside its figure."""
    return replace(row, beside=f"{row.beside}; {words}")


def machine() -> str:
    """The machine in neutral words; the load says how far wall times can be trusted."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    version = f"{sys.implementation.name} {platform.python_version()}"
    return f"{cores} cores, {platform.system()}, {version}, load {os.getloadavg()[0]:.1f}"


def table(rows: Sequence[Row], notes: int) -> str:
    """The rows as a Markdown table that reads well in a terminal too."""
    head = ("operation", "figure (lowest to highest)", "beside", "target", "met or missed")
    cells = [head, *(_cells(row, notes) for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(head))]
    lines = [
        "| "
        + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        + " |"
        for line in cells
    ]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([lines[0], rule, *lines[1:]])


def heading(vault: Vault, rounds: int) -> str:
    """What was measured on, in one line."""
    return (
        f"{vault.notes:,} notes, {len(vault.customers):,} customers ({vault.prose}), "
        f"median of {rounds} rounds"
    )


def save_json(
    path: Path, rows: Sequence[Row], vault: Vault, rounds: int, machines: Sequence[str]
) -> None:
    """Everything that was measured, every single run included."""
    content: dict[str, Any] = {
        "date": _today(),
        "machine": list(machines),
        "notes": vault.notes,
        "customers": len(vault.customers),
        "prose": vault.prose,
        "rounds": rounds,
        "rows": [
            {
                **asdict(row),
                "target": row.target.text(vault.notes) if row.target else "",
                "verdict": row.verdict(vault.notes),
            }
            for row in rows
        ],
    }
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def record(rows: Sequence[Row], vault: Vault, rounds: int, machines: Sequence[str]) -> None:
    """Append the table to the record of earlier runs; no path of this machine gets into it."""
    rows = [
        replace(row, failed=_PATH.sub("...", row.failed), beside=_PATH.sub("...", row.beside))
        for row in rows
    ]
    opening = (
        "" if RECORD.exists() else "# Results\n\nWhat `python -m benchmarks --record` measured.\n"
    )
    with RECORD.open("a", encoding="utf-8") as file:
        file.write(
            f"{opening}\n## {_today()}, {heading(vault, rounds)}\n\n"
            f"Machine: {'; at the end '.join(machines)}.\n\n{table(rows, vault.notes)}\n"
        )


def _today() -> str:
    return datetime.now().astimezone().date().isoformat()


def _samples(timing: Timing) -> tuple[dict[str, float], ...]:
    return tuple({"cpu": s.cpu, "wall": s.wall, "memory": s.memory} for s in timing.samples)


def _cells(row: Row, notes: int) -> tuple[str, ...]:
    target = row.target.text(notes) if row.target else ""
    return row.operation, _figure(row), row.beside, target, row.verdict(notes)


def _figure(row: Row) -> str:
    if row.failed:
        return f"failed: {row.failed}".replace("|", "/")
    if row.figure is None:
        return "not measured"
    fine = row.unit in {"×", "s wall", "% of a core"}
    show = ("{:.2f}" if fine else "{:,.0f}").format
    spread = row.figure
    return f"{show(spread.median)} {row.unit} ({show(spread.low)} to {show(spread.high)})"
