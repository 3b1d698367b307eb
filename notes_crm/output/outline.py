"""A briefing as titled parts of plain rows: what the terminal and Markdown both write."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from notes_crm.answers.briefing import Briefing
from notes_crm.answers.said import Source, plain
from notes_crm.model.layout import MOST
from notes_crm.output.context import words
from notes_crm.output.entries import source
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


def outline(briefing: Briefing, say: Wording) -> list[Part]:
    """The sheet in its order, without its form; parts without a row are left out."""
    data = words(briefing, say)
    labels = say.labels["sheet"]
    parts = [
        Part(data["head"]["name"], tuple(_head(data, labels, briefing)), "head"),
        _arrival(data, labels),
        _part(labels["alerts"], _alerts(data, labels), len(data["alerts"]), "alerts", labels),
        Part(labels["last"], tuple(_last(data, labels)), "lines"),
        *_lists(data, labels, say.labels["equipment"]),
    ]
    return [p for p in parts if p.rows]


def joined(*texts: str) -> str:
    """Texts in one row, those that are empty left out."""
    return " · ".join(t for t in texts if t)


def _head(data: Data, labels: Data, briefing: Briefing) -> Iterator[Row]:
    head = data["head"]
    if briefing.with_private:
        yield Row(labels["private_all"])
    yield Row(joined(f"{head['channel']}, {head['when']}", head["who"], head["length"]))
    about = joined(*head["about"], head["address"], *head["phones"])
    if about:
        yield Row(about, source=_note(head["note"]))
    yield Row(joined(data["why"]["text"], data["why"]["case"]), source=source(data["why"]))
    if data["take"]:
        yield Row(" · ".join(plain(s["md"]) for s in data["take"]), labels["take"])
    if data["manuals"]:
        yield Row(" · ".join(data["manuals"]), labels["manual"])


def _arrival(data: Data, labels: Data) -> Part:
    arrival = data["arrival"]
    action = " – ".join(plain(t) for t in (arrival["action"], arrival["because"]) if t)
    rows = [Row(action or arrival["gap"], source=source(arrival))]
    rows += [Row(plain(fact)) for fact in arrival["facts"]]
    return Part(labels["arrival"], tuple(row for row in rows if row.text), "box")


def _alerts(data: Data, labels: Data) -> list[Row]:
    return [
        Row(f"{a['fact']} – {labels['say']}: {a['say']}", a["label"], source(a))
        for a in data["alerts"]
    ]


def _last(data: Data, labels: Data) -> Iterator[Row]:
    last, following = data["last"], data["following"]
    if last:
        started = f" ({last['started']})" if last["started"] else ""
        text = f"{last['day']}, {last['who']}, {last['how']}{started}. {last['text']}"
        yield Row(text, source=_note(last["path"]))
    else:
        yield Row(labels["last_gap"])
    if following["done"]:
        yield Row(following["done"])
    step = joined(following["text"], following["contact"])
    yield Row(step, f"{labels['next']}:", source(following))


def _lists(data: Data, labels: Data, units: Data) -> Iterator[Part]:
    yield _list("remember", labels["remember"], data["remember"], labels)
    yield _list("lessons", labels["lesson"].rstrip(":"), data["lessons"], labels)
    yield _promised(data, labels)
    news = data["news"]
    rows = [
        Row(joined(n["day"], n["who"], n["kind"], plain(n["md"])), source=source(n))
        for n in news["lines"]
    ]
    yield _part(news["title"], rows, news["total"], "news", labels)
    yield Part(labels["mood"], tuple(_mood(data)), "lines")
    rows = [
        Row(
            joined(p["name"] + p["rest"], *p["about"], p["phone"], p["tip"]),
            source=_note(p["path"]),
        )
        for p in data["people"]
    ]
    yield _part(labels["people"], rows, len(rows), "people", labels)
    yield _list("human", labels["human"], data["human"], labels)
    rows = [_unit(u, units, labels) for u in data["equipment"]]
    total = len(rows) + data["silent_units"]
    yield _part(labels["equipment"], rows, total, "equipment", labels)
    yield _list("ask", labels["ask"], data["ask"], labels)
    yield _list("known", labels["known"], data["known"], labels, data["known_total"])
    yield _list("told", labels["told"], data["told"], labels, data["told_total"])


def _promised(data: Data, labels: Data) -> Part:
    promised = [*data["ours"][: MOST["ours"]], *data["theirs"][: MOST["theirs"]]]
    rows = tuple(
        Row(joined(p["side"], plain(p["md"]), p["who"], p["due"], p["late"]), source=source(p))
        for p in promised
    )
    left = len(data["ours"]) + len(data["theirs"]) - len(rows)
    return Part(
        labels["promised"], rows or (Row(labels["promised_gap"]),), "list", more(left, labels)
    )


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


def _list(section: str, title: str, entries: Sequence[Any], labels: Data, total: int = 0) -> Part:
    rows = [Row(plain(e["md"]), source=source(e)) for e in entries]
    if section == "ask" and len(rows) > MOST[section]:  # the last question is always asked
        rows[MOST[section] - 1] = rows[-1]
    return _part(title, rows, max(total, len(rows)), section, labels)


def _part(title: str, rows: Iterable[Row], total: int, section: str, labels: Data) -> Part:
    kept = tuple(rows)[: MOST[section]]
    return Part(title, kept, "list", more(total - len(kept), labels))


def more(left: int, labels: Data) -> str:
    """What is said of so many rows that have no room."""
    return labels["more"].replace("{n}", str(left)) if left > 0 else ""


def _note(path: str) -> Source | None:
    return source({"path": path})
