"""What somebody has seen of a vault: which notes with which contents, and what became of promises.

Names and contents are kept as short digests, so that a whole vault takes a few bytes a note and
nothing can be read out of it.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import Literal

SIZE = 8
"""Bytes of a digest; of a hundred thousand notes two would share one in a hundred million vaults."""

Kind = Literal["new", "changed"]


@dataclass(frozen=True, slots=True)
class Sight:
    """What was seen: `notes` are the key of a path and the beginning of its content's digest.

    `events` are the key of a path and the key of what happened there, joined. Nothing that fell
    overdue before `day` is left to tell.
    """

    day: date
    notes: Mapping[bytes, bytes]
    events: frozenset[bytes]


@dataclass(frozen=True, slots=True)
class Change:
    """A note that is not as it was seen. `before` are the contents it may have had then."""

    kind: Kind
    before: frozenset[bytes]


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs from what was seen: `moved` are new paths of seen notes, with the old key."""

    changes: Mapping[str, Change]
    moved: Mapping[str, bytes]


def key(text: str) -> bytes:
    """A path, or what happened, as it is remembered."""
    return blake2b(text.encode("utf-8", "surrogateescape"), digest_size=SIZE).digest()


def compare(seen: Sight, notes: Mapping[str, bytes]) -> Difference:
    """What is new or changed among `notes`, paths with their content's digest.

    Contents that were seen under a path that is gone only moved, each to one place.
    """
    left = dict(seen.notes)
    changes: dict[str, Change] = {}
    strange: list[tuple[str, bytes]] = []
    for path, digest in notes.items():
        before = left.pop(key(path), None)
        if before is None:
            strange.append((path, digest[:SIZE]))
        elif before != digest[:SIZE]:
            changes[path] = Change("changed", frozenset((before,)))
    gone: dict[bytes, list[bytes]] = {}
    for place, digest in left.items():
        gone.setdefault(digest, []).append(place)
    moved: dict[str, bytes] = {}
    for path, digest in sorted(strange):
        if gone.get(digest):
            moved[path] = gone[digest].pop()
    lost = frozenset(digest for digest, places in gone.items() if places)
    changes |= {path: Change("new", lost) for path, _ in strange if path not in moved}
    return Difference(changes, moved)


def event_keys(happened: Iterable[tuple[str, str]]) -> list[bytes]:
    """The key of each thing that happened, (path, what); twins in one note get one each."""
    counts: Counter[tuple[str, str]] = Counter()
    places: dict[str, bytes] = {}
    found = []
    for path, what in happened:
        counts[path, what] += 1
        place = places.get(path) or places.setdefault(path, key(path))
        found.append(place + key(f"{counts[path, what]} {what}"))
    return found


def known_events(seen: Sight, moved: Mapping[str, bytes]) -> frozenset[bytes]:
    """The events that were seen, those of notes that moved under their new path."""
    if not moved:
        return seen.events
    now = {old: key(path) for path, old in moved.items()}
    return frozenset(now.get(e[:SIZE], e[:SIZE]) + e[SIZE:] for e in seen.events)


def looked(
    seen: Sight, notes: Mapping[str, bytes], difference: Difference, *,
    untold: Collection[str], events: frozenset[bytes], day: date,
) -> Sight:  # fmt: skip
    """What has been seen after a look at `notes`, of which those `untold` stay as they were seen."""
    now = {key(path): digest[:SIZE] for path, digest in notes.items()}
    for path in untold:
        place = key(path)
        del now[place]
        if difference.changes[path].kind == "changed":
            now[place] = seen.notes[place]
    return Sight(day, now, frozenset(e for e in events if e[:SIZE] in now))
