"""Reads every recorded case, prints what agrees and what does not: `python -m tests.conformance`."""
# ruff: noqa: T201 - printing is what this command is for

import argparse
import json
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from tests.conformance import Miss, Report
from tests.conformance import tasks as task_lines

DATA = Path(__file__).parents[3] / "shared" / "data"
FRONTMATTER = "tests.conformance.frontmatter"
SHOWN = 5
"""Differences shown of each field, if not all are asked for."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Return 0 if everything agrees, 1 if something differs without a reason, 2 without data."""
    parser = argparse.ArgumentParser(prog="python -m tests.conformance", description=__doc__)
    parser.add_argument(
        "--data", type=Path, default=DATA, help="folder with tasks/ and frontmatter/"
    )
    parser.add_argument("--verbose", action="store_true", help="show every difference")
    asked = parser.parse_args(arguments)
    report = run(asked.data)
    if not report.cases:
        print(f"There are no recorded cases in {asked.data}; name their folder with --data.")
        return 2
    show(report, verbose=asked.verbose)
    return 1 if report.unexcused() else 0


def run(data: Path) -> Report:
    """Judge all records below `data`; each file by what its records hold, whatever its name."""
    report = Report()
    for path in sorted([*data.glob("*.jsonl"), *(data / "tasks").glob("*.jsonl")]):
        for record in records(path):
            if task_lines.knows(record):
                task_lines.judge(record, path.name, report)
    if find_spec(FRONTMATTER) is not None and (data / "frontmatter").is_dir():
        report.add(import_module(FRONTMATTER).run(data / "frontmatter"))
    return report


def records(path: Path) -> list[dict[str, object]]:
    """Read a file of one JSON object a line."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def show(report: Report, *, verbose: bool) -> None:
    """Print a row for each field of each file, then the first differences."""
    file_before = ""
    for file, field, compared, equal, excused in report.rows():
        if file != file_before:
            print(f"\n{file}: {report.cases.get(file, 0)} cases")
            file_before = file
        share = 100 * equal / compared
        note = f"  {excused} excused" if excused else ""
        print(f"  {field:<32}{equal:>7} of {compared:<7}{share:6.1f} %{note}")
    counted: dict[tuple[str, str], int] = {}
    for miss in report.misses:
        key = (miss.file, miss.field)
        counted[key] = counted.get(key, 0) + 1
        if verbose or counted[key] <= SHOWN:
            _show_miss(miss)
    total = sum(report.compared.values())
    print(f"\n{total - len(report.misses)} of {total} comparisons agree.", end=" ")
    print(f"{len(report.misses) - len(report.unexcused())} of the others have a written reason.")


def _show_miss(miss: Miss) -> None:
    print(f"\n{miss.file}  {miss.field}\n  case      {miss.case!r}")
    print(f"  expected  {miss.expected!r}\n  got       {miss.got!r}")
    if miss.excuse:
        print(f"  because   {miss.excuse}")


if __name__ == "__main__":
    sys.exit(main())
