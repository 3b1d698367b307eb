"""When a waiting process is larger than it should be."""

import pytest

from notes_crm.watch import process
from notes_crm.watch.process import EACH, GROWTH, HEAVY, REST, Size, installed, resident


@pytest.fixture
def now(monkeypatch):
    """A process of 30 MB whose size and age a test can set."""
    state = {"bytes": 30_000_000, "time": 1000.0}
    monkeypatch.setattr(process, "resident", lambda: state["bytes"])
    monkeypatch.setattr(process.time, "monotonic", lambda: state["time"])
    return state


@pytest.mark.skipif(process.os.name == "nt", reason="it can't begin anew there")
@pytest.mark.usefixtures("now")
def test_a_process_that_read_much_is_swollen():
    size = Size()
    size.did(HEAVY - 1, 5000)
    assert not size.is_swollen()
    size.did(1, 5000)
    assert size.is_swollen()


@pytest.mark.skipif(process.os.name == "nt", reason="it can't begin anew there")
def test_a_process_that_grew_is_swollen_after_a_while(now):
    size = Size()
    size.did(1, 5000)
    now["bytes"] += GROWTH + EACH * 5000 + 1
    assert not size.is_swollen()
    now["time"] += REST + 1
    assert size.is_swollen()


@pytest.mark.skipif(process.os.name == "nt", reason="it can't begin anew there")
def test_a_process_that_answered_and_grew_is_swollen_after_a_while(now):
    size = Size()
    size.did(0, 5000)
    size.answered(3)
    now["time"] += REST + 1
    assert not size.is_swollen()
    now["bytes"] += GROWTH + EACH * 5000 + 1
    assert size.is_swollen()


def test_a_large_vault_alone_is_no_reason(now):
    """It would begin anew for ever."""
    size = Size()
    size.did(0, 100_000)
    now["bytes"] += 10 * GROWTH
    now["time"] += REST + 1
    assert not size.is_swollen()


def test_this_process_has_a_size_and_a_version():
    assert installed() == installed() is not None
    assert resident() >= 0
