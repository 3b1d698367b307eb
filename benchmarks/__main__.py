"""`python -m benchmarks [NAME...]`: every benchmark, or those named, on one vault."""

import sys

from benchmarks import brief, build, first_answer, help, reconcile, search, warm, who  # noqa: A004 - named after the option it measures
from benchmarks.run import main

if __name__ == "__main__":
    modules = (help, who, search, warm, reconcile, brief, first_answer, build)
    sys.exit(main({module.__name__.rpartition(".")[2]: module.measure for module in modules}))
