"""How long `crm search` takes without a daemon, beside other programs on the same notes."""

import sys
from collections.abc import Mapping

from benchmarks import report
from benchmarks.bench import Bench
from benchmarks.report import Row, Target
from benchmarks.rivals import Query, Rival, rivals
from benchmarks.run import main
from benchmarks.timing import Command, Failure, Outcome, Sample, interleave
from benchmarks.vaults import Probes

TARGET = Target((220, 700), "ms CPU")


def measure(bench: Bench) -> list[Row]:
    """Five queries; each is put to `crm` and to every other program in turn, round by round."""
    home = bench.indexed
    others, absent = rivals(bench)
    rows = []
    for kind, query in _queries(bench.probes).items():
        words = (f'"{" ".join(query.words)}"',) if query.phrase else query.words
        crm = bench.crm("crm", "search", *words, home=home, check=_answered)
        asked = [crm, *(rival.command(query) for rival in others)]
        outcomes = interleave(asked, rounds=bench.rounds)
        rows.append(report.cpu(f"crm search, {kind}", outcomes["crm"], TARGET))
        rows += [_beside(rival, outcomes, crm) for rival in others]
    return [*rows, *absent]


def _queries(probes: Probes) -> Mapping[str, Query]:
    return {
        "rare word": Query((probes.rare,)),
        "middling word": Query((probes.middling,)),
        "common word": Query((probes.common,)),
        "both of two words": Query(probes.pair),
        "phrase": Query(probes.phrase, phrase=True),
    }


def _beside(rival: Rival, outcomes: Mapping[str, Outcome], crm: Command) -> Row:
    own, other = outcomes[crm.name], outcomes[rival.name]
    row = report.cpu(rival.name, other)
    if not isinstance(own, Failure) and not isinstance(other, Failure):
        row = report.adding(row, f"crm takes {own.ratio(other).median:.1f} ×")
    return report.peer(row)


def _answered(sample: Sample) -> str:
    return "" if sample.output.strip() else "the search printed nothing"


if __name__ == "__main__":
    sys.exit(main({"search": measure}))
