"""The numbers of the last list: kept for one user and vault, and none where they can't be read."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from notes_crm.errors import Unwritable
from notes_crm.store.listing import KEPT, Listed, Listing

ITEM = Listed("Customers/Acme/caf\udce9.md", 3, "Send kit 漢", "open", "2026-03-06")


def test_a_list_comes_back_as_it_was(tmp_path):
    listing = Listing(tmp_path / "state", tmp_path)
    assert listing.load() == []
    listing.save([ITEM, ITEM])
    assert listing.load() == [(ITEM,), (ITEM,)]
    assert stat.S_IMODE(listing.file.stat().st_mode) == 0o600
    assert stat.S_IMODE(listing.file.parent.stat().st_mode) == 0o700
    assert Listing(tmp_path / "state", tmp_path / "other").load() == []


@pytest.mark.parametrize(
    "damage", [b"", b"{", b"[[1]]", b"[3]", b"[[]]", b"[[[1]]]", b"\xff\xfe", b'{"a": 1}']
)
def test_a_damaged_list_is_none(tmp_path, damage):
    listing = Listing(tmp_path, tmp_path)
    listing.save([ITEM])
    listing.file.write_bytes(damage)
    assert listing.load() == []


def test_a_place_that_takes_no_file_is_said(tmp_path):
    (tmp_path / "state").write_text("in the way")
    with pytest.raises(Unwritable, match="can't be remembered"):
        Listing(tmp_path / "state", tmp_path).save([ITEM])


def _saved_often(place):
    for _ in range(100):
        Listing(place / "state", place).save([ITEM])


def test_lists_that_are_kept_at_once_do_not_break_each_other(tmp_path):
    with ThreadPoolExecutor(4) as threads:
        for one in [threads.submit(_saved_often, tmp_path) for _ in range(4)]:
            one.result()
    listing = Listing(tmp_path / "state", tmp_path)
    assert listing.load() == [(ITEM,)]
    assert [file.name for file in listing.file.parent.iterdir()] == ["listing.json"]


OTHER = Listed("Customers/Bell/b.md", 4, "Oil", "open", None)


def test_each_terminal_has_its_own_and_others_have_the_newest(tmp_path):
    def at(terminal):
        return Listing(tmp_path / "state", tmp_path, terminal)

    at("").save([OTHER])
    assert at("one").load() == [(OTHER,)]
    at("one").save([ITEM])
    at("two").save([OTHER, ITEM])
    os.utime(at("one").file, (1e9, 1e9))
    assert (at("one").load(), at("two").load()) == ([(ITEM,)], [(OTHER,), (ITEM,)])
    assert (at("three").load(), at("").load()) == ([(OTHER,), (ITEM,)], [(OTHER,)])


def test_what_was_not_shown_stands_beside_until_the_next_is(tmp_path):
    listing = Listing(tmp_path / "state", tmp_path, "one")
    listing.save([OTHER], shown=False)
    assert (listing.load(), listing.aside()) == ([(OTHER,)], [])
    listing.save([ITEM])
    assert (listing.load(), listing.aside()) == ([(ITEM,)], [])
    listing.save([OTHER], shown=False)
    assert (listing.load(), listing.aside()) == ([(ITEM,)], [(OTHER,)])


def test_lists_of_terminals_long_closed_are_forgotten(tmp_path):
    old, new = (Listing(tmp_path / "state", tmp_path, name) for name in ("old", "new"))
    for one in (old, new):
        one.save([ITEM])
        one.save([OTHER], shown=False)
    long_ago = old.file.stat().st_mtime - KEPT - 60
    for file in old.file.parent.glob(f"{old.file.stem}*"):
        os.utime(file, (long_ago, long_ago))
    Listing(tmp_path / "state", tmp_path).save([ITEM])
    left = sorted(file.name for file in old.file.parent.glob("listing*"))
    assert left == sorted(("listing.json", new.file.name, f"{new.file.stem}.aside.json"))


def test_lists_follow_what_our_commands_write_and_know_what_was_before(tmp_path):
    one, two = (Listing(tmp_path / "state", tmp_path, name) for name in ("one", ""))
    for listing in (one, two):
        listing.save([ITEM, OTHER])
    os.utime(one.file, (1e9, 1e9))
    now = [ITEM._replace(line=n) for n in (4, 5, 6)]
    for was, new in zip((ITEM, *now), now, strict=False):
        two.follow({was.place: new})
    for listing in (one, two):
        assert listing.load() == [(now[2], now[1], now[0], ITEM), (OTHER,)]
    assert one.file.stat().st_mtime == 1e9  # it was shown no later
