from datetime import date

import pytest

from notes_crm.model.check_in import check_in, working_days

TUE, THU, FRI, MON = date(2026, 3, 10), date(2026, 3, 12), date(2026, 3, 13), date(2026, 3, 16)


@pytest.mark.parametrize(
    ("outcome", "visited", "today", "set_for", "due"),
    [
        ("good", TUE, TUE, None, THU),
        ("good", FRI, FRI, None, date(2026, 3, 17)),
        ("good", TUE, FRI, None, FRI),
        ("good", TUE, TUE, date(2026, 3, 24), THU),
        ("good", TUE, TUE, date(2026, 3, 11), None),
        ("bad", TUE, TUE, None, TUE),
        ("bad", TUE, THU, FRI, THU),
        ("bad", TUE, TUE, TUE, None),
        ("incomplete", FRI, FRI, None, MON),
        ("incomplete", FRI, FRI, date(2026, 4, 1), None),
        (None, TUE, TUE, None, None),
        ("so-so", TUE, TUE, None, None),
    ],
)
def test_what_went_well_soon_and_what_went_badly_today(outcome, visited, today, set_for, due):
    found = check_in(outcome, visited, today, set_for)
    assert (found and found.day) == due


def test_a_weekend_is_no_working_day():
    assert [working_days(FRI, n) for n in (0, 1, 2)] == [FRI, MON, date(2026, 3, 17)]
    assert working_days(date(2026, 3, 14), 1) == MON
