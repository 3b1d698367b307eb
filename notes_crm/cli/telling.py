"""One round of telling: what is due and was not told yet goes out, and is remembered as soon as it did."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from notes_crm.answers.reminders import Alert, alerts, new
from notes_crm.cli.due import AHEAD
from notes_crm.cli.owing import Owing
from notes_crm.cli.session import Session
from notes_crm.errors import BadSettings, UnknownName
from notes_crm.model.reminding import Reminding, read_reminding
from notes_crm.output import reminders
from notes_crm.output.reminders import Told
from notes_crm.store.personal import FILE
from notes_crm.store.reminded import Memory, Reminded

SINGLY = 3
"""Alerts that are told one by one; more of them go into one summary."""

Why = Literal["dry-run", "quiet", "pause"]


@dataclass(frozen=True, slots=True)
class Round:
    """What came of it: `waiting` was not told because of `why`, and will be from `until` on."""

    person: str
    way: str
    told: tuple[Alert, ...] = ()
    waiting: tuple[Alert, ...] = ()
    why: Why | None = None
    until: datetime | None = None


def wishes_of(session: Session, way: str | None = None) -> Reminding:
    """How the user wants to be reminded; BadSettings where what they ask for is not set up."""
    where = str(session.config_folder / FILE)
    wishes = read_reminding(session.personal.remind, where)
    chosen = way or wishes.way
    lacking = {"command": (wishes.command, 'command = ["/path/to/program"]'),
               "push": (wishes.urls, 'urls = ["mailto://…"]')}  # fmt: skip
    there, line = lacking.get(chosen, (True, ""))
    if not there:
        raise BadSettings(f"{where} has no {chosen} to tell by; add {line} below [remind].")
    return wishes


def tell_due(session: Session, whose: str | None, way: str | None, *, dry_run: bool) -> Round:
    """Tell what is new, if it may be told now. NotTold where nobody could be reached.

    A thing is remembered after it was told, before the next one is: who is killed in between may
    repeat that one, and loses none.
    """
    wishes = wishes_of(session, way)
    way = way or wishes.way
    if not whose and not session.me:
        raise UnknownName('Nobody has said who you are; tell me once: crm me "Your Name".')
    session.refresh()
    owing = Owing(session, session.today + AHEAD, whose or "me", with_private=False)
    due = _open(session, alerts(owing.agenda(most=None, sources=False)))
    person = owing.person or ""
    reminded = Reminded(session.state_folder, session.vault.root, person)
    why, until = _silence(wishes, reminded.load(), session.now)
    fresh, told = new(due, reminded.load().told), list[Alert]()
    if fresh and until is None and not dry_run:
        with reminded.alone():
            memory = reminded.load().seen((alert.id for alert in due), session.today)
            fresh = new(due, memory.told)  # another one may have told some of it meanwhile
            reminded.save(memory)  # where that can't be, nothing is told: it would be told for ever
            for one in _notifications(fresh, session):
                tell(session, one, way, wishes, person)
                memory = memory.with_told((alert.id for alert in one.alerts), session.now)
                reminded.save(memory)
                told += one.alerts
    waiting = tuple(alert for alert in fresh if alert not in told)
    if not waiting:
        return Round(person, way, tuple(told))
    return Round(person, way, tuple(told), waiting, "dry-run" if dry_run else why, until)


def tell(session: Session, one: Told, way: str, wishes: Reminding, person: str) -> None:
    """Hand one notification to whatever tells it."""
    from notes_crm.output import outlets

    if way == "desktop":
        outlets.desktop(one.title, one.body, session.env)
    elif way == "command":
        vault = session.vault.settings.name or session.vault.root.name
        said = reminders.document(one, vault, person, session.now)
        outlets.command(wishes.command, said, session.env)
    else:
        from notes_crm.output.push import push

        if remark := push(wishes.urls, one.title, one.body):
            session.say(remark)


def _silence(
    wishes: Reminding, memory: Memory, now: datetime
) -> tuple[Why | None, datetime | None]:
    """Why nothing is told now, and until when."""
    if until := wishes.quiet_until(now):
        return "quiet", until
    rest = timedelta(minutes=wishes.every)
    if memory.last and memory.last <= now < memory.last + rest:
        return "pause", memory.last + rest
    return None, None


def _notifications(fresh: Sequence[Alert], session: Session) -> list[Told]:
    if len(fresh) > SINGLY:
        return [reminders.summary(fresh, session.today)]
    return [reminders.single(alert, session.today) for alert in fresh]


def _open(session: Session, due: Sequence[Alert]) -> list[Alert]:
    """Without contacts whose day comes from a profile that is private."""
    touched = {name for alert in due if alert.kind == "contact" for name in alert.customers}
    if not touched:
        return list(due)
    facts = session.index.facts
    profiles = {c.profile: c.name for c in facts.customers() if c.profile and c.name in touched}
    hidden = {profiles[row.id] for row in facts.notes(ids=list(profiles)) if row.private}
    return [a for a in due if a.kind != "contact" or not hidden & set(a.customers)]
