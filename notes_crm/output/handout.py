"""The sheet a customer may keep, put into words: plain data for its page, and parts for the terminal."""

from notes_crm.answers.briefing import Briefing
from notes_crm.answers.owed import Owed
from notes_crm.answers.said import plain
from notes_crm.output import entries
from notes_crm.output.characters import clean, cut
from notes_crm.output.context import API, words
from notes_crm.output.outline import Part, Row, joined
from notes_crm.output.wording import Data, Wording

TEXT = 200
"""Characters of a promise: here nothing else asks for the room."""


def handout_words(briefing: Briefing, say: Wording) -> Data:
    """A briefing that `answers.shared` has stripped, as plain data."""
    data = words(briefing, say)
    last = data["last"]
    following = data["following"]
    reason = briefing.why.said
    return {
        "api": API,
        "title": say.say("share.title", name=data["head"]["name"]),
        "head": {
            key: data["head"][key]
            for key in ("name", "address", "phones", "channel", "when", "day", "who", "length")
        },
        "purpose": data["why"]["text"] if reason else "",
        "case": _case(briefing, say),
        "last": joined(last["day"], last["who"], last["how"]) if last else "",
        "next": ""
        if following["gap"]
        else following["text"],  # to agree on a step is advice for us
        "ours": [_promise(p, say) for p in briefing.ours],
        "theirs": [_promise(p, say) for p in briefing.theirs],
        "people": [
            {"name": p["name"], "about": p["about"], "phone": p["phone"]} for p in data["people"]
        ],
        "equipment": [
            {
                key: unit[key]
                for key in ("name", "serial", "warranty", "response", "service", "reasons")
            }
            for unit in data["equipment"]
        ],
    }


def handout_outline(briefing: Briefing, say: Wording) -> list[Part]:
    """The same for a terminal or Markdown."""
    data, labels = handout_words(briefing, say), say.labels["share"]
    head = data["head"]
    by = say.say("share.by", who=head["who"], day=head["day"]) if head["who"] else head["day"]
    parts = [
        Part(
            data["title"],
            tuple(_rows(joined(say.listed((head["channel"], head["when"])), by))),
            "head",
        ),
        Part(labels["purpose"], tuple(_rows(data["purpose"])), "lines"),
        Part(labels["case"], tuple(_rows(data["case"])), "lines"),
        Part(labels["last"], tuple(_rows(data["last"])), "lines"),
        _promised(labels["we_promised"], data["ours"], labels),
        _promised(labels["they_promised"], data["theirs"], labels),
        Part(labels["next"], tuple(_rows(data["next"])), "lines"),
        Part(
            labels["people"],
            tuple(Row(joined(p["name"], *p["about"], p["phone"])) for p in data["people"]),
        ),
        Part(
            labels["equipment"],
            tuple(
                Row(joined(u["name"], u["serial"], u["warranty"], *u["reasons"]))
                for u in data["equipment"]
            ),
        ),
    ]
    return [p for p in parts if p.rows]


def _case(briefing: Briefing, say: Wording) -> str:
    """The open case and its age; whom it waits for is ours to know."""
    why = briefing.why
    if why.case is None:
        return ""
    key = "why.case" if why.case_age is None else "why.case_age"
    return say.say(key, name=clean(why.case_name), n=why.case_age or 0)


def _rows(*texts: str) -> list[Row]:
    return [Row(text) for text in texts if text]


def _promised(title: str, promises: list[Data], labels: Data) -> Part:
    rows = tuple(Row(joined(p["text"], p["who"], p["due"])) for p in promises)
    return Part(title, rows or (Row(labels["nothing"]),))


def _promise(owed: Owed, say: Wording) -> Data:
    said = entries.owed(owed, say)
    due = ""
    if owed.due:
        due = say.say("share.late" if owed.days_late else "share.due", day=say.day(owed.due))
    return {
        "text": cut(plain(clean(said["md"])), TEXT),
        "who": clean(owed.who),
        "due": due,
    }
