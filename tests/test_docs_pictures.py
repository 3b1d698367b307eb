"""The pictures the README opens with: made of the example vault by the program itself, and current."""

import re
import shutil
import subprocess
from html import unescape
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin
from rich.console import Console
from rich.text import Text

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
TODAY = "2026-11-23T17:40"
SEARCH = ("search", "seal", "kit", "customer:harbour")
COLUMNS = 96
DOTS = 96
LARGEST = 150_000


@pytest.fixture
def vault(crm, home):
    folder = home / "example"
    assert crm("demo", folder, today=TODAY).code == 0
    return folder


def test_the_picture_of_a_sheet_is_current(crm, vault, home, update):
    """The words of the sheet lie in the picture, so that the same sheet needs no new picture."""
    html = home / "sheet.html"
    assert (
        crm("brief", "harbour", "--html", "-o", html, "--page", "a4", cwd=vault, today=TODAY).code
        == 0
    )
    words = seen(html.read_text(encoding="utf-8"))
    picture = PICTURES / "sheet.png"
    if update:
        photograph(crm, vault, home, picture, words)
    with Image.open(picture) as kept:
        assert kept.text["Words"] == words, "run: make docs"
    assert picture.stat().st_size < LARGEST


def test_the_picture_of_a_search_is_current(crm, vault, update):
    colourful = {"COLUMNS": str(COLUMNS), "NO_COLOR": "", "FORCE_COLOR": "1"}
    said = crm(*SEARCH, cwd=vault, today=TODAY, env=colourful).stdout
    picture = PICTURES / "search.svg"
    if update:
        picture.write_text(terminal(f"$ crm {' '.join(SEARCH)}\n{said}"), encoding="utf-8")
    drawn = re.findall(r"<text[^>]*>([^<]*)</text>", picture.read_text(encoding="utf-8"))
    shown = "".join("".join(map(unescape, drawn)).split())
    assert "".join(Text.from_ansi(said).plain.split()) in shown, "run: make docs"
    assert picture.stat().st_size < LARGEST


def test_pictures_ask_for_nothing():
    assert "http" not in (PICTURES / "search.svg").read_text(encoding="utf-8").replace(
        "http://www.w3.org/2000/svg", ""
    )


def photograph(crm, vault, home, picture, words):
    if shutil.which("pdftoppm") is None:
        pytest.skip("poppler's pdftoppm is needed to draw it")
    pdf = home / "sheet.pdf"
    assert (
        crm("brief", "harbour", "--pdf", "-o", pdf, "--page", "a4", cwd=vault, today=TODAY).code
        == 0
    )
    command = ["pdftoppm", "-r", str(DOTS), "-gray", "-png", "-singlefile", str(pdf)]
    drawn = Image.open(BytesIO(subprocess.run(command, capture_output=True, check=True).stdout))
    about = PngImagePlugin.PngInfo()
    about.add_itxt("Words", words)
    drawn.convert("L").quantize(16).save(picture, optimize=True, pnginfo=about)


def terminal(said):
    """What a terminal showed, as a drawing without a font or a colour from elsewhere."""
    console = Console(record=True, width=COLUMNS, file=StringIO())
    console.print(Text.from_ansi(said))
    svg = console.export_svg(title="crm", unique_id="crm")
    svg = re.sub(r"@font-face\s*\{[^}]*\}|<!--.*?-->", "", svg)
    return re.sub(r"[ \t]+$", "", svg, flags=re.MULTILINE)


def seen(html):
    """What a reader sees: no tags, no script."""
    body = html[html.index("<body>") :]
    body = re.sub(r"<script>.*?</script>|<svg.*?</svg>", "", body, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", body)).split())
