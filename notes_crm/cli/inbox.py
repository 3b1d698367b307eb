"""The command for what was dropped into the inbox: inbox."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notes_crm.cli.filing import Paper, Wish
    from notes_crm.cli.session import Session

LEFT = 1
KEYS = "Enter takes what is proposed · NAME another customer · t TYPE · d DAY · s skips · q ends"
WHOSE = "Whose is it? Enter skips: "
"""Asked where nothing is proposed."""
_WANTS = {"t": "a type: t call", "d": "a day: d yesterday", "c": "a customer: c acme"}
_KILO = 1000


@click.command(short_help="Sort what lies in the inbox: slips, texts, e-mails, photos.")
@click.option("--list", "listing", is_flag=True, help="Only list it, with what is proposed.")
@click.option("--yes", "-y", is_flag=True, help="Take every proposal that is sure, and no other.")
@click.option("--json", "as_json", is_flag=True, help="For scripts: the list as one JSON document.")
@click.pass_obj
def inbox(session: "Session", listing: bool, yes: bool, as_json: bool) -> int:
    """Go through the files in the inbox and say whose each one is; it is proposed with a reason.

    Enter takes the proposal. A slip or text becomes a note of the customer, an e-mail (.eml) a
    note with its attachments beside it, a photo goes to the customer's files with a note that
    shows it. Files are moved, never copied, and crm undo brings the last one back. Exit code 1
    when something is left.

    Addresses are known from front matter and from the words of profiles and of notes about
    people. One at a domain where a single customer has addresses is proposed, and never taken
    unasked; a provider of mail for everybody tells nothing.

    \b
    Examples:
      crm inbox
      crm inbox --list
      crm inbox --yes
    """
    from notes_crm.cli import filing
    from notes_crm.cli.written_addresses import WrittenAddresses
    from notes_crm.output import console
    from notes_crm.store.slips import slips

    if yes and (listing or as_json):
        raise click.UsageError(f"{'--list' if listing else '--json'} files nothing: without --yes.")
    session.refresh()
    found = slips(session.vault, session.schema.folders["inbox"])
    known = WrittenAddresses(session, filing.everybody(session))
    papers = (filing.read_slip(session, slip, known) for slip in found)
    if as_json:
        console.emit_json([_described(paper) for paper in papers])
        return LEFT if found else 0
    if not found:
        click.echo("The inbox is empty.")
        return 0
    if listing:
        for number, paper in enumerate(papers, start=1):
            console.emit(_lines(session, paper, filing.proposed(paper), f"{number}"))
        return LEFT
    return _sort(session, papers, len(found), yes=yes)


def _sort(session: "Session", papers: Any, count: int, *, yes: bool) -> int:
    """Go through the slips; the exit code."""
    from notes_crm.cli.filing import proposed
    from notes_crm.cli.typed import line_editing
    from notes_crm.output import console

    if session.interactive and not yes:
        line_editing()
        console.emit(console.wrap(KEYS, session.width))
    filed = 0
    for number, paper in enumerate(papers, start=1):
        wish = proposed(paper)
        console.emit(_lines(session, paper, wish, f"{number} of {count}"))
        if paper.slip.refused:
            continue
        if yes:
            filed += paper.proposal.sure and _put(session, paper, wish)
            continue
        decided = _asked(session, paper, wish)
        if decided is None:
            break
        filed += bool(decided.customer) and _put(session, paper, decided)
    left = count - filed
    if left:
        click.echo(f"{left} left in the inbox")
    return LEFT if left else 0


def _asked(session: "Session", paper: "Paper", wish: "Wish") -> "Wish | None":
    """What somebody wants done; no customer for skipping, None for ending."""
    from notes_crm.cli.questions import usual_error
    from notes_crm.cli.typed import read_line
    from notes_crm.errors import CrmError
    from notes_crm.output import console

    while True:
        try:
            typed = read_line(session, "> " if wish.customer else WHOSE)
        except EOFError:
            return None
        if typed in ("s", "-") or (not typed and not wish.customer):
            return replace(wish, customer=None)
        if typed in ("q", "."):
            return None
        if typed in ("", "y"):
            return wish
        if typed == "?":
            console.emit(console.wrap(KEYS, session.width))
            continue
        try:
            wish = _changed(session, wish, typed)
        except (CrmError, click.UsageError) as error:
            console.emit(f"   {line}" for line in console.wrap(console.safe(usual_error(error)), session.width - 3))  # fmt: skip
        else:
            console.emit(_proposed(session, paper, wish))


def _changed(session: "Session", wish: "Wish", typed: str) -> "Wish":
    """The wish after `t call`, `d yesterday`, `c NAME` or a name alone."""
    from notes_crm.cli.notes import LOGGED

    letter, _, words = typed.partition(" ")
    if not words and letter in _WANTS:
        raise click.UsageError(f"Say {letter} with {_WANTS[letter]}.")
    if letter == "t" and words:
        kind = session.schema.type(words)
        if kind is None or session.schema.group(kind) not in ("interaction", "note"):
            raise click.UsageError(f"{words!r} is no type; say one of {', '.join(LOGGED)}.")
        return replace(wish, kind=kind)
    if letter == "d" and words:
        return replace(wish, day=session.day(words, past=True), at=None)
    name = session.customer(words if letter == "c" and words else typed)
    return replace(wish, customer=name, chosen=True)


def _put(session: "Session", paper: "Paper", wish: "Wish") -> bool:
    """Put a slip away and say where; False, and said why, where that can't be done."""
    from notes_crm.cli import filing
    from notes_crm.cli.written import journal_of
    from notes_crm.errors import CrmError
    from notes_crm.output.console import one_line
    from notes_crm.store.slips import put_away

    assert wish.customer, paper.slip.path
    try:
        put = filing.putting(session, paper, wish)
        written = put_away(session.vault, journal_of(session), put, session.now)
    except CrmError as error:
        click.echo(f"   left: {one_line(str(error))}")
        return False
    finally:
        session.wrote()
    for path in written[:-1]:
        click.echo(f"   Wrote {one_line(path)}")
    click.echo(f"   Moved to {one_line(written[-1])}")
    return True


def _lines(session: "Session", paper: "Paper", wish: "Wish", number: str) -> "Sequence[str]":
    """A slip with its first words, and what is proposed for it."""
    from notes_crm.output.console import BOLD, DIM, fit, one_line, paint

    slip = paper.slip
    what = {"mail": "e-mail", "note": "slip", "file": "file"}[slip.kind]
    head = f"{number}  {one_line(slip.path)}"
    lines = [f"{paint(head, BOLD, colour=session.colour)}  {what}, {_size(slip.size)}"]
    if paper.first:
        words = fit(f"“{one_line(paper.first)}”", session.width - 3)
        lines.append(f"   {paint(words, DIM, colour=session.colour)}")
    return [*lines, *_proposed(session, paper, wish)]


def _proposed(session: "Session", paper: "Paper", wish: "Wish") -> "Sequence[str]":
    from notes_crm.output.console import one_line, wrap

    if paper.slip.refused:
        text = f"left: {paper.slip.refused}"
    elif wish.customer is None:
        text = f"→ ? · {wish.kind} · {wish.day} – {paper.proposal.reason}"
    else:
        clock = f" {wish.at:%H:%M}" if wish.at else ""
        why = "" if wish.chosen else f" – {'' if paper.proposal.sure else 'perhaps: '}{paper.proposal.reason}"  # fmt: skip
        text = f"→ {wish.customer} · {wish.kind} · {wish.day}{clock}{why}"
    return wrap(one_line(text), session.width - 3, indent="   ")


def _described(paper: "Paper") -> dict[str, Any]:
    found = paper.proposal
    return {
        "path": paper.slip.path,
        "kind": paper.slip.kind,
        "bytes": paper.slip.size,
        "first": paper.first,
        "customer": found.customer,
        "type": found.type,
        "date": paper.day,
        "time": paper.at,
        "sure": found.sure,
        "reason": found.reason,
        "others": list(found.others),
        "noted": paper.noted,
        "refused": paper.slip.refused,
    }


def _size(count: int) -> str:
    for unit in ("byte" if count == 1 else "bytes", "kB", "MB"):
        if count < _KILO:
            return f"{count:.0f} {unit}"
        count = round(count / _KILO)
    return f"{count} GB"


COMMANDS = (inbox,)
