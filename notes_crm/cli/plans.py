"""A contact that was planned, and what came of it: the plan is found, filled, and put back by undo."""

from notes_crm.cli import notes
from notes_crm.cli.rewriting import in_the_note, look, read, rewrite
from notes_crm.cli.session import Session
from notes_crm.errors import EditedMeanwhile, Unwritable
from notes_crm.model import derived, filling
from notes_crm.model.drafts import Interaction
from notes_crm.model.edits import BOM, line_end, text_lines
from notes_crm.model.fact import Fact
from notes_crm.store.replace import Seen


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
    if editing:
        edited = _in_editor(session, filling.prepared(new, lambda data: read(session, data)))
        if edited is None:
            return None
        new = edited
    rewrite(session, command, {seen: new})
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


def _in_editor(session: Session, data: bytes) -> bytes | None:
    """Bytes as they left the editor, which knows one kind of line end."""
    text = notes.in_editor(session, "\n".join((*text_lines(data), "")))
    if text is None:
        return None
    bom = BOM if data.startswith(BOM) else b""
    return bom + text.encode().replace(b"\n", line_end(data))
