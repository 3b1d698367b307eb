"""How long the very first search takes, on a folder that was never indexed."""

import sys

from benchmarks import report
from benchmarks.bench import Bench
from benchmarks.report import Row, Target
from benchmarks.run import main
from benchmarks.timing import Sample, interleave

TARGET = Target((2, 3), "s wall")
MOST_ROUNDS = 5


def measure(bench: Bench) -> list[Row]:
    """A word that a quarter of the notes hold, each time in a home that never saw `crm`."""
    home = bench.home()
    crm = bench.crm(
        "crm search", "search", bench.probes.common, home=home, before=home.wipe, check=_answered
    )
    outcomes = interleave([crm], rounds=min(bench.rounds, MOST_ROUNDS))
    return [report.wall("first search of a new folder", outcomes[crm.name], TARGET)]


def _answered(sample: Sample) -> str:
    return "" if sample.output.strip() else "the search printed nothing"


if __name__ == "__main__":
    sys.exit(main({"first_answer": measure}))
