"""The timeline of a customer as a terminal shows it: a contact a block, its parts below each other."""

from collections.abc import Iterable, Sequence
from datetime import date

from notes_crm.answers.said import Said, plain
from notes_crm.answers.timeline import Contact, Pledge, Timeline
from notes_crm.output.answers import NOBODY, STARTED
from notes_crm.output.console import BOLD, DIM, one_line, pad, paint, when, wrap
from notes_crm.output.where import from_git

LABEL = 12
"""Cells of the column that says what a line is."""
MOST = 4
"""Lines of what was discussed at one contact; the note has the rest."""
SIDES = {"we": "", "they": "they: ", "ready": "ready: "}
STATES = {"kept": "kept", "withdrawn": "withdrawn"}


def timeline_lines(
    shown: Timeline, today: date, width: int, *, sources: bool, colour: bool
) -> list[str]:
    """The newest contact first; with `sources`, each line is followed by the place it comes from."""
    blocks = [_contact(c, today, width, sources=sources, colour=colour) for c in shown.contacts]
    if shown.since:
        rows = [(_delivered(p), p.said) for p in shown.since]
        blocks.insert(0, _part("since then", rows, width, sources=sources, colour=colour))
    lines = [line for block in blocks for line in ("", *block)][1:]
    left = shown.total - len(shown.contacts)
    return [*lines, "", f"{left} earlier; see them with --all."] if left else lines


def _contact(
    contact: Contact, today: date, width: int, *, sources: bool, colour: bool
) -> Iterable[str]:
    clock = f" {contact.time:%H:%M}" if contact.time else ""
    yield paint(f"{contact.day}{clock}, {when(contact.day, today)}", BOLD, colour=colour)
    yield from wrap(_how(contact), width - 2, indent="  ")
    discussed = [(plain(said.text), said) for said in contact.discussed]
    more = len(discussed) - MOST
    yield from _part("discussed", discussed[:MOST], width, sources=sources, colour=colour)
    if more > 0:
        yield f"{' ' * (LABEL + 2)}+ {more} more in the note"
    promised = [(_pledged(p), p.said) for p in contact.promised]
    yield from _part("promised", promised, width, sources=sources, colour=colour)
    delivered = [(_delivered(p), p.said) for p in contact.delivered]
    yield from _part("delivered", delivered, width, sources=sources, colour=colour)
    if contact.next_contact:
        yield f"  {pad('next', LABEL)}{contact.next_contact}"
    yield paint(f"  {one_line(contact.source.path)}", DIM, colour=colour)


def _how(contact: Contact) -> str:
    by = ", ".join(contact.by) or from_git(contact.by_git) or NOBODY
    parts = [contact.channel, f"by {by}"]
    parts += [f"with {', '.join(contact.whom)}"] if contact.whom else []
    parts += [contact.where] if contact.where else []
    if contact.started_by:
        parts.append(STARTED.get(contact.started_by, f"{contact.started_by} started it"))
    return " · ".join(map(one_line, parts))


def _pledged(pledge: Pledge) -> str:
    """A promise in one line: whose it is, its words, and how it stands."""
    facts = [f"@{pledge.who}" if pledge.who else "", f"due {pledge.due}" if pledge.due else ""]
    facts.append(STATES.get(pledge.state, "open"))
    return (
        f"{SIDES.get(pledge.side, '')}{plain(pledge.said.text)} ({', '.join(filter(None, facts))})"
    )


def _delivered(pledge: Pledge) -> str:
    who = f" (@{pledge.who})" if pledge.who else ""
    return f"{SIDES.get(pledge.side, '')}{plain(pledge.said.text)}{who}"


def _part(
    label: str, rows: Sequence[tuple[str, Said]], width: int, *, sources: bool, colour: bool
) -> list[str]:
    lines: list[str] = []
    for text, said in rows:
        head = pad(label if not lines else "", LABEL)
        first, *rest = wrap(one_line(text), width - LABEL - 2) or [""]
        lines.append(f"  {head}{first}")
        lines += [f"  {' ' * LABEL}{more}" for more in rest]
        if sources:
            place = f"{one_line(said.source.path)}:{said.source.line}"
            lines.append(paint(f"  {' ' * LABEL}{place}", DIM, colour=colour))
    return lines
