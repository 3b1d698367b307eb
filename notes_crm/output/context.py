"""A briefing put into words: plain data for the template and for the terminal.

`api` is the number of this shape: additions keep it, a renamed key raises it. A value called
`md` is one line of Markdown from a note, everything else is plain text.
"""

import re
from shlex import quote

from notes_crm.answers.briefing import Briefing
from notes_crm.answers.said import plain
from notes_crm.model import form
from notes_crm.model.schema import fold
from notes_crm.output import entries
from notes_crm.output.characters import clean, cut
from notes_crm.output.wording import Data, Wording

API = 1

_WORD = re.compile(r"\w+")
_NAMELESS = re.compile(r" ?[,،]|「」")
"""What parts the name of a case from the rest; a name left out takes it along."""
_HARMLESS = re.compile(r"[\w .,&'()+-]+")

WHY, ACTION, STEP, TELLING, PLACE, NAMES, SHORT = 90, 45, 100, 280, 80, 40, 12
"""Characters: the reason of the visit, the action on arrival, a step, the last contact; an address,
some names, and what stands in a narrow column."""

MOODS_SHOWN = 12
MANY_PHONES = 2
VAGUE = 3
"""A rhythm whose longest gap is more than so many times its shortest says nothing."""


def words(briefing: Briefing, say: Wording) -> Data:
    """One sheet as plain data: texts, numbers, lists and dictionaries of them."""
    return {
        "api": API,
        "customer": clean(briefing.customer),
        "head": _head(briefing, say),
        "why": _why(briefing, say),
        "take": [entries.line(s) for s in briefing.take],
        "manuals": [cut(clean(name), NAMES) for name in briefing.manuals],
        "arrival": _arrival(briefing, say),
        "alerts": [entries.alert(a, n, say) for n, a in enumerate(briefing.alerts)],
        "last": _last(briefing, say),
        "following": _next(briefing, say),
        "remember": [entries.line(s) for s in briefing.remember],
        "lessons": [entries.line(s) for s in briefing.lessons],
        "ours": [entries.owed(p, say) for p in briefing.ours],
        "theirs": [entries.owed(p, say) for p in briefing.theirs],
        "news": _news(briefing, say),
        "mood": _mood(briefing, say),
        "worth": _worth(briefing, say),
        "people": [entries.person(p, say) for p in briefing.people],
        "human": [entries.human(h, say) for h in briefing.human],
        "equipment": [entries.unit(u, say) for u in briefing.equipment],
        "silent_units": briefing.silent_units,
        "ask": [entries.asked(q, say) for q in briefing.ask],
        "known": [entries.line(s) for s in briefing.asked.lines],
        "known_total": briefing.asked.total,
        "told": [entries.line(s) for s in briefing.told.lines],
        "told_total": briefing.told.total,
        "boxes": _boxes(briefing, say),
        "form": [[entries.field(q, say) for q in row] for row in form.rows()],
        "private_form": [entries.field(q, say) for q in form.private()],
        "command": f"crm visit {_quoted(clean(briefing.customer))}",
    }


def _quoted(name: str) -> str:
    """A name to be copied into a shell, Windows' or another, without anything in it happening."""
    return f'"{name}"' if _HARMLESS.fullmatch(name) else quote(name)


def _head(b: Briefing, say: Wording) -> Data:
    head = b.head
    about = [
        head.kind[:1].upper() + head.kind[1:],
        say.say("head.since", year=head.since) if head.since else "",
        say.say("head.plan", plan=head.plan) if head.plan else "",
        say.say("head.response", response=head.response) if head.response else "",
    ]
    when = say.weekday(head.day)
    return {
        "name": clean(head.name),
        "about": [cut(text, PLACE) for text in about if text],
        "address": cut(head.address, PLACE),
        "phones": list(head.phones[:MANY_PHONES]),
        "channel": say.say(f"channel.{_known(say, 'channel', head.channel, 'visit')}"),
        "when": say.listed((when, f"{head.at:%H:%M}")) if head.at else when,
        "day": say.full_day(head.day),
        "who": cut(say.listed(head.visitors), NAMES),
        "length": cut(say.listed((head.length, head.place)), NAMES),
        "folder": head.folder,
        "note": head.note,
    }


def _why(b: Briefing, say: Wording) -> Data:
    why = b.why
    text = plain(why.said.text) if why.said else say.say("why.gap")
    if why.since and why.said:
        text = say.say("why.last", day=say.day(why.since), text=text)
    case = ""
    if why.case:
        state = say.say(f"state.{_known(say, 'state', why.case_state, 'open')}")
        key = "why.case" if why.case_age is None else "why.case_age"
        key += "" if why.case_state == "open" else "_state"
        name = cut(clean(why.case_name), NAMES)
        told = set(_WORD.findall(fold(name))) <= set(_WORD.findall(fold(text)))
        case = say.say(key, name="" if told else name, n=why.case_age or 0, state=state)
        case = _NAMELESS.sub("", case, count=1) if told else case
    source = why.said.source if why.said else None
    return {"text": cut(clean(text), WHY), "case": case, **entries.place(source)}


def _arrival(b: Briefing, say: Wording) -> Data:
    if b.arrival is None:
        gap = say.say("sheet.arrival_gap")
        return {"action": "", "because": "", "facts": [], "gap": gap, **entries.place(None)}
    codes = [say.say("sheet.codes", codes=say.listed(b.arrival.codes))]
    return {
        "action": b.arrival.action,
        "long": len(b.arrival.action) > ACTION,
        "because": b.arrival.because,
        "facts": [*(codes if b.with_private and b.arrival.codes else []), *b.arrival.facts],
        "gap": "",
        **entries.place(b.arrival.source),
    }


def _last(b: Briefing, say: Wording) -> Data | None:
    last = b.last
    if last is None:
        return None
    how = say.say(f"how.{_known(say, 'how', last.channel, 'note')}")
    if last.whom:
        how = say.say("last.with", how=how, whom=cut(say.listed(last.whom), NAMES))
    started = last.started_by
    if started:
        known = started in ("us", "them")
        started = say.say(f"last.{started}" if known else "last.someone", name=started)
    told = " ".join(_sentence(plain(s.text)) for s in last.text)
    return {
        "day": say.day(last.day),
        "who": cut(say.listed(last.who), NAMES) or say.say("last.unknown"),
        "how": how,
        "started": started,
        "text": cut(clean(told), TELLING),
        "path": last.note.path,
    }


def _sentence(text: str) -> str:
    return text if text.rstrip("\"'”“’»)").endswith((".", "!", "?", "…", ":", ";")) else f"{text}."


def _next(b: Briefing, say: Wording) -> Data:
    if b.next is None:
        gap = say.say("sheet.next_gap")
        return {"text": gap, "contact": "", "done": "", "gap": True, **entries.place(None)}
    step = cut(clean(plain(b.next.step.text)), STEP) if b.next.step else ""
    done = cut(clean(plain(b.next.done.text)), STEP) if b.next.done else ""
    contact = ""
    if b.next.contact and b.next.contact != b.day:
        late = "_late" if b.next.contact < b.day else ""
        contact = say.say(f"next.contact{late}", day=say.weekday(b.next.contact))
        how = say.say(f"next.{b.next.reason}")
        contact += f" ({how})" if how else ""
    return {
        "text": step or contact[:1].upper() + contact[1:] or say.say("sheet.next_gap"),
        "contact": contact if step else "",
        "done": say.say("next.step_done", text=done) if done else "",
        "gap": not (step or contact),
        **entries.place(b.next.source),
    }


def _news(b: Briefing, say: Wording) -> Data:
    since = b.news.since
    title = say.say("sheet.news_since", day=say.day(since)) if since else say.say("sheet.news")
    lines = [
        {
            **entries.line(event.said),
            "day": say.past(event.said.day) if event.said.day else say.say("news.undated"),
            "who": cut(event.said.who[0].partition(" ")[0], SHORT) if event.said.who else "",
            "kind": say.labels["kind"].get(event.type, ""),
        }
        for event in b.news.lines
    ]
    return {"title": title, "lines": lines, "total": b.news.total}


def _mood(b: Briefing, say: Wording) -> Data | None:
    if not b.moods:
        return None
    points = b.moods[-MOODS_SHOWN:]
    note = say.say("mood.last", day=say.day(points[-1].day))
    if b.mine and b.mine is not points[-1]:
        note = say.say("mood.mine", score=b.mine.score, day=say.day(b.mine.day))
    return {
        "score": points[-1].score,
        "scores": [p.score for p in points],
        "mine": points.index(b.mine) if b.mine in points else None,
        "note": note,
        "trend": say.say(f"mood.{b.trend}") if b.trend else "",
        "read": say.say("sheet.sparkline", scores=say.listed(str(p.score) for p in points)),
    }


def _worth(b: Briefing, say: Wording) -> Data | None:
    parts: list[str] = []
    amount, sentence = "", ""
    if b.worth:
        amount = say.money(b.worth.last)
        sentence = say.say("mood.typed" if b.worth.before is None else "mood.year")
        if b.worth.before:
            parts.append(say.say("mood.before", amount=say.money(b.worth.before)))
    r = b.rhythm
    if r and r.longest <= VAGUE * r.shortest:
        key = "mood.rhythm" if r.shortest != r.longest else "mood.rhythm_even"
        span = {"shortest": r.shortest, "longest": r.longest}
        parts.append(say.say(key, **span, **{"from": say.day(r.earliest), "to": say.day(r.latest)}))
    if not amount and not parts:
        return None
    before, _, after = sentence.partition("{amount}")
    return {"before": before, "amount": amount, "after": after, "rest": " · ".join(parts)}


def _boxes(b: Briefing, say: Wording) -> list[Data]:
    kind = "service" if b.equipment or b.silent_units else "consult"
    return [
        {"title": say.say(f"form.{q.name}"), "prompt": say.say(f"prompts.{kind}.{q.name}")}
        for q in form.boxes()
    ]


def _known(say: Wording, section: str, word: str, otherwise: str) -> str:
    return word if word in say.labels[section] else otherwise
