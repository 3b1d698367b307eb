"""Sheets of `crm due` and `crm handover` go the way of `crm brief`: files, the printer, one word of it."""

import os
import subprocess
import sys

import pytest

from tests.typist import Typist

FILES = {
    "Team/Sam Lee.md": "---\naliases: [sam]\n---\n",
    "Team/Jo Park.md": "---\naliases: [jo]\n---\n",
    "Customers/Acme/Acme.md": "---\nowner: Sam Lee\nphone: 0113 496 0000\nnext_contact: 2026-03-20\n---\n",
    "Customers/Acme/2026-03-02 Acme visit.md": (
        "---\ntype: visit\nby: Sam Lee\n---\nSeal leaks.\n- [ ] Send kit #promise 📅 2026-03-12\n"
    ),
}
SHEETS = {
    "In touch 2026-03-10": ("due", "--month"),
    "Handover Sam Lee to Jo Park 2026-03-10": ("handover", "sam", "jo"),
}


@pytest.fixture
def acme(vault):
    return vault(FILES)


@pytest.mark.skipif(sys.platform == "win32", reason="lp belongs to other systems")
@pytest.mark.parametrize(("name", "typed"), SHEETS.items())
def test_the_pdf_is_handed_to_the_printer_which_is_named(crm, acme, lp, name, typed):
    lp()
    done = crm(*typed, "--print", "--page", "letter", cwd=acme)
    assert done.code == 0, done.output
    wrote, printing = done.lines
    assert wrote.startswith("Wrote ")
    assert printing == "Printing on Kitchen-Laser"
    given = (acme.parent / "lp.args").read_text().splitlines()
    assert given[:5] == ["-t", name, "-o", "media=Letter", "--"]
    [pdf] = acme.parent.glob("state/**/sheets/*")
    assert pdf.name == f"{name}.pdf"
    assert (acme.parent / "lp.input").read_bytes() == pdf.read_bytes()


@pytest.mark.parametrize("typed", SHEETS.values())
@pytest.mark.parametrize(
    ("options", "endings"),
    [(("--html",), {".html"}), (("--pdf",), {".pdf"}), (("--html", "--page", "a4"), {".html"})],
)
def test_one_form_is_one_file(crm, acme, typed, options, endings):
    done = crm(*typed, *options, cwd=acme)
    assert done.code == 0, done.output
    assert {file.suffix for file in acme.parent.glob("state/**/sheets/*")} == endings


@pytest.mark.parametrize("typed", SHEETS.values())
@pytest.mark.parametrize(
    ("name", "begins"), [("a.html", b"<!doctype"), ("a.HTM", b"<!doctype"), ("a.pdf", b"%PDF-")]
)
def test_the_ending_of_a_file_says_which_form_it_has(crm, acme, typed, name, begins):
    assert crm(*typed, "-o", name, cwd=acme).code == 0
    assert (acme / name).read_bytes().startswith(begins)


@pytest.mark.parametrize("typed", SHEETS.values())
@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("-o", "a.txt"), "ends in .html or .pdf"),
        (("--pdf", "-o", "a.html"), "ends in .pdf"),
        (("--print", "--html"), "--print prints the PDF"),
        (("--print", "-o", "a.html"), "--print prints the PDF"),
        (("--json", "--print"), "--json says it here"),
    ],
)
def test_what_cannot_be_meant_together_is_said_before_anything_is_written(
    crm, acme, typed, options, said
):
    done = crm(*typed, *options, cwd=acme)
    assert done.code == 2
    assert said in done.output
    assert not list(acme.glob("a.*"))
    assert not list(acme.parent.glob("state/**/sheets/*"))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows prints by itself")
@pytest.mark.parametrize("typed", SHEETS.values())
def test_without_a_printing_program_the_file_is_named(crm, acme, monkeypatch, typed):
    (acme.parent / "empty").mkdir()
    monkeypatch.setenv("PATH", str(acme.parent / "empty"))
    done = crm(*typed, "--print", cwd=acme)
    assert done.code == 2
    assert "there is no lp program here" in done.output


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in folders here")
def test_a_calendar_may_go_into_a_pipe(crm_process, acme):
    os.mkfifo(acme / "due.ics")
    with subprocess.Popen(["cat", acme / "due.ics"], stdout=subprocess.PIPE) as reader:
        done = crm_process("due", "--ics", "due.ics", cwd=acme)
        assert reader.communicate(timeout=60)[0].startswith(b"BEGIN:VCALENDAR")
    assert done.code == 0, done.output


@pytest.mark.parametrize("typed", [*SHEETS.values(), ("brief", "acme")])
def test_a_dash_is_standard_output_and_no_file(crm_process, acme, typed):
    page = crm_process(*typed, "-o", "-", cwd=acme)
    assert page.code == 0, page.stderr
    assert page.stdout.startswith("<!doctype html>")
    assert page.stdout.rstrip().endswith("</html>")
    assert "Wrote" not in page.output
    assert not [*acme.rglob("-"), *acme.parent.glob("state/**/sheets/*")]
    assert crm_process(*typed, "--pdf", "-o", "-", cwd=acme).stdout.startswith("%PDF-")
    refused = crm_process(*typed, "-o", "-", "--open", cwd=acme)
    assert (refused.code, "without --print and --open" in refused.stderr) == (2, True)


@pytest.mark.parametrize("form", ["--md", "--text", "--json"])
def test_words_that_are_sent_to_a_dash_stand_where_they_stand_without(crm, acme, form):
    assert crm("brief", "acme", form, "-o", "-", cwd=acme) == crm("brief", "acme", form, cwd=acme)
    assert not list(acme.rglob("-"))


def test_a_calendar_goes_to_a_dash_too_but_not_with_a_sheet(crm_process, acme):
    told = crm_process("due", "--ics", "-", cwd=acme)
    assert told.stdout.startswith("BEGIN:VCALENDAR")
    assert "Send kit" in told.stdout
    assert not list(acme.rglob("-"))
    assert crm_process("due", "--ics", "-", "-o", "-", cwd=acme).code == 2


@pytest.mark.skipif(sys.platform == "win32", reason="there is no pty there")
def test_a_pdf_is_not_written_to_a_terminal(acme):
    crm = Typist(["brief", "acme", "--pdf", "-o", "-"], cwd=acme)
    assert crm.leaves() == 2
    assert "A PDF is nothing for a terminal" in crm.screen
    assert "%PDF" not in crm.screen
