"""Conflict copies in a vault: which there are, what merging them makes of a note, and doing it.

The order of writing is journal, note, copy: killed at any point, there is the old note or the
new one, and the copy is where it was or in the trash.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from notes_crm.errors import CrmError, EditedMeanwhile
from notes_crm.model.merge.merge import NotMergeable, Undecided, found_again, merge
from notes_crm.store import trash
from notes_crm.store.journal import Change, Entry, Journal
from notes_crm.store.replace import Seen, refuse_unfit, replace_note, see
from notes_crm.store.stamps import parts_of
from notes_crm.store.vault import Vault

if TYPE_CHECKING:
    from notes_crm.model.schema import Schema


@dataclass(frozen=True, slots=True)
class Plan:
    """What merging makes of one note: `before` is None where the original is gone.

    `merged` are the copies whose words are all in `after`; `refused` says why the others are not.
    """

    original: str
    before: Seen | None
    after: bytes
    merged: tuple[Seen, ...]
    refused: Mapping[str, str]
    united: tuple[str, ...]
    undecided: tuple[Undecided, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """A plan that was carried out, as far as it was: copies with their places in the trash."""

    plan: Plan
    written: bool
    moved: Mapping[str, str]
    failed: str | None = None


def by_original(copies: Mapping[str, str]) -> dict[str, list[str]]:
    """Copies by their original; a copy of a copy belongs to the note behind both."""
    found: dict[str, list[str]] = {}
    for copy in sorted(copies):
        original, seen = copies[copy], {copy}
        while original in copies and original not in seen:
            seen.add(original)
            original = copies[original]
        found.setdefault(original, []).append(copy)
    return found


def plan(vault: Vault, original: str, copies: Iterable[str]) -> Plan:
    """Read a note and its copies, and merge them in the order in which they were changed."""
    refused: dict[str, str] = {}
    seen = [found for path in copies if (found := _seen(vault, path, refused)) is not None]
    seen.sort(key=lambda copy: parts_of(copy.stamp).mtime)
    before = None
    if vault.absolute(original).exists():
        try:
            before = see(vault, original)
            refuse_unfit(vault, before)
        except CrmError as error:
            refused |= {copy.path: str(error) for copy in seen}
            seen = []
    elif seen:
        seen.reverse()  # the youngest becomes the note
    return _united(original, before, seen, refused, vault.settings.schema)


def carry_out(
    vault: Vault, journal: Journal, plans: Sequence[Plan], command: str, when: datetime
) -> list[Done]:
    """Write what the plans say; what can't be done is said of each and stops no other."""
    plans = [one for one in plans if one.merged]
    places = {
        copy.path: trash.reserve(vault, copy.path) for one in plans for copy in one.merged
    }  # before anything is written: a trash that can't be had stops all
    changes = [change for one in plans for change in _changes(one, places)]
    if not changes:
        return []
    try:
        entry = journal.record(command, when, changes)
    except CrmError:
        for place in places.values():
            trash.release(vault, place)
        raise
    done = [_carried_out(vault, one, places) for one in plans]
    _forget_undone(journal, entry, done)
    return done


def _seen(vault: Vault, path: str, refused: dict[str, str]) -> Seen | None:
    try:
        return see(vault, path)
    except EditedMeanwhile:  # it went away since it was listed
        return None
    except CrmError as error:
        refused[path] = str(error)
        return None


def _united(
    original: str, before: Seen | None, copies: Sequence[Seen], refused: dict[str, str],
    schema: "Schema",
) -> Plan:  # fmt: skip
    data = before.data if before else copies[0].data if copies else b""
    merged: list[Seen] = []
    united: list[str] = []
    undecided: list[Undecided] = []
    for copy in copies:
        try:
            found = merge(data, copy.data, original, schema)
        except NotMergeable as reason:
            refused[copy.path] = f"{reason}; bring them together in an editor, then delete the copy"
            continue
        data = found.data
        merged.append(copy)
        united += found.united
        undecided = [*found_again(undecided, data), *found.undecided]
    return Plan(original, before, data, tuple(merged), refused, tuple(united), tuple(undecided))


def _changes(one: Plan, places: Mapping[str, str]) -> Iterable[Change]:
    if one.before is None:
        yield Change(one.original, after=one.after)
    elif one.after != one.before.data:
        yield Change(one.original, before=one.before.data, after=one.after)
    for copy in one.merged:
        yield Change(copy.path, before=copy.data, moved_to=places[copy.path])


def _carried_out(vault: Vault, one: Plan, places: Mapping[str, str]) -> Done:
    moved: dict[str, str] = {}
    written, failed = False, None
    try:
        if one.before is None:
            vault.create_bytes(one.original, one.after)
        elif one.after != one.before.data:
            replace_note(vault, one.before, one.after)
        written = True
        for copy in one.merged:
            if see(vault, copy.path).data != copy.data:
                raise EditedMeanwhile(
                    f"{copy.path} has changed since it was read; say it again to merge the rest."
                )
            trash.put(vault, copy.path, places[copy.path])
            moved[copy.path] = places[copy.path]
    except CrmError as error:
        failed = str(error)
        for copy in one.merged:
            if copy.path not in moved:
                trash.release(vault, places[copy.path])
    return Done(one, written, moved, failed)


def _forget_undone(journal: Journal, entry: Entry, done: Sequence[Done]) -> None:
    """Let the journal entry speak only of what was done."""
    if not any(one.failed for one in done):
        return
    moved = {copy for one in done for copy in one.moved}
    written = {one.plan.original for one in done if one.written}
    files = [f for f in entry.files if f.path in moved or (f.path in written and not f.moved_to)]
    journal.amend(entry, files)
