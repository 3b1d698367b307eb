"""`python -m benchmarks [NAME...]`: every benchmark, or those named, on one vault."""

import sys

from benchmarks import (
    brief,
    build,
    check,
    daypack,
    due,
    feed,
    first_answer,
    freshness,
    help,  # noqa: A004 - named after the option it measures
    hostile,
    questions,
    reconcile,
    search,
    warm,
    who,
)
from benchmarks.run import main

if __name__ == "__main__":
    modules = (
        help, who, due, feed, search, questions, hostile, warm, reconcile, freshness, check, brief, daypack,
        first_answer, build,
    )  # fmt: skip
    sys.exit(main({module.__name__.rpartition(".")[2]: module.measure for module in modules}))
