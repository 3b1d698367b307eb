"""The limits of processor time that other tests set."""

import time

import pytest

from tests import timing


def work(seconds):
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass


def test_what_takes_longer_fails_and_says_how_long():
    says = r"^0\.\d\d s, \d+\.\d times slower than there"
    with pytest.raises(AssertionError, match=says), timing.within(0.0001):
        work(0.2)


def test_waiting_is_no_work():
    with timing.within(0.05):
        time.sleep(0.2)


def test_a_slower_machine_is_given_more(monkeypatch):
    monkeypatch.setattr(timing, "slowness", lambda: 2.0)
    timing.check(1.9, 1.0)
    with pytest.raises(AssertionError, match=r"2\.10 s"):
        timing.check(2.1, 1.0)


def test_this_machine_is_never_thought_faster():
    assert timing.slowness() >= 1
