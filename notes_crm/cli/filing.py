"""A slip of the inbox as it is read, what is proposed for it, and where it goes with all that comes of it."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from itertools import chain

from notes_crm.answers.triage import Known, Proposal, Reachable, by_number, called, propose
from notes_crm.answers.triage import Slip as Clues
from notes_crm.cli import notes
from notes_crm.cli.rewriting import in_the_note, look, read
from notes_crm.cli.session import Session
from notes_crm.cli.written_addresses import WrittenAddresses
from notes_crm.errors import CrmError, Unwritable
from notes_crm.model.dates.dates import date_in_name
from notes_crm.model.decode import decoded
from notes_crm.model.drafts import Draft, Interaction, Said, interaction, note_text, pair_lines
from notes_crm.model.edits import set_key
from notes_crm.model.mail import Mail, read_mail
from notes_crm.model.note import Note
from notes_crm.model.outside import as_words
from notes_crm.model.schema import fold
from notes_crm.store import slips
from notes_crm.store.slips import Putting, Slip

_SHOWN = 20_000
"""Characters of a slip that are looked at for names and numbers."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A slip that was read: what is proposed for it, when it was, its first words."""

    slip: Slip
    proposal: Proposal
    day: date
    at: time | None
    first: str = ""
    noted: str | None = None
    mail: Mail | None = None
    data: bytes | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """Whose a slip shall be, as what, of which day; `chosen` where somebody named the customer."""

    customer: str | None
    kind: str
    day: date
    at: time | None
    chosen: bool = False


def proposed(paper: Paper) -> Wish:
    """What is proposed for a slip."""
    found = paper.proposal
    return Wish(found.customer, found.type, paper.day, paper.at)


def everybody(session: Session) -> Known:
    """All names, numbers and addresses by which somebody can be meant."""
    facts, team = session.index.facts, session.schema.folders["team"]
    customers = facts.customers()
    names = [called(words, name, name) for words, name in facts.called()]
    folders = {c.folder: c.name for c in customers}
    phones = by_number(
        Reachable(text, _bare(title, home.rpartition("/")[2]), home.rpartition("/")[2])
        for text, title, _, home in facts.phones()
        if home is not None
    )
    emails, ours = list[Reachable](), set[str]()
    for path, _, text in facts.naming(["email"]):
        if path.startswith(f"{team}/"):
            ours.add(text.lower())
        elif customer := _whose(path, folders):
            title = path.rpartition("/")[2].rpartition(".")[0]
            emails.append(Reachable(text, _bare(title, customer), customer))
    people = [called(words, _bare(name, c), c) for words, name, c in facts.people()]
    return Known(names, people, phones, emails, frozenset(ours))


def read_slip(session: Session, slip: Slip, known: WrittenAddresses) -> Paper:
    """What a slip says; one that can't be read or edited says so in its `refused`."""
    try:
        if slip.refused:
            return _unread(session, slip)
        if slip.kind == "mail":
            return _mail(session, slip, known)
        return _note(session, slip, known) if slip.kind == "note" else _file(session, slip, known)
    except (CrmError, OSError) as error:
        reason = (error.strerror or "").lower() if isinstance(error, OSError) else str(error)
        return _unread(session, replace(slip, refused=reason or "it can't be read"))


def putting(session: Session, paper: Paper, wish: Wish) -> Putting:
    """What is to become of a slip that belongs to the customer of the wish."""
    assert wish.customer, paper.slip.path
    folder = notes.folder_of(session, wish.customer)
    when = datetime.combine(wish.day, wish.at or session.now.time())
    said = Interaction(wish.kind, wish.customer, when, timed=wish.at is not None)
    if paper.mail:
        return _mail_away(session, paper, paper.mail, folder, said)
    if paper.slip.kind == "file":
        return _file_away(session, paper, folder, said)
    return _note_away(session, paper, folder, said)


def _unread(session: Session, slip: Slip) -> Paper:
    nothing = Proposal(None, slip.refused or "", sure=False, others=(), type="note")
    return Paper(slip, nothing, session.today, None)


def _file(session: Session, slip: Slip, known: WrittenAddresses) -> Paper:
    day, at = _when(session, slip)
    clues = Clues(_name(session, slip))
    return Paper(slip, propose(clues, known.known_for(clues), "file"), day, at)


def _mail(session: Session, slip: Slip, known: WrittenAddresses) -> Paper:
    mail = read_mail(slips.content(session.vault, slip, slips.MAX_MAIL))
    day, at = _when(session, slip)
    if mail.sent:
        try:
            sent = mail.sent.astimezone() if mail.sent.tzinfo else mail.sent
            day, at = sent.date(), sent.time().replace(second=0, microsecond=0)
        except (OverflowError, ValueError, OSError):
            pass
    day = min(day, session.today)
    clues = Clues(_name(session, slip), mail.subject, mail.text[:_SHOWN], (mail.address, *mail.to))
    found = propose(clues, known.known_for(clues), "mail")
    noted = _noted(session, mail.id)
    if noted:
        found = found._replace(sure=False, reason=f"it is noted already in {noted}; {found.reason}")
    return Paper(slip, found, day, at, mail.subject, noted, mail)


def _note(session: Session, slip: Slip, known: WrittenAddresses) -> Paper:
    if slip.path.lower().endswith((".md", ".markdown")):
        data = look(session, slip.path).data
    else:
        data = slips.content(session.vault, slip, slips.MAX_MAIL)
    note = read(session, data, slip.path)
    day, at = (note.date, note.time) if note.date else _when(session, slip)
    stated = [text.strip("[]").partition("|")[0] for text in note.texts("customer")]
    names = {fold(one.customer): one.customer for one in known.known.names}
    clues = Clues(
        _name(session, slip), "", "\n".join(note.lines)[:_SHOWN], (),
        tuple(names[fold(text)] for text in stated if fold(text) in names),
        note.type if "type" in note.fields else None,
    )  # fmt: skip
    first = next((line.text for line in note.body if not line.private), "")
    found = propose(clues, known.known_for(clues), "note")
    return Paper(slip, found, min(day, session.today), at, first, data=data)


def _mail_away(
    session: Session, paper: Paper, mail: Mail, folder: str, said: Interaction
) -> Putting:
    new: list[tuple[str, bytes]] = []
    taken: list[str] = []
    for one in mail.attachments:
        taken.append(slips.free_file(session.vault, f"{folder}/files", one.name, said.when, taken))
        new.append((taken[-1], one.data))
    to = slips.free_file(session.vault, f"{folder}/files", paper.slip.path, said.when, taken)
    ours = mail.address in everybody(session).ours
    keys: dict[str, Said] = {"type": said.type, "date": said.when.date()}
    if said.timed:
        keys["time"] = said.when.strftime("%H:%M")
    if ours:
        keys["by"] = [mail.sender or mail.address]
    elif mail.sender or mail.address:
        keys["people"] = [mail.sender or mail.address]
    keys["started_by"] = "us" if ours else "them"
    keys |= {k: v for k, v in (("from", mail.address), ("source_id", mail.id)) if v}
    links = [f"- ![[{path.rpartition('/')[2]}]]" for path in taken]
    whole = f"- [[{to.rpartition('/')[2]}]]"
    subject = " ".join(as_words(mail.subject)) or "(no subject)"
    words = as_words(mail.text)
    body = [f"- {subject}", "", *words, *([""] if words else []), *links, whole]
    if mail.cut:
        body.append("- The text is longer; the whole of it is in that file.")
    path = slips.free_name(session.vault, Draft(folder, interaction(folder, said).names, ""))
    new.append((path, note_text(keys, [("Discussed", body)]).encode()))
    return Putting(paper.slip.path, to, new)


def _file_away(session: Session, paper: Paper, folder: str, said: Interaction) -> Putting:
    to = slips.free_file(session.vault, f"{folder}/files", paper.slip.path, said.when, ())
    keys: dict[str, Said] = {"by": (session.me,)} if session.me else {}
    said = replace(said, text=f"![[{to.rpartition('/')[2]}]]", keys=keys)
    draft = interaction(folder, said)
    path = slips.free_name(session.vault, draft)
    return Putting(paper.slip.path, to, [(path, draft.text.encode())])


def _note_away(session: Session, paper: Paper, folder: str, said: Interaction) -> Putting:
    assert paper.data is not None, paper.slip.path
    note = read(session, paper.data, paper.slip.path)
    whose = [fold(text.strip("[]").partition("|")[0]) for text in note.texts("customer")]
    if whose and fold(said.customer) not in whose:
        raise Unwritable(
            f"{paper.slip.path} says itself whose it is (customer: {note.texts('customer')[0]}); "
            "change that in an editor, then say it again."
        )
    to = slips.free_name(session.vault, Draft(folder, interaction(folder, said).names, ""))
    try:
        after = _with_keys(session, paper, note, said)
    except Unwritable as error:
        raise in_the_note(paper.slip.path, error) from None
    return Putting(paper.slip.path, to, (), paper.data, after)


def _with_keys(session: Session, paper: Paper, note: Note, said: Interaction) -> bytes:
    """The slip's bytes, with its type and day where its new name and place don't say them."""
    assert paper.data is not None, paper.slip.path
    data = paper.data
    try:
        data.decode()
    except UnicodeDecodeError:  # a text file as another system wrote it
        data = decoded(data, "").text.encode()
    if note.type != said.type:
        data = set_key(data, "type", said.type, session.schema)
    if "date" in note.fields and note.date != said.when.date():
        [line] = pair_lines("date", said.when.date())
        data = set_key(data, "date", line.partition(": ")[2], session.schema)
    return data


def _when(session: Session, slip: Slip) -> tuple[date, time | None]:
    """The day in its name, else the day of the file, which is shown before anything is done."""
    stem = slip.path.rpartition("/")[2].rpartition(".")[0]
    digits = re.sub(r"^\D+", "", stem)  # IMG_20260305_141500, as telephones name what they take
    day, at = date_in_name(stem) or date_in_name(digits) or (slip.modified.date(), None)
    return (day, at) if day <= session.today else (session.today, None)


def _name(session: Session, slip: Slip) -> str:
    """The words of its path below the inbox, without the ending."""
    inside = slip.path.removeprefix(f"{session.schema.folders['inbox']}/")
    stem = inside.rpartition(".")[0] or inside
    return " ".join(chain.from_iterable(part.replace("_", " ").split() for part in stem.split("/")))


def _noted(session: Session, message: str) -> str | None:
    """The note that holds this very e-mail already."""
    if not message:
        return None
    rows = session.index.facts.naming(["source_id"])
    return next((path for path, _, text in rows if text == message), None)


def _bare(title: str, customer: str) -> str:
    return title.removesuffix(f"({customer})").strip()


def _whose(path: str, folders: dict[str, str]) -> str | None:
    """The customer in whose folder a note lies."""
    at = path.rpartition("/")[0]
    while at and at not in folders:
        at = at.rpartition("/")[0]
    return folders.get(at)
