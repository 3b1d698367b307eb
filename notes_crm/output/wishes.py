"""A team's plain wishes, applied to the words of a sheet: labels, prompts and questions of its own."""

from collections.abc import Mapping
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from notes_crm.errors import BadSettings
from notes_crm.model import form
from notes_crm.model.layout import Layout
from notes_crm.model.schema import fold
from notes_crm.output.characters import literal
from notes_crm.output.wording import Data, Wording


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
            near = get_close_matches(name, labels, 3, 0.5) or sorted(labels)
            where = f"[briefing.labels{'.' if path else ''}{path}]"
            raise BadSettings(
                f"crm.toml: {where} has no {name}; it has {', '.join(near)}. Mend that line."
            )
        was, below = labels[name], f"{path}.{name}" if path else name
        if isinstance(was, Mapping) and isinstance(said, Mapping):
            merged[name] = _merged(was, said, below)
        elif isinstance(was, Mapping) and "other" in was:
            merged[name] = {"other": said}
        elif isinstance(was, Mapping) or isinstance(said, Mapping):
            raise BadSettings(
                f"crm.toml: {below} in [briefing.labels] is {'a table' if isinstance(was, Mapping) else 'one text'}; write it so."
            )
        else:
            merged[name] = said
    return merged
