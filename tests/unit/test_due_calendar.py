"""The calendar of what is due: read back, and the same entries again after anything has changed."""

import json
from datetime import date, datetime

import pytest
from icalendar import Calendar

from notes_crm.answers.agenda import Agenda, Owed, Touch, Visit
from notes_crm.errors import Unreadable
from notes_crm.output.calendar import GONE, calendar, count

TODAY = date(2026, 3, 10)
NOW = datetime(2026, 3, 10, 12)
VISIT = Visit(date(2026, 3, 12), "09:30", "visit", ("Acme",), ("Sam",), "Fit; the, belt\nnow", "b.md", private=False)  # fmt: skip


def owed(text="Send kit @sam", day=date(2026, 3, 13), path="Customers/Acme/a b.md", line=3):
    return Owed(
        1,
        "we",
        text,
        "sam",
        ("Acme",),
        "Sam Lee",
        day,
        day,
        0,
        8,
        path,
        line,
        private=False,
    )


def agenda(*promises, visits=(VISIT,), contacts=()):
    return Agenda(
        TODAY,
        TODAY,
        None,
        None,
        (),
        (),
        promises,
        (),
        visits,
        contacts,
        (),
        {},
    )


def events(data):
    return {str(e["SUMMARY"]): e for e in Calendar.from_ical(data).walk("VEVENT")}


def test_promises_are_days_and_visits_hours():
    touch = Touch("Bell", date(2026, 3, 20), "estimated", 0, "Sam", date(2026, 2, 1), "Bell.md")
    data = calendar(agenda(owed(), contacts=(touch,)), NOW, vault="My notes")
    read = events(data)
    promise = read["Acme: Send kit (we owe)"]
    assert (promise.decoded("DTSTART"), promise.decoded("DTEND")) == (
        date(2026, 3, 13),
        date(2026, 3, 14),
    )
    assert str(promise["URL"]) == "obsidian://open?vault=My%20notes&file=Customers%2FAcme%2Fa%20b"
    visit = read["Visit: Acme"]
    assert visit.decoded("DTSTART") == datetime(2026, 3, 12, 9, 30)
    assert str(visit["DESCRIPTION"]).startswith("Fit; the, belt\nnow\nSam")
    assert "Be in touch: Bell (estimated)" in read
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))


def test_what_is_unchanged_stays_byte_for_byte_and_what_moved_keeps_its_identity():
    first = calendar(agenda(owed()), NOW, vault="v")
    later = datetime(2026, 3, 11, 8)
    assert calendar(agenda(owed(line=9)), later, vault="v", before=first) == first
    moved = calendar(agenda(owed(day=date(2026, 3, 20))), later, vault="v", before=first)
    before, after = (events(d)["Acme: Send kit (we owe)"] for d in (first, moved))
    assert before["UID"] == after["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert events(moved)["Visit: Acme"]["SEQUENCE"] == 0


def test_what_is_done_is_called_off_once_and_forgotten_later():
    first = calendar(agenda(owed()), NOW, vault="v")
    done = calendar(agenda(), NOW, vault="v", before=first)
    gone = events(done)["Acme: Send kit (we owe)"]
    assert (str(gone["STATUS"]), gone["SEQUENCE"]) == ("CANCELLED", 1)
    assert count(done) == 1
    assert calendar(agenda(), NOW, vault="v", before=done) == done
    again = calendar(agenda(owed()), NOW, vault="v", before=done)
    assert events(again)["Acme: Send kit (we owe)"]["SEQUENCE"] == 2
    long_after = calendar(agenda(), NOW + GONE * 2, vault="v", before=done)
    assert "Acme: Send kit (we owe)" not in events(long_after)


def test_a_visit_lasts_as_long_as_it_is_planned_to(crm, vault):
    plan = "---\ntype: visit\ntime: 09:30\npurpose: look\n{}---\n"
    lengths = {
        "1h": "length: 1h 30m\n",
        "text": "length: half a day\n",
        "none": "",
        "nil": "length: 0\n",
    }
    folder = vault(
        {f"Customers/{name}/2026-03-12 visit.md": plan.format(x) for name, x in lengths.items()}
    )
    read = events(crm("due", "--ics", "-", cwd=folder).stdout.encode())
    lasts = {name: read[f"Visit: {name}"] for name in lengths}
    assert {n: (e.decoded("DTEND") - e.decoded("DTSTART")).seconds // 60 for n, e in lasts.items()} == {
        "1h": 90, "text": 60, "none": 60, "nil": 60,
    }  # fmt: skip
    planned = json.loads(crm("due", "--json", cwd=folder).stdout)["visits"]
    assert {visit["customers"][0]: visit["minutes"] for visit in planned} == {
        "1h": 90, "text": None, "none": None, "nil": None,
    }  # fmt: skip


def test_the_same_words_twice_in_a_note_are_two_entries():
    data = calendar(agenda(owed(), owed(line=4), visits=()), NOW, vault="v")
    assert len({str(e["UID"]) for e in Calendar.from_ical(data).walk("VEVENT")}) == 2


@pytest.mark.parametrize(
    "before", [b"hello", b"BEGIN:VCALENDAR\r\nPRODID:-//other//\r\nEND:VCALENDAR\r\n", b"\xff\xfe"]
)
def test_another_file_is_not_overwritten(before):
    with pytest.raises(Unreadable):
        calendar(agenda(), NOW, vault="v", before=before)
