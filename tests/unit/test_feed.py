"""What a look tells and what it leaves for the next: nothing is lost for want of room."""

import json


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
