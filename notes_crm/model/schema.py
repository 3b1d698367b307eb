"""Every name a user may write, as tables: keys, note types, headings, and the words they may hold."""

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple
from unicodedata import normalize

Kind = Literal[
    "text", "list", "link", "links", "number", "checkbox", "date", "datetime", "time",
    "minutes", "interval", "birthday", "mood", "phones", "emails", "tags", "aliases",
]  # fmt: skip

OBSIDIAN: Mapping[Kind, str] = {
    "text": "text", "list": "multitext", "link": "text", "links": "multitext",
    "number": "number", "checkbox": "checkbox", "date": "date", "datetime": "datetime",
    "time": "text", "minutes": "text", "interval": "text", "birthday": "text", "mood": "text",
    "phones": "multitext", "emails": "multitext", "tags": "tags", "aliases": "aliases",
}  # fmt: skip
"""How each kind is called in Obsidian's types.json."""

LISTS = frozenset({"list", "links", "phones", "emails", "tags", "aliases"})
"""Kinds that hold several values; a single one counts as a list of one."""

Group = Literal[
    "interaction", "note", "customer", "person", "equipment", "case", "opportunity",
    "feedback", "goal", "team", "lesson", "review",
]  # fmt: skip


class Field(NamedTuple):
    """One front-matter key: its kind, the groups of notes it belongs to, and what it says."""

    name: str
    kind: Kind
    on: tuple[Group, ...]
    says: str
    choices: tuple[str, ...] = ()

    @property
    def obsidian(self) -> str:
        """The type of this key in Obsidian's types.json."""
        return OBSIDIAN[self.kind]


class NoteType(NamedTuple):
    """One value of `type`, and the group whose keys and headings it shares."""

    name: str
    group: Group
    says: str


class Heading(NamedTuple):
    """One heading that means something, and the groups of notes where it does."""

    name: str
    on: tuple[Group, ...]
    says: str


ANY: tuple[Group, ...] = ()
"""Belongs to any note."""

TYPES: Mapping[str, NoteType] = {
    t.name: t
    for t in (
        NoteType("customer", "customer", "a profile: the note named like its folder"),
        NoteType("visit", "interaction", "somebody went there, or will"),
        NoteType("call", "interaction", "by telephone or video"),
        NoteType("email", "interaction", "an e-mail, in or out"),
        NoteType("text", "interaction", "a text message or chat"),
        NoteType("meeting", "interaction", "they came to us, or we met elsewhere"),
        NoteType("letter", "interaction", "on paper, in or out"),
        NoteType("social", "interaction", "seen or said in a social network"),
        NoteType("note", "note", "anything else; not a contact"),
        NoteType("person", "person", "somebody at the customer"),
        NoteType("equipment", "equipment", "a unit at the customer"),
        NoteType("case", "case", "a matter that is open until it is solved"),
        NoteType("opportunity", "opportunity", "something they may buy"),
        NoteType("feedback", "feedback", "a complaint, a commendation, a score"),
        NoteType("goal", "goal", "what we want to reach, measured"),
        NoteType("team", "team", "one of us"),
        NoteType("lesson", "lesson", "something learned that applies elsewhere"),
        NoteType("review", "review", "the monthly self-assessment"),
    )
}

TYPE_SYNONYMS: Mapping[str, str] = {
    "client": "customer", "account": "customer", "company": "customer", "profile": "customer",
    "site visit": "visit", "service call": "visit", "phone": "call", "phone call": "call",
    "telephone": "call", "video call": "call", "e-mail": "email", "mail": "email",
    "sms": "text", "chat": "text", "message": "text", "appointment": "meeting",
    "contact": "person", "machine": "equipment", "unit": "equipment", "asset": "equipment",
    "device": "equipment", "vehicle": "equipment", "ticket": "case", "job": "case",
    "issue": "case", "deal": "opportunity", "quote": "opportunity", "lead": "opportunity",
    "complaint": "feedback", "survey": "feedback", "staff": "team", "colleague": "team",
    "target": "goal",
}  # fmt: skip

CONTACT_TYPES = ("visit", "call", "email", "text", "meeting", "letter", "social")
"""Types that count as having been in touch (`note` does not)."""

_I: tuple[Group, ...] = ("interaction", "note")
_CU: tuple[Group, ...] = ("customer",)
_PE: tuple[Group, ...] = ("person",)
_EQ: tuple[Group, ...] = ("equipment",)
_CA: tuple[Group, ...] = ("case",)
_OP: tuple[Group, ...] = ("opportunity",)
_FB: tuple[Group, ...] = ("feedback",)

FIELDS: Mapping[str, Field] = {
    f.name: f
    for f in (
        Field("type", "text", ANY, "what kind of note this is"),
        Field("customer", "links", ANY, "whose note this is, where the folder does not say it"),
        Field("date", "date", ANY, "when it happened, was opened, made or received"),
        Field("time", "time", ANY, "at what time, `HH:MM`"),
        Field("by", "list", ANY, "who of us"),
        Field("people", "list", ANY, "who of them"),
        Field("owner", "text", ANY, "who of us looks after it"),
        Field("status", "text", ANY, "how it stands; the words depend on the type"),
        Field("tags", "tags", ANY, "tags, with or without #"),
        Field("aliases", "aliases", ANY, "other names it is found by"),
        Field("private", "checkbox", ANY, "never printed or exported unless asked for; anything not plainly false is private"),
        Field("source", "text", ANY, "where an imported note came from"),
        Field("source_id", "text", ANY, "its id there"),
        Field("check_ignore", "list", ANY, "codes that `crm check` keeps quiet about in this note, or `all`"),
        Field("kind", "text", _CU, "their trade: bakery, architect"),
        Field("plan", "text", _CU, "their service plan"),
        Field("followers", "list", _CU, "who of us wants to hear of news"),
        Field("phone", "phones", ("customer", "person", "team"), "telephone numbers"),
        Field("email", "emails", ("customer", "person", "team"), "e-mail addresses"),
        Field("address", "text", _CU, "where to go"),
        Field("arrival", "text", _CU, "what to do on arrival; printed in the heaviest box"),
        Field("codes", "text", _CU, "door and alarm codes: never printed unless asked for"),
        Field("contact_every", "interval", _CU, "how often to be in touch: `6 weeks`, `monthly`, days"),
        Field("next_contact", "date", ("customer", "interaction", "note"), "when to be in touch next"),
        Field("since", "date", _CU, "customer since"),
        Field("likes", "list", ("customer", "person"), "what they like"),
        Field("dislikes", "list", ("customer", "person"), "what they do not"),
        Field("yearly_worth", "number", _CU, "worth a year, where it can't be counted from notes"),
        Field("sla", "text", _CU, "the response that was agreed"),
        Field("contract_until", "date", ("customer", "equipment"), "the service contract ends"),
        Field("hourly_rate", "number", _CU, "what an hour costs them"),
        Field("consent", "text", _CU, "what they agreed to have kept"),
        Field("keep_until", "date", _CU, "when to look whether to keep this"),
        Field("location", "text", ("interaction", "note", "equipment"), "where exactly"),
        Field("purpose", "text", _I, "why we go"),
        Field("take", "list", _I, "what to take along"),
        Field("length", "text", _I, "how long it is planned to take"),
        Field("started_by", "text", _I, "who started it: us, them or a name"),
        Field("outcome", "text", _I, "how it went", ("good", "bad", "incomplete")),
        Field("mood", "mood", _I, "their mood, 1 (angry) to 5 (delighted)"),
        Field("equipment", "links", ("interaction", "note", "case", "opportunity"), "which units"),
        Field("case", "link", ("interaction", "note", "feedback"), "which case"),
        Field("minutes", "minutes", _I, "how long it took: `45`, `1h 30m`, `90 min`"),
        Field("billable", "checkbox", _I, "whether it is charged"),
        Field("amount", "number", ("interaction", "note", "opportunity"), "what they bought, or may buy for"),
        Field("repair_cost", "number", _I, "what the repair cost"),
        Field("downtime_hours", "number", _I, "how long the unit stood still"),
        Field("answered", "datetime", ("interaction", "note", "feedback"), "when it was answered"),
        Field("role", "text", ("person", "team"), "what they do"),
        Field("decides", "checkbox", _PE, "whether they decide"),
        Field("tip", "text", _PE, "one thing to know about them"),
        Field("birthday", "birthday", _PE, "`04-17` or a full date"),
        Field("maker", "text", _EQ, "who made it"),
        Field("model", "text", _EQ, "its model, as written on it"),
        Field("serial", "text", _EQ, "its serial number, as written on it"),
        Field("purchased", "date", _EQ, "bought"),
        Field("installed", "date", _EQ, "installed"),
        Field("warranty_until", "date", _EQ, "the warranty ends"),
        Field("service_every", "interval", _EQ, "how often it is serviced"),
        Field("replacement_cost", "number", _EQ, "what a new one costs"),
        Field("expected_life_years", "number", _EQ, "how long such a unit lasts"),
        Field("used_by", "list", _EQ, "who uses it"),
        Field("used_for", "text", _EQ, "what for"),
        Field("downtime_impact", "text", _EQ, "what stops when it stops"),
        Field("manual", "links", _EQ, "its papers in `Reference/`"),
        Field("due", "date", ("case", "opportunity", "goal"), "by when"),
        Field("closed", "date", _CA, "closed"),
        Field("priority", "text", _CA, "how urgent", ("highest", "high", "normal", "low", "lowest")),
        Field("cause", "text", _CA, "why it happened"),
        Field("quote", "text", _OP, "the number or file of the quote"),
        Field("reason", "text", _OP, "why it was won, lost or paused"),
        Field("sentiment", "text", _FB, "what it is", ("complaint", "commendation", "suggestion", "rating")),
        Field("question", "text", _FB, "what was asked"),
        Field("score", "number", _FB, "their answer, 1 to 5"),
        Field("about", "list", _FB, "which of us it is about"),
        Field("measure", "text", ("goal",), "what is counted"),
        Field("target", "number", ("goal",), "what we want to reach"),
        Field("period", "text", ("goal",), "over what time"),
        Field("senior", "checkbox", ("team",), "whether they lead"),
        Field("follows", "list", ("team",), "customers they want to hear of"),
        Field("applies_to", "list", ("lesson",), "models, customers or tags it applies to"),
    )
}  # fmt: skip

KEY_SYNONYMS: Mapping[str, str] = {
    "tag": "tags", "alias": "aliases", "client": "customer", "customers": "customer",
    "tel": "phone", "telephone": "phone", "mobile": "phone", "phones": "phone",
    "e-mail": "email", "mail": "email", "emails": "email", "attendees": "people",
    "contact": "people", "contacts": "people", "serial_number": "serial", "serial_no": "serial",
    "manufacturer": "maker", "brand": "maker", "warranty": "warranty_until",
    "follow_up": "next_contact", "followup": "next_contact", "next": "next_contact",
    "duration": "minutes", "result": "outcome", "where": "location", "units": "equipment",
}  # fmt: skip
"""Other names of a key. Spaces and hyphens in a key count as underscores."""

STATUS: Mapping[Group, tuple[str, ...]] = {
    "customer": ("prospect", "active", "dormant", "former"),
    "equipment": ("in-service", "down", "loaner", "retired"),
    "case": ("open", "waiting-us", "waiting-customer", "solved", "closed"),
    "opportunity": ("idea", "quoted", "won", "lost", "paused"),
}
"""The words `status` may hold, by group; elsewhere it is free text."""

WORD_SYNONYMS: Mapping[str, Mapping[str, str]] = {
    "status": {
        "lead": "prospect", "current": "active", "inactive": "dormant", "quiet": "dormant",
        "past": "former", "lost": "lost", "ok": "in-service", "in service": "in-service",
        "working": "in-service", "broken": "down", "out of order": "down", "on loan": "loaner",
        "scrapped": "retired", "in progress": "open", "new": "open", "waiting": "waiting-customer",
        "waiting us": "waiting-us", "waiting on us": "waiting-us",
        "waiting customer": "waiting-customer", "waiting for customer": "waiting-customer",
        "done": "closed", "fixed": "solved", "resolved": "solved", "offered": "quoted",
        "sent": "quoted", "accepted": "won", "declined": "lost", "on hold": "paused",
    },
    "outcome": {
        "ok": "good", "fine": "good", "success": "good", "done": "good", "poor": "bad",
        "failed": "bad", "not finished": "incomplete", "unfinished": "incomplete",
        "partial": "incomplete", "pending": "incomplete",
    },
    "started_by": {"we": "us", "me": "us", "they": "them", "customer": "them", "client": "them"},
    "sentiment": {"praise": "commendation", "compliment": "commendation", "idea": "suggestion", "score": "rating"},
    "priority": {"urgent": "highest", "medium": "normal", "none": "normal"},
}  # fmt: skip

MOODS: Mapping[str, int] = {
    "angry": 1, "furious": 1, "anxious": 2, "apprehensive": 2, "unhappy": 2, "worried": 2,
    "calm": 3, "collected": 3, "neutral": 3, "ok": 3, "happy": 4, "pleased": 4, "content": 4,
    "delighted": 5, "thrilled": 5,
}  # fmt: skip

HEADINGS: Mapping[str, Heading] = {
    h.name: h
    for h in (
        Heading("Always remember", _CU, "what must never be forgotten there; top of the sheet"),
        Heading("People", _CU, "who is who"),
        Heading("About them", _CU, "family, teams, what they read"),
        Heading("Uses", _CU, "what they use"),
        Heading("Wants", _CU, "what they want"),
        Heading("Needs", _CU, "what they need"),
        Heading("Plans", _CU, "growing, moving, closing"),
        Heading("What made them happy", _CU, "what worked before"),
        Heading("Discussed", _I, "what was talked about"),
        Heading("New subjects", _I, "what came up for the first time"),
        Heading("Promised", _I, "task lines: what we owe, and what they owe"),
        Heading("Other actions", _I, "what is to be done inside"),
        Heading("Told", _I, "what we told them, so that nobody tells it twice"),
        Heading("Asked", _I, "what we asked them, so that nobody asks again"),
        Heading("Observed", _I, "what was seen but not said"),
        Heading("Symptoms", _I, "what the unit does"),
        Heading("What happened", _CA, "the facts"),
        Heading("Why", _CA, "the cause"),
        Heading("What we will do", _CA, "the remedy"),
        Heading("By when", _CA, "the date"),
        Heading("So it never happens again", _CA, "what changes"),
        Heading("Changes", _OP, "how quote and wishes changed, dated"),
        Heading("Private", ANY, "never printed, exported or sent unless asked for"),
    )
}

TASK_TAGS = {"#ready": "ready", "#waiting": "they", "#promise": "we"}
"""Which way a promise goes; the first that is there wins."""

FOLDERS: Mapping[str, str] = {
    "customers": "Customers", "team": "Team", "archive": "Archive", "inbox": "Inbox",
    "reference": "Reference", "goals": "Goals", "templates": "Templates", "lessons": "Lessons.md",
}  # fmt: skip
"""The folders of a vault by their use; `crm.toml` may rename them."""


def fold(name: str) -> str:
    """A name as it is compared: compatibility form, case folded, runs of blanks as one."""
    return " ".join(normalize("NFKC", name).casefold().split())


def fold_key(name: str) -> str:
    """A front-matter key as it is compared: blanks and hyphens are underscores."""
    return fold(name).replace(" ", "_").replace("-", "_")


class Schema(NamedTuple):
    """The tables above together with what a team added in its `crm.toml`."""

    fields: Mapping[str, Field]
    types: Mapping[str, NoteType]
    keys: Mapping[str, str]
    headings: Mapping[str, str]
    folders: Mapping[str, str]

    def key(self, written: str) -> str:
        """The canonical name of a key as written; an unknown one is itself, folded."""
        folded = fold_key(written)
        return self.keys.get(folded, folded)

    def heading(self, written: str) -> str | None:
        """The canonical name of a heading as written, or None where it means nothing."""
        return self.headings.get(fold(written.rstrip(" #").rstrip(":")))

    def type(self, written: str) -> str | None:
        """The canonical name of a note type as written, or None where it is unknown."""
        folded = fold(written)
        folded = TYPE_SYNONYMS.get(folded, folded)
        return folded if folded in self.types else None

    def group(self, note_type: str) -> Group:
        """The group a note type belongs to; an unknown type behaves as `note`."""
        known = self.types.get(note_type)
        return known.group if known else "note"


def extended(
    *,
    fields: Iterable[Field] = (),
    types: Iterable[NoteType] = (),
    keys: Mapping[str, str] | None = None,
    headings: Mapping[str, Iterable[str]] | None = None,
    folders: Mapping[str, str] | None = None,
) -> Schema:
    """The schema with a team's own keys, types, heading words and folders added."""
    all_fields = dict(FIELDS) | {f.name: f for f in fields}
    synonyms = dict(KEY_SYNONYMS) | {fold_key(k): v for k, v in (keys or {}).items()}
    return Schema(
        fields=all_fields,
        types=dict(TYPES) | {t.name: t for t in types},
        keys=_folded_keys(all_fields, synonyms),
        headings=_folded_headings(headings or {}),
        folders=dict(FOLDERS) | dict(folders or {}),
    )


def _folded_keys(fields: Mapping[str, Field], synonyms: Mapping[str, str]) -> dict[str, str]:
    return {fold_key(word): name for word, name in synonyms.items()} | {
        name: name for name in fields
    }


def _folded_headings(words: Mapping[str, Iterable[str]]) -> dict[str, str]:
    table = {fold(name): name for name in HEADINGS}
    for name, translations in words.items():
        table |= {fold(word): name for word in translations}
    return table


SCHEMA = extended()
"""The schema without any additions."""
