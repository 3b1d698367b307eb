"""A task line as Obsidian Tasks reads, writes and ticks it."""

from datetime import date

import pytest

from notes_crm.model.tasks.obsidian_tasks import (
    INVALID,
    Damage,
    read_as_tasks,
    write_as_tasks,
)
from tests.conformance.tasks import toggled

TODAY = date(2026, 3, 10)


def read(line, form="emoji"):
    reading = read_as_tasks(line, form)
    assert reading is not None
    return reading


@pytest.mark.parametrize(
    "line",
    [
        "Send the seal kit",
        "- Send the seal kit",
        "- [] Send the seal kit",
        "-[ ] Send the seal kit",
        "- [[Acme Pumps]]",
        "a. [ ] letters are no numbers",
        "* * [ ] two markers",
        "",
    ],
)
def test_what_is_no_task(line):
    assert read_as_tasks(line, "emoji") is None
    assert toggled(line, "emoji", TODAY) == [line]


@pytest.mark.parametrize(
    ("line", "indentation", "marker", "status", "status_type"),
    [
        ("- [ ] kit", "", "-", " ", "TODO"),
        ("\t* [x] kit", "\t", "*", "x", "DONE"),
        ("> > + [/] kit", "> > ", "+", "/", "IN_PROGRESS"),
        ("  12.  [-] kit", "  ", "12.", "-", "CANCELLED"),
        ("3) [X] kit", "", "3)", "X", "TODO"),
        ("- [🔥]kit", "", "-", "🔥", "TODO"),
    ],
)
def test_the_head_of_a_line(line, indentation, marker, status, status_type):
    reading = read(line)
    assert (reading.indentation, reading.marker) == (indentation, marker)
    assert (reading.status, reading.status_type) == (status, status_type)
    assert reading.description == "kit"


ALL = (
    "- [ ] Kit #a 🆔 k-1 ⛔ k2, k_3 ⏫ 🔁 every 2 weeks 🏁 Delete ➕ 2026-03-01 🛫 2026-03-02 "
    "⌛️ 2026-03-03 🗓️2026-03-04 ❌ 2026-03-05 ✅  2026-03-06 #b ^kit"
)


def test_every_field_with_emoji():
    reading = read(ALL)
    assert reading.description == "Kit #a #b"
    assert reading.tags == ("#a", "#b")
    assert (reading.id, reading.depends_on) == ("k-1", ("k2", "k_3"))
    assert (reading.priority, reading.recurrence) == ("high", "every 2 weeks")
    assert (reading.on_completion, reading.block_link) == ("delete", "^kit")
    assert (reading.created, reading.start) == (date(2026, 3, 1), date(2026, 3, 2))
    assert (reading.scheduled, reading.due) == (date(2026, 3, 3), date(2026, 3, 4))
    assert (reading.cancelled, reading.done) == (date(2026, 3, 5), date(2026, 3, 6))
    assert reading.damaged == ()
    assert write_as_tasks(reading) == (
        "- [ ] Kit #a #b 🆔 k-1 ⛔ k2,k_3 ⏫ 🔁 every 2 weeks 🏁 delete ➕ 2026-03-01 🛫 2026-03-02 "
        "⏳ 2026-03-03 📅 2026-03-04 ❌ 2026-03-05 ✅ 2026-03-06 ^kit"
    )


def test_every_field_in_brackets():
    reading = read(
        "- [ ] Kit (id::k1) [dependsOn:: k2 , k3]  [priority:: lowest], [repeat:: every Friday] "
        "[onCompletion:: keep] [created:: 2026-03-01] ( start::2026-03-02 ) [scheduled:: 2026-03-03] "
        "[due:: 2026-03-04] [cancelled:: 2026-03-05] [completion:: 2026-03-06] #b",
        "dataview",
    )
    assert reading.description == "Kit #b"
    assert write_as_tasks(reading) == (
        "- [ ] Kit #b  [id:: k1]  [dependsOn:: k2,k3]  [priority:: lowest]  "
        "[repeat:: every week on Friday]  [onCompletion:: keep]  [created:: 2026-03-01]  "
        "[start:: 2026-03-02]  [scheduled:: 2026-03-03]  [due:: 2026-03-04]  "
        "[cancelled:: 2026-03-05]  [completion:: 2026-03-06]"
    )


def test_each_notation_leaves_the_other_alone():
    line = "- [ ] Kit 📅 2026-03-04 [due:: 2026-03-05]"
    assert read(line).due is None
    assert read(line, "dataview").due == date(2026, 3, 5)
    assert read(line, "dataview").description == "Kit 📅 2026-03-04"


@pytest.mark.parametrize(
    ("text", "description"),
    [
        ("Kit 📅 2026-03-04 for Dana", "Kit 📅 2026-03-04 for Dana"),
        ("Kit 📅 2026-03-04 for Dana ⏫", "Kit 📅 2026-03-04 for Dana"),
        ("Kit 📅 2026-03-04 ⏰ 2026-03-04 09:00", "Kit 📅 2026-03-04 ⏰ 2026-03-04 09:00"),
        ("Kit 📅\xa02026-03-04", "Kit 📅\xa02026-03-04"),
        ("Kit 📅 2026-3-4", "Kit 📅 2026-3-4"),
        ("Kit 📅 tomorrow", "Kit 📅 tomorrow"),
        ("Kit 🆔 a b", "Kit 🆔 a b"),
        ("Kit #a, 📅 2026-03-04", "Kit #a,"),
        ("📅 2026-03-04", ""),
        ("📅 2026-03-04 #a", "#a"),
        ("Kit 📅 2026-03-04 #a 🔁 every day #b", "Kit #a #b"),
        ("Kit#a 📅 2026-03-04", "Kit#a"),
    ],
)
def test_reading_stops_at_the_first_unknown_text(text, description):
    assert read(f"- [ ] {text}").description == description


def test_a_tag_takes_the_sign_glued_to_it():
    reading = read("- [ ] Kit #a🆔b ➕ 2026-03-01")
    assert (reading.id, reading.tags) == (None, ("#a🆔b",))


def test_the_field_further_left_counts_and_the_other_is_damage():
    reading = read("- [ ] Kit 📅 2026-03-04 📅 2026-03-05")
    assert reading.due == date(2026, 3, 4)
    assert reading.damaged == (Damage("said-twice", "📅 2026-03-05"),)


def test_reading_ends_after_twenty_one_rounds():
    line = "- [ ] Kit" + "".join(f" 📅 2026-03-{day:02}" for day in range(1, 26))
    reading = read(line)
    assert reading.description == "Kit 📅 2026-03-01 📅 2026-03-02 📅 2026-03-03 📅 2026-03-04"
    assert reading.due == date(2026, 3, 5)


@pytest.mark.parametrize("typed", ["2026-02-29", "2026-13-01", "2026-00-10", "0000-00-00"])
def test_a_day_no_calendar_has(typed):
    reading = read(f"- [ ] Kit 📅 {typed}")
    assert reading.due == INVALID
    assert reading.damaged == (Damage("impossible-date", f"📅 {typed}"),)
    assert write_as_tasks(reading) == "- [ ] Kit 📅 Invalid date"


def test_what_is_lost_in_writing_is_damage():
    reading = read("- [ ] Kit 🔁 every day please 🏁 archive")
    assert write_as_tasks(reading) == "- [ ] Kit 🔁 every day"
    assert reading.damaged == (
        Damage("unreadable-repeat", "🔁 every day please"),
        Damage("unreadable-completion", "🏁 archive"),
    )


@pytest.mark.parametrize("separator", ["\u2028", "\u2029"])
def test_what_stands_behind_a_line_separator_is_damage(separator):
    reading = read(f"- [ ] Kit{separator}to Dana 📅 2026-03-06")
    assert (write_as_tasks(reading), reading.due) == ("- [ ] Kit", None)
    assert reading.damaged == (Damage("cut-off", "to Dana 📅 2026-03-06"),)
    assert read(f"- [ ] Kit 📅 2026-03-06{separator}").damaged == ()


def test_a_rule_counts_from_a_real_date_or_from_today():
    assert read("- [ ] Kit 🔁 every day 📅 2026-02-30").recurrence is None
    assert read("- [ ] Kit 🔁 every day when done 📅 2026-02-30").recurrence is not None


@pytest.mark.parametrize("spaces", ["", "  ", "     "])
def test_two_spaces_at_the_end_are_a_line_break_and_stay(spaces):
    assert toggled(f"- [ ] Kit{spaces}", "emoji", TODAY) == [f"- [x] Kit ✅ 2026-03-10{spaces}"]


@pytest.mark.parametrize(
    ("line", "after"),
    [
        ("- [ ] Kit ^k", ["- [x] Kit ✅ 2026-03-10 ^k"]),
        ("- [x] Kit ✅ 2026-03-01", ["- [ ] Kit"]),
        ("- [/] Kit", ["- [x] Kit ✅ 2026-03-10"]),
        ("- [-] Kit ❌ 2026-03-01", ["- [ ] Kit"]),
        ("- [X] Kit ✅ 2026-03-01", ["- [x] Kit ✅ 2026-03-10"]),
        (
            "- [ ] Kit 🆔 a ⛔ b 🔁 every week ➕ 2026-02-01 🛫 2026-03-02 📅 2026-03-06 ^k",
            [
                "- [ ] Kit 🔁 every week 🛫 2026-03-09 📅 2026-03-13",
                "- [x] Kit 🆔 a ⛔ b 🔁 every week ➕ 2026-02-01 🛫 2026-03-02 📅 2026-03-06 ✅ 2026-03-10 ^k",
            ],
        ),
        (
            "- [ ] Kit 🔁 every week when done ⏳ 2026-01-06",
            [
                "- [ ] Kit 🔁 every week when done ⏳ 2026-03-17",
                "- [x] Kit 🔁 every week when done ⏳ 2026-01-06 ✅ 2026-03-10",
            ],
        ),
        (
            "- [ ] Kit 🔁 every week",
            ["- [ ] Kit 🔁 every week", "- [x] Kit 🔁 every week ✅ 2026-03-10"],
        ),
        (
            "- [ ] Kit 🔁 every day for 1 time 📅 2026-03-06",
            [
                "- [ ] Kit 🔁 every day for 1 time 📅 Invalid date",
                "- [x] Kit 🔁 every day for 1 time 📅 2026-03-06 ✅ 2026-03-10",
            ],
        ),
    ],
)
def test_ticking(line, after):
    assert toggled(line, "emoji", TODAY) == after


def test_ticking_in_brackets():
    assert toggled("- [ ] Kit [due:: 2026-03-06]", "dataview", TODAY) == [
        "- [x] Kit  [due:: 2026-03-06]  [completion:: 2026-03-10]"
    ]
