"""`crm brief` as a whole: what it writes and where, what it prints, and what it never shows."""

import json
import os
import stat
import sys
import time
from io import BytesIO

import pytest
from pypdf import PdfReader

from notes_crm.cli.printing import KEPT_DAYS

FILES = {
    "Customers/Acme Pumps/Acme Pumps.md": (
        "---\nphone: 0113 496 0000\naddress: 4 Mill Road <!-- HIDDEN-house -->\n"
        "kind: maker %%HIDDEN-kind\narrival: Ring at the gate.\ncodes: CODE-1905\n---\n"
        "## Always remember\n- Ring before you come. %%HIDDEN-comment%%\n"
        "## Plans\n- A second hall <!-- HIDDEN-plan -->\n## Private\n- HIDDEN-sale of the firm.\n"
    ),
    "Customers/Acme Pumps/2026-03-02 1430 Acme Pumps visit.md": (
        "---\ntype: visit\nby: Sam Lee\npeople: Dana Ortiz\nmood: anxious\n---\n"
        "## Discussed\n- Seal leaking. %%HIDDEN-blame%%\n"
        "## Promised\n- [ ] Send kit #promise 📅 2026-03-06\n"
        "### Private\n- [ ] HIDDEN-promise #promise 📅 2026-03-01\n"
        "## Private\n- HIDDEN-remark?\n"
    ),
    "Customers/Acme Pumps/2026-03-03 Acme Pumps call.md": (
        "---\ntype: call\nprivate: true\nmood: angry\n---\nHIDDEN-call\n"
    ),
    "Customers/Acme Pumps/2026-03-04 Acme Pumps case hidden.md": (
        "---\ntype: case\nprivate: true\n---\nHIDDEN-case\n"
    ),
    "Customers/Acme Pumps/2026-03-11 0900 Acme Pumps visit.md": (
        '---\ntype: visit\nby: Sam Lee\ntime: "09:00"\npurpose: Fit the kit %%HIDDEN-purpose%%\n'
        "take: Kit %%HIDDEN-take%%\n---\n%%HIDDEN-plan of attack%%\n"
    ),
    "Customers/Acme Pumps/Pump (Acme Pumps).md": (
        "---\ntype: equipment\nserial: P100-1\nwarranty_until: 2026-01-31\nmanual: '[[P100 care]]'\n---\n"
    ),
    "Lessons.md": "- Seals first. #pumps\n%%HIDDEN-lesson [[Acme Pumps]]%%\n",
}
FORMS = ("text", "md", "json", "html", "pdf")


@pytest.fixture
def acme(vault):
    return vault(FILES)


def words(pdf):
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages)


def said(crm, folder, form, *more, who=("acme",)):
    """What one form of the sheet says."""
    out = folder.parent / f"sheet.{form}"
    done = crm("brief", *who, f"--{form}", "-o", out, *more, cwd=folder)
    assert done.code == 0, done.output
    return words(out.read_bytes()) if form == "pdf" else out.read_text(encoding="utf-8")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("who", [("acme",), ("--tomorrow", "--for", "sam lee")])
@pytest.mark.parametrize("more", [(), ("--sources",)])
def test_nothing_private_is_in_any_form(crm, acme, form, who, more):
    shown = said(crm, acme, form, *more, who=who)
    assert "Acme" in shown
    assert "HIDDEN" not in shown
    assert "CODE-1905" not in shown
    assert "hidden.md" not in shown


@pytest.mark.parametrize("form", FORMS)
def test_with_private_it_is_there_and_the_sheet_says_so(crm, acme, form):
    shown = said(crm, acme, form, "--with-private")
    assert "CODE-1905" in shown
    assert "HIDDEN-promise" in shown
    assert (
        '"with_private": true' in shown if form == "json" else "with private notes" in shown.lower()
    )


@pytest.mark.parametrize("form", FORMS)
def test_what_is_shared_has_nothing_private_and_nothing_of_ours(crm, acme, form):
    shown = said(crm, acme, form, "--share")
    for word in (
        "HIDDEN",
        "CODE-1905",
        "Seal leaking",
        "Ring at the gate",
        "Customers/",
        "obsidian",
    ):
        assert word not in shown
    assert "Send kit" in shown
    assert "P100-1" in shown


def test_the_day_in_one_pdf_with_its_cover(crm, acme):
    out = acme.parent / "day.pdf"
    done = crm("brief", "--tomorrow", "--for", "sam lee", "-o", out, cwd=acme)
    assert done.code == 0, done.output
    assert len(PdfReader(out).pages) == 2
    told = words(out.read_bytes())
    assert "1 of 2" in told
    assert "2 of 2" in told
    assert "Wednesday 11 March" in told


def test_sheets_lie_with_their_user_alone_and_old_ones_go(crm, acme, home):
    assert crm("brief", "acme", "--html", cwd=acme).code == 0
    [sheet] = home.glob("state/**/sheets/*.html")
    old = sheet.with_name("Old 2020-01-01.pdf")
    fresh = sheet.with_name("Fresh 2026-03-09.pdf")
    for file, days in ((old, KEPT_DAYS + 1), (fresh, KEPT_DAYS - 1)):
        file.write_bytes(b"%PDF-")
        when = time.mktime((2026, 3, 10, 12, 0, 0, 0, 0, -1)) - days * 86_400
        os.utime(file, (when, when))
    assert crm("brief", "acme", "--html", cwd=acme).code == 0
    assert not old.exists()
    assert fresh.exists()
    if sys.platform != "win32":
        assert stat.S_IMODE(sheet.stat().st_mode) == 0o600
        assert stat.S_IMODE(sheet.parent.stat().st_mode) == 0o700


@pytest.mark.skipif(sys.platform == "win32", reason="lp belongs to other systems")
def test_the_pdf_is_handed_to_the_printer_which_is_named(crm, acme, home, lp):
    lp()
    done = crm("brief", "acme", "--print", cwd=acme)
    assert done.code == 0, done.output
    assert done.lines[-1] == "Printing on Kitchen-Laser"
    given = (home / "lp.args").read_text().splitlines()
    assert given[:5] == ["-t", "Acme Pumps 2026-03-11", "-o", "media=A4", "--"]
    assert (home / "lp.input").read_bytes() == next(home.glob("state/**/sheets/*.pdf")).read_bytes()
    assert "Acme Pumps" in words((home / "lp.input").read_bytes())


@pytest.mark.skipif(sys.platform == "win32", reason="lp belongs to other systems")
def test_a_printer_that_refuses_is_quoted_and_the_file_named(crm, acme, lp):
    lp('echo "lp: Error - no default destination available." >&2; exit 1')
    done = crm("brief", "acme", "--print", "--page", "letter", cwd=acme)
    assert done.code == 2
    assert (
        "Nothing was printed (lp: Error - no default destination available); open " in done.output
    )
    assert "Acme Pumps 2026-03-11.pdf and print it from there." in done.output


@pytest.mark.parametrize("name", ["a.html", "a.md", "a"])
def test_only_a_pdf_goes_to_the_printer(crm, acme, name):
    done = crm("brief", "acme", "--print", "-o", name, cwd=acme)
    assert done.code == 2
    assert "--print prints the PDF" in done.output
    assert not (acme / name).exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows prints by itself")
def test_without_a_printing_program_that_is_said(crm, acme, home, monkeypatch):
    (home / "empty").mkdir()
    monkeypatch.setenv("PATH", str(home / "empty"))
    done = crm("brief", "acme", "--print", cwd=acme)
    assert done.code == 2
    assert "there is no lp program here" in done.output


@pytest.mark.parametrize(
    ("name", "begins"),
    [("a.html", "<!doctype"), ("a.md", "# Acme"), ("a.txt", "Acme Pumps"), ("a.json", "{"),
     ("a.PDF", "%PDF-"), ("a", "<!doctype")],
)  # fmt: skip
def test_the_ending_of_a_file_says_which_form_it_has(crm, acme, name, begins):
    assert crm("brief", "acme", "-o", name, cwd=acme).code == 0
    assert (acme / name).read_bytes().startswith(begins.encode())


def test_a_file_of_a_form_there_is_none_of_is_refused(crm, acme):
    done = crm("brief", "acme", "-o", "acme.docx", cwd=acme)
    assert done.code == 2
    assert "-o takes a file that ends in .html, .pdf, .md, .txt or .json." in done.output
    assert not (acme / "acme.docx").exists()
    assert crm("brief", "acme", "--html", "-o", "acme.sheet", cwd=acme).code == 0


def test_json_is_one_document_where_nothing_is_planned(crm, acme):
    done = crm("brief", "--date", "2026-03-20", "--json", cwd=acme)
    assert done.code == 1
    assert "No visit is planned" in done.output
    told = json.loads(done.output[done.output.index("{") :])
    assert told == {"api": 1, "route": None, "briefings": []}


def test_json_has_every_field_and_the_day(crm, acme):
    alone = json.loads(said(crm, acme, "json"))
    assert (alone["api"], alone["route"]) == (1, None)
    [sheet] = alone["briefings"]
    assert sheet["head"]["at"] == "09:00:00"
    assert sheet["ours"][0]["said"] == {
        "text": "Send kit", "day": "2026-03-02", "who": ["Sam Lee"] * 0,
        "source": {"path": "Customers/Acme Pumps/2026-03-02 1430 Acme Pumps visit.md", "line": 10},
    }  # fmt: skip
    assert sheet["equipment"][0]["note"] == "Customers/Acme Pumps/Pump (Acme Pumps).md"
    assert sheet["equipment"][0]["manuals"] == ["P100 care"]
    day = json.loads(said(crm, acme, "json", who=("--tomorrow", "--for", "all")))
    assert day["route"]["day"] == "2026-03-11"
    assert [s["name"] for s in day["route"]["stops"]] == ["Acme Pumps"]
    assert "sheet" not in day["route"]["stops"][0]
    assert len(day["briefings"]) == 1


def test_each_row_of_text_names_a_line_that_is_there(crm, acme):
    shown = said(crm, acme, "text", "--sources")
    places = [line.strip() for line in shown.splitlines() if line.strip().startswith("Customers/")]
    assert len(places) >= 6
    for place in places:
        path, _, line = place.rpartition(":") if place[-1].isdigit() else (place, "", "")
        written = (acme / path).read_text(encoding="utf-8").splitlines()
        assert not line or written[int(line) - 1]


def test_each_row_of_html_links_to_its_note(crm, acme):
    shown = said(crm, acme, "html", "--sources")
    assert (
        'href="obsidian://open?vault=Vault&amp;file=Customers%2FAcme%20Pumps%2F2026-03-02' in shown
    )
    assert "Acme Pumps visit.md:10" in shown


def test_larger_type_is_larger_and_whole(crm, acme):
    usual, large = said(crm, acme, "html"), said(crm, acme, "html", "--large")
    assert "font: 400 9pt" in usual
    assert "font: 400 10.8pt" in large
    assert "@page{size:A4;margin:0}" in large
    body = [html.partition("<body>")[2].partition("<script>")[0] for html in (usual, large)]
    assert body[0] == body[1]
    assert said(crm, acme, "pdf", "--large")


def test_as_of_a_day_before_nothing_later_is_known(crm, acme):
    shown = said(crm, acme, "text", "--as-of", "2026-03-01")
    assert "Seal leaking" not in shown
    assert "No contact noted so far." in shown


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("harbour grand", ["Harbour Lane Bakery", "Grand Parade Hotel"]),
        ("harbour lane", ["Harbour Lane Bakery"]),
        ("harbor lane", ["Harbour Lane Bakery"]),
        ("grand lane", ["Grand Parade Hotel", "Lane Pumps"]),
        ("lane pumps", ["Lane Pumps"]),
    ],
)
def test_words_mean_one_customer_together_or_one_each(crm, vault, typed, meant):
    names = ("Harbour Lane Bakery", "Grand Parade Hotel", "Lane Pumps")
    folder = vault({f"Customers/{name}/{name}.md": "" for name in names})
    made = json.loads(crm("brief", *typed.split(), "--json", cwd=folder).stdout)
    assert [sheet["customer"] for sheet in made["briefings"]] == meant
