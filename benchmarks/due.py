"""How long `crm due` takes without a daemon, its look at the disk included."""

import sys

from benchmarks import report
from benchmarks.bench import Bench
from benchmarks.report import Row, Target
from benchmarks.run import main
from benchmarks.timing import interleave

TARGET = Target((120, 600), "ms CPU")


def measure(bench: Bench) -> list[Row]:
    """Promises and contacts of the whole vault, and of one of us, the index being current."""
    home = bench.indexed
    due = bench.crm("crm due", "due", home=home)
    mine = bench.crm("crm due --for NAME", "due", "--for", "maria", home=home)
    who = bench.crm("crm who", "who", bench.vault.typical, home=home)
    outcomes = interleave([due, mine, who], rounds=bench.rounds)
    return [
        report.cpu("crm due", outcomes[due.name], TARGET),
        report.cpu("crm due --for NAME", outcomes[mine.name], TARGET),
        report.peer(report.cpu("crm who NAME", outcomes[who.name])),
    ]


if __name__ == "__main__":
    sys.exit(main({"due": measure}))
