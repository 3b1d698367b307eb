"""Our reading of task lines, which understands more than the plugin and says so."""

from datetime import date

import pytest

from notes_crm.model.tasks.tasks import read_task


def read(line, **more):
    found = read_task(line, number=7, **more)
    assert found is not None
    return found


def codes(line, **more):
    return [finding.code for finding in read(line, **more)[1]]


def test_a_promise_as_the_tool_writes_it():
    """- [ ] Send seal kit to Dana @sam #promise ➕ 2026-03-02 📅 2026-03-06 ^kit"""
    line = "  - [ ] Send seal kit to Dana @sam #promise #parts ➕ 2026-03-02 📅 2026-03-06 ^kit"
    task, findings = read(line)
    assert findings == ()
    assert (task.line, task.indent, task.marker, task.raw) == (7, 2, "-", line)
    assert (task.status, task.state, task.direction) == (" ", "open", "we")
    assert task.text == "Send seal kit to Dana @sam #parts"
    assert task.description == "Send seal kit to Dana @sam #promise #parts"
    assert task.tags == ("#promise", "#parts")
    assert (task.owner, task.block) == ("sam", "^kit")
    assert (task.created, task.due, task.done) == (date(2026, 3, 2), date(2026, 3, 6), None)


@pytest.mark.parametrize(
    ("status", "state"),
    [(" ", "open"), ("/", "open"), ("?", "open"), ("x", "kept"), ("X", "kept"), ("-", "withdrawn")],
)
def test_states(status, state):
    assert read(f"- [{status}] kit")[0].state == state


@pytest.mark.parametrize(
    ("tags", "promised", "direction"),
    [
        ("", False, "internal"),
        ("", True, "we"),
        ("#promise", False, "we"),
        ("#waiting", True, "they"),
        ("#Waiting/parts", False, "they"),
        ("#promise #waiting", False, "they"),
        ("#waiting #promise #READY", False, "ready"),
        ("#promised", False, "internal"),
        ("#waiting,", True, "they"),
    ],
)
def test_whose_turn_it_is(tags, promised, direction):
    assert read(f"- [ ] kit {tags}", promised=promised)[0].direction == direction


@pytest.mark.parametrize(
    ("words", "owner"),
    [
        ("kit @sam", "sam"),
        ("@Sam.Lee: kit", "Sam.Lee"),
        ("(@jörg-p) kit @sam", "jörg-p"),
        ("mail dana@acme.com", None),
        ("mail dana@acme.com @sam.", "sam"),
        ("kit @ noon", None),
    ],
)
def test_owner(words, owner):
    assert read(f"- [ ] {words} 📅 2026-03-06")[0].owner == owner


@pytest.mark.parametrize(
    "line",
    [
        "- [a](https://example.com)",
        "- [x](https://example.com)",
        "- [x]: https://example.com",
        "- [[]]",
        "- [1]st",
        "Send kit",
        "",
    ],
)
def test_links_and_prose_are_no_tasks(line):
    assert read_task(line, number=1) is None


@pytest.mark.parametrize(
    ("line", "text", "due", "code"),
    [
        ("- [ ] Kit 📅 2026-03-06 for Dana", "Kit for Dana", 6, "text-behind-field"),
        ("- [ ] 📅 2026-03-06: kit", ": kit", 6, "text-behind-field"),
        ("- [ ] Kit [due:: 2026-03-06]", "Kit", 6, "bracket-field"),
        ("- [ ] Kit 📅\xa02026-03-06", "Kit", 6, "odd-space"),
        ("- [ ] Kit 📅 tomorrow", "Kit 📅 tomorrow", None, "unreadable-date"),
        ("- [ ] Kit 📅 6.3.2026 then", "Kit 📅 6.3.2026 then", None, "loose-date"),
        ("- [ ] Kit ⏳ 6.3.2026", "Kit ⏳ 6.3.2026", None, "loose-date"),
        ("- [ ] Kit [due:: soon]", "Kit [due:: soon]", None, "unreadable-date"),
        ("- [ ] Kit 📅 2026-02-31", "Kit", None, "impossible-date"),
        ("- [ ] Kit 📅 2026-02-31 or so", "Kit 📅 2026-02-31 or so", None, "impossible-date"),
        ("- [ ] Kit 📅 2026-03-05 or 📅 2026-03-06", "Kit 📅 2026-03-05 or", 6, "said-twice"),
        ("- [ ] Kit 📅 2026-03-06 📅 2026-03-07", "Kit", 6, "said-twice"),
        ("- [ ]Kit 📅 2026-03-06", "Kit", 6, "no-space"),
        ("- [X] Kit 📅 2026-03-06", "Kit", 6, "capital-x"),
        ("- [ ] Kit 🔁 Mondays 📅 2026-03-06", "Kit 🔁 Mondays", 6, "unreadable-repeat"),
        ("- [ ] Kit 🏁 archive 📅 2026-03-06", "Kit 🏁 archive", 6, "unreadable-completion"),
        ("- [ ] Kit 📅 2026-03-06\u2028to Dana", "Kit to Dana", 6, "cut-off"),
    ],
)
def test_what_tasks_reads_otherwise(line, text, due, code):
    task, findings = read(line)
    assert task.text == text
    assert task.due == (date(2026, 3, due) if due else None)
    assert [finding.code for finding in findings] == [code]


def test_a_finding_points_at_its_place_and_says_what_to_do():
    (finding,) = read("- [ ] Kit 📅 tomorrow")[1]
    assert (finding.col, finding.level) == (11, "warn")
    assert finding.message == "📅 tomorrow holds no date; write it like 2026-03-06."


def test_both_notations_side_by_side():
    line = "- [ ] Kit 🔁 every week ⏫ (start:: 2026-03-01) [priority:: low] 📅 2026-03-06"
    task, _ = read(line)
    assert (task.recurrence, task.priority, task.text) == (
        "every week",
        "high",
        "Kit [priority:: low]",
    )
    assert (task.start, task.due) == (date(2026, 3, 1), date(2026, 3, 6))
    assert codes(line) == ["text-behind-field", "text-behind-field", "bracket-field", "said-twice"]


def test_emoji_in_a_vault_of_brackets():
    line = "- [ ] Kit 📅 2026-03-06  [priority:: low]"
    task, _ = read(line, form="dataview")
    assert (task.due, task.priority, task.text) == (date(2026, 3, 6), "low", "Kit")
    assert codes(line, form="dataview") == ["emoji-field"]


@pytest.mark.parametrize(
    "line",
    [
        "- [ ] 🆔 Bring the passport, ⛔ no parking",
        "- [ ] Say ✅ done, ⏳ wait, ➕ more, 🔁 again, 🏁 finish it",
        "- [ ] Explain `📅 2026-03-06` and [[📅 2026-03-06]] to Dana",
        "- [ ] Explain ``[due:: 2026-03-06]`` to Dana",
    ],
)
def test_signs_in_a_sentence_stay_text(line):
    task, findings = read(line)
    assert task.text == line.removeprefix("- [ ] ")
    assert findings == ()
    assert (task.id, task.depends_on, task.due) == (None, (), None)


def test_ids_with_only_fields_behind_them():
    task, _ = read("- [ ] Kit 🆔 k1 ⛔ a, b [created:: 2026-03-01]")
    assert (task.id, task.depends_on, task.text) == ("k1", ("a", "b"), "Kit")


def test_a_recurrence_in_a_sentence_gives_back_its_words():
    task, _ = read("- [ ] Kit 🔁 every 2 weeks when done please 🏁 Keep it")
    assert (task.recurrence, task.on_completion) == ("every 2 weeks when done", "keep")
    assert task.text == "Kit please it"


@pytest.mark.parametrize(
    ("sign", "alarm"),
    [
        ("⏰ 2026-03-06 14:30", "2026-03-06 14:30"),
        ("⏰️2026-03-06", "2026-03-06"),
        ("⏰ soon", None),
    ],
)
def test_an_alarm_is_kept_where_it_stands(sign, alarm):
    task, _ = read(f"- [ ] Kit 📅 2026-03-06 {sign}")
    assert task.alarm == alarm
    assert task.text == f"Kit {sign}"
    assert task.due == date(2026, 3, 6)


def test_a_withdrawn_promise_needs_its_reason():
    assert codes("- [-] Kit #promise") == ["no-reason"]
    assert codes("- [-] Kit #promise", reason="no longer built") == []
    assert read("- [-] Kit", reason="no longer built")[0].reason == "no longer built"
    assert codes("- [-] Clean the van") == []


def test_the_global_filter():
    task, findings = read("- [ ] Kit #task 📅 2026-03-06", global_filter="#task")
    assert (task.text, findings) == ("Kit", ())
    assert codes("- [ ] Kit", global_filter="#task") == ["no-filter"]


@pytest.mark.parametrize(
    ("indentation", "column"), [("", 0), ("\t", 4), ("  \t", 4), ("> ", 2), ("    > ", 6)]
)
def test_indent(indentation, column):
    assert read(f"{indentation}- [ ] kit")[0].indent == column
