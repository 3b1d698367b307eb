from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notes_crm.answers.briefing import compose
from notes_crm.answers.said import plain, short_name
from notes_crm.model.note import parse
from tests import harbour_lane as lane
from tests.timing import within

TODAY = date(2026, 11, 22)


def note(name, text=""):
    return parse(text.encode(), f"Customers/Acme/{name}.md")


def acme(*notes, today=TODAY, **kwargs):
    return compose("Acme", notes, today, **kwargs)


@pytest.fixture(scope="module")
def full():
    return compose(
        lane.CUSTOMER, lane.notes(), lane.TODAY, me="anna", lessons=lane.lessons(), team=lane.team()
    )


def test_the_head_says_who_they_are_and_when_the_visit_is(full):
    head = full.head
    assert (head.name, head.kind, head.since, head.plan, head.response) == (
        "Harbour Lane Bakery", "bakery", "2017", "Silver", "8 h",
    )  # fmt: skip
    assert (str(head.day), f"{head.at:%H:%M}", head.length) == ("2026-11-24", "09:30", "about 2 h")
    assert head.visitors == ("Anna Kowalski",)
    assert head.note == "Customers/Harbour Lane Bakery/Harbour Lane Bakery.md"


def test_the_reason_is_the_purpose_with_its_case(full):
    assert full.why.said.text.startswith("Deck oven trips with E17")
    assert (full.why.case_name, full.why.case_age, full.why.case_state) == (
        "E17 returns", 12, "waiting-us",
    )  # fmt: skip
    assert [s.text for s in full.take] == ["igniter board IB-44", "flue gauge"]


def test_on_arrival_there_is_one_action_its_reason_and_facts(full):
    assert full.arrival.action == "Call Dana's mobile 07700 900461 when you park"
    assert full.arrival.because == "in the bakehouse she can't hear the bell"
    assert full.arrival.facts == (
        "Gate on Mill Lane, not the shop door",
        "Hairnet and safety shoes",
        "No work 02:00-06:30 (bake)",
    )


def test_alerts_stand_in_their_order(full):
    assert [a.kind for a in full.alerts] == [
        "overdue", "mood", "repeat", "warranty", "decision", "ready",
    ]  # fmt: skip
    overdue, mood, repeat, warranty, decision, ready = full.alerts
    assert (overdue.number, overdue.more, overdue.said.text) == (27, 1, "Service report of 21 Oct")
    assert (mood.number, mood.who) == (2, "Dana Okafor")
    assert mood.said.text.startswith('"If it stops')
    assert (repeat.about, repeat.number) == ("Deck oven Calora D4", 3)
    assert [str(d) for d in repeat.days] == ["2026-06-09", "2026-10-21", "2026-11-12"]
    assert str(warranty.day) == "2026-08-31"
    assert (decision.about, str(decision.day), decision.number) == (
        "second oven",
        "2026-12-04",
        8400,
    )
    assert ready.said.text == "Igniter board is here: tell Dana"


def test_where_we_left_off(full):
    last = full.last
    assert (str(last.day), last.who, last.channel, last.whom, last.started_by) == (
        "2026-11-19", ("Marco Ruiz",), "call", ("Dana Okafor",), "them",
    )  # fmt: skip
    assert last.text[0].text == "E17 came back after nine days; oven restarted by itself."


def test_next_is_the_first_open_step_of_the_case(full):
    assert full.next.step.text == "Fit the board, two hours of soak test"
    assert full.next.done.text == "Order igniter board"
    assert (str(full.next.contact), full.next.reason) == ("2026-12-31", "estimated")


def test_always_remember_and_the_lessons_that_match(full):
    assert [s.text for s in full.remember] == [
        "They bake at night: never promise a morning.",
        "Flour dust: **switch the extractor on** first.",
    ]
    assert [s.text for s in full.lessons] == [
        "E17 that comes back is the igniter board.",
        "Say the price before opening the toolbox.",
    ]


def test_what_was_learned_later_was_not_known_on_the_day():
    learned = lane.note("Lessons.md", f"---\ndate: 2026-11-11\n---\n{lane.LESSONS}")

    def known(today):
        return compose(lane.CUSTOMER, lane.notes(), today, lessons=[learned]).lessons

    assert known(date(2026, 11, 11))
    assert known(date(2026, 11, 10)) == ()


def test_promises_ours_and_theirs_late_ones_first(full):
    assert [(p.said.text, p.who, p.side, p.days_late) for p in full.ours] == [
        ("Service report of 21 Oct", "Jonas Weber", "we", 27),
        ("Quote for a loan oven", "Marco Ruiz", "we", 11),
        ("Igniter board is here: tell Dana", "Marco Ruiz", "ready", 0),
    ]
    assert [(p.said.text, p.who, p.days_late) for p in full.theirs] == [
        ("Landlord's OK to switch the mains off", "", 4),
    ]


def test_what_is_new_since_my_visit_without_the_contact_above(full):
    assert str(full.news.since) == "2026-09-03"
    assert [(str(e.said.day), e.type) for e in full.news.lines] == [
        ("2026-11-16", "opportunity"),
        ("2026-11-12", "call"),
        ("2026-11-12", "case"),
        ("2026-10-21", "visit"),
        ("2026-09-14", "letter"),
    ]
    assert full.news.total == 5


def test_mood_and_worth(full):
    assert [m.score for m in full.moods] == [4, 4, 4, 3, 2]
    assert full.mine.score == 4
    assert (full.worth.last, full.worth.before) == (13060, 0)


def test_people_begin_with_the_one_who_opens_the_door(full):
    assert [p.name for p in full.people] == ["Dana Okafor", "Piet Visser", "Mireille Laurent"]
    dana = full.people[0]
    assert (dana.role, dana.decides, dana.phones, str(dana.birthday)) == (
        "owner", True, ("07700 900461",), "2026-11-30",
    )  # fmt: skip


def test_what_keeps_it_human(full):
    assert [(h.kind, h.said.text) for h in full.human] == [
        ("birthday", "Dana Okafor"),
        ("about", "Dana's daughter Ife is now at uni in Leeds"),
        ("pleased", "The spare-seal kit we left in April"),
        ("likes", "Ajax"),
    ]


def test_only_equipment_with_something_to_say(full):
    oven, prover = full.equipment
    assert (oven.name, len(oven.faults), oven.cost, oven.verdict) == (
        "Deck oven Calora D4", 3, 3260, "replace",
    )  # fmt: skip
    assert [(r.kind, r.number, r.of) for r in oven.reasons] == [("share", 41, 0), ("age", 8, 10)]
    assert oven.last_service.path.endswith("2026-10-21 1500 Harbour Lane Bakery visit.md")
    assert (prover.name, str(prover.service_due), prover.verdict) == (
        "Prover Nordlys P12", "2026-12-03", None,
    )  # fmt: skip
    assert full.silent_units == 1


def test_what_to_ask_ends_with_how_we_are_doing(full):
    assert [q.asking for q in full.ask] == [
        "downtime", "service due", "plan", "how are we doing",
    ]  # fmt: skip


def test_what_was_asked_and_told(full):
    assert [s.text for s in full.asked.lines] == [
        "Is the mains switch theirs? The landlord holds the key."
    ]
    assert [s.text for s in full.told.lines] == [
        "Warranty ended on the deck oven (letter)",
        "New call-out rates from January",
    ]


def test_every_line_leads_back_to_its_place(full):
    for said in (full.why.said, *full.remember, full.ours[0].said, full.asked.lines[0]):
        name = said.source.path.rsplit("/", 1)[1]
        line = lane.FILES[name].splitlines()[said.source.line - 1]
        assert said.text in line.replace(" @jonas", "")
    name = full.arrival.source.path.rsplit("/", 1)[1]
    assert lane.FILES[name].splitlines()[full.arrival.source.line - 1].startswith("arrival:")


def test_private_things_take_part_only_where_asked_for(full):
    assert full.arrival.codes == ()
    assert "mother" not in repr(full)
    private = compose(lane.CUSTOMER, lane.notes(), lane.TODAY, with_private=True)
    assert private.arrival.codes == ("Gate 4711",)


def test_a_private_note_leaves_no_trace():
    secret = note(
        "2026-11-20 visit", "---\ntype: visit\nprivate: true\nmood: 1\n---\n## Told\n- Secret\n"
    )
    briefing = acme(secret, visit=secret)
    assert "Secret" not in repr(briefing)
    assert (briefing.last, briefing.moods, briefing.news.total) == (None, (), 0)
    assert acme(secret, with_private=True).last is not None


def test_an_empty_customer_has_gaps_and_no_inventions():
    briefing = acme(note("Saw Dana", "Saw Dana. Promised kit by Friday."))
    assert briefing.why.said is None
    assert (briefing.arrival, briefing.alerts, briefing.last, briefing.next) == (
        None,
        (),
        None,
        None,
    )
    assert (briefing.ours, briefing.theirs, briefing.people, briefing.equipment) == ((), (), (), ())
    assert (briefing.worth, briefing.rhythm, briefing.moods) == (None, None, ())
    assert [e.said.text for e in briefing.news.lines] == ["Saw Dana. Promised kit by Friday."]
    assert [q.asking for q in briefing.ask] == ["how are we doing"]


def test_a_customer_without_notes():
    assert compose("Nobody", [], TODAY).head.name == "Nobody"


def test_lateness_counts_to_the_day_of_the_visit_when_it_is_near():
    owed = note("2026-11-01 a", "---\ntype: call\n---\n## Promised\n- [ ] Kit 📅 2026-11-20\n")
    near = note("2026-11-24 b", "---\ntype: visit\npurpose: x\n---\n")
    far = note("2026-12-24 c", "---\ntype: visit\npurpose: x\n---\n")
    assert acme(owed).ours[0].days_late == 2
    assert acme(owed, near).ours[0].days_late == 4
    assert acme(owed, far).ours[0].days_late == 2
    assert acme(owed, far).day == date(2026, 12, 24)


def test_the_visit_that_is_named_is_meant():
    one = note("2026-11-24 b", "---\ntype: visit\npurpose: one\n---\n")
    two = note("2026-11-25 c", "---\ntype: visit\npurpose: two\n---\n")
    assert acme(one, two).why.said.text == "one"
    assert acme(one, two, visit=two).why.said.text == "two"


def test_without_a_visit_the_open_case_is_the_reason():
    case = note("2026-11-02 Acme case seal leak", "---\ntype: case\nstatus: open\n---\n")
    why = acme(case).why
    assert (why.said.text, why.case_age) == ("seal leak", 20)


def test_without_a_case_the_last_contact_is_the_reason():
    why = acme(note("2026-11-02 visit", "---\ntype: visit\n---\nSeal leaks.\n")).why
    assert (why.said.text, why.since) == ("Seal leaks.", date(2026, 11, 2))


def test_a_contact_of_mine_counts_by_any_of_my_names():
    mine = note("2026-11-02 visit", "---\ntype: visit\nby: Sam Lee\n---\nA.\n")
    since = note("2026-11-12 call", "---\ntype: call\nby: Ana\n---\nB.\n")
    later = note("2026-11-13 call", "---\ntype: call\nby: Ana\n---\nC.\n")
    team = [parse(b"---\ntype: team\naliases: sam\n---\n", "Team/Sam Lee.md")]
    for me in ("sam", "Sam Lee", "SAM"):
        assert acme(mine, since, later, me=me, team=team).news.since == date(2026, 11, 2)
        assert [e.said.text for e in acme(mine, since, later, me=me, team=team).news.lines] == [
            "B."
        ]
    assert acme(mine, since, later, me="ana").news.total == 0
    assert acme(mine, since, later).news.since is None


def test_without_a_reader_the_sheet_is_the_visitors():
    mine = note("2026-11-02 visit", "---\ntype: visit\nby: Sam Lee\n---\nA.\n")
    planned = note("2026-11-24 visit", "---\ntype: visit\nby: Sam Lee\npurpose: x\n---\n")
    assert acme(mine, planned).news.since == date(2026, 11, 2)


def test_my_own_contact_being_the_last_nothing_is_new():
    mine = note("2026-11-02 visit", "---\ntype: visit\nby: Sam\n---\nA.\n")
    old = note("2026-10-02 visit", "---\ntype: visit\nby: Ana\n---\nA.\n")
    assert acme(old, mine, me="sam").news.total == 0


@pytest.mark.parametrize(
    ("more", "kind"),
    [
        ("type: feedback\nsentiment: complaint\n", "complaint"),
        ("type: feedback\nscore: 2\n", "complaint"),
        ("type: visit\nmood: angry\n", "mood"),
        ("type: visit\noutcome: bad\n", "bad"),
    ],
)
def test_unhappy(more, kind):
    [alert] = acme(note("2026-11-10 a", f"---\n{more}---\nIt broke.\n")).alerts
    assert (alert.kind, alert.said.text) == (kind, "It broke.")


@pytest.mark.parametrize(
    "more",
    [
        "type: feedback\nsentiment: complaint\nanswered: 2026-11-11T09:00:00\n",
        "type: feedback\nsentiment: commendation\nscore: 5\n",
        "type: visit\nmood: calm\noutcome: good\n",
    ],
)
def test_not_unhappy(more):
    assert acme(note("2026-11-10 a", f"---\n{more}---\nIt broke.\n")).alerts == ()


def test_an_old_mood_is_no_warning():
    assert acme(note("2025-10-10 a", "---\ntype: visit\nmood: 1\n---\n")).alerts == ()


def unit(more):
    return note("Pump (Acme)", f"---\ntype: equipment\n{more}---\n")


def fault(day, cost):
    return note(
        f"{day} visit",
        f'---\ntype: visit\ndate: {day}\nrepair_cost: {cost}\nequipment: "[[Pump (Acme)]]"\n---\n',
    )


@pytest.mark.parametrize(
    ("more", "costs", "verdict", "reasons"),
    [
        ("replacement_cost: 1000\n", (400,), "replace", ["share"]),
        ("replacement_cost: 1000\n", (399, 0.1), "fix", ["share"]),
        ("replacement_cost: 1000\nwarranty_until: 2027-06-01\n", (900,), "fix", ["warranty"]),
        ("replacement_cost: 1000\ncontract_until: 2027-06-01\n", (900,), "fix", ["contract"]),
        ("installed: 2010-01-01\nexpected_life_years: 10\n", (5, 5), "replace", ["age"]),
        ("installed: 2010-01-01\nexpected_life_years: 10\n", (5,), "fix", ["age"]),
        ("", (5, 5), None, ["no price"]),
        ("", (5,), None, []),
        ("replacement_cost: 0\n", (5,), None, []),
        ("replacement_cost: -7\n", (5,), None, []),
        ("replacement_cost: 1e308\n", (5,), None, []),
        ("installed: 2010-01-01\nexpected_life_years: -1\n", (5, 5), None, ["no price"]),
    ],
)  # fmt: skip
def test_fix_or_replace_follows_from_what_is_written(more, costs, verdict, reasons):
    faults = [fault(TODAY - timedelta(days=100 - 30 * i), cost) for i, cost in enumerate(costs)]
    [found] = acme(unit(more), *faults).equipment
    assert found.verdict == verdict
    assert [r.kind for r in found.reasons] == reasons


def test_a_call_and_the_visit_that_follows_are_one_failure():
    notes = [fault(date(2026, 11, 1), 5), fault(date(2026, 11, 4), 5), fault(date(2026, 11, 20), 5)]
    [found] = acme(unit(""), *notes).equipment
    assert len(found.faults) == 2
    assert found.cost == 15


def test_the_cost_of_a_visit_is_shared_by_its_units():
    both = '---\ntype: visit\nrepair_cost: 100\nequipment: ["[[Pump (Acme)]]", "[[Mixer]]"]\n---\n'
    [found] = acme(unit(""), note("2026-11-01 visit", both)).equipment
    assert found.cost == 50


def test_a_unit_is_found_by_its_serial_in_the_text():
    seen = note(
        "2026-11-01 visit", "---\ntype: visit\nrepair_cost: 7\n---\nFixed GP-447-88 again.\n"
    )
    [found] = acme(unit("serial: GP-447-88\n"), seen).equipment
    assert found.cost == 7


@pytest.mark.parametrize(
    ("more", "speaks"),
    [
        ("", False),
        ("warranty_until: 2026-12-24\n", True),
        ("warranty_until: 2027-12-24\n", False),
        ("warranty_until: 2020-12-24\n", True),
        ("warranty_until: 2020-12-24\ncontract_until: 2027-12-24\n", False),
        ("status: down\n", True),
        ("status: retired\nwarranty_until: 2026-12-24\n", False),
        ("installed: 2025-11-01\nservice_every: 12 months\n", True),
        ("installed: 2026-11-01\nservice_every: 12 months\n", False),
    ],
)
def test_which_units_have_something_to_say(more, speaks):
    assert bool(acme(unit(more)).equipment) == speaks


def test_people_without_notes_come_from_the_contacts():
    met = note("2026-11-01 visit", "---\ntype: visit\npeople: [Dana, Piet]\n---\n")
    found = acme(note("Acme", ""), met).people
    assert [(p.name, str(p.met)) for p in found] == [("Dana", "2026-11-01"), ("Piet", "2026-11-01")]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Piet Visser bakes at night.", "Piet Visser"),
        ("Mireille in the office pays", "Mireille"),
        ("Dr Ana-Luise O'Neil, doctor", "Dr Ana-Luise O'Neil"),
        ("**Ömer Şahin**: boss", "Ömer Şahin"),
        ("دانا: المالكة", "دانا"),
        ("iris from https://example.com/team", "iris from"),
    ],
)
def test_a_line_of_the_profile_names_a_person(line, name):
    [person] = acme(note("Acme", f"## People\n- {line}\n")).people
    assert person.name == name


@pytest.mark.parametrize(
    ("birthday", "soon"),
    [
        ("11-22", True),
        ("12-06", True),
        ("12-07", False),
        ("11-21", False),
        ("1980-11-30", True),
        ("x", False),
    ],
)
def test_a_birthday_counts_when_it_is_near(birthday, soon):
    person = note("Dana (Acme)", f'---\ntype: person\nbirthday: "{birthday}"\n---\n')
    assert bool(acme(person).people[0].birthday) == soon


def test_a_birthday_in_january_is_near_in_december():
    person = note("Dana (Acme)", '---\ntype: person\nbirthday: "01-02"\n---\n')
    found = acme(person, today=date(2026, 12, 28)).people[0]
    assert found.birthday == date(2027, 1, 2)


@pytest.mark.parametrize(
    ("name", "kind", "short"),
    [
        ("2026-03-05 Acme case seal leak", "case", "seal leak"),
        ("Pump P-100 (Acme)", "", "Pump P-100"),
        ("2026-03-02 1430 Acme visit", "visit", "visit"),
        ("2026-03-02", "", "2026-03-02"),
        ("Pump v1.5", "", "Pump v1.5"),
    ],
)
def test_short_names(name, kind, short):
    assert short_name(note(name), "Acme", kind=kind) == short


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("**bold** _it_ `code` ==m== ~~s~~", "bold it code m s"),
        ("[[a|b]] and [[c]] ![[d]] [e](f)", "b and c e"),
        ("snake_case and 2*3*4", "snake_case and 2*3*4"),
        ("a %%secret%% b <!-- c --> d ^id", "a b d"),
        ("a <!-- secret", "a"),
        ("a <!-- b <!-- secret --> c", "a c"),
        ("[seal](https://a.example/x_(y)) kit", "seal kit"),
        ("[1] of [seal [kit](a.md)", "[1] of [seal kit"),
        ("[![photo](a.png)](b.md) of it", "of it"),
    ],
)
def test_plain(text, words):
    assert plain(text) == words


@pytest.mark.parametrize("sign", ["[", "![", "[[", "![[", "[[a|", "[a](", "![a](", "<!--", "%%", "<a", "*", " ^a"])  # fmt: skip
def test_what_is_opened_without_end_is_plain_soon(sign):
    with within(0.3):
        plain(sign * 20_000)


texts = st.text(alphabet="ab #*[]|:-_<>%@\n0123456789éß漢📅✅", max_size=120)


@given(st.lists(st.tuples(texts, texts), max_size=6))
def test_anything_can_be_composed(pieces):
    keys = ("type", "date", "customer", "mood", "arrival", "people", "serial", "due", "status")
    notes = [
        note(f"2026-11-{i + 1:02} x", f"---\n{keys[i % 9]}: {head}\ntype: {kind}\n---\n{body}\n")
        for i, (head, body) in enumerate(pieces)
        for kind in ("visit", "equipment", "case", "person", "feedback")
    ]
    assert acme(*notes).customer == "Acme"


def test_a_long_history_is_composed_quickly():
    day = date(2015, 1, 1)
    notes = [
        note(
            f"{day + timedelta(days=2 * i)} visit {i}",
            "---\ntype: visit\nmood: 3\n---\n## Told\n- x\n",
        )
        for i in range(2000)
    ]
    with within(1):
        assert acme(*notes).told.total == 1


def asked(*notes):
    return [s.text for s in acme(*notes).asked.lines]


def test_questions_in_contacts_without_a_heading_count_as_asked_after_the_others():
    headed = note(
        "2026-01-02 Acme visit",
        "---\ntype: visit\n---\nWho pays? Nobody.\n## Asked\n- Is the gate theirs? Yes.\n",
    )
    loose = note(
        "2026-01-01 Acme call",
        "---\ntype: call\n---\nHello. Do they run nights? Only Piet does. More.\n",
    )
    assert asked(headed, loose) == [
        "Is the gate theirs? Yes.",
        "Do they run nights? Only Piet does.",
    ]


@pytest.mark.parametrize(
    "body", ["Why?", "No question here.", "## Promised\n- [ ] Ask Dana who pays?", "Really?! " * 3]
)
def test_what_is_no_question_to_them(body):
    assert asked(note("2026-01-01 Acme call", f"---\ntype: call\n---\n{body}\n")) == []


def test_a_long_line_without_an_end_is_read_fast():
    with within(2):
        asked(note("2026-01-01 Acme call", "---\ntype: call\n---\n" + "a b " * 20_000 + "\n"))


def test_the_manuals_of_the_units_that_the_visit_is_about():
    oven = note(
        "Oven (Acme)", '---\ntype: equipment\nmanual: ["[[Oven guide]]", "[[Codes|List]]"]\n---\n'
    )
    mixer = note("Mixer (Acme)", '---\ntype: equipment\nmanual: "[[Mixer guide]]"\n---\n')
    visit = note(
        "2026-11-23 Acme visit",
        '---\ntype: visit\npurpose: Look\nequipment: "[[Oven (Acme)]]"\n---\n',
    )
    assert acme(oven, mixer, visit).manuals == ("Oven guide", "Codes")
    assert acme(oven, mixer).manuals == ()


def test_a_sign_that_is_escaped_is_a_sign():
    assert plain(r"\*not\* **so** \[\[x\]\] C:\Temp 2 \< 3 \_") == r"*not* so [[x]] C:\Temp 2 < 3 _"


def trip(day, by, kind="visit"):
    return note(f"{day} {kind}", f"---\ntype: {kind}\nby: {by}\npurpose: Belt\n---\n")


@pytest.mark.parametrize(
    ("other", "also"),
    [
        (trip("2026-11-30", "ana"), ["Ana Ruiz"]),
        (trip("2026-11-30", "[Jo, ana]"), ["Jo"]),
        (trip("2026-11-30", "[ana, sam]"), []),
        (trip("2026-11-30", "ana", "call"), []),
        (trip("2026-12-12", "ana"), []),
        (trip("2026-11-20", "ana"), []),
        (trip("2026-11-30", ""), []),
    ],
)
def test_a_visit_of_somebody_else_at_about_the_time_is_the_last_warning(other, also):
    team = [parse(b"---\naliases: ana\n---\n", "Team/Ana Ruiz.md"), parse(b"---\naliases: sam\n---\n", "Team/Sam Lee.md")]  # fmt: skip
    made = acme(trip("2026-11-24", "Sam Lee"), other, team=team, me="sam")
    assert [(a.who, a.source.path, a.more) for a in made.alerts] == [
        (who, other.path, 0) for who in also
    ]
    assert [a.kind for a in made.alerts] == ["also"] * len(also)
    assert acme(other, team=team, me=None).alerts == ()
