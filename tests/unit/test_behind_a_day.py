"""A promise's day is found though a time, a colleague or a tag stands behind it."""

from datetime import date
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notes_crm.errors import BadDate
from notes_crm.model.dates.behind import split_before
from notes_crm.model.dates.dates import split_when

TODAY = date(2026, 3, 10)  # a Tuesday
SPLIT = partial(split_when, today=TODAY, languages=("en", "de", "fr"))


@pytest.mark.parametrize(
    ("words", "text", "day"),
    [
        ("ring Dana by tomorrow @jose", "ring Dana @jose", 11),
        ("ring Dana by fri @jose #urgent", "ring Dana @jose #urgent", 13),
        ("ring back tomorrow at 10", "ring back at 10", 11),
        ("ring back on Friday at 4 pm @sam", "ring back at 4 pm @sam", 13),
        ("ring back friday morning", "ring back morning", 13),
        ("ring back monday 9:30", "ring back 9:30", 16),
        ("send kit by Friday 4pm", "send kit 4pm", 13),
        ("send kit by Friday, noon", "send kit noon", 13),
        ("meet on 24 March at 10.30", "meet at 10.30", 24),
        ("Rückruf morgen früh", "Rückruf früh", 11),
        ("Rückruf am Freitag um 14 Uhr @jürgen", "Rückruf um 14 Uhr @jürgen", 13),
        ("rappeler vendredi matin", "rappeler matin", 13),
        ("rappeler demain à 10h30", "rappeler à 10h30", 11),
        ("send kit by fri", "send kit", 13),
    ],
)
def test_the_day_is_taken_and_the_rest_stays(words, text, day):
    assert split_before(words, SPLIT) == (text, date(2026, 3, day))


@pytest.mark.parametrize(
    "words",
    [
        "ring at 10",
        "mail dana@acme.example",
        "send 3 at 4 pm",
        "ring back in the morning",
        "order 12 #b",
        "from Monday to Friday @sam",
        "every Friday at 10",
        "@sam",
        "",
        "  ",
    ],
)
def test_words_without_a_day_stay_as_they_are(words):
    assert split_before(words, SPLIT) == (words, None)


@pytest.mark.parametrize("behind", ["", " @sam", " at 10", " #a @b"])
def test_a_day_that_there_is_not_is_said(behind):
    with pytest.raises(BadDate, match="31 feb"):
        split_before(f"send kit by 31 feb{behind}", SPLIT)


@given(st.text(alphabet="abc 10:.@#,atpm\u0301", max_size=60))
def test_no_word_is_lost(words):
    text, day = split_before(words, SPLIT)
    if day is None:
        assert text == words
    else:
        assert all(mark in text for mark in words.split() if mark[0] in "@#" and mark[1:])


def test_a_promise_for_somebody_else_has_its_day(crm, vault):
    folder = vault({"Customers/Acme/Acme.md": ""})
    said = crm("log", "acme", "call", "Seal.", "--promise", "ring by tomorrow 4pm @sam", cwd=folder)
    assert "we owe    ring 4pm @sam, Wed 2026-03-11, tomorrow" in said.output
    [note] = folder.glob("Customers/Acme/2026*")
    assert "- [ ] ring 4pm @sam #promise ➕ 2026-03-10 📅 2026-03-11\n" in note.read_text()
