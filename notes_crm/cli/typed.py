"""What somebody types, in a terminal, through a pipe or behind a command, as the letters that were meant."""

import os
import re
import sys
from collections.abc import Sequence

import click

from notes_crm.cli.session import Session

_NO_UTF8 = re.compile(r"[\udc80-\udcff]")
"""Bytes that Python could not read, as it carries them along."""


def arguments_as_meant(arguments: Sequence[str]) -> list[str]:
    """Words whose bytes are no UTF-8 as `readable`; what names a file there is stays as it is."""
    return [
        word
        if word.isascii() or os.path.lexists(word.partition("=")[2] or word)
        else readable(word)
        for word in arguments
    ]


def readable(text: str) -> str:
    """The text, where bytes of it were no UTF-8 read as Windows-1252, as they are in notes."""
    if not _NO_UTF8.search(text):
        return text
    from notes_crm.model.decode import decoded

    return decoded(text.encode("utf-8", "surrogateescape"), "").text


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


def piped() -> str:
    """The lines that come on standard input, as notes are read; a usage error where that is no text."""
    from notes_crm.model.decode import MAX_BYTES, decoded

    if sys.stdin and sys.stdin.isatty():
        end = "Ctrl-Z and Enter" if os.name == "nt" else "Ctrl-D"
        click.echo(f"Type what happened, a line each; {end} on a new line ends.", err=True)
    data = sys.stdin.buffer.read(MAX_BYTES + 1) if sys.stdin else b""  # none where it was closed
    text = "\n".join(_seen(line) for line in decoded(data, "").lines)
    if len(data) > MAX_BYTES:
        raise click.UsageError(
            f"That is more than {MAX_BYTES // 1024**2} MiB; no note holds so much."
        )
    if not text.strip():
        raise click.UsageError("No words came on standard input; nothing was written.")
    return text


def line_editing() -> None:
    """Arrow keys, where the system has them."""
    try:
        import readline  # noqa: F401 - input() uses it once it is there
    except ImportError:
        return


def _seen(line: str) -> str:
    shown = (
        "".join(c if c.isprintable() else " " for c in row) for row in readable(line).splitlines()
    )
    rows = (" ".join(row.split()) for row in shown)
    return "\n".join(row for row in rows if row)
