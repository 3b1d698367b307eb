"""What a look tells and what it leaves for the next: nothing is lost for want of room."""

import json

import pytest


def visits(count):
    return {
        f"Customers/Acme/2026-03-{day:02} 0900 visit {n}.md": f"---\nby: Ana\n---\nVisit {n}.\n"
        for n, day in ((n, n % 9 + 1) for n in range(count))
    } | {"Customers/Acme/Acme.md": "---\nowner: Sam\n---\n"}


def test_what_there_is_no_room_for_comes_with_the_next_look(vault, crm, monkeypatch):
    monkeypatch.setenv("CRM_ME", "Sam")
    folder = vault(visits(45))
    looks = [crm("feed", cwd=folder).stdout for _ in range(4)]
    found = [line for look in looks for line in look.splitlines() if "Visit " in line]
    assert len(found) == len(set(found)) == 45
    assert "and 25 more" in looks[0]
    assert "Nothing new" in looks[3]


def test_all_tells_everything_at_once(vault, crm, monkeypatch):
    monkeypatch.setenv("CRM_ME", "Sam")
    folder = vault(visits(45))
    assert crm("feed", "--all", cwd=folder).stdout.count("Visit ") == 45
    assert json.loads(crm("feed", "--json", cwd=folder).stdout)["notes"] == []


def test_a_state_folder_that_takes_nothing_is_said_and_the_answer_stands(
    vault, crm, home, monkeypatch
):
    monkeypatch.setenv("CRM_ME", "Sam")
    folder = vault(visits(1))
    (home / "state").write_text("in the way")
    done = crm("feed", cwd=folder)
    assert done.code == 0
    assert "Visit 0" in done.stdout
    assert "can't be kept" in done.stderr


@pytest.mark.parametrize(
    ("keys", "whys"),
    [
        ("sentiment: complaint\nabout: sam", ["complaint"]),
        ("sentiment: praise\nabout: [ana, '[[Sam Lee]]']", ["commendation"]),
        ("owner: Sam Lee", ["feedback"]),
        ("sentiment: complaint\nabout: ana\nowner: ana", []),
        ("sentiment: complaint\nabout: sam\nsource: old", []),
        ("sentiment: complaint\nabout: sam\nprivate: true", []),
    ],
)
def test_feedback_finds_whom_it_is_about_and_who_sees_to_it(vault, crm, monkeypatch, keys, whys):
    monkeypatch.setenv("CRM_ME", "Sam Lee")
    feedback = f"---\ntype: feedback\nby: Jo\n{keys}\n---\nSo it was.\n"
    folder = vault({
        "Team/Sam Lee.md": "---\naliases: sam\n---\n", "Customers/Bell/Bell.md": "",
        "Customers/Acme/2026-03-04 Acme feedback.md": feedback,
    })  # fmt: skip
    assert [note["why"] for note in told(crm, folder)] == whys
    assert told(crm, folder, "--customer", "bell") == []


def told(crm, folder, *more):
    return json.loads(crm("feed", "--peek", "--json", *more, cwd=folder).stdout)["notes"]


@pytest.mark.parametrize("asked", [(), ("--customer", "acme"), ("--all",)])
def test_a_promise_that_is_given_me_late_is_told_once_as_given(
    vault, crm, home, monkeypatch, asked
):
    def as_one(who, *words):
        monkeypatch.setenv("CRM_ME", who)
        monkeypatch.setenv("XDG_STATE_HOME", str(home / who))
        return crm(*words, cwd=folder).stdout

    line = "- [ ] ring back #promise @jo 📅 2026-03-06\n"
    folder = vault({
        "Team/Sam Lee.md": "", "Team/Jo Park.md": "",
        "Customers/Acme/Acme.md": "---\nowner: Sam Lee\n---\n",
        "Customers/Acme/2026-03-02 Acme call.md": f"---\ntype: call\nby: Jo Park\n---\n{line}",
    })  # fmt: skip
    assert "late" in as_one("Sam Lee", "feed")
    as_one("Jo Park", "assign", "ring", "sam")
    told = as_one("Sam Lee", "feed", *asked)
    assert "For you\n  given you     " in told
    assert "4 days late" in told
    assert told.count("ring back") == 1
    assert "Nothing new" in as_one("Sam Lee", "feed")
