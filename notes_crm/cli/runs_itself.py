"""Which commands a running watch leaves alone, declared beside each of them."""

from collections.abc import Callable
from typing import TypeVar

import click

ALWAYS = "always"
_DECLARED: dict[click.Command, frozenset[str]] = {}

C = TypeVar("C", bound=click.Command)


def runs_itself(*options: str) -> Callable[[C], C]:
    """Above `@click.command`: a command that only asks, and that no watch is to answer even so.

    With options, as they are typed, only where one of them is: such as open a program, read
    standard input, write a file, or print the whole vault.
    """

    def declare(command: C) -> C:
        _DECLARED[command] = frozenset(options or {ALWAYS})
        return command

    return declare


def must_run_itself(command: click.Command, typed: tuple[str, ...]) -> bool:
    """Whether this command line was declared to run itself."""
    declared = _DECLARED.get(command, frozenset())
    return ALWAYS in declared or any(_option(word) in declared for word in typed)


def _option(word: str) -> str:
    """The option that a word begins with: `--output=x`, `-o`, `-ox`."""
    return word.partition("=")[0] if word.startswith("--") else word[:2]
