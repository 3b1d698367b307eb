"""Recurrence in words: what is understood, what is written, what is lost."""

import pytest

from notes_crm.model.tasks.recurrence import Rule, leading_rule, leftover, read_rule
from notes_crm.model.tasks.recurrence_text import rule_text, written_back_whole


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("every day", "every day"),
        ("Every 3 DAYS when done", "every 3 days when done"),
        ("every weekday", "every weekday"),
        ("every 2 weeks on weekdays", "every 2 weeks on weekdays"),
        ("every tue, mon and fri", "every week on Monday, Tuesday, Friday"),
        ("every 2 weeks on Thursday", "every 2 weeks on Thursday"),
        ("every month on the 31st, 1st and last", "every month on the 1st, 31st and last"),
        ("every month on the 2nd last Friday", "every month on the 2nd last Friday"),
        ("every 6 months on the 2nd Wednesday", "every 6 months on the 2nd Wednesday"),
        (
            "every month on the first Monday, third Monday",
            "every month on the 1st Monday and 3rd Monday",
        ),
        ("every january, july on the 15th", "every January and July on the 15th"),
        ("every year in March", "every March"),
        ("every 2 years in May", "every 2 years May"),
        ("every year in week 20, 40", "every year in weeks 20 and 40"),
        ("every Friday the 13th", "every week on Friday the 13th"),
        ("every day at 9, 17", "every day at 9 and 17"),
        ("every 5 hours", "every 5 hours"),
        ("every minute", "every minute"),
        ("every week for 3 times", "every week for 3 times"),
        ("every week until march 5 2027", "every week until March 5, 2027"),
        ("every week until 3 5 27", "every week until March 5, 2027"),
        ("every week until 2027 3 5", "every week until March 5, 2027"),
        ("every week until Feb 30 2027", "every week until March 2, 2027"),
        ("every Mon, Tue, Wed, Thu, Fri, Sat, Sun", "every day"),
        ("every 101 days", "every 101 day"),
        ("every day please", "every day"),
        ("every month in week 3", "every month"),
        ("everyday!", "every day"),
    ],
)
def test_understood_and_written(words, written):
    rule = read_rule(words)
    assert rule is not None
    assert rule_text(rule) == written


@pytest.mark.parametrize(
    "words",
    [
        "",
        "Mondays",
        "daily",
        "every",
        "every two weeks",
        "every 0 days",
        "every 2nd day",
        "every Monday, Foo",
        "every May and",
        "every month on the 367th",
        "every week on week",
        "every day at noon",
        "every day for ever",
        "every day until the cows come home",
        "every day until March 5th 2027",
        "every day until 40 40 40",
        "every day – really",
    ],
)
def test_not_understood(words):
    assert read_rule(words) is None
    assert not written_back_whole(words)


@pytest.mark.parametrize(
    ("words", "whole"),
    [
        ("every Sunday", True),
        ("every tue, mon", True),
        ("every year on the 2nd in March", True),
        ("every year in March on the 2nd", False),
        ("every day please", False),
        ("every month in week 3", False),
        ("every weekday at 9", False),
    ],
)
def test_whether_tasks_writes_it_back_whole(words, whole):
    assert written_back_whole(words) is whole


def test_a_rule_at_the_start_of_a_sentence():
    assert leading_rule("every 2 weeks please call") == (Rule("week", interval=2), 13)
    assert leftover("every 2 weeks please call") == "please call"
    assert leftover("every 2 weeks") == ""
