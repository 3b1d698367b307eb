"""What `crm check` names, what it keeps quiet about, what it mends, and that no candidate file goes unnamed."""

import ast
import gc
import json
import os
import re
import sys
from pathlib import Path

import pytest

from notes_crm.model.checks import CHECKS
from notes_crm.model.mend import Reader, mended
from notes_crm.store import around as module

ROOT = Path(__file__).parents[2]
ACME = "Customers/Acme/Acme.md"
PROFILE = "---\ncontact_every: monthly\n---\n## Uses\n- Pumps\n"


def codes(crm, folder, *more):
    """(path, line, code) of everything that is said, but for the folder itself."""
    done = crm("check", "--json", *more, cwd=folder)
    return [(f["path"], f["line"], f["code"]) for f in json.loads(done.stdout)["findings"] if f["path"] != "."]  # fmt: skip


def one(crm, vault, path, text, **files):
    folder = vault({ACME: PROFILE, **files.get("more", {}), path: text})
    return [(line, code) for at, line, code in codes(crm, folder) if at == path]


VISIT = "Customers/Acme/2026-03-02 1430 Acme visit.md"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Send by: Sam\n- [ ] Kit #promise @sam 📅 2026-03-20 please\n", [(2, "text-behind-field")]),
        ("x\n\n- [ ] Kit #promise @sam 📅 31.02.2026\n", [(3, "undated"), (3, "unreadable-date")]),
        ("x\n\n- [ ] Kit #promise @sam 📅 2026-02-31\n", [(3, "undated"), (3, "impossible-date")]),
        ("x\n\n- [ ] Kit #promise @sam\n", [(3, "undated")]),
        ("x\n\n- [ ] Kit #promise 📅 2026-03-20\n", [(3, "unowned")]),
        ("---\nby: Sam\n---\n- [ ] Kit #promise 📅 2026-03-20\n", []),
        ("---\nby: Sam\n---\n- [ ] Kit #promise 📅 2026-03-06\n", [(4, "overdue-unspoken")]),
        ("---\nby: Sam\n---\n- [x] Kit #promise 📅 2026-03-06\n", [(4, "kept-undated")]),
        ("---\nby: Sam\n---\n- [-] Kit #promise 📅 2026-03-06\n", [(4, "no-reason")]),
        ("See [[Nobody]] and `[[Nobody]]`.\n", [(1, "broken-link")]),
        ("See [[acme]], [[Customers/Acme/Acme#Uses|x]], [a](Acme.md), [b](https://x.y).\n", []),
        ("See [[The Pump]].\n", [(1, "alias-link")]),
        ("---\ncase: [[Acme]]\n---\nx\n", [(2, "unquoted-link")]),
        ("---\nlocation: 0113\n---\nx\n", [(2, "digits-lost")]),
        ("---\npeople:\n  - name: Dana\n---\nx\n", [(3, "nested-value")]),
        ("---\ncustomer: Acne\n---\nx\n", [(0, "unknown-customer")]),
        ("---\nnext_contact: soon\n---\nx\n", [(2, "not-a-date")]),
        ("<<<<<<< a\n1\n=======\n2\n>>>>>>> b\n", [(1, "conflict-marker")]),
        ("---\ntype: visit\n---\n", [(0, "visit-unwritten")]),
        ("\x00\x01\x02" * 100, [(0, "binary")]),
    ],
)  # fmt: skip
def test_a_note_is_told_what_is_wrong_in_it(crm, vault, text, expected):
    more = {"Customers/Acme/Pump (Acme).md": "---\ntype: equipment\naliases: The Pump\n---\n"}
    assert sorted(one(crm, vault, VISIT, text, more=more)) == sorted(expected)


def test_links_to_papers_lead_to_files_of_any_kind(crm, vault):
    text = "![[a b.png]] [x](files/a%20b.png) [y](files/none.pdf)\n"
    assert one(crm, vault, VISIT, text, more={"Customers/Acme/files/a b.png": "x"}) == [
        (1, "broken-link")
    ]


def test_what_stands_between_notes(crm, vault):
    folder = vault({
        ACME: "---\nphone: 0113 496 0000\n---\n", "Customers/Acme/Manual.md": "x", "Reference/Manual.md": "x",
        "Customers/Acme Ltd/Acme Ltd.md": "---\nphone: +44 113 496 0000\n---\n",
        "Customers/Acme/a.md": "[[Manual]] is here, and so is [[Reference/Manual]].",
        "Team/Sam.md": "[[Manual]]",
        "Customers/Bell/2026-02-02 Bell call.md": "---\ntype: call\n---\nRang.\n",
        "Customers/Acme/Acme.sync-conflict-20260309-143000-ABCDEF2.md": "x",
        "Customers/loose.md": "x", "2026-03-01 visit.md": "---\ntype: visit\n---\nSaw somebody.\n",
        "Customers/Acme/Dana 0113 496 0000.md": "x", "Customers/Acme/dana@acme.example.md": "x",
        "Customers/Acme/2026-03-02 1430 Acme.md": "x", "Customers/Acme/a?.md": "x",
    })  # fmt: skip
    assert sorted(set(codes(crm, folder))) == sorted([
        (ACME, 0, "like-another"), (ACME, 0, "same-phone"),
        ("Customers/Acme/a.md", 1, "ambiguous-link"), ("Team/Sam.md", 1, "ambiguous-link"),
        ("Customers/Bell/2026-02-02 Bell call.md", 0, "nothing-next"),
        ("Customers/Acme/Acme.sync-conflict-20260309-143000-ABCDEF2.md", 0, "conflict-copy"),
        ("Customers/loose.md", 0, "no-customer"), ("2026-03-01 visit.md", 0, "no-customer"),
        ("Customers/Acme/Dana 0113 496 0000.md", 0, "personal-name"),
        ("Customers/Acme/dana@acme.example.md", 0, "personal-name"),
        ("Customers/Acme/a?.md", 0, "name"),
    ])  # fmt: skip


TEXTS = {
    "Customers/Acme/2026-03-01 call.txt": "Dana rang.", "old.TXT": "x", "Inbox/slip.txt": "x", "Templates/form.txt": "x",
    "Customers/Acme/files/manual.txt": "x", "Reference/list.txt": "x", ".hidden/x.txt": "x", "Customers/Acme/log.txt": "x",
    "Customers/Acme/2026-03-02 Acme call.md": "---\ntype: call\nby: Sam\n---\nSee [[log.txt]].\n",
}  # fmt: skip


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in folders here")
def test_a_pipe_in_the_place_of_the_types_keeps_nobody_waiting(crm, vault):
    folder = vault({ACME: PROFILE})
    (folder / ".obsidian").mkdir()
    os.mkfifo(folder / ".obsidian/types.json")
    assert crm("check", cwd=folder).code == 0
    done = crm("init", ".", cwd=folder)
    assert (done.code, "types.json can't be read" in done.stderr) == (2, True)


def test_text_files_that_are_no_notes_are_counted_once(crm, vault):
    folder = vault({ACME: PROFILE, **TEXTS})
    found = json.loads(crm("check", "--json", cwd=folder).stdout)["findings"]
    [said] = [one for one in found if one["code"] == "text-file"]
    assert (said["path"], said["level"]) == (".", "hint")
    assert said["message"] == (
        "2 files end in .txt and are not read (old.TXT, Customers/Acme/2026-03-01 call.txt); "
        "rename to .md, or move to Inbox/ and say: crm inbox"
    )
    (folder / "old.TXT").unlink()
    assert "1 file ends in .txt and is not read" in crm("check", cwd=folder).output
    (folder / "crm.toml").write_text('[check]\nignore = ["text-file"]\n')
    assert "text-file" not in crm("check", cwd=folder).output


def test_a_folder_that_becomes_a_vault_is_told_of_its_text_files(crm, tmp_path):
    for name in ("a.txt", "Customers/Bo/b.txt", "Inbox/c.txt"):
        path = tmp_path / "old" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    said = crm("init", "old", cwd=tmp_path).stdout
    assert (
        "2 files end in .txt (a.txt, …); only .md is read as a note:\nrename to .md, or move to Inbox/ and say: crm inbox\n"
        in said
    )
    assert ".txt" not in crm("init", "new", cwd=tmp_path).stdout


def test_of_a_conflict_copy_nothing_is_said_but_that_it_is_one(crm, vault):
    copy = "Customers/Acme/Acme.sync-conflict-20260309-143000-ABCDEF2.md"
    text = "---\ncontact_every: monthly\nphone: 0113\n---\n- [x] Kit #promise\n[[No]]\n"
    folder = vault({ACME: text, copy: text})
    found = [(path, code) for path, _, code in codes(crm, folder)]
    assert sorted(found) == sorted([
        (copy, "conflict-copy"), (ACME, "broken-link"), (ACME, "digits-lost"), (ACME, "kept-undated"),
    ])  # fmt: skip


def test_a_note_and_a_vault_may_ask_for_silence(crm, vault):
    folder = vault({
        "crm.toml": '[check]\nignore = ["nothing-next"]\n', ACME: PROFILE,
        "Customers/Acme/a.md": "---\ncheck_ignore: broken-link\n---\n[[No]]\n\n- [ ] x #promise\n",
        "Customers/Acme/b.md": "---\ncheck_ignore: [all]\n---\n[[No]]\n\n- [ ] x #promise\n",
        "Customers/Bell/2026-02-02 Bell call.md": "---\ntype: call\n---\nRang.\n",
    })  # fmt: skip
    assert codes(crm, folder) == [
        ("Customers/Acme/a.md", 6, "undated"), ("Customers/Acme/a.md", 6, "unowned"),
    ]  # fmt: skip
    assert json.loads(crm("check", "--json", cwd=folder).stdout)["quiet"] == 5
    (folder / "crm.toml").write_text('[check]\nignore = ["nonsense"]\n')
    assert "there is no check 'nonsense'" in crm("check", cwd=folder).stderr


def test_python_sweeps_as_before_once_all_is_said(crm, vault):
    before = gc.get_threshold()
    folder = vault({ACME: PROFILE})
    assert crm("check", cwd=folder).code == 0
    assert crm("check", "Customers/None", cwd=folder).code == 2
    assert gc.get_threshold() == before


def test_errors_alone_give_exit_code_one_unless_it_is_strict(crm, vault):
    folder = vault({ACME: PROFILE, "Customers/Acme/a.md": "[[No]]\n", "Team/x.md": "<<<<<<< a\n1\n=======\n2\n>>>>>>> b\n"})  # fmt: skip
    assert crm("check", "Customers", cwd=folder).code == 0
    assert crm("check", "Customers", "--strict", cwd=folder).code == 1
    assert crm("check", "Team/x.md", cwd=folder).code == 1
    assert crm("check", cwd=folder).code == 1
    assert crm("check", "Nowhere", cwd=folder).code == 2
    assert crm("check", "Customers", cwd=folder).stdout == (
        "Customers/Acme/a.md:1:1 warn broken-link [[No]] leads to no note\n"
    )


def test_everybody_or_nobody_may_enter(vault, crm):
    folder = vault({ACME: PROFILE})
    folder.chmod(0o755)
    assert "open-to-others" not in crm("check", cwd=folder).stdout  # the home above it is closed
    folder.parent.chmod(0o755)
    assert "open-to-others" in crm("check", cwd=folder).stdout
    folder.chmod(0o700)
    assert "open-to-others" not in crm("check", cwd=folder).stdout


def test_obsidian_is_told_another_type(vault, crm):
    types = json.dumps({"types": {"phone": "text", "date": "date", "mine": "number"}})
    folder = vault({ACME: PROFILE, module.TYPES: types})
    assert codes(crm, folder) == [(module.TYPES, 0, "types-differ")]


@pytest.mark.parametrize(
    ("line", "after"),
    [
        ("- [X] Kit ✅ 2026-03-01", "- [x] Kit ✅ 2026-03-01"),
        ("- [ ] Kit 📅 2026-03-06 to Dana", "- [ ] Kit to Dana 📅 2026-03-06"),
        ("- [ ] Kit 📅 2026-03-06 to Dana ⏫ #promise ^a1", "- [ ] Kit to Dana #promise ⏫ 📅 2026-03-06 ^a1"),
        ("- [ ] Kit [due:: 2026-03-06] for us", "- [ ] Kit for us 📅 2026-03-06"),
        ("- [ ] Kit 📅\u00a02026-03-06", "- [ ] Kit 📅 2026-03-06"),
        ("- [ ] Kit 📅 2026-02-31 x", None),
        ("- [ ] Kit 📅 2026-03-06, please", "- [ ] Kit, please 📅 2026-03-06"),
        ("- [ ] Kit 📅 2026-03-06.", "- [ ] Kit. 📅 2026-03-06"),
        ("- [ ] Kit (📅 2026-03-06)", None),
        ("- [ ] Kit 🔁 every week to Dana 📅 2026-03-06 soon", "- [ ] Kit to Dana soon 🔁 every week 📅 2026-03-06"),
        ("- [ ] Kit 📅 2026-3-6", "- [ ] Kit 📅 2026-03-06"),
        ("- [ ] Kit 📅 2026/03/06 ⏫", "- [ ] Kit 📅 2026-03-06 ⏫"),
        ("- [ ] Kit 📅 6.3.2026", "- [ ] Kit 📅 2026-03-06"),
        ("- [ ] Kit 📅 6.3.2026 to Dana", "- [ ] Kit to Dana 📅 2026-03-06"),
        ("- [ ] Kit [due:: 2026-3-6]", "- [ ] Kit 📅 2026-03-06"),
        ("- [ ] Kit 📅 3/6/2026", None),
        ("- [ ] Kit 📅 31.2.2026", None),
        ("- [ ] Kit 📅 2026-3-61", None),
        ("- [ ] Kit 📅 31 Feb", None),
        ("- [ ] Kit 📅 tomorrow", None),
        ("- [ ] See [[Pump]]", "- [ ] See [[Pump (Acme)|Pump]]"),
        ("- See [[pump#Uses|it]]", "- See [[Pump (Acme)#Uses|it]]"),
    ],
)  # fmt: skip
def test_only_what_needs_no_guess_is_mended(line, after):
    from notes_crm.model.problem import Problem

    data = f"\ufeffHello\r\n\r\n{line}\r\nBye".encode()
    reader = Reader(aliases={"pump": "Pump (Acme)"})
    problems = [*reader.read(data).problems]
    if "[[" in line:
        problems.append(Problem("", 3, 1, "hint", "alias-link", ""))
    new, done = mended(data, problems, reader)
    assert new == (data if after is None else data.replace(line.encode(), after.encode()))
    assert bool(done) == (after is not None)
    assert mended(new, reader.read(new).problems, reader) == (new, [])


def test_front_matter_is_given_its_quotes(crm, vault):
    text = "---\ncustomer: [[Acme]]  # whose\nequipment:\n  - [[Acme]]\nserial: 00123\n---\nx\n"
    folder = vault({ACME: PROFILE, "Customers/Acme/u.md": text})
    shown = crm("check", "--fix", "--dry-run", cwd=folder)
    assert "3 lines in 1 note would be mended" in shown.stdout
    assert (folder / "Customers/Acme/u.md").read_text() == text
    assert crm("check", "--fix", cwd=folder).code == 0
    new = text.replace("[[Acme]]", '"[[Acme]]"').replace("00123", '"00123"')
    assert (folder / "Customers/Acme/u.md").read_text() == new
    assert codes(crm, folder) == []
    assert crm("undo", cwd=folder).code == 0
    assert (folder / "Customers/Acme/u.md").read_text() == text


PAPERS = {
    "Dana 0113 496 0000.jpg": True, "+447700900123.vcf": True, "Quote 01632-960118.pdf": True,
    "dana@acme.example.eml": True, "2026-03-02 Dana (0113) 4960000.png": True,
    "IMG_20260302_143012.jpg": False, "PXL_20260302_143012345.jpg": False, "DSC_0042.JPG": False,
    "WhatsApp Image 2026-03-02 at 14.30.12.jpeg": False, "Screenshot 2026-03-02 143012.png": False,
    "Invoice 20260012345.pdf": False, "invoice 0042-2026-118.pdf": False, "00123456.pdf": False,
    "Scan 02-03-2026-001.pdf": False, "Scan 02 03 2026 1430.pdf": False, "IMG-20260302-WA0001.jpg": False,
    "Pump P-100 0113.pdf": False, "logo@2x.png": False,
}  # fmt: skip


def test_names_of_photos_and_papers_are_looked_at_too(crm, vault):
    """Digits of cameras, scanners and invoices are no telephone numbers; a slip in the inbox goes on."""
    at = "Customers/Acme/files/"
    folder = vault({
        ACME: PROFILE, "Inbox/dana@acme.example.eml": "x", **{f"{at}{name}": "x" for name in PAPERS},
    })  # fmt: skip
    assert codes(crm, folder) == sorted(
        (f"{at}{name}", 0, "personal-name") for name, personal in PAPERS.items() if personal
    )


def test_units_and_people_that_nobody_has(crm, vault):
    at = "Customers/Acme/"
    folder = vault({
        ACME: PROFILE, "Customers/Bell/Bell.md": PROFILE, "Team/Sam Lee.md": "---\naliases: [sammy]\n---\n",
        f"{at}Dana Ortiz (Acme).md": "---\ntype: person\n---\nx\n", f"{at}Pump P-100 (Acme).md": "---\ntype: equipment\nserial: 0042-7\naliases: [big pump]\n---\nx\n",
        f"{at}fine.md": "---\nby: [Sam Lee, sammy, Jo, Sam]\npeople: [Dana Ortiz, Dana, Piet Visser, Dana Ortega]\n"
        "equipment: [Pump P-100, '[[Pump P-100 (Acme)|it]]', 0042-7, big pump]\n---\nx\n",
        f"{at}slips.md": "---\nby: Sma Lee\npeople: [Dnaa Ortiz]\nequipment: [Pump P-101, Pmup P-100]\n---\nx\n",
        f"{at}link.md": "---\nequipment: '[[Gone]]'\npeople: '[[Dana Ortis]]'\n---\nx\n",
        "Customers/Bell/x.md": "---\nequipment: [press, Pump P-101]\npeople: Dnaa Ortiz\n---\nx\n",
    })  # fmt: skip
    assert codes(crm, folder) == [
        (f"{at}link.md", 0, "unknown-person"), (f"{at}link.md", 2, "broken-link"),
        (f"{at}slips.md", 0, "unknown-person"), (f"{at}slips.md", 0, "unknown-person"),
        (f"{at}slips.md", 0, "unknown-unit"), (f"{at}slips.md", 0, "unknown-unit"),
    ]  # fmt: skip
    said = crm("check", f"{at}slips.md", cwd=folder).stdout
    assert "there is no unit Pump P-101; mend" in said
    assert "there is no unit Pmup P-100; is it Pump P-100?" in said
    assert "is it Sam Lee?" in said
    assert "is it Dana Ortiz?" in said


def test_photos_and_papers_that_other_systems_can_not_keep(crm, vault):
    at = "Customers/Acme/files/"
    folder = vault({ACME: PROFILE, **{f"{at}{n}": "x" for n in ("con.pdf", "a<b.png", "Bild.png", "bild.PNG", "fine.jpg")}})  # fmt: skip
    assert codes(crm, folder) == [
        (f"{at}a<b.png", 0, "name"), (f"{at}bild.PNG", 0, "twin"), (f"{at}con.pdf", 0, "name"),
    ]  # fmt: skip


CODES = {
    ACME: "---\ncontact_every: monthly\ncodes: Gate 1905#, alarm B12x, since 2026\n---\n## Uses\n- Pumps\n",
    "Customers/Bell/Bell.md": "---\ncontact_every: monthly\ncodes: 4711\n---\n## Uses\n- Pumps\n",
    VISIT: "---\nby: Sam\n---\n## Promised\n- [ ] Send Dana the gate code (1905) 📅 2026-03-20\n"
    "- [ ] Alarm is b12X now #waiting 📅 2026-03-20\n- [ ] Send plan for 2026, 4711 pieces, P1905 📅 2026-03-20\n"
    "%%\n- [ ] Note 1905 📅 2026-03-20\n%%\n## Private\n- [ ] Change 1905 #promise 📅 2026-03-20\n",
    "Customers/Acme/2026-03-20 Acme visit.md": "---\ntype: visit\nby: Sam\npurpose: Ring 1905 at the gate\n---\n",
    "Customers/Acme/2026-03-21 Acme visit.md": "---\ntype: visit\nby: Sam\nprivate: true\npurpose: 1905\n---\n",
}


def test_a_code_is_named_where_it_would_be_printed(crm, vault):
    folder = vault(CODES)
    assert codes(crm, folder) == [
        (VISIT, 5, "code-in-open"), (VISIT, 6, "code-in-open"),
        ("Customers/Acme/2026-03-20 Acme visit.md", 0, "code-in-open"),
    ]  # fmt: skip
    assert "1905" not in crm("check", cwd=folder).stdout


def test_tabs_that_indent_front_matter_become_blanks(crm, vault):
    """What is mended is one line of the journal for all its tabs, whatever the line ends."""
    text = "---\r\npeople:\r\n\t- Dana  \r\n\r\n\t- Lee\r\nphone: 0113\r\ntype: visit\r\n---\r\n\tx\r\n"
    folder = vault({ACME: PROFILE, "Customers/Acme/u.md": text.encode()})
    assert ("Customers/Acme/u.md", 3, "tab-indent") in codes(crm, folder)
    shown = crm("check", "--fix", "--dry-run", cwd=folder).stdout
    assert "  - ⇥- Dana\n  +   - Dana\n" in shown
    assert crm("check", "--fix", cwd=folder).code == 0
    new = text.replace("\t- ", "  - ").replace("0113", '"0113"')
    assert (folder / "Customers/Acme/u.md").read_bytes() == new.encode()
    assert "tab-indent" not in {code for _, _, code in codes(crm, folder)}
    assert crm("undo", cwd=folder).code == 0
    assert (folder / "Customers/Acme/u.md").read_bytes() == text.encode()


@pytest.mark.parametrize(
    ("front", "after"),
    [
        ("people:\n\t- Dana\n\t- Lee", "people:\n  - Dana\n  - Lee"),
        ("people:\n  - Dana\n\t- Lee", "people:\n  - Dana\n  - Lee"),
        ("people:\n\t\t- Dana\n \t- Lee", None),
        ("location:\n\tstreet: x", "location:\n  street: x"),
        (
            "people:\n\t- Dana\nlocation: a: b\ntags:\n\t- x",
            "people:\n  - Dana\nlocation: a: b\ntags:\n  - x",
        ),
        ("tags:\n- a\n\t- b", None),
        ("type: visit\n\tlocation: here", None),
        ("text: |\n\tone\n\ttwo", None),
        ("text: one\n\t# two", None),
        ("people:\n\t- Dana: x: y", None),
        ("type:\tvisit", None),
    ],
)
def test_tabs_are_mended_only_where_the_keys_then_say_the_same(front, after):
    data = f"---\n{front}\n---\n\tcode\n".encode()
    reader = Reader()
    new, done = mended(data, reader.read(data).problems, reader)
    assert new == (data if after is None else f"---\n{after}\n---\n\tcode\n".encode())
    assert {one.code for one in done} <= {"tab-indent"}


@pytest.mark.parametrize(
    ("front", "after"),
    [
        ("by: Sam\nby: Sam", "by: Sam"),
        ("by: Sam\ntype: visit\nby: Sam\nby: Sam", "by: Sam\ntype: visit"),
        ("people:\n  - Dana # boss\n  - Lee\n\ntype: visit\npeople:\n  - Dana # boss\n  - Lee\n",
         "people:\n  - Dana # boss\n  - Lee\n\ntype: visit\n"),
        ("by: Sam\nby: Sam ", None),
        ("by: Sam\nBy: Sam", None),
        ('by: Sam\nby: "Sam"', None),
        ("by: Sam\nby: Jo\nby: Sam", None),
        ("by: Sam\nby: Sam # rang", None),
        ("by: Sam\n# the other one\nby: Sam", None),
        ("by: Sam\nby: Sam\n  # the other one", None),
        ("used_for: |\n  a\n  # b\nby: Sam\nused_for: |\n  a\n  # b\nby: Sam", "used_for: |\n  a\n  # b\nby: Sam"),
        ("{by: Sam, by: Sam}", None),
        ("location: |\n  one\nlocation: |\n  one\n  two", None),
        ("phone: 0113\nphone: 0113", 'phone: "0113"'),
        ('phone: "0113"\nphone: 0113', 'phone: "0113"'),
        ("by: Sam\nlocation: a: b\nby: Sam", "by: Sam\nlocation: a: b"),
        ("by: Sam\nby: Sam\npeople:\n\t- Dana\npeople:\n\t- Dana", "by: Sam\npeople:\n  - Dana"),
    ],
)  # fmt: skip
def test_a_key_that_repeats_another_byte_for_byte_goes(front, after):
    data = f"---\r\n{front}\n---\nkind: x\nkind: x".encode()
    reader = Reader()
    new, done = mended(data, reader.read(data).problems, reader)
    assert new == (data if after is None else data.replace(front.encode(), after.encode()))
    gone = [one.line for one in done if one.after is None]
    assert len(gone) == len(data.split(b"\n")) - len(new.split(b"\n"))
    assert mended(new, reader.read(new).problems, reader) == (new, [])


def test_what_goes_is_shown_and_comes_back(crm, vault):
    text = "---\r\ntype: visit\r\nby: Sam\nby: Sam\ntype: visit\r\n---\r\nWe talked.\r\n"
    path = "Customers/Acme/2026-03-02 1430 Acme visit.md"
    folder = vault({ACME: PROFILE, path: text.encode()})
    shown = crm("check", "--fix", "--dry-run", cwd=folder).stdout
    assert (
        f"{path}:4 duplicate-key\n  - by: Sam\n{path}:5 duplicate-key\n  - type: visit\n" in shown
    )
    told = json.loads(crm("check", "--fix", "--json", path, cwd=folder).stdout)["mended"]
    assert [(one["line"], one["before"], one["after"]) for one in told] == [
        (4, "by: Sam", None), (5, "type: visit", None)]  # fmt: skip
    new = text.replace("by: Sam\nby: Sam\ntype: visit\r\n", "by: Sam\n")
    assert (folder / path).read_bytes() == new.encode()
    assert crm("undo", cwd=folder).code == 0
    assert (folder / path).read_bytes() == text.encode()


def test_every_candidate_file_is_found_by_its_words_or_named(crm, vault):
    folder = vault({
        ACME: PROFILE, "Customers/Acme/words.md": "zebrafish\n", "Customers/Acme/UPPER.MD": "zebrafish\n",
        "Customers/Acme/long.markdown": "zebrafish\n" + "word " * 600_000,
        "Customers/Acme/broken.md": "---\na: [\n---\nzebrafish\n", "Customers/Acme/latin.md": "zebrafish \xe9\n".encode("latin-1"),
        "Customers/Acme/x (conflicted copy 2026-03-01).md": "zebrafish\n", "Customers/Acme/bin.md": b"\x00\x01" * 500,
        "Customers/Acme/.away.md.icloud": "x", "Customers/Acme/no.md": "zebrafish\n",
    })  # fmt: skip
    (folder / "Customers/Acme/link.md").symlink_to("words.md")
    (folder / "Customers/Acme/dir.md").mkdir()
    found = crm("search", "zebrafish", "--format", "paths", "--all", cwd=folder).stdout.splitlines()
    named = {path for path, _, _ in codes(crm, folder)}
    candidates = {p.relative_to(folder).as_posix() for p in folder.rglob("*.*") if p.name != "crm.toml" and not p.is_dir()}  # fmt: skip
    candidates = {path.replace("/.away.md.icloud", "/away.md") for path in candidates}
    assert candidates - named - set(found) == {ACME}


def test_every_code_is_explained_and_every_explanation_has_a_code(crm):
    written = set()
    for path in (ROOT / "notes_crm").rglob("*.py"):
        if path.name == "checks.py":
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        texts = (n.value for n in ast.walk(tree) if isinstance(n, ast.Constant))
        written |= {text for text in texts if isinstance(text, str) and text in CHECKS}
        levels = re.findall(
            r'"(?:error|warn|hint)",\s+"([a-z-]+)"', path.read_text(encoding="utf-8")
        )
        assert set(levels) <= set(CHECKS) | {"warn"}, path
    assert sorted(set(CHECKS) - written) == []
    for code, check in CHECKS.items():
        shown = crm("check", "--explain", code).stdout
        assert check.says.split()[0] in shown
        assert "What to do" in shown
    assert crm("check", "--explain", "all").stdout.count("\n") > len(CHECKS)
    assert crm("check", "--explain", "nonsense").code == 2


def test_the_other_formats(crm, vault):
    folder = vault(
        {ACME: PROFILE, **{f"Customers/Acme/{n}.md": "[[No]]\n" for n in ("a ü", *range(6))}}
    )
    shown = crm("check", "Customers", "--format", "grouped", cwd=folder).stdout
    assert "… and 2 more" in shown
    assert "7 warnings in 7 places; 8 notes looked at." in shown
    run = json.loads(crm("check", "Customers", "--format", "sarif", cwd=folder).stdout)["runs"][0]
    assert len(run["results"]) == 7
    assert run["tool"]["driver"]["rules"][0]["id"] == "broken-link"
    place = run["results"][-1]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "Customers/Acme/a%20%C3%BC.md"
    assert place["region"] == {"startLine": 1, "startColumn": 1}


@pytest.mark.skipif(sys.platform == "win32", reason="rights are kept in another way there")
def test_a_vault_that_crm_makes_is_not_open_to_everybody(crm, tmp_path):
    before = os.umask(0)
    try:
        assert crm("init", "New", cwd=tmp_path).code == 0
        assert crm("demo", "Try", cwd=tmp_path).code == 0
    finally:
        os.umask(before)
    assert [(tmp_path / name).stat().st_mode & 0o007 for name in ("New", "Try")] == [0, 0]
