"""One line that somebody types, in a terminal or through a pipe, without marks that can't be seen."""

import sys

import click

from notes_crm.cli.session import Session


def read_line(session: Session, prompt: str) -> str:
    """The line, blanks at its ends left out; lines that were pasted at once stay apart by `\\n`.

    EOFError where nothing more comes. A prompt is shown to people only.
    """
    if session.interactive and sys.stdout.isatty():
        return _seen(input(prompt))
    if session.interactive:
        click.echo(prompt, nl=False, err=True)
    if not (line := sys.stdin.readline()):
        raise EOFError
    return _seen(line)


def line_editing() -> None:
    """Arrow keys, where the system has them."""
    try:
        import readline  # noqa: F401 - input() uses it once it is there
    except ImportError:
        return


def _seen(line: str) -> str:
    shown = ("".join(c if c.isprintable() else " " for c in row) for row in line.splitlines())
    rows = (" ".join(row.split()) for row in shown)
    return "\n".join(row for row in rows if row)
