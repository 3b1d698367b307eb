"""Placeholders of a form, as Obsidian's own Templates plugin fills them, and those it leaves."""

from datetime import datetime

import pytest

from notes_crm.model.placeholders import filled, written

AT = datetime(2026, 3, 2, 14, 5, 9)


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("{{date}} {{time}} {{title}}", "2026-03-02 14:05 2026-03-02 Acme visit"),
        ("{{ Date }}{{TIME:HH}}", "2026-03-0214"),
        ("{{date:YYYY-MM}} {{date:dddd, D MMMM YY}}", "2026-03 Monday, 2 March 26"),
        ("{{date:[W]ddd M/D h:mm a ss}} {{time:hh A}}", "WMon 3/2 2:05 pm 09 02 PM"),
        ("{{customer}} {{title:x}} {{other}} {{}} {{ date", "Acme {{title:x}} {{other}} {{}} {{ date"),
        ("{{date:}}", "2026-03-02"),
    ],
)  # fmt: skip
def test_what_stands_in_the_place(form, text):
    more = {"customer": "Acme"}
    assert filled(form, title="2026-03-02 Acme visit", at=AT, timed=True, more=more) == text


def test_a_time_that_nobody_knows_is_nothing():
    assert filled('time: "{{time}}"', title="", at=AT, timed=False) == 'time: ""'


@pytest.mark.parametrize(("hour", "said"), [(0, "12 am"), (12, "12 pm"), (13, "1 pm"), (23, "11 pm")])  # fmt: skip
def test_the_dial(hour, said):
    assert written(AT.replace(hour=hour), "h a") == said


def test_what_is_put_in_is_not_filled_again():
    assert filled("{{title}}", title="{{date}}", at=AT, timed=True) == "{{date}}"
