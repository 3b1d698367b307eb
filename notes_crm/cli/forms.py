"""The team's own forms in Templates, which Obsidian uses too: a new note begins as one of them."""

from collections.abc import Mapping
from datetime import datetime

from notes_crm.cli.rewriting import read
from notes_crm.cli.session import Session
from notes_crm.errors import CrmError
from notes_crm.model.drafts import Draft, Interaction, Said
from notes_crm.model.filling import filled_form
from notes_crm.model.note import parse
from notes_crm.model.placeholders import filled
from notes_crm.model.schema import fold
from notes_crm.output.console import one_line

LARGEST = 64 * 1024
"""Bytes; a longer form is none."""


def in_form(
    session: Session, draft: Draft, keys: Mapping[str, Said], *, at: datetime, timed: bool = True,
    customer: str = "", usual: Mapping[str, Said] | None = None, said: Interaction | None = None,
) -> Draft:  # fmt: skip
    """The draft as the vault's form for its type has it; the draft itself where there is none.

    `keys` are what was said, `usual` what stands there where the form says nothing else.
    """
    kind = str(keys["type"])
    found = _form(session, kind)
    if found is None:
        return draft
    path, text = found
    if "<%" in text:
        session.say(f"{one_line(path)} was not used: it is written for another plugin (<% … %>).")
        return draft
    title = draft.names[0].removesuffix(".md")
    data = filled(text, title=title, at=at, timed=timed, more={"customer": customer}).encode()
    there = read(session, data)
    empty = {key: value for key, value in (usual or {}).items() if not there.texts(key)}
    try:
        new = filled_form(
            data, {**empty, **keys}, said, lambda data: read(session, data), session.schema
        )
    except CrmError as error:
        session.say(f"{one_line(path)} was not used: {error}")
        return draft
    return Draft(draft.folder, draft.names, new.decode())


def _form(session: Session, kind: str) -> tuple[str, str] | None:
    """The path and text of the form named like a type, in any case and by any of its names."""
    folder = session.schema.folders["templates"]
    try:
        names = sorted(p.name for p in session.vault.absolute(folder).iterdir() if p.is_file())
    except OSError:
        return None
    for name in names:
        stem = name.removesuffix(".md")
        if stem != name and fold(session.schema.type(stem) or stem) == fold(kind):
            path = f"{folder}/{name}"
            text = session.vault.text(path)
            usable = text.strip() and len(text) <= LARGEST and _is_of(session, text, kind)
            return (path, text) if usable else None
    return None


def _is_of(session: Session, text: str, kind: str) -> bool:
    """Whether a form makes a note of that type, as far as it says."""
    said = parse(text.encode(), "", session.schema).fields.get("type")
    return said is None or session.schema.type(str(said)) == kind
