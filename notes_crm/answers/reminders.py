"""What somebody is to be reminded of: one alert for each thing of an agenda, known again by its identity."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from hashlib import sha256
from typing import NamedTuple

from notes_crm.answers.agenda import Agenda, Owed, Touch, Visit
from notes_crm.model.promised import without_owner
from notes_crm.model.schema import fold

KINDS = {"we": "promise", "they": "awaited", "ready": "ready"}
ORDER = ("promise", "ready", "visit", "contact", "awaited")
"""What is ours to do comes first."""


class Alert(NamedTuple):
    """One thing to be told once.

    `kind` is promise, awaited, ready, visit or contact. `id` is made of the kind, the customers,
    the words and the day, not of the note: a thing that is put off is another one, a note that is
    renamed is not. `line` is 0 where the whole note is meant; `estimated` days stand in no note.
    """

    id: str
    kind: str
    customers: tuple[str, ...]
    text: str
    day: date | None
    time: str | None
    days_late: int
    estimated: bool
    note: str | None
    line: int


def alerts(agenda: Agenda) -> list[Alert]:
    """What an agenda that looks ahead to tomorrow, or further, has for today: by kind, the latest first."""
    today = agenda.today
    found = [
        *(_owed(item) for item in (*agenda.overdue, *agenda.due_today)),
        *(_visit(v) for v in agenda.visits if v.date <= today + timedelta(days=1)),
        *(_touch(touch) for touch in agenda.contacts if touch.day <= today),
    ]
    return sorted(_told_apart(found), key=lambda alert: ORDER.index(alert.kind))


def new(found: Iterable[Alert], known: Iterable[str]) -> list[Alert]:
    """Those that were not told yet."""
    told = set(known)
    return [alert for alert in found if alert.id not in told]


def _owed(item: Owed) -> Alert:
    return _alert(
        KINDS[item.side], item.customers, without_owner(item.text, item.handle), item.day,
        days_late=item.days_late, note=item.path, line=item.line,
    )  # fmt: skip


def _visit(visit: Visit) -> Alert:
    text = f"{visit.type}: {visit.purpose}" if visit.purpose else visit.type
    return _alert("visit", visit.customers, text, visit.date, time=visit.time, note=visit.path)


def _touch(touch: Touch) -> Alert:
    return _alert(
        "contact", (touch.customer,), "", touch.day,
        days_late=touch.days_late, estimated=touch.reason == "estimated", note=touch.path,
    )  # fmt: skip


def _alert(
    kind: str, customers: tuple[str, ...], text: str, day: date | None, *, time: str | None = None,
    days_late: int = 0, estimated: bool = False, note: str | None = None, line: int = 0,
) -> Alert:  # fmt: skip
    return Alert("", kind, customers, text, day, time, days_late, estimated, note, line)


def _told_apart(found: Iterable[Alert]) -> Iterator[Alert]:
    """With identities; the second of two that are the same in all that counts has one of its own."""
    seen: Counter[str] = Counter()
    for alert in found:
        customers = sorted(map(fold, alert.customers))
        parts = (alert.kind, *customers, fold(alert.text), str(alert.day), alert.time or "")
        said = "\0".join(parts)
        seen[said] += 1
        data = f"{said}\0{seen[said]}".encode("utf-8", "surrogatepass")
        yield alert._replace(id=sha256(data).hexdigest()[:20])
