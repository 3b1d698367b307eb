"""Whatever a note holds, its sheet is inert: no script, no file of this machine, no request."""

import json
import os
import re
import shutil
import subprocess
from datetime import datetime
from html.parser import HTMLParser
from importlib.util import find_spec
from io import BytesIO

import pytest
from pypdf import PdfReader

from notes_crm.output import browser as browsers
from notes_crm.output.own import Own
from notes_crm.output.pdf import make_pdf
from notes_crm.output.sheet import Pack, render
from tests.attacks import HEAVY, SECRET, TEXTS, filled, sheet_of, witness
from tests.timing import within

LOOKS = {"page": "a4", "lang": "en", "printed": datetime(2026, 11, 22, 17, 40), "vault": "Demo"}
NAMES = (
    '"><img src=x onerror=alert(1)>', "a' onclick='x", "<svg onload=x>", "{{ 7*7 }}", "$(reboot)", "..", "a\x1b[31m",
    "</title><script>x</script>", "javascript:alert(1)", "%2e%2e", "&lt;b&gt;", "\u202etxt.exe", "C:\\x", "x" * 300,
)  # fmt: skip
OURS = Own(templates={"briefing.html.j2": '{% extends "@crm/briefing.html.j2" %}'})
LIVE_TAGS = frozenset(
    [
        "script",
        "iframe",
        "object",
        "embed",
        "link",
        "meta",
        "base",
        "form",
        "input",
        "button",
        "style",
        "video",
        "audio",
        "template",
        "img",
        "foreignobject",
        "image",
        "use",
        "animate",
        "math",
        "noscript",
        "html",
        "body",
        "head",
        "title",
        "frame",
        "applet",
        "plaintext",
        "xmp",
    ]
)
LIVE_ATTRIBUTES = re.compile(
    r"on\w+|src\w*|style|id|ping|target|action|data|background|poster|xlink:href"
)


@pytest.fixture
def seen(tmp_path):
    with witness(tmp_path) as found:
        yield found
        assert found[2] == []


def body(html):
    return html.partition("<body>")[2].rpartition("</body>")[0]


class Tags(HTMLParser):
    """Every tag with its attributes, as a browser reads them."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def assert_inert(html):
    found = Tags(body(html)).found
    assert not {tag for tag, _ in found} & LIVE_TAGS
    names = {
        name for _, attributes in found for name in attributes if attributes.get("id") != "foot"
    }
    assert sum(attributes.get("id") == "foot" for _, attributes in found) == 1
    assert not {name for name in names if LIVE_ATTRIBUTES.fullmatch(name)}
    for _, attributes in found:
        address = attributes.get("href", "https:")
        assert re.match(r"(?:https?|mailto|tel|obsidian):", address), address
    assert body(html).count("<article ") == body(html).count("</article>") == 1
    assert "hidden-words" not in html
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\u202d\u202e\u200b]", html)
    assert html.count("Content-Security-Policy") == 1
    assert "default-src 'none'" in html.partition("</head>")[0]


@pytest.fixture(scope="module", params=[Own(), OURS], ids=["ours", "a vault's template"])
def pages(request):
    """The page of each attack, all drawn together."""
    texts = [filled(t, "http://127.0.0.1:9", "file:///etc/passwd") for t in TEXTS.values()]
    sheets = tuple(sheet_of([text]) for text in texts)
    drawn = Pack(sheets, **LOOKS, own=request.param, tell=pytest.fail).singly()
    return dict(zip(TEXTS, drawn, strict=True))


@pytest.mark.parametrize("attack", TEXTS)
def test_text_stays_text(attack, pages):
    assert_inert(pages[attack])
    if attack == "Jinja":
        assert "{{ 7*7 }} {% for x in y %}" in pages[attack]
    if attack == "reading direction":
        assert "[U+202E]" in pages[attack]


@pytest.mark.parametrize("name", NAMES)
def test_names_stay_names(name):
    """As the head, as an attribute, in the code's address, in the command to be typed."""
    html = render([sheet_of(["x"], name=name)], **LOOKS, script=False)
    assert_inert(html)
    head = html.partition("<body>")[0]
    assert "<script" not in head
    assert head.count("<title>") == head.count("</title>") == 1


@pytest.mark.parametrize("attack", HEAVY)
def test_heavy_text_is_no_burden(attack):
    with within(4):
        html = render([sheet_of([HEAVY[attack]])], **LOOKS, script=False)
    assert len(body(html)) < 300_000
    depth = deepest = 0
    for tag in re.findall(r"<(/?)(?!path|line|polyline|circle|col\b|br|hr)\w+", body(html)):
        depth += -1 if tag else 1
        deepest = max(deepest, depth)
    assert deepest < 40


@pytest.fixture(scope="module")
def everything():
    def made(url, file):
        texts = [filled(text, url, file) for text in TEXTS.values()]
        return [sheet_of(texts[n::9]) for n in range(9)]

    return made


@pytest.mark.skipif(
    find_spec("plutoprint") is None, reason="PlutoPrint has no wheel for this machine"
)
def test_a_pdf_of_it_is_inert(seen, everything):
    url, file, _ = seen
    assert_inert_pdf(make_pdf(everything(url, file), **LOOKS).data)


def assert_inert_pdf(data):
    read = PdfReader(BytesIO(data))
    assert not read.attachments
    root = read.trailer["/Root"]
    assert "/OpenAction" not in root or not isinstance(root["/OpenAction"], dict)
    assert not {"/AA", "/AcroForm"} & set(root)
    for page in read.pages:
        assert SECRET not in page.extract_text()
        assert not page.images
        for annotation in page.get("/Annots", []):
            target = annotation.get_object().get("/A", {}).get("/URI", "https:")
            assert re.match(r"(?:https?|mailto|tel|obsidian):", target)


def chromium(page, log):
    browser = next(filter(None, map(shutil.which, browsers.BROWSERS)))
    root = ["--no-sandbox"] if getattr(os, "geteuid", lambda: 1)() == 0 else []
    return subprocess.run(
        [browser, "--headless=new", "--disable-gpu", "--no-first-run", *root, f"--user-data-dir={log.parent}/profile",
         f"--log-net-log={log}", "--virtual-time-budget=2000", "--dump-dom", page.as_uri()],
        check=False, capture_output=True, timeout=120, env={**os.environ, "HOME": str(log.parent)},
    ).stdout.decode(errors="replace")  # fmt: skip


def asked_for(log, page):
    """Every address the browser itself asked for on the page's behalf."""
    events = json.loads(log.read_text().rstrip().rstrip(",").removesuffix("]}").rstrip().rstrip(",") + "]}") if not log.read_text().rstrip().endswith("}") else json.loads(log.read_text())  # fmt: skip
    addresses = {e.get("params", {}).get("url", "") for e in events["events"]}
    return {
        a
        for a in addresses
        if a.startswith("http://127.0.0.1") or (a.startswith("file:") and a != page.as_uri())
    }


needs_browser = pytest.mark.skipif(
    not any(map(shutil.which, browsers.BROWSERS)), reason="no Chrome, Edge or Chromium here"
)


@needs_browser
@pytest.mark.program
def test_a_browser_finds_nothing_to_do_in_it(seen, everything, tmp_path):
    url, file, _ = seen
    page = tmp_path / "sheet.html"
    page.write_text(render(everything(url, file), **LOOKS), encoding="utf-8")
    dom = chromium(page, tmp_path / "net.json")
    assert "Listen" in dom
    assert 'data-fit="done"' in dom  # our own script did run
    assert "<title>PWNED" not in dom
    assert SECRET not in dom
    assert asked_for(tmp_path / "net.json", page) == set()


@needs_browser
@pytest.mark.program
def test_the_same_texts_on_a_page_of_their_own_are_live(tmp_path):
    """That the witnesses do notice: without our care, scripts run and the server is asked."""
    with witness(tmp_path) as (url, file, asked):
        page = tmp_path / "bare.html"
        page.write_text(
            "<body>" + filled(TEXTS["script"] + TEXTS["remote picture in HTML"], url, file)
        )
        dom = chromium(page, tmp_path / "net.json")
    assert "<title>PWNED" in dom
    assert {"/js", "/set.png"} & set(asked)
    assert any(a.startswith(url) for a in asked_for(tmp_path / "net.json", page))
