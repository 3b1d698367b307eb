"""The occasion of a visit: who they are, when and why somebody goes, what to do on arrival."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, time

from notes_crm.answers.history import headline
from notes_crm.answers.said import Said, Source, one_from_key, short_name, stem
from notes_crm.model.derived import contacts, open_cases, profile_of
from notes_crm.model.note import Note, names
from notes_crm.model.schema import fold

_SENTENCES = re.compile(r"(?<=[.!?])\s+(?=\S)|\s*[\n·•]\s*|\s*;\s+(?=[A-Z])")
_BECAUSE = re.compile(r"\s+[–—-]\s+|\s*;\s+|\s*,?\s+(?=because\b|weil\b)")


@dataclass(frozen=True, slots=True)
class Head:
    """Who they are, and the visit: `note` is where the code on the sheet leads."""

    name: str
    kind: str
    since: str
    plan: str
    response: str
    address: str
    phones: tuple[str, ...]
    status: str
    channel: str
    day: date
    at: time | None
    visitors: tuple[str, ...]
    length: str
    place: str
    folder: str
    note: str


@dataclass(frozen=True, slots=True)
class Why:
    """Why somebody goes: the purpose of the visit, else the open case, else the last contact.

    `planned` says that it is the purpose, in the words of who planned the visit.
    """

    said: Said | None
    since: date | None
    case: Note | None
    case_name: str
    case_age: int | None
    case_state: str
    planned: bool = False


@dataclass(frozen=True, slots=True)
class Arrival:
    """What to do on arrival: one action, its reason, and more facts; codes only where asked for."""

    action: str
    because: str
    facts: tuple[str, ...]
    codes: tuple[str, ...]
    source: Source


def head(
    customer: str,
    notes: Sequence[Note],
    visit: Note | None,
    day: date,
    *,
    me: str | None,
    name: Callable[[str], str],
) -> Head:
    """Who they are and when the visit is; without a planned visit it is one by me, on `day`."""
    profile = profile_of(notes)

    def text(key: str) -> str:
        return next(iter(profile.texts(key)), "") if profile else ""

    def planned_text(key: str) -> str:
        return next(iter(visit.texts(key)), "") if visit else ""

    first = profile or next(iter(notes), None)
    by = names(visit.texts("by")) if visit else ()
    return Head(
        name=customer,
        kind=text("kind"),
        since=text("since")[:4],
        plan=text("plan"),
        response=text("sla"),
        address=text("address"),
        phones=profile.texts("phone") if profile else (),
        status=text("status"),
        channel=visit.type if visit else "visit",
        day=day,
        at=visit.time if visit else None,
        visitors=tuple(map(name, by or ((me,) if me else ()))),
        length=planned_text("length"),
        place=planned_text("location"),
        folder=first.path.rpartition("/")[0] if first else "",
        note=first.path if first else "",
    )


def why(customer: str, notes: Sequence[Note], day: date, visit: Note | None) -> Why:
    """The purpose of the planned visit, else the open case, else what the last contact was about."""
    cases = open_cases(notes)
    linked = {fold(stem(name)) for name in names(visit.texts("case"))} if visit else set()
    case = next((c for c in cases if fold(stem(c.path)) in linked), next(iter(cases), None))
    name = short_name(case, customer, kind="case") if case else ""
    age = max((day - case.date).days, 0) if case and case.date else None
    state = next(iter(case.texts("status")), "open") if case else ""
    said, since = one_from_key(visit, "purpose"), None
    purpose = said is not None
    if said is None and case:
        said = Said(name, Source(case.path), case.date)
    met = contacts(notes, day)
    if said is None and met:
        said = headline(customer, met[-1])
        since = met[-1].date
    return Why(said, since, case, name, age, state, purpose)


def arrival(profile: Note | None, visit: Note | None) -> Arrival | None:
    """The visit's own arrival note, else the profile's: its first sentence is what to do."""
    codes = profile.texts("codes") if profile else ()
    for note in (visit, profile):
        parts = [p for t in note.texts("arrival") for p in _sentences(t)] if note else []
        if note and parts:
            action, *because = _BECAUSE.split(parts[0], maxsplit=1)
            said = one_from_key(note, "arrival")
            source = said.source if said else Source(note.path)
            return Arrival(action, "".join(because), tuple(parts[1:]), codes, source)
    if profile and codes:
        return Arrival("", "", (), codes, Source(profile.path))
    return None


def _sentences(text: str) -> list[str]:
    return [part.strip().removesuffix(".") for part in _SENTENCES.split(text) if part.strip()]
