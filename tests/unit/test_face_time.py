"""When a senior last met each customer: what counts as having met, and who as a senior."""

import json

import pytest

TEAM = {
    "Team/Ana Ruiz.md": "---\naliases: [ana]\nsenior: true\n---\n",
    "Team/Jo March.md": "---\nsenior: yes\n---\n",
    "Team/Sam Lee.md": "---\nsenior: no\n---\n",
    "Team/Old.md": "---\nsenior: true\nstatus: left\n---\n",
    "Team/Kim.md": "---\nsenior: perhaps\n---\n",
    "Customers/Acme/Acme.md": "",
}


@pytest.mark.parametrize(
    ("kind", "note", "met"),
    [
        ("visit", "by: ana\n---\nSaw them.", "Ana Ruiz"),
        ("meeting", "by: [Sam Lee, '[[Jo March]]']\n---\nSaw them.", "Jo March"),
        ("visit", "by: ana\nprivate: true\n---\nSaw them.", "Ana Ruiz"),
        ("visit", "by: Sam Lee\n---\nSaw them.", None),
        ("visit", "by: Kim\n---\nSaw them.", None),
        ("call", "by: ana\n---\nRang them.", None),
        ("visit", "by: ana\npurpose: never went\n---\n", None),
    ],
)
def test_a_senior_met_them_in_a_visit_or_a_meeting(crm, vault, kind, note, met):
    path = f"Customers/Acme/2026-03-01 Acme {kind}.md"
    folder = vault(TEAM | {path: f"---\ntype: {kind}\n{note}\n"})
    found = face_time(crm, folder)
    expected = (met, "2026-03-01", 9, path) if met else (None,) * 4
    assert [(m["senior"], m["day"], m["days"], m["path"]) for m in found["customers"]] == [expected]
    assert {s["name"]: s["customer"] for s in found["seniors"]} == {
        name: "Acme" if name == met else None for name in ("Ana Ruiz", "Jo March")
    }


def test_the_latest_counts_and_what_is_longest_ago_comes_first(crm, vault):
    met = "---\ntype: visit\nby: ana\n---\nSaw them.\n"
    folder = vault(TEAM | {
        "Customers/Acme/2025-01-01 visit.md": met, "Customers/Acme/2026-02-01 visit.md": met,
        "Customers/Bell/2026-01-01 visit.md": met, "Customers/Cole/Cole.md": "---\nowner: ana\n---\n",
        "Customers/Dent/Dent.md": "---\nstatus: former\n---\n",
        "Archive/Esk/2024-01-01 visit.md": met, "Customers/Bell/2026-03-20 visit.md": met,
    })  # fmt: skip
    found = face_time(crm, folder)
    rows = [(m["customer"], m["day"], m["owner"]) for m in found["customers"]]
    assert rows == [
        ("Cole", None, "Ana Ruiz"),
        ("Bell", "2026-01-01", ""),
        ("Acme", "2026-02-01", ""),
    ]
    people = [(s["name"], s["customer"], s["days"]) for s in found["seniors"]]
    assert people == [("Jo March", None, None), ("Ana Ruiz", "Acme", 37)]


def test_without_a_senior_it_says_how_somebody_is_one(crm, vault):
    done = crm("customers", "--senior", cwd=vault({"Customers/Acme/Acme.md": ""}))
    assert (done.code, done.stdout) == (
        1,
        "Nobody is senior; write senior: true in the note of whoever is, in Team.\n",
    )


def face_time(crm, folder):
    return json.loads(crm("customers", "--senior", "--json", cwd=folder).stdout)


def test_every_day_opens_its_note(crm, vault):
    path = "Customers/Acme/2026-03-01 Acme visit.md"
    folder = vault(TEAM | {path: "---\ntype: visit\nby: ana\n---\nSaw them.\n"})
    shown = crm("customers", "--senior", "--sources", cwd=folder).stdout
    assert shown.count(path) == 2
    assert path not in crm("customers", "--senior", cwd=folder).stdout
    refused = crm("customers", "--sources", cwd=folder)
    assert (refused.code, "--sources goes with --senior" in refused.stderr) == (2, True)
