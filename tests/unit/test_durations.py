"""Periods, intervals and minutes; today is Sunday, 22 November 2026."""

from datetime import date
from itertools import product

import pytest

from notes_crm.errors import BadDate
from notes_crm.model.dates.durations import Period, parse_period, read_minutes
from notes_crm.model.dates.intervals import Interval, interval_in, read_interval
from notes_crm.model.dates.vocabulary import lexicon, vocabulary

SUNDAY = date(2026, 11, 22)

PERIODS = {
    "2026": "2026-01-01..2026-12-31",
    "2026-03": "2026-03-01..2026-03-31",
    "2028-02": "2028-02-01..2028-02-29",
    "2026-01..2026-03": "2026-01-01..2026-03-31",
    "2025..2026-03": "2025-01-01..2026-03-31",
    "..2026-03": "..2026-03-31",
    "2026-03..": "2026-03-01..",
    "..": "..",
    "2026-Q1": "2026-01-01..2026-03-31",
    "2026Q4": "2026-10-01..2026-12-31",
    "q1 2026": "2026-01-01..2026-03-31",
    "Q4": "2026-10-01..2026-12-31",
    "2026-W12": "2026-03-16..2026-03-22",
    "week 12 2026": "2026-03-16..2026-03-22",
    "march 2026": "2026-03-01..2026-03-31",
    "march": "2026-03-01..2026-03-31",
    "november": "2026-11-01..2026-11-30",
    "in december": "2025-12-01..2025-12-31",
    "today": "2026-11-22",
    "yesterday": "2026-11-21",
    "fri": "2026-11-20",
    "2026-11-24": "2026-11-24",
    "24 nov 2026": "2026-11-24",
    "this week": "2026-11-16..2026-11-22",
    "last week": "2026-11-09..2026-11-15",
    "next week": "2026-11-23..2026-11-29",
    "this month": "2026-11-01..2026-11-30",
    "last month": "2026-10-01..2026-10-31",
    "next month": "2026-12-01..2026-12-31",
    "last quarter": "2026-07-01..2026-09-30",
    "last year": "2025-01-01..2025-12-31",
    "last 30 days": "2026-10-24..2026-11-22",
    "past 30 days": "2026-10-24..2026-11-22",
    "next 30 days": "2026-11-22..2026-12-21",
    "last 3 months": "2026-08-23..2026-11-22",
    "last month..today": "2026-10-01..2026-11-22",
    "today..fri": "2026-11-22..2026-11-27",
    "1 nov..15 jan": "2026-11-01..2027-01-15",
    "KW 12": "2026-03-16..2026-03-22",
    "letzte Woche": "2026-11-09..2026-11-15",
    "im letzten Monat": "2026-10-01..2026-10-31",
    "die letzten 30 Tage": "2026-10-24..2026-11-22",
    "le mois dernier": "2026-10-01..2026-10-31",
    "les 30 derniers jours": "2026-10-24..2026-11-22",
    "el mes pasado": "2026-10-01..2026-10-31",
    "ultimi 30 giorni": "2026-10-24..2026-11-22",
    "afgelopen 30 dagen": "2026-10-24..2026-11-22",
    "últimos 30 dias": "2026-10-24..2026-11-22",
    "w zeszłym tygodniu": "2026-11-09..2026-11-15",
}


@pytest.mark.parametrize(("words", "days"), PERIODS.items())
def test_period(words, days):
    assert str(parse_period(words, SUNDAY)) == days


def test_a_period_may_lie_ahead():
    assert str(parse_period("march", SUNDAY, prefer="future")) == "2027-03-01..2027-03-31"
    assert str(parse_period("november", SUNDAY, prefer="future")) == "2026-11-01..2026-11-30"
    assert str(parse_period("q1", SUNDAY, prefer="future")) == "2027-01-01..2027-03-31"
    assert str(parse_period("fri", SUNDAY, prefer="future")) == "2026-11-27"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("", "no period that can be read"),
        ("seal kit", "no period that can be read"),
        ("12", "no period"),
        ("this 3 days", "no period"),
        ("last 0 days", "no period"),
        ("2026-03...", "no period"),
        ("2026..2027..2028", "no period"),
        ("a..b", "no period"),
        ("2 weeks", "write last 2 weeks or next 2 weeks"),
        ("2026-13", "there is no month 13"),
        ("Q5", "there is no quarter 5"),
        ("2026-W60", "2026 has no week 60"),
        ("0000", "outside the years 1 to 9999"),
        ("last 9999 years", "outside the years 1 to 9999"),
        ("31 feb", "February 2026 has 28 days"),
        ("2026-03..2026-01", "would end .2026-01-31. before it starts .2026-03-01."),
    ],
)
def test_no_period(words, why):
    with pytest.raises(BadDate, match=why) as caught:
        parse_period(words, SUNDAY)
    assert "last 30 days" in str(caught.value)


def test_a_period_includes_both_its_ends():
    march = Period(date(2026, 3, 1), date(2026, 3, 31))
    assert date(2026, 3, 1) in march
    assert date(2026, 3, 31) in march
    assert date(2026, 2, 28) not in march
    assert date(2026, 4, 1) not in march
    assert date.min in Period(None, date(2026, 3, 1))
    assert date.max in Period(date(2026, 3, 1), None)
    assert SUNDAY in Period()


@pytest.mark.parametrize(
    ("other", "shared"),
    [
        (Period(date(2026, 3, 31), date(2026, 4, 30)), True),
        (Period(date(2026, 4, 1), None), False),
        (Period(None, date(2026, 3, 1)), True),
        (Period(None, date(2026, 2, 28)), False),
        (Period(date(2026, 3, 5), date(2026, 3, 6)), True),
        (Period(), True),
    ],
)
def test_periods_overlap_where_they_share_a_day(other, shared):
    march = Period(date(2026, 3, 1), date(2026, 3, 31))
    assert march.overlaps(other) is shared
    assert other.overlaps(march) is shared


def test_a_period_cannot_end_before_it_starts():
    with pytest.raises(ValueError, match="before it starts"):
        Period(date(2026, 3, 2), date(2026, 3, 1))


INTERVALS = {
    "6 weeks": "6 weeks",
    "6w": "6 weeks",
    "six weeks": "6 weeks",
    "every 2 weeks": "2 weeks",
    "every other week": "2 weeks",
    "every 2nd week": "2 weeks",
    "every week": "1 week",
    "week": "1 week",
    "weekly": "1 week",
    "fortnightly": "2 weeks",
    "90": "90 days",
    "90 days": "90 days",
    "daily": "1 day",
    "monthly": "1 month",
    "6-monthly": "6 months",
    "3 months": "3 months",
    "3m": "3 months",
    "quarterly": "3 months",
    "2 quarters": "2 quarters",
    "half-yearly": "6 months",
    "yearly": "1 year",
    "Annually": "1 year",
    "1 year": "1 year",
    "halbjährlich": "6 months",
    "vierteljährlich": "3 months",
    "jährlich": "1 year",
    "alle 6 Wochen": "6 weeks",
    "jeden Monat": "1 month",
    "alle 2 Jahre": "2 years",
    "mensuel": "1 month",
    "toutes les 6 semaines": "6 weeks",
    "tous les mois": "1 month",
    "2 ans": "2 years",
    "cada 6 semanas": "6 weeks",
    "trimestral": "3 months",
    "ogni 2 mesi": "2 months",
    "annuale": "1 year",
    "om de 6 weken": "6 weeks",
    "halfjaarlijks": "6 months",
    "a cada 6 meses": "6 months",
    "co 2 tygodnie": "2 weeks",
    "co miesiąc": "1 month",
}


@pytest.mark.parametrize(("text", "interval"), INTERVALS.items())
def test_interval(text, interval):
    assert str(read_interval(text)) == interval


@pytest.mark.parametrize(
    "text",
    [
        "", "0", "0 weeks", "-3", "+3", "every", "a", "three", "seal kit", "every friday", "today",
        "biweekly", "bimonthly", "1.5 weeks", "4-6 weeks", "6 weeks 2", "weeks 6", "week 6", "1st",
        "99999", "2026-03-02", "monthly visits", "2 quarterly", "every 90", "9" * 5000,
    ],
)  # fmt: skip
def test_no_interval(text):
    assert read_interval(text) is None


@pytest.mark.parametrize(
    ("interval", "day", "due"),
    [
        (Interval(90, "day"), date(2026, 11, 22), date(2027, 2, 20)),
        (Interval(6, "week"), date(2026, 11, 22), date(2027, 1, 3)),
        (Interval(1, "month"), date(2026, 1, 31), date(2026, 2, 28)),
        (Interval(1, "month"), date(2028, 1, 31), date(2028, 2, 29)),
        (Interval(13, "month"), date(2026, 12, 31), date(2028, 1, 31)),
        (Interval(1, "quarter"), date(2026, 11, 30), date(2027, 2, 28)),
        (Interval(1, "year"), date(2028, 2, 29), date(2029, 2, 28)),
        (Interval(4, "year"), date(2028, 2, 29), date(2032, 2, 29)),
        (Interval(1, "year"), date(9999, 1, 1), date.max),
        (Interval(9999, "week"), date(9998, 1, 1), date.max),
    ],
)
def test_interval_after(interval, day, due):
    assert interval.after(day) == due


def test_english_alone_says_what_all_languages_say():
    """Else reading it first would change what notes mean."""
    english = lexicon(("en",), short=True)
    kinds = {"every", "nth", "count", "day", "unit", "rhythm", "of"}
    words = [word for word, means in english.items() if kinds.intersection(k for k, *_ in means)]
    words += ["1", "2", "90", "3rd"]
    phrases = [(word,) for word in words] + list(product(words, repeat=2))
    phrases += product(("every", "each", "2"), words, words)
    said = {phrase: found for phrase in phrases if (found := interval_in(phrase, english))}
    assert len(said) > len(words)
    for phrase, found in said.items():
        assert (phrase, interval_in(phrase, vocabulary())) == (phrase, found)


@pytest.mark.parametrize("count", [0, -1])
def test_an_interval_comes_round(count):
    with pytest.raises(ValueError, match="never comes round"):
        Interval(count, "week")


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("45", 45), ("0", 0), ("90 min", 90), ("90 minutes", 90), ("90'", 90), ("3m", 3),
        ("1h 30m", 90), ("1h30m", 90), ("1h30", 90), ("1h 5", 65), ("1 hr 15", 75), ("1:30", 90),
        ("0:45", 45), ("1:30 h", 90), ("1.5 h", 90), ("1,5 h", 90), ("1.5h", 90), ("0.25 hours", 15),
        ("2 Std", 120), ("2 Std.", 120), ("1 Stunde 30 Minuten", 90), ("2 heures", 120),
        ("2 uur", 120), ("1 godz. 30 min", 90), (" 2  hours ", 120),
    ],
)  # fmt: skip
def test_minutes(text, minutes):
    assert read_minutes(text) == minutes


@pytest.mark.parametrize(
    "text",
    [
        "", "h", "min", "1.5", "-5", "1:75", "1:2", "1h 75", "1h 30m 20s", "45 boxes", "two hours",
        "1e5", "999999", "½ h", "٣", "1:30 pm", "9" * 5000,
    ],
)  # fmt: skip
def test_no_minutes(text):
    assert read_minutes(text) is None
