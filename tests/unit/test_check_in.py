from datetime import date

import pytest

from notes_crm.model.check_in import check_in, working_days

TUE, THU, FRI, MON = date(2026, 3, 10), date(2026, 3, 12), date(2026, 3, 13), date(2026, 3, 16)


@pytest.mark.parametrize(
    ("outcome", "visited", "today", "set_for", "due"),
    [
        ("good", TUE, TUE, None, THU),
        ("good", FRI, FRI, None, date(2026, 3, 17)),
        ("good", TUE, FRI, None, FRI),
        ("good", TUE, TUE, date(2026, 3, 24), THU),
        ("good", TUE, TUE, date(2026, 3, 11), None),
        ("bad", TUE, TUE, None, TUE),
        ("bad", TUE, THU, FRI, THU),
        ("bad", TUE, TUE, TUE, None),
        ("incomplete", FRI, FRI, None, MON),
        ("incomplete", FRI, FRI, date(2026, 4, 1), None),
        (None, TUE, TUE, None, None),
        ("so-so", TUE, TUE, None, None),
    ],
)
def test_what_went_well_soon_and_what_went_badly_today(outcome, visited, today, set_for, due):
    found = check_in(outcome, visited, today, set_for)
    assert (found and found.day) == due


def test_a_weekend_is_no_working_day():
    assert [working_days(FRI, n) for n in (0, 1, 2)] == [FRI, MON, date(2026, 3, 17)]
    assert working_days(date(2026, 3, 14), 1) == MON


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--outcome", "good"), "It went well: a check-in is due by Thu 2026-03-12;"),
        (("--outcome", "bad"), "It went badly: a check-in is due by Tue 2026-03-10;"),
        (("--outcome", "incomplete"), "It is not finished: a check-in is due by Wed 2026-03-11;"),
        (("--outcome", "bad", "--date", "3 days ago"), "is due by Tue 2026-03-10;"),
        (("--outcome", "incomplete", "--next", "2 weeks"), ""),
        (("--outcome", "bad", "--next", "today"), ""),
        (("--outcome", "good", "--next", "tomorrow"), ""),
        (("--outcome", "bad", "--date", "2 months ago"), ""),
        ((), ""),
    ],
)
def test_a_logged_visit_says_when_to_ask_how_it_goes(crm, vault, words, said):
    folder = vault({"Customers/Acme Pumps/Acme Pumps.md": ""})
    done = crm("log", "acme", "visit", "Seal.", *words, cwd=folder)
    assert done.code == 0, done.output
    shown = " ".join(done.stderr.split())
    assert ("check-in" in shown) is bool(said)
    assert said in shown
    if said:
        day = shown.partition("is due by ")[2].split()[1].rstrip(";")
        assert f'crm next "Acme Pumps" {day}' in shown
        assert crm("next", "Acme Pumps", day, cwd=folder).code == 0


def test_a_call_calls_for_none(crm, vault):
    folder = vault({"Customers/Acme/Acme.md": ""})
    assert "check-in" not in crm("log", "acme", "call", "x", "--outcome", "bad", cwd=folder).stderr
