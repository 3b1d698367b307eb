"""The card of one customer as a terminal shows it."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import cast

from notes_crm.answers.card import Card, Contact, Owed
from notes_crm.output.console import (
    BOLD,
    DIM,
    RED,
    YELLOW,
    fit,
    late,
    one_line,
    pad,
    paint,
    safe,
    when,
    width_of,
    wrap,
)
from notes_crm.output.where import from_git

LABEL = 14
"""Cells of the column that says what a line is."""
SHOWN = 5
"""Promises a side, and colleagues: the card is one screen."""
SIDES = {"we": "We owe", "ready": "Ready to tell", "they": "They owe"}
REASONS = {
    "profile": "set in the profile",
    "note": "set in a note",
    "estimated": "estimated from how often",
}
NOBODY = "somebody who did not sign"
STARTED = {"us": "we started it", "them": "they started it"}


def card_lines(card: Card, today: date, width: int, *, colour: bool) -> list[str]:
    """One screen: who spoke to them last, where we left off, what is open and next."""
    lines = _head(card, width, colour=colour)
    lines += _labelled(
        "Last contact",
        [_contact(card.last, today)] if card.last else ["nobody has noted one"],
        width,
    )
    lines += _said_then(card, card.last, width, colour=colour)
    if card.noted:
        lines += _labelled("Newest note", [_contact(card.noted, today)], width)
        lines += _said_then(card, card.noted, width, colour=colour)
    if card.planned:
        p = card.planned
        said = " · ".join(map(one_line, filter(None, (p.type, ", ".join(p.by), p.purpose))))
        clock = f" {p.time}" if p.time else ""
        lines += _labelled("Planned", [f"{p.date}{clock}, {when(p.date, today)} · {said}"], width)
    lines += _labelled("Next contact", [_next(card, today)], width)
    for side, label in SIDES.items():
        owed = [o for o in card.owed if o.direction == side]
        lines += _promises(label, owed, today, width, folder=card.folder, colour=colour)
    lines += _labelled("Open cases", [one_line(case) for case in card.cases], width)
    lines += _labelled("Known by", _known_by(card), width)
    return lines


def _known_by(card: Card) -> list[str]:
    """Who else of us knows them: one alone is named with the last contact."""
    if len(card.known_by) < 2:  # noqa: PLR2004 - two of us
        return []
    said = [
        f"{one.name} ({one.contacts} contact{'s' * (one.contacts != 1)}, last {one.last})"
        for one in card.known_by[:SHOWN]
    ]
    more = len(card.known_by) - SHOWN
    return [one_line(" · ".join([*said, *([f"{more} more"] if more > 0 else [])]))]


def _said_then(card: Card, contact: Contact | None, width: int, *, colour: bool) -> list[str]:
    """The first words of a contact, and where they stand."""
    if contact is None or not contact.text:
        return []
    place = fit(f"{' ' * LABEL}{_place(contact.path, contact.line, card.folder)}", width)
    return [
        *wrap(safe(contact.text), width - LABEL, indent=" " * LABEL, lines=4),
        paint(place, DIM, colour=colour),
    ]


def _head(card: Card, width: int, *, colour: bool) -> list[str]:
    person = card.person.removesuffix(f"({card.customer})").strip() if card.person else None
    name = f"{card.customer} – {person}" if person else card.customer
    facts = [
        card.kind,
        card.status,
        f"owner {card.owner}" if card.owner else None,
        "archived" if card.archived else None,
    ]
    count = f"{card.notes} note{'s' * (card.notes != 1)}"
    reach = [*card.phones, card.address]
    lines = [paint(fit(one_line(name), width), BOLD, colour=colour)]
    for parts in ((*facts, count), reach, [card.folder]):
        text = " · ".join(one_line(part) for part in parts if part)
        if text:
            lines += wrap(text, width)
    return [*lines, ""]


def _contact(contact: Contact, today: date) -> str:
    parts = [f"{contact.date}, {when(contact.date, today)}", contact.type]
    parts.append(f"by {', '.join(contact.by) or from_git(contact.by_git) or NOBODY}")
    if contact.people:
        parts.append(f"with {', '.join(contact.people)}")
    if contact.started_by:
        parts.append(STARTED.get(contact.started_by, f"{contact.started_by} started it"))
    return " · ".join(map(one_line, parts))


def _next(card: Card, today: date) -> str:
    if card.next is None:
        return "not set"
    overdue = "overdue, " if card.next.date < today else ""
    return f"{card.next.date}, {overdue}{when(card.next.date, today)} · {REASONS[card.next.reason]}"


def _promises(
    label: str, owed: Sequence[Owed], today: date, width: int, *, folder: str, colour: bool
) -> list[str]:
    lines: list[str] = []
    for promise in owed[:SHOWN]:
        state, style = "", cast("tuple[str, ...]", ())
        if promise.days_late:
            state, style = late(promise.days_late), (RED, BOLD)
        elif promise.due:
            state, style = (
                f"due {promise.due}, {when(promise.due, today)}",
                (YELLOW,) if promise.due == today else (),
            )
        mark = f"@{promise.owner}  " if promise.owner else ""
        tail = f"  {mark}{state}".rstrip()
        room = max(width - LABEL - width_of(tail), 20)
        first, *rest = wrap(one_line(promise.text), room) or [""]
        head = pad(label if not lines else "", LABEL)
        lines.append(head + first + paint(tail, *style, colour=colour))
        lines += [" " * LABEL + more for more in rest]
        lines.append(
            paint(
                fit(f"{' ' * LABEL}{_place(promise.path, promise.line, folder)}", width),
                DIM,
                colour=colour,
            )
        )
    if len(owed) > SHOWN:
        lines.append(f"{' ' * LABEL}+ {len(owed) - SHOWN} more in the folder")
    return lines


def _labelled(label: str, texts: Iterable[str], width: int) -> list[str]:
    lines: list[str] = []
    for text in texts:
        first, *rest = wrap(text, width - LABEL) or [""]
        lines.append(pad(label if not lines else "", LABEL) + first)
        lines += [" " * LABEL + more for more in rest]
    return lines


def _place(path: str, line: int, folder: str) -> str:
    """Where it stands: the name is enough inside the customer's folder, which the head shows."""
    shown = one_line(path.removeprefix(f"{folder}/"))
    return f"{shown}:{line}" if line else shown
