"""How long `crm check` takes: in a vault that has not changed, and in one never indexed, beside parsing it."""

import sys

from benchmarks import report
from benchmarks.bench import Bench
from benchmarks.report import Row, Target
from benchmarks.run import main
from benchmarks.timing import interleave

UNCHANGED = Target((500, 5000), "ms CPU")
FRESH = Target((1.5, 1.5), "×")
PARSE = """
import sys
from pathlib import Path
from notes_crm.model.note import parse
root = Path(sys.argv[1])
for path in root.rglob("*.md"):
    parse(path.read_bytes(), path.relative_to(root).as_posix())
"""


def measure(bench: Bench) -> list[Row]:
    """The whole process is judged; the fresh one begins with an empty cache, and reads, parses and stores all."""
    home, empty = bench.indexed, bench.home()
    unchanged = bench.crm("crm check", "check", home=home)
    start = bench.crm("crm --help", "--help", home=home)
    outcomes = interleave([unchanged, start], rounds=bench.rounds)
    fresh = bench.crm("crm check, never indexed", "check", home=empty, before=empty.wipe)
    parse = bench.python("parse every note", "-c", PARSE, str(bench.vault.folder), home=empty)
    slow = interleave([fresh, parse], rounds=min(bench.rounds, 3), warmups=0)
    return [
        report.cpu("crm check, nothing changed", outcomes[unchanged.name], UNCHANGED),
        report.peer(report.cpu("crm --help", outcomes[start.name])),
        report.ratio("crm check, never indexed, against parsing", slow[fresh.name], slow[parse.name], FRESH),
        report.peer(report.cpu("parse every note", slow[parse.name])),
    ]  # fmt: skip


if __name__ == "__main__":
    sys.exit(main({"check": measure}))
