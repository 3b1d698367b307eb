"""Whatever is typed: no exception but BadDate, nothing lost, and what is written is read again."""

import string
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from notes_crm.errors import BadDate
from notes_crm.model.dates.dates import (
    date_in_name,
    parse_date,
    read_birthday,
    read_datetime,
    read_iso_date,
    read_time,
    read_words,
    split_when,
)
from notes_crm.model.dates.durations import Period, parse_period, read_minutes
from notes_crm.model.dates.intervals import Interval, read_interval
from notes_crm.model.dates.vocabulary import LANGUAGES, MONTHS, vocabulary

DAYS = st.dates()
ORDINARY = st.dates(min_value=date(1970, 1, 1), max_value=date(2100, 1, 1))
PREFER = st.sampled_from(["future", "past"])
SPOKEN = st.lists(st.sampled_from(LANGUAGES), max_size=3).map(tuple)
INTERVALS = st.builds(
    Interval,
    st.integers(min_value=1, max_value=9999),
    st.sampled_from(["day", "week", "month", "quarter", "year"]),
)
# Words that mean something to the grammar, beside numbers and litter: they reach further into it.
WORD = st.one_of(
    st.sampled_from(sorted(vocabulary())),
    st.integers(min_value=0, max_value=10**9).map(str),
    st.from_regex(r"\A[0-9]{1,4}[./-][0-9]{1,2}([./-][0-9]{0,4})?\Z"),
    st.from_regex(r"\A[+-]?[0-9]{1,3}[a-zQW]{1,2}\Z"),
    st.text(alphabet=string.ascii_letters + ".,:;()'’-/+", max_size=6),
    st.text(max_size=4),
)
PHRASE = st.one_of(st.text(), st.lists(WORD, max_size=7).map(" ".join))


def words_of(*kinds):
    known = vocabulary().items()
    return st.sampled_from(
        sorted(word for word, means in known if any(kind in kinds for kind, _, _ in means))
    )


NUMBER = st.integers(min_value=0, max_value=40).map(str)
WHEN = st.one_of(
    words_of("weekday", "offset", "edge"),
    st.tuples(words_of("shift"), words_of("weekday", "unit")).map(" ".join),
    st.tuples(words_of("weekday", "unit"), words_of("shift")).map(" ".join),
    st.tuples(words_of("ahead"), NUMBER, words_of("unit")).map(" ".join),
    st.tuples(words_of("end"), words_of("unit", "month")).map(" ".join),
    st.tuples(NUMBER, words_of("month")).map(" ".join),
    st.tuples(NUMBER, words_of("month"), NUMBER | ORDINARY.map(lambda day: str(day.year))).map(
        " ".join
    ),
    ORDINARY.map(str),
    ORDINARY.map(lambda day: f"{day:%d.%m.%Y}"),
)
LEAD = st.one_of(st.just(""), words_of("by", "on", "for"))
SENTENCE = st.one_of(
    PHRASE,
    st.tuples(PHRASE, LEAD, WHEN, st.sampled_from(["", ".", " ", "!"])).map(
        lambda parts: f"{parts[0]} {parts[1]} {parts[2]}{parts[3]}"
    ),
    st.tuples(LEAD, WHEN, st.sampled_from(["", ":", ","]), PHRASE).map(
        lambda parts: f"{parts[0]} {parts[1]}{parts[2]} {parts[3]}"
    ),
)
MARKS = string.whitespace + ",;:-–—("


@given(PHRASE)
@example("9" * 5000)
@example("--")
@example("\ud800")
@example("1²")
def test_reading_a_note_never_raises(text):
    for read in (
        read_iso_date, read_datetime, read_time, read_birthday, date_in_name, read_interval,
        read_minutes,
    ):  # fmt: skip
        read(text)


CHOICES = st.fixed_dictionaries({"languages": SPOKEN, "prefer": PREFER, "day_first": st.booleans()})
ENGLISH = {"languages": ("en",), "prefer": "future", "day_first": True}
SUNDAY = date(2026, 11, 22)


@given(PHRASE | WHEN, DAYS, CHOICES)
@settings(max_examples=300)
@example("31 feb", SUNDAY, ENGLISH)
@example("2026-03..2026-01", SUNDAY, ENGLISH)
@example("next 9999 years", date.max, ENGLISH)
@example("last fri", date.min, ENGLISH)
def test_typed_words_are_a_date_or_a_bad_date(words, today, choices):
    found = None
    with suppress(BadDate):
        found = parse_date(words, today, **choices)
    assert found == read_words(words, today, **choices)
    with suppress(BadDate):
        assert isinstance(parse_period(words, today, **choices), Period)


@given(SENTENCE, ORDINARY, CHOICES)
@settings(max_examples=300)
@example("send kit by fri", SUNDAY, ENGLISH)
@example("by fri send kit", SUNDAY, ENGLISH)
@example(" send, (kit) – by fri. ", SUNDAY, ENGLISH)
@example("fri: by fri by fri", SUNDAY, ENGLISH)
def test_split_loses_no_word(words, today, choices):
    try:
        text, day = split_when(words, today, **choices)
    except BadDate:
        return
    if day is None:
        assert text == words
        return
    taken = []
    if words.startswith(text):
        taken.append(words[len(text) :])
    if words.endswith(text):
        taken.append(words[: len(words) - len(text)])
    assert taken, "what is kept is a beginning or an end of what was typed"
    assert day in [read_words(rest.strip(MARKS), today, **choices) for rest in taken]


SENTENCES = st.lists(
    st.text(alphabet=string.ascii_lowercase + "äéł", min_size=1, max_size=8), min_size=1, max_size=5
).map(" ".join)


@given(SENTENCES, st.sampled_from(["by ", "until ", "before ", ""]), ORDINARY, ORDINARY)
def test_split_finds_a_deadline_behind_any_words(sentence, lead, day, today):
    if any(word in vocabulary() for word in sentence.split()):
        return
    assert split_when(f"{sentence} {lead}{day}", today) == (sentence, day)
    assert split_when(f"by {day} {sentence}", today) == (sentence, day)
    assert split_when(sentence, today) == (sentence, None)


@given(DAYS, DAYS)
def test_dates_are_read_as_they_are_written(day, today):
    assert read_iso_date(str(day)) == day
    assert parse_date(str(day), today) == day
    assert parse_date(f"{day.day}.{day.month}.{day.year:04}", today) == day
    assert parse_date(f"{day.day}/{day.month}/{day.year:04}", today) == day
    assert parse_date(f"{day.month}/{day.day}/{day.year:04}", today, day_first=False) == day
    assert parse_date(f"{day.day} {MONTHS[day.month - 1]} {day.year:04}", today) == day
    assert parse_date(f"{MONTHS[day.month - 1][:3]} {day.day}, {day.year:04}", today) == day
    assert date_in_name(f"{day} Acme") == (day, None)
    assert read_birthday(str(day)) == (day.month, day.day, day.year)
    assert read_birthday(f"{day:%m-%d}") == (day.month, day.day, None)


@given(st.datetimes(timezones=st.sampled_from([None, UTC])))
def test_moments_are_read_as_they_are_written(moment):
    assert read_datetime(moment.isoformat()) == moment
    assert read_datetime(f"{moment:%Y-%m-%dT%H:%M}".zfill(16)) == moment.replace(
        second=0, microsecond=0, tzinfo=None
    )


@given(st.times().map(lambda clock: clock.replace(microsecond=0)), ORDINARY)
def test_times_are_read_as_they_are_written(clock, day):
    assert read_time(str(clock)) == clock
    assert read_time(f"{clock:%H%M%S}") == clock
    minute = clock.replace(second=0)
    for form in ("%H:%M", "%H%M", "%H.%M", "%Hh%M", "%I:%M %p", "%I.%M%p"):
        assert read_time(minute.strftime(form)) == minute
    assert date_in_name(f"{day} {clock:%H%M} Acme visit") == (day, minute)
    assert date_in_name(f"{day} {clock:%H%M%S} Acme visit") == (day, clock)
    assert date_in_name(f"{day}_{clock:%H-%M-%S}") == (day, clock)


@given(DAYS, st.none() | DAYS, st.none() | DAYS)
def test_periods_are_read_as_they_are_written(today, one, other):
    start, end = sorted([one, other]) if one and other else (one, other)
    period = Period(start, end)
    assert parse_period(str(period), today) == period
    assert period.overlaps(period)
    for day in (start, end):
        assert day is None or day in period


@given(INTERVALS)
def test_intervals_are_read_as_they_are_written(interval):
    assert read_interval(str(interval)) == interval
    assert read_interval(f"every {interval}") == interval


@given(INTERVALS, DAYS, DAYS)
def test_intervals_keep_the_order_of_days(interval, one, other):
    earlier, later = sorted([one, other])
    assert interval.after(earlier) <= interval.after(later)
    assert interval.after(one) > one or one == date.max


@given(st.integers(min_value=0, max_value=999), st.integers(min_value=0, max_value=59))
def test_minutes_are_read_as_they_are_written(hours, minutes):
    spent = hours * 60 + minutes
    assert read_minutes(str(spent)) == spent
    assert read_minutes(f"{hours}:{minutes:02}") == spent
    assert read_minutes(f"{hours}h {minutes}m") == spent
    assert read_minutes(f"{hours} Std {minutes} min") == spent


@given(ORDINARY, st.integers(min_value=0, max_value=6))
def test_a_weekday_is_the_nearest_one_on_its_side(today, weekday):
    name = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[weekday]
    ahead, behind = parse_date(name, today), parse_date(name, today, prefer="past")
    assert ahead.weekday() == behind.weekday() == weekday
    assert timedelta(0) <= ahead - today < timedelta(7)
    assert timedelta(0) <= today - behind < timedelta(7)
    assert parse_date(f"last {name}", today) < today
    following = parse_date(f"next {name}", today)
    assert following.isocalendar()[:2] == (today + timedelta(7)).isocalendar()[:2]


@given(ORDINARY, ORDINARY, PREFER)
def test_a_date_without_a_year_is_the_nearest_one_on_its_side(day, today, prefer):
    if (day.month, day.day) == (2, 29):
        return
    for words in (f"{day.day} {MONTHS[day.month - 1]}", f"{day:%d.%m.}", f"{day:%d/%m}"):
        found = parse_date(words, today, prefer=prefer)
        assert (found.month, found.day) == (day.month, day.day)
        assert abs(found - today) <= timedelta(366)
        assert (found >= today) if prefer == "future" else (found <= today)


@given(ORDINARY, st.integers(min_value=1, max_value=400))
def test_distances_lead_there_and_back(today, count):
    there = parse_date(f"in {count} days", today)
    assert there == today + timedelta(count)
    assert parse_date(f"{count} days ago", there) == today
    assert parse_date(f"+{count}d", today) == there
    assert parse_date(f"{count} weeks", today) == today + timedelta(weeks=count)


@given(ORDINARY)
def test_midnight_is_not_made_up(day):
    assert read_datetime(str(day)) is None
    assert read_datetime(f"{day} 00:00") == datetime.combine(day, time())
