"""The words of an alert: for a notification, for a command's standard input, and for a terminal."""

import json
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from notes_crm.answers.reminders import Alert
from notes_crm.output.console import fit, late, one_line, pad, when, width_of

API = 1
"""The number of the document's shape; raised where a field is renamed or goes."""
LISTED = 5
"""Things that a summary names, the others are counted."""
LONGEST = 160
"""Cells of one thing's words."""
COUNTED = {
    "promise": ("promise", "promises"), "awaited": ("they owe", "they owe"),
    "ready": ("ready to tell", "ready to tell"), "visit": ("visit", "visits"),
    "contact": ("to be in touch with", "to be in touch with"),
}  # fmt: skip


class Told(NamedTuple):
    """One notification: of one alert, or a summary of many."""

    title: str
    body: str
    alerts: tuple[Alert, ...]


def single(alert: Alert, today: date) -> Told:
    """One alert on its own."""
    return Told(f"{_head(alert, today)}: {_who(alert)}", _words(alert), (alert,))


def summary(alerts: Sequence[Alert], today: date) -> Told:
    """Many alerts at once: counted by what they are, the first of them named."""
    counts = Counter(alert.kind for alert in alerts)
    kinds = (f"{n} {COUNTED[k][n != 1]}" for k in COUNTED if (n := counts[k]))
    lines = [", ".join(kinds)]
    for alert in alerts[:LISTED]:
        said = ": ".join(filter(None, (_who(alert), _words(alert))))
        lines.append(f"{fit(said, LONGEST)} ({_when(alert, today)})")
    if len(alerts) > LISTED:
        lines.append(f"and {len(alerts) - LISTED} more: crm today")
    return Told(f"{len(alerts)} things to see to", "\n".join(lines), tuple(alerts))


def document(told: Told, vault: str, person: str, now: datetime) -> str:
    """What a command finds on its standard input: one JSON document in one line."""
    data = {
        "api": API, "now": now.isoformat(timespec="seconds"), "vault": vault, "person": person,
        "title": told.title, "body": told.body, "alerts": [plain(a) for a in told.alerts],
    }  # fmt: skip
    return json.dumps(data, ensure_ascii=False) + "\n"


def plain(alert: Alert) -> dict[str, Any]:
    """An alert in JSON's own types."""
    row = alert._asdict()
    return {**row, "customers": list(alert.customers), "day": alert.day and str(alert.day)}


def lines(alerts: Sequence[Alert], today: date, width: int) -> list[str]:
    """Alerts on a terminal, a line each."""
    heads = [_head(alert, today) for alert in alerts]
    room = max(map(width_of, heads), default=0)
    said = [": ".join(filter(None, (_who(a), _words(a)))) for a in alerts]
    return [
        fit(f"  {pad(head, room)}  {text}", width) for head, text in zip(heads, said, strict=True)
    ]


def _head(alert: Alert, today: date) -> str:
    """What it is and when, in a few words."""
    day = _when(alert, today)
    if alert.kind == "visit":
        return f"{day[:1].upper()}{day[1:]}"
    if alert.kind == "contact":
        return f"Get in touch, {day}"
    if alert.kind == "ready":
        return "Ready to tell"
    start = "They owe" if alert.kind == "awaited" else "We owe"
    return f"{start}, {day}"


def _when(alert: Alert, today: date) -> str:
    if alert.kind == "ready":
        return "ready to tell"
    day = late(alert.days_late) if alert.days_late else when(alert.day or today, today)
    if alert.kind == "visit":
        return f"{day} {alert.time}" if alert.time else day
    return f"{day}, estimated" if alert.estimated else day


def _who(alert: Alert) -> str:
    return one_line(", ".join(alert.customers)) or "no customer"


def _words(alert: Alert) -> str:
    return fit(one_line(alert.text), LONGEST)
