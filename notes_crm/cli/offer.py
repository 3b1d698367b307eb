"""A plan that moves notes, as a terminal shows it: told, asked about and carried out."""

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notes_crm.cli.session import Session
    from notes_crm.store.reshape import Plan

NOT_DONE = 1
SHOWN = 4
"""Files of a kind that the plan lists, the others are counted."""


def offer(
    session: "Session", plan: "Plan", head: str, command: str, *, dry_run: bool, yes: bool,
    everything: bool, as_json: bool,
) -> int:  # fmt: skip
    """Show the plan, with `everything` every file of it, ask, and do it."""
    from notes_crm.cli.written import journal_of
    from notes_crm.output import console
    from notes_crm.store.relinking import with_boards
    from notes_crm.store.reshape import carry_out

    plan = with_boards(session.vault, plan)
    if not (plan.places or plan.rewrites or plan.created):
        if as_json:
            console.emit_json(_described(plan, done=False, number=None))
        else:
            click.echo("Nothing is to be done: it is so already.")
        return 0
    if not as_json:
        console.emit(_lines(session, plan, head, None if everything else SHOWN))
    if dry_run or not (yes or (session.interactive and not as_json and click.confirm("Do it?"))):
        if as_json:
            console.emit_json(_described(plan, done=False, number=None))
        else:
            click.echo("Nothing was changed" + ("." if dry_run else "; to do it, add --yes"))
        return 0 if dry_run else NOT_DONE
    entry = carry_out(session.vault, journal_of(session), plan, _typed(command), session.now)
    _tell(session)
    if as_json:
        console.emit_json(_described(plan, done=True, number=entry.number))
    else:
        click.echo("Done; to take it back: crm undo")
        console.emit(f"Decide {console.one_line(path)}:{line}" for path, line in plan.decide)
    return 0


def _typed(command: str) -> str:
    """The command as it stands in the journal."""
    given = click.get_current_context().params
    words = (given.get(key) for key in ("old", "customer", "into", "new"))
    return " ".join((command, *(f'"{word}"' for word in words if word)))


def _tell(session: "Session") -> None:
    """What moved was meant to move: the index need not wonder where so many notes went."""
    from notes_crm.errors import CrmError

    session.wrote()
    try:
        session.index.reconcile(words=False, accept_removals=True)
    except CrmError as error:  # the next command sees to it
        session.say(str(error))


def _lines(session: "Session", plan: "Plan", head: str, most: int | None) -> "Iterator[str]":
    from notes_crm.output.console import BOLD, fit, one_line, paint, wrap

    yield paint(one_line(head), BOLD, colour=session.colour)
    moved = len(plan.places) - len({seen.path for seen in plan.trashed})
    if moved:
        yield f"  {_count(moved, 'file')} move{'s' * (moved == 1)} or get{'s' * (moved == 1)} another name"
        yield from _every_move(plan) if most is None else _moves(session, plan, moved, most)
    yield from (f"  new   {one_line(path)}" for path in plan.created)
    changed = [one for one in plan.rewrites if one.links]
    if changed:
        yield f"  {_count(plan.links, 'link')} in {_count(len(changed), 'note')}"
    for one in changed[:most]:
        name = one_line(one.path) if most is None else fit(one_line(_name(one.path)), session.width - 10)  # fmt: skip
        yield f"    {name}  {one.links}"
    if most and len(changed) > most:
        yield f"    … and {len(changed) - most} more: --all"
    for seen in plan.trashed:
        yield f"  united into {one_line(plan.places[seen.path])}"
        yield f"  to .trash   {one_line(seen.path)}"
    for path, line in plan.decide:
        yield f"  you decide   {one_line(path)}:{line}"
    for remark in plan.remarks:
        yield from wrap(one_line(remark), session.width - 2, indent="  ")


def _moves(session: "Session", plan: "Plan", moved: int, most: int) -> "Iterator[str]":
    """The first of those that get another name, folders before files."""
    from notes_crm.output.console import fit, one_line

    renamed = [(old, new) for old, new in plan.moves if _name(old) != _name(new)]
    shown = sorted(renamed, key=lambda pair: (pair[0].count("/"), pair))[:most]
    for old, new in shown:
        yield f"    {fit(one_line(_name(old)), session.width - 4)}"
        yield f"    → {fit(one_line(_name(new)), session.width - 6)}"
    left = max(moved, len(renamed)) - len(shown)
    if left:
        yield f"    {f'… and {left} more' if shown else 'see which'}: --all"


def _every_move(plan: "Plan") -> "Iterator[str]":
    """Each file with its whole path, as it is and as it will be."""
    from notes_crm.output.console import one_line

    united = {seen.path for seen in plan.trashed}
    for old, new in sorted(plan.places.items()):
        if old not in united:
            yield f"    {one_line(old)}"
            yield f"    → {one_line(new)}"


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'s' * (number != 1)}"


def _described(plan: "Plan", *, done: bool, number: int | None) -> dict[str, Any]:
    return {
        "done": done,
        "entry": number,
        "moves": [{"from": old, "to": new} for old, new in plan.places.items()],
        "links": plan.links,
        "rewritten": [{"path": one.path, "links": one.links} for one in plan.rewrites],
        "created": list(plan.created),
        "trashed": [seen.path for seen in plan.trashed],
        "decide": [{"path": path, "line": line} for path, line in plan.decide],
        "remarks": list(plan.remarks),
    }
