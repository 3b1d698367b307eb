"""A printed sheet read back: where each word stands, and what must not be so on any sheet."""

import re
import subprocess
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from io import BytesIO

from pypdf import PdfReader, PdfWriter
from pypdf.generic import RectangleObject

from notes_crm.answers.briefing import Briefing
from notes_crm.answers.said import plain
from notes_crm.output.context import words as in_words
from notes_crm.output.markup import inline
from notes_crm.output.wording import Wording
from tests.ruled import Rule, rules

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
HEADING_HEIGHT = 12.5
STRUCK = (0.4, 0.3)
"""A rule within a word, this share of its height from the top and from the bottom, strikes it out."""
SAME_LINE = 3.0
NAME_ENDS = 130
"""Points from the top in which the customer's name stands."""
EAST = "\u2e80"
"""From here on are letters of Chinese and Japanese."""
BEGINNING = 24
"""Letters of a text that must be on the paper in one piece; what is long may be cut."""

BELOW_A_HEADING = 26
"""Points below a heading in which its first line must begin."""

SECTIONS = (
    "last", "remember", "promised", "mood", "people", "human", "equipment", "ask", "known", "told",
)  # fmt: skip
_WORD = re.compile(
    r'<word xMin="([^"]*)" yMin="([^"]*)" xMax="([^"]*)" yMax="([^"]*)">(.*?)</word>', re.DOTALL
)
_WHOLE = re.compile(r"(?:[^\W_]|[\u0300-\u036f\u064b-\u065f\u0670])+")
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
        drawn = rules(page)
        yield from (f"page {number}: {fault}" for fault in _on_a_page(words, drawn, say, size))
    yield from _missing([word for words in found for word in words], briefing, say)
    yield from _unsaid(pdf, found, briefing, say)
    if len(found) == 2 and not _has(found[1], say.labels["sheet"]["notes"]):
        yield "the second page has no visit notes"


def _on_a_page(
    words: Sequence[Word], drawn: Sequence[Rule], say: Wording, size: tuple[float, float]
) -> Iterator[str]:
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
    yield from (f"a rule strikes out {word.text!r}" for word in struck(words, drawn))
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


def struck(words: Iterable[Word], drawn: Sequence[Rule]) -> Iterator[Word]:
    """Words that a rule goes through, more than along their foot or head."""
    for word in words:
        above, below = (share * word.height for share in STRUCK)
        for rule in drawn:
            inside = word.top + above < rule.down < word.bottom - below
            if inside and min(rule.right, word.right) - max(rule.left, word.left) > TOUCH:
                yield word
                break


def heading(words: Sequence[Word], title: str) -> list[Word]:
    """The words of a heading on the paper, from the left; none if it is not there.

    A heading is small and begins its line or follows a gap; scripts are read in pieces, and
    from either side.
    """
    wanted = flat(title)
    small = [w for w in words if w.height < HEADING_HEIGHT and flat(w.text)]
    for first in small:
        line = sorted(
            (w for w in small if abs(w.top - first.top) < SAME_LINE and w.left >= first.left - 0.1),
            key=lambda w: w.left,
        )
        if any(_just_before(w, first) for w in small):
            continue
        for end in range(1, len(line) + 1):
            pieces = line[:end]
            read = "".join(flat(w.text) for w in pieces)
            if read == wanted or (sorted(read) == sorted(wanted) and far(title)):
                return pieces
            if len(read) >= len(wanted):
                break
    return []


def _orphans(words: Sequence[Word], say: Wording) -> Iterator[str]:
    for section in SECTIONS:
        title = say.labels["sheet"][section]
        if not (found := heading(words, title)):
            continue
        left, right, foot = found[0].left, found[-1].right, max(w.bottom for w in found)
        if not any(
            w.bottom > foot and w.top - foot < BELOW_A_HEADING
            and w.left < right + 100 and w.right > left - 100 for w in words if w not in found
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
        lost = _letters(text) - there
        if lost and not (_nameless(words) and min(lost) >= EAST):
            yield f"{text!r} lacks {''.join(sorted(lost))!r}"


def _unsaid(
    pdf: bytes, found: Sequence[Sequence[Word]], briefing: Briefing, say: Wording
) -> Iterator[str]:
    """What must be on every sheet, word by word: who, why, what to do first, alerts, the next step."""
    data, there = in_words(briefing, say), _Read(found, pdf)
    if lost := _Read([_name(found[0])]).lost(data["head"]["name"]):
        yield f"{lost!r} of {data['head']['name']!r} is not at the head"
    head = _Read([_upper(found[0], say)])
    for text in [data["why"]["text"], *(alert["fact"] for alert in data["alerts"][:5])]:
        if lost := head.lost(text):
            yield f"{lost!r} of {text!r} is not on the paper"
    wanted = [data["following"]["text"]]
    # Late promises of ours go last, and four of them never do.
    notes = [data["arrival"]["action"], *(promise["md"] for promise in data["ours"][:4])]
    for texts in [(text,) for text in wanted] + [(as_read(md), plain(md)) for md in notes]:
        if lost := [word for text in texts if (word := there.lost(text))][len(texts) - 1 :]:
            yield f"{lost[0]!r} of {texts[0]!r} is not on the paper"


def _nameless(words: Sequence[Word]) -> bool:
    """Firefox draws Chinese letters and leaves some without a name: other engines are asked for those."""
    return any("\ufffd" in w.text for w in words)


class _Read:
    """The text of a PDF, in the order it is drawn in and as its lines are seen."""

    def __init__(self, found: Sequence[Sequence[Word]], pdf: bytes = b"") -> None:
        drawn = subprocess.run(
            ["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True
        ).stdout if pdf else b""  # fmt: skip
        self.texts = [flat(drawn.decode(errors="replace"))]
        self.nameless = any(map(_nameless, found))
        for words in found:
            self.texts += [_seen(words), "".join(flat(w.text) for w in words)]
            for size in {round(w.height) for w in words}:
                alike = [w for w in words if round(w.height) == size]
                self.texts += [_seen(alike), "".join(flat(w.text) for w in alike)]

    def lost(self, text: str) -> str:
        """The first word of the beginning that is nowhere; the beginning is what no cut takes."""
        for word in _beginning(text):
            if any(shape in read for shape in shapes(word) for read in self.texts):
                continue
            if not (self.nameless and max(word) >= EAST):
                return word
        return ""


def _name(words: Sequence[Word]) -> list[Word]:
    return [w for w in words if w.top < NAME_ENDS and w.height > HEADING_HEIGHT]


def _upper(words: Sequence[Word], say: Wording) -> list[Word]:
    """What stands above the first section: why, what to do first, and the alerts."""
    first = heading(words, say.labels["sheet"]["last"])
    return [w for w in words if not first or w.bottom <= first[0].bottom]


def _seen(words: Sequence[Word]) -> str:
    """Line by line, each from the left."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (w.top + w.bottom) / 2):
        middle = (word.top + word.bottom) / 2
        last = rows[-1][-1] if rows else None
        if last and abs((last.top + last.bottom) / 2 - middle) < SAME_LINE:
            rows[-1].append(word)
        else:
            rows.append([word])
    return "".join(flat(w.text) for row in rows for w in sorted(row, key=lambda w: w.left))


def _beginning(text: str) -> Iterator[str]:
    room = BEGINNING
    for word in _WHOLE.findall(_MARKS.sub("", text)):
        letters = flat(word)[:room]
        if letters:
            yield letters
        room -= len(letters) + 1
        if room <= 0:
            return


def _has(words: Sequence[Word], label: str) -> bool:
    return _letters(label) <= _letters("".join(w.text for w in words))


def as_read(md: str) -> str:
    """A line of Markdown as a reader sees it, where it is not cut."""
    return unescape(re.sub(r"<[^>]*>", "", inline(md)))


def _letters(text: str) -> set[str]:
    """The letters a reader sees."""
    return set(flat(text))


def flat(text: str) -> str:
    """Letters and digits in their order; joined and decomposed forms count as one, capitals too."""
    whole = unicodedata.normalize("NFKD", _MARKS.sub("", text).upper())
    return "".join(c for c in whole if unicodedata.category(c)[0] in "LN" and c.isprintable())


def shapes(letters: str) -> set[str]:
    """How a word may be read: from either side, and in Arabic with two letters drawn as one."""
    turned = letters[::-1]
    return (
        {letters, turned, turned.replace("\u0627\u0644", "\u0644\u0627")}
        if far(letters)
        else {letters}
    )


def far(text: str) -> bool:
    """Whether some of it is in a script that is not European."""
    return any(ord(c) > LAST_EUROPEAN for c in _MARKS.sub("", text))


def _core(word: Word) -> Word:
    above, below = (share * word.height for share in CORE[far(word.text)])
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
