from datetime import date, timedelta

import pytest

from notes_crm.answers.temper import trend
from notes_crm.model.derived import Mood
from notes_crm.model.note import parse

NOTE = parse(b"", "Customers/A/a.md")


@pytest.mark.parametrize(
    ("scores", "way"),
    [
        ((), ""), ((3,), ""), ((3, 3), "steady"), ((2, 4), "up"), ((4, 2), "down"),
        ((5, 1, 2, 2, 3, 3, 3), "up"), ((1, 4, 4, 4, 4, 4, 4), "steady"),
        ((4, 4, 4, 3, 3, 3), "down"), ((4, 4, 4, 4, 4, 3), "steady"),
    ],
)  # fmt: skip
def test_the_way_of_the_last_moods(scores, way):
    assert trend(moods(*scores)) == way


@pytest.mark.parametrize(
    ("scores", "seen", "way"),
    [
        ((4, 4, 3, 2, 2, 2), 1, "down"), ((2, 2, 2, 2, 2, 3), 4, "up"), ((1, 4, 3, 4), 1, "steady"),
        ((2, 4), 1, "up"), ((3,), 0, ""),
    ],
)  # fmt: skip
def test_the_way_since_the_reader_was_there(scores, seen, way):
    felt = moods(*scores)
    assert trend(felt, since=felt[seen]) == way


def moods(*scores):
    start = date(2026, 1, 1)
    return [Mood(start + timedelta(n), s, NOTE) for n, s in enumerate(scores)]
