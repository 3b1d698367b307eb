"""Who wrote the notes that nobody signed: what git says, under the names we have for each other."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from notes_crm.cli.session import Session

Names = dict[str, str | None]


def by_git(session: "Session", paths: Sequence[str]) -> tuple[Names, Names]:
    """By path, who brought each of these notes into git and who changed it last.

    Empty where the vault is not in git, or git is not here. No note is asked about that is signed,
    so that a vault whose notes are signed never waits for it.
    """
    if not paths:
        return {}, {}
    from notes_crm.cli.team import colleagues
    from notes_crm.store.authors import is_in_git, traced

    if not is_in_git(session.vault.root):
        return {}, {}
    session.runs_program()
    found = traced(session.vault.root, paths, session.env)
    name = colleagues(session).name
    wrote = {path: one.wrote and name(one.wrote) for path, one in found.items()}
    return wrote, {path: one.changed and name(one.changed) for path, one in found.items()}
