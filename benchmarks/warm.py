"""How long commands that ask take while `crm watch` runs, beside other programs, and what it takes at rest."""

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from benchmarks import report
from benchmarks.bench import Bench, Home, NotReady
from benchmarks.report import Row, Target
from benchmarks.rivals import Query, Rival, rivals
from benchmarks.run import main
from benchmarks.timing import Command, Failure, Outcome, Spread, Timing, interleave, run

QUICK, COMMON = Target((60, 60), "ms wall"), Target((80, 200), "ms wall")
BESIDE_FTS5, BESIDE_RIPGREP = Target((1.5, 1.5), "×"), Target((0.2, 0.2), "×")
"""Of the same query in the same round, at 100,000 notes; at fewer, starting Python is all there is."""
MEMORY, CPU = Target((60, 120), "MB"), Target((0.3, 1), "% of a core")
LIMIT = 900.0
REST = 120.0
"""Seconds of rest that are looked at; twice in them the watch looks at the disk, asked or not."""
ANSWERED = 20_000_000
"""Bytes: a command that takes more has loaded what only those need that run themselves."""


def measure(bench: Bench) -> list[Row]:
    """Who and what; each is put to `crm` and to every other program in turn, round by round."""
    home = bench.indexed
    others, absent = rivals(bench)
    rows = []
    with _watching(bench, home) as pid:
        rows += _who(bench, home)
        for kind, query in _queries(bench).items():
            rows += _search(bench, home, kind, query, others)
        rows += _at_rest(pid)
    return [*rows, *absent]


def _who(bench: Bench, home: Home) -> list[Row]:
    who = bench.crm("crm who", "who", bench.vault.typical, home=home)
    python = bench.python("python -c pass", "-c", "pass", home=home)
    outcomes = interleave([who, python], rounds=bench.rounds)
    return [
        _row("crm who NAME", outcomes[who.name], QUICK),
        report.peer(_row(python.name, outcomes[python.name])),
    ]


def _queries(bench: Bench) -> Mapping[str, Query]:
    probes = bench.probes
    return {
        "rare word": Query((probes.rare,)),
        "middling word": Query((probes.middling,)),
        "common word": Query((probes.common,)),
    }


def _search(bench: Bench, home: Home, kind: str, query: Query, others: list[Rival]) -> list[Row]:
    crm = bench.crm("crm", "search", *query.words, home=home)
    asked = [crm, *(rival.command(query) for rival in others)]
    outcomes = interleave(asked, rounds=bench.rounds)
    own = outcomes[crm.name]
    common = kind == "common word"
    rows = [_row(f"crm search, {kind}", own, COMMON if common else QUICK)]
    for rival in others:
        rows.append(report.peer(_row(rival.name, outcomes[rival.name])))
        target = {"ripgrep": BESIDE_RIPGREP, "SQLite FTS5 from Python": BESIDE_FTS5}.get(rival.name)
        judged = target if bench.vault.notes >= 100_000 and not common else None
        rows.append(_beside(rival.name, own, outcomes[rival.name], judged))
    return rows


def _row(operation: str, outcome: Outcome, target: Target | None = None) -> Row:
    """Wall milliseconds, and by whom the command was answered."""
    if isinstance(outcome, Failure):
        return report.failed(operation, outcome.reason, target)
    warm = sum(sample.memory < ANSWERED for sample in outcome.samples)
    used = outcome.spread("cpu").median * 1000
    beside = f"own CPU {used:.0f} ms"
    if target:
        beside += f"; {warm} of {len(outcome.samples)} answered by the watch"
    figure = Spread.of(sample.wall * 1000 for sample in outcome.samples)
    samples = tuple({"wall": s.wall, "cpu": s.cpu, "memory": s.memory} for s in outcome.samples)
    return Row(operation, figure, "ms wall", target, beside, samples=samples)


def _beside(name: str, own: Outcome, other: Outcome, target: Target | None) -> Row:
    operation = f"    crm in times of {name}"
    if not isinstance(own, Timing) or not isinstance(other, Timing):
        return report.missing(operation, "one of them failed")
    return Row(operation, own.ratio(other, "wall"), "×", target)


def _at_rest(pid: int) -> list[Row]:
    """What the watch takes while nobody asks; on Linux, where the system says so."""
    if not Path("/proc/self/stat").exists():
        return [report.missing("crm watch at rest", "the system does not say")]
    before, start = _used(pid), time.monotonic()
    time.sleep(REST)
    share = 100 * (_used(pid) - before) / (time.monotonic() - start)
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    size = pages * os.sysconf("SC_PAGE_SIZE") / 1_000_000
    return [
        Row("crm watch at rest, memory", Spread(size, size, size), "MB", MEMORY),
        Row(
            "crm watch at rest, CPU", Spread(share, share, share), "% of a core", CPU, f"{REST:g} s"
        ),
    ]


def _used(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextlib.contextmanager
def _watching(bench: Bench, home: Home) -> Iterator[int]:
    """A watch that is caught up, answers, and has loaded what it answers with; its process."""
    command = bench.crm("crm watch", "watch", home=home)
    with (home.folder / "watch.log").open("wb") as log:
        process = subprocess.Popen(command.argv, env=dict(command.env), stdout=log, stderr=log)
    try:
        limit = time.monotonic() + LIMIT
        while not _answers(bench.crm("crm status", "status", "--json", home=home)):
            if time.monotonic() > limit:
                raise NotReady("crm watch did not catch up")
            time.sleep(0.5)
        time.sleep(3)
        yield process.pid
    finally:
        process.terminate()
        process.wait(60)


def _answers(status: Command) -> bool:
    said = run(status).output
    daemon = json.loads(said)["daemon"] if said.strip() else {}
    return bool(daemon.get("caught_up") and daemon.get("answers"))


if __name__ == "__main__":
    sys.exit(main({"warm": measure}))
