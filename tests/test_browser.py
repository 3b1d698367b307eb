"""A sheet as a person gets it: opened in a real browser, fitted, printed, folded, scanned."""

import json
import os
import re
import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
from PIL import Image, ImageChops, ImageStat

from notes_crm.answers.briefing import compose
from notes_crm.output.pictures import deep_link
from notes_crm.output.sheet import render
from notes_crm.output.wording import languages, wording
from tests import engines, printed
from tests import harbour_lane as lane

GOLDEN = Path(__file__).parent / "golden"
DOTS = 150
"""Dots to the inch of a coarse printer, black or white."""
SHRUNK = 4
"""Golden pictures are compared a fourth as large: what is left of antialiasing counts for nothing."""
ALIKE, NOWHERE = 2.5, 90
"""How far the darkness may differ, of 255: on average, and at any one place."""

ITS_MAKERS = ("google.com", "googleapis.com", "gvt1.com", "microsoft.com")
"""Whom the browser asks for its own updates, whatever page it shows."""

pytestmark = [
    pytest.mark.program,
    pytest.mark.skipif(engines.chromium() is None, reason="no Chrome, Edge or Chromium here"),
]


class Visit(NamedTuple):
    """One run of the browser: the PDF, the picture, what it said, and what it asked for."""

    pdf: bytes
    picture: Image.Image
    said: str
    asked: set[str]


@pytest.fixture(scope="module")
def full():
    return compose(
        lane.CUSTOMER, lane.notes(), lane.TODAY, me="anna", lessons=lane.lessons(), team=lane.team()
    )


@pytest.fixture(scope="module")
def english(full, tmp_path_factory):
    return visit(full, "en", "a4", tmp_path_factory.mktemp("browser"))


def visit(briefing, lang, page, folder):
    html = folder / "sheet.html"
    looks = {
        "page": page,
        "lang": lang,
        "printed": lane.PRINTED,
        "vault": "Demo",
        "currency": "GBP",
    }
    html.write_text(render([briefing], **looks), encoding="utf-8")
    pdf, picture, net = folder / "sheet.pdf", folder / "sheet.png", folder / "net.json"
    size = "800,1120" if page == "a4" else "816,1056"
    said = ""
    with engines.unboxed() as browser:
        for what in (f"--print-to-pdf={pdf}", f"--screenshot={picture}"):
            done = subprocess.run(
                [
                    browser, "--headless=new", "--disable-gpu", "--no-first-run", "--no-pdf-header-footer",
                    "--disable-background-networking", "--disable-component-update", "--disable-sync",
                    "--hide-scrollbars", "--virtual-time-budget=5000", "--enable-logging=stderr", "--v=0",
                    f"--window-size={size}", f"--log-net-log={net}",
                    f"--user-data-dir={folder / 'profile'}", what, html.as_uri(),
                ],
                capture_output=True, check=True, timeout=120, env=os.environ | {"HOME": str(folder)},
            )  # fmt: skip
            said += done.stderr.decode(errors="replace")
    asked = set(re.findall(r'"url":"([^"]+)"', net.read_text(encoding="utf-8", errors="replace")))
    return Visit(
        pdf.read_bytes(), Image.open(BytesIO(picture.read_bytes())).convert("L"), said, asked
    )


def test_the_page_is_quiet_and_asks_for_nothing(english):
    assert [line for line in english.said.splitlines() if "CONSOLE" in line] == []
    hosts = {
        urlsplit(url).hostname or "" for url in english.asked if url.startswith(("http", "ws"))
    }
    assert [host for host in hosts if not host.endswith(ITS_MAKERS)] == []


def test_what_it_prints_is_one_good_page(english, full):
    say = wording("en", page="a4", currency="GBP", today=lane.PRINTED.date())
    assert list(printed.faults(english.pdf, full, say, "a4")) == []
    assert len(printed.pages(english.pdf)) == 1


def test_below_the_fold_stands_nothing_private(english):
    [words] = printed.pages(english.pdf)
    [fold] = [w for w in words if w.text == "Fold"]
    above = " ".join(w.text for w in words if w.top < fold.top - 2)
    below = " ".join(w.text for w in words if w.top >= fold.top - 2)
    for private in ("Unhappy", "£13,060", "decides", "Replace?", "Leeds", "late"):
        assert private in above
        assert private not in below
    for formal in ("We promise", "They promise", "Next contact", "Typed in"):
        assert formal in below
        assert formal not in above


@pytest.mark.skipif(
    not (shutil.which("zbarimg") and shutil.which("pdftoppm")),
    reason="zbarimg or pdftoppm is not here",
)
def test_the_code_is_read_from_coarse_paper(english, full, tmp_path):
    sheet, paper = tmp_path / "sheet.pdf", tmp_path / "paper"
    sheet.write_bytes(english.pdf)
    subprocess.run(
        ["pdftoppm", "-mono", "-r", str(DOTS), "-singlefile", str(sheet), str(paper)], check=True
    )
    done = subprocess.run(
        ["zbarimg", "--quiet", "--raw", f"{paper}.pbm"], capture_output=True, check=True
    )
    assert done.stdout.decode().strip() == deep_link("Demo", full.head.note)


@pytest.mark.parametrize(("lang", "page"), [("en", "a4"), ("de", "letter")])
def test_it_looks_as_it_did(full, lang, page, tmp_path, update):
    """The font is embedded, so that it looks the same on every machine."""
    seen = visit(full, lang, page, tmp_path).picture
    golden = GOLDEN / f"sheet_{lang}_{page}.png"
    if update:
        small = seen.resize((seen.width // 2, seen.height // 2), Image.Resampling.BOX)
        small.point(lambda dark: dark // 17 * 17).save(golden, optimize=True)
    small = (seen.width // SHRUNK, seen.height // SHRUNK)
    with Image.open(golden) as kept:
        before = kept.convert("L").resize(small, Image.Resampling.BOX)
    apart = ImageChops.difference(before, seen.resize(small, Image.Resampling.BOX))
    assert ImageStat.Stat(apart).mean[0] < ALIKE
    assert apart.getextrema()[1] < NOWHERE


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not here")
@pytest.mark.parametrize("lang", [name for name in languages() if name != "en"])
def test_every_language_prints_one_good_page(full, lang, tmp_path):
    if lang in ("ja", "ar") and not engines.draws(lang):
        pytest.skip(f"no font for {lang} here")
    say = wording(lang, page="a4", currency="GBP", today=lane.PRINTED.date())
    pdf = visit(full, lang, "a4", tmp_path).pdf
    assert list(printed.faults(pdf, full, say, "a4")) == []
    assert len(printed.pages(pdf)) == 1


def test_no_label_of_the_form_is_cut(full, tmp_path):
    """Cells of the form hide what is too long for them: in no language may anything be."""
    cut = {}
    for lang in languages():
        looks = {"page": "a4", "lang": lang, "printed": lane.PRINTED, "currency": "GBP"}
        html = re.sub("<meta http-equiv[^>]*>", "", render([full], **looks, script=False))
        page = tmp_path / f"{lang}.html"
        page.write_text(
            html.replace("</body>", f"<script>{LOOK}</script></body>"), encoding="utf-8"
        )
        with engines.unboxed() as browser:
            done = subprocess.run(
                [browser, "--headless=new", "--disable-gpu", "--virtual-time-budget=3000", "--dump-dom",
                 f"--user-data-dir={tmp_path / 'profile'}", page.as_uri()],
                capture_output=True, check=True, timeout=120, env=os.environ | {"HOME": str(tmp_path)},
            )  # fmt: skip
        found = json.loads(
            re.search(r'data-cut="([^"]*)"', done.stdout.decode())[1].replace("&quot;", '"')
        )
        if found and (lang not in ("ja", "ar") or engines.draws(lang)):
            cut[lang] = found
    assert cut == {}


LOOK = """
document.fonts.ready.then(function () {
  var cut = [];
  document.querySelectorAll(".form td, .lots td, h2, .fold, .now, .title, .alerts .pill").forEach(function (e) {
    if (e.scrollWidth > e.clientWidth + 1) { cut.push(e.textContent.trim().slice(0, 60)); }
  });
  document.documentElement.dataset.cut = JSON.stringify(cut);
});
"""
