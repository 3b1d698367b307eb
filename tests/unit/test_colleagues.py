"""A word means one of us by one rule, and the same one to every command."""

import json

import pytest

from notes_crm.answers.colleagues import Colleagues, mentioned, of_notes
from notes_crm.errors import AmbiguousName
from notes_crm.model.tasks.changes import assign
from notes_crm.model.tasks.plugin_settings import TaskSettings
from notes_crm.model.tasks.tasks import read_task

FILES = {
    "Team/Sam Lee.md": "---\ntype: team\n---\n",
    "Team/Jo Park.md": "---\ntype: team\n---\n",
    "Customers/Acme/2026-03-09 Acme call.md": "---\ntype: call\nby: Jo Park\n---\n- [ ] send kit #promise 📅 2026-03-09\n",
}  # fmt: skip


@pytest.mark.parametrize("others", [["Sam.Lee", "Sam Lee"], ["Sam Lee", "Sam.Lee"]])
@pytest.mark.parametrize("team", [[], [("Sam Lee", "Sam Lee")]])
def test_a_handle_with_dots_is_nobody_else(team, others):
    us = Colleagues(team, others)
    assert us.name("Sam.Lee") == us.name("@sam.lee") == us.meant("sam") == "Sam Lee"


def test_a_handle_that_is_somebodys_alias_stays_theirs():
    us = Colleagues([("Ann Lee", "Ann Lee"), ("Ann.Lee", "Ann Other"), ("Ann Other", "Ann Other")])
    assert us.name("Ann.Lee") == "Ann Other"


def test_what_assign_writes_is_found_by_due_told_by_the_feed_and_named_on_the_sheet(
    crm, vault, home, monkeypatch
):
    folder = vault(FILES)
    assert "@Sam.Lee" in crm("assign", "kit", "sam", cwd=folder).output
    due = crm("due", "--for", "sam", "--json", cwd=folder)
    assert due.code == 0, due.output
    [late] = json.loads(due.stdout)["overdue"]
    assert late["owner"] == "Sam Lee"
    monkeypatch.setenv("CRM_ME", "Sam Lee")
    monkeypatch.setenv("XDG_STATE_HOME", str(home / "of Sam"))
    assert "given you" in crm("feed", cwd=folder).output
    assert "Sam · 9 Mar" in crm("brief", "acme", "--text", cwd=folder).output


SAME = ["sam", "@Sam", "Sam.Lee", "@sam-lee", "SAM_LEE", "sam  lee", "[[Team/Sam Lee|S]]"]


@pytest.mark.parametrize("word", SAME)
def test_a_note_without_aliases_gives_its_first_and_its_whole_name(word):
    assert of_notes([("Sam Lee", ()), ("Jo Park", ())]).name(word) == "Sam Lee"


@pytest.mark.parametrize(
    ("team", "word", "name"),
    [
        ([("Sam Lee", ()), ("Sam Poe", ())], "sam", "sam"),  # nobody's alone
        ([("Sam Lee", ()), ("Sam Poe", ["sam"])], "@sam", "Sam Poe"),
        ([("Sam Lee", ["sl"]), ("Jo Park", ["sam"])], "sam", "Jo Park"),
        ([("Sam Lee", ["sam"]), ("Sam Poe", ["Sam"])], "@Sam", "Sam"),
        ([("Sam", ()), ("Sam Lee", ())], "sam", "Sam"),
        ([("Anne-Marie Roy", ()), ("Anne Ott", ())], "@anne.marie", "Anne-Marie Roy"),
        ([("Anne-Marie Roy", ()), ("Anne Ott", ())], "anne", "Anne Ott"),
        ([("\u5c71\u7530 \u592a\u90ce", ())], "@\u5c71\u7530", "\u5c71\u7530 \u592a\u90ce"),
        ([("Sam Lee", ())], "lee", "lee"),
        ([("Sam Lee", ())], "samlee", "samlee"),
        ([("Sam Lee", ())], "@", ""),
    ],
)
def test_aliases_and_whole_names_go_before_first_names_and_what_two_share_is_nobodys(
    team, word, name
):
    assert of_notes(team).name(word) == name


def test_a_first_name_is_the_teams_whoever_else_is_named_in_notes():
    us = Colleagues([("Sam Lee", "Sam Lee")], ["sam", "Sam Poe", "sam_lee"])
    assert us.name("sam") == us.meant("@sam") == us.name("sam-lee") == "Sam Lee"
    assert us.name("Sam.Poe") == "Sam Poe"


@pytest.mark.parametrize("others", [[], ["sam"]])
def test_who_shares_a_first_name_is_named(others):
    us = Colleagues([("Sam Lee", "Sam Lee"), ("Sam Poe", "Sam Poe")], others)
    with pytest.raises(AmbiguousName, match="may be Sam Lee or Sam Poe"):
        us.meant("@sam")


def test_a_handle_that_is_written_is_read_as_the_same_person():
    us = of_notes(
        [
            ("Sam Lee", ["boss", "big sam", "shared"]),
            ("Sam Poe", ["shared"]),
            ("Ann Lee", ()),
            ("Ann Other", ["Ann.Lee", "Ann-Lee"]),
        ]
    )
    given = [us.handle(name) for name in ("Sam Lee", "Sam Poe", "Ann Lee", "Ann Other")]
    assert given == ["boss", "Sam.Poe", "Ann_Lee", "Ann.Lee"]
    assert us.handle("Ann Other", "@ann-lee") == "Ann-Lee"
    assert us.handle("Sam Poe", "sam") == "Sam.Poe"


def test_a_mention_is_what_a_task_takes_for_its_owner():
    line = "mail a@b.com, ask @sam, @Jo.Park. and (@ann-lee) about x/@y and @@z"
    assert mentioned(line) == ["sam", "Jo.Park", "ann-lee"]


HANDLES = ["sam", "Sam.Lee", "sam-lee"]
OF_SAM = {
    **FILES,
    "Customers/Acme/Acme.md": "---\nowner: {0}\n---\n",
    "Customers/Acme/2026-03-02 Acme visit.md": (
        "---\ntype: visit\nby: {0}\n---\n## Promised\n- [ ] order filters @{0} 📅 2026-03-06\n"
        "- [x] kept once @{0} 📅 2026-03-01 ✅ 2026-03-01\n"
    ),
    "Customers/Bell/2026-03-08 Bell call.md": "---\ntype: call\nby: Jo Park\n---\n@{0} should ring them.\n",
    "Customers/Acme/2026-03-12 0900 Acme visit.md": "---\ntype: visit\nby: {0}\npurpose: look\n---\n",
}  # fmt: skip


@pytest.mark.parametrize("word", HANDLES)
def test_every_command_takes_it_for_the_same_person(crm, vault, home, monkeypatch, word):
    folder = vault({path: text.replace("{0}", word) for path, text in OF_SAM.items()})

    def answer(*words):
        done = crm(*words, "--json", cwd=folder)
        assert done.code in (0, 1), done.output
        return json.loads(done.stdout)

    monkeypatch.setenv("CRM_ME", "Jo Park")
    monkeypatch.setenv("XDG_STATE_HOME", str(home / "of Jo"))
    for asked in (*HANDLES, "@sam", "Sam Lee"):
        due = answer("due", "--for", asked)
        assert [(p["text"], p["owner"]) for p in due["overdue"]] == [
            (f"order filters @{word}", "Sam Lee")
        ]
        rate = answer("promises", "--for", asked)
        assert rate["person"] == "Sam Lee"
        assert len(rate["promises"]) == 2
        assert [p["text"] for p in answer("today", "--for", asked)["overdue"]]
    assert answer("handover", "sam", "jo")["customers"][0]["owner_at"]
    found = {problem["code"] for problem in answer("check")["findings"]}
    assert not found & {"no-owner", "owner-gone", "unknown-person", "two-visits"}
    brief = crm("brief", "acme", "--text", cwd=folder).output
    assert f"@{word}" not in brief
    assert "Sam · 6 Mar" in brief
    assert "Sam Lee" in crm("timeline", "acme", cwd=folder).output
    monkeypatch.setenv("CRM_ME", "Sam Lee")
    monkeypatch.setenv("XDG_STATE_HOME", str(home / "of Sam"))
    feed = answer("feed")
    assert [note["why"] for note in feed["notes"]] == ["mention", ""]
    assert crm("follow", cwd=folder).output.strip().endswith("you own: 1")


def test_a_first_name_that_two_share_is_nobodys_alone(crm, vault):
    files = {path: text.replace("{0}", "sam") for path, text in OF_SAM.items()}
    folder = vault({**files, "Team/Sam Poe.md": "---\ntype: team\nstatus: left\n---\n"})
    for words in (("assign", "filters", "sam"), ("due", "--for", "@sam")):
        done = crm(*words, cwd=folder)
        assert done.code == 2
        assert "may be Sam Lee or Sam Poe" in done.output
    found = crm("check", cwd=folder).output
    assert "sam owns Acme and may be Sam Lee or Sam Poe; write the whole name" in " ".join(
        found.split()
    )


def test_a_handle_is_no_slip_of_another_name(crm, vault):
    note = "---\ntype: visit\nby: {0}\n---\nSeen.\n"
    team = {f"Team/{name}.md": "---\ntype: team\n---\n" for name in ("Samlee", "Sam Lee")}
    folder = vault(
        {
            **team,
            "Customers/Acme/2026-03-02 Acme visit.md": note.format("sam-lee"),
            "Customers/Acme/2026-03-03 Acme visit.md": note.format("samleee"),
        }
    )
    found = json.loads(crm("check", "--json", cwd=folder).stdout)["findings"]
    named = [one["path"] for one in found if one["code"] == "unknown-person"]
    assert named == ["Customers/Acme/2026-03-03 Acme visit.md"]


@pytest.mark.parametrize(
    ("team", "word", "name"),
    [
        ([("José García", ())], "@jose", "José García"),
        ([("José García", ())], "Jose.Garcia", "José García"),
        ([("José García", ())], "jose\u0301", "José García"),  # as macOS writes it
        ([("José García", ()), ("Jose Lima", ())], "jose", "Jose Lima"),  # letter by letter first
        ([("José García", ()), ("Josè Rossi", ())], "jose", "jose"),  # nobody's alone
        ([("Jürgen Groß", ())], "juergen", "Jürgen Groß"),
        ([("Jürgen Groß", ())], "@jurgen.gross", "Jürgen Groß"),
        ([("Jürgen Groß", ["joe"]), ("Joé Roy", ())], "joe", "Jürgen Groß"),
        ([("Øyvind Ås", ())], "oyvind", "Øyvind Ås"),
        ([("Łukasz Żak", ())], "lukasz-zak", "Łukasz Żak"),
        ([("\u304b\u3093\u3060", ()), ("\u304c\u3093\u3060", ())], "\u304b\u3093\u3060", "\u304b\u3093\u3060"),
        ([("\u304c\u3093\u3060", ())], "\u304b\u3093\u3060", "\u304b\u3093\u3060"),  # another letter
    ],
)  # fmt: skip
def test_accents_make_no_difference_where_nobody_is_called_so_letter_by_letter(team, word, name):
    assert of_notes(team).name(word) == name


def test_accents_make_no_difference_of_those_who_have_no_note():
    us = Colleagues([], ["José", "jose", "Jürgen Groß", "juergen.gross"])
    assert us.name("jose") == us.meant("@jose") == "José"
    assert us.name("juergen.gross") == "Jürgen Groß"


@pytest.mark.parametrize("name", ["सुनील", "José", "jose\u0301", "சிவா", "نُور"])
def test_a_handle_is_read_with_the_marks_on_its_letters(name):
    assert mentioned(f"ask @{name}, soon") == [name]
    read = read_task(f"- [ ] send kit @{name} #promise", number=1)
    assert read
    assert read[0].owner == name
    given = assign("Sam.Lee")(read[0], TaskSettings())
    assert given.lines == ("- [ ] send kit @Sam.Lee #promise",)
    us = of_notes([(name, ()), (f"{name[0]}x", ())])
    assert us.called(name) == us.called(us.handle(name)) == (name,)


def test_what_is_assigned_without_accents_is_theirs(crm, vault):
    folder = vault({**FILES, "Team/José García.md": "---\ntype: team\n---\n"})
    note = folder / "Customers/Acme/2026-03-09 Acme call.md"
    note.write_text(note.read_text(encoding="utf-8").replace("kit", "kit @jose"), encoding="utf-8")
    for word in ("josé", "jose", "garcia"):
        found = json.loads(crm("due", "--for", word, "--json", cwd=folder).stdout)
        assert [late["owner"] for late in found["overdue"]] == ["José García"]
