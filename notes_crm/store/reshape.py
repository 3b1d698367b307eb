"""Notes that get other names and places together with all links to them: one journal entry, all or nothing.

The order is journal, folders, files, new notes, changed notes, trash. Killed at any point, the
journal tells how far it came, and `crm undo` takes it back.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from notes_crm.errors import CrmError, EditedMeanwhile
from notes_crm.store import moves, trash
from notes_crm.store.journal import Change, Entry, Journal
from notes_crm.store.replace import Seen, refuse_unfit, replace_note, see
from notes_crm.store.vault import Vault


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A note that gets new bytes: as it was seen in its old place, its new place, and how many links change."""

    seen: Seen
    path: str
    data: bytes
    links: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done, in order. `moves` hold paths as they are when their turn has come.

    `places` are the old and new paths of all files concerned, for people to read; `decide` are
    lines of a united profile for a person to decide, from 1; `remarks` say what stays undone.
    """

    moves: tuple[tuple[str, str], ...]
    places: Mapping[str, str]
    rewrites: tuple[Rewrite, ...] = ()
    created: Mapping[str, bytes] = field(default_factory=dict)
    trashed: tuple[Seen, ...] = ()
    decide: tuple[tuple[str, int], ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def links(self) -> int:
        """How many links are rewritten."""
        return sum(one.links for one in self.rewrites)


def carry_out(vault: Vault, journal: Journal, plan: Plan, command: str, when: datetime) -> Entry:
    """Do all that the plan says; where one step fails, all before it are taken back.

    EditedMeanwhile where a note is no longer as it was seen; Unwritable where it can't be done.
    """
    for one in (*(rewrite.seen for rewrite in plan.rewrites), *plan.trashed):
        _refuse_changed(vault, one)
    places = {seen.path: trash.reserve(vault, seen.path) for seen in plan.trashed}
    changes = [Change(old, moved_to=new) for old, new in plan.moves]
    changes += [Change(path, after=data) for path, data in plan.created.items()]
    changes += [Change(one.path, one.seen.data, one.data) for one in plan.rewrites]
    changes += [Change(s.path, before=s.data, moved_to=places[s.path]) for s in plan.trashed]
    try:
        entry = journal.record(command, when, changes, finished=False)
    except CrmError:
        _release(vault, places)
        raise
    try:
        _act(vault, plan, places)
    except BaseException:
        journal.undo(vault, entry)
        journal.amend(entry, ())
        _release(vault, places)
        raise
    return journal.finish(entry)


def _act(vault: Vault, plan: Plan, places: Mapping[str, str]) -> None:
    for old, new in plan.moves:
        moves.move(vault, old, new)
    for path, data in plan.created.items():
        vault.create_bytes(path, data)
    for one in plan.rewrites:
        seen = see(vault, one.path)
        if seen.data != one.seen.data:
            raise _changed(one.path)
        replace_note(vault, seen, one.data)
    for seen in plan.trashed:
        _refuse_changed(vault, seen)
        trash.put(vault, seen.path, places[seen.path])
        moves.remove_empty(vault, vault.absolute(seen.path).parent)


def _refuse_changed(vault: Vault, seen: Seen) -> None:
    refuse_unfit(vault, seen)
    if replace(see(vault, seen.path), stamp=seen.stamp) != seen:
        raise _changed(seen.path)


def _changed(path: str) -> EditedMeanwhile:
    return EditedMeanwhile(f"{path} has changed meanwhile, so nothing was done; say it again.")


def _release(vault: Vault, places: Mapping[str, str]) -> None:
    for place in places.values():
        trash.release(vault, place)
