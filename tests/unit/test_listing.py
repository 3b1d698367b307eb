"""The numbers of the last list: kept for one user and vault, and none where they can't be read."""

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from notes_crm.errors import Unwritable
from notes_crm.store.listing import Listed, Listing

ITEM = Listed("Customers/Acme/caf\udce9.md", 3, "Send kit 漢", "open", "2026-03-06")


def test_a_list_comes_back_as_it_was(tmp_path):
    listing = Listing(tmp_path / "state", tmp_path)
    assert listing.load() == []
    listing.save([ITEM, ITEM])
    assert listing.load() == [ITEM, ITEM]
    assert stat.S_IMODE(listing.file.stat().st_mode) == 0o600
    assert stat.S_IMODE(listing.file.parent.stat().st_mode) == 0o700
    assert Listing(tmp_path / "state", tmp_path / "other").load() == []


@pytest.mark.parametrize("damage", [b"", b"{", b"[[1]]", b"[3]", b"\xff\xfe", b'{"a": 1}'])
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
    assert listing.load() == [ITEM]
    assert [file.name for file in listing.file.parent.iterdir()] == ["listing.json"]
