"""What is due as a calendar file: promises and contacts as days, visits as hours.

An entry keeps its identity as long as its note and its words are the same. What the file said
before decides its number of changes, so that a calendar which reads it again moves what moved,
takes out what is done, and leaves the rest alone.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import Any, NamedTuple
from urllib.parse import quote

from icalendar import Calendar, Event

from notes_crm.answers.agenda import Agenda, Owed, Touch, Visit
from notes_crm.errors import Unreadable
from notes_crm.model.promised import without_owner

MAKER = "-//notes_crm//crm due//EN"
GONE = timedelta(days=60)
"""What is called off stays so long, for calendars that look now and then."""
HOUR = timedelta(hours=1)
"""How long a visit is taken to last that does not say so."""

_SIDES = {"we": "we owe", "ready": "tell them", "they": "they owe"}


class Entry(NamedTuple):
    """One entry: a day, or a moment of local time, which lasts for its length."""

    uid: str
    start: date | datetime
    summary: str
    description: str
    url: str
    length: timedelta = HOUR


def calendar(agenda: Agenda, now: datetime, *, vault: str, before: bytes | None = None) -> bytes:
    """The file; `before` is what it was. Unreadable where that is a calendar of something else."""
    known = _known(before) if before is not None else {}
    made = Calendar()
    made.add("prodid", MAKER)
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", f"{vault}: due")
    entries = {entry.uid: entry for entry in _entries(agenda, vault)}
    for entry in sorted(entries.values(), key=lambda e: (_order(e.start), e.uid)):
        made.add_component(_event(entry, known.get(entry.uid), now))
    for uid in sorted(known.keys() - entries.keys()):
        if gone := _called_off(known[uid], now):
            made.add_component(gone)
    data = made.to_ical()
    read = {str(e["UID"]) for e in Calendar.from_ical(data).walk("VEVENT")}
    assert entries.keys() <= read, "the calendar does not read back as it was written"
    return bytes(data)


def count(data: bytes) -> int:
    """How many entries of a calendar stand."""
    events = Calendar.from_ical(data).walk("VEVENT")
    return sum(str(event.get("STATUS")) != "CANCELLED" for event in events)


def _entries(agenda: Agenda, vault: str) -> Iterable[Entry]:
    seen: Counter[str] = Counter()
    for item in (*agenda.overdue, *agenda.due_today, *agenda.ahead):
        if item.day:
            yield _promise(item, item.day, seen, vault)
    for visit in agenda.visits:
        yield _visit(visit, vault)
    for touch in agenda.contacts:
        yield _touch(touch, vault)


def _promise(item: Owed, day: date, seen: Counter[str], vault: str) -> Entry:
    words = without_owner(item.text, item.handle)
    uid = _uid("promise", item.path, words)
    seen[uid] += 1
    if seen[uid] > 1:  # the same words twice in one note
        uid = _uid("promise", item.path, words, str(seen[uid]))
    whose = ", ".join(item.customers)
    summary = f"{': '.join(filter(None, (whose, words)))} ({_SIDES[item.side]})"
    return Entry(uid, day, summary, _about(item.owner, item.path), _link(vault, item.path))


def _visit(visit: Visit, vault: str) -> Entry:
    start: date | datetime = visit.date
    if visit.time:
        start = datetime.combine(visit.date, time.fromisoformat(visit.time))
    summary = f"{visit.type.capitalize()}: {', '.join(visit.customers)}"
    about = "\n".join(filter(None, (visit.purpose, _about(", ".join(visit.by), visit.path))))
    length = timedelta(minutes=visit.minutes) if visit.minutes else HOUR
    return Entry(_uid("visit", visit.path), start, summary, about, _link(vault, visit.path), length)


def _touch(touch: Touch, vault: str) -> Entry:
    estimated = " (estimated)" if touch.reason == "estimated" else ""
    last = f"Last contact {touch.last}" if touch.last else "No contact noted yet"
    about = "\n".join(filter(None, (last, _about(touch.owner, touch.path or ""))))
    summary = f"Be in touch: {touch.customer}{estimated}"
    url = _link(vault, touch.path) if touch.path else ""
    return Entry(_uid("contact", touch.customer), touch.day, summary, about, url)


def _event(entry: Entry, before: Event | None, now: datetime) -> Event:
    """The entry; as it was where nothing in it changed, else with its next number."""
    made = Event()
    made.add("uid", entry.uid)
    made.add("dtstart", entry.start)
    if isinstance(entry.start, datetime):
        made.add("dtend", entry.start + entry.length)
    else:
        made.add("dtend", entry.start + timedelta(days=1))
        made.add("transp", "TRANSPARENT")
    made.add("summary", entry.summary)
    made.add("description", entry.description)
    if entry.url:
        made.add("url", entry.url)
    made.add("status", "CONFIRMED")
    if before is not None and _meaning(before) == _meaning(made):
        return before
    made.add("sequence", 0 if before is None else int(before.get("SEQUENCE", 0)) + 1)
    made.add("dtstamp", now.astimezone().astimezone(UTC))
    return made


def _called_off(event: Event, now: datetime) -> Event | None:
    """An entry that is no longer due, so that calendars take it out; None once that is long ago."""
    stamp = event.decoded("DTSTAMP")
    if str(event.get("STATUS")) == "CANCELLED":
        return event if now.astimezone() - stamp < GONE else None
    changes = int(event.pop("SEQUENCE", 0))
    event.pop("STATUS", None)
    event.pop("DTSTAMP", None)
    event.add("sequence", changes + 1)
    event.add("status", "CANCELLED")
    event.add("dtstamp", now.astimezone().astimezone(UTC))
    return event


def _known(before: bytes) -> Mapping[str, Event]:
    try:
        read = Calendar.from_ical(before)
    except ValueError:
        raise Unreadable("That file is no calendar; name another file for it.") from None
    if str(read.get("PRODID")) != MAKER:
        raise Unreadable("That file is a calendar of another program; name another file.")
    return {str(event["UID"]): event for event in read.walk("VEVENT") if isinstance(event, Event)}


def _meaning(event: Event) -> dict[str, Any]:
    names = ("DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "URL", "STATUS")
    return {name: event[name].to_ical() if name in event else None for name in names}


def _uid(*parts: str) -> str:
    return f"{sha256(chr(0).join(parts).encode('utf-8', 'replace')).hexdigest()[:32]}@notes-crm"


def _about(who: str, path: str) -> str:
    return "\n".join(filter(None, (who, path)))


def _link(vault: str, path: str) -> str:
    file = path.rpartition(".")[0].encode("utf-8", "replace")
    return f"obsidian://open?vault={quote(vault, safe='')}&file={quote(file, safe='')}"


def _order(start: date | datetime) -> str:
    return start.isoformat()
