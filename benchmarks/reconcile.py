"""How long it takes to see that nothing has changed: `crm index` on an index that is current."""

import sys

from benchmarks import report
from benchmarks.bench import Bench
from benchmarks.report import Row, Target
from benchmarks.run import main
from benchmarks.timing import interleave

TARGET = Target((60, 500), "ms CPU")


def measure(bench: Bench) -> list[Row]:
    """The whole process is judged; what it costs to start `crm` at all stands beside it."""
    home = bench.indexed
    crm = bench.crm("crm index", "index", home=home)
    start = bench.crm("crm --help", "--help", home=home)
    outcomes = interleave([crm, start], rounds=bench.rounds)
    return [
        report.cpu("no-change reconcile (crm index)", outcomes[crm.name], TARGET),
        report.peer(report.cpu("crm --help", outcomes[start.name])),
    ]


if __name__ == "__main__":
    sys.exit(main({"reconcile": measure}))
