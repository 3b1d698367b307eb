"""How long `crm feed` takes without a daemon: where nothing is new, and at the very first look."""

import sys

from benchmarks import report
from benchmarks.bench import Bench, Home, NotReady
from benchmarks.customers import TEAM
from benchmarks.report import Row, Target
from benchmarks.run import main
from benchmarks.timing import broken, interleave, run

TARGET = Target((120, 600), "ms CPU")


def measure(bench: Bench) -> list[Row]:
    """One of us looks again, and for the first time; the index is current, its look at the disk included."""
    home = bench.indexed
    introduced = bench.crm("crm me", "me", TEAM[0], home=home)
    if complaint := broken(run(introduced)):
        raise NotReady(f"crm me: {complaint}")
    again = bench.crm("crm feed", "feed", home=home)
    first = bench.crm("crm feed, first look", "feed", home=home, before=lambda: _forget(home))
    who = bench.crm("crm who", "who", bench.vault.typical, home=home)
    everything = bench.crm("crm feed --all", "feed", "--all", home=home)
    if complaint := broken(run(everything)):  # a plain look tells a part, and keeps the rest
        raise NotReady(f"crm feed --all: {complaint}")
    outcomes = interleave([again, who], rounds=bench.rounds) | interleave(
        [first], rounds=bench.rounds
    )
    return [
        report.cpu("crm feed, nothing new", outcomes[again.name], TARGET),
        report.peer(report.cpu("crm feed, the first look", outcomes[first.name])),
        report.peer(report.cpu("crm who NAME", outcomes[who.name])),
    ]


def _forget(home: Home) -> None:
    """Let it be the first look."""
    for seen in (home.folder / "state").rglob("seen-*.bin"):
        seen.unlink()


if __name__ == "__main__":
    sys.exit(main({"feed": measure}))
