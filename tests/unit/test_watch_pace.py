"""When a look is due, from hints and a clock alone."""

import pytest

from notes_crm.watch.marks import MANY, Hints, Marks
from notes_crm.watch.pace import NEVER, Pace, back_off, due

PACE = Pace(quiet=0.2, patience=2.0, removal=1.0)


def ask(hints: Hints, now: float, *, missing: bool = False) -> float:
    return due(hints, PACE, lambda _: missing, now)


def test_nothing_marked_wants_nothing():
    assert ask(Hints(), 100.0) == NEVER


def test_a_save_is_looked_at_once_it_is_quiet():
    assert ask(Hints(first=10.0, last=10.05), 10.05) == pytest.approx(10.25)


def test_an_editor_that_never_rests_is_looked_at_after_two_seconds():
    assert ask(Hints(first=10.0, last=11.95), 11.96) == 12.0


def test_a_removal_waits_a_second_for_the_file_to_come_back():
    hints = Hints(first=10.0, last=10.0, removed={"/v/a.md": 10.0})
    assert ask(hints, 10.3, missing=True) == 11.0


def test_a_removal_does_not_wait_where_the_file_is_there_again():
    hints = Hints(first=10.0, last=10.1, removed={"/v/a.md": 10.0})
    assert ask(hints, 10.35, missing=False) == pytest.approx(10.3)


def test_the_disk_is_not_asked_before_everything_else_has_settled():
    def never(_path: str) -> bool:
        raise AssertionError("asked too early")

    hints = Hints(first=10.0, last=10.1, removed={"/v/a.md": 10.1})
    assert due(hints, PACE, never, 10.15) == pytest.approx(10.3)


def test_removals_without_end_are_looked_at_after_two_seconds():
    hints = Hints(first=10.0, last=11.9, removed={"/v/a.md": 11.9})
    assert ask(hints, 12.0, missing=True) == 12.0


@pytest.mark.parametrize(
    ("failures", "seconds"), [(0, 1), (1, 1), (2, 2), (5, 16), (6, 30), (90, 30)]
)
def test_attempts_become_rarer_but_never_rarer_than_half_a_minute(failures, seconds):
    assert back_off(failures) == seconds


class Clock:
    now = 50.0

    def __call__(self) -> float:
        return self.now


def test_marks_remember_the_first_the_last_and_what_is_gone():
    clock = Clock()
    marks = Marks(clock)
    assert not marks.pending()
    marks.gone("/v/a.md")
    clock.now = 51.0
    marks.seen("/v/b.md")
    marks.seen("/v/Acme/b.md")
    assert marks.pending() == Hints(
        50.0, 51.0, {"/v/a.md": 50.0}, 0, places=frozenset({"/v", "/v/Acme"})
    )


@pytest.mark.parametrize(
    "mark",
    [
        lambda marks: marks.seen("/v/Acme", folder=True),
        lambda marks: marks.gone("/v/Acme", folder=True),
        lambda marks: marks.lost(),
        lambda marks: [marks.seen(f"/v/{number}/a.md") for number in range(MANY + 1)],
    ],
    ids=["a folder came", "a folder went", "events were lost", "many folders"],
)
def test_places_that_do_not_say_all_say_nothing(mark):
    marks = Marks(Clock())
    marks.seen("/v/a.md")
    mark(marks)
    marks.seen("/v/b.md")
    assert marks.pending().places is None
    marks.take()
    marks.seen("/v/b.md")
    assert marks.take().places == {"/v"}


def test_what_comes_back_is_not_gone():
    marks = Marks(Clock())
    marks.gone("/v/a.md")
    marks.seen("/v/a.md")
    assert marks.pending().removed == {}


def test_taken_marks_are_not_there_any_more():
    marks = Marks(Clock())
    marks.lost()
    assert marks.take().lost == 1
    assert not marks.pending()
    assert marks.pending().removed == {}
    assert marks.pending().lost == 0


def test_the_waiting_one_is_woken_by_the_first_mark():
    import threading
    import time

    marks = Marks()
    threading.Timer(0.05, marks.seen, ["/v/a.md"]).start()
    start = time.monotonic()
    marks.wait(10)
    assert time.monotonic() - start < 5
