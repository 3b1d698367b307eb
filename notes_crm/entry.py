"""The console entry: run the command line, and turn whatever happens into an exit code."""

import sys


def main(arguments: list[str] | None = None) -> int:
    """Run `crm`; 0 done, 1 findings or nothing found, 2 could not, 3 a bug, 130 interrupted."""
    from notes_crm.cli.app import run

    return run(sys.argv[1:] if arguments is None else arguments)
