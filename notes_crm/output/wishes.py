"""A team's plain wishes, applied to the words of a sheet: labels, prompts and questions of its own."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from notes_crm.errors import BadSettings
from notes_crm.model import form
from notes_crm.model.layout import Layout
from notes_crm.model.schema import fold
from notes_crm.output.characters import literal
from notes_crm.output.wording import Data, Wording, labels_of, languages

FORMS = ("zero", "one", "two", "few", "many", "other")
"""What a label that follows a number may have; which of them are asked for, the language says."""


def with_labels(say: Wording, layout: Layout) -> Wording:
    """The words with the team's own in their place; BadSettings where there is no such word."""
    return replace(say, labels=_merged(say.labels, layout.labels, "")) if layout.labels else say


def with_wishes(data: Data, kind: str, layout: Layout) -> Data:
    """The words of one sheet with the prompts for this kind of customer, and the questions."""
    *asked, last = data["ask"]
    own = [_question(text) for text in layout.questions if text.strip() != last["md"]]
    boxes = [
        box | {"prompt": prompt_of(q.name, kind, layout) or box["prompt"]}
        for box, q in zip(data["boxes"], form.boxes(), strict=True)
    ]
    return data | {"ask": [*own, *asked, last], "boxes": boxes}


def prompt_of(box: str, kind: str, layout: Layout) -> str:
    """What the team wants asked in a box at this kind of customer; empty where it said nothing."""
    for which in (fold(kind), ""):
        if box in layout.prompts.get(which, {}):
            return layout.prompts[which][box]
    return ""


def _question(text: str) -> Data:
    return {"md": literal(" ".join(text.split())), "path": "crm.toml", "line": 0}


def _merged(labels: Mapping[str, Any], own: Mapping[str, Any], path: str) -> dict[str, Any]:
    merged = dict(labels)
    for name, said in own.items():
        if name not in labels:
            raise _no_such(name, labels, path)
        was, below = labels[name], f"{path}.{name}" if path else name
        section = isinstance(was, Mapping) and "other" not in was
        if isinstance(said, Mapping) and section:
            merged[name] = _merged(was, said, below)
        elif section or (isinstance(said, Mapping) and not _is_counted(below)):
            raise BadSettings(
                f"crm.toml: {below} in [briefing.labels] is {'a table' if section else 'one text'}; write it so."
            )
        elif isinstance(said, Mapping):
            merged[name] = _counted(was, said, below)
        else:
            merged[name] = {"other": said} if isinstance(was, Mapping) else said
    return merged


def _counted(was: Any, own: Mapping[str, Any], path: str) -> dict[str, Any]:
    """The forms for each number: with `other` the team's alone, else beside those that are there."""
    for number, said in own.items():
        if number not in FORMS:
            raise _no_such(number, FORMS, path)
        if not isinstance(said, str):
            raise BadSettings(
                f"crm.toml: {path}.{number} in [briefing.labels] is one text; write it so."
            )
    shipped = was if isinstance(was, Mapping) else {"other": was}
    return dict(own) if "other" in own else {**shipped, **own}


def _is_counted(path: str) -> bool:
    """Whether a label follows the number in any language: a vault may be printed in each."""
    section, _, name = path.rpartition(".")
    return any(
        isinstance(_within(labels_of(lang), section).get(name), Mapping) for lang in languages()
    )


def _within(labels: Mapping[str, Any], section: str) -> Mapping[str, Any]:
    for name in filter(None, section.split(".")):
        labels = labels[name]
    return labels


def _no_such(name: str, known: Iterable[str], path: str) -> BadSettings:
    near = get_close_matches(name, list(known), 3, 0.5) or sorted(known)
    where = f"[briefing.labels{'.' if path else ''}{path}]"
    return BadSettings(
        f"crm.toml: {where} has no {name}; it has {', '.join(near)}. Mend that line."
    )
