"""A promise changed in any note leaves every other line as it was, byte for byte."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from notes_crm.errors import CrmError
from notes_crm.model.edits import lines_of, text_lines
from notes_crm.model.markdown.markdown import read_body
from notes_crm.model.note import parse
from notes_crm.model.tasks.below import below as place
from notes_crm.model.tasks.changes import (
    assign,
    keep,
    make_ready,
    postpone,
    reopen,
    withdraw,
    written,
)
from notes_crm.model.tasks.plugin_settings import TaskSettings

TODAY = date(2026, 3, 10)
WORDS = st.text("ab @#äß📅⏳✅🔁:()[]-%`^\t", max_size=12)
FIELDS = st.lists(
    st.sampled_from([
        "📅 2026-03-06", "⏳ 2026-03-04", "🛫2026-03-01", "➕ 2026-03-02", "🔁 every week", "🔁 every 2 months when done",
        "✅ 2026-03-05", "❌ 2026-03-05", "#promise", "#waiting", "#ready", "🔺", "🏁 delete", "🆔 a1", "⛔ b2", "^block",
        "[due:: 2026-03-06]", "(scheduled:: 2026-03-04)", "@ana", "⏰ 2026-03-06 09:00", "📅 2026-02-31", "%%x%%",
    ]),
    max_size=5,
)  # fmt: skip
TASKS = st.builds(
    lambda head, box, words, fields, tail: (
        f"{head}[{box}] Send {words} {' '.join(fields)}{tail}".replace("\n", "")
    ),
    st.sampled_from(["- ", "* ", "  - ", "\t+ ", "1. ", "> - "]),
    st.sampled_from(" xX-/>"),
    WORDS,
    FIELDS,
    st.sampled_from(["", " ", "  "]),
)
OTHERS = st.sampled_from(
    ["## Promised", "## Told", "", "words  ", "- bullet", "%% hidden %%", "```", "caf\u00e9 \t", "> quoted"]
)  # fmt: skip
NOTES = st.builds(
    lambda bom, lines, ends, last: (
        b"\xef\xbb\xbf" * bom
        + b"".join(f"{line}{end}".encode() for line, end in zip(lines, ends, strict=False))
        + last.encode()
    ),
    st.booleans(),
    st.lists(TASKS | OTHERS, min_size=1, max_size=8),
    st.lists(st.sampled_from(["\n", "\n", "\r\n"]), min_size=8, max_size=8),
    TASKS | st.just(""),
)
CHANGES = st.sampled_from([
    keep(TODAY), reopen(TODAY), withdraw(TODAY, "none to be had"), postpone(date(2026, 3, 20)), assign("sam"), make_ready,
])  # fmt: skip
SETTINGS = st.sampled_from([
    TaskSettings(), TaskSettings(form="dataview"), TaskSettings(next_line_below=True, done_date=False),
    TaskSettings(global_filter="#promise"),
])  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(NOTES, CHANGES, SETTINGS, st.data())
def test_all_other_lines_are_untouched(data, change, conf, draw):
    tasks = parse(data, "a.md", tasks=conf).tasks
    if not tasks:
        return
    task = draw.draw(st.sampled_from(tasks))
    try:
        changed = change(task, conf)
        new = written(data, task, changed)
    except CrmError:
        return
    before, after = lines_of(data), lines_of(new)
    extra = len(changed.lines) - 1
    if changed.bullet:
        at, head = place(text_lines(data), task)
        bullet = after.pop(at)
        assert bullet.decode().removeprefix("\ufeff").rstrip("\r\n") == f"{head}- {changed.bullet}"
        if at == len(after) and not data.endswith((b"\n", b"\r")):
            after[-1] = after[-1].rstrip(b"\r\n")
    assert len(after) == len(before) + extra
    above, below = before[: task.line - 1], before[task.line :]
    assert after[: task.line - 1] == above
    if task.line < len(before):
        assert after[task.line + extra :] == below
    now = b"".join(after[task.line - 1 : task.line + extra])
    assert [x.decode() for x in now.removeprefix(b"\xef\xbb\xbf").splitlines()] == [*changed.lines]
    assert new.endswith((b"\n", b"\r")) == data.endswith((b"\n", b"\r"))


BELOW = st.lists(
    st.sampled_from([
        "- one", "  - one", "    - one", "\t- one", "  * [ ] two", "\t1. three", "", "---",
        "  four", "\tfour", "    four",
    ]),
    max_size=5,
)  # fmt: skip


@settings(max_examples=600, deadline=None)
@given(st.sampled_from(["", "> "]), st.sampled_from(["- ", "* ", "1. "]), BELOW)
def test_what_belongs_to_a_promise_still_does_once_it_is_withdrawn(quote, marker, lines):
    before = [f"{quote}{line}" for line in ("- above", f"{marker}[ ] Send", *lines)]
    data = "\n".join(before).encode()
    task = next((t for t in parse(data, "a.md").tasks if t.line == 2), None)
    if task is None or 2 not in {item.line for item in read_body(before).items}:
        return
    after = text_lines(written(data, task, withdraw(TODAY, "no")(task, TaskSettings())))
    at = place(before, task)[0] + 1
    was, now = read_body(before), read_body(after)

    def old(line):
        return line - (line > at)

    assert {(old(i.line), old(i.parent)) for i in now.items if i.line != at} == {
        (i.line, i.parent) for i in was.items
    }
    assert next(i.parent for i in now.items if i.line == at) == 2
    assert [words for line, words in now.words if line == at] == ["no"]


@settings(max_examples=200, deadline=None)
@given(TASKS, st.sampled_from([postpone(date(2026, 3, 20)), assign("sam"), make_ready]), SETTINGS)
def test_what_is_no_tick_changes_one_piece_of_the_line(line, change, conf):
    tasks = parse(line.encode(), "a.md", tasks=TaskSettings(form=conf.form)).tasks
    if not tasks:
        return
    try:
        [new] = change(tasks[0], conf).lines
    except CrmError:
        return
    start = next((i for i, (a, b) in enumerate(zip(line, new, strict=False)) if a != b), len(line))
    ends = (line[start:][::-1], new[start:][::-1])
    end = next(
        (i for i, (a, b) in enumerate(zip(*ends, strict=False)) if a != b), min(map(len, ends))
    )
    assert len(new) - start - end <= len("  [due:: 2026-03-20]")
    assert len(line) - start - end <= len("2026-03-06")
