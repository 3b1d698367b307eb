"""Mending a note changes the lines it tells of and no other byte, settles at once, and keeps every task."""

from hypothesis import given
from hypothesis import strategies as st

from notes_crm.model.edits import lines_of, text_lines
from notes_crm.model.frontmatter import fence
from notes_crm.model.frontmatter.raw import texts
from notes_crm.model.mend import Reader, mended
from notes_crm.model.tasks.plugin_settings import TaskSettings

PIECES = (
    "Send kit", "to Dana", "📅 2026-03-06", "📅2026-03-06", "📅\u00a02026-03-06", "📅 2026-02-31", "📅 soon", "⏫",
    "#promise", "@sam", "[due:: 2026-03-06]", "(scheduled:: 2026-03-01)", "🔁 every week", "🔁 now and then", "✅ 2026-03-05",
    "➕ 2026-03-01", "🆔 a1", "⛔ a1,b2", "🏁 delete", "^b1", "[[Pump]]", "[[Pump|it]]", "`[[Pump]]`", "  ", "|",
)  # fmt: skip
FRONT = ("phone: 0113", "customer: [[Acme]]", "equipment: [[[A]], [[B]]]", "aliases: [007, x]", "serial: 00123 # no",
         "by: Sam", "a: {b: c}", "people:\n  - [[Dana]]\n  - 0049", "tags:\n\t- pump\n  - x\n\n\t- y",
         "location: |\n\tone", "with: a\n\tb: c", "used_for:\n\t- 0113\n\t# no")  # fmt: skip


def entries(data):
    return fence.read(text_lines(data), "").entries


@st.composite
def notes(draw):
    end = draw(st.sampled_from(("\n", "\r\n")))
    lines = []
    if draw(st.booleans()):
        keys = draw(st.lists(st.sampled_from(FRONT), max_size=5))
        lines = ["---", *(line for key in keys for line in key.split("\n")), "---"]
    for _ in range(draw(st.integers(0, 6))):
        box = draw(st.sampled_from(("- [ ] ", "- [X] ", "* [x]", "- [ ]", "> - [/] ", "", "| ")))
        lines.append(box + " ".join(draw(st.lists(st.sampled_from(PIECES), max_size=6))))
    return (draw(st.sampled_from(("", "\ufeff"))) + end.join(lines)).encode()


@given(data=notes(), form=st.sampled_from(("emoji", "dataview")))
def test_only_the_lines_that_are_told_of_change(data, form):
    reader = Reader(tasks=TaskSettings(form=form), aliases={"pump": "Pump P-100"})
    before = reader.read(data)
    new, done = mended(data, before.problems, reader)
    after = reader.read(new)
    old_lines, new_lines = lines_of(data), lines_of(new)
    gone = {one.line for one in done if one.after is None}
    kept = [(n, line) for n, line in enumerate(old_lines, 1) if n not in gone]
    assert len(kept) == len(new_lines)
    changed = {n for (n, a), b in zip(kept, new_lines, strict=True) if a != b}
    assert changed | gone == {one.line for one in done}
    assert [(t.due, t.scheduled, t.state, t.owner) for t in before.tasks] == [
        (t.due, t.scheduled, t.state, t.owner) for t in after.tasks
    ]
    # one problem for many lines, and it hid others
    tabs = any(one.code == "tab-indent" for one in done)
    errors = [sum(p.level == "error" for p in note.problems) for note in (before, after)]
    assert errors[1] <= errors[0] - tabs
    repeats = sum(p.code == "duplicate-key" and p.line in gone for p in before.problems)
    assert tabs or len(after.problems) <= len(before.problems) - len(changed) - repeats
    assert [(e.key, texts(e.value)) for e in entries(new)] == [
        (e.key, texts(e.value)) for e in entries(data) if e.line not in gone
    ]
    assert {(e.key, texts(e.value)) for e in entries(new)} == {
        (e.key, texts(e.value)) for e in entries(data)
    }
    assert mended(new, after.problems, reader) == (new, [])
