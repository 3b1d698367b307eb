"""What was seen of a vault: new, changed and moved told apart, and kept whole or not at all."""

import json
import stat
from datetime import date, datetime
from hashlib import blake2b

import pytest

from notes_crm.errors import Unwritable
from notes_crm.model import sight
from notes_crm.model.sight import BLOCK, Held, Sight
from notes_crm.store.sights import Look, Sights

DAY = date(2026, 3, 10)
NOW = datetime(2026, 3, 10, 8, 30)


def digest(text):
    return text.encode().ljust(16, b".")


def held(built="", **notes):
    """Notes as an index has them, one in a block; `built` makes other marks of the same notes."""
    return {
        path: Held(n * BLOCK, sight.key(f"{built} {path} {text}"), digest(text))
        for n, (path, text) in enumerate(notes.items(), 1)
    }


def seen(**notes):
    return Sight(DAY, sight.blocks_of(held(**notes)), b"")


def marks(notes):
    return {note.number // BLOCK: note.mark for note in notes.values()}


def fresh(before, now):
    """The notes that are not as they were seen, as a look finds them; and what is gone."""
    blocks = sight.differing(before, marks(now))
    known = sight.seen_in(before, blocks)
    there = {path: note for path, note in now.items() if note.number // BLOCK in blocks}
    gone = known.keys() - {note.mark for note in there.values()}
    notes = {path: note for path, note in there.items() if note.mark not in known}
    return notes, [known[mark] for mark in gone]


def difference(before, now):
    notes, gone = fresh(before, now)
    return sight.compare(gone, notes)


def looked(before, now, *, untold=(), events=()):
    return sight.looked(
        before, marks(now), fresh(before, now)[0], untold=untold, events=events, day=DAY
    )


def remembered(sight_):
    return sight.seen_in(sight_, sight_.blocks)


def kinds(before, **now):
    found = difference(before, held(**now))
    return {path: change.kind for path, change in found.changes.items()}, set(found.moved)


def test_what_is_new_what_changed_and_what_only_moved():
    before = seen(a="one", b="two", c="three")
    assert kinds(before, a="one", b="2", d="three", e="four") == (
        {"b": "changed", "e": "new"}, {"d"},
    )  # fmt: skip


def test_a_copy_is_new_and_so_is_the_second_place_of_what_moved():
    assert kinds(seen(a="one"), a="one", b="one") == ({"b": "new"}, set())
    assert kinds(seen(a="one"), b="one", c="one") == ({"c": "new"}, {"b"})


def test_twins_in_a_note_are_two_events_and_move_with_it():
    one, two, other = sight.event_keys([("a", "kept"), ("a", "kept"), ("b", "kept")])
    assert len({one, two, other}) == 3
    known = sight.known_events(Sight(DAY, {}, one + two), {"b": sight.key("a")})
    assert other in known
    assert one not in known


def test_an_index_that_was_built_anew_changes_nothing():
    before, now = seen(a="one", b="two"), held("anew", b="two", a="one")
    assert difference(before, now) == sight.Difference({}, {})
    assert remembered(looked(before, now)) == {
        note.mark: sight.remembered(path, note) for path, note in now.items()
    }


def test_only_blocks_with_other_marks_are_looked_into():
    before, now = seen(a="one", b="two", c="three"), held(a="one", b="2", d="four")
    assert sight.differing(before, marks(now)) == [2, 3]
    assert sight.differing(looked(before, now), marks(now)) == []


def test_what_was_not_told_stays_as_it_was_seen():
    before, now = seen(a="one", b="two"), held(a="1", c="new")
    after = looked(before, now, untold={"a", "c"})
    assert remembered(after) == remembered(seen(a="one"))
    assert difference(after, now).changes.keys() == {"a", "c"}


def test_events_of_notes_that_are_gone_are_forgotten():
    gone, still, untold = sight.event_keys([(name, "kept") for name in ("gone", "a", "new")])
    before, now = seen(gone="one", a="two"), held(a="2", new="three")
    after = looked(before, now, untold={"new"}, events=(gone, still, untold))
    assert after.events == still


def test_a_look_comes_back_as_it_was_and_belongs_to_one_of_us(tmp_path):
    sights = Sights(tmp_path / "state", tmp_path, "Sam Lee")
    assert sights.load() is None
    (event,) = sight.event_keys([("a", "x")])
    look = Look(NOW, Sight(DAY, seen(a="one", b="two").blocks, event))
    sights.save(look)
    assert sights.load() == look
    assert Sights(tmp_path / "state", tmp_path, "SAM LEE").load() == look
    assert Sights(tmp_path / "state", tmp_path, "Ana").load() is None
    assert stat.S_IMODE(sights.file.stat().st_mode) == 0o600
    assert [f.name for f in sights.file.parent.iterdir()] == [sights.file.name]


def test_a_look_of_the_first_version_is_still_known(tmp_path):
    sights = Sights(tmp_path, tmp_path, "Sam")
    notes = b"".join(sight.remembered(path, note) for path, note in held(a="one", b="two").items())
    (event,) = sight.event_keys([("a", "x")])
    summed = blake2b(notes + event, digest_size=16).hexdigest()
    head = {"version": 1, "when": str(NOW), "day": str(DAY), "notes": 2, "sum": summed}
    sights.file.parent.mkdir(parents=True)
    sights.file.write_bytes(json.dumps(head).encode() + b"\n" + notes + event)
    look = sights.load()
    assert (look.when, look.sight.day, look.sight.events) == (NOW, DAY, event)
    now = held(a="one", b="2", c="three")
    found = difference(look.sight, now).changes
    assert {path: change.kind for path, change in found.items()} == {"b": "changed", "c": "new"}
    assert remembered(looked(look.sight, now)) == remembered(looked(seen(), now))


@pytest.mark.parametrize("damage", ["", "{", "short", "flip", "[]\n"])
def test_a_damaged_look_is_none(tmp_path, damage):
    sights = Sights(tmp_path, tmp_path, "Sam")
    sights.save(Look(NOW, seen(a="one")))
    data = sights.file.read_bytes()
    bad = {"short": data[:-1], "flip": data[:-1] + bytes([data[-1] ^ 1])}
    sights.file.write_bytes(bad.get(damage, damage.encode()))
    assert sights.load() is None


def test_a_place_that_takes_no_file_is_said(tmp_path):
    (tmp_path / "state").write_text("in the way")
    with pytest.raises(Unwritable, match="can't be kept"):
        Sights(tmp_path / "state", tmp_path, "Sam").save(Look(NOW, seen()))
