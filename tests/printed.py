"""A printed sheet read back: where each word stands, and what must not be so on any sheet."""

import re
import subprocess
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from io import BytesIO

from pypdf import PdfReader, PdfWriter
from pypdf.generic import RectangleObject

from notes_crm.answers.briefing import Briefing
from notes_crm.output.wording import Wording

MM = 72 / 25.4
PAPER = {"a4": (210 * MM, 297 * MM), "letter": (612.0, 792.0)}
MARGIN = 12 * MM
BEYOND = 300
"""Points around the paper in which words are looked for."""

CORE = {False: (0.16, 0.2), True: (0.4, 0.3)}
"""What is taken off a word's box above and below, as a share of its height: boxes are those of the
font, and fonts of scripts that are not European are far taller than what is drawn (true)."""
NEIGHBOURS = 0.3
"""The share of a word's core that another may reach into."""

LAST_EUROPEAN = 0x58F
MARK = 0.25
"""The width of an invisible mark, as a share of its height."""
TOUCH = 1.0
HEADING_HEIGHT = 11.0
BELOW_A_HEADING = 26
"""Points below a heading in which its first line must begin."""

SECTIONS = (
    "last",
    "remember",
    "promised",
    "mood",
    "people",
    "human",
    "equipment",
    "ask",
    "known",
    "told",
)
_WORD = re.compile(
    r'<word xMin="([^"]*)" yMin="([^"]*)" xMax="([^"]*)" yMax="([^"]*)">(.*?)</word>', re.DOTALL
)
_MARKS = re.compile("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufe0e\ufe0f\u00ad]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its box in points from the upper left corner of the paper."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top


def pages(pdf: bytes) -> list[list[Word]]:
    """The words of each page, those beside the paper too."""
    reader, wide = PdfReader(BytesIO(pdf)), PdfWriter()
    heights = []
    for page in reader.pages:
        box = page.mediabox
        heights.append(float(box.height))
        around = RectangleObject(
            (-BEYOND, -BEYOND, float(box.width) + BEYOND, float(box.height) + BEYOND)
        )
        page.mediabox = page.cropbox = page.trimbox = page.bleedbox = page.artbox = around
        wide.add_page(page)
    out = BytesIO()
    wide.write(out)
    done = subprocess.run(
        ["pdftotext", "-bbox", "-", "-"], input=out.getvalue(), capture_output=True, check=True
    )
    found = done.stdout.decode(errors="replace").split("<page ")[1:]
    words = [[_word(match) for match in _WORD.finditer(page)] for page in found]
    return [[word for word in page if _MARKS.sub("", word.text)] for page in words]


def faults(pdf: bytes, briefing: Briefing, say: Wording, paper: str) -> Iterator[str]:
    """Everything that is wrong with the print of one sheet."""
    found = pages(pdf)
    if len(found) not in (1, 2):
        yield f"{len(found)} pages"
        return
    for number, (words, page) in enumerate(
        zip(found, PdfReader(BytesIO(pdf)).pages, strict=True), start=1
    ):
        size = float(page.mediabox.width), float(page.mediabox.height)
        if any(abs(a - b) > 1.5 for a, b in zip(size, PAPER[paper], strict=True)):
            yield f"page {number} is {size[0]:.0f} x {size[1]:.0f} points"
        yield from (f"page {number}: {fault}" for fault in _on_a_page(words, say, size))
    yield from _missing([word for words in found for word in words], briefing, say)
    if len(found) == 2 and not _has(found[1], say.labels["sheet"]["notes"]):
        yield "the second page has no visit notes"


def _on_a_page(words: Sequence[Word], say: Wording, size: tuple[float, float]) -> Iterator[str]:
    for word in words:
        outside = max(
            MARGIN - word.left, word.right - size[0] + MARGIN, -word.top, word.bottom - size[1]
        )
        if outside > 2:
            yield f"{word.text!r} is {outside:.0f} points outside ({word.left:.0f}, {word.top:.0f})"
    yield from (
        f"{one.text!r} lies on {two.text!r} at {one.left:.0f}, {one.top:.0f}"
        for one, two in overlaps(words)
    )
    yield from (f"nothing stands below {title!r}" for title in _orphans(words, say))


def overlaps(words: Sequence[Word]) -> Iterator[tuple[Word, Word]]:
    """Pairs of words that lie on each other, more than the lines of one paragraph do."""
    rows = sorted((_core(word) for word in words), key=lambda w: w.top)
    for number, one in enumerate(rows):
        for two in rows[number + 1 :]:
            if two.top > one.bottom:
                break
            across = min(one.right, two.right) - max(one.left, two.left)
            down = min(one.bottom, two.bottom) - max(one.top, two.top)
            if across > TOUCH and down > NEIGHBOURS * min(one.height, two.height):
                yield one, two


def _orphans(words: Sequence[Word], say: Wording) -> Iterator[str]:
    small = [w for w in words if w.height < HEADING_HEIGHT]
    for section in SECTIONS:
        title = say.labels["sheet"][section].upper()
        first, *_ = title.split()
        for word in small:
            if word.text != first or len(title) < 5 or any(_just_before(w, word) for w in small):
                continue
            if not any(
                w.bottom - word.bottom > 0 and w.top - word.bottom < BELOW_A_HEADING
                and w.left < word.left + 160 and w.right > word.left - 40 for w in words
            ):  # fmt: skip
                yield title


def _just_before(one: Word, two: Word) -> bool:
    return abs(one.top - two.top) < 2 and 0 <= two.left - one.right < 6


def _missing(words: Sequence[Word], briefing: Briefing, say: Wording) -> Iterator[str]:
    """Labels and names that can't be found; letters alone count, for scripts are read in pieces."""
    there = _letters("".join(w.text for w in words))
    labels = say.labels
    wanted = {
        briefing.head.name, labels["sheet"]["notes"], labels["sheet"]["last"], labels["sheet"]["mood"],
        labels["sheet"]["promised"], labels["sheet"]["ask"], labels["ask"]["how are we doing"],
        *(v for v in labels["form"].values()),
    }  # fmt: skip
    for text in wanted:
        if lost := _letters(text) - there:
            yield f"{text!r} lacks {''.join(sorted(lost))!r}"


def _has(words: Sequence[Word], label: str) -> bool:
    return _letters(label) <= _letters("".join(w.text for w in words))


def _letters(text: str) -> set[str]:
    """The letters a reader sees; joined and decomposed forms count as one, capitals too."""
    flat = unicodedata.normalize("NFKD", _MARKS.sub("", text).upper())
    return {c for c in flat if unicodedata.category(c)[0] in "LN" and c.isprintable()}


def _core(word: Word) -> Word:
    far = any(ord(c) > LAST_EUROPEAN for c in word.text)
    above, below = (share * word.height for share in CORE[far])
    return Word(word.text, word.left, word.top + above, word.right, word.bottom - below)


def _word(match: re.Match[str]) -> Word:
    """Marks of direction are not seen, but poppler gives them a width at the ends of a word."""
    left, top, right, bottom = (float(match[n]) - BEYOND for n in range(1, 5))
    text = unescape(match[5])
    if _MARKS.match(text[:1]):
        left += MARK * (bottom - top)
    if _MARKS.match(text[-1:]):
        right -= MARK * (bottom - top)
    return Word(text, left, top, right, bottom)
