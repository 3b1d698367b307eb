"""A look keeps to the folders that events named only where all else is known."""

from pathlib import Path

import pytest

from notes_crm.store.report import Report
from notes_crm.watch.marks import Hints
from notes_crm.watch.pace import Pace
from notes_crm.watch.schedule import Schedule

PACE = Pace()
NOTHING, CHANGED, LEFT = Report(total=9), Report(changed=1, total=9), Report(left=2, total=9)
SAVED = Hints(100.0, 100.0, places=frozenset({"/v/Customers/Acme"}))
WIDE = Hints(100.0, 100.0, folders=True, places=None)
ACME = frozenset({"Customers/Acme/"})


@pytest.fixture
def schedule():
    """After a look that found nothing, at second 90."""
    made = Schedule(Path("/v"), PACE)
    made.begins()
    made.looked_everywhere(Hints(), NOTHING, took=0.1, now=90.0)
    return made


def reach(schedule, hints=SAVED, now=100.2, *, hearing=True):
    return schedule.reach(hints, now, hearing=hearing)


def test_the_first_look_is_due_at_once_and_reaches_everywhere():
    made = Schedule(Path("/v"), PACE)
    assert made.wanted(Hints(), 90.0, hearing=True) <= 90.0
    assert reach(made) is None


def test_a_saved_note_is_looked_for_in_its_folder(schedule):
    assert reach(schedule) == ACME
    in_the_vault = Hints(100.0, 100.0, places=frozenset({"/v"}))
    assert reach(schedule, in_the_vault) == {""}


def asked(schedule):
    schedule.ask(100.1)
    return SAVED


def elsewhere(_):
    return Hints(100.0, 100.0, places=frozenset({"/v/Customers/Acme", "/vault"}))


def failed(schedule):
    schedule.failed(100.0, asked=101.0, rest=101.0)
    return SAVED


def unfinished(schedule):
    schedule.looked_everywhere(SAVED, LEFT, took=1.0, now=100.0)
    return SAVED


@pytest.mark.parametrize(
    "happens",
    [asked, elsewhere, failed, unfinished, lambda _: WIDE],
)
def test_what_is_not_known_is_looked_at_with_all_the_rest(happens, schedule):
    assert reach(schedule, happens(schedule)) is None


def test_without_events_or_after_a_while_all_is_looked_at(schedule):
    assert reach(schedule, hearing=False) is None
    assert reach(schedule, now=90.0 + PACE.period) is None


def test_after_a_new_folder_all_is_looked_at_again_soon(schedule):
    schedule.looked_everywhere(WIDE, NOTHING, took=0.1, now=100.0)
    assert reach(schedule, now=100.4) == ACME
    assert schedule.wanted(Hints(), 100.0, hearing=True) == pytest.approx(100.0 + PACE.again)
    schedule.begins()
    schedule.looked_everywhere(Hints(), CHANGED, took=0.1, now=102.2)
    assert schedule.wanted(Hints(), 102.4, hearing=True) == pytest.approx(102.2 + PACE.period)


def test_what_was_read_soon_after_it_was_written_is_read_once_more(schedule):
    schedule.looked_into(ACME, SAVED, CHANGED, took=0.02, now=100.2)
    assert schedule.wanted(Hints(), 100.2, hearing=True) == pytest.approx(100.2 + PACE.again)
    assert reach(schedule, Hints(), now=101.0) is None
    assert reach(schedule, Hints(), now=102.5) == ACME
    schedule.looked_into(ACME, Hints(), CHANGED, took=0.02, now=102.5)
    assert schedule.wanted(Hints(), 102.5, hearing=True) == 90.0 + PACE.period


def test_a_look_into_another_folder_leaves_the_first_to_be_read_once_more(schedule):
    birch = Hints(101.0, 101.0, places=frozenset({"/v/Customers/Birch"}))
    schedule.looked_into(ACME, SAVED, CHANGED, took=0.02, now=100.2)
    folders = reach(schedule, birch, now=101.2)
    assert folders == {"Customers/Birch/"}
    schedule.looked_into(folders, birch, CHANGED, took=0.02, now=101.2)
    assert reach(schedule, Hints(), now=103.5) == {"Customers/Acme/", "Customers/Birch/"}


@pytest.mark.parametrize(("took", "period"), [(0.04, 60), (0.3, 60), (0.45, 90), (9.0, 300)])
def test_in_a_large_vault_looks_without_a_sign_are_rarer(took, period, schedule):
    schedule.looked_everywhere(Hints(), NOTHING, took=took, now=100.0)
    assert schedule.wanted(Hints(), 100.0, hearing=True) == pytest.approx(100.0 + period)
    assert schedule.wanted(Hints(), 100.0, hearing=False) == pytest.approx(
        100.0 + max(15, 3 * took)
    )


def test_a_saved_note_does_not_wait_until_the_rest_of_a_whole_look_is_over(schedule):
    schedule.looked_everywhere(Hints(), NOTHING, took=1.0, now=50.0)
    schedule.looked_everywhere(SAVED, CHANGED, took=5.0, now=99.0)
    assert schedule.wanted(SAVED, 100.2, hearing=True) == pytest.approx(100.0 + PACE.quiet)
    assert reach(schedule) == ACME
    assert schedule.wanted(WIDE, 100.2, hearing=True) == pytest.approx(99.0 + 3 * 1.0)
    schedule.ask(100.0)
    assert reach(schedule) == ACME, "the rest goes on"
    assert reach(schedule, now=102.0) is None


def test_a_look_rests_as_long_as_it_cost_three_times(schedule):
    schedule.looked_into(ACME, SAVED, NOTHING, took=0.1, now=100.0)
    assert schedule.wanted(SAVED, 100.0, hearing=True) == pytest.approx(100.3)
