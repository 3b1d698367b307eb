"""The guided visit with real keys in a real terminal: skipped, gone back, broken off, gone on with."""

import os

import pytest

if os.name == "nt":
    pytest.skip("Windows has no pty to type into", allow_module_level=True)

from tests.typist import CTRL_C, CTRL_D, ENTER, Typist

NOTE = "Customers/Acme/2026-03-10 1200 Acme visit.md"
PLAN = "Customers/Acme/2026-03-10 0930 Acme visit.md"
PLANNED = "---\ntype: visit\ntime: 09:30\npeople: Dana Ortiz\npurpose: seal\n---\n## Discussed\n"
FILES = {"Customers/Acme/Acme.md": "", "Customers/Bell/Bell.md": ""}
NAMES = (
    "Listen", "Observe", "Speak", "Mood", "Met", "Where", "Arrived", "Started by", "Result", "We promise",
    "They promise", "New topics", "Next contact", "Tell colleagues",
)  # fmt: skip


@pytest.fixture
def folder(vault):
    return vault(FILES)


def bytes_of(folder):
    return {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_who_was_there_names_nobody_who_is_not_known(folder):
    typist = Typist(["visit", "bell"], cwd=folder, env={"CRM_ME": "Sam Lee"})
    for name in NAMES[:4]:
        asked(typist, name, "")
    typist.sees("Met: who was there, with commas between them")
    assert typist.breaks_off() == 130


def asked(typist, name, *answers):
    typist.sees(f" {name}").sees("> ")
    for answer in answers:
        typist.types(answer + ENTER)
        if answer != answers[-1]:
            typist.sees("> ")


def test_a_visit_is_typed_and_its_check_in_taken_with_one_key(folder):
    typist = Typist(["visit", "acme"], cwd=folder, env={"CRM_ME": "Sam Lee"})
    typist.sees("Acme, visit of Tue 2026-03-10")
    asked(typist, "Listen", "Dichtung läuft weg: größer", "")
    asked(typist, "Observe", "Oil on the floor", "")
    asked(typist, "Speak", "<")
    asked(typist, "Observe", "-", "")
    asked(typist, "Speak", "")
    asked(typist, "Mood", "7", "4")
    for name in NAMES[4:8]:
        asked(typist, name, "")
    asked(typist, "Result", "go")
    typist.sees("→ good")
    asked(typist, "We promise", "send kit by fri")
    typist.sees("→ send kit by 2026-03-13").sees("> ").types(".\r")
    typist.sees("Check in by Thu 2026-03-12?").sees("for none: ").types(ENTER)
    typist.sees("- [ ] Ring: is all well since the visit?").sees("not now: ")
    assert not (folder / NOTE).exists()
    typist.types(ENTER).sees(f"Wrote {NOTE}")
    assert typist.leaves() == 0
    assert (folder / NOTE).read_text() == (
        "---\ntype: visit\ndate: 2026-03-10\ntime: 12:00\nby:\n  - Sam Lee\noutcome: good\nmood: 4\n---\n"
        "## Discussed\n- Dichtung läuft weg: größer\n"
        "## Promised\n- [ ] send kit #promise ➕ 2026-03-10 📅 2026-03-13\n"
        "## Other actions\n- [ ] Ring: is all well since the visit? ➕ 2026-03-10 📅 2026-03-12\n"
    )
    shown = [line for line in typist.screen.splitlines() if not line.startswith("> ")]
    assert max(map(len, shown)) <= 80


@pytest.mark.parametrize(
    "name",
    ["Listen", "Observe", "Mood", "Met", "We promise", "Tell colleagues", "Check in by", "Enter writes"],
)  # fmt: skip
def test_whoever_leaves_at_any_prompt_leaves_the_vault_as_it_was_and_can_go_on(folder, name):
    (folder / PLAN).write_text(PLANNED)
    before = bytes_of(folder)
    typist = Typist(["visit", "acme"], cwd=folder)
    typist.sees("Fills in the plan 2026-03-10 0930 Acme visit.md")
    answers = {"Listen": ("Seal leaks", ""), "Result": ("bad",)}
    for question in NAMES:
        typist.sees(f" {question}").sees("> ")
        if question == name:
            break
        for answer in answers.get(question, ("",)):
            typist.types(answer + ENTER)
    else:
        if name == "Enter writes":
            typist.sees("for none: ").types("n\r")
        typist.sees(name).sees(": ")
    assert typist.breaks_off(CTRL_D if name == "Met" else CTRL_C) == 130
    kept, stopped = "What you said is kept" in typist.screen, "nothing is half" in typist.screen
    assert (kept, stopped) == (name != "Listen", name == "Listen")
    assert bytes_of(folder) == before
    if name == "Listen":
        return
    again = Typist(["visit", "acme"], cwd=folder)
    again.sees("answers so far" if NAMES.index("Result") < _place(name) else "1 answer so far")
    again.sees("forgets them: ").types(ENTER)
    again.sees("> ").types(".\r")
    if NAMES.index("Result") < _place(name):
        again.sees("for none: ").types("n\r")
    again.sees("- Seal leaks").sees("not now: ").types(ENTER)
    again.sees(f"Filled in the plan {PLAN}")
    assert again.leaves() == 0
    assert (folder / PLAN).read_text().endswith("## Discussed\n- Seal leaks\n")


def _place(name):
    return NAMES.index(name) if name in NAMES else len(NAMES)


def test_a_power_cut_loses_no_answer_and_whoever_wants_begins_anew(folder):
    typist = Typist(["visit", "acme"], cwd=folder)
    asked(typist, "Listen", "Seal leaks", "since Friday")
    typist.sees("> ")
    typist.kill()
    again = Typist(["visit", "acme"], cwd=folder)
    again.sees("You began to tell of a visit on 2026-03-10: 1 answer so far.")
    again.sees("forgets them: ").types("n\r").sees(" Listen").sees("> ").types(".\r")
    again.sees("Nothing was said, and nothing was written.")
    assert again.leaves() == 1
    third = Typist(["visit", "acme"], cwd=folder)
    third.sees("Acme, visit of").sees("> ").types(".\r")
    assert third.leaves() == 1
    assert "You began" not in third.screen


def test_a_plan_that_somebody_typed_up_meanwhile_is_left_and_the_answers_are_kept(folder):
    (folder / PLAN).write_text(PLANNED)
    typist = Typist(["visit", "acme"], cwd=folder)
    asked(typist, "Listen", "Seal leaks")
    typist.sees("> ").types(".\r").sees("- Seal leaks").sees("not now: ")
    (folder / PLAN).write_text(PLANNED + "- Ana was there.\n")
    typist.types(ENTER)
    typist.sees('What you said is kept; go on with: crm visit "Acme"')
    typist.sees("has been typed up meanwhile")
    assert typist.leaves() == 2
    assert (folder / PLAN).read_text() == PLANNED + "- Ana was there.\n"
    again = Typist(["visit", "acme"], cwd=folder)
    again.sees("forgets them: ").types(ENTER).sees("> ").types(".\r")
    again.sees("not now: ").types(ENTER).sees(f"Wrote {NOTE}")
    assert again.leaves() == 0


def test_a_vault_that_is_renamed_meanwhile_is_not_made_anew_and_the_visit_goes_on_there(folder):
    typist = Typist(["visit", "acme"], cwd=folder)
    asked(typist, "Listen", "Seal leaks")
    typist.sees("> ").types(".\r").sees("- Seal leaks").sees("not now: ")
    moved = folder.rename(folder.with_name("moved"))
    typist.types(ENTER).sees("What you said is kept")
    typist.sees("is not there any more; nothing was written.")
    assert typist.leaves() == 2
    assert not folder.exists()
    again = Typist(["visit", "acme"], cwd=moved)
    again.sees("forgets them: ").types(ENTER).sees("> ").types(".\r")
    again.sees("not now: ").types(ENTER).sees(f"Wrote {NOTE}")
    assert again.leaves() == 0
    assert "- Seal leaks\n" in (moved / NOTE).read_text()


def test_whoever_types_behind_a_stroke_is_told_how_to_end(folder):
    typist = Typist(["log", "acme", "call", "-"], cwd=folder, env={"CRM_ME": "Sam Lee"})
    typist.sees("Ctrl-D on a new line ends.").types("Dana rang.\rSeal leaks.\r").types(CTRL_D)
    typist.sees("Wrote Customers/Acme/2026-03-10 1200 Acme call.md")
    assert typist.leaves() == 0
    note = (folder / "Customers/Acme/2026-03-10 1200 Acme call.md").read_text()
    assert note.endswith("## Discussed\n- Dana rang.\n- Seal leaks.\n")


def test_the_note_can_be_seen_in_the_editor_before_it_is_written(folder, tmp_path):
    script = tmp_path / "editor"
    script.write_text("#!/bin/sh\necho '- from the editor' >> \"$1\"\n")
    script.chmod(0o755)
    typist = Typist(["visit", "acme"], cwd=folder, env={"EDITOR": str(script)})
    asked(typist, "Listen", "Seal leaks")
    typist.sees("> ").types(".\r").sees("not now: ").types("e\r").sees(f"Wrote {NOTE}")
    assert typist.leaves() == 0
    assert (folder / NOTE).read_text().endswith("## Told\n\n- from the editor\n")


def test_a_visit_that_is_finished_later_keeps_its_day_and_drops_what_has_gone_by(folder):
    typist = Typist(["visit", "acme"], cwd=folder)
    asked(typist, "Listen", "Seal leaks", "")
    for name in NAMES[1:9]:
        asked(typist, name, "")
    asked(typist, "We promise", "send kit by fri", "")
    for name in NAMES[10:12]:
        asked(typist, name, "")
    asked(typist, "Next contact", "fri")
    typist.sees("→ 2026-03-13").sees("> ")
    assert typist.breaks_off() == 130
    again = Typist(["visit", "acme"], cwd=folder, env={"CRM_TODAY": "2026-03-20"})
    again.sees("on 2026-03-10: 3 answers").sees("2026-03-13, has gone by").sees("forgets them: ")
    again.types(ENTER).sees("visit of Tue 2026-03-10").sees("> ").types(".\r")
    again.sees("not now: ").types(ENTER).sees("Wrote Customers/Acme/2026-03-10 Acme visit.md")
    assert again.leaves() == 0
    assert (folder / "Customers/Acme/2026-03-10 Acme visit.md").read_text() == (
        "---\ntype: visit\ndate: 2026-03-10\n---\n## Discussed\n- Seal leaks\n"
        "## Promised\n- [ ] send kit #promise ➕ 2026-03-10 📅 2026-03-13\n"
    )
