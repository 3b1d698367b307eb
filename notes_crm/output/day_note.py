"""What one of us has to do today, as Markdown for a note: visits, promises, calls, with links."""

import re
from collections.abc import Iterable
from datetime import datetime

from notes_crm.answers.agenda import Agenda, Owed
from notes_crm.model.promised import without_owner
from notes_crm.output.agenda import also
from notes_crm.output.console import late

_COMMENT = re.compile(r"%(?=%)|<(?=!--)")
_SAID = {"we": "", "ready": "tell them: ", "they": "they owe: "}


def day_lines(agenda: Agenda, person: str, now: datetime) -> str:
    """The body of the note; a bullet is no task, so that nothing here is counted twice."""
    lines = [f"# {agenda.today:%Y-%m-%d}, {person}", ""]
    visits = [
        f"- {visit.time or 'today'} **{_names(visit.customers)}** {visit.type}"
        f"{_tail(visit.purpose)}{_tail(also(visit))} {_link(visit.path)}"
        for visit in agenda.visits
        if visit.date == agenda.today
    ]
    owed = [_promise(item) for item in (*agenda.overdue, *agenda.due_today)]
    calls = [
        f"- **{_plain(touch.customer)}** {_when(touch.days_late)}{', estimated' if touch.reason == 'estimated' else ''}"
        f"{_link(touch.path, ' ') if touch.path else ''}"
        for touch in agenda.contacts
    ]
    for title, block in (("Visits", visits), ("Promises", owed), ("Be in touch", calls)):
        lines += [f"## {title}", *(block or ["- none"]), ""]
    lines.append(f"Written by crm today at {now:%H:%M}. Tick promises in the notes they stand in.")
    return "\n".join(lines) + "\n"


def _promise(item: Owed) -> str:
    words = _plain(without_owner(item.text, item.handle))
    state = f", {late(item.days_late)}" if item.days_late else ""
    return f"- **{_names(item.customers)}** {_SAID[item.side]}{words}{state} {_link(item.path)}"


def _names(names: Iterable[str]) -> str:
    return _plain(", ".join(names)) or "nobody's"


def _tail(text: str) -> str:
    return f", {_plain(text)}" if text else ""


def _when(days_late: int) -> str:
    return late(days_late) if days_late else "today"


def _link(path: str, before: str = "") -> str:
    return f"{before}[[{path.rpartition('/')[2].rpartition('.')[0]}]]"


def _plain(text: str) -> str:
    """Words that mean nothing but themselves: no tag, date, link or comment in them."""
    text = _COMMENT.sub(r"\g<0> ", " ".join(text.split()))
    for mark in ("#", "[", "]", "<", "*", "_", "`", "📅", "⏳", "🛫"):
        text = text.replace(mark, f"\\{mark}" if mark.isascii() else "")
    return text
