"""What differs between the disk and the index: what is read next, and what is not believed at once."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from notes_crm.errors import VanishedVault
from notes_crm.store import litter
from notes_crm.store.look import Look, Odd
from notes_crm.store.stamps import Stamp, is_of_nothing, parts_of

BATCHES = (100, 200, 500, 1000, 2000, 5000, 10_000)
"""Notes a batch: the first are small, so that a first answer need not wait."""
MERGE_PAUSE = 0.15
"""Seconds until a look is repeated that saw a note moved aside by `git mergetool`."""
BRAKE_COUNT, BRAKE_SHARE = 20, 0.3
"""More notes than both gone in one look is an accident until somebody says otherwise."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs between the disk and the index; paths."""

    added: frozenset[str]
    changed: frozenset[str]
    removed: frozenset[str]

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)

    def to_read(self) -> list[str]:
        """What came or changed, the newest first."""
        return sorted(self.added | self.changed, key=_date_in, reverse=True)


NO_CHANGES = Changes(frozenset(), frozenset(), frozenset())


def compare(now: dict[str, Stamp], before: dict[str, Stamp]) -> Changes:
    """What came, changed and went between two looks."""
    differing = [path for path, stamp in now.items() if before.get(path) != stamp]
    added = frozenset(path for path in differing if path not in before)
    went = len(before) + len(added) > len(now)  # sets of all paths cost more than the rest
    removed = frozenset(before.keys() - now.keys()) if went else frozenset[str]()
    return Changes(added, frozenset(differing) - added, removed)


def changes_in(
    look: Look, before: dict[str, Stamp], unworded: Callable[[], Collection[str]]
) -> tuple[Look, Changes]:
    """What a look found, as far as it is believed; `unworded` is asked only where anything differs."""
    if look.stamps == before and not look.placeholders:
        return look, NO_CHANGES
    look = believed(look, before, unworded())
    return look, compare(look.stamps, before)


def believed(look: Look, before: Mapping[str, Stamp], unworded: Collection[str]) -> Look:
    """The look with what is no change of mind left as it was, and that said.

    A placeholder (a file that is kept elsewhere and only named here) and a file emptied by a
    sync tool or an editor in mid-save are not read as "the words are gone": the last words
    stay until there are others, or until the file goes. Of the `unworded` nobody kept the words.
    """
    stamps, odd = look.stamps, list(look.odd)
    before = (
        {path: known for path, known in before.items() if path not in unworded}
        if unworded
        else before
    )
    kept = {
        path: before[path] for path in look.placeholders if path in before and path not in stamps
    }
    odd += [
        Odd(path, "placeholder", "its words are not on this machine; the last known ones are kept")
        for path in kept
    ]
    never = "its words are not on this machine, and never were; make it available offline"
    unknown = sorted(look.placeholders - kept.keys() - stamps.keys())
    odd += [Odd(path, "placeholder", never) for path in unknown]
    emptied = [
        path
        for path, now in stamps.items()
        if is_of_nothing(now) and parts_of(before.get(path, now)).size > 0
    ]
    odd += [
        Odd(
            path,
            "emptied",
            "this note is suddenly empty; its last words are kept until it has others",
        )
        for path in emptied
    ]
    if not kept and not emptied and not unknown:
        return look
    stamps = stamps | kept | {path: before[path] for path in emptied}
    return replace(look, stamps=stamps, odd=tuple(odd))


def in_mid_merge(changes: Changes) -> bool:
    """Whether `git mergetool` has just moved a note aside, and puts a copy back in a moment."""
    for path in changes.added if changes.removed else ():
        folder, slash, name = path.rpartition("/")
        original = litter.merged_from(name)
        if original and f"{folder}{slash}{original}" in changes.removed:
            return True
    return False


def batches(todo: Sequence[str]) -> Iterator[Sequence[str]]:
    """What is to be read, in growing portions."""
    start = 0
    for size in (*BATCHES, *(BATCHES[-1] for _ in todo)):
        if start >= len(todo):
            return
        yield todo[start : start + size]
        start += size


def brake(changes: Changes, before: dict[str, Stamp], look: Look) -> None:
    """Refuse to forget many notes at once: a vault that is not mounted looks empty."""
    gone = len(changes.removed - look.placeholders)
    emptied = bool(before) and not look.stamps
    if emptied or len(changes.removed) - len(changes.added) > max(
        BRAKE_COUNT, BRAKE_SHARE * len(before)
    ):
        raise VanishedVault(
            f"{gone} of {len(before)} notes are suddenly gone, so the index was left as it is. See that the "
            "folder is mounted and synced; if they were meant to go, say: crm index --accept-removals."
        )


def _date_in(path: str) -> str:
    """For order only: the date a name carries; names without one come last."""
    found = re.search(r"\d{4}-\d{2}-\d{2}[ T_]?(?:\d{4,6})?", path.rpartition("/")[2])
    return found.group() if found else ""
