"""Nothing on paper is in another language than it should be: what stands there is a label, a note or a number."""

import html
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date
from importlib.resources import files

import pytest
from babel import Locale

from notes_crm.demo import build
from notes_crm.output.wording import labels_of, languages
from tests import engines

TODAY = date(2026, 11, 22)
RICH = ("Harbour Lane Bakery", "Grand Parade Hotel")
"""Customers of the example who have something in every part of a sheet."""

PRINTED = {
    "sheets": ("brief", *RICH, "--with-private", "--sources"),
    "day": ("brief", "--tomorrow", "--for", "all"),
    "shared": ("brief", *RICH, "--share"),
    "calls": ("due", "--month"),
    "handover": ("handover", "sam", "anna", "--with-private"),
}
SPOKEN = ("sheets", "day", "shared")
"""What is also there as text and as Markdown."""

TYPED = "crm brief visit due month tomorrow for all in an obsidian links folder"
"""Words of commands and of links, which are the same everywhere."""

HIDDEN = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
WORD = re.compile(r"[^\W\d_]{2,}")
PLACE = re.compile(r"(\{\w+\})")
ATTRIBUTES = re.compile(r'<[^>]*>|data-\w+(?:="[^"]*")?')
LEAST = 3
"""Letters of a label that tell its language."""


@pytest.fixture
def example(home):
    """The vault of `crm demo`, in a folder whose name is no word."""
    folder = home / "vvv"
    for path, text in build(TODAY).items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    (folder / "crm.toml").write_text("")
    return folder


def printed(crm, vault, lang, *forms):
    """Every sheet, and these forms of it, as lower-case text without tags and marks."""
    made = {}
    for name, command in PRINTED.items():
        file = vault.parent / "sheet.html"
        done = crm(*command, "--lang", lang, "-o", file, cwd=vault, today=TODAY)
        assert done.code == 0, done.output
        made[name] = seen(file.read_text(encoding="utf-8"))
        for form in forms if name in SPOKEN else ():
            said = crm(*command, "--lang", lang, form, cwd=vault, today=TODAY)
            assert said.code == 0, said.output
            made[name + form] = flat(said.stdout)
    return made


def seen(page):
    """What is read on a page, or read aloud."""
    page = re.sub(r"<style>.*?</style>|<script>.*?</script>", "", page, flags=re.DOTALL)
    page = re.sub(r' (?:aria-label|title|alt)="([^"]*)"', r">\1<i", page)
    return flat(html.unescape(re.sub(r"<[^>]*>", " ", page)))


def flat(text):
    return re.sub(r"\s+", " ", HIDDEN.sub("", text)).lower()


def every(table, path=()) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    """Each label by its path, with all its forms."""
    for key, value in table.items():
        if isinstance(value, dict) and "other" not in value:
            yield from every(value, (*path, key))
        else:
            yield (*path, key), list(value.values()) if isinstance(value, dict) else [value]


def in_notes(vault):
    notes = ((p.relative_to(vault), p.read_text("utf-8")) for p in vault.rglob("*.md"))
    return flat(" ".join(f"{path} {text}" for path, text in notes))


def test_every_word_on_paper_is_a_label_or_from_a_note(crm, example):
    """With labels that have no words, nothing may be left that no note says."""
    lines = []
    for path, texts in every(labels_of("en")):
        if WORD.search(texts[-1]) and path != ("direction",):
            places = "".join(t if PLACE.fullmatch(t) else " 0 " for t in PLACE.split(texts[-1]))
            key = ".".join(json.dumps(name) for name in path)
            lines.append(f"briefing.labels.{key} = {json.dumps(places)}\n")
    (example / "crm.toml").write_text("".join(lines), encoding="utf-8")
    locale = Locale.parse("en_GB")
    dates = [*locale.months["format"].values(), *locale.days["format"].values()]
    known = {*WORD.findall(in_notes(example)), *TYPED.split()}
    known |= {
        word for names in dates for name in names.values() for word in WORD.findall(name.lower())
    }
    for form, text in printed(crm, example, "en-GB", "--text", "--md").items():
        assert not set(WORD.findall(text)) - known, form


@pytest.mark.parametrize("lang", [lang for lang in languages() if lang != "en"])
def test_no_english_label_stands_in_another_language(crm, example, lang):
    own = flat(" ".join(text for _, texts in every(labels_of(lang)) for text in texts))
    notes = in_notes(example)
    english = {
        piece
        for _, texts in every(labels_of("en"))
        for text in texts
        for piece in (p.strip(" .:,–+()·?“”") for p in PLACE.split(text.lower()))
        if len(WORD.findall(piece)) and sum(map(str.isalpha, piece)) >= LEAST and "{" not in piece
    }
    sayings = [re.compile(rf"(?<!\w){re.escape(piece)}(?!\w)") for piece in sorted(english)]
    foreign = [s for s in sayings if not s.search(own) and not s.search(notes)]
    assert len(foreign) > len(sayings) / 2
    for form, text in printed(crm, example, lang, "--text").items():
        assert [s.pattern for s in foreign if s.search(text)] == [], form


def test_no_template_says_a_word_of_its_own():
    """So that it could be said in every language."""
    folder = files("notes_crm.output").joinpath("templates")
    for file in folder.iterdir():
        if file.name.endswith(".j2"):
            text = re.sub(
                r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", " ", file.read_text("utf-8"), flags=re.DOTALL
            )
            assert WORD.findall(html.unescape(ATTRIBUTES.sub(" ", text))) == [], file.name


IN_ORDER = {
    "sheets": ["07700 900461", "14 Quay Street", "CD4-0O1I-8B27", "09:30", "02:00–06:30", "10,210"],
    "day": ["07700 900603", "22 Castle Street", "14 Quay Street", "12:30"],
    "shared": ["01632 960118", "14 Quay Street", "0042-118", "09:30"],
    "calls": ["01632 960300", "12:00"],
    "handover": ["01632 960118", "+33 2 61 91 40 12", "9,850"],
}  # fmt: skip
"""Numbers of every kind, as they are read on each sheet."""


@pytest.mark.program
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler's pdftotext is not here")
@pytest.mark.skipif(not engines.here("PlutoPrint"), reason="PlutoPrint is not installed here")
@pytest.mark.skipif(not engines.draws("ar"), reason="no font here has Arabic letters")
@pytest.mark.parametrize("name", PRINTED)
def test_numbers_keep_their_order_from_right_to_left(crm, example, name):
    """Read back from the PDF as they lie on the page, digit by digit from the left."""
    file = example.parent / "sheet.pdf"
    done = crm(*PRINTED[name], "--lang", "ar", "-o", file, cwd=example, today=TODAY)
    assert done.code == 0, done.output
    read = ["pdftotext", "-layout", str(file), "-"]
    text = flat(subprocess.run(read, capture_output=True, check=True).stdout.decode())
    for number in IN_ORDER[name]:
        assert re.search(rf"(?<![\d,]){re.escape(number.lower())}", text), number
