"""What is new to somebody, as a terminal shows it: what is for them first, then promises, then notes."""

from collections.abc import Iterable
from datetime import date, datetime

from notes_crm.answers.feed import Feed, Happened, Told
from notes_crm.model.promised import without_owner
from notes_crm.output.console import (
    BOLD,
    RED,
    late,
    one_line,
    pad,
    paint,
    when,
    width_of,
    wrap,
)
from notes_crm.output.where import INDENT, LEAST, from_git, where_lines

LINES = 3
"""Lines that the words of one note get."""
UNSIGNED = "unsigned"
"""What stands in the place of who wrote a note that does not say so."""
_SIDES = {"we": "we owe", "ready": "tell them", "they": "they owe", "internal": ""}
_BECAME = {"assigned": "given you", "late": "late", "withdrawn": "withdrawn", "kept": "kept"}
_WHY = {"mention": "names you", "complaint": "complaint", "commendation": "praise"}


def feed_lines(feed: Feed, width: int, *, colour: bool) -> list[str]:
    """All of it, under headings; one line where nothing is new."""
    mine = [h for h in feed.promises if h.became == "assigned"]
    parts = (
        ("For you", [
            *_promises(mine, feed, width, colour=colour),
            *_notes((n for n in feed.notes if n.why), feed, width, colour=colour),
        ]),
        ("Promises", _promises((h for h in feed.promises if h.became != "assigned"), feed, width, colour=colour)),
        ("Notes", _notes((n for n in feed.notes if not n.why), feed, width, colour=colour)),
    )  # fmt: skip
    lines = [
        line
        for title, block in parts
        if block
        for line in ("", paint(title, BOLD, colour=colour), *block)
    ]
    if not lines:
        asked = feed.follows or feed.customer or feed.everything
        hint = "" if asked else " You follow nobody yet; begin with: crm follow acme"
        return wrap(f"Nothing new since {_since(feed)}.{hint}", width)
    if feed.waiting:
        more = f"and {feed.waiting} more, which come with the next crm feed; all at once: crm feed --all"
        lines += ["", more]
    return [f"New since {_since(feed)}", *lines]


def _since(feed: Feed) -> str:
    day = feed.since.date() if isinstance(feed.since, datetime) else feed.since
    clock = f" {feed.since:%H:%M}" if isinstance(feed.since, datetime) else ""
    return (
        f"today{clock}" if clock and day == feed.today else f"{day}{clock}, {when(day, feed.today)}"
    )


def _promises(items: Iterable[Happened], feed: Feed, width: int, *, colour: bool) -> list[str]:
    lines: list[str] = []
    for item in items:
        said = without_owner(item.text, item.handle)
        side = _SIDES.get(item.side, "") if item.became != "assigned" else ""
        who = (
            ", ".join(item.by) if item.became == "assigned" else item.owner * (item.side != "they")
        )
        facts = (side, who)
        below: list[str] = []
        if item.became == "withdrawn":
            why = item.reason or "no reason is written below it"
            below = wrap(one_line(why), width - INDENT, indent=" " * INDENT)
        lines += _entry(
            _BECAME[item.became], (item.customers, said), _day(item, feed.today), facts,
            (item.path, item.line), customer=feed.customer, width=width, colour=colour, loud=item.days_late > 0,
            below=below,
        )  # fmt: skip
    return lines


def _day(item: Happened, today: date) -> str:
    if item.days_late:
        return late(item.days_late)
    if item.became == "assigned":
        return f"{item.due}, {when(item.due, today)}" if item.due else "no day"
    return str(item.closed) if item.closed else "day unknown"


def _notes(items: Iterable[Told], feed: Feed, width: int, *, colour: bool) -> list[str]:
    lines: list[str] = []
    for note in items:
        label = _WHY.get(note.why, note.why) or note.type
        day = " ".join(filter(None, (str(note.date or ""), note.time)))
        facts = (
            "changed" * (note.kind == "changed"),
            note.type * bool(note.why),
            ", ".join(note.by) or from_git(note.by_git) or UNSIGNED,
            f"about {', '.join(note.about)}" * bool(note.about),
        )
        lines += _entry(
            label, (note.customers, note.text), day, facts, (note.path, note.line), customer=feed.customer,
            width=width, colour=colour, loud=note.why == "complaint",
        )  # fmt: skip
    return lines


def _entry(
    label: str, said: tuple[tuple[str, ...], str], right: str, facts: Iterable[str],
    where: tuple[str, int], *, customer: str | None, width: int, colour: bool, loud: bool,
    below: Iterable[str] = (),
) -> list[str]:  # fmt: skip
    """A label, the words with their day, what goes on below, and then who and where."""
    whose = ", ".join(name for name in said[0] if name != customer)
    words = one_line(": ".join(filter(None, (whose, said[1]))))
    room = max(width - INDENT - width_of(right) - 2, LEAST)
    first, *rest = wrap(words, room, lines=LINES) or [""]
    head = "  " + pad(one_line(label), INDENT - 3) + " "
    style = (RED, BOLD) if loud else ()
    lines = [f"{head}{pad(first, room)}  {paint(right, *style, colour=colour)}".rstrip()]
    lines += [" " * INDENT + more for more in rest]
    return [*lines, *below, *where_lines(facts, *where, width, colour=colour)]
