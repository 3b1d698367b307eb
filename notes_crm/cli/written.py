"""What a command has written: told to the undo journal before, and to the session after."""

from collections.abc import Sequence

import click

from notes_crm.cli.session import Session
from notes_crm.errors import AlreadyExists, CrmError, NoVault, Unwritable
from notes_crm.store.journal import Change, Entry, Journal, Kept, kept


class Written:
    """The new files of one command: one entry of the undo journal, made before each is written."""

    def __init__(self, session: Session) -> None:
        self._session, self._journal = session, journal_of(session)
        self._entry: Entry | None = None
        self._files: list[Kept] = []

    def create(self, paths: Sequence[str], data: bytes) -> str:
        """Write a file under the first of these paths that is free; which one that is."""
        vault = self._session.vault
        if not vault.root.is_dir():
            raise NoVault(
                f"{vault.root} is not there any more; nothing was written. Where it was renamed "
                "or moved, go to where it is now and say it again."
            )
        free = [path for path in paths[:-1] if not vault.absolute(path).exists()]
        for path in (*free, paths[-1]):
            self._record(Change(path, after=data))
            try:
                vault.create_bytes(path, data)
            except CrmError as error:
                if self._entry:
                    self._entry = self._journal.amend(self._entry, self._files)
                if path == paths[-1] or not isinstance(error, AlreadyExists):
                    raise
            else:
                self._files.append(kept(Change(path, after=data)))
                self._session.wrote([path])
                return path
        raise AssertionError(paths)

    def _record(self, change: Change) -> None:
        if self._entry and self._entry.files:
            self._entry = self._journal.amend(self._entry, [*self._files, kept(change)])
            return
        command = _called(click.get_current_context())
        try:
            self._entry = self._journal.record(command, self._session.now, [change])
        except Unwritable as error:  # a new note is worth more than taking it back
            self._session.say(f"{error} Until then crm undo can't take back what is written.")


def _called(ctx: click.Context) -> str:
    """The command as it is typed behind crm: `log`, `template eject`."""
    outer = ctx.parent
    name = ctx.info_name or "crm"
    return name if outer is None or outer.parent is None else f"{_called(outer)} {name}"


def journal_of(session: Session) -> Journal:
    """The undo journal of this vault."""
    return Journal(session.state_folder, session.vault.root)


def cut_off(session: Session) -> str | None:
    """A sentence about a command of many steps that was killed half way; None where there is none."""
    cut = journal_of(session).interrupted()
    if cut is None:
        return None
    when = f"{cut.when:%Y-%m-%d %H:%M}"
    return f"crm {cut.command} was cut off half way on {when}; take it back with: crm undo"
