"""A note opened at a line: in the user's editor, else in Obsidian."""

import shlex
import subprocess
from pathlib import Path
from urllib.parse import quote

import click

from notes_crm.cli.session import Session

_GOTO = ("code", "code-insiders", "codium", "vscodium", "cursor", "windsurf")
_COLON = ("subl", "zed", "hx", "helix", "micro", "mate")


def open_at(session: Session, path: str, line: int) -> int:
    """Open a note of the vault; the editor's exit code."""
    place = session.vault.absolute(path)
    editor = session.env.get("VISUAL") or session.env.get("EDITOR")
    if editor:
        return subprocess.run(editor_command(editor, place, line), check=False).returncode  # noqa: S603 - the user's own editor
    vault = quote(session.vault.root.name, safe="")
    return click.launch(f"obsidian://open?vault={vault}&file={quote(path, safe='')}")


def editor_command(editor: str, place: Path, line: int) -> list[str]:
    """The command that opens a file at a line, as this editor wants it."""
    command = shlex.split(editor)
    name = Path(command[0]).stem
    if name in _GOTO:
        return [*command, "--goto", f"{place}:{line}"]
    if name in _COLON:
        return [*command, f"{place}:{line}"]
    if name in ("notepad", "gedit", "kate", "open", "xdg-open"):
        return [*command, str(place)]
    return [*command, f"+{max(line, 1)}", str(place)]
