"""A text in the user's editor: what was typed is lost in no case, whatever becomes of it then."""

import contextlib
import shlex
from collections.abc import Iterator

import click

from notes_crm.cli.editor import chosen_editor
from notes_crm.cli.session import Session
from notes_crm.errors import NoEditor
from notes_crm.store.scratch import Scratch


@contextlib.contextmanager
def in_editor(session: Session, text: str) -> Iterator[str | None]:
    """A text as it left the user's editor; None where it was left as it was, emptied or removed.

    Where what is done with it fails, what was typed is kept, and said where.
    """
    editor = chosen_editor(session)
    if not session.interactive and not editor:
        raise click.UsageError(
            "Say what happened, in quotes; there is no terminal to open an editor in."
        )
    text = text if text.endswith("\n") else f"{text}\n"
    scratch = Scratch(session.state_folder, session.vault.root, session.now, text)
    try:
        _edit(scratch, editor)
        typed = _left(scratch)
        yield None if typed == text or not typed.strip() else typed
    except BaseException:
        with contextlib.suppress(OSError):
            if scratch.text() == text:
                scratch.drop()
            else:
                session.say(f"What you typed is kept in {scratch.file}")
        raise
    scratch.drop()


def _left(scratch: Scratch) -> str:
    """What the editor left; nothing where it took the file away."""
    try:
        return scratch.text()
    except FileNotFoundError:
        return ""


def _edit(scratch: Scratch, editor: list[str]) -> None:
    """Let it be edited in the editor that is set, else in the system's own."""
    command = shlex.join(editor) or None
    try:
        click.edit(filename=str(scratch.file), editor=command)
    except click.ClickException as error:
        cause = error.__cause__
        why = (
            f"can't be started ({(cause.strerror or '').lower()})"
            if isinstance(cause, OSError)
            else "failed"
        )
        name = editor[0] if editor else "The editor"
        raise NoEditor(
            f"{name} {why}; nothing was written. See to EDITOR or VISUAL, then try again."
        ) from None
