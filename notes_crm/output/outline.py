"""A briefing as titled parts of plain rows: what the terminal and Markdown both write."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from notes_crm.answers.briefing import Briefing
from notes_crm.answers.said import Source, plain
from notes_crm.model import form
from notes_crm.model.layout import Layout
from notes_crm.output.context import words
from notes_crm.output.entries import source
from notes_crm.output.limits import USUAL
from notes_crm.output.wishes import prompt_of, with_wishes
from notes_crm.output.wording import Data, Wording


@dataclass(frozen=True, slots=True)
class Row:
    """One row: `lead` is set apart from the text, `source` is where it comes from."""

    text: str
    lead: str = ""
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A titled part of a page. `left` says what has no room here.

    `head` is the name of the page and what stands below it, `box` one thing to do and more
    about it, `lines` running text, `list` single things.
    """

    title: str
    rows: tuple[Row, ...]
    style: Literal["head", "box", "lines", "list"] = "list"
    left: str = ""


def outline(briefing: Briefing, say: Wording, layout: Layout = USUAL) -> list[Part]:
    """The sheet in its order, without its form; parts without a row are left out.

    Of the boxes to write in, only what the team wants to have asked in them is there.
    """
    kind = briefing.head.kind
    data = with_wishes(words(briefing, say), kind, layout)
    labels = say.labels["sheet"]
    drawn = _Drawing(data, labels, layout.most, say)
    parts = [
        Part(data["head"]["name"], tuple(_head(data, say, briefing)), "head"),
        _arrival(data, labels, layout.most["arrival"]),
        *drawn.in_order(layout, say.labels["equipment"]),
        Part(labels["notes"], tuple(_prompts(data, kind, layout))),
    ]
    return [p for p in parts if p.rows]


def joined(*texts: str) -> str:
    """Texts in one row, those that are empty left out."""
    return " · ".join(t for t in texts if t)


def _head(data: Data, say: Wording, briefing: Briefing) -> Iterator[Row]:
    head, labels = data["head"], say.labels["sheet"]
    if briefing.with_private:
        yield Row(labels["private_all"])
    yield Row(joined(say.listed((head["channel"], head["when"])), head["who"], head["length"]))
    about = joined(*head["about"], head["address"], *head["phones"])
    if about:
        yield Row(about, source=_note(head["note"]))
    yield Row(joined(data["why"]["text"], data["why"]["case"]), source=source(data["why"]))
    if data["take"]:
        yield Row(" · ".join(plain(s["md"]) for s in data["take"]), labels["take"])
    if data["manuals"]:
        yield Row(" · ".join(data["manuals"]), labels["manual"])


def _arrival(data: Data, labels: Data, most: int) -> Part:
    arrival = data["arrival"]
    action = " – ".join(plain(t) for t in (arrival["action"], arrival["because"]) if t)
    rows = [Row(action or arrival["gap"], source=source(arrival))]
    rows += [Row(plain(fact)) for fact in arrival["facts"][:most]]
    left = more(len(arrival["facts"]) - most, labels)
    return Part(labels["arrival"], tuple(row for row in rows if row.text), "box", left)


def _prompts(data: Data, kind: str, layout: Layout) -> Iterator[Row]:
    for box, question in zip(data["boxes"], form.boxes(), strict=True):
        if prompt_of(question.name, kind, layout):
            yield Row(box["prompt"], f"{box['title']}:")


def _alerts(data: Data, labels: Data) -> list[Row]:
    return [
        Row(f"{a['fact']} – {labels['say']}: {a['say']}", a["label"], source(a))
        for a in data["alerts"]
    ]


def _last(data: Data, labels: Data, say: Wording) -> Iterator[Row]:
    last, following = data["last"], data["following"]
    if last:
        started = f" ({last['started']})" if last["started"] else ""
        spoken = say.listed((last["day"], last["who"], last["how"]))
        text = f"{spoken}{started}. {last['text']}"
        yield Row(text, source=_note(last["path"]))
    else:
        yield Row(labels["last_gap"])
    if following["done"]:
        yield Row(following["done"])
    step = joined(following["text"], following["contact"])
    yield Row(step, f"{labels['next']}:", source(following))


@dataclass(frozen=True, slots=True)
class _Drawing:
    """The words of a sheet, the labels, and how many rows of a section there may be."""

    data: Data
    labels: Data
    most: Mapping[str, int]
    say: Wording

    def in_order(self, layout: Layout, units: Data) -> Iterator[Part]:
        """The parts between "On arrival" and the fold, as the team orders them."""
        made: Mapping[str, Callable[[], Iterable[Part]]] = {
            "alerts": self._alerts,
            "last": self._last,
            "promises": self._promised,
            "news": self._news,
            "mood": self._mood,
            "people": self._people,
            "human": lambda: [self._list("human")],
            "equipment": lambda: self._equipment(units),
            "ask": lambda: [self._list("ask")],
            "known": lambda: [self._list("known", self.data["known_total"])],
            "told": lambda: [self._list("told", self.data["told_total"])],
        }
        for band in layout.bands:
            for name in band.parts:
                yield from made[name]()

    def _alerts(self) -> list[Part]:
        return [self._part("alerts", self.labels["alerts"], _alerts(self.data, self.labels))]

    def _last(self) -> list[Part]:
        lessons = self.labels["lesson"].rstrip(" \u00a0:：")
        return [
            Part(self.labels["last"], tuple(_last(self.data, self.labels, self.say)), "lines"),
            self._list("remember"),
            self._list("lessons", title=lessons),
        ]

    def _promised(self) -> list[Part]:
        ours, theirs = self.data["ours"], self.data["theirs"]
        promised = [*ours[: self.most["ours"]], *theirs[: self.most["theirs"]]]
        rows = tuple(
            Row(joined(p["side"], plain(p["md"]), p["who"], p["due"], p["late"]), source=source(p))
            for p in promised
        )
        left = more(len(ours) + len(theirs) - len(rows), self.labels)
        rows = rows if promised else (Row(self.labels["promised_gap"]),)
        return [Part(self.labels["promised"], rows, "list", left)]

    def _news(self) -> list[Part]:
        news = self.data["news"]
        rows = [
            Row(joined(n["day"], n["who"], n["kind"], plain(n["md"])), source=source(n))
            for n in news["lines"]
        ]
        return [self._part("news", news["title"], rows, news["total"])]

    def _mood(self) -> list[Part]:
        return [Part(self.labels["mood"], tuple(_mood(self.data)), "lines")]

    def _people(self) -> list[Part]:
        rows = [
            Row(
                joined(p["name"] + p["rest"], *p["about"], p["phone"], p["tip"]),
                source=_note(p["path"]),
            )
            for p in self.data["people"]
        ]
        return [self._part("people", self.labels["people"], rows)]

    def _equipment(self, units: Data) -> list[Part]:
        rows = [_unit(u, units, self.labels) for u in self.data["equipment"]]
        total = len(rows) + self.data["silent_units"]
        return [self._part("equipment", self.labels["equipment"], rows, total)]

    def _list(self, section: str, total: int = 0, *, title: str = "") -> Part:
        rows = [Row(plain(e["md"]), source=source(e)) for e in self.data[section]]
        most = self.most[section]
        if section == "ask" and 0 < most < len(rows):  # the last question is always asked
            rows[most - 1] = rows[-1]
        return self._part(section, title or self.labels[section], rows, total)

    def _part(self, section: str, title: str, rows: Sequence[Row], total: int = 0) -> Part:
        kept = tuple(rows[: self.most[section]])
        left = max(total, len(rows)) - len(kept)
        return Part(title, kept, "list", more(left, self.labels))


def _mood(data: Data) -> Iterator[Row]:
    mood, worth = data["mood"], data["worth"]
    if mood:
        yield Row(joined(f"{mood['score']}/5 {mood['note']}", mood["trend"], mood["read"]))
    if worth:
        yield Row(joined(f"{worth['before']}{worth['amount']}{worth['after']}", worth["rest"]))


def _unit(unit: Data, units: Data, labels: Data) -> Row:
    text = joined(
        unit["name"],
        unit["serial"],
        unit["warranty"],
        f"{units['faults']} {unit['faults']}" if unit["faults"] else "",
        f"{units['cost']} {unit['cost']}" if unit["cost"] else "",
        unit["verdict"],
        *unit["reasons"],
        *(f"{labels['manual']} {name}" for name in unit["manuals"]),
    )
    return Row(text, source=_note(unit["path"]))


def more(left: int, labels: Data) -> str:
    """What is said of so many rows that have no room."""
    return labels["more"].replace("{n}", str(left)) if left > 0 else ""


def _note(path: str) -> Source | None:
    return source({"path": path})
