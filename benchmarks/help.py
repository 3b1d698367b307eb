"""How long `crm --help` takes, beside importing click and nothing else."""

import sys

from benchmarks import report
from benchmarks.bench import Bench
from benchmarks.report import Row, Target
from benchmarks.run import main
from benchmarks.timing import interleave

TARGET = Target((1.3, 1.3), "×")


def measure(bench: Bench) -> list[Row]:
    """The ratio of CPU times is judged; the times stand beside it."""
    home = bench.home()
    crm = bench.crm("crm --help", "--help", home=home)
    click = bench.python("import click", "-c", "import click", home=home)
    outcomes = interleave([crm, click], rounds=bench.rounds)
    own, reference = outcomes[crm.name], outcomes[click.name]
    return [
        report.ratio("crm --help, against import click", own, reference, TARGET),
        report.peer(report.cpu("crm --help", own)),
        report.peer(report.cpu('python -c "import click"', reference)),
    ]


if __name__ == "__main__":
    sys.exit(main({"help": measure}))
