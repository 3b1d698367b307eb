"""How long `crm who NAME` takes without a daemon, its look at the disk included."""

import sys

from benchmarks import report
from benchmarks.bench import Bench
from benchmarks.report import Row, Target
from benchmarks.run import main
from benchmarks.timing import interleave

TARGET = Target((120, 600), "ms CPU")


def measure(bench: Bench) -> list[Row]:
    """One customer with as many notes as most, the index being current."""
    home = bench.indexed
    crm = bench.crm("crm who", "who", bench.vault.typical, home=home)
    click = bench.python("import click", "-c", "import click", home=home)
    outcomes = interleave([crm, click], rounds=bench.rounds)
    return [
        report.cpu("crm who NAME", outcomes[crm.name], TARGET),
        report.peer(report.cpu('python -c "import click"', outcomes[click.name])),
    ]


if __name__ == "__main__":
    sys.exit(main({"who": measure}))
