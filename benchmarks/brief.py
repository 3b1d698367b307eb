"""How long the printed sheet takes: `crm brief NAME` to a web page and to a PDF."""

import sys
from pathlib import Path

from benchmarks import report
from benchmarks.bench import Bench
from benchmarks.report import Row, Target
from benchmarks.run import main
from benchmarks.timing import Command, Sample, interleave

TARGETS = {"html": Target((0.3, 0.6), "s wall"), "pdf": Target((1.2, 1.5), "s wall")}

_BEGINNINGS = {"html": b"<!doctype html", "pdf": b"%pdf-"}


def measure(bench: Bench) -> list[Row]:
    """One customer with as many notes as most, the index being current."""
    commands = {kind: _brief(bench, kind) for kind in TARGETS}
    outcomes = interleave(list(commands.values()), rounds=bench.rounds)
    return [
        report.wall(f"crm brief NAME --{kind}", outcomes[command.name], TARGETS[kind])
        for kind, command in commands.items()
    ]


def _brief(bench: Bench, kind: str) -> Command:
    sheet = bench.folder / f"sheet.{kind}"

    def check(_: Sample) -> str:
        return _complaint(sheet, kind)

    return bench.crm(
        f"brief {kind}",
        *("brief", bench.vault.typical, f"--{kind}", "-o", str(sheet)),
        home=bench.indexed,
        before=lambda: sheet.unlink(missing_ok=True),
        check=check,
    )


def _complaint(sheet: Path, kind: str) -> str:
    if not sheet.exists():
        return "no file was written"
    beginning = sheet.read_bytes()[:64].lstrip().lower()
    return "" if beginning.startswith(_BEGINNINGS[kind]) else f"what was written is no {kind}"


if __name__ == "__main__":
    sys.exit(main({"brief": measure}))
