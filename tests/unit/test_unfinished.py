from datetime import date, datetime

import pytest

from notes_crm.errors import Unwritable
from notes_crm.store.unfinished import Begun, Unfinished

BEGUN = Begun(
    "Zoë & Söhne/..", date(2026, 3, 10), datetime(2026, 3, 10, 17), {"listen": ["a", "ö"]}
)


def test_what_was_told_is_kept_by_customer_and_for_its_owner_alone(tmp_path):
    unfinished = Unfinished(tmp_path, tmp_path / "Vault")
    assert unfinished.load(BEGUN.customer) is None
    unfinished.keep(BEGUN)
    assert unfinished.load(BEGUN.customer) == BEGUN
    assert unfinished.load("Acme") is None
    [file] = unfinished.folder.iterdir()
    assert file.stat().st_mode & 0o077 == 0
    unfinished.forget(BEGUN.customer)
    unfinished.forget(BEGUN.customer)
    assert unfinished.load(BEGUN.customer) is None


@pytest.mark.parametrize(
    "damage",
    [b"", b"{", b"[]", b'{"day": "x"}', b'{"day": "2026-03-10", "began": 1, "answers": {}}'],
)
def test_what_can_not_be_read_counts_as_nothing(tmp_path, damage):
    unfinished = Unfinished(tmp_path, tmp_path / "Vault")
    unfinished.keep(BEGUN)
    [file] = unfinished.folder.iterdir()
    file.write_bytes(damage)
    assert unfinished.load(BEGUN.customer) is None


def test_a_place_that_takes_nothing_is_said(tmp_path):
    (tmp_path / "states").write_text("a file where a folder should be")
    with pytest.raises(Unwritable, match="XDG_STATE_HOME"):
        Unfinished(tmp_path / "states", tmp_path / "Vault").keep(BEGUN)
