"""Which date comes next."""

from datetime import date

import pytest

from notes_crm.model.tasks.next_date import next_date
from notes_crm.model.tasks.recurrence import read_rule


@pytest.mark.parametrize(
    ("words", "reference", "following"),
    [
        ("every day", "2026-03-06", "2026-03-07"),
        ("every 3 days", "2026-03-06", "2026-03-09"),
        ("every weekday", "2026-03-06", "2026-03-09"),
        ("every week", "2026-03-06", "2026-03-13"),
        ("every 2 weeks on Monday", "2026-03-06", "2026-03-16"),
        ("every Friday the 13th", "2026-03-13", "2026-11-13"),
        ("every month", "2026-01-31", "2026-02-28"),
        ("every month", "2026-02-28", "2026-03-28"),
        ("every 3 months", "2026-11-30", "2027-02-28"),
        ("every month on the 31st", "2026-01-31", "2026-03-31"),
        ("every month on the last", "2026-01-31", "2026-02-28"),
        ("every month on the 2nd last Friday", "2026-03-06", "2026-03-20"),
        ("every month on the 1st Monday", "2026-03-02", "2026-04-06"),
        ("every year", "2024-02-29", "2025-02-28"),
        ("every year on the 100th Sunday", "2026-03-06", None),
        ("every year on the 10th Sunday", "2026-01-06", "2026-03-08"),
        ("every April and December on the 1st and 24th", "2026-04-24", "2026-12-01"),
        ("every year in week 53", "2026-12-28", "2026-12-29"),
        ("every February on the 30th", "2026-01-01", None),
        ("every 36 hours", "2026-03-06", "2026-03-07"),
        ("every 50 hours", "2026-03-06", "2026-03-08"),
        ("every 90 minutes for 3 times", "2026-03-06", None),
        ("every day for 2 times", "2026-03-06", "2026-03-07"),
        ("every day for 1 time", "2026-03-06", None),
        ("every day until March 7, 2026", "2026-03-06", "2026-03-07"),
        ("every day until March 6, 2026", "2026-03-06", None),
        ("every day", "9999-12-31", None),
    ],
)
def test_next(words, reference, following):
    rule = read_rule(words)
    assert rule is not None
    found = next_date(rule, date.fromisoformat(reference))
    assert found == (date.fromisoformat(following) if following else None)
