"""What write commands have in common: options to a draft, a draft to a file in the vault."""

import contextlib
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import partial
from math import isfinite
from pathlib import Path
from typing import Any

import click

from notes_crm.cli.forms import in_form
from notes_crm.cli.in_editor import in_editor
from notes_crm.cli.session import Session
from notes_crm.cli.set_pairs import keys_of
from notes_crm.cli.written import Written
from notes_crm.errors import AlreadyExists, BadDate, BadName, Unreadable
from notes_crm.model import drafts
from notes_crm.model.dates.behind import split_before
from notes_crm.model.dates.dates import read_time, split_when
from notes_crm.model.dates.durations import read_minutes
from notes_crm.model.drafts import Draft, Interaction, Said
from notes_crm.model.schema import CONTACT_TYPES, FIELDS, MOODS, WORD_SYNONYMS, fold
from notes_crm.output import console
from notes_crm.store.new_files import file_name, linkable

LOGGED = (*CONTACT_TYPES, "note")
_DUE_SIGN = re.compile("\\s*[📅📆🗓]\ufe0f?\\s*")
BIGGEST_ATTACHMENT = 2 * 1024 * 1024 * 1024


def interaction(
    session: Session, customer: str, kind: str, words: str, said: dict[str, Any]
) -> Interaction:
    """What the options of `crm log` say, checked; BadDate or a usage error where they don't fit."""
    schema = session.schema
    known = schema.type(kind)
    if known is None or schema.group(known) not in ("interaction", "note"):
        raise click.UsageError(
            f"{kind!r} is no type of note to log; say one of {', '.join(LOGGED)}, then the text."
        )
    when, timed = _when(session, said["day"], said["clock"])
    since = said_on(session, when.date())
    by = said["by"] or ((session.me,) if session.me else ())
    others = [session.customer(name) for name in said.get("also", ())]
    keys: dict[str, Said | None] = {
        "customer": tuple(dict.fromkeys((customer, *others))) if others else None,
        "by": by,
        "people": _names(said["people"]),
        "location": said["location"],
        "started_by": said["started_by"],
        "outcome": choice("outcome", said["outcome"]),
        "mood": mood(said["mood"]),
        "next_contact": day_ahead(session, said["next_contact"], since),
        "equipment": _names(said["equipment"]),
        "minutes": minutes(said["minutes"]),
        "amount": _amount("amount", said["amount"]),
        "repair_cost": _amount("repair_cost", said["repair_cost"]),
        "private": said["private"] or None,
    }
    lines = [task_line(session, text, "#promise", since) for text in said["promises"]]
    lines += [task_line(session, text, "#waiting", since) for text in said["waiting"]]
    return Interaction(
        type=known,
        customer=customer,
        when=when,
        timed=timed,
        text=words,
        keys={k: v for k, v in keys.items() if v is not None and v != ()},
        told=said["told"],
        asked=said["asked"],
        observed=said["observed"],
        promised=lines,
    )


@contextlib.contextmanager
def edited(session: Session, folder: str, said: Interaction) -> Iterator[Draft | None]:
    """The prepared note as it left the editor; None where nothing was changed in it."""
    draft = in_form(
        session, drafts.prepared(folder, said), drafts.keys_of(said), at=said.when, timed=said.timed,
        customer=said.customer, said=said,
    )  # fmt: skip
    with in_editor(session, draft.text) as text:
        yield None if text is None else Draft(draft.folder, draft.names, text)


def customer(session: Session, name: str, pairs: Sequence[str]) -> Draft:
    """A profile in a new folder; AlreadyExists where there is such a customer."""
    name = file_name(name)
    known = [c for c in session.index.facts.customers() if fold(c.name) == fold(name)]
    if known and known[0].profile is not None:
        raise AlreadyExists(
            f"{known[0].name} is there already, in {known[0].folder}; nothing was written."
        )
    folder = known[0].folder.rpartition("/")[0] if known else session.schema.folders["customers"]
    name = known[0].name if known else name
    keys = keys_of(session, pairs)
    draft = drafts.profile(folder, name, keys)
    return in_form(session, draft, {"type": "customer", **keys}, at=session.now, customer=name)


def thing(session: Session, kind: str, name: str, whose: str, pairs: Sequence[str]) -> Draft:
    """A note for a person, unit, case or opportunity of a customer."""
    found = session.customer(whose)
    name = file_name(name)
    keys = keys_of(session, pairs)
    folder = folder_of(session, found)
    said_day = keys.get("date")
    day = said_day if isinstance(said_day, date) else session.today
    draft = drafts.thing(folder, kind, name, customer=found, today=day, keys=keys)
    opened: dict[str, Said] = {"date": day} if kind in drafts.OPENED else {"aliases": [name]}
    return in_form(
        session, draft, {"type": kind, **opened, **keys}, at=datetime.combine(day, session.now.time()),
        customer=found, usual=drafts.usual_of(kind),
    )  # fmt: skip


def folder_of(session: Session, name: str) -> str:
    """The folder of a customer, an active one before an archived one."""
    known = [c for c in session.index.facts.customers() if c.name == name]
    return min(known, key=lambda c: (c.archived, c.folder)).folder


def write(session: Session, draft: Draft) -> str:
    """Write a draft under the first of its names that is free; the path."""
    return _written(Written(session), draft)


def attach(session: Session, name: str, files: Sequence[str], text: str) -> list[str]:
    """Copy files beside the customer's notes, then write the note that links them; all paths."""
    sources = [_source(session, file) for file in files]
    folder = folder_of(session, name)
    new = Written(session)
    written = []
    for source in sources:
        called = linkable(source.name)
        names = (file_name(called), file_name(f"{session.now:%Y-%m-%d %H%M%S} {called}"))
        paths = [f"{folder}/files/{candidate}" for candidate in names]
        written.append(new.create(paths, source.read_bytes()))
    links = "\n".join(f"![[{path.rpartition('/')[2]}]]" for path in written)
    said = Interaction("note", name, session.now, timed=True, text="\n".join(filter(None, (text, links))),
                       keys={"by": (session.me,)} if session.me else {})  # fmt: skip
    return [*written, _written(new, drafts.interaction(folder, said))]


def understood(session: Session, said: dict[str, Any], written: Interaction) -> list[str]:
    """How days in words were read, a line for each promise and for the next contact."""
    since, next_contact = said_on(session, written.when.date()), written.keys.get("next_contact")
    sides = {"we owe": said["promises"], "they owe": said["waiting"]}
    rows = [(side, *parted(session, p, since)) for side, texts in sides.items() for p in texts]
    lines = [
        f"  {side:<9} {console.one_line(text)}, {_told_day(session, day)}"
        for side, text, day in rows
    ]
    if isinstance(next_contact, date):
        lines.append(f"  {'next':<9} {_told_day(session, next_contact)}")
    return lines


def remind_who(session: Session, said: Interaction) -> None:
    """Say once how to sign notes, where nobody said who writes."""
    if "by" not in said.keys:
        session.say('The note does not say who wrote it; tell me once: crm me "Your Name"')


def _written(new: Written, draft: Draft) -> str:
    return new.create([f"{draft.folder}/{name}" for name in draft.names], draft.text.encode())


def _when(session: Session, day: str | None, clock: str | None) -> tuple[datetime, bool]:
    """The moment of the contact, and whether its time is known."""
    at = session.day(day, past=True) if day else session.today
    if clock:
        time = read_time(clock)
        if time is None:
            raise BadDate(f"{clock!r} is no time; write it as 14:30.")
        return datetime.combine(at, time), True
    now = session.now
    return (now, True) if at == session.today else (datetime.combine(at, now.time()), False)


def said_on(session: Session, contact: date) -> date:
    """The day from which the days in a contact's promises count: its own, today's for one to come."""
    return min(contact, session.today)


def task_line(session: Session, words: str, tag: str, since: date) -> str:
    """A promise in words, made on that day, as the task line that Obsidian Tasks reads."""
    text, due = parted(session, words, since)
    return drafts.promise_line(
        text, tag, created=since, due=due, settings=session.vault.task_settings
    )


def parted(session: Session, words: str, since: date) -> tuple[str, date | None]:
    """What is promised, and its day, counted from `since`, if the words end or begin with one.

    The day may have the sign that Obsidian Tasks knows a due day by; a time, tags and who keeps it
    may stand behind.
    """
    settings = session.vault.settings
    day_first = settings.region not in ("US", "CA", "PH")
    plain = _DUE_SIGN.sub(" ", words).strip()
    read = partial(split_when, today=since, languages=settings.languages, day_first=day_first)
    text, due = split_before(plain, read)
    return (text if due else words), due


def day_ahead(session: Session, words: str | None, since: date | None = None) -> date | None:
    """The day of the next contact, counted from today or `since`, which can't have been."""
    if not words:
        return None
    day = session.day(words, since=since)
    if day < session.today:
        counted = f", counted from {since}," if since and since < session.today else ""
        raise BadDate(f"{as_read(words, day, counted)} has been; name a day to come.")
    return day


def as_read(words: str, day: date, counted: str = "") -> str:
    """The day a sentence is to speak of; what was typed goes before it where that says it otherwise."""
    return words if words == str(day) else f"{words!r}{counted} is {day}, which"


def _told_day(session: Session, day: date | None) -> str:
    return f"{day:%a} {day}, {console.when(day, session.today)}" if day else "no day"


def _names(said: Sequence[str]) -> tuple[str, ...]:
    return tuple(name.strip() for name in said if name.strip())


def _amount(key: str, number: float | None) -> float | None:
    if number is not None and not isfinite(number):
        raise click.UsageError(f"{key} is a number such as 240 or 19.90; say it in digits.")
    return number


def choice(key: str, word: str | None) -> str | None:
    """The word that a key with choices may hold; a usage error for any other."""
    if word is None:
        return None
    choices = FIELDS[key].choices
    chosen = WORD_SYNONYMS[key].get(fold(word), fold(word))
    if chosen not in choices:
        raise click.UsageError(f"{key} is one of {', '.join(choices)}; {word!r} is none of them.")
    return chosen


def mood(word: str | None) -> Said | None:
    """1 to 5, or the word for it; a usage error for any other."""
    if word is None:
        return None
    if re.fullmatch(r"[1-5]", word):
        return int(word)
    if fold(word) not in MOODS:
        raise click.UsageError(
            f"mood is 1 to 5 or one of {', '.join(MOODS)}; {word!r} is none of them."
        )
    return fold(word)


def minutes(text: str | None) -> str | None:
    """A length of time as it was typed; BadDate where it is none."""
    if text is not None and read_minutes(text) is None:
        raise BadDate(f"{text!r} is no length of time; write it as 75, 1h 15m or 90 min.")
    return text


def _source(session: Session, file: str) -> Path:
    path = session.cwd / file
    try:
        status = path.stat()
        if not path.is_file():
            raise Unreadable(f"{file} is no file; name the file to attach.")
        with path.open("rb"):
            pass
    except OSError as error:
        raise Unreadable(
            f"{file} can't be read ({(error.strerror or '').lower()}); name another file."
        ) from None
    if status.st_size > BIGGEST_ATTACHMENT:
        raise BadName(f"{file} is larger than 2 GB; keep it elsewhere and link it.")
    return path
