"""The day in a file's name counts as scheduled date where Obsidian Tasks is set to take it so."""

import json
from datetime import date

import pytest

from notes_crm.model.note import parse
from notes_crm.model.tasks.name_day import NameDays
from notes_crm.model.tasks.plugin_settings import TaskSettings, read_task_settings
from notes_crm.model.tasks.tasks import read_task

PLUGIN = ".obsidian/plugins/obsidian-tasks-plugin/data.json"
NOTE = "Customers/Acme/2026-03-20 Acme visit.md"
DAY = date(2026, 3, 20)


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2026-03-02 1430 Acme visit", date(2026, 3, 2)),
        ("rd. 2026-03-02", date(2026, 3, 2)),
        ("20260302 thoughts", date(2026, 3, 2)),
        ("20260302 of 2025-01-01", date(2025, 1, 1)),
        ("Acme v2.1 2026-03-02", date(2026, 3, 2)),
        ("2026-13-02 20260302", None),
        ("2026-02-30", None),
        ("2026-3-2", None),
        ("Acme", None),
    ],
)
def test_a_day_in_digits_is_found_wherever_it_stands_in_the_name(name, day):
    assert NameDays().of(f"Customers/{name}.md") == day


def test_only_the_file_has_a_name_and_only_some_folders_count():
    assert NameDays().of("2026-03-02/Acme.md") is None
    some = NameDays(("Daily", "Customers/Acme"))
    assert some.of("Daily/2026-03-02.md") == date(2026, 3, 2)
    assert some.of("Customers/Acme/files/2026-03-02.md") == date(2026, 3, 2)
    assert some.of("Customers/Acme Pumps/2026-03-02.md") is None
    assert some.of("2026-03-02.md") is None


@pytest.mark.parametrize(
    ("form", "name", "day"),
    [
        ("DD.MM.YYYY", "02.03.2026", date(2026, 3, 2)),
        ("DD.MM.YYYY", "02.03.2026 Acme", None),
        ("DD.MM.YYYY", "2026-03-02 Acme", date(2026, 3, 2)),
        ("[Day] YYYY_MM_DD", "Day 2026_03_02", date(2026, 3, 2)),
        ("DD.MM.YYYY", "31.02.2026", None),
        ("D MMMM YYYY", "2 March 2026", "unsure"),
        ("YYYY-MM", "2026-03", "unsure"),
        ("YYYY-[W]ww", "2026-03-02", "unsure"),
        ("YYYY-MM-DD [at", "2026-03-02", "unsure"),
    ],
)
def test_a_further_format_is_read_where_it_is_in_full_digits_and_is_unsure_else(form, name, day):
    assert NameDays(form=form).of(f"{name}.md") == day


def test_the_settings_say_whether_names_count():
    assert read_task_settings("{}").name_days is None
    on = {"useFilenameAsScheduledDate": True, "filenameAsDateFolders": ["Daily"]}
    settings = read_task_settings(json.dumps(on))
    assert settings.name_days == NameDays(("Daily",))
    assert settings.reading != read_task_settings("{}").reading == "emoji "
    odd = {"useFilenameAsScheduledDate": True, "filenameAsDateFolders": 7}
    assert read_task_settings(json.dumps(odd)).name_days == NameDays()


@pytest.mark.parametrize(
    ("line", "scheduled"),
    [
        ("- [ ] Send kit", DAY),
        ("- [x] Send kit ✅ 2026-03-21", DAY),
        ("- [ ] Send kit 📅 2026-04-01", None),
        ("- [ ] Send kit 🛫 2026-04-01", None),
        ("- [ ] Send kit ⏳ 2026-04-01", date(2026, 4, 1)),
        ("- [ ] Send kit 📅 2026-02-31", None),
        ("- [ ] Send kit 📅 2026-04-01 to Dana", None),
    ],
)
def test_a_line_has_the_day_of_the_name_only_where_it_says_none(line, scheduled):
    task = read_task(line, number=1, name_day=DAY)[0]
    assert task.scheduled == scheduled
    assert (task.named == DAY) is (scheduled == DAY)


def test_a_line_that_the_plugin_leaves_alone_has_no_day():
    assert read_task("- [ ] Send", number=1, name_day=DAY, global_filter="#t")[0].scheduled is None
    assert read_task("- [ ] Send #t", number=1, name_day=DAY, global_filter="#t")[0].scheduled


def test_a_note_is_read_with_the_day_in_its_path():
    text = b"- [ ] Send kit #promise\n"
    assert parse(text, NOTE, tasks=TaskSettings(name_days=NameDays())).tasks[0].scheduled == DAY
    assert parse(text, NOTE).tasks[0].scheduled is None


@pytest.fixture
def acme(vault, crm):
    """A vault in which names count: `acme(line)`, its one note, and commands on it."""

    def build(line, **more):
        settings = {"useFilenameAsScheduledDate": True, **more}
        text = f"---\ntype: visit\n---\n## Promised\n{line}\n"
        folder = vault({NOTE: text, PLUGIN: json.dumps(settings), "Team/Sam.md": ""})

        def run(*words):
            return crm(*words, cwd=folder)

        def lines():
            return (folder / NOTE).read_text().partition("## Promised\n")[2].splitlines()

        return run, lines

    return build


def test_it_is_due_when_the_name_says_so(acme):
    run, _ = acme("- [ ] Send kit")
    found = json.loads(run("due", "--json").stdout)
    assert [(p["text"], p["due"], p["day"]) for p in found["ahead"]] == [
        ("Send kit", None, "2026-03-20")
    ]
    assert not found["undated"]


def test_a_vault_that_begins_to_count_names_is_read_anew(vault, crm):
    folder = vault({NOTE: "---\ntype: visit\n---\n- [ ] Send kit #promise\n"})
    assert json.loads(crm("due", "--json", cwd=folder).stdout)["undated"]
    (folder / PLUGIN).parent.mkdir(parents=True)
    (folder / PLUGIN).write_text('{"useFilenameAsScheduledDate": true}')
    assert json.loads(crm("due", "--json", cwd=folder).stdout)["ahead"]


def test_postponing_writes_the_scheduled_day_as_tasks_does(acme):
    run, lines = acme("- [ ] Send kit #promise 🔼 ➕ 2026-03-02 ^b1")
    assert run("postpone", "send kit", "2026-04-01").code == 0
    assert lines() == ["- [ ] Send kit #promise 🔼 ➕ 2026-03-02 ⏳ 2026-04-01 ^b1"]
    assert run("postpone", "send kit", "2026-04-02").code == 0
    assert lines() == ["- [ ] Send kit #promise 🔼 ➕ 2026-03-02 ⏳ 2026-04-02 ^b1"]


def test_postponing_to_the_day_of_the_name_is_no_change(acme):
    run, lines = acme("- [ ] Send kit")
    done = run("postpone", "send kit", "2026-03-20")
    assert (done.code, lines()) == (2, ["- [ ] Send kit"])
    assert "is for 2026-03-20 already" in done.stderr


def test_a_name_in_an_unknown_format_is_left_to_tasks(acme):
    run, lines = acme("- [ ] Send kit", filenameAsScheduledDateFormat="D MMM YYYY")
    done = run("postpone", "send kit", "2026-04-01")
    assert (done.code, lines()) == (2, ["- [ ] Send kit"])
    assert "in a format unknown to crm" in done.stderr
    assert run("done", "send kit").code == 0


def test_ticking_writes_no_day_of_the_name_and_the_next_copy_has_none(acme):
    run, lines = acme("- [ ] Check filters 🔁 every week")
    done = run("done", "check filters")
    assert lines() == [
        "- [ ] Check filters 🔁 every week",
        "- [x] Check filters 🔁 every week ✅ 2026-03-10",
    ]
    assert "It comes again, in line" in done.stdout


def test_other_changes_leave_the_line_without_a_day(acme):
    run, lines = acme("- [ ] Send kit #promise")
    assert run("assign", "send kit", "sam").code == 0
    assert run("ready", "send kit").code == 0
    assert lines() == ["- [ ] Send kit @Sam #promise #ready"]
