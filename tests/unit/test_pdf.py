import os
import shutil
import sys
from datetime import date
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from notes_crm.answers.briefing import compose
from notes_crm.errors import NoEngine
from notes_crm.model.note import parse
from notes_crm.output import browser as browsers
from notes_crm.output import pdf, pdf_text
from tests import harbour_lane as lane

LOOKS = {"page": "a4", "lang": "en", "printed": lane.PRINTED, "vault": "Demo", "currency": "GBP"}
TODAY = date(2026, 11, 22)

needs_plutoprint = pytest.mark.skipif(
    find_spec("plutoprint") is None, reason="PlutoPrint has no wheel for this machine"
)
needs_weasyprint = pytest.mark.skipif(
    find_spec("weasyprint") is None, reason="WeasyPrint is not installed"
)
needs_browser = pytest.mark.skipif(
    not any(map(shutil.which, browsers.BROWSERS)), reason="no Chrome, Edge or Chromium here"
)


@pytest.fixture
def browser(tmp_path, monkeypatch):
    """Chrome refuses to run as root with its sandbox: there the tests run it without one."""
    if getattr(os, "geteuid", lambda: 1)() == 0:
        found = next(filter(None, map(shutil.which, browsers.BROWSERS)), None)
        stand_in = tmp_path / browsers.BROWSERS[0]
        stand_in.write_text(f'#!/bin/sh\nexec {found} --no-sandbox "$@"\n')
        stand_in.chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture(scope="module")
def full():
    return compose(
        lane.CUSTOMER, lane.notes(), lane.TODAY, me="anna", lessons=lane.lessons(), team=lane.team()
    )


def crowded(count=400):
    """A customer with far more than fits."""
    notes = [
        parse(b"## Always remember\n" + b"- Never promise a morning.\n" * 9, "Customers/C/C.md")
    ]
    for i in range(count):
        text = f"---\ntype: visit\n---\n## Told\n- Told {i}\n## Promised\n- [ ] Promise {i} 📅 2026-01-01\n"
        notes.append(parse(text.encode(), f"Customers/C/2025-{i % 12 + 1:02}-01 visit {i}.md"))
    return compose("C", notes, TODAY)


def read(data):
    return PdfReader(BytesIO(data))


def words(page):
    return " ".join(page.extract_text().split())


@pytest.mark.parametrize(
    "engine",
    [
        pytest.param("PlutoPrint", marks=needs_plutoprint),
        pytest.param("WeasyPrint", marks=needs_weasyprint),
        pytest.param("browser", marks=[needs_browser, pytest.mark.program]),
    ],
)
@pytest.mark.parametrize(("page", "height"), [("a4", 842), ("letter", 792)])
@pytest.mark.usefixtures("browser")
def test_a_full_customer_is_one_page(full, engine, page, height):
    made = pdf.make_pdf([full], **{**LOOKS, "page": page}, engine=engine)
    assert made.engine == engine
    [sheet] = read(made.data).pages
    assert round(float(sheet.mediabox.height)) == height
    text = words(sheet)
    for part in (
        "Harbour Lane Bakery", "Call Dana's mobile 07700 900461", "Overdue 27 d",
        "Service report of 21 Oct", "Fit the board", "Visit notes", "We promise", "of 1",
    ):  # fmt: skip
        assert part in text, part


@needs_plutoprint
def test_the_first_engine_is_plutoprint(full):
    assert pdf.make_pdf([full], **LOOKS).engine == "PlutoPrint"


@pytest.mark.parametrize(
    "engine",
    [
        pytest.param("PlutoPrint", marks=needs_plutoprint),
        pytest.param("WeasyPrint", marks=needs_weasyprint),
    ],
)
def test_the_same_input_gives_the_same_bytes(full, engine):
    one, two = (pdf.make_pdf([full], **LOOKS, engine=engine) for _ in range(2))
    assert one == two
    assert one.engine == engine
    assert read(one.data).metadata.creation_date.date() == lane.PRINTED.date()


@needs_plutoprint
def test_what_does_not_fit_is_dropped_and_counted():
    made = pdf.make_pdf([crowded()], **LOOKS)
    [sheet] = read(made.data).pages
    text = words(sheet)
    assert "more in the folder" in text
    assert "Promise" in text
    assert "Visit notes" in text


@needs_plutoprint
def test_a_pack_has_a_page_for_each(full):
    empty = compose("Müller & Söhne", [parse(b"Saw Dana.", "Customers/M/a.md")], TODAY)
    made = pdf.make_pdf([full, empty], **LOOKS)
    one, two = read(made.data).pages
    assert "Harbour Lane Bakery" in words(one)
    assert "Müller & Söhne" in words(two)
    assert made.pages == 2


@needs_plutoprint
def test_hostile_names_are_printed_as_names():
    name = '"><img src="file:///etc/passwd"> {{7*7}} <b>Ltd'
    [sheet] = read(pdf.make_pdf([compose(name, [], TODAY)], **LOOKS).data).pages
    assert "{{7*7}}" in words(sheet)
    assert len(sheet.images) == 0


@pytest.fixture
def alone(tmp_path, monkeypatch):
    """A machine with no engine but what a test puts into this folder, which is all of PATH."""
    monkeypatch.setattr(pdf, "find_spec", lambda _: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def told(*briefings, **looks):
    said = []
    return pdf.make_pdf(briefings, **{**LOOKS, "tell": said.append, **looks}), said


@needs_plutoprint
@needs_weasyprint
def test_a_name_no_font_can_show_is_said_with_the_letters():
    nobodys = compose("Ur \U0001e290", [], TODAY)  # Toto, which fonts have yet to learn
    made, said = told(nobodys)
    assert made.engine == "WeasyPrint"
    assert said == ["PlutoPrint: no font for '\U0001e290'. Printed by WeasyPrint instead."]


@needs_plutoprint
def test_engines_that_hang_are_ended(full, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(pdf, "SECONDS", 0.01)
    monkeypatch.setattr(pdf, "SECONDS_A_SHEET", 0)
    with pytest.raises(NoEngine, match=r"PlutoPrint: took more than 0.01 seconds; WeasyPrint: "):
        pdf.make_pdf([full], **LOOKS)


@pytest.mark.usefixtures("alone")
def test_engines_that_are_not_there_are_named(full):
    lacking = "PlutoPrint: not installed; WeasyPrint: not installed; browser: no Chrome"
    with pytest.raises(NoEngine, match=f"{lacking}.*open the HTML sheet"):
        pdf.make_pdf([full], **LOOKS)


def test_a_browser_prints_what_it_was_given(full, tmp_path, monkeypatch):
    """A stand-in on PATH that prints as Chrome is asked to: what we call, not what Chrome does."""
    if os.name == "nt" or find_spec("plutoprint") is None:
        pytest.skip("the stand-in is a script that uses PlutoPrint")
    stand_in = tmp_path / "google-chrome"
    stand_in.write_text(
        f"#!{sys.executable}\n"
        "import sys, plutoprint\n"
        "from urllib.request import url2pathname\n"
        "from urllib.parse import urlsplit\n"
        "out = [a.split('=', 1)[1] for a in sys.argv if a.startswith('--print-to-pdf=')][0]\n"
        "assert [a for a in sys.argv if a.startswith('--user-data-dir=')]\n"
        "book = plutoprint.Book(margins=plutoprint.PAGE_MARGINS_NONE)\n"
        "book.load_html(open(url2pathname(urlsplit(sys.argv[-1]).path), encoding='utf-8').read())\n"
        "book.write_to_pdf(out)\n"
    )
    stand_in.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    made = pdf.make_pdf([full], **LOOKS, engine="browser")
    assert made.engine == "browser"
    assert "Harbour Lane Bakery" in words(read(made.data).pages[0])


def test_a_browser_that_fails_is_named(full, alone):
    stand_in(alone / "chromium", "#!/bin/sh\necho no display >&2\nexit 3\n")
    with pytest.raises(NoEngine, match="browser: no display"):
        pdf.make_pdf([full], **LOOKS)


def test_a_browser_that_hangs_is_ended(full, alone, monkeypatch):
    monkeypatch.setattr(pdf, "SECONDS", 0.2)
    monkeypatch.setattr(pdf, "SECONDS_A_SHEET", 0)
    stand_in(alone / "chromium", "#!/bin/sh\nexec /bin/sleep 60\n")
    with pytest.raises(NoEngine, match=r"browser: took more than 0\.2 seconds"):
        pdf.make_pdf([full], **LOOKS)


@needs_plutoprint
@needs_weasyprint
@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("exit 3", "ended with 3"),
        ("kill -9 $$", "ended with -9"),
        ("exec sleep 60", "took more than 3 seconds"),
        ("echo nonsense; exec cat > /dev/null", "answered nonsense"),
    ],
)
def test_an_engine_that_dies_hangs_or_babbles_gives_way_to_the_next(
    full, tmp_path, monkeypatch, script, reason
):
    """The child of the first engine is another program; that of the second is ours."""
    ours = f'exec "{sys.executable}" "$@"'
    text = f'#!/bin/sh\ncase "$*" in *WeasyPrint*) {script};; *) {ours};; esac\n'
    monkeypatch.setattr(sys, "executable", stand_in(tmp_path / "python", text))
    monkeypatch.setattr(pdf, "SECONDS", 3)
    monkeypatch.setattr(pdf, "SECONDS_A_SHEET", 0)
    made, said = told(full, engine="WeasyPrint")
    assert made.engine == "PlutoPrint"
    assert said == [f"WeasyPrint: {reason}. Printed by PlutoPrint instead."]


def test_a_blank_page_is_no_sheet(full, alone):
    """A browser that prints a page without a word on it, as one without fonts does."""
    blank = BytesIO()
    one_blank_page().write(blank)
    Path(alone, "blank.pdf").write_bytes(blank.getvalue())
    stand_in(
        alone / "chromium",
        '#!/bin/sh\nfor a in "$@"; do case "$a" in --print-to-pdf=*) '
        f'/bin/cp "{alone}/blank.pdf" "${{a#--print-to-pdf=}}";; esac; done\n',
    )
    with pytest.raises(NoEngine, match="browser: no font for 'HarbouLneBky'"):
        pdf.make_pdf([full], **LOOKS)


def one_blank_page():
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    return writer


def stand_in(path, script):
    if os.name == "nt":
        pytest.skip("the stand-in is a shell script")
    path.write_text(script)
    path.chmod(0o755)
    return str(path)


@needs_plutoprint
@needs_weasyprint
def test_an_engine_can_be_chosen_and_the_others_follow(full):
    assert pdf.engines("weasyprint")[:2] == ("WeasyPrint", "PlutoPrint")
    with pytest.raises(
        NoEngine, match=r"no engine 'prince'; there are: PlutoPrint, WeasyPrint, browser\."
    ):
        pdf.make_pdf([full], **LOOKS, engine="prince")


@needs_weasyprint
def test_an_accessible_pdf_is_tagged_and_names_its_language(full):
    made, said = told(full, accessible=True)
    assert (made.engine, said) == ("WeasyPrint", [])
    root = read(made.data).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert "/StructTreeRoot" in root
    assert b"pdfuaid:part" in read(made.data).trailer["/Root"]["/Metadata"].get_data()
    assert read(made.data).metadata.title == "Briefing: Harbour Lane Bakery"


@needs_plutoprint
def test_an_accessible_pdf_by_an_engine_without_tags_is_said(full, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(pdf, "find_spec", lambda name: None if name == "weasyprint" else name)
    made, said = told(full, accessible=True)
    assert made.engine == "PlutoPrint"
    assert said[0].startswith("WeasyPrint: not installed; browser: no Chrome")
    assert "has no tags for screen readers" in said[1]


@needs_plutoprint
def test_pages_and_letters_are_told_without_a_reader(full):
    data = pdf.make_pdf([full, full], **LOOKS).data
    assert pdf_text.pages(data) == len(read(data).pages) == 2
    assert pdf_text.lacking(data, "Harbour Lane Bakery, Seaford") == ""
    assert pdf_text.lacking(data, "Harbour 漢字") == "漢字"


def test_a_pdf_without_fonts_lacks_every_letter():
    assert pdf_text.lacking(b"%PDF-1.7\nstream\nq\nendstream", "Acme") == "Acme"


def test_the_child_takes_no_module_from_the_working_directory(full, tmp_path, monkeypatch):
    Path(tmp_path, "plutoprint.py").write_text("raise SystemExit('taken from the vault')")
    Path(tmp_path, "json.py").write_text("raise SystemExit('taken from the vault')")
    monkeypatch.chdir(tmp_path)
    if find_spec("plutoprint"):
        assert pdf.make_pdf([full], **LOOKS, engine="PlutoPrint").pages == 1


def test_a_browser_is_quoted_without_the_marks_of_its_log(tmp_path):
    says = "import sys; sys.exit('[184:184:1122/1814.2:ERROR:zygote.cc:103] Running as root.')"
    told = browsers._headless([sys.executable, "-c", says], tmp_path / "home", 20)
    assert told == "Running as root."
