"""What is due, from lists and a date."""

import json
from datetime import date

import pytest

from notes_crm.answers import agenda
from notes_crm.answers.agenda import Quiet, Touch
from notes_crm.answers.calls import pages
from notes_crm.answers.colleagues import Colleagues
from notes_crm.answers.record import record, tally
from notes_crm.errors import AmbiguousName, UnknownName
from notes_crm.model.fact import Fact
from notes_crm.model.promised import OpenRow, PlannedRow, PromiseRow, Standing
from notes_crm.output.agenda import agenda_lines
from notes_crm.output.console import width_of
from notes_crm.output.where import where_lines

TODAY, UNTIL = date(2026, 3, 10), date(2026, 3, 24)
PATH = "Customers/Acme/2026-03-02 Acme visit.md"


def row(text="Send kit", side="we", due=None, *, state="open", closed=None, line=3, **more):
    given = {
        "owner": None,
        "created": date(2026, 3, 2),
        "day": due,
        "written": date(2026, 3, 1),
        "reason": None,
        "private": False,
        "by": "Sam Lee",
        "customers": ("Acme",),
    } | more
    return PromiseRow(
        PATH,
        line,
        state,
        side,
        text,
        given["owner"],
        given["created"],
        due,
        given["day"],
        closed,
        given["written"],
        given["reason"],
        given["private"],
        given["by"],
        given["customers"],
    )


def part_of(found):
    return next((name for name, rows in agenda.parts([found], TODAY, UNTIL).items() if rows), None)


@pytest.mark.parametrize(
    ("found", "part"),
    [
        (row(due=date(2026, 3, 9)), "overdue"),
        (row(due=date(2026, 3, 10)), "due_today"),
        (row(due=date(2026, 3, 11)), "ahead"),
        (row(due=date(2026, 3, 24)), "ahead"),
        (row(due=date(2026, 3, 25)), None),
        (row(), "undated"),
        (row(side="they"), "undated"),
        (row(side="ready"), "due_today"),
        (row(side="ready", due=date(2026, 3, 9)), "overdue"),
        (row(side="ready", due=date(2026, 3, 12)), "ahead"),
        (row(day=date(2026, 3, 1)), "due_today"),  # meant for a day, promised for none
        (row(day=date(2026, 3, 12)), "ahead"),
    ],
)
def test_a_promise_stands_in_the_part_of_its_day(found, part):
    assert part_of(found) == part


def test_our_side_comes_first_then_what_is_ready_then_theirs_each_by_day():
    rows = [
        row("a", "they", date(2026, 3, 1)),
        row("b", "we", date(2026, 3, 5)),
        row("c", "ready"),
        row("d", "we", date(2026, 3, 2)),
    ]
    made = agenda.owed(rows, TODAY, lambda _: "Sam Lee")
    assert [item.text for item in made] == ["d", "b", "c", "a"]
    assert [item.days_late for item in made] == [8, 5, 0, 9]
    assert {item.age for item in made} == {8}


def test_at_most_so_many_of_each_side():
    rows = [
        OpenRow(n, 1, side, None, None) for n, side in enumerate(["we", "we", "they", "we", "they"])
    ]
    assert [r.note for r in agenda.first_of_each(rows, 1)] == [0, 2]
    assert agenda.first_of_each(rows, None) == rows


def standing(customer="Acme", **more):
    given = {
        "profile": f"Customers/{customer}/{customer}.md",
        "keys": {},
        "set": None,
        "told": None,
        "told_in": None,
        "last": None,
        "contacts": 0,
        "first": None,
    }
    return Standing(customer, *(given | more).values())


def test_a_contact_is_due_by_its_profile_a_note_or_an_estimate_that_is_marked():
    found, quiet = agenda.contacts(
        [
            standing("Acme", set=date(2026, 3, 20), keys={"owner": "[[Sam Lee]]"}),
            standing("Bell", told=date(2026, 3, 1), told_in="b.md", last=date(2026, 2, 1)),
            standing("Cole", keys={"contact_every": "2 weeks"}, last=date(2026, 3, 1)),
            standing("Dent", told=date(2026, 3, 1), last=date(2026, 3, 2)),
            standing("Esk", set=date(2026, 4, 20)),
            standing("Fern", keys={"contact_every": "weekly", "status": "Former"}, last=date(2026, 1, 1)),
        ],
        TODAY, UNTIL,
    )  # fmt: skip
    assert found == [
        Touch("Bell", date(2026, 3, 1), "note", 9, "", date(2026, 2, 1), "b.md"),
        Touch("Cole", date(2026, 3, 15), "estimated", 0, "", date(2026, 3, 1), None),
        Touch("Acme", date(2026, 3, 20), "profile", 0, "Sam Lee", None, "Customers/Acme/Acme.md"),
    ]
    assert quiet == []


def test_quiet_is_who_is_silent_for_twice_the_usual_time_or_half_a_year():
    usual = {"contacts": 5, "first": date(2025, 9, 1), "last": date(2025, 12, 30)}  # 30 days apart
    few = {"contacts": 2, "first": date(2025, 1, 1), "last": date(2025, 9, 10)}
    _, quiet = agenda.contacts(
        [
            standing("Acme", **usual),
            standing("Bell", **usual | {"last": date(2026, 2, 9)}),
            standing("Cole", **few),
            standing("Dent", **few | {"last": date(2025, 10, 1)}),
            standing("Esk"),
            standing("Fern", **usual, keys={"status": "dormant"}),
        ],
        TODAY, UNTIL,
    )  # fmt: skip
    assert quiet == [
        Quiet("Cole", date(2025, 9, 10), 181, None, 2, "", None),
        Quiet("Acme", date(2025, 12, 30), 70, 30, 5, "", None),
    ]


def planned(day, *, by=(), typed_up=False, customers=("Acme",), **fields):
    fact = Fact(
        PATH, "visit", "interaction", "t", day, None, {"purpose": "belt", **fields}, "", 0, typed_up, has_words=True
    )  # fmt: skip
    return PlannedRow(fact, customers, by, private=False)


def test_a_planned_visit_takes_the_place_of_a_contact():
    rows = [
        planned(date(2026, 3, 12)),
        planned(date(2026, 3, 10), typed_up=True),
        planned(date(2026, 4, 12), customers=("Bell",)),
    ]
    visits = agenda.visits(rows, TODAY, UNTIL)
    assert [(v.date, v.purpose) for v in visits] == [(date(2026, 3, 12), "belt")]
    due = [standing(n, told=date(2026, 3, 1), told_in="x.md") for n in ("ACME", "Bell")]
    assert [t.customer for t in agenda.contacts(due, TODAY, UNTIL, visits)[0]] == ["Bell"]


@pytest.mark.parametrize(
    ("other", "also"),
    [
        (planned(date(2026, 3, 20), by=("Ana", "Jo")), ["Ana", "Jo"]),
        (planned(date(2026, 3, 12), by=("Ana",), customers=("Bell", "ACME")), ["Ana"]),
        (planned(date(2026, 3, 20), by=("Ana", "Sam")), []),
        (planned(date(2026, 3, 20), by=()), []),
        (planned(date(2026, 3, 27), by=("Ana",)), []),
        (planned(date(2026, 3, 20), by=("Ana",), customers=("Bell",)), []),
        (planned(date.max, by=("Ana",)), []),
    ],
)
def test_a_visit_knows_who_else_goes_there_on_their_own(other, also):
    rows = [planned(date(2026, 3, 12), by=("Sam",)), other]
    mine, theirs = agenda.with_others(agenda.visits(rows, TODAY, date.max))
    assert [one.name for one in mine.also] == also
    assert [one.name for one in theirs.also] == (["Sam"] if also else [])
    call = [visit._replace(type="call") for visit in (mine, theirs)]
    assert [visit.also for visit in agenda.with_others(call)] == [(), ()]


def test_a_visit_of_two_is_in_the_day_of_both_and_tells_who_else_goes(crm, vault, monkeypatch):
    folder = vault({
        "Team/Ana Ruiz.md": "---\naliases: [ana]\n---\n", "Team/Jo.md": "",
        "Customers/Acme/2026-03-10 Acme visit.md": "---\ntype: visit\nby: [Sam, ana]\npurpose: Belt\n---\n",
        "Customers/Acme/2026-03-20 Acme visit.md": "---\ntype: visit\nby: Jo\npurpose: Price\n---\n",
    })  # fmt: skip
    monkeypatch.setenv("CRM_ME", "Ana Ruiz")
    [visit] = json.loads(crm("today", "--json", cwd=folder).stdout)["visits"]
    assert visit["by"] == ["Sam", "Ana Ruiz"]
    assert visit["also"] == [{"name": "Jo", "date": "2026-03-20"}]
    shown = crm("due", cwd=folder).stdout
    assert "also there: Jo 2026-03-20" in shown
    assert "also there: Ana Ruiz 2026-03-10, Sam 2026-03-10" in shown
    assert crm("today", "--write", cwd=folder).code == 0
    assert "Belt, also there: Jo 2026-03-20" in (folder / "Today - Ana Ruiz.md").read_text()


def made(**parts):
    empty = dict.fromkeys(
        ("overdue", "due_today", "ahead", "undated", "visits", "contacts", "quiet"), ()
    )
    given = {
        "today": TODAY,
        "until": UNTIL,
        "person": None,
        "customer": None,
        **empty,
        "counts": {},
    }
    return agenda.Agenda(**(given | parts))


@pytest.mark.parametrize("width", [40, 80, 120])
def test_no_line_is_wider_than_the_terminal_and_every_line_keeps_its_number(width):
    rows = [row("Send the big red seal kit to Dana at once " * 3, due=date(2026, 3, 1), line=1234),
            row("日本語の約束です " * 9, "they", customers=("Ünïcode 漢字", "Bell"))]  # fmt: skip
    owed = agenda.numbered(agenda.owed(rows, TODAY, lambda _: "Sam Lee of the Long Name"), 1)
    touch = Touch(
        "A customer of a very long name indeed", TODAY, "estimated", 3, "Sam", TODAY, PATH
    )
    quiet = Quiet("Cole", date(2025, 9, 10), 181, 40, 7, "Sam Lee", PATH)
    everything = made(overdue=owed, contacts=(touch,), quiet=(quiet,), counts={"overdue": 9})
    lines = agenda_lines(everything, width, most=1, sources=True, colour=False)
    assert [
        line for line in lines if width_of(line) > width and "…" not in line and width > 60
    ] == []
    assert any(line.endswith(":1234") for line in lines)
    assert any("estimated" in line for line in lines)
    assert "and 7 more promises" in "\n".join(lines)


LONG = "Customers/Harbour Lane Bakery/2026-10-21 0920 Harbour Lane Bakery visit.md"


@pytest.mark.parametrize(
    ("facts", "path", "lines"),
    [
        (("", "Sam"), "A/b.md", ["                Sam · A/b.md:27"]),
        ((), "A/b.md", ["                A/b.md:27"]),
        (
            ("private", "Sam"),
            "Customers/Bell/2026-10-21 Bell visit to the foundry.md",
            ["                private · Sam", "                Customers/Bell/2026-10-21 Bell visit to the foundry.md:27"],
        ),
        (("Sam",), LONG, ["                Sam", f"    {LONG}:27"]),
        (("",), LONG, [f"    {LONG}:27"]),
    ],
)  # fmt: skip
def test_a_path_is_whole_at_every_width(facts, path, lines):
    assert where_lines(facts, path, 27, 80, colour=False) == lines


def test_nothing_due_is_said():
    assert agenda_lines(made(), 80, most=1, sources=False, colour=False) == ["Nothing is due."]


LATE_IN_APRIL = "---\ntype: call\nby: Sam Lee\n---\n- [ ] send kit #promise 📅 2026-04-20\n- [ ] log #waiting 📅 2026-04-28\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "Nothing is due until 2026-03-24; 2 promises are due later: crm due --all"),
        (("--week",), "Nothing is due until 2026-03-17; 2 promises are due later: crm due --all"),
        (("--overdue",), "Nothing is late."),
        (("--customer", "acme"), "Nothing is due until 2026-03-24; 2 promises are due later: crm due --all"),
        (("--customer", "bell"), "Nothing is due."),
        (("--for", "jo"), "Nothing is due."),
    ],
)  # fmt: skip
def test_what_is_due_later_is_not_hidden(crm, vault, words, said):
    folder = vault({
        "Customers/Acme/2026-03-09 Acme call.md": LATE_IN_APRIL,
        "Customers/Bell/Bell.md": "",
        "Team/Sam Lee.md": "",
        "Team/Jo Park.md": "",
    })  # fmt: skip
    done = crm("due", *words, cwd=folder)
    assert (done.code, " ".join(done.stdout.split())) == (0, said)


def test_today_says_what_is_due_later(crm, vault, monkeypatch):
    monkeypatch.setenv("CRM_ME", "Sam Lee")
    folder = vault({"Customers/Acme/2026-03-09 Acme call.md": LATE_IN_APRIL})
    assert crm("today", cwd=folder).stdout == (
        "Nothing is due today; 2 promises are due later: crm due --all\n"
    )


def test_the_ledger_tells_what_became_of_each_and_counts_what_was_decided():
    rows = [
        row("kept", state="kept", due=date(2026, 2, 20), closed=date(2026, 2, 19)),
        row("kept late", state="kept", due=date(2026, 2, 20), closed=date(2026, 2, 22)),
        row("kept, no day", state="kept"),
        row("given up", state="withdrawn", closed=date(2026, 2, 1), reason="none"),
        row("late", due=date(2026, 3, 1)),
        row("still open", due=date(2026, 3, 20)),
    ]
    found = record(rows, TODAY, lambda _: "Sam Lee")
    assert [(r.text, r.state, r.days_late) for r in found] == [
        ("late", "late", 9), ("still open", "open", 0), ("kept late", "kept late", 2), ("given up", "withdrawn", 0),
        ("kept", "kept", 0), ("kept, no day", "kept", 0),
    ]  # fmt: skip
    assert tally(found) == (2, 1, 1, 1, 1, 5, 2, 40)
    assert tally([]).percent is None
    since = record(rows, TODAY, lambda _: "", since=date(2026, 2, 21))
    assert [r.text for r in since] == ["late", "still open", "kept late", "kept, no day"]


def test_colleagues_are_known_by_name_alias_and_handle():
    us = Colleagues(
        [("Sam Lee", "Sam Lee"), ("sam", "Sam Lee"), ("Samira Noor", "Samira Noor")], ["Ana Ruiz"]
    )
    assert (us.name("@SAM"), us.name("[[Team/Sam Lee|Sam]]"), us.name("Zoe")) == (
        "Sam Lee",
        "Sam Lee",
        "Zoe",
    )
    assert (us.handle("Sam Lee"), us.handle("Ana Ruiz")) == ("sam", "Ana.Ruiz")
    assert us.meant("ana") == "Ana Ruiz"
    with pytest.raises(UnknownName, match="known are Ana Ruiz, Sam Lee, Samira Noor"):
        us.meant("bertrand")
    with pytest.raises(AmbiguousName):
        Colleagues([("Sam Lee", "Sam Lee"), ("Sam Poe", "Sam Poe")]).meant("sam")


def test_each_of_us_gets_a_page_and_nobodys_comes_last():
    touches = (
        Touch("Cole", date(2026, 3, 20), "note", 0, "", None, None),
        Touch("Bell", date(2026, 3, 20), "note", 0, "Sam", None, None),
        Touch("Acme", date(2026, 3, 1), "profile", 9, "Sam", TODAY, None),
    )
    quiet = (Quiet("Dent", date(2025, 9, 10), 181, None, 2, "Ana", None),)
    last = {"Acme": Fact(PATH, "call", "interaction", "t", TODAY, None, {}, "Seal leaks.", 3, typed_up=True, has_words=True)}  # fmt: skip
    found = pages(made(contacts=touches, quiet=quiet), last, {"Acme": "0113"})
    assert [(page.who, [c.customer for c in page.calls]) for page in found] == [
        ("Ana", ["Dent"]), ("Sam", ["Acme", "Bell"]), ("", ["Cole"]),
    ]  # fmt: skip
    assert found[1].calls[0][1:2] == ("0113",)
    assert (found[1].calls[0].type, found[1].calls[0].words) == ("call", "Seal leaks.")
