"""Closing a promise can be taken back in the bytes of a note, so that a feed need not tell one act twice."""

import json
from datetime import date

import pytest

from notes_crm.model.note import parse
from notes_crm.model.tasks.changes import keep, withdraw, written
from notes_crm.model.tasks.plugin_settings import TaskSettings
from notes_crm.model.tasks.unticked import Closed, before

TODAY = date(2026, 3, 10)
PATH = "Customers/Acme/2026-03-02 Acme visit.md"
HEAD = "---\ntype: visit\nby: Ana\n---\nThey asked @sam.\n## Promised\n"


def after(data, change, *numbers):
    for number in numbers:
        [task] = [task for task in parse(data, PATH).tasks if task.line == number]
        data = written(data, task, change(task, TaskSettings()))
    return data


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "line",
    [
        "- [ ] send filters #promise 📅 2026-03-06",
        "- [ ] send filters #promise 📅 2026-03-06 ^block",
        "- [/] send filters #promise ⏫ ➕ 2026-03-01 📅 2026-03-06",
        "> - [ ] send [x] filters #promise [due:: 2026-03-06]",
        "* [ ] send filters",
        "- [ ] call them #promise 🔁 every week 📅 2026-03-06",
        "- [ ] call them 📅 2026-03-06 #promise",
        "- [ ] call them 📅 2026-03-06 ⏫ ➕ 2026-03-01 #promise #urgent ^block",
        "- [ ] call #them today 📅 2026-03-06 🔁 every week when done ➕ 2026-03-01  ",
    ],
)
@pytest.mark.parametrize("change", [keep(TODAY), withdraw(TODAY, "None to be had")])
def test_what_was_closed_stood_open_before(line, end, change):
    data = f"{HEAD}{line}\n- [ ] another #promise\nThe end.\n".replace("\n", end).encode()
    closed = after(data, change, 7)
    [task] = [t for t in parse(closed, PATH).tasks if t.state != "open"]
    assert data in list(before(closed, [Closed(task.line, task.reason)]))


def test_several_in_one_note_and_a_line_that_is_gone():
    data = f"{HEAD}- [ ] a #promise\n- [ ] b #promise\n- [ ] c #promise".encode()
    closed = after(data, keep(TODAY), 7, 9)
    assert next(before(closed, [Closed(7, None), Closed(9, None)])) == data
    assert list(before(closed, [Closed(10, None)])) == []
    assert list(before(closed, [Closed(1, None)])) == []


def test_fields_in_brackets_with_one_blank_before_them():
    settings = TaskSettings(form="dataview")
    line = "- [ ] send filters [due:: 2026-03-06] [priority:: high] #promise\n"
    data = f"{HEAD}{line}".encode()
    [task] = parse(data, PATH).tasks
    closed = written(data, task, keep(TODAY)(task, settings))
    assert closed != data
    assert data in list(before(closed, [Closed(7, None)]))


def test_a_line_of_many_pieces_takes_no_time():
    line = "- [x] do " + "🔁 a     ,  #b  [due:: x]  " * 2000 + "✅ 2026-03-10\n"
    found = list(before(f"{HEAD}{line}".encode(), [Closed(7, None)]))
    assert 0 < len(found) <= 1000


FILES = {
    "Team/Sam Lee.md": "---\ntype: team\n---\n",
    "Customers/Acme/Acme.md": "---\nowner: Sam\n---\n",
    PATH: f"{HEAD}- [ ] send filters #promise 📅 2026-03-12\n- [ ] draw a plan #promise 📅 2026-03-13\n",
}


@pytest.fixture
def one_of(crm, vault, home, monkeypatch):
    """A command of one of two people, each on a computer of their own."""
    folder = vault(FILES)

    def run(who, *words):
        monkeypatch.setenv("CRM_ME", who)
        monkeypatch.setenv("XDG_STATE_HOME", str(home / who))
        done = crm(*words, cwd=folder)
        assert done.code == 0, done.output
        return done.stdout

    run.folder = folder
    run("Sam Lee", "feed")
    return run


def told(one_of, *more):
    feed = json.loads(one_of("Sam Lee", "feed", "--json", *more))
    return [p["became"] for p in feed["promises"]], [(n["kind"], n["why"]) for n in feed["notes"]]


@pytest.mark.parametrize(
    ("words", "became"),
    [(("done", "filters"), "kept"), (("withdraw", "filters", "--reason", "None."), "withdrawn")],
)
def test_what_a_colleague_closed_is_told_once(one_of, words, became):
    one_of("Ana", *words)
    assert told(one_of) == ([became], [])
    assert told(one_of) == ([], [])


def test_a_tick_that_put_the_fields_in_order_is_told_once(one_of):
    note = one_of.folder / PATH
    text = note.read_text(encoding="utf-8")
    note.write_text(
        text.replace("#promise 📅 2026-03-12", "📅 2026-03-12 #promise"), encoding="utf-8"
    )
    told(one_of)
    one_of("Ana", "done", "filters")
    assert "#promise 📅 2026-03-12 ✅" in note.read_text(encoding="utf-8")
    assert told(one_of) == (["kept"], [])


def test_both_are_told_where_more_was_changed(one_of):
    one_of("Ana", "done", "filters")
    with (one_of.folder / PATH).open("a") as note:
        note.write("They want more.\n")
    assert told(one_of) == (["kept"], [("changed", "mention")])
    assert told(one_of) == ([], [])


def test_a_tick_and_then_another_are_told_one_by_one(one_of):
    one_of("Ana", "done", "filters")
    assert told(one_of) == (["kept"], [])
    one_of("Ana", "done", "plan")
    assert told(one_of) == (["kept"], [])


def test_a_tick_of_mine_that_somebody_else_made_is_a_change(one_of):
    one_of("Ana", "assign", "filters", "sam")
    told(one_of)
    one_of("Ana", "done", "filters")
    assert told(one_of) == ([], [("changed", "mention")])


def test_what_was_kept_waits_with_its_note_for_the_next_look(crm, vault, home, monkeypatch):
    monkeypatch.setenv("CRM_ME", "Sam Lee")
    monkeypatch.setenv("XDG_STATE_HOME", str(home / "of Sam"))
    paths = [f"Customers/Acme/2026-02-{day:02} Acme visit.md" for day in range(1, 26)]
    folder = vault(
        FILES | {p: f"---\nby: Ana\n---\n- [ ] do {p[-20:-14]} #promise\n" for p in paths}
    )
    crm("feed", "--all", cwd=folder)
    for number, path in enumerate(paths):
        text = (folder / path).read_text().replace("- [ ]", "- [x]")
        more = "More was said.\n" if number % 2 else ""
        (folder / path).write_text(text.rstrip() + f" ✅ 2026-03-{9 - number % 9:02}\n{more}")
    looks = [json.loads(crm("feed", "--peek", "--json", cwd=folder).stdout)]
    assert len(looks[0]["promises"]) == 25
    said = "".join(crm("feed", cwd=folder).stdout for _ in range(2))
    assert said.count("  kept ") == 25
    assert said.count("changed · ") == 12
    assert "Nothing new" in crm("feed", cwd=folder).stdout


def test_the_first_look_leaves_what_was_closed_in_old_notes_for_the_next(crm, vault, monkeypatch):
    monkeypatch.setenv("CRM_ME", "Sam Lee")
    paths = [f"Customers/Acme/2025-02-{day:02} Acme visit.md" for day in range(1, 26)]
    folder = vault(FILES | {
        path: f"---\nby: Ana\n---\n- [x] do {day} #promise ✅ 2026-03-0{day % 9 + 1}\n" for day, path in enumerate(paths)
    })  # fmt: skip
    looks = []
    for day in ("10", "11", "12"):
        monkeypatch.setenv("CRM_TODAY", f"2026-03-{day}")
        looks.append(crm("feed", cwd=folder).stdout)
    assert [look.count("  kept ") for look in looks] == [20, 5, 0]
    assert looks[1].count("changed") == looks[1].count("new ") == 0


def test_a_tick_that_was_told_of_one_customer_is_not_told_again_with_the_others(one_of):
    one_of("Ana", "done", "filters")
    assert told(one_of, "--customer", "acme") == (["kept"], [])
    assert told(one_of) == ([], [])
