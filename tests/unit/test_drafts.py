from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notes_crm.errors import BadName
from notes_crm.model.drafts import (
    Interaction,
    closed,
    interaction,
    note_text,
    prepared,
    profile,
    promise_line,
    scalar,
    thing,
)
from notes_crm.model.note import parse
from notes_crm.model.tasks.obsidian_tasks import read_as_tasks
from notes_crm.model.tasks.plugin_settings import TaskSettings, read_task_settings

DAY = date(2026, 3, 10)
words = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=30)


def read(draft, name=None):
    return parse(draft.text.encode(), f"{draft.folder}/{name or draft.names[0]}")


def test_a_visit_says_everything_and_reads_back_without_a_problem():
    said = Interaction(
        "visit", "Acme Pumps", datetime(2026, 3, 2, 14, 30, 5), timed=True, text="Seal leaks: again.\nWorse on Fridays.",
        keys={"by": ["Sam Lee"], "people": ["Dana Ortiz"], "mood": "anxious", "equipment": ["Pump P-100 (Acme Pumps)"],
              "next_contact": date(2026, 3, 16), "minutes": "75", "repair_cost": 240.0},
        told=["The warranty has ended."], asked=["Who runs it at night?"], observed=["Oil on the floor"],
        promised=["- [ ] Send kit #promise ➕ 2026-03-02 📅 2026-03-06"],
    )  # fmt: skip
    draft = interaction("Customers/Acme Pumps", said)
    note = read(draft)
    assert draft.names[0] == "2026-03-02 1430 Acme Pumps visit.md"
    assert draft.names[1] == "2026-03-02 143005 Acme Pumps visit.md", (
        "never ` 2`, which looks like a copy"
    )
    assert note.problems == ()
    assert (note.type, note.date, note.time.hour) == ("visit", date(2026, 3, 2), 14)
    assert note.texts("equipment") == ("Pump P-100 (Acme Pumps)",)
    assert [line.text for line in note.below("Discussed")] == [
        "Seal leaks: again.",
        "Worse on Fridays.",
    ]
    assert [line.text for line in note.below("Told")] == ["The warranty has ended."]
    assert note.tasks[0].due == date(2026, 3, 6)


def test_a_second_note_of_a_day_without_a_time_is_given_none_by_its_name():
    said = Interaction("visit", "Acme", datetime(2026, 3, 2, 14, 30, 5), timed=False, text="Seal.")
    draft = interaction("Customers/Acme", said)
    assert draft.names[:2] == ("2026-03-02 Acme visit.md", "2026-03-02 Acme visit 143005.md")
    notes = [read(draft, name) for name in draft.names]
    assert {(note.date, note.time) for note in notes} == {(date(2026, 3, 2), None)}


def test_a_prepared_note_has_the_headings_to_fill_in():
    text = prepared(
        "Customers/Acme", Interaction("call", "Acme", datetime(2026, 3, 2), timed=False)
    ).text
    assert [line for line in text.splitlines() if line.startswith("## ")] == [
        "## Discussed",
        "## Promised",
        "## Told",
    ]


@pytest.mark.parametrize("kind", ["person", "equipment", "case", "opportunity"])
def test_a_thing_is_found_by_its_name(kind):
    draft = thing(
        "Customers/Acme", kind, "P-100", customer="Acme", today=DAY, keys={"serial": "0042"}
    )
    note = read(draft)
    assert (note.type, note.problems) == (kind, ())
    assert note.texts("serial") == ("0042",)


def test_a_profile_is_named_like_its_folder():
    draft = profile("Customers", "Müller & Söhne", {"phone": ["0113 496 0000"]})
    note = read(draft)
    assert (draft.folder, note.type, note.title) == (
        "Customers/Müller & Söhne",
        "customer",
        "Müller & Söhne",
    )


@given(
    st.dictionaries(
        st.sampled_from(["purpose", "location", "serial", "tip", "own_key"]), words, min_size=1
    )
)
def test_whatever_is_said_is_read_back_as_said(keys):
    note = parse(note_text(keys, ()).encode(), "Customers/Acme/x.md")
    for key, text in keys.items():
        if text.strip() == text and text:
            assert note.texts(key) == (text,)


@given(words)
def test_a_scalar_is_one_line_and_one_value(text):
    assert "\n" not in scalar(text)


@given(
    words,
    st.none() | st.dates(date(2020, 1, 1), date(2040, 1, 1)),
    st.sampled_from(["emoji", "dataview"]),
)
def test_a_promise_is_read_by_tasks_as_it_was_meant_or_refused(text, due, form):
    settings = TaskSettings(form=form, global_filter="#todo")
    try:
        line = promise_line(text, "#promise", created=DAY, due=due, settings=settings)
    except BadName:
        return
    seen = read_as_tasks(line, form)
    assert (seen.due, seen.created, seen.status) == (due, DAY, " ")
    assert seen.description.split()[-2:] == ["#promise", "#todo"] or {"#promise", "#todo"} <= set(
        text.split()
    )


@pytest.mark.parametrize("text", ["", "  ", "kit 📅 2026-01-01", "kit 🆔 abc"])
def test_words_that_tasks_would_misread_are_refused(text):
    with pytest.raises(BadName):
        promise_line(text, "#promise", created=DAY, due=None, settings=TaskSettings())


def test_the_plugin_s_own_settings_are_obeyed():
    settings = read_task_settings(
        '{"taskFormat": "dataview", "globalFilter": "#task", "setCreatedDate": false}'
    )
    line = promise_line(
        "Send kit", "#promise", created=DAY, due=date(2026, 3, 13), settings=settings
    )
    assert line == "- [ ] Send kit #promise #task  [due:: 2026-03-13]"
    assert read_task_settings("not json") == read_task_settings("[]") == TaskSettings()


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("- The seal leaks", "- The seal leaks"), ("* - one", "- one"), ("• one", "- one"), ("- [ ] Ring", "- [ ] Ring"),
        ("- 5 degrees outside", "- - 5 degrees outside"), ("-5 degrees", "- -5 degrees"),
        ("# 3 pump", "- \\# 3 pump"), ("## Promised", "- \\## Promised"), ("#north", "- #north"),
        ("---", "- \\---"), ("* * *", "- \\* * *"), ("```", "- \\```"), ("~~~ sh", "- \\~~~ sh"), ("```x``` is code", "- ```x``` is code"),
        ("%% hers", "- %% hers %%"), ("%% hers %%", "- %% hers %%"), ("`%%` is a mark", "- `%%` is a mark"),
        ("<!-- hers", "- <!-- hers -->"), ("[[Dana", "- [[Dana"), ("> quoted", "- > quoted"), ("%%\n```", "- %% ``` %%"),
    ],
)  # fmt: skip
def test_a_line_is_a_bullet_that_leaves_alone_what_stands_below(said, written):
    visit = Interaction(
        "visit", "Acme", datetime(2026, 3, 2, 14, 30), timed=True, told=[said], observed=["Worn."],
        promised=["- [ ] Send kit #promise"],
    )  # fmt: skip
    draft = interaction("Customers/Acme", visit)
    assert draft.text.endswith(f"## Told\n{written}\n## Observed\n- Worn.\n")
    note = read(draft)
    assert [line.text for line in note.below("Observed")] == ["Worn."]
    assert note.problems == ()


def test_a_comment_over_several_lines_stays_one():
    lines = ["%% hers", "all of it %%", "open", "<!-- x", "y"]
    assert closed(lines) == ["%% hers", "all of it %%", "open", "<!-- x -->", "y"]
    assert closed(["%% a", "b <!-- c"]) == ["%% a %%", "b <!-- c -->"]


@pytest.mark.parametrize("text", ["Send kit %% at cost", "<!-- send kit", "``` send", "~~~", "%%"])
def test_a_promise_hides_none_that_stand_below(text):
    both = [
        promise_line(said, "#promise", created=DAY, due=None, settings=TaskSettings())
        for said in (text, "Ring Dana")
    ]
    note = parse("\n".join(["## Promised", *both, ""]).encode(), "n.md")
    assert note.problems == ()
    last = note.tasks[-1]
    assert last.text == "Ring Dana"
    assert [task.text for task in note.public().tasks][-1] == "Ring Dana"


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("- [ ] Send kit", "Send kit"), ("* Send kit", "Send kit"), ("- [x] Send kit", "Send kit"),
        ("- 5 kits", "- 5 kits"), ("[ ] Send kit", "[ ] Send kit"), ("-Send", "-Send"),
    ],
)  # fmt: skip
def test_a_task_that_is_pasted_as_a_promise_is_one_task(said, text):
    line = promise_line(said, "", created=DAY, due=None, settings=TaskSettings())
    assert line == f"- [ ] {text} ➕ 2026-03-10"
