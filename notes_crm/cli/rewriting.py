"""Notes that a command changes: all are looked at first, then the journal knows, then they are written."""

from collections.abc import Mapping

from notes_crm.cli.session import Session
from notes_crm.cli.written import journal_of
from notes_crm.errors import EditedMeanwhile, Unwritable
from notes_crm.model.note import Note, parse
from notes_crm.store.journal import Change
from notes_crm.store.replace import Seen, refuse_unfit, replace_note, see
from notes_crm.store.steps import states


def look(session: Session, path: str) -> Seen:
    """A note that is to be changed, as it stands; Unwritable for what is never edited, or not read as it was written."""
    seen = see(session.vault, path)
    refuse_unfit(session.vault, seen)
    try:
        seen.data.decode()
    except UnicodeDecodeError:
        raise Unwritable(
            f"{path} was left as it is: it is not UTF-8 text; save it as UTF-8, then try again."
        ) from None
    return seen


def read(session: Session, data: bytes, path: str = "") -> Note:
    """Bytes as this vault reads them."""
    return parse(data, path, session.schema, session.vault.task_settings)


def rewrite(session: Session, command: str, changes: Mapping[Seen, bytes]) -> list[str]:
    """Give notes their new bytes; the paths of those that changed.

    Whatever stops it half way, the journal speaks only of what is no longer as it was.
    """
    meant = {seen: data for seen, data in changes.items() if data != seen.data}
    if not meant:
        return []
    for seen in meant:
        refuse_unfit(session.vault, seen)
    journal = journal_of(session)
    entry = journal.record(
        command,
        session.now,
        [Change(seen.path, before=seen.data, after=data) for seen, data in meant.items()],
    )
    written: list[str] = []
    at = None
    try:
        for seen, data in meant.items():
            at = seen.path
            replace_note(session.vault, seen, data)
            written.append(seen.path)
    except EditedMeanwhile:
        at = None  # what it says now is somebody else's
        raise
    finally:
        if len(written) < len(meant):
            found = zip(entry.files, states(session.vault, entry.files), strict=True)
            ours = [
                f for f, state in found if f.path in written or (f.path == at and state != "before")
            ]
            journal.amend(entry, ours)
        session.wrote([seen.path for seen in meant])
    return written


def in_the_note(path: str, error: Unwritable) -> Unwritable:
    """The error with the note that it speaks of."""
    return Unwritable(f"{path}: {error}")
