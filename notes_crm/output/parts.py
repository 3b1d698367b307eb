"""The lists of a sheet as the entries that are printed, each with the step at which it goes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from notes_crm.model.layout import Layout
from notes_crm.output.limits import shown, step_of
from notes_crm.output.wording import Data, Wording


def parts_of(data: Data, dropped: Collection[int], layout: Layout) -> dict[str, Data]:
    """Each list as the entries that are printed, each with the step at which it goes."""
    choose = _Choice(layout, dropped)
    return {
        "arrival": _part("arrival", data["arrival"]["facts"], choose),
        "alerts": _part("alerts", data["alerts"], choose),
        "remember": _joined(
            _part("remember", data["remember"], choose), _part("lessons", data["lessons"], choose)
        ),
        "owed": _joined(
            _part("ours", data["ours"], choose), _part("theirs", data["theirs"], choose)
        ),
        "news": _part("news", data["news"]["lines"], choose, data["news"]["total"]),
        "people": _part("people", data["people"], choose),
        "human": _part("human", data["human"], choose),
        "equipment": _part(
            "equipment",
            data["equipment"],
            choose,
            len(data["equipment"]) + data["silent_units"],
        ),
        "ask": _questions(data["ask"], choose),
        "known": _part("known", data["known"], choose, data["known_total"]),
        "told": _part("told", data["told"], choose, data["told_total"]),
        "lines": _part("lines", [""] * layout.most["lines"], choose),
    }


def gone(parts: dict[str, Data], data: Data, say: Wording) -> str:
    """Names what has no line left on the paper, so that nothing disappears in silence."""
    titles = {name: say.labels["sheet"].get(name, "") for name in parts}
    titles["news"] = data["news"]["title"]
    empty = [
        f"{titles[name]} {part['left']}"
        for name, part in parts.items()
        if part["left"] and not part["rows"] and titles[name]
    ]
    return say.say("sheet.gone").replace("#", say.listed(empty)) if empty else ""


@dataclass(frozen=True, slots=True)
class _Choice:
    """A layout, and the steps that were taken."""

    layout: Layout
    dropped: Collection[int]

    def shown(self, section: str, number: int) -> bool:
        return shown(section, number, self.dropped, self.layout)

    def step(self, section: str, number: int) -> int:
        return step_of(section, number, self.layout)


def _part(section: str, entries: Sequence[Any], choose: _Choice, total: int = 0) -> Data:
    rows = [
        {"it": it, "section": section, "step": choose.step(section, number)}
        for number, it in enumerate(entries, start=1)
        if choose.shown(section, number)
    ]
    left = max(total, len(entries)) - len(rows)
    return {"rows": rows, "left": left, "goes": choose.step(section, 1)}


def _joined(*parts: Data) -> Data:
    rows = [row for part in parts for row in part["rows"]]
    return {"rows": rows, "left": sum(part["left"] for part in parts), "goes": 0}


def _questions(asks: Sequence[Data], choose: _Choice) -> Data:
    """The last question is always asked: it takes the first place when room is short."""
    part = _part("ask", [asks[-1], *asks[:-1]], choose)
    return part | {"rows": [*part["rows"][1:], *part["rows"][:1]], "goes": 0}
