"""What was seen of a vault: new, changed and moved told apart, and kept whole or not at all."""

import stat
from datetime import date, datetime

import pytest

from notes_crm.errors import Unwritable
from notes_crm.model import sight
from notes_crm.model.sight import SIZE, Sight
from notes_crm.store.sights import Look, Sights

DAY = date(2026, 3, 10)
NOW = datetime(2026, 3, 10, 8, 30)


def digest(text):
    return text.encode().ljust(16, b".")


def seen(**notes):
    return Sight(DAY, {sight.key(p): digest(t)[:SIZE] for p, t in notes.items()}, frozenset())


def kinds(before, **now):
    found = sight.compare(before, {path: digest(text) for path, text in now.items()})
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
    known = sight.known_events(Sight(DAY, {}, frozenset((one, two))), {"b": sight.key("a")})
    assert other in known
    assert one not in known


def test_what_was_not_told_stays_as_it_was_seen():
    before, now = seen(a="one", b="two"), {"a": digest("1"), "c": digest("new")}
    differs = sight.compare(before, now)
    after = sight.looked(before, now, differs, untold={"a", "c"}, events=frozenset(), day=DAY)
    assert after.notes == seen(a="one").notes
    assert sight.compare(after, now).changes.keys() == {"a", "c"}


def test_events_of_notes_that_are_gone_are_forgotten():
    (event,) = sight.event_keys([("gone", "kept")])
    (still,) = sight.event_keys([("a", "kept")])
    now = {"a": digest("one")}
    differs = sight.compare(seen(), now)
    after = sight.looked(seen(), now, differs, untold=(), events=frozenset((event, still)), day=DAY)
    assert after.events == {still}


def test_a_look_comes_back_as_it_was_and_belongs_to_one_of_us(tmp_path):
    sights = Sights(tmp_path / "state", tmp_path, "Sam Lee")
    assert sights.load() is None
    look = Look(
        NOW, Sight(DAY, seen(a="one", b="two").notes, frozenset(sight.event_keys([("a", "x")])))
    )
    sights.save(look)
    assert sights.load() == look
    assert Sights(tmp_path / "state", tmp_path, "SAM LEE").load() == look
    assert Sights(tmp_path / "state", tmp_path, "Ana").load() is None
    assert stat.S_IMODE(sights.file.stat().st_mode) == 0o600
    assert [f.name for f in sights.file.parent.iterdir()] == [sights.file.name]


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
