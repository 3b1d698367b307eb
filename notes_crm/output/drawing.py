"""Sheets drawn by their templates: ours here, a vault's in a child, ours again where that fails."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from notes_crm.output.compiled import Compiled
from notes_crm.output.environment import SHIPPED, Artist, Place, shipped
from notes_crm.output.inert import wash
from notes_crm.output.own import ENDING, Own, template_for
from notes_crm.output.wording import Data

SECONDS, SECONDS_A_SHEET = 10, 0.5
"""Wall time that a vault's templates get: to begin, and for each sheet; half a second is usual."""

MOST_NAMES = 8

Tell = Callable[[str], object]
"""Says a sentence to the person beside the answer."""


def draw_sheets(sheets: Sequence[tuple[str, Data]], own: Own, tell: Tell) -> list[str]:
    """The HTML of each sheet, a customer's kind and its data."""
    names = [template_for(kind, own, shipped()) for kind, _ in sheets]
    foreign = [
        (n, name)
        for n, name in enumerate(names)
        if not name.startswith(SHIPPED) and name not in own.broken
    ]
    texts: dict[int, str] = {}
    if foreign:
        answers = draw_apart([(name, sheets[n][1]) for n, name in foreign], own)
        for (n, name), (text, places) in zip(foreign, answers, strict=True):
            if text is None:
                own.broken.add(name)
                _tell_fault(places[0], name, own, tell)
            else:
                texts[n] = text
        blank = {place: None for text, places in answers if text is not None for place in places}
        if blank:
            _tell_blank(list(blank), own, tell)
    return [texts[n] if n in texts else _ours(kind, data) for n, (kind, data) in enumerate(sheets)]


def draw_apart(
    sheets: Sequence[tuple[str, Data]], own: Own
) -> list[tuple[str | None, list[Place]]]:
    """Each sheet by the template of that name, in a child: washed HTML and its unknown names.

    Without HTML, the one place says why there is none.
    """
    from notes_crm.output.child import Died, child  # noqa: PLC0415 - only for a vault's own templates

    job = {"templates": {**shipped(), **own.templates}, "sheets": sheets}
    seconds = SECONDS + SECONDS_A_SHEET * len(sheets)
    try:
        with child("notes_crm.output.apart", seconds=seconds) as ask:
            answers: list[Mapping[str, Any]] = ask(job)
    except Died as died:
        return [(None, [Place(name, 1, str(died))]) for name, _ in sheets]
    return [
        (None, [Place(*answer["fault"])])
        if "fault" in answer
        else (wash(answer["text"]), [Place(*place) for place in answer["unknown"]])
        for answer in answers
    ]


def draw_ours(name: str, data: Data) -> str:
    """A page by a template of ours that a vault has no say in."""
    return _artist().draw(f"{SHIPPED}{name}{ENDING}", data)[0]


def _ours(kind: str, data: Data) -> str:
    return _artist().draw(template_for(kind, Own(), shipped()), data)[0]


@cache
def _artist() -> Artist:
    return Artist(shipped(), Compiled())


def _tell_fault(place: Place, name: str, own: Own, tell: Tell) -> None:
    used = "" if place.template == name else f" ({own.shown(name)} uses it)"
    tell(
        f"{own.shown(place.template)}:{place.line}: {place.reason.rstrip('.')}{used}. "
        "The sheet that comes with crm is used instead; see: crm template check"
    )


def _tell_blank(places: Sequence[Place], own: Own, tell: Tell) -> None:
    """One sentence for all of them, however many."""
    names = [
        f"{p.reason.removeprefix('there is no ')} ({own.shown(p.template)}:{p.line})"
        for p in places
    ]
    more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
    tell(
        f"Left blank, because no sheet has it: {', '.join(names[:MOST_NAMES])}{more}; "
        "see: crm template check"
    )
