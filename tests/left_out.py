"""What a printed sheet left out, read from its PDF: whether it says how much, and whether it went in its order."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pypdf import PdfReader

from notes_crm.answers.briefing import Briefing
from notes_crm.model import form
from notes_crm.model.layout import DROPS, MOST
from notes_crm.output.context import words as in_words
from notes_crm.output.wording import Wording
from tests.any_customer import NUMBERED
from tests.printed import MARGIN, MM, SAME_LINE, Word, as_read, far, flat, heading
from tests.ruled import rules

MAIN = ("last", "remember", "promised", "news")
SIDE = ("mood", "people", "human")
BELOW = ("equipment", "ask", "known", "told")
SIDE_WIDTH = 58 * MM
KEY = 14
"""Letters by which an entry without a number is known."""

LEAST = 3
"""A key of fewer letters is found everywhere."""

Entries = Mapping[str, Sequence[str]]
"""Of each list of a section the keys of its entries, in the order in which they may go."""


@dataclass(frozen=True, slots=True)
class Section:
    """A section as it is printed: what was found below its heading, and how many it says are left."""

    name: str
    lists: Entries
    total: int
    shown: Mapping[str, int]
    said: int


@dataclass(frozen=True, slots=True)
class _Area:
    """A heading's words, and where what belongs to it stands."""

    title: Sequence[Word]
    left: float
    right: float
    top: float
    bottom: float

    def words(self, words: Sequence[Word]) -> list[Word]:
        return [
            w for w in words
            if self.left - 2 < (w.left + w.right) / 2 < self.right + 2
            and self.top < (w.top + w.bottom) / 2 < self.bottom
        ]  # fmt: skip


def miscounted(
    words: Sequence[Word], briefing: Briefing, say: Wording, width: float
) -> Iterator[str]:
    """Sections that don't say how much they left out, or show something but the first entries."""
    for section in sections(words, briefing, say, width):
        found = sum(section.shown.values())
        if found + section.said != section.total:
            yield f"{section.name} shows {found}, says {section.said} more, and has {section.total}"


def taken(found: Sequence[Section], written: int) -> set[int]:
    """The steps of the usual order that were taken to make what is printed.

    `written` are the lines to write on in each box.
    """
    shown = {name: count for section in found for name, count in section.shown.items()}
    most = {
        name: min(MOST[name], len(keys))
        for section in found
        for name, keys in section.lists.items()
    }
    shown["lines"], most["lines"] = written, MOST["lines"]
    return {
        step
        for step, (name, kept) in enumerate(DROPS, start=1)
        if name in shown and most[name] > kept >= shown[name]
    }


def out_of_order(steps: Collection[int], fits: Callable[[Collection[int]], bool]) -> Iterator[str]:
    """Steps that need not have been taken: all before them, and those taken after, would do.

    `fits` says whether the sheet is one page once some steps were taken.
    """
    last = {DROPS[step - 1][0]: step for step in sorted(steps) if step <= len(DROPS)}
    for section, step in last.items():
        instead = {*range(1, step), *(later for later in steps if later > step)}
        if fits(instead):
            yield f"step {step} ({section} {DROPS[step - 1][1]}) was taken, and {sorted(instead)} suffice"


def sections(
    words: Sequence[Word], briefing: Briefing, say: Wording, width: float
) -> Iterator[Section]:
    """The sections of a page that can be told apart; those without a heading are read at the fold."""
    data = in_words(briefing, say)
    titles = {**say.labels["sheet"], "news": data["news"]["title"]}
    found = {name: heading(words, titles[name]) for name in (*MAIN, *SIDE, *BELOW)}
    areas = _areas(words, {k: v for k, v in found.items() if v}, say, width)
    foot = "".join(flat(w.text) for w in _fold(words, say))
    page = flat("".join(w.text for w in _rows(words)))
    for name, lists in _lists(data).items():
        total = _totals(briefing)[name]
        keys = _all(lists)
        if len({*keys}) < len(keys) or any(far(key) or len(key) < LEAST for key in keys):
            continue
        if name in areas:
            yield _read(name, lists, total, areas[name], words)
        elif total and foot and not any(key in page for key in keys):
            # else Chromium's letters are read in pieces, and what is said in them can't be told
            named = f"{flat(titles[name])}{total}" in foot or _has_number(titles[name], total, foot)
            yield Section(name, lists, total, dict.fromkeys(lists, 0), total if named else 0)


def lines(pdf: bytes, words: Sequence[Word], say: Wording) -> int:
    """How many lines to write on the first box has: rules from its title to that of the box below."""
    first, below = (_tall(words, say.labels["form"][form.boxes()[n].name]) for n in (0, 2))
    page = PdfReader(BytesIO(pdf)).pages[0]
    return sum(
        rule.left < (first.left + first.right) / 2 < rule.right
        and first.bottom < rule.down < below.bottom - 2
        for rule in rules(page)
    )


def _tall(words: Sequence[Word], title: str) -> Word:
    """The last word on the page that begins a title of a box."""
    return [w for w in words if flat(title).startswith(flat(w.text)) and flat(w.text)][-1]


def _read(name: str, lists: Entries, total: int, area: _Area, words: Sequence[Word]) -> Section:
    inside = [w for w in area.words(words) if w not in area.title]
    line = [w for w in inside if abs(w.top - area.title[0].top) < SAME_LINE]
    text = flat("".join(w.text for w in _rows(w for w in inside if w not in line)))
    numbers = re.findall(r"\d+", " ".join(w.text for w in line))
    shown = {which: sum(key in text for key in keys) for which, keys in lists.items()}
    return Section(name, lists, total, shown, int(numbers[-1]) if numbers else 0)


def _rows(words: Any) -> list[Word]:
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: w.bottom):
        if rows and abs(rows[-1][-1].bottom - word.bottom) < SAME_LINE:
            rows[-1].append(word)
        else:
            rows.append([word])
    return [word for row in rows for word in sorted(row, key=lambda w: w.left)]


def _areas(
    words: Sequence[Word], found: Mapping[str, Sequence[Word]], say: Wording, width: float
) -> dict[str, _Area]:
    """Where each section stands, mirrored where one reads from the right."""
    turned = say.direction == "rtl"
    edge = MARGIN + SIDE_WIDTH
    main = (edge, width - MARGIN) if turned else (MARGIN, width - edge - 4 * MM)
    side = (MARGIN, edge) if turned else (width - edge, width - MARGIN)
    fold = min((w.top for w in _fold(words, say)), default=float("inf"))
    below = [_top(found[name]) for name in BELOW if name in found]
    areas = {}
    for name, title in found.items():
        left, right = main if name in MAIN else side if name in SIDE else (MARGIN, width - MARGIN)
        if name in ("ask", "known", "told"):
            left, right = _third(name, found, width, turned=turned)
        mates = MAIN if name in MAIN else SIDE if name in SIDE else ()
        under = [_top(found[mate]) for mate in mates if mate in found] + below
        bottom = min((top for top in under if top > _top(title) + SAME_LINE), default=fold)
        areas[name] = _Area(title, left, right, _top(title) - 1, bottom - 1)
    return areas


def _third(
    name: str, found: Mapping[str, Sequence[Word]], width: float, *, turned: bool
) -> tuple[float, float]:
    row = sorted(
        (found[n] for n in ("ask", "known", "told") if n in found),
        key=lambda title: title[0].left,
        reverse=turned,
    )
    place = row.index(found[name])
    after = row[place + 1] if place + 1 < len(row) else None
    if turned:
        return (after[-1].right if after else MARGIN), found[name][-1].right
    return found[name][0].left, (after[0].left - 2 if after else width - MARGIN)


def _top(title: Sequence[Word]) -> float:
    return min(w.top for w in title)


def _fold(words: Sequence[Word], say: Wording) -> list[Word]:
    """The note at the fold, one line or more: from its first words to the title of the notes."""
    begin, end = heading(words, say.labels["sheet"]["fold"]), say.labels["sheet"]["notes"]
    if not begin:
        begin = _beginning(words, say.labels["sheet"]["fold"])
    if not begin:
        return []
    first, top = flat(end)[:4], _top(begin)
    titles = [
        w.top for w in words
        if w.height > 12.5 and w.top > top and flat(w.text)[:4] in (first, flat(end)[::-1][:4])
    ]  # fmt: skip
    bottom = min(titles, default=top + 12)
    return _rows(w for w in words if top - 1 <= w.top < bottom - 1)


def _beginning(words: Sequence[Word], label: str) -> list[Word]:
    """The first word of a label that goes on in its line with something else."""
    wanted = flat(label)
    for word in words:
        if word.height > 12.5 or not (said := flat(word.text)):
            continue
        line = [w for w in words if abs(w.top - word.top) < SAME_LINE]
        read = "".join(flat(w.text) for w in sorted(line, key=lambda w: w.left))
        if said and (read.startswith(wanted) or (far(label) and wanted[::-1] in read)):
            return line
    return []


def _has_number(title: str, total: int, foot: str) -> bool:
    """Of a title in letters that Chromium draws in pieces the number has to do."""
    return far(title) and str(total) in foot


def _lists(data: Any) -> dict[str, Entries]:
    return {
        "remember": {
            "lessons": [_key(e["md"]) for e in data["lessons"]],
            "remember": [_key(e["md"]) for e in data["remember"]],
        },
        "promised": {
            "ours": [_key(e["md"]) for e in data["ours"]],
            "theirs": [_key(e["md"]) for e in data["theirs"]],
        },
        "news": {"news": [_key(e["md"]) for e in data["news"]["lines"]]},
        "people": {"people": [_key(e["name"]) for e in data["people"]]},
        "human": {"human": [_key(e["md"]) for e in data["human"]]},
        "equipment": {"equipment": [_key(e["name"]) for e in data["equipment"]]},
        "known": {"known": [_key(e["md"]) for e in data["known"]]},
        "told": {"told": [_key(e["md"]) for e in data["told"]]},
    }


def _totals(b: Briefing) -> dict[str, int]:
    return {
        "remember": len(b.remember) + len(b.lessons),
        "promised": len(b.ours) + len(b.theirs),
        "news": b.news.total,
        "people": len(b.people),
        "human": len(b.human),
        "equipment": len(b.equipment) + b.silent_units,
        "known": b.asked.total,
        "told": b.told.total,
    }


def _key(text: str) -> str:
    """The number of a line, where it has one; else its first letters."""
    numbered = NUMBERED.search(text)
    return flat(numbered[0]) if numbered else flat(as_read(text))[:KEY]


def _all(lists: Entries) -> list[str]:
    return [key for keys in lists.values() for key in keys]
