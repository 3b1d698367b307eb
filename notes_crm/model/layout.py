"""What a sheet holds, in which order, and what goes first for want of room: the usual, or a team's."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, NoReturn, cast

from notes_crm.model.schema import fold

Paper = Literal["auto", "a4", "letter"]

PAPERS: tuple[Paper, ...] = ("auto", "a4", "letter")

FONTS: Mapping[str, str] = {
    "Source Sans 3": "",
    "sans-serif": "sans-serif",
    "serif": "serif",
    "monospace": "monospace",
}
"""The font that comes with the sheet, and what the machine has for each of the others in CSS."""

MOST: Mapping[str, int] = {
    "lines": 6, "arrival": 9, "alerts": 5, "remember": 3, "lessons": 2, "ours": 6, "theirs": 5,
    "news": 6, "people": 4, "human": 3, "equipment": 6, "ask": 5, "known": 4, "told": 3,
}  # fmt: skip
"""Entries of a section at the most; `lines` are those of one writing box."""

BEYOND = 40
"""No team may ask for more entries than this in a section: it is one page."""

DROPS: tuple[tuple[str, int], ...] = (
    ("lines", 5), ("lines", 4), ("lines", 3), ("human", 2), ("told", 1), ("lines", 2),
    ("lessons", 1), ("known", 2), ("ask", 3), ("news", 3), ("human", 1), ("equipment", 3),
    ("people", 2), ("known", 1), ("news", 2), ("lessons", 0), ("told", 0), ("ask", 2),
    ("equipment", 2), ("theirs", 3), ("human", 0), ("ours", 4), ("remember", 2), ("arrival", 3),
    ("known", 0), ("people", 1), ("news", 1), ("theirs", 2), ("equipment", 1), ("lines", 1),
)  # fmt: skip
"""What goes, in this order: step 1 leaves five writing lines, step 2 four, and so on."""

STAYING = frozenset({"alerts"})
"""Sections of which nothing ever goes."""


class Band(NamedTuple):
    """Parts that stand together: one below the other, in two columns, or side by side."""

    main: tuple[str, ...] = ()
    side: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()

    @property
    def parts(self) -> tuple[str, ...]:
        """All of them, in reading order."""
        return (*self.main, *self.side, *self.beside)


BANDS: tuple[Band, ...] = (
    Band(main=("alerts",)),
    Band(main=("last", "promises", "news"), side=("mood", "people", "human")),
    Band(main=("equipment",)),
    Band(beside=("ask", "known", "told")),
)
"""The parts between "On arrival" and the fold."""

ORDER: tuple[str, ...] = tuple(part for band in BANDS for part in band.parts)


class Layout(NamedTuple):
    """One team's sheet; `prompts` by kind of customer (folded, "" for every kind) and box.

    `labels` are tables of texts that take the place of shipped ones, as in a file of labels;
    `logo` is a path in the vault; `lang` is empty where the vault's language counts.
    """

    page: Paper = "auto"
    font: str = "Source Sans 3"
    lang: str = ""
    logo: str = ""
    bands: tuple[Band, ...] = BANDS
    most: Mapping[str, int] = MOST
    drops: tuple[tuple[str, int], ...] = DROPS
    prompts: Mapping[str, Mapping[str, str]] = MappingProxyType({})
    questions: tuple[str, ...] = ()
    labels: Mapping[str, Any] = MappingProxyType({})


class Unfit(Exception):
    """A setting that can't be so: the table it stands in, its name, and why."""

    def __init__(self, table: str, key: str, reason: str) -> None:
        super().__init__(reason)
        self.table, self.key, self.reason = table, key, reason


def read_layout(table: Mapping[str, Any]) -> Layout:
    """The layout that `[briefing]` asks for; Unfit names what can't be."""
    for key in table:
        if key not in _READERS:
            _refuse("briefing", key, f"[briefing] has no {key}; it has {_listed(_READERS)}")
    read = {name: reader(table[name]) for name, reader in _READERS.items() if name in table}
    if "order" in read:
        read["bands"] = read.pop("order")
    if "drop" in read:
        read["drops"] = read.pop("drop")
    if "limits" in read:
        read["most"] = read.pop("limits")
    return Layout(**read)


def _page(value: object) -> Paper:
    page = value.casefold() if isinstance(value, str) else ""
    if page not in PAPERS:
        _refuse("briefing", "page", f"page is {value!r}; it may be auto, A4 or Letter")
    return page


def _font(value: object) -> str:
    named = {name.casefold(): name for name in FONTS}
    found = named.get(value.casefold()) if isinstance(value, str) else None
    if found is None:
        _refuse("briefing", "font", f"font is {value!r}; there are {_listed(FONTS)}")
    return found


def _text(name: str) -> Callable[[object], str]:
    def read(value: object) -> str:
        if not isinstance(value, str):
            _refuse("briefing", name, f"{name} must be text in quotes")
        return value.strip()

    return read


def _logo(value: object) -> str:
    path = _text("logo")(value)
    if path.startswith(("/", "~")) or "\\" in path or ":" in path or ".." in path.split("/"):
        _refuse("briefing", "logo", f"logo is {path!r}; it must be a picture inside the vault")
    return path


def _order(value: object) -> tuple[Band, ...]:
    """The bands, in the order in which their first part is named, and each by the names."""
    names = _texts("briefing", "order", value)
    for name in names:
        if name not in ORDER:
            _refuse("briefing", "order", f"order names {name!r}; the parts are {_listed(ORDER)}")
        if names.count(name) > 1:
            _refuse("briefing", "order", f"order names {name!r} twice")
    place = {name: n for n, name in enumerate((*names, *(p for p in ORDER if p not in names)))}

    def sort(parts: Sequence[str]) -> tuple[str, ...]:
        return tuple(sorted(parts, key=place.__getitem__))

    bands = [Band(sort(b.main), sort(b.side), sort(b.beside)) for b in BANDS]
    return tuple(sorted(bands, key=lambda band: min(map(place.__getitem__, band.parts))))


def _limits(value: object) -> Mapping[str, int]:
    asked = _table("briefing.limits", "limits", value)
    for name, most in asked.items():
        if name not in MOST:
            _refuse("briefing.limits", name, f"no part is called {name}; they are {_listed(MOST)}")
        if not isinstance(most, int) or isinstance(most, bool) or not 0 <= most <= BEYOND:
            reason = f"{name} is {most!r}; it must be a number from 0 to {BEYOND}"
            _refuse("briefing.limits", name, reason)
    return {**MOST, **asked}


def _drop(value: object) -> tuple[tuple[str, int], ...]:
    """What the team lets go first, then the usual steps that take away still more."""
    steps: list[tuple[str, int]] = []
    for text in _texts("briefing", "drop", value):
        name, _, kept = text.strip().rpartition(" ")
        name = name.strip()
        if name not in MOST or name in STAYING or not kept.isdecimal():
            parts = _listed(n for n in MOST if n not in STAYING)
            reason = f'drop has {text!r}; it takes texts such as "human 1", and parts are {parts}'
            _refuse("briefing", "drop", reason)
        if any(n == name and k <= int(kept) for n, k in steps):
            _refuse("briefing", "drop", f"drop has {text!r} after fewer of {name} are left")
        steps.append((name, int(kept)))
    fewest = dict(steps)  # the last word on each part
    rest = ((n, k) for n, k in DROPS if k < fewest.get(n, BEYOND + 1))
    return (*steps, *rest)


def _prompts(value: object) -> Mapping[str, Mapping[str, str]]:
    """By kind of customer: texts stand for every kind, tables for one."""
    from notes_crm.model.form import boxes as asked  # noqa: PLC0415 - few vaults have prompts of their own

    boxes = [box.name for box in asked()]
    read: dict[str, dict[str, str]] = {"": {}}
    for name, said in _table("briefing.prompts", "prompts", value).items():
        if isinstance(said, dict):
            where = f"briefing.prompts.{name}"
            read[fold(name)] = {box: _prompt(where, box, text) for box, text in said.items()}
        else:
            read[""][name] = _prompt("briefing.prompts", name, said)
    for kind, texts in read.items():
        for box in texts:
            if box not in boxes:
                reason = f"no box is called {box}; they are {_listed(boxes)}"
                _refuse(f"briefing.prompts{'.' if kind else ''}{kind}", box, reason)
    return {kind: texts for kind, texts in read.items() if texts}


def _prompt(table: str, box: str, said: object) -> str:
    if not isinstance(said, str):
        _refuse(table, box, f"{box} must be text in quotes")
    return said


def _labels(value: object, path: str = "briefing.labels") -> Mapping[str, Any]:
    read: dict[str, Any] = {}
    for name, said in _table(path, "labels", value).items():
        if isinstance(said, dict):
            read[name] = _labels(said, f"{path}.{name}")
        elif isinstance(said, str):
            read[name] = said
        else:
            _refuse(path, name, f"{name} must be text in quotes")
    return read


def _table(path: str, name: str, value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        _refuse("briefing", name, f"[{path}] must be a table of lines such as name = value")
    return cast("dict[str, Any]", value)


def _texts(table: str, key: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        _refuse(table, key, f'{key} must be a list of texts, as in ["one", "two"]')
    return tuple(cast("list[str]", value))


def _refuse(table: str, key: str, reason: str) -> NoReturn:
    raise Unfit(table, key, reason)


def _listed(names: object) -> str:
    return ", ".join(cast("Sequence[str]", names))


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "page": _page,
    "font": _font,
    "lang": _text("lang"),
    "logo": _logo,
    "order": _order,
    "limits": _limits,
    "drop": _drop,
    "prompts": _prompts,
    "questions": lambda value: _texts("briefing", "questions", value),
    "labels": _labels,
}
"""What `[briefing]` may hold."""
