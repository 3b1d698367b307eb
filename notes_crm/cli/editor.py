"""A note opened at a line: in the user's editor, else in Obsidian."""

import shlex
import subprocess
from pathlib import Path
from urllib.parse import quote

from notes_crm.cli.session import Session
from notes_crm.errors import NoEditor

_GOTO = ("code", "code-insiders", "codium", "vscodium", "cursor", "windsurf")
_COLON = ("subl", "zed", "hx", "helix", "micro", "mate")


def open_at(session: Session, path: str, line: int) -> int:
    """Open a note of the vault; the editor's exit code."""
    place = session.vault.absolute(path)
    if editor := chosen_editor(session):
        try:
            return subprocess.run(editor_command(editor, place, line), check=False).returncode  # noqa: S603 - the user's own editor
        except OSError as error:
            why = (error.strerror or str(error)).lower()
            raise NoEditor(
                f"{editor[0]} can't be started ({why}); see to {_named(session)}."
            ) from None
    from notes_crm.cli.opening import not_opened
    from notes_crm.output.console import one_line

    vault = quote(session.vault.root.name, safe="")
    address = f"obsidian://open?vault={vault}&file={quote(path, safe='')}"
    if tried := not_opened(session, address):
        raise NoEditor(
            f"Obsidian can't be had, for {tried}; the line is {one_line(str(place))}:{line}. To open "
            "it from here, set EDITOR to your editor."
        )
    return 0


def chosen_editor(session: Session) -> list[str]:
    """The words of VISUAL, else of EDITOR; none where neither is set, NoEditor if they make none."""
    typed = session.env.get(_named(session), "")
    try:
        return shlex.split(typed)
    except ValueError:
        raise NoEditor(
            f"{_named(session)} can't be read, for a quotation in it is never closed; mend it."
        ) from None


def _named(session: Session) -> str:
    """Which variable names the editor."""
    return "VISUAL" if session.env.get("VISUAL") else "EDITOR"


def editor_command(command: list[str], place: Path, line: int) -> list[str]:
    """The command that opens a file at a line, as this editor wants it."""
    name = Path(command[0]).stem
    if name in _GOTO:
        return [*command, "--goto", f"{place}:{line}"]
    if name in _COLON:
        return [*command, f"{place}:{line}"]
    if name in ("notepad", "gedit", "kate", "open", "xdg-open"):
        return [*command, str(place)]
    return [*command, f"+{max(line, 1)}", str(place)]
