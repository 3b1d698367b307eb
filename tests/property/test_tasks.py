"""Task lines: nothing a person types breaks the reading, and writing is stable."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from notes_crm.model.tasks.fields import KEYS, SIGNS
from notes_crm.model.tasks.inline_fields import inline_fields
from notes_crm.model.tasks.line_end import tags_of
from notes_crm.model.tasks.obsidian_tasks import (
    INVALID,
    read_as_tasks,
    write_as_tasks,
)
from notes_crm.model.tasks.recurrence import read_rule
from notes_crm.model.tasks.recurrence_text import rule_text
from notes_crm.model.tasks.tasks import read_task
from tests.conformance.tasks import toggled

FORMS = ("emoji", "dataview")
PIECES = st.sampled_from(
    [
        *SIGNS,
        *(f"[{key}:: " for key in KEYS),
        "]", "(", ")", "\ufe0f", "2026-03-06", "2026-02-30", "every week", "every month on the 31st",
        "when done", "#promise", "#a/b", "@sam", "^b1", "`", "[[", "::", "⏰ 2026-03-06 10:00", "k1, k2",
        " ", "  ", "\t", "\xa0", "\u2028", "\r", "kit", "delete", "high",
    ]
)  # fmt: skip
HEADS = st.sampled_from(
    ["- [ ] ", "* [x] ", "> - [X] ", "1. [-] ", "\t2) [/]", "- [", "- [] ", "", "+ [🔥] "]
)
LINES = st.one_of(
    st.text(max_size=80),
    st.builds(
        lambda head, pieces: head + "".join(pieces),
        HEADS,
        st.lists(PIECES | st.text(max_size=5), max_size=14),
    ),
)
DAYS = st.dates(min_value=date(1970, 1, 1), max_value=date(2200, 12, 31))


@given(LINES, st.booleans(), DAYS)
def test_no_line_breaks_the_reading(line, promised, today):
    inline_fields(line)
    for form in FORMS:
        read_task(line, number=1, promised=promised, form=form, global_filter="#task")
        toggled(line, form, today)


@given(LINES, st.sampled_from(FORMS))
def test_findings_point_into_the_line(line, form):
    found = read_task(line, number=1, form=form)
    for finding in found[1] if found else ():
        assert 1 <= finding.col <= len(line)
        assert finding.message.endswith((".", ";"))


@given(LINES, st.sampled_from(FORMS))
def test_every_task_of_ours_is_one_of_the_plugin(line, form):
    found = read_task(line, number=1, form=form)
    reading = read_as_tasks(line, form)
    assert found is None or reading is not None
    if found and reading:
        task = found[0]
        for name in ("due", "start", "scheduled", "created", "done", "cancelled"):
            theirs = getattr(reading, name)
            assert theirs is None or theirs == INVALID or getattr(task, name) == theirs
        assert task.description == reading.description


@given(LINES, st.sampled_from(FORMS))
def test_a_written_line_is_written_the_same_again(line, form):
    """Where nothing is damaged, what the plugin writes it reads and writes as before."""
    reading = read_as_tasks(line, form)
    if reading is None or reading.damaged or (reading.hard_break and not reading.description):
        return  # an empty line with a line break grows by a space each time, with the plugin too
    written = write_as_tasks(reading)
    again = read_as_tasks(written, form)
    assert again is not None
    assert write_as_tasks(again) == written


@given(
    st.text(alphabet="abc #@", max_size=20).map(str.strip),
    st.none() | DAYS,
    st.none() | DAYS,
    st.sampled_from(["none", "high", "lowest"]),
    st.sampled_from(FORMS),
)
def test_a_reading_survives_writing(words, due, done, priority, form):
    line = f"- [x] {words}"
    plain = read_as_tasks(line, form)
    assert plain is not None
    reading = replace(plain, due=due, done=done, priority=priority)
    again = read_as_tasks(write_as_tasks(reading), form)
    assert again is not None
    assert (again.due, again.done, again.priority) == (due, done, priority)
    assert again.description.split() == reading.description.split()
    assert again.tags == tags_of(again.description)


WORDS = st.sampled_from(
    ["every", "day", "week", "month", "year", "weekday", "hour", "on", "the", "in", "at", "for", "until",
     "when", "done", "and", ",", "1", "2", "31", "1st", "2nd", "last", "second", "Monday", "fri", "january",
     "may", "times", "2027", "5", "!"]
)  # fmt: skip


@given(st.lists(WORDS, max_size=10).map(lambda words: "every " + " ".join(words)))
def test_a_rule_is_written_the_same_again(words):
    rule = read_rule(words)
    if rule is None:
        return
    once = rule_text(rule)
    again = read_rule(once)
    assert again is not None
    twice = rule_text(again)
    third = read_rule(twice)
    assert third is not None
    assert rule_text(third) == twice
