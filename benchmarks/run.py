"""One run: its options, its vault, its benchmarks one after the other, and the table at the end."""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from benchmarks import report
from benchmarks.bench import Bench, NotReady, compile_package, package_state, temporary
from benchmarks.report import Row
from benchmarks.vaults import FEWEST_NOTES, NotOurs, Vault, build

Measure = Callable[[Bench], list[Row]]


def main(measures: Mapping[str, Measure], arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and keep where asked to.

    0 if every target was met, 1 if anything failed or missed its target, 2 if nothing could be
    measured or the program was edited meanwhile: such figures belong to no version of it.
    """
    parser = _parser(measures)
    options = parser.parse_args(arguments)
    if unknown := set(options.names) - measures.keys():
        parser.error(f"no benchmark is called {', '.join(sorted(unknown))}")
    try:
        vault = build(options.notes, options.vault)
    except NotOurs as refused:
        print(refused, file=sys.stderr)
        return 2
    chosen = [name for name in measures if not options.names or name in options.names]
    compile_package()
    program = package_state()
    machines = [report.machine()]
    print(f"{report.heading(vault, options.rounds)}\n{machines[0]}\n", flush=True)
    rows = _rows({name: measures[name] for name in chosen}, vault, options)
    machines.append(report.machine())
    print(f"\n{report.table(rows, vault.notes)}\n\nat the end: {machines[1]}")
    if package_state() != program:
        print("the program was changed while it was measured: nothing is kept", file=sys.stderr)
        return 2
    if options.json:
        report.save_json(options.json, rows, vault, options.rounds, machines)
    if options.record:
        report.record(rows, vault, options.rounds, machines)
    return int(any(row.verdict(vault.notes) in {"failed", "missed"} for row in rows))


def _rows(measures: Mapping[str, Measure], vault: Vault, options: argparse.Namespace) -> list[Row]:
    rows = []
    with temporary() as folder:
        bench = Bench(vault, options.rounds, Path(folder), options.peers)
        for name, measure in measures.items():
            print(f"measuring {name} ...", file=sys.stderr, flush=True)
            try:
                rows += measure(bench)
            except NotReady as why:
                rows.append(report.failed(name, str(why)))
    return rows


def _parser(measures: Mapping[str, Measure]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(measures))
    parser.add_argument("--notes", type=_notes, default=10_000, help="size of the vault")
    parser.add_argument("--vault", type=Path, help="where the vault is, or is to be made")
    parser.add_argument("--rounds", type=_rounds, default=7, help="runs of each command")
    parser.add_argument("--peers", default=sys.executable, metavar="PYTHON", help="has tantivy")
    parser.add_argument("--json", type=Path, metavar="FILE", help="every run, as JSON")
    parser.add_argument("--record", action="store_true", help="append to benchmarks/RESULTS.md")
    return parser


def _notes(text: str) -> int:
    if (notes := int(text)) < FEWEST_NOTES:
        raise argparse.ArgumentTypeError(f"at least {FEWEST_NOTES}")
    return notes


def _rounds(text: str) -> int:
    if (rounds := int(text)) < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return rounds
