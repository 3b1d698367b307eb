from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notes_crm.model import buying, derived
from notes_crm.model.fact import Fact
from notes_crm.model.note import parse

TODAY = date(2026, 11, 22)


def note(name, text=""):
    return parse(text.encode(), f"Customers/Acme/{name}.md")


def visit(day, more="outcome: good", body=""):
    return note(f"{day} Acme visit", f"---\ntype: visit\ndate: {day}\n{more}\n---\n{body}")


def profile(more):
    return note("Acme", f"---\n{more}\n---\n")


def test_the_last_contact_is_the_latest_that_has_taken_place():
    notes = [
        visit("2026-10-01"),
        note("2026-11-02 Acme call", "---\ntype: call\n---\nRang.\n"),
        note("2026-11-20 thoughts", "They will need a new pump."),
        visit("2026-12-01"),
    ]
    assert derived.last_contact(notes, TODAY) is notes[1]


def test_the_later_of_two_contacts_on_a_day_is_the_last():
    notes = [
        note("2026-11-02 1500 Acme call", "---\ntype: call\n---\n"),
        note("2026-11-02 0900 Acme visit", "---\ntype: visit\n---\n"),
    ]
    assert derived.last_contact(notes, TODAY) is notes[0]


def test_a_planned_visit_of_which_nobody_wrote_a_word_is_no_contact():
    assert derived.last_contact([visit("2026-11-10", "purpose: service")], TODAY) is None


@pytest.mark.parametrize(
    "text",
    ["purpose: service\nmood: calm\n---\n", "purpose: service\n---\nPump is fine.\n"],
)
def test_a_planned_visit_that_was_typed_up_is_a_contact(text):
    done = note("2026-11-10 Acme visit", f"---\ntype: visit\n{text}")
    assert derived.last_contact([done], TODAY) is done


def test_todays_visit_is_planned_until_it_is_typed_up():
    planned = visit("2026-11-22", "purpose: service", "Ask for the key.\n")
    assert derived.planned([planned], TODAY) == [planned]
    assert derived.last_contact([planned], TODAY) is None
    done = visit("2026-11-22", "purpose: service", "## Discussed\n- Pump is fine.\n")
    assert derived.planned([done], TODAY) == []
    assert derived.last_contact([done], TODAY) is done


def test_an_email_with_a_purpose_is_a_contact():
    sent = note("2026-11-20 Acme email", "---\ntype: email\npurpose: invoice\n---\n")
    assert derived.last_contact([sent], TODAY) is sent


def test_planned_visits_come_nearest_first():
    later, sooner = visit("2026-12-20"), visit("2026-12-01")
    assert derived.planned([later, sooner, visit("2026-11-01")], TODAY) == [sooner, later]


def test_a_date_ahead_in_the_profile_is_the_next_contact():
    notes = [profile("next_contact: 2026-12-01"), visit("2026-11-10", "next_contact: 2026-11-30")]
    found = derived.next_contact(notes, TODAY)
    assert (found.day, found.reason) == (date(2026, 12, 1), "profile")


def test_a_date_past_in_the_profile_gives_way_to_a_note():
    notes = [profile("next_contact: 2026-11-01"), visit("2026-10-10", "next_contact: 2026-11-20")]
    found = derived.next_contact(notes, TODAY)
    assert (found.day, found.reason) == (date(2026, 11, 20), "note")


def test_a_date_in_the_profile_that_passed_unmet_is_overdue():
    notes = [profile("next_contact: 2026-11-01\ncontact_every: 6 weeks"), visit("2026-10-10")]
    found = derived.next_contact(notes, TODAY)
    assert (found.day, found.reason) == (date(2026, 11, 1), "profile")
    met = derived.next_contact([*notes, visit("2026-11-02")], TODAY)
    assert met.reason == "estimated"


def test_a_next_contact_is_met_by_any_contact_on_or_after_it():
    asked = visit("2026-10-10", "next_contact: 2026-11-01")
    assert derived.next_contact([asked], TODAY).day == date(2026, 11, 1)
    assert derived.next_contact([asked, visit("2026-10-31")], TODAY) is not None
    assert derived.next_contact([asked, visit("2026-11-01")], TODAY) is None


def test_a_newer_date_takes_the_place_of_an_older_one():
    notes = [
        visit("2026-10-10", "next_contact: 2027-01-01"),
        visit("2026-10-20", "next_contact: 2026-12-01"),
    ]
    assert derived.next_contact(notes, TODAY).day == date(2026, 12, 1)


def test_without_a_date_the_next_contact_is_estimated():
    notes = [profile("contact_every: 6 weeks"), visit("2026-11-01")]
    found = derived.next_contact(notes, TODAY)
    assert (found.day, found.reason) == (date(2026, 12, 13), "estimated")


@pytest.mark.parametrize("every", ["whenever", "", "0 days"])
def test_nothing_is_estimated_from_words_that_are_no_interval(every):
    assert (
        derived.next_contact([profile(f"contact_every: {every}"), visit("2026-11-01")], TODAY)
        is None
    )


def test_nothing_is_estimated_without_a_contact():
    assert derived.next_contact([profile("contact_every: 6 weeks")], TODAY) is None


@pytest.mark.parametrize(
    ("line", "state", "late"),
    [
        ("- [ ] kit 📅 2026-11-22", "open", 0),
        ("- [ ] kit 📅 2026-11-21", "late", 1),
        ("- [ ] kit", "open", 0),
        ("- [/] kit 📅 2026-11-01", "late", 21),
        ("- [x] kit 📅 2026-11-10 ✅ 2026-11-10", "kept", 0),
        ("- [x] kit 📅 2026-11-10 ✅ 2026-11-12", "kept late", 2),
        ("- [x] kit 📅 2026-11-10", "kept", 0),
        ("- [-] kit 📅 2026-11-10 ❌ 2026-11-20", "withdrawn", 0),
    ],
)
def test_how_a_promise_stands(line, state, late):
    [promise] = derived.promises([visit("2026-11-01", body=f"## Promised\n{line}\n")], TODAY)
    assert (promise.state, promise.days_late) == (state, late)


def test_internal_actions_are_no_promises():
    body = "## Other actions\n- [ ] order parts\n- [ ] they send the plan #waiting\n"
    [promise] = derived.promises([visit("2026-11-01", body=body)], TODAY)
    assert promise.task.direction == "they"


def test_open_cases_come_latest_first():
    def case(name, more):
        return note(name, f"---\ntype: case\n{more}\n---\n")

    old, new = case("2026-01-01 a", "status: open"), case("2026-02-01 b", "status: waiting-us")
    shut = [
        case("c", "status: solved"),
        case("d", "status: closed"),
        case("e", "closed: 2026-01-02"),
    ]
    assert derived.open_cases([old, *shut, new]) == [new, old]


def test_moods_from_oldest_to_newest():
    notes = [
        visit("2026-11-01", "mood: anxious"),
        visit("2026-10-01", "mood: 5"),
        visit("2026-09-01"),
    ]
    assert [m.score for m in derived.moods(notes, TODAY)] == [5, 2]


@pytest.mark.parametrize("mood", ["9", "0", "weird", "-1"])
def test_a_mood_that_is_none_is_left_out(mood):
    assert derived.moods([visit("2026-11-01", f"mood: {mood}")], TODAY) == []


@pytest.mark.parametrize(
    ("until", "state", "days"),
    [
        (date(2026, 11, 21), "over", -1),
        (date(2026, 11, 22), "ending", 0),
        (date(2027, 2, 19), "ending", 89),
        (date(2027, 2, 20), "covered", 90),
    ],
)
def test_how_a_warranty_stands(until, state, days):
    cover = derived.cover(until, TODAY)
    assert (cover.state, cover.days) == (state, days)


def test_without_a_date_there_is_no_warranty():
    assert derived.cover(None, TODAY) is None


def test_a_year_is_the_twelve_months_up_to_today():
    notes = [
        visit("2024-11-22", "amount: 5"),
        visit("2024-11-23", "amount: 10"),
        visit("2025-11-22", "amount: 20"),
        visit("2025-11-23", "amount: 100"),
        visit("2026-11-22", "amount: 200"),
        visit("2026-11-23", "amount: 999"),
    ]
    worth = buying.worth(notes, TODAY)
    assert (worth.last, worth.before) == (300, 30)
    assert worth.counted == tuple(notes[1:5])


def test_what_is_typed_counts_only_where_nothing_can_be_counted():
    typed = profile("yearly_worth: 5000")
    assert buying.worth([typed], TODAY) == buying.Worth(5000, None, ())
    assert buying.worth([typed, visit("2026-11-01", "amount: 7")], TODAY).last == 7
    assert buying.worth([profile("kind: bakery")], TODAY) is None


def test_a_quote_is_no_buy():
    offer = note("offer", "---\ntype: opportunity\ndate: 2026-11-01\namount: 900\n---\n")
    assert buying.worth([offer], TODAY) is None


def test_two_buys_show_no_rhythm():
    notes = [visit(day, "amount: 1") for day in ("2026-09-01", "2026-10-01")]
    assert buying.rhythm(notes, TODAY) is None


def test_a_rhythm_is_a_range():
    notes = [visit(day, "amount: 1") for day in ("2026-07-01", "2026-09-01", "2026-10-01")]
    found = buying.rhythm(notes, TODAY)
    assert (found.shortest, found.longest) == (30, 62)
    assert (found.earliest, found.latest) == (date(2026, 10, 31), date(2026, 12, 2))


def test_many_gaps_give_their_middle_half():
    days = [date.fromordinal(date(2026, 1, 1).toordinal() + n) for n in (0, 30, 60, 90, 290)]
    found = buying.rhythm([visit(day, "amount: 1") for day in days], TODAY)
    assert (found.shortest, found.longest) == (30, 115)


def test_two_buys_on_a_day_are_one():
    days = ("2026-09-01", "2026-09-01", "2026-10-01")
    assert buying.rhythm([visit(day, "amount: 1") for day in days], TODAY) is None


def test_the_29th_of_february_has_a_year_before():
    assert buying.worth([visit("2027-03-01", "amount: 1")], date(2028, 2, 29)).last == 1


def test_the_rules_hold_for_facts_of_an_index_too():
    def fact(day, *, words=False, **fields):
        return Fact(
            path=f"{day}.md", type="visit", group="interaction", title="",
            date=date.fromisoformat(day), time=None, fields=fields, gist="", gist_line=0,
            typed_up=words, has_words=words,
        )  # fmt: skip

    planned = fact("2026-11-10", purpose="service")
    met = fact("2026-11-01", words=True, purpose="service")
    assert derived.last_contact([planned, met], TODAY) is met
    ahead = fact("2026-12-01", purpose="service")
    assert derived.planned([ahead, met], TODAY) == [ahead]


dates = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@given(st.lists(st.tuples(dates, st.none() | dates), max_size=8), dates)
def test_a_next_contact_from_a_note_is_never_met(seen, today):
    notes = [
        visit(day, f"outcome: good\nnext_contact: {ahead}" if ahead else "outcome: good")
        for day, ahead in seen
    ]
    found = derived.next_contact(notes, today)
    if found:
        assert not any(derived.is_contact(n, today) and n.date >= found.day for n in notes)


@given(st.lists(st.tuples(dates, st.integers(1, 5000)), max_size=10), dates)
def test_worth_counts_every_buy_of_two_years_once(buys, today):
    notes = [visit(day, f"amount: {amount}") for day, amount in buys]
    worth = buying.worth(notes, today)
    counted = sum(n.fields["amount"] for n in worth.counted) if worth else 0
    assert counted == (worth.last + worth.before if worth else 0)
