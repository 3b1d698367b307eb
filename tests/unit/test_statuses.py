"""The statuses of a vault's Tasks plugin decide what is open, kept, withdrawn or no task, and what is written."""

import json
from datetime import date

import pytest

from notes_crm.model.note import parse
from notes_crm.model.tasks.plugin_settings import TaskSettings, read_task_settings
from notes_crm.model.tasks.statuses import PLUGIN_STATUSES, read_statuses
from tests.conformance.tasks import toggled

TODAY = date(2026, 3, 10)
PLUGIN = ".obsidian/plugins/obsidian-tasks-plugin/data.json"
NOTE = "Customers/Acme/2026-03-02 Acme visit.md"

CORE = [(" ", "x", "TODO"), ("x", " ", "DONE")]
CUSTOM = [("/", "x", "IN_PROGRESS"), ("-", " ", "CANCELLED")]


def said(custom, core=CORE, **more):
    """What the plugin saves."""
    rows = [
        [
            {"symbol": s, "name": s, "nextStatusSymbol": n, "availableAsCommand": True, "type": t}
            for s, n, t in listed
        ]
        for listed in (core, custom)
    ]
    return {"statusSettings": {"coreStatuses": rows[0], "customStatuses": rows[1]}, **more}


def statuses(custom, core=CORE):
    return read_statuses(said(custom, core)["statusSettings"]) or PLUGIN_STATUSES


def test_what_the_plugin_saves_by_itself_says_nothing_new():
    saved = read_task_settings(json.dumps(said(CUSTOM)))
    assert (saved.statuses, saved.reading) == (None, TaskSettings().reading)
    assert read_task_settings(json.dumps({"statusSettings": {}})).statuses is None
    assert read_task_settings(json.dumps({"statusSettings": "none"})).statuses is None


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        ("TODO", "open"),
        ("IN_PROGRESS", "open"),
        ("ON_HOLD", "open"),
        ("DONE", "kept"),
        ("CANCELLED", "withdrawn"),
        ("NON_TASK", None),
        ("made up", "open"),
        (None, "open"),
    ],
)
def test_the_type_says_how_a_line_counts(kind, state):
    known = statuses([*CUSTOM, ("~", " ", kind)])
    note = parse(b"## Promised\n- [~] Send kit\n", NOTE, tasks=TaskSettings(statuses=known))
    assert [task.state for task in note.tasks] == ([state] if state else [])
    assert [line.text for line in note.body] == ([] if state else ["Send kit"])


def test_what_the_plugin_does_not_know_counts_as_ever():
    bare = statuses([])
    assert [bare.state(symbol) for symbol in " x/X-?"] == [
        "open", "kept", "open", "kept", "withdrawn", "open",
    ]  # fmt: skip
    assert (bare.of("-").type, bare.withdrawn()) == ("TODO", "-")


def test_a_capital_x_that_is_a_status_of_its_own_is_no_slip():
    known = statuses([*CUSTOM, ("X", " ", "DONE")])
    note = parse(b"- [X] kit\n", NOTE, tasks=TaskSettings(statuses=known))
    assert (note.tasks[0].state, note.problems) == ("kept", ())


def test_what_is_missing_or_odd_is_as_the_plugin_takes_it():
    odd = [{}, "x", {"symbol": ""}, {"symbol": "ab"}, {"symbol": "\n"}, {"symbol": 5}]
    odd += [{"symbol": "a", "nextStatusSymbol": ""}, {"symbol": "a", "type": "DONE"}]
    known = read_statuses({"coreStatuses": odd})
    assert known.known[:2] == ((" ", "x", "TODO"), ("a", "", "TODO"))
    assert [one.symbol for one in known.known] == [" ", "a", "/", "-"]


@pytest.mark.parametrize(
    ("custom", "core", "done"),
    [
        (CUSTOM, CORE, "x"),
        (CUSTOM, [(" ", "/", "TODO"), ("x", " ", "DONE")], "x"),
        ([*CUSTOM, ("D", " ", "DONE")], [(" ", "D", "TODO"), ("x", " ", "DONE")], "D"),
        ([("/", " ", "IN_PROGRESS")], [(" ", "/", "TODO"), ("x", " ", "DONE")], "x"),
        ([("a", "b", "TODO"), ("b", "a", "TODO")], [(" ", "a", "TODO"), ("x", " ", "DONE")], "x"),
        ([("D", " ", "DONE")], [(" ", " ", "TODO"), ("x", " ", "NON_TASK")], "D"),
        (CUSTOM, [(" ", "", "TODO"), ("x", " ", "NON_TASK")], None),
        ([("?", "x", "TODO")], [(" ", "!", "TODO"), ("x", " ", "DONE")], "x"),
    ],
)
def test_done_is_what_clicks_come_to_else_what_stands_for_it(custom, core, done):
    assert statuses(custom, core).done(" ") == done


@pytest.mark.parametrize(
    ("custom", "core", "opened"),
    [
        (CUSTOM, CORE, " "),
        ([("t", "x", "TODO")], [(" ", "x", "TODO"), ("x", "t", "DONE")], "t"),
        (CUSTOM, [(" ", "x", "TODO"), ("x", "-", "DONE")], " "),
        ([("/", "-", "IN_PROGRESS"), ("-", "x", "CANCELLED")],
         [(" ", "x", "TODO"), ("x", "/", "DONE")], "/"),
        ([("-", "x", "CANCELLED")], [(" ", "x", "TODO"), ("x", "-", "DONE")], " "),
        (CUSTOM, [(" ", "x", "TODO"), ("x", "Z", "DONE")], "Z"),
        ([("t", "x", "TODO")], [(" ", "x", "NON_TASK"), ("x", "x", "DONE")], "t"),
        ([], [(" ", "x", "NON_TASK"), ("x", "x", "DONE")], None),
        ([], [(" ", "x", "TODO"), ("x", "-", "DONE")], " "),
    ],
)  # fmt: skip
def test_what_is_opened_again_is_to_do_else_in_progress(custom, core, opened):
    assert statuses(custom, core).opened("x") == opened


def test_a_click_goes_to_the_next_status_and_only_a_type_gives_a_day():
    known = statuses(
        [("/", "h", "IN_PROGRESS"), ("h", "x", "ON_HOLD"), ("c", " ", "CANCELLED"),
         ("P", "C", "NON_TASK"), ("C", "P", "NON_TASK")],
        [(" ", "/", "TODO"), ("x", "c", "DONE")],
    )  # fmt: skip

    def click(line):
        return toggled(line, "emoji", TODAY, known)

    assert click("- [ ] Kit") == ["- [/] Kit"]
    assert click("- [/] Kit") == ["- [h] Kit"]
    assert click("- [h] Kit") == ["- [x] Kit ✅ 2026-03-10"]
    assert click("- [x] Kit ✅ 2026-03-10") == ["- [c] Kit ❌ 2026-03-10"]
    assert click("- [c] Kit ❌ 2026-03-10") == ["- [ ] Kit"]
    assert click("- [P] Kit 🔁 every day 📅 2026-03-10") == ["- [C] Kit 🔁 every day 📅 2026-03-10"]
    assert click("- [h] Kit 🔁 every day 📅 2026-03-10") == [
        "- [ ] Kit 🔁 every day 📅 2026-03-11", "- [x] Kit 🔁 every day 📅 2026-03-10 ✅ 2026-03-10",
    ]  # fmt: skip


MADE = said(
    [("/", "D", "IN_PROGRESS"), ("D", "t", "DONE"), ("t", "/", "TODO"), ("c", "t", "CANCELLED"),
     ("i", "i", "NON_TASK"), ("-", " ", "NON_TASK")],
    [(" ", "/", "TODO"), ("x", " ", "DONE")],
)  # fmt: skip


@pytest.fixture
def acme(vault, crm):
    """A vault with one visit, what a command says of it, and its lines below the heading."""

    def build(*lines, settings=MADE):
        folder = vault({
            NOTE: "\n".join(("---", "by: Sam", "---", "## Promised", *lines, "")),
            PLUGIN: json.dumps(settings),
        })  # fmt: skip

        def did(*words, code=0):
            done = crm(*words, cwd=folder)
            assert done.code == code, done.output
            return done.output

        def lines_now():
            text = (folder / NOTE).read_text(encoding="utf-8")
            return text.partition("## Promised\n")[2].splitlines()

        return folder, did, lines_now

    return build


def test_the_commands_write_statuses_of_the_vault(acme):
    _, did, lines = acme("- [ ] Kit 📅 2026-03-06", "- [ ] Oil 🔁 every week 📅 2026-03-06")
    did("done", "kit")
    assert lines()[0] == "- [D] Kit 📅 2026-03-06 ✅ 2026-03-10"
    did("reopen", "kit")
    assert lines()[0] == "- [t] Kit 📅 2026-03-06"
    did("withdraw", "kit", "--reason", "Bought elsewhere.")
    assert lines()[:2] == ["- [c] Kit 📅 2026-03-06 ❌ 2026-03-10", "  - Bought elsewhere."]
    assert "Bought elsewhere." in did("promises", "acme")
    did("done", "oil")
    assert lines()[2:] == [
        "- [t] Oil 🔁 every week 📅 2026-03-13",
        "- [D] Oil 🔁 every week 📅 2026-03-06 ✅ 2026-03-10",
    ]


def test_what_is_no_task_there_is_never_due_and_never_ticked(acme):
    _, did, lines = acme("- [i] Kit 📅 2026-03-06", "- [-] Oil 📅 2026-03-06")
    assert "Kit" not in did("due", "--all")
    did("done", "kit", code=2)
    did("reopen", "oil", code=2)
    assert lines() == ["- [i] Kit 📅 2026-03-06", "- [-] Oil 📅 2026-03-06"]


def test_a_vault_without_a_status_for_it_is_told_so(acme):
    settings = said([("-", " ", "NON_TASK")], [(" ", "", "TODO"), ("x", " ", "NON_TASK")])
    _, did, lines = acme("- [ ] Kit", settings=settings)
    assert "no status of type DONE; add one there" in did("done", "kit", code=2)
    assert "no status of type CANCELLED" in did("withdraw", "kit", "--reason", "no", code=2)
    assert lines() == ["- [ ] Kit"]


def test_changed_settings_are_noticed_by_the_next_command(acme):
    folder, did, _ = acme("- [i] Kit 📅 2026-03-06", settings={})
    assert "Kit" in did("due", "--all")
    (folder / PLUGIN).write_text(json.dumps(MADE), encoding="utf-8")
    assert "Kit" not in did("due", "--all")
    (folder / PLUGIN).unlink()
    assert "Kit" in did("due", "--all")
