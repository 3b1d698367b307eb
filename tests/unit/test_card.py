from datetime import date

from notes_crm.answers import card
from notes_crm.model.fact import Fact
from notes_crm.output.answers import card_lines

TODAY = date(2026, 3, 10)


def fact(
    day=None,
    kind="visit",
    group="interaction",
    *,
    title="",
    typed_up=True,
    has_words=True,
    gist="Talked.",
    **fields,
):
    path = f"Customers/Acme/{day} {title or kind}.md"
    return Fact(path, kind, group, title or kind, day, None, fields, gist, 7, typed_up, has_words)


def owed(direction, text, due=None, owner=None):
    return (direction, text, owner, due, "Customers/Acme/a.md", 3)


def compose(facts, rows=()):
    return card.compose("Acme", "Customers/Acme", facts, card.owed(rows, TODAY), TODAY)


def test_the_latest_contact_wins_and_a_plan_is_none():
    made = compose([
        fact(date(2026, 3, 1), "call", by=("Sam Lee",)), fact(date(2026, 2, 1)), fact(date(2026, 3, 9), "note", "note"),
        fact(date(2026, 3, 12), purpose="Fit the belt", typed_up=False),
    ])  # fmt: skip
    assert (made.last.date, made.last.type, made.last.by) == (
        date(2026, 3, 1),
        "call",
        ("Sam Lee",),
    )
    assert (made.planned.date, made.planned.purpose) == (date(2026, 3, 12), "Fit the belt")


def test_a_plain_note_is_no_contact_but_is_told_where_it_is_later():
    saw = fact(date(2026, 3, 5), "note", "note", title="Saw Dana", gist="Promised the kit.")
    later, earlier = fact(date(2026, 3, 6)), fact(date(2026, 3, 4))
    ahead = fact(date(2026, 3, 12), "note", "note", title="Fair")
    assert compose([saw, ahead]).last is None
    assert compose([saw, ahead]).noted.text == "Promised the kit."
    assert compose([saw, earlier]).noted.date == date(2026, 3, 5)
    assert compose([saw, later]).noted is None
    lines = card_lines(compose([saw]), TODAY, 80, colour=False)
    assert any(line.startswith("Newest note   2026-03-05, 5 days ago") for line in lines)


def test_a_planned_visit_that_nobody_wrote_about_was_no_contact():
    silent = fact(date(2026, 3, 9), purpose="x", typed_up=False, has_words=False)
    assert compose([silent, fact(date(2026, 2, 1))]).last.date == date(2026, 2, 1)


def test_the_next_contact_says_which_rule_gave_it():
    profile = fact(None, "customer", "customer", title="Acme", contact_every="6 weeks")
    assert compose([profile, fact(date(2026, 3, 1))]).next == card.Next(
        date(2026, 4, 12), "estimated", "Customers/Acme/2026-03-01 visit.md"
    )
    told = fact(date(2026, 3, 1), next_contact=date(2026, 3, 16))
    assert compose([profile, told]).next.reason == "note"
    assert compose([]).next is None


def test_promises_late_first_ours_before_theirs_internal_ones_left_out():
    made = compose([], [
        owed("they", "log", date(2026, 3, 1)), owed("we", "quote @sam", date(2026, 3, 20), "sam"),
        owed("we", "kit", date(2026, 3, 6)), owed("internal", "order"), owed("ready", "tell"),
    ])  # fmt: skip
    assert [(o.text, o.days_late) for o in made.owed] == [
        ("kit", 4),
        ("quote", 0),
        ("tell", 0),
        ("log", 9),
    ]


def test_a_case_is_named_without_date_and_customer():
    case = fact(
        date(2026, 3, 5), "case", "case", title="2026-03-05 Acme case seal leak", status="open"
    )
    closed = fact(date(2026, 1, 5), "case", "case", title="old", status="closed")
    assert compose([case, closed]).cases == ("seal leak, since 2026-03-05",)


def test_the_card_is_one_screen_however_much_is_owed():
    made = compose(
        [fact(date(2026, 3, 1))], [owed("we", f"thing {n}", date(2026, 3, 1)) for n in range(40)]
    )
    lines = card_lines(made, TODAY, 80, colour=False)
    assert len(lines) < 24
    assert "+ 35 more in the folder" in "\n".join(lines)
    assert all(len(line) <= 80 for line in lines)


def test_who_of_us_was_in_touch_is_named_once_the_latest_first():
    facts = [
        fact(date(2026, 3, 1), by="Ana"),
        fact(date(2026, 2, 1), by=("sam", "Sam Lee")),
        fact(date(2026, 1, 1), "call", by="sam"),
        fact(date(2026, 3, 5), "note", "note", by="Kim"),
        fact(date(2026, 3, 20), typed_up=False, has_words=False, by="Jo"),
    ]
    called = {"sam": "Sam Lee"}
    made = card.compose("Acme", "Customers/Acme", facts, [], TODAY, name=lambda who: called.get(who, who))  # fmt: skip
    assert made.known_by == (
        card.Knows("Ana", 1, date(2026, 3, 1)),
        card.Knows("Sam Lee", 2, date(2026, 2, 1)),
    )
    shown = "\n".join(card_lines(made, TODAY, 200, colour=False))
    assert "Ana (1 contact, last 2026-03-01) · Sam Lee (2 contacts, last 2026-02-01)" in shown
    assert "Known by" not in "\n".join(card_lines(compose(facts[:1]), TODAY, 80, colour=False))
