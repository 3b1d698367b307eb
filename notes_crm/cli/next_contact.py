"""When to be in touch next: which notes say so, and what is to be written for another day."""

from datetime import date

from notes_crm.cli.rewriting import in_the_note, look, rewrite
from notes_crm.cli.session import Session
from notes_crm.cli.written import Written
from notes_crm.errors import EditedMeanwhile, Unwritable
from notes_crm.model import derived
from notes_crm.model.clearing import clear_key
from notes_crm.model.derived import NextContact
from notes_crm.model.drafts import note_text
from notes_crm.model.edits import set_key
from notes_crm.model.fact import Fact
from notes_crm.model.schema import fold
from notes_crm.store.catalog.facts import Customer

KEY = "next_contact"
NEVER = ("none", "never", "nothing", "no", "off", "clear", "-")
"""What somebody types who wants no day there."""


def next_of(session: Session, name: str) -> NextContact | None:
    """When to be in touch next, with the note that says so."""
    return derived.next_contact(session.index.facts.known(name), session.today)


def home_of(session: Session, name: str) -> Customer:
    """The customer's folder and profile, the active one before an archived one."""
    known = [c for c in session.index.facts.customers() if c.name == name]
    return min(known, key=lambda c: (c.archived, c.folder))


def set_day(session: Session, name: str, day: date) -> list[str]:
    """Write the day into the profile, which is made where there is none; the files written."""
    profile = _profile(session, name)
    if profile is None:
        folder = home_of(session, name).folder
        text = note_text({"type": "customer", KEY: day}, ())
        path = f"{folder}/{folder.rpartition('/')[2]}.md"
        if session.vault.absolute(path).exists():
            raise Unwritable(
                f"{path} does not read as a customer's profile; mend its front matter, then try again."
            )
        return [Written(session).create([path], text.encode())]
    seen = look(session, profile)
    try:
        new = set_key(seen.data, KEY, day.isoformat(), session.schema)
    except Unwritable as error:
        raise in_the_note(profile, error) from None
    return rewrite(session, "next", {seen: new})


def clear(session: Session, name: str) -> list[str]:
    """Take the day out of the profile, and of every note that would set one in its place."""
    facts = session.index.facts.known(name)
    paths = [path] if (path := _profile(session, name)) else []
    while (found := derived.next_contact(facts, session.today)) and found.reason != "estimated":
        note = found.note
        assert isinstance(note, Fact), note
        paths.append(note.path)
        without = {k: v for k, v in note.fields.items() if k != KEY}
        facts = [n if n.path != note.path else n._replace(fields=without) for n in facts]
    changes = {}
    for path in dict.fromkeys(paths):
        seen = look(session, path)
        try:
            changes[seen] = clear_key(seen.data, KEY, session.schema)
        except Unwritable as error:
            raise in_the_note(path, error) from None
    return rewrite(session, "next", changes)


def is_never(words: str) -> bool:
    """Whether somebody wants no day."""
    return fold(words) in NEVER


def _profile(session: Session, name: str) -> str | None:
    """The path of the profile; EditedMeanwhile where it went away a moment ago."""
    profile = home_of(session, name).profile
    if profile is None:
        return None
    rows = session.index.facts.notes(ids=[profile])
    if not rows:
        raise EditedMeanwhile(f"The profile of {name} is gone; look where it is, and try again.")
    return rows[0].path
