"""What to ask and to suggest at a visit: from gaps in the notes, plans, and what falls due."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from notes_crm.answers.equipment import Unit
from notes_crm.answers.people import Person
from notes_crm.answers.said import Said, Source, from_line, key_source, short_name
from notes_crm.model.derived import cover, day_of, profile_of
from notes_crm.model.note import Note
from notes_crm.model.schema import fold

Asking = Literal[
    "downtime", "users", "warranty ends", "contract ends", "service due", "offer", "plan",
    "need", "want", "who decides", "arrival", "how are we doing",
]  # fmt: skip

OPPORTUNITY_OPEN = ("idea", "quoted", "paused", "")
SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to ask: which, about what, by when, and where the notes call for it."""

    asking: Asking
    about: str = ""
    day: date | None = None
    said: Said | None = None
    source: Source | None = None


def questions(
    customer: str, notes: Sequence[Note], units: Sequence[Unit], known: Sequence[Person], day: date
) -> tuple[Question, ...]:
    """Questions in the order of their weight; the last is always how we are doing."""
    profile = profile_of(notes)
    found = [
        *_about_units(units),
        *_about_offers(customer, notes, day),
        *_about_plans(profile),
        *_contract(profile, day),
        *_gap(profile, known),
    ]
    return (*found, Question("how are we doing"))


def open_offers(notes: Iterable[Note]) -> list[Note]:
    """The opportunities that are neither won nor lost."""
    offers = (n for n in notes if n.group == "opportunity")
    return [n for n in offers if fold(str(n.fields.get("status", ""))) in OPPORTUNITY_OPEN]


def _about_units(units: Sequence[Unit]) -> Iterable[Question]:
    for unit in units:
        if unit.involved or unit.faults:
            if "downtime_impact" not in unit.note.fields:
                yield Question("downtime", unit.name, source=Source(unit.note.path))
            if "used_by" not in unit.note.fields:
                yield Question("users", unit.name, source=Source(unit.note.path))
            break  # two questions about one unit are enough
    for unit in units:
        if unit.service_due:
            source = key_source(unit.note, "service_every")
            yield Question("service due", unit.name, unit.service_due, source=source)
        if unit.warranty and unit.warranty.state == "ending":
            source = key_source(unit.note, "warranty_until")
            yield Question("warranty ends", unit.name, unit.warranty.until, source=source)


def _about_offers(customer: str, notes: Sequence[Note], day: date) -> Iterable[Question]:
    for offer in open_offers(notes):
        due = day_of(offer, "due")
        name = short_name(offer, customer, kind="opportunity")
        if due is None or due > day + SOON:
            yield Question("offer", name, due, source=Source(offer.path))


def _about_plans(profile: Note | None) -> Iterable[Question]:
    headings: tuple[tuple[str, Asking], ...] = (
        ("Plans", "plan"),
        ("Needs", "need"),
        ("Wants", "want"),
    )
    if profile is None:
        return
    for heading, asking in headings:
        for line in profile.below(heading)[:2]:
            said = from_line(profile, line)
            yield Question(asking, said=said, source=said.source)


def _contract(profile: Note | None, day: date) -> Iterable[Question]:
    held = cover(day_of(profile, "contract_until"), day) if profile else None
    if profile and held and held.state == "ending":
        yield Question(
            "contract ends", "", held.until, source=key_source(profile, "contract_until")
        )


def _gap(profile: Note | None, known: Sequence[Person]) -> Iterable[Question]:
    """At most one gap of the profile: nobody wants an interrogation."""
    if profile is None:
        return
    if "arrival" not in profile.fields:
        yield Question("arrival", source=Source(profile.path))
    elif known and not any(p.decides for p in known):
        yield Question("who decides", source=Source(profile.path))
