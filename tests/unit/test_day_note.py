"""The note of one's day: nothing in it counts again, and what somebody typed into it is seen."""

from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from notes_crm.answers.agenda import Touch
from notes_crm.model.day_note import day_note, is_untouched
from notes_crm.model.note import parse
from notes_crm.output.day_note import day_lines
from tests.unit.test_agenda import TODAY, agenda, made, row

NOW = datetime(2026, 3, 10, 7, 5)


@given(st.text("ab #[]()📅%<>-x:\n@!`*_", max_size=30))
def test_whatever_a_promise_says_the_note_has_no_task_tag_or_comment(words):
    owed = agenda.owed([row(words, customers=(words,))], TODAY, lambda _: "Sam")
    touch = Touch(words, TODAY, "estimated", 0, "Sam", None, None)
    text = day_note(day_lines(made(due_today=tuple(owed), contacts=(touch,)), "Sam Lee", NOW))
    note = parse(text.encode(), "Today - Sam Lee.md")
    assert (note.tasks, note.tags, note.private_lines) == ((), (), frozenset())
    assert note.problems == ()
    assert is_untouched(text)
    assert is_untouched(text.replace("\n", "\r\n"))
    assert not is_untouched(text + "x")
