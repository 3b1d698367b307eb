"""Each entry of a sheet's lists put into words: an alert, a promise, a person, a unit, a question."""

import re

from notes_crm.answers.alerts import Alert
from notes_crm.answers.equipment import Reason, Unit
from notes_crm.answers.owed import Owed
from notes_crm.answers.people import Human, Person
from notes_crm.answers.questions import Question
from notes_crm.answers.said import Said, Source, plain
from notes_crm.model import form
from notes_crm.output.characters import clean, cut, literal
from notes_crm.output.wording import Data, Wording

FACT, ADVICE, LINE, NAME, NUMBER, SHORT = 62, 60, 100, 40, 32, 12
"""Characters of an alert's fact, of what to say, of any other entry, of a name, of a number
or address, of a narrow cell."""

REASONS = 2
LOUD = 2
"""So many alerts are white on black; if everything shouts, nothing does."""

_DANGLING = re.compile(r"\s*–?\s*,")


def line(said: Said) -> Data:
    """One line of a note, Markdown as typed, and where it stands."""
    return {"md": said.text, **place(said.source)}


def place(source: Source | None) -> Data:
    """Where something stands; an empty path where no note says it."""
    return {"path": source.path if source else "", "line": source.line if source else 0}


def source(entry: Data) -> Source | None:
    """The place an entry carries."""
    path = entry.get("path", "")
    return Source(clean(path), entry.get("line", 0)) if path else None


def alert(alert: Alert, number: int, say: Wording) -> Data:
    """One alert: label, fact and what to say; only the first two are loud."""
    name = f"alert.{alert.kind}"
    day = say.day(alert.day) if alert.day else say.say("sheet.nobody")
    more = say.say(f"{name}.more", more=alert.more) if alert.more else ""
    values = {
        "who": cut(alert.who.partition(" ")[0], SHORT),
        "about": alert.about,
        "amount": say.money(alert.number) if alert.number else "",
        "day": day,
        "days": say.listed(say.day(d) for d in alert.days[-3:]),
    }
    frame = say.say(f"{name}.fact", text="", **values)
    room = max(FACT - len(frame) - len(more), FACT // 3)
    text = cut(plain(clean(alert.said.text)), room).rstrip(".") if alert.said else ""
    fact = say.say(f"{name}.fact", text=text, **values)
    fact = _DANGLING.sub(",", fact).strip(" ,–")
    return {
        "kind": alert.kind,
        "loud": number < LOUD,
        "label": say.say(f"{name}.label", n=alert.number, day=day),
        "fact": fact[:1].upper() + cut(fact, FACT + FACT // 3)[1:] + more,
        "say": cut(say.say(f"{name}.say"), ADVICE),
        **place(alert.source),
    }


def owed(owed: Owed, say: Wording) -> Data:
    """One open promise."""
    return {
        "side": say.say(f"promise.{owed.side}"),
        "theirs": owed.side == "they",
        "who": cut(owed.who.partition(" ")[0], SHORT),
        "due": (say.past if owed.days_late else say.day)(owed.due) if owed.due else "",
        "late": say.say("promise.late", n=owed.days_late) if owed.days_late else "",
        **line(owed.said),
    }


def person(person: Person, say: Wording) -> Data:
    """One person; `rest` goes on where a line of the profile names them."""
    about = [person.role, say.say("people.decides") if person.decides else ""]
    tip = plain(person.tip.text) if person.tip else ""
    line = plain(person.note_line.text).removeprefix(person.name) if person.note_line else ""
    if not (line or tip or person.phones or any(about)) and person.met:
        tip = say.say("people.met", day=say.day(person.met))
    return {
        "name": cut(clean(person.name), NAME),
        "about": [cut(text, NAME) for text in about if text],
        "phone": cut(next(iter(person.phones or person.emails), ""), NUMBER),
        "tip": cut(clean(tip), LINE),
        "rest": cut(clean(line), LINE),
        "path": person.source.path,
    }


def human(human: Human, say: Wording) -> Data:
    """One human thing."""
    name = literal(human.name)
    if human.day:
        return {
            **line(human.said),
            "md": say.say("human.birthday", name=name, day=say.day(human.day)),
        }
    key = f"human.{human.kind}" + ("_of" if human.name else "")
    return {**line(human.said), "md": say.say(key, text=human.said.text, name=name)}


def unit(unit: Unit, say: Wording) -> Data:
    """One unit, its cover, its year and the verdict with its inputs."""
    held = ""
    if unit.contract and unit.contract.state != "over" and (unit.uncovered or not unit.warranty):
        held = say.say("equipment.contract", day=say.day(unit.contract.until))
    elif unit.warranty:
        until = unit.warranty.until
        over = unit.warranty.state == "over"
        held = say.say("equipment.ended", day=say.past(until)) if over else ""
        held = held or say.say("equipment.until", day=say.day(until))
    last = unit.last_service
    return {
        "name": cut(clean(unit.name), NAME),
        "serial": cut(unit.serial, NAME),
        "warranty": held,
        "response": cut(unit.response, SHORT),
        "service": say.day(last.date) if last and last.date else "",
        "faults": len(unit.faults),
        "cost": "" if unit.cost is None else say.money(unit.cost),
        "verdict": say.say(f"equipment.{unit.verdict}") if unit.verdict else "",
        "reasons": [_reason(r, say) for r in unit.reasons[:REASONS]],
        "manuals": [cut(clean(name), NAME) for name in unit.manuals],
        "path": unit.note.path,
    }


def asked(q: Question, say: Wording) -> Data:
    """One question, with what it is about."""
    words = say.say(
        f"ask.{q.asking}",
        about=q.about,
        day=say.day(q.day) if q.day else "",
        text=q.said.text.rstrip(" .?") if q.said else "",
    )
    return {
        "md": words if q.said else literal(words),
        **place(q.source),
    }


def field(question: form.Question, say: Wording) -> Data:
    """One field of the form."""
    labels = say.labels["form"]
    choices = [labels.get(c, c) for c in question.choices]
    return {
        "name": question.name,
        "answer": question.answer,
        "label": labels.get(question.name, ""),
        "hint": labels.get(f"{question.name}_hint", ""),
        "choices": choices,
        "width": question.width,
    }


def _reason(reason: Reason, say: Wording) -> str:
    name = {"no price": "gap"}.get(reason.kind, reason.kind)
    number, of = say.number(reason.number), say.number(reason.of)
    day = say.day(reason.day) if reason.day else ""
    return say.say(f"equipment.reason_{name}", n=number, of=of, day=day)
