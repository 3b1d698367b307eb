"""How fast a whole vault is indexed, beside Whoosh used plainly on the same notes and fields."""

import shutil
import sys
from pathlib import Path

from benchmarks import report
from benchmarks.bench import Bench, Home, unindexed
from benchmarks.report import Row, Target
from benchmarks.run import main
from benchmarks.timing import Command, Sample, interleave
from benchmarks.vaults import note_paths

TARGET = Target((1.2, 1.2), "×", at_least=True)
PLAIN = Path(__file__).with_name("peers") / "whoosh_plain.py"


def measure(bench: Bench) -> list[Row]:
    """Notes for each CPU second. Builds are long, so there are few rounds and no warm-up."""
    for path in note_paths(bench.vault):
        path.read_bytes()  # both find the notes in memory
    crm, plain = _crm(bench), _plain(bench, bench.home())
    rounds = min(bench.rounds, 3 if bench.vault.notes <= 10_000 else 1)
    outcomes = interleave([crm, plain], rounds=rounds, warmups=0)
    own, peer = outcomes[crm.name], outcomes[plain.name]
    count = bench.vault.notes
    return [
        report.ratio("full build, speed against plain Whoosh", own, peer, TARGET, inverse=True),
        report.peer(report.rate("crm index --rebuild", own, count)),
        report.peer(report.rate("plain Whoosh", peer, count)),
    ]


def _crm(bench: Bench) -> Command:
    home = bench.home()

    def check(_: Sample) -> str:
        return unindexed(home, bench.vault)

    return bench.crm(
        "crm index --rebuild", "index", "--rebuild", home=home, before=home.wipe, check=check
    )


def _plain(bench: Bench, home: Home) -> Command:
    index = home.folder / "index"

    def check(sample: Sample) -> str:
        wanted = str(bench.vault.notes)
        return "" if sample.output.split() == [wanted] else "not every note was indexed"

    command = bench.python(
        "plain Whoosh", str(PLAIN), str(bench.vault.folder), str(index), home=home
    )
    return Command(
        command.name,
        command.argv,
        command.env,
        before=lambda: shutil.rmtree(index, ignore_errors=True),
        check=check,
    )


if __name__ == "__main__":
    sys.exit(main({"build": measure}))
