"""What is wrong between notes: links, names, customers, promises; facts and a day to Problems."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta

from notes_crm.answers.duplicates import alike, same_phone
from notes_crm.model.checks import finding
from notes_crm.model.customers import stem_of
from notes_crm.model.derived import PLANNABLE
from notes_crm.model.evidence import Brief, Evidence, Home, LinkRow
from notes_crm.model.links import Places
from notes_crm.model.markdown.inline import note_name
from notes_crm.model.phones import phones_in
from notes_crm.model.problem import Problem
from notes_crm.model.schema import Schema, fold

SPARED = timedelta(days=1)
"""A promise is late from the day after."""
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[a-z]{2,}", re.IGNORECASE)
_DIGITS = re.compile(r"\d(?:[\s()./+-]{0,3}\d){6}")
_MOMENT = re.compile(r"\d{4}-?\d\d-?\d\d(?:[ T_-]?\d\d[:.]?\d\d(?:[:.]?\d\d)?)?(?!\d)")
_DIALLED = re.compile(
    r"(?<![\w+./-])(?:\+\d(?:[\s()./-]{0,3}\d){6,14}|\(?0\d{1,5}\)?(?:[\s/-]\d{2,7}){1,4})(?![\w-])"
)
"""A number with its +, or with its 0 and in groups: papers have numbers, too, and are not dialled."""
_SHORTEST_DIALLED = 9
_DAY = re.compile(
    r"(?<!\d)(?:(?:19|20)\d\d[-_. ]?\d\d[-_. ]?\d\d|\d\d[-_. ]\d\d[-_. ](?:19|20)\d\d)"
    r"(?:[ T_-]?\d\d[:.]?\d\d(?:[:.]?\d\d)?)?(?!\d)"
)
"""A day and perhaps a time, as cameras and scanners write them."""
_CODE = re.compile(r"[^\W_]+")
_YEAR = re.compile(r"20\d\d")
_SHORTEST_CODE = 4
_SHOWN = 50
_TEXT = (".txt", ".text")
PAPERS = "files"
"""The folder for what belongs to notes and is none."""
_AT_HOME = ("interaction", "person", "equipment", "case", "opportunity", "feedback")
"""Groups of notes that are about a customer."""


def across(
    evidence: Evidence, today: date, schema: Schema, files: Sequence[str],
    silent: Collection[str] = (),
) -> list[Problem]:  # fmt: skip
    """All that is wrong between notes; `files` are all there are, those that are no notes, too.

    Of customers that are `silent` (folded names) it is said elsewhere that nothing follows.
    """
    return [
        *_copies(evidence.notes),
        *_links(evidence, schema, files),
        *_customers(evidence),
        *_strays(evidence.notes, schema),
        *_duplicates(evidence),
        *_promises(evidence, today),
        *_visits(evidence, today, silent),
        *_names(evidence.notes),
        *_paper_names({note.path for note in evidence.notes}, schema, files),
        *_texts(evidence, schema, files),
    ]


def texts_unread(files: Iterable[str], schema: Schema) -> list[str]:
    """Files of text that somebody may take for notes: not in the inbox, nor among papers and forms."""
    apart = tuple(f"{schema.folders[use]}/" for use in ("inbox", "reference", "templates"))
    return [
        path
        for path in files
        if path.lower().endswith(_TEXT)
        and not path.startswith(apart)
        and PAPERS not in path.split("/")[:-1]
    ]


def _copies(notes: Iterable[Brief]) -> Iterator[Problem]:
    for note in notes:
        if note.copy_of is not None:
            what = f"a sync tool left this beside {note.copy_of}; see it with: crm conflicts"
            yield finding(note.path, 0, "conflict-copy", what)


def _links(evidence: Evidence, schema: Schema, every: Iterable[str]) -> Iterator[Problem]:
    places = Places(note.path for note in evidence.notes)
    names = {fold(home.name) for home in evidence.homes}
    aliases: dict[str, set[str]] = defaultdict(set)
    for path, alias in evidence.aliases:
        aliases[fold(alias)].add(path)
    lost: list[LinkRow] = []
    for link in evidence.links:
        if not _leads_to_notes(link.key, schema):
            continue
        found = places.found(link.target, link.path)
        if not found:
            lost.append(link)
        elif len(found) > 1 and "/" not in link.target:
            several = ", ".join(found[:3])
            what = f"[[{link.target}]] may be {several}; Obsidian opens the first"
            yield finding(link.path, link.line, "ambiguous-link", what)
    files = Places(every) if lost else places
    for link in lost:
        known = link.key == "customer" or (link.key and fold(note_name(link.target)) in names)
        if not known and not files.found(link.target, link.path):
            yield _lost(link, sorted(aliases.get(fold(link.target), ())))


def _leads_to_notes(key: str | None, schema: Schema) -> bool:
    """Whether a link must lead somewhere: names of people need no note."""
    field = schema.fields.get(key) if key else None
    return key is None or (field is not None and field.kind in ("link", "links"))


def _lost(link: LinkRow, called: list[str]) -> Problem:
    if len(called) == 1:
        name = stem_of(called[0])
        what = f"no note is named {link.target}; it is an alias: write [[{name}|{link.target}]]"
        return finding(link.path, link.line, "alias-link", what)
    return finding(link.path, link.line, "broken-link", f"[[{link.target}]] leads to no note")


def _customers(evidence: Evidence) -> Iterator[Problem]:
    names = {fold(home.name) for home in evidence.homes}
    lone = {fold(stem_of(note.path)) for note in evidence.notes if note.group == "customer"}
    aliases = {fold(alias): path for path, alias in evidence.aliases}
    for path, stated in evidence.stated:
        if fold(stated) not in names | lone:
            meant = aliases.get(fold(stated))
            hint = f"; is it {stem_of(meant)}?" if meant else "; mend the name, or add the customer"
            yield finding(path, 0, "unknown-customer", f"there is no customer {stated}{hint}")


def _strays(notes: Iterable[Brief], schema: Schema) -> Iterator[Problem]:
    elsewhere = tuple(
        f"{schema.folders[use]}/" for use in ("team", "goals", "inbox", "reference", "templates")
    )
    for note in notes:
        about = note.group in _AT_HOME or note.path.startswith(f"{schema.folders['customers']}/")
        about = about or (note.group == "note" and _tells_of_a_day(stem_of(note.path)))
        if about and not note.owned and not note.copy_of and not note.path.startswith(elsewhere):
            what = "this note belongs to no customer; move it to one, or name one in customer:"
            yield finding(note.path, 0, "no-customer", what)


def _tells_of_a_day(name: str) -> bool:
    """Whether a note is named by a day and what happened; a day alone is somebody's diary."""
    return name[:4].isdecimal() and _MOMENT.match(name) is not None and _undated(name).strip() != ""


def _duplicates(evidence: Evidence) -> Iterator[Problem]:
    for one, other in alike(evidence):
        what = f"{one.name} and {other.name} may be one customer; make them one with: crm merge"
        yield finding(_place(one), 0, "like-another", what)
    for number, homes in same_phone(evidence):
        several = " and ".join(home.name for home in homes[:3])
        yield finding(_place(homes[0]), 0, "same-phone", f"{several} have the number {number}")


def _place(home: Home) -> str:
    return home.profile or home.folder


def _promises(evidence: Evidence, today: date) -> Iterator[Problem]:
    met = {one.customer: one.day for one in evidence.met}
    for owed in evidence.owed:
        text = owed.text if len(owed.text) <= _SHOWN else owed.text[: _SHOWN - 1] + "…"
        if not owed.dated and owed.direction != "ready":
            yield finding(owed.path, owed.line, "undated", f"no day is set for: {text}")
        if not owed.owned and owed.direction != "they":
            yield finding(owed.path, owed.line, "unowned", f"nobody is named for: {text}")
        if owed.direction == "we" and owed.due and owed.due + SPARED <= today:
            last = met.get(owed.customer or "")
            if last is None or last <= owed.due:
                what = f"due {owed.due.isoformat()}, and nobody has been in touch since: {text}"
                yield finding(owed.path, owed.line, "overdue-unspoken", what)
    for path, line in evidence.kept_undated:
        yield finding(path, line, "kept-undated", "kept, but not said when; add ✅ and the day")


def _visits(evidence: Evidence, today: date, silent: Collection[str]) -> Iterator[Problem]:
    for met in evidence.met:
        if not met.goes_on and met.customer not in silent:
            what = "the last contact; nothing is promised or set for the next: crm next"
            yield finding(met.path, 0, "nothing-next", what)
    past = today.isoformat()
    for note in evidence.notes:
        if note.written or note.day is None or note.day >= past or note.copy_of:
            continue
        if note.type in PLANNABLE:
            what = f"this {note.type} was on {note.day}, and nothing is written of it"
            yield finding(note.path, 0, "visit-unwritten", what)


def _names(notes: Iterable[Brief]) -> Iterator[Problem]:
    """Names of files that say what belongs inside them."""
    for note in notes:
        name = stem_of(note.path)
        if "@" in name and _EMAIL.search(name):
            what = "this file name holds an e-mail address; put it inside the note"
            yield finding(note.path, 0, "personal-name", what)
        elif (
            note.group != "equipment" and _DIGITS.search(rest := _undated(name)) and phones_in(rest)
        ):
            what = "this file name holds a telephone number; put it inside the note"
            yield finding(note.path, 0, "personal-name", what)


def _paper_names(notes: Collection[str], schema: Schema, files: Iterable[str]) -> Iterator[Problem]:
    """The same of photos and papers, whose names hold digits of many kinds; slips of the inbox pass on."""
    inbox = f"{schema.folders['inbox']}/"
    for path in files:
        if path in notes or path.startswith(inbox):
            continue
        name = stem_of(path)
        if "@" in name and _EMAIL.search(name):
            yield finding(path, 0, "personal-name", "this file name holds an e-mail address")
        elif any(map(_is_dialled, _DIALLED.findall(_DAY.sub("#", name)))):
            yield finding(path, 0, "personal-name", "this file name holds a telephone number")


def _is_dialled(text: str) -> bool:
    if text.startswith("+"):
        return True
    groups = re.findall(r"\d+", text)
    return len("".join(groups)) >= _SHORTEST_DIALLED and not any(map(_YEAR.fullmatch, groups))


def codes_said(evidence: Evidence, codes: Iterable[tuple[str, str]]) -> list[Problem]:
    """Promises and purposes that repeat a code of their customer; `codes` are (profile, text).

    Those that are private are among them: the facts do not tell.
    """
    named = {home.profile: fold(home.name) for home in evidence.homes}
    secret: dict[str, set[str]] = defaultdict(set)
    for path, text in codes:
        if customer := named.get(path):
            secret[customer].update(_codes_in(text))
    what = "this says a code that is never printed, and promises and purposes are"
    said = [(owed.customer, owed.text, owed.path, owed.line) for owed in evidence.owed]
    said += [(c, trip.purpose, trip.path, 0) for trip in evidence.trips for c in trip.customers]
    return [
        finding(path, line, "code-in-open", what)
        for customer, text, path, line in said
        if customer in secret and not secret[customer].isdisjoint(_codes_in(text))
    ]


def _codes_in(text: str) -> set[str]:
    """Words that may be a code: four signs or more with a digit, and not the year we live in."""
    return {
        word
        for word in map(fold, _CODE.findall(text))
        if len(word) >= _SHORTEST_CODE and not word.isalpha() and not _YEAR.fullmatch(word)
    }


def _texts(evidence: Evidence, schema: Schema, files: Iterable[str]) -> Iterator[Problem]:
    """One finding for all of them; what a note links to is a paper of that note."""
    linked = {fold(link.target.rpartition("/")[2]) for link in evidence.links}
    found = [f for f in texts_unread(files, schema) if fold(f.rpartition("/")[2]) not in linked]
    if found:
        count = f"{len(found)} files end" if len(found) > 1 else "1 file ends"
        named = ", ".join(found[:3]) + (", …" if len(found) > 3 else "")  # noqa: PLR2004 - three are named
        what = f"{count} in .txt and {'are' if len(found) > 1 else 'is'} not read ({named}); "
        what += f"rename to .md, or move to {schema.folders['inbox']}/ and say: crm inbox"
        yield finding(".", 0, "text-file", what)


def _undated(name: str) -> str:
    """A name without the day and time it begins with."""
    return _MOMENT.sub("", name, count=1) if name[:4].isdecimal() else name
