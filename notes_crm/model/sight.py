"""What somebody has seen of a vault: which notes with which contents, and what became of promises.

Names and contents are kept as short digests, so that a whole vault takes a few bytes a note and
nothing can be read out of it. Beside each note stands its mark in the index, which is another one
once anything about the note is: a block of notes whose marks are as they were seen is not looked
into. An index that was built anew may give other marks to the same notes; then names and contents
decide.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Literal, NamedTuple

from notes_crm.model.digests import blake2b

SIZE = 8
"""Bytes of a digest; of a hundred thousand notes two would share one in a hundred million vaults."""
BLOCK = 1024
"""So many numbers of an index's notes are one block."""

Kind = Literal["new", "changed"]


class Block(NamedTuple):
    """Notes that were seen: their marks, and in the same order what is remembered of each."""

    marks: bytes
    notes: bytes


class Held(NamedTuple):
    """A note as an index has it: its number, its mark, and the digest of what it holds."""

    number: int
    mark: bytes
    digest: bytes


class Sight(NamedTuple):
    """What was seen: notes in blocks by their number, and events.

    `events` are the key of a path and the key of what happened there, all joined. Nothing that
    fell overdue, or was closed in a note that is as it was seen, before `day` is left to tell.
    """

    day: date
    blocks: Mapping[int, Block]
    events: bytes


class Change(NamedTuple):
    """A note that is not as it was seen. `before` are the contents it may have had then."""

    kind: Kind
    before: frozenset[bytes]


class Difference(NamedTuple):
    """What differs from what was seen: `moved` are new paths of seen notes, with the old key."""

    changes: Mapping[str, Change]
    moved: Mapping[str, bytes]


def key(text: str) -> bytes:
    """A path, or what happened, as it is remembered."""
    return blake2b(text.encode("utf-8", "surrogateescape"), digest_size=SIZE).digest()


def pieces(data: bytes, size: int) -> list[bytes]:
    """Joined marks, notes or events, one by one."""
    return [data[at : at + size] for at in range(0, len(data), size)]


def remembered(path: str, held: Held) -> bytes:
    """A note as it is remembered: the key of its path and the beginning of its content's digest."""
    return key(path) + held.digest[:SIZE]


def blocks_of(notes: Mapping[str, Held]) -> dict[int, Block]:
    """Notes by path, as if all of them had been seen."""
    found: dict[int, dict[bytes, bytes]] = {}
    for path, held in notes.items():
        found.setdefault(held.number // BLOCK, {})[held.mark] = remembered(path, held)
    return {number: _block(those) for number, those in found.items()}


def differing(seen: Sight, marks: Mapping[int, bytes]) -> list[int]:
    """The blocks in which notes came, went or changed; `marks` are those of all notes, by block."""
    return [
        number
        for number in sorted(marks.keys() | seen.blocks.keys())
        if marks.get(number, b"") != seen.blocks.get(number, _NOTHING).marks
    ]


def seen_in(seen: Sight, blocks: Iterable[int]) -> dict[bytes, bytes]:
    """What is remembered of the notes of some blocks, by mark."""
    found: dict[bytes, bytes] = {}
    for number in blocks:
        block = seen.blocks.get(number, _NOTHING)
        found |= zip(pieces(block.marks, SIZE), pieces(block.notes, 2 * SIZE), strict=True)
    return found


def compare(gone: Iterable[bytes], notes: Mapping[str, Held]) -> Difference:
    """What is new or changed among `notes`, those with other marks than were seen.

    `gone` is what is remembered below marks that are no more. Contents that were seen under a path
    that is gone only moved, each to one place.
    """
    left = {one[:SIZE]: one[SIZE:] for one in gone}
    changes: dict[str, Change] = {}
    strange: list[tuple[str, bytes]] = []
    for path, held in notes.items():
        digest = held.digest[:SIZE]
        before = left.pop(key(path), None)
        if before is None:
            strange.append((path, digest))
        elif before != digest:
            changes[path] = Change("changed", frozenset((before,)))
    without: dict[bytes, list[bytes]] = {}
    for place, digest in left.items():
        without.setdefault(digest, []).append(place)
    moved: dict[str, bytes] = {}
    for path, digest in sorted(strange):
        if without.get(digest):
            moved[path] = without[digest].pop()
    lost = frozenset(digest for digest, places in without.items() if places)
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
    events = frozenset(pieces(seen.events, 2 * SIZE))
    if not moved:
        return events
    now = {old: key(path) for path, old in moved.items()}
    return frozenset(now.get(e[:SIZE], e[:SIZE]) + e[SIZE:] for e in events)


def looked(
    seen: Sight, marks: Mapping[int, bytes], notes: Mapping[str, Held], *,
    untold: Collection[str], events: Collection[bytes], day: date,
) -> Sight:  # fmt: skip
    """What has been seen after a look: `notes` are those with other marks than were seen.

    Those `untold` stay as they were seen, if they were.
    """
    blocks, others = dict(seen.blocks), differing(seen, marks)
    before = seen_in(seen, others)
    by_place = {one[:SIZE]: mark for mark, one in before.items()}
    known = before | {
        h.mark: remembered(path, h) for path, h in notes.items() if path not in untold
    }
    stay: dict[int, list[bytes]] = {}
    for path in untold:
        if mark := by_place.get(key(path)):
            stay.setdefault(notes[path].number // BLOCK, []).append(mark)
    after: set[bytes] = set()
    for number in others:
        now = [*pieces(marks.get(number, b""), SIZE), *stay.get(number, ())]
        blocks[number] = _block({mark: known[mark] for mark in now if mark in known})
        after.update(one[:SIZE] for one in pieces(blocks[number].notes, 2 * SIZE))
    lost = (by_place.keys() | {key(path) for path in untold}) - after
    kept = (event for event in events if event[:SIZE] not in lost) if lost else events
    return Sight(day, {n: block for n, block in blocks.items() if block.marks}, b"".join(kept))


def _block(notes: Mapping[bytes, bytes]) -> Block:
    return Block(b"".join(notes), b"".join(notes.values()))


_NOTHING = Block(b"", b"")
