"""What a customer may see of their own sheet, and what was taken off it before."""

from dataclasses import dataclass, replace
from typing import Literal

from notes_crm.answers.briefing import Briefing
from notes_crm.answers.equipment import Unit
from notes_crm.answers.history import Covered, Last, News, Next
from notes_crm.answers.occasion import Why
from notes_crm.answers.owed import Owed
from notes_crm.answers.people import Person

Kind = Literal[
    "reason", "take", "arrival", "alerts", "words", "step", "remember", "lessons", "ready", "news",
    "mood", "worth", "tips", "human", "cost", "ask", "known", "told",
]  # fmt: skip
"""What is taken off, in the order of the sheet."""


@dataclass(frozen=True, slots=True)
class Stripped:
    """One kind of thing that was taken off, and how much of it."""

    kind: Kind
    count: int


def shared(briefing: Briefing) -> tuple[Briefing, tuple[Stripped, ...]]:
    """The sheet without all that is ours alone, and what that was.

    What stays is what both sides know: who they are, the visit and its purpose, that an
    open case is worked on, when we last met and meet again, what was promised both ways, who
    the people are, and the units with their cover and service. All else goes, so that
    a section added later stays ours until somebody decides otherwise.
    """
    if briefing.with_private:
        raise ValueError("a sheet with private parts is never shared")
    bare = Briefing(
        customer=briefing.customer,
        today=briefing.today,
        day=briefing.day,
        head=briefing.head,
        why=_why(briefing.why),
        take=(),
        manuals=(),
        arrival=None,
        alerts=(),
        last=replace(briefing.last, text=()) if briefing.last else None,
        next=_next(briefing.next),
        remember=(),
        lessons=(),
        ours=tuple(p for p in briefing.ours if p.side == "we"),
        theirs=briefing.theirs,
        news=News(None, (), 0),
        moods=(),
        mine=None,
        trend="",
        worth=None,
        rhythm=None,
        people=tuple(map(_person, briefing.people)),
        human=(),
        equipment=tuple(map(_unit, briefing.equipment)),
        silent_units=briefing.silent_units,
        ask=(),
        asked=Covered((), 0),
        told=Covered((), 0),
        with_private=False,
    )
    return bare, tuple(_stripped(briefing))


def _why(why: Why) -> Why:
    """The purpose of a planned visit; a reason that we made up from our notes is ours."""
    return why if why.planned else replace(why, said=None, since=None)


def _next(following: Next | None) -> Next | None:
    if following is None or following.reason == "estimated":
        return None
    return replace(following, step=None, done=None)


def _person(person: Person) -> Person:
    return Person(person.name, person.source, person.role, False, person.phones, person.emails)  # noqa: FBT003 - the order is that of the sheet


def _unit(unit: Unit) -> Unit:
    kept = tuple(r for r in unit.reasons if r.kind in ("service", "loaner"))
    return replace(unit, cost=None, verdict=None, reasons=kept)


def _stripped(b: Briefing) -> list[Stripped]:
    counts: dict[Kind, int] = {
        "reason": int(b.why.said is not None and not b.why.planned),
        "take": len(b.take) + len(b.manuals),
        "arrival": int(b.arrival is not None),
        "alerts": len(b.alerts),
        "words": _lines(b.last),
        "step": int(b.next is not None and (b.next.step or b.next.done) is not None),
        "remember": len(b.remember),
        "lessons": len(b.lessons),
        "ready": sum(map(_ready, b.ours)),
        "news": b.news.total,
        "mood": len(b.moods),
        "worth": int(b.worth is not None) + int(b.rhythm is not None),
        "tips": sum(bool(p.tip or p.note_line or p.decides) for p in b.people),
        "human": len(b.human),
        "cost": sum(u.cost is not None or u.verdict is not None for u in b.equipment),
        "ask": len(b.ask),
        "known": b.asked.total,
        "told": b.told.total,
    }
    return [Stripped(kind, count) for kind, count in counts.items() if count]


def _lines(last: Last | None) -> int:
    return len(last.text) if last else 0


def _ready(owed: Owed) -> bool:
    return owed.side != "we"
