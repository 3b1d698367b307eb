import shutil
from datetime import date

import pytest

from notes_crm.answers.briefing import compose
from notes_crm.answers.route import LABELLED, route
from notes_crm.model.note import parse
from notes_crm.output.around import LARGER, Around
from notes_crm.output.day import MOST, route_outline, route_words
from notes_crm.output.markdown import page as markdown
from notes_crm.output.pdf import make_pdf
from notes_crm.output.plain import page as text
from notes_crm.output.press import EDGE
from notes_crm.output.sheet import render
from notes_crm.output.wording import wording
from tests import engines, printed
from tests import harbour_lane as lane

TODAY = date(2026, 11, 22)
DAY = date(2026, 11, 23)
MANY = 24
SAY = wording("en-GB", page="a4", currency="GBP", today=TODAY)


def note(path, body=""):
    return parse(body.encode(), f"Customers/{path}.md")


def visit(customer, *, at="", purpose="Look", take=(), by="Sam Lee", kind="visit"):
    """A planned visit of the day at a customer."""
    taken = "".join(f"\n  - {thing}" for thing in take)
    return note(
        f"{customer}/2026-11-23 {at.replace(':', '')} {customer} {kind}",
        f"---\ntype: {kind}\nby: {by}\npurpose: {purpose}\n"
        + (f'time: "{at}"\n' if at else "")
        + (f"take:{taken}\n" if taken else "")
        + "---\n",
    )


def sheet(customer, *notes, **planned):
    going = visit(customer, **planned)
    return compose(customer, [*notes, going], TODAY, me="Sam Lee", visit=going)


def met(customer, day="2026-11-20", body="", **fields):
    head = "".join(f"{key}: {value}\n" for key, value in fields.items())
    return note(f"{customer}/{day} {customer} visit", f"---\ntype: visit\n{head}---\n{body}")


def test_stops_stand_in_order_of_time_and_those_without_one_last():
    sheets = [sheet("Late", at="15:00"), sheet("Any"), sheet("Early", at="08:30")]
    made = route(DAY, TODAY, sheets)
    assert [(s.number, s.name) for s in made.stops] == [(1, "Early"), (2, "Late"), (3, "Any")]


def test_the_three_numbers_count_each_customer_once():
    late = "## Promised\n- [ ] Send kit #promise 📅 2026-11-01\n- [ ] Send bill #promise 📅 2026-11-02\n"
    angry = met("Acme", mood="angry", body=late)
    made = route(DAY, TODAY, [sheet("Acme", angry, at="09:00"), sheet("Acme", angry, at="16:00")])
    assert (len(made.stops), made.late, made.unhappy) == (2, 2, 1)


def test_a_thing_to_take_is_loaded_once_for_all_its_stops():
    made = route(DAY, TODAY, [
        sheet("A", at="08:00", take=["Gauge", "Kit"]), sheet("B", at="09:00", take=["gauge"]),
    ])  # fmt: skip
    assert [(x.said.text, x.stops) for x in made.load] == [("Gauge", (1, 2)), ("Kit", (1,))]


@pytest.mark.parametrize(
    ("last", "arrival", "kind"),
    [
        ("2026-11-20", "Ring twice", None),
        ("2026-11-20", "", "way in"),
        ("2026-10-20", "Ring twice", "confirm"),
        (None, "Ring twice", "confirm"),
    ],
)
def test_whom_nobody_spoke_to_is_asked_whether_they_expect_us(last, arrival, kind):
    profile = note("A/A", f"---\nphone: 0113 496 0000\narrival: {arrival}\n---\n")
    notes = [profile, *([met("A", last)] if last else [])]
    calls = route(DAY, TODAY, [sheet("A", *notes)]).calls
    assert [c.kind for c in calls] == ([kind] if kind else [])
    assert all(c.phone == "0113 496 0000" and c.stop == 1 for c in calls)


def test_late_promises_of_colleagues_and_theirs_are_called_about_and_mine_are_not():
    body = (
        "## Promised\n- [ ] Mine @sam #promise 📅 2026-11-01\n"
        "- [ ] Marco's @marco #promise 📅 2026-11-02\n"
        "- [ ] In time @marco #promise 📅 2026-12-02\n- [ ] Theirs @dana #waiting 📅 2026-11-03\n"
    )
    team = [parse(b"---\naliases: sam\n---\n", "Team/Sam Lee.md")]
    dana = note("A/Dana Ortiz (A)", "---\ntype: person\nphone: 0113 496 0001\n---\n")
    profile = note("A/A", "---\narrival: Ring twice\n---\n")
    going = visit("A")
    made = compose("A", [profile, dana, met("A", body=body), going], TODAY, visit=going, team=team)
    calls = route(DAY, TODAY, [made], who="Sam Lee").calls
    assert [(c.kind, c.who, c.owed.said.text) for c in calls] == [
        ("ours", "marco", "Marco's"), ("theirs", "dana", "Theirs"),
    ]  # fmt: skip
    assert calls[1].phone == "0113 496 0001"


def test_a_call_planned_that_day_stands_first_with_its_time():
    planned = sheet("B", at="08:00", purpose="Price of the belt", kind="call")
    made = route(DAY, TODAY, [sheet("A", met("A"))], calls=[planned])
    assert (made.calls[0].kind, made.calls[0].stop) == ("planned", 0)
    told = text(route_outline(made, SAY), width=80)
    assert "  - 08:00 · Call B · Price of the belt\n" in told


def test_a_stop_says_that_it_is_the_first_visit_or_that_a_service_is_due():
    unit = note(
        "A/Pump (A)", "---\ntype: equipment\ninstalled: 2025-01-01\nservice_every: 12 months\n---\n"
    )
    assert [m.kind for m in route(DAY, TODAY, [sheet("A", unit)]).stops[0].marks] == [
        "first visit", "service due",
    ]  # fmt: skip


def full_day(count):
    b = compose(
        lane.CUSTOMER, lane.notes(), lane.TODAY, me="anna", lessons=lane.lessons(), team=lane.team()
    )
    return b, route(b.day, b.today, [b] * count, who="Anna Kowalski")


def test_labels_are_few_and_at_most_two_are_loud():
    data = route_words(full_day(1)[1], SAY)
    marks = data["stops"][0]["marks"]
    assert len(marks) == LABELLED
    assert [m["loud"] for m in marks] == [True, True, False]


@pytest.mark.parametrize("count", [1, 9, 11, 25])
def test_a_long_day_has_several_covers_and_no_stop_is_lost(count):
    data = route_words(full_day(count)[1], SAY)
    numbers = [stop["number"] for page in data["pages"] for stop in page]
    assert numbers == list(range(1, count + 1))
    assert all(data["pages"])
    assert len(data["pages"]) == {1: 1, 9: 2, 11: 2, 25: 4}[count]


@pytest.mark.program
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler's pdftotext is not here")
@pytest.mark.skipif(not engines.here("PlutoPrint"), reason="PlutoPrint has no wheel here")
@pytest.mark.parametrize("large", [False, True])
def test_the_cover_of_a_long_day_stays_on_its_paper(large):
    """Of ten stops and more each number is in one piece, and what all need runs over two lines."""
    size = LARGER if large else 1
    going = [sheet(f"C{n:02}", at="09:30", take=["the gauge"]) for n in range(MANY)]
    cover = route_words(
        route(DAY, TODAY, going), SAY, height=(297 - 2 * EDGE) / size, line=1 / size
    )
    made = make_pdf(
        going[:1], page="a4", lang="en-GB", printed=lane.PRINTED,
        cover=cover, around=Around(large=large), engine="PlutoPrint",
    )  # fmt: skip
    pages = printed.pages(made.data)
    covers = pages[: len(cover["pages"])]
    assert len(pages) - len(covers) in (1, 1 + large)
    assert all(pages)
    width = printed.PAPER["a4"][0]
    assert max(word.right for page in pages for word in page) < width - printed.MM * EDGE
    heights = [word.height for page in pages[len(covers) :] for word in page]
    usual = sorted(heights)[len(heights) // 2]
    big = [word.text for page in covers for word in page if word.height > 1.7 * usual]
    assert {str(n + 1) for n in range(MANY)} <= set(big)


def test_lists_that_are_too_long_say_how_much_is_left():
    many = [f"thing {n}" for n in range(MOST + 3)]
    made = route(DAY, TODAY, [sheet("A", take=many)])
    data = route_words(made, SAY)
    assert (len(data["load"]), data["load_left"]) == (MOST, 3)
    assert "thing 12" in text(route_outline(made, SAY), width=80)


def test_half_a_telephone_number_is_none():
    address = "A house with a long name, Upper Mill Lane, Sampleton"
    profile = note("A/A", f"---\naddress: {address}\nphone: 0113 496 0000\n---\n")
    stop = route_words(route(DAY, TODAY, [sheet("A", profile)]), SAY)["stops"][0]
    assert stop["address"] == address


def test_every_foot_counts_covers_and_sheets():
    briefing, made = full_day(1)
    html = render(
        [briefing], page="a4", lang="en-GB", printed=lane.PRINTED,
        cover=route_words(made, SAY, command="crm brief --tomorrow"),
    )  # fmt: skip
    assert "1 of 2" in html
    assert "2 of 2" in html
    assert html.index('class="sheet rt"') < html.index("Where we left off")
    assert "again: crm brief --tomorrow" in html


def test_notes_of_others_stay_text_on_the_cover():
    evil = '"><script>alert(1)</script> {{ 7*7 }} \u202e'
    profile = note("A/A", f"---\narrival: '{evil}'\naddress: '{evil}'\n---\n")
    made = route(DAY, TODAY, [sheet("A", profile, purpose=f"'{evil}'", take=[f"'{evil}'"])])
    html = render(
        [s.sheet for s in made.stops], page="a4", lang="en", printed=lane.PRINTED, script=False,
        cover=route_words(made, SAY),
    )  # fmt: skip
    assert "<script" not in html
    assert "49" not in html.partition("<body>")[2].partition("Where we left off")[0]
    assert "\u202e" not in html
    assert "<script" not in markdown(route_outline(made, SAY)).replace("\\<", "")


def test_from_right_to_left_the_arrow_turns_and_every_piece_keeps_its_place():
    say = wording("ar", page="a4", currency="GBP", today=TODAY)
    late = "## Promised\n- [ ] Send kit @marco #promise 📅 2026-11-01\n"
    profile = note("Acme/Acme", "---\naddress: 14 Quay Street\narrival: Ring twice\n---\n")
    stop = sheet("Acme", profile, met("Acme", body=late), at="09:00", take=["Gauge 7"])
    made = route(DAY, TODAY, [stop])
    page = route_words(made, say)
    assert (page["dir"], page["arrow"]) == ("rtl", "←")
    shown = render(
        [stop], page="a4", lang="ar", printed=lane.PRINTED, cover=page, script=False
    ).partition("<body>")[2]
    assert "\u206614 Quay Street\u2069" in shown
    assert ">←&nbsp;1</b>" in shown
    assert "→" not in shown
    assert 'dir="auto"' not in shown.partition('class="sheet"')[0]
    assert "Send kit\u200e\u200f · 22 يومًا" in page["calls"][0]["text"]
    assert "Gauge 7 ← 1" in text(route_outline(made, say), width=80)


def test_a_day_with_a_long_name_is_set_smaller():
    made = route(DAY, TODAY, [sheet("Acme")])
    for lang, smaller in (("en-GB", False), ("de", False), ("pt", True)):
        say = wording(lang, page="a4", currency="", today=TODAY)
        shown = render([sheet("Acme")], page="a4", lang=lang, printed=lane.PRINTED, cover=route_words(made, say), script=False)  # fmt: skip
        assert ('<h1 class="long">' in shown) is smaller, lang
