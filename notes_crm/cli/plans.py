"""A contact that was planned, and what came of it: the plan is found, filled, and put back by undo."""

import contextlib
from collections.abc import Iterator

import click

from notes_crm.cli import notes
from notes_crm.cli.in_editor import in_editor
from notes_crm.cli.rewriting import in_the_note, look, read, rewrite
from notes_crm.cli.session import Session
from notes_crm.errors import EditedMeanwhile, Unwritable
from notes_crm.model import derived, drafts, filling
from notes_crm.model.drafts import Interaction
from notes_crm.model.edits import BOM, line_end, text_lines
from notes_crm.model.fact import Fact
from notes_crm.output.console import one_line
from notes_crm.store.replace import Seen


def write_down(
    session: Session, name: str, said: Interaction, *, command: str, clock: bool, editing: bool, separate: bool
) -> str | None:  # fmt: skip
    """Fill the plan of that day, else write a note of its own, and say which; None where nothing was.

    `editing` opens it in the editor first, `separate` lets a plan be.
    """
    found = None if separate else plan(session, name, said)
    if found:
        path = fill(session, found, said, command=command, clock=clock, editing=editing)
    else:
        path = _written(session, notes.folder_of(session, name), said, editing=editing)
    if path is None:
        click.echo("Nothing was written: the note was left as it was prepared.")
        return None
    click.echo(f"{'Filled in the plan' if found else 'Wrote'} {one_line(path)}")
    notes.remind_who(session, said)
    _remind_next(session, name, said)
    return path


def plan(session: Session, name: str, said: Interaction) -> Fact | None:
    """The note of that day that is still only a plan of such a contact."""
    by = said.keys.get("by", ())
    return filling.plan_for(
        session.index.facts.known(name),
        said.type,
        said.when.date(),
        at=said.when.time() if said.timed else None,
        by=by if isinstance(by, tuple | list) else (str(by),),
    )


def fit_to_fill(session: Session, found: Fact) -> Seen:
    """The plan as it stands; what can't be edited is refused before anybody has typed."""
    seen = look(session, found.path)
    if derived.is_typed_up(read(session, seen.data, found.path)):
        raise EditedMeanwhile(
            f"{found.path} has been typed up meanwhile; look at it, then say it again."
        )
    return seen


def fill(
    session: Session, found: Fact, said: Interaction, *, command: str, clock: bool, editing: bool
) -> str | None:
    """Fill the plan with what was said, or in the editor; None where that changed nothing."""
    seen = fit_to_fill(session, found)
    new = filled(session, seen, said, clock=clock)
    if not editing:
        rewrite(session, command, {seen: new})
        return found.path
    with _in_editor(session, filling.prepared(new, lambda data: read(session, data))) as edited:
        if edited is None:
            return None
        rewrite(session, command, {seen: edited})
    return found.path


def filled(session: Session, seen: Seen, said: Interaction, *, clock: bool) -> bytes:
    """The plan's bytes with what was said."""
    try:
        return filling.fill(
            seen.data,
            said,
            lambda data: read(session, data, seen.path),
            session.schema,
            clock=clock,
        )
    except Unwritable as error:
        raise in_the_note(seen.path, error) from None


def _remind_next(session: Session, name: str, said: Interaction) -> None:
    """Say so where the profile names another day, for that one counts first."""
    profile = derived.profile_of(session.index.facts.known(name))
    day = derived.day_of(profile, "next_contact") if profile else None
    wanted = said.keys.get("next_contact")
    if wanted and day and day >= session.today and day != wanted:
        session.say(
            f"The profile says {day} for the next contact, and that counts first; to change it: "
            f'crm next "{name}" {wanted}'
        )


def _written(session: Session, folder: str, said: Interaction, *, editing: bool) -> str | None:
    """A new note with what was said, or what the editor made of it; None where that changed nothing."""
    if not editing:
        return notes.write(session, drafts.interaction(folder, said))
    with notes.edited(session, folder, said) as draft:
        return notes.write(session, draft) if draft else None


@contextlib.contextmanager
def _in_editor(session: Session, data: bytes) -> Iterator[bytes | None]:
    """Bytes as they left the editor, which knows one kind of line end."""
    with in_editor(session, "\n".join((*text_lines(data), ""))) as text:
        bom = BOM if data.startswith(BOM) else b""
        yield None if text is None else bom + text.encode().replace(b"\n", line_end(data))
