"""A whole note: what it says, what lies where, and what of it is nobody else's business."""

from datetime import date, time

import pytest

from notes_crm.model.note import Line, Link, names, parse
from notes_crm.model.schema import Field, NoteType, extended
from notes_crm.model.tasks.plugin_settings import TaskSettings

VISIT = "Customers/Acme Pumps/2026-03-02 1430 Acme Pumps visit.md"


def note(text, path=VISIT, **more):
    return parse(text.encode(), path, **more)


def codes(text, path=VISIT):
    return [(p.line, p.level, p.code) for p in note(text, path).problems]


def test_a_visit_as_the_tool_writes_it():
    found = note(
        "---\ntype: visit\ndate: 2026-03-02\nby:\n  - Sam Lee\npeople:\n  - Dana Ortiz\n"
        "started_by: them\noutcome: good\nmood: anxious\nnext_contact: 2026-03-16\nequipment:\n"
        '  - "[[Pump P-100 (Acme Pumps)]]"\nminutes: 75\nrepair_cost: 240\n---\n'
        "## Discussed\n- Seal leaking since Friday night shift.\n## Promised\n"
        "- [ ] Send seal kit to Dana @sam #promise ➕ 2026-03-02 📅 2026-03-06\n"
        "- [ ] Dana to send shift log #waiting 📅 2026-03-09\n"
        "## Told\n- Warranty on P-100 ended in January.\n"
    )
    assert (found.type, found.group, found.title) == (
        "visit",
        "interaction",
        "2026-03-02 1430 Acme Pumps visit",
    )
    assert (found.date, found.time) == (date(2026, 3, 2), time(14, 30))
    assert found.fields == {
        "type": "visit", "date": date(2026, 3, 2), "by": ("Sam Lee",), "people": ("Dana Ortiz",),
        "started_by": "them", "outcome": "good", "mood": 2.0, "next_contact": date(2026, 3, 16),
        "equipment": ("Pump P-100 (Acme Pumps)",), "minutes": 75, "repair_cost": 240.0,
    }  # fmt: skip
    assert found.texts("by") == ("Sam Lee",)
    assert found.texts("minutes") == ("75",)
    assert found.texts("date") == ("2026-03-02",)
    assert found.texts("nothing") == ()
    assert [(s.name, s.first, s.last) for s in found.sections] == [
        ("Discussed", 18, 18), ("Promised", 20, 21), ("Told", 23, 23),
    ]  # fmt: skip
    assert [(t.line, t.direction, t.due) for t in found.tasks] == [
        (20, "we", date(2026, 3, 6)), (21, "they", date(2026, 3, 9)),
    ]  # fmt: skip
    assert found.below("Told") == (
        Line(23, "Warranty on P-100 ended in January.", "Told", private=False),
    )
    assert [line.line for line in found.prose()] == [18, 23]
    assert found.links == (
        Link("Pump P-100 (Acme Pumps)", "Pump P-100 (Acme Pumps)", 12, "equipment"),
    )
    assert found.tags == ("promise", "waiting")
    assert (found.body_line, len(found.lines), found.problems) == (17, 23, ())
    assert found.public() is found


def test_a_note_without_anything_but_words():
    """Saw Dana. Promised kit by Friday."""
    found = note("Saw Dana. Promised kit by Friday.", "Customers/Acme/2026-09-16 Saw Dana.md")
    assert (found.type, found.date, found.time) == ("note", date(2026, 9, 16), None)
    assert [line.text for line in found.prose()] == ["Saw Dana. Promised kit by Friday."]
    assert found.problems == ()


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("Customers/Acme/Acme.md", "customer"),
        ("Customers/Acme/ACME.md", "customer"),
        ("Customers/Cafe\u0301/Caf\u00e9.md", "customer"),
        ("Customers/North/Acme/Acme.md", "customer"),
        ("Acme/Acme.md", "customer"),
        ("Archive/Acme/Acme.md", "customer"),
        ("Customers/Customers.md", "note"),
        ("Archive/Archive.md", "note"),
        ("Inbox/Inbox.md", "note"),
        ("Reference/Pumps/Pumps.md", "note"),
        ("Customers/Acme/Pump P-100 (Acme).md", "note"),
        ("Acme.md", "note"),
        ("Team/Sam Lee.md", "team"),
        ("team/Sam Lee.md", "team"),
        ("Team/Team.md", "team"),
        ("Team/Field/Sam Lee.md", "team"),
        ("Teams/Sam Lee.md", "note"),
        ("Goals/2026.md", "goal"),
        ("Lessons.md", "lesson"),
        ("Customers/Acme/Lessons.md", "note"),
        ("README", "note"),
    ],
)
def test_what_a_note_is_by_where_it_lies(path, expected):
    assert note("words", path).type == expected


@pytest.mark.parametrize(
    ("typed", "expected", "problems"),
    [
        ("visit", "visit", []),
        ("Site Visit", "visit", []),
        ("[inspection, call]", "call", []),
        ("[[Visit]]", "visit", [(2, "warn", "unquoted-link")]),
        ("inspection", "inspection", [(2, "hint", "unknown-type")]),
        ("", "note", []),
    ],
)
def test_the_type_that_is_typed(typed, expected, problems):
    found = note(f"---\ntype: {typed}\n---\n")
    assert found.type == expected
    assert [(p.line, p.level, p.code) for p in found.problems] == problems
    assert found.texts("type") == ((expected,) if typed else ())


@pytest.mark.parametrize(
    ("path", "front", "expected"),
    [
        ("2026-03-02 1430 Acme visit.md", "", (date(2026, 3, 2), time(14, 30))),
        ("2026-03-02 Acme visit.md", "date: 2026-03-01", (date(2026, 3, 1), None)),
        ("2026-03-02 1430 Acme.md", "date: 2026-03-02", (date(2026, 3, 2), time(14, 30))),
        ("2026-03-02 1430 Acme.md", "date: 2026-03-01", (date(2026, 3, 1), None)),
        ("x.md", "date: 2026-03-02T09:15:00", (date(2026, 3, 2), time(9, 15))),
        ("x.md", "date: 2026-03-02T09:15:00\ntime: 10:00", (date(2026, 3, 2), time(10, 0))),
        ("2026-03-02 1430 x.md", "time: 10:00", (date(2026, 3, 2), time(10, 0))),
        ("2026-03-02 x.md", "date: soon", (date(2026, 3, 2), None)),
        ("x.md", "", (None, None)),
    ],
)
def test_day_and_time(path, front, expected):
    found = note(f"---\n{front}\n---\n", f"Customers/Acme/{path}")
    assert (found.date, found.time) == expected


def test_keys_in_other_words_and_cases():
    found = note(
        "---\nClient: '[[Acme]]'\nMobile: 1\nphone: 2\ntel: 3\nFollow-up: 2026-01-02\nFollow up: x\n"
        "Serial No: 007\nMy Key: a\nempty:\nna\u200bme: b\n---\n"
    )
    assert found.customers == ("Acme",)
    assert found.texts("phone") == ("3", "1", "2")
    assert found.fields["next_contact"] == date(2026, 1, 2) or found.texts("next_contact") == ("x",)
    assert found.texts("serial") == ("007",)
    assert found.fields["my_key"] == "a"
    assert found.unknown == {"my_key", "empty", "name"}
    assert "empty" not in found.fields


def test_a_teams_own_keys_and_types():
    schema = extended(
        fields=[Field("mileage", "number", (), "")],
        types=[NoteType("inspection", "interaction", "")],
        headings={"Promised": ["Zugesagt"]},
        folders={"team": "Kollegen"},
    )
    found = note("---\ntype: Inspection\nMileage: 12\n---\n## Zugesagt\n- [ ] kit", schema=schema)
    assert (found.type, found.group, found.fields["mileage"]) == ("inspection", "interaction", 12.0)
    assert [t.direction for t in found.tasks] == ["we"]
    assert note("", "Kollegen/Kim.md", schema=schema).type == "team"
    assert note("", "Team/Kim.md", schema=schema).type == "note"


def test_sections_and_what_they_are_about():
    """A deeper heading belongs to the meaning above it, unless it means something itself."""
    found = note(
        "before\n# Acme\n## Told:\na\n### Pump house\nb\n#### Asked\nc\n## Plain\nd\n# People\ne"
    )
    assert [(s.heading, s.name, s.within, s.level, s.first, s.last) for s in found.sections] == [
        ("", None, None, 0, 1, 1),
        ("Acme", None, None, 1, 3, 2),
        ("Told:", "Told", None, 2, 4, 4),
        ("Pump house", None, "Told", 3, 6, 6),
        ("Asked", "Asked", "Told", 4, 8, 8),
        ("Plain", None, None, 2, 10, 10),
        ("People", "People", None, 1, 12, 12),
    ]
    assert [line.text for line in found.below("Told")] == ["a", "b"]
    assert [line.text for line in found.below("Asked")] == ["c"]
    assert [(line.text, line.section) for line in found.prose()] == [
        ("before", None), ("a", "Told"), ("b", "Told"), ("c", "Asked"), ("d", None), ("e", "People"),
    ]  # fmt: skip


def test_promises():
    """Below `Promised`, in sub-headings and private parts of it too, but for other meanings."""
    found = note(
        "- [ ] a\n## Promised\n- [ ] b\n> - [ ] c\n### Today\n1. [ ] d\n### Private\n- [ ] e\n"
        "### Other actions\n- [ ] f\n## Told\n- [ ] g #promise\n"
    )
    assert [(t.text, t.direction) for t in found.tasks] == [
        ("a", "internal"), ("b", "we"), ("c", "we"), ("d", "we"), ("e", "we"), ("f", "internal"),
        ("g", "we"),
    ]  # fmt: skip


def test_the_reason_of_a_withdrawn_promise():
    found = note(
        "- [-] a #promise\n  - [ ] not this\n  - they bought *elsewhere* %%fired us%%\n  - nor this\n"
        "- [-] b #promise\n- [x] c\n  - said\n"
    )
    assert [(t.text, t.reason) for t in found.tasks] == [
        ("a", "they bought *elsewhere*"), ("not this", None), ("b", None), ("c", None),
    ]  # fmt: skip
    assert "no-reason" in [p.code for p in found.problems]


def test_where_there_are_no_tasks():
    text = "```\n- [ ] a\n```\n%%\n- [ ] b\n%%\n<!--\n- [ ] c\n-->\n$$\n- [ ] d\n$$\n`- [ ] e`\n"
    assert note(text).tasks == ()


def test_a_task_may_be_code_and_is_a_task_all_the_same():
    """Obsidian Tasks reads the line of every item that has a box, whatever the box stands before."""
    found = note(
        "- [ ] ``` list 📅 2026-03-06\n  - [ ] a\n  ```\n- [ ] $$\n  x\n  $$\n- [ ] ~~~ call\n"
    )
    assert [(t.line, t.text) for t in found.tasks] == [(1, "``` list"), (4, "$$"), (7, "~~~ call")]
    assert found.problems == ()


def test_tasks_that_obsidian_does_not_see():
    found = note(
        "Promised today:\n2. [ ] kit\n\nwords\n\n    - [ ] code\n\n<div>\n- [ ] in HTML\n</div>\n"
    )
    assert [t.text for t in found.tasks] == ["kit", "in HTML"]
    assert [(p.line, p.code) for p in found.problems] == [
        (2, "task-unlike-obsidian"), (6, "task-unlike-obsidian"), (9, "task-unlike-obsidian"),
    ]  # fmt: skip


def test_tasks_in_the_other_form():
    found = note(
        "- [ ] kit  [due:: 2026-03-06] #task",
        tasks=TaskSettings(form="dataview", global_filter="#task"),
    )
    assert (found.tasks[0].due, found.tasks[0].text) == (date(2026, 3, 6), "kit")


def test_links_and_tags():
    found = note(
        '---\ncustomer: "[[Acme]]"\nmanual: ["[[P-100.pdf]]", "[x](Ref/Seals.md)"]\ntags: [VIP, vip]\n'
        "own: see [[Note#Part|that]]\n---\n# On [[Seals]] #Vip\n![[leak.png]] [[#Here]] #new [a](B%20c.md#d)\n"
    )
    assert [(link.target, link.shown, link.line, link.key, link.embed) for link in found.links] == [
        ("Acme", "Acme", 2, "customer", False),
        ("P-100.pdf", "P-100.pdf", 3, "manual", False),
        ("Ref/Seals", "x", 3, "manual", False),
        ("Note", "that", 5, "own", False),
        ("Seals", "Seals", 7, None, False),
        ("leak.png", "leak.png", 8, None, True),
        ("B c", "a", 8, None, False),
    ]
    assert found.tags == ("VIP", "new")
    assert found.texts("manual") == ("P-100.pdf", "Seals")


def test_what_is_private():
    """A section to the next of its level, comments, codes; tasks and links of theirs with them."""
    found = note(
        "---\ncodes: 4711\ntags: [open]\n---\n"
        "Out %%hush one%% again #shared\n"
        "## Private #secret\nhush two [[Hush]] #shared\n- [ ] hush three\n### Told\nhush four\n"
        "## Told\n- said\n- [ ] kit %%hush five%% 📅 2026-03-06\n<!--\nhush six\n-->\n"
        "> # Private\n> hush seven\n\n##Private\nhush eight\n# After\nend\n"
    )
    assert sorted(found.private_lines) == [2, 5, 6, 7, 8, 9, 10, 13, 14, 15, 16, 17, 18, 20, 21]
    assert [n for n in range(1, 24) if found.is_private(n)] == [
        2,
        6,
        7,
        8,
        9,
        10,
        14,
        15,
        16,
        17,
        18,
        20,
        21,
    ]
    assert [(t.text, t.line in found.private_lines) for t in found.tasks] == [
        ("hush three", True),
        ("kit", True),
    ]
    shown = found.public()
    assert "hush" not in repr(shown).lower().replace("customers", "")
    assert "4711" not in repr(shown)
    assert [t.text for t in shown.tasks] == ["kit"]
    assert shown.tasks[0].due == date(2026, 3, 6)
    assert shown.tags == ("open", "shared")
    assert [line.text for line in shown.prose()] == ["Out  again #shared", "said", "end"]
    assert [s.heading for s in shown.sections] == ["", "Told", "After"]
    assert len(shown.lines) == len(found.lines)
    assert shown.lines[4] == "Out  again #shared"
    assert shown.lines[22] == "end"
    assert "codes" not in shown.fields
    assert shown.public() is shown


def test_private_lines_are_marked_but_kept():
    found = note("## Told\na\n### Private\nb %%c%%\n")
    assert [(line.text, line.section, line.private) for line in found.prose()] == [
        ("a", "Told", False), ("b", "Private", True),
    ]  # fmt: skip
    assert [line.text for line in found.below("Private")] == ["b"]


def test_a_private_note_shows_its_name_and_day_alone():
    found = note(
        "---\nprivate: perhaps\nby: Sam\ncustomer: '[[Beta]]'\n---\n# T\nhush #t [[L]]\n- [ ] hush\n"
    )
    assert found.private
    assert found.private_lines == frozenset(range(1, 9))
    assert all(line.private for line in found.prose())
    shown = found.public()
    assert (shown.path, shown.type, shown.title, shown.date) == (
        VISIT,
        "note",
        found.title,
        date(2026, 3, 2),
    )
    assert not any(
        (shown.lines, shown.fields, shown.tags, shown.links, shown.tasks, shown.sections, shown.customers,
         shown.body, shown.problems)
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "---\nprivate: yes\nhush",
        "\n---\nprivate: yes\n---\nhush",
        "---\nPRIVATE: '@x\n---\nhush",
        "---\nprivate: no\nprivate: yes\n---\nhush",
        "---\nprivate: yes\nprivate: no\n---\nhush",
        "---\nx: " + "a" * 70_000 + "\nprivate: yes\n---\nhush",
        "---\nprivate: yes\nx: " + "a" * 70_000 + "\n---\nhush",
        "<<<<<<< a\n---\nprivate: yes\n---\nhush",
        "---\r\nprivate: yes\r\n---\r\nhush",
        "\ufeff---\nprivate: yes\n---\nhush",
    ],
)
def test_private_fails_closed_in_broken_front_matter(text):
    assert note(text).private


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a %% hush\n\nhush\n\nhush %% b\n\nc", ["c"]),
        ("a %% hush\n\nhush", []),
        ("a\n\n%% hush\n- [ ] hush", ["a"]),
        ("<!-- hush\n\n# hush\n", []),
        ("a <!-- hush\n\nhush --> b\n\nc", ["c"]),
        ("It is 100%% sure.\n\nb", ["It is 100%% sure.", "b"]),
        ("100%% a\n\n%% hush\n\nhush", []),
        ("a%% hush\n\nhush %%\n\nb", []),
        ("```\n%%\n```\na `%%` b", ["a `%%` b"]),
        ("a --> b", ["a --> b"]),
        ("> a %%\n\n> hush %%\n\nb", ["b"]),
        ("- a %%\n- hush\n- hush %%\n- b", ["b"]),
        ("    %% hush\n\nhush", []),
        ("%%hush%%\n%% hush %%", []),
    ],
)
def test_comments_fail_closed(text, shown):
    public = note(text).public()
    assert "hush" not in repr(public)
    assert [line.text for line in public.prose()] == shown


def test_tasks_in_comments_that_obsidian_does_not_read_stay_with_their_owner():
    found = note("a %% hush\n\n- [ ] hush\n\nhush %%\n\n- [ ] b")
    assert [(t.text, found.is_private(t.line)) for t in found.tasks] == [
        ("hush", True),
        ("b", False),
    ]
    assert [t.text for t in found.public().tasks] == ["b"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> x\n", (2, "error", "conflict-marker")),
        ("a\n\n%% b", (3, "warn", "comment-never-closed")),
        ("a\n```\nb", (2, "warn", "code-never-closed")),
        ("##Promised\n- [ ] kit", (1, "hint", "almost-a-heading")),
        ("words\nTold\n---\nmore", (2, "hint", "almost-a-heading")),
        ("---\ndate: soon\n---", (2, "warn", "not-a-date")),
        ("---\na: 1\na: 2\n---", (3, "warn", "duplicate-key")),
        ("---\ntitle: Re: x\n---", (2, "error", "front-matter-broken")),
    ],
)
def test_problems(text, problem):
    assert codes(text) == [problem]


@pytest.mark.parametrize(
    "text", ["<<<<<<< a\nb", "=======\n", "a\n=======\n>>>>>>> b", "<<<<<<<a\n=======\n>>>>>>> b"]
)
def test_what_is_no_conflict(text):
    assert "conflict-marker" not in [code for *_, code in codes(text)]


def test_both_sides_of_a_conflict_are_read():
    found = note("## Told\n<<<<<<< HEAD\n- a\n=======\n- b\n>>>>>>> x\n- c\n")
    assert [line.text for line in found.below("Told")] == ["a", "b", "c"]
    assert len(found.lines) == 7


def test_text_between_two_lines_stays_in_the_body():
    found = note("---\nJust words.\nMore words.\n---\nEnd.\n")
    assert [line.text for line in found.prose()] == ["Just words.", "More words.", "End."]
    assert (found.body_line, found.sections[0].level) == (1, 0)


@pytest.mark.parametrize(
    ("data", "lines", "codes"),
    [
        (b"", (), []),
        (b"\n\n", ("", ""), []),
        (b"a\r\nb\rc\nd", ("a", "b", "c", "d"), []),
        (b"a\n", ("a",), []),
        ("\ufeff\ufeffa".encode(), ("a",), []),
        ("a\u2028b\x0bc\x85d".encode(), ("a\u2028b\x0bc\x85d",), []),
        ("café".encode("utf-16"), ("café",), ["not-utf8"]),
        (b"\xfe\xff\x00a\x00\n\x00b", ("a", "b"), ["not-utf8"]),
        ("café".encode("utf-16-le"), (), ["binary"]),
        (b"\xff\xfe\x00\x00a\x00\x00\x00", (), ["binary"]),
        (b"PK\x03\x04\x00\x00", (), ["binary"]),
        (b"a" * 9000 + b"\x00b", ("a" * 9000 + "\ufffdb",), []),
        ("é\n".encode() + b"caf\xe9 \x93ok\x94 \x81\n", ("é", "café “ok” \ufffd"), ["not-utf8"]),
        (b"a\xed\xa0\x80", ("aí\xa0€",), ["not-utf8"]),
        (b"caf\xc3", ("cafÃ",), ["not-utf8"]),
    ],
)
def test_bytes(data, lines, codes):
    found = parse(data, "a.md")
    assert found.lines == lines
    assert [p.code for p in found.problems] == codes


def test_the_first_line_that_is_no_utf8_is_named():
    assert [(p.line, p.code) for p in parse(b"a\nb\r\nc\xe9\n\xe9", "a.md").problems] == [
        (3, "not-utf8")
    ]


def test_a_note_of_more_than_two_mebibytes():
    found = parse(b"word\n" * 600_000, "a.md")
    assert {p.code for p in found.problems} == {"too-long", "too-many-lines"}
    assert len(found.lines) == 2 * 1024 * 1024 // 5
    assert found.is_private(40_000)
    assert not found.is_private(20_000)
    assert len(parse(b"x" * 3_000_000, "a.md").lines[0]) == 2 * 1024 * 1024


def test_more_marks_than_can_be_read_close_what_may_be_private():
    found = note("#a " * 70_000 + "%% hush %%\n\n#b\n")
    assert [(p.line, p.code) for p in found.problems] == [(1, "too-many-marks")]
    assert found.tags == ("b",)
    assert "hush" not in repr(found.public())
    many = note("%%hush%%\n\n" * 14_000 + "#a " * 60_000 + "\n\n#b %%hush%%\n")
    assert many.tags == ("a",)
    assert "hush" not in repr(many.public())


def test_names():
    assert names(["[[Team/Sam Lee|Sam]]", "Dana ", "[[A]], [[B]]"]) == ("Sam Lee", "Dana", "A", "B")
