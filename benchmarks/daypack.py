"""How long a day on paper takes: the sheets of twenty customers as one PDF, and how much memory."""

import re
import sys
from pathlib import Path

from benchmarks import report
from benchmarks.bench import Bench, NotReady
from benchmarks.report import Row, Target
from benchmarks.run import main
from benchmarks.timing import Command, Failure, Outcome, Sample, Spread, interleave

SHEETS = 20
MEGABYTE = 1_000_000

WALL = Target((5.0, 5.0), "s wall")
MEMORY = Target((300.0, 300.0), "MB")

_WRITTEN = re.compile(r"\(PlutoPrint, (\d+) pages\)")


def measure(bench: Bench) -> list[Row]:
    """The customers with the most notes but a few, the index being current."""
    command = _daypack(bench)
    outcome = interleave([command], rounds=bench.rounds)[command.name]
    name = f"crm brief, {SHEETS} customers, one PDF"
    return [report.wall(name, outcome, WALL), _memory(f"{name}: memory", outcome)]


def _memory(operation: str, outcome: Outcome) -> Row:
    if isinstance(outcome, Failure):
        return report.failed(operation, outcome.reason, MEMORY)
    figure = Spread.of(sample.memory / MEGABYTE for sample in outcome.samples)
    return Row(operation, figure, "MB", MEMORY)


def _daypack(bench: Bench) -> Command:
    names = sorted(bench.vault.customers, key=lambda n: (-bench.vault.customers[n], n))
    if len(names) < SHEETS + 1:
        raise NotReady(f"a vault of {bench.vault.notes} notes has no {SHEETS} customers")
    first = len(names) // 4
    chosen = names[first : first + SHEETS]
    pack = bench.folder / "daypack.pdf"

    def check(sample: Sample) -> str:
        return _complaint(pack, sample.output)

    return bench.crm(
        "daypack",
        *("brief", *chosen, "--pdf", "-o", str(pack)),
        home=bench.indexed,
        before=lambda: pack.unlink(missing_ok=True),
        check=check,
    )


def _complaint(pack: Path, said: str) -> str:
    if not pack.exists():
        return "no file was written"
    counted = _WRITTEN.search(said)
    if counted is None:
        return f"not made by PlutoPrint: {said.strip()}"
    if not pack.read_bytes().startswith(b"%PDF-") or int(counted[1]) < SHEETS:
        return f"a PDF of {counted[1]} pages for {SHEETS} sheets"
    return ""


if __name__ == "__main__":
    sys.exit(main({"daypack": measure}))
