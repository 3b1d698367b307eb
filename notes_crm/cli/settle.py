"""Commands that change one promise: done, reopen, postpone, withdraw, assign, ready."""

from typing import TYPE_CHECKING, Any

import click

from notes_crm.cli.complete import complete_colleague, complete_given, complete_promise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notes_crm.cli.chosen import Chosen
    from notes_crm.cli.session import Session
    from notes_crm.model.tasks.changes import Change
    from notes_crm.model.tasks.tasks import Task

_which = click.argument(
    "which", nargs=-1, required=True, metavar="NUMBER|WORDS", shell_complete=complete_promise
)
_one = click.argument("which", metavar="NUMBER|WORDS", shell_complete=complete_promise)
_as_json = click.option(
    "--json", "as_json", is_flag=True, help="For scripts: one JSON document, fields always present."
)

_TRIES = 3
"""So often a note is read anew that another command or program wrote meanwhile."""


@click.command(short_help="A promise is kept: tick it as Obsidian Tasks would.")
@_which
@_as_json
@click.pass_obj
def done(session: "Session", which: tuple[str, ...], as_json: bool) -> int:
    """Tick a promise in the note where it stands, exactly as Obsidian Tasks would.

    Name it by its number in the last list (crm due, crm promises) or by words of it. A recurring
    one gets its next copy. Nothing is written where the line has changed since, or where two fit.

    \b
    Examples:
      crm done 3
      crm done "seal kit"
      crm done 1 2 5
    """
    from notes_crm.model.tasks.changes import keep

    return _settle(session, which, keep(session.today), "done", "Kept", as_json=as_json)


@click.command(short_help="A promise is not kept after all: untick it.")
@_which
@_as_json
@click.pass_obj
def reopen(session: "Session", which: tuple[str, ...], as_json: bool) -> int:
    """Open a promise again that was kept or withdrawn; its day of closing goes.

    The reason of a withdrawal stays below it, as words.

    \b
    Examples:
      crm reopen "seal kit"
      crm reopen 3
    """
    from notes_crm.model.tasks.changes import reopen as change

    return _settle(
        session, which, change(session.today), "reopen", "Open again", closed=True, as_json=as_json
    )


@click.command(short_help="Another day for a promise.")
@_one
@click.argument("when", nargs=-1, required=True)
@_as_json
@click.pass_obj
def postpone(session: "Session", which: str, when: tuple[str, ...], as_json: bool) -> int:
    """Move a promise to another day: its due day, else the day it is scheduled for or starts.

    A promise without a day gets one. Say it to them first.

    \b
    Examples:
      crm postpone 3 fri
      crm postpone "seal kit" 2 weeks
      crm postpone 3 24 Nov
    """
    from notes_crm.cli.notes import as_read
    from notes_crm.errors import BadDate
    from notes_crm.model.tasks.changes import postpone as change

    words = " ".join(when)
    day = session.day(words)
    if day < session.today:
        raise BadDate(f"{as_read(words, day)} has been; name a day to come.")
    return _settle(
        session, (which,), change(day), "postpone", f"Postponed to {day}", as_json=as_json
    )


@click.command(short_help="A promise can't be kept: withdraw it with the reason.")
@_which
@click.option("--reason", "-r", required=True, metavar="TEXT", help="Why; it stands below the line.")  # fmt: skip
@_as_json
@click.pass_obj
def withdraw(session: "Session", which: tuple[str, ...], reason: str, as_json: bool) -> int:
    """Give a promise up: the box gets a -, the day stands behind it, the reason below it.

    Say it to them before the day comes.

    \b
    Examples:
      crm withdraw 3 --reason "None to be had; Ana rang and said so."
    """
    from notes_crm.model.tasks.changes import withdraw as change

    return _settle(
        session, which, change(session.today, reason), "withdraw", "Withdrawn", as_json=as_json
    )


@click.command(short_help="Somebody else keeps a promise.")
@click.argument("which", nargs=-1, required=True, metavar="NUMBER|WORDS", shell_complete=complete_given)  # fmt: skip
@click.argument("name", shell_complete=complete_colleague)
@_as_json
@click.pass_obj
def assign(session: "Session", which: tuple[str, ...], name: str, as_json: bool) -> int:
    """Write @name into a promise, in the place of the one that stands there. Ask them first.

    \b
    Examples:
      crm assign 3 sam
      crm assign 1 2 5 sam
      crm assign "seal kit" me
    """
    from functools import partial

    from notes_crm.cli.team import colleagues, person
    from notes_crm.model.tasks.changes import assign as change

    session.refresh()
    us = colleagues(session, session.index.catalog.ledger.people())
    whole = person(session, name, us)
    given = change(us.handle(whole, name), is_theirs=partial(us.is_same, whole))
    return _settle(session, which, given, "assign", f"Now {whole}'s", as_json=as_json)


@click.command(short_help="A promise is done, but they do not know yet.")
@_which
@_as_json
@click.pass_obj
def ready(session: "Session", which: tuple[str, ...], as_json: bool) -> int:
    """Tag a promise #ready: it is done, and somebody has to tell them. Then: crm done.

    \b
    Examples:
      crm ready 3
      crm ready "seal kit"
    """
    from notes_crm.model.tasks.changes import make_ready

    return _settle(session, which, make_ready, "ready", "Ready to tell", as_json=as_json)


def _settle(
    session: "Session", words: "Sequence[str]", change: "Change", command: str, said: str, *,
    closed: bool = False, as_json: bool,
) -> int:  # fmt: skip
    """Change what is meant, all of it or nothing, and say what each line is now."""
    from notes_crm.cli.chosen import chosen
    from notes_crm.errors import EditedMeanwhile
    from notes_crm.output import console

    for left in reversed(range(_TRIES)):
        notes: dict[str, list[Chosen]] = {}
        for one in chosen(session, words, closed=closed):
            notes.setdefault(one.seen.path, []).append(one)
        try:
            places = _carried_out(session, list(notes.values()), change, command)
            break
        except EditedMeanwhile:
            if not left or len(notes) > 1:  # of several notes one may be written already
                raise
    if as_json:
        console.emit_json({"command": command, "changed": places})
    else:
        console.emit(line for place in places for line in _said(said, place))
    return 0


def _carried_out(
    session: "Session", notes: "Sequence[list[Chosen]]", change: "Change", command: str
) -> list[dict[str, Any]]:
    """Write the notes with what is meant changed, and let lists know where their lines are now."""
    from notes_crm.cli.chosen import follow
    from notes_crm.cli.rewriting import rewrite

    new: dict[Any, bytes] = {}
    places: list[dict[str, Any]] = []
    now: list[tuple[str, Task, Task]] = []
    for ones in notes:
        data, told, moved = _changed(session, ones, change)
        new[ones[0].seen] = data
        places += told
        now += [(ones[0].seen.path, was, task) for was, task in moved]
    rewrite(session, command, new)
    follow(session, now)
    return places


def _changed(
    session: "Session", ones: "list[Chosen]", change: "Change"
) -> "tuple[bytes, list[dict[str, Any]], list[tuple[Task, Task]]]":
    """A note's bytes with some of its tasks changed, the last one first, and what they say now.

    With it all of its tasks, each as it was and as it is.
    """
    from notes_crm.cli.rewriting import in_the_note, read
    from notes_crm.errors import Unwritable
    from notes_crm.model.tasks.changes import Changed, written

    seen, settings = ones[0].seen, session.vault.task_settings
    data = seen.data
    moved: list[tuple[Task, Changed]] = []
    for one in sorted(ones, key=lambda one: -one.task.line):
        try:
            changed = change(one.task, settings)
            data = written(data, one.task, changed)
        except Unwritable as error:
            raise in_the_note(f"{seen.path}:{one.task.line}", error) from None
        moved.append((one.task, changed))
    tasks = {task.line: task for task in read(session, data, seen.path).tasks}
    before, ours = read(session, seen.data, seen.path).tasks, {t.line: c for t, c in moved}
    told, now, shift = [], [], 0
    for was in before:
        changed = ours.get(was.line, Changed((was.raw,)))
        first = was.line + shift
        task = tasks.pop(first + changed.at, None)
        if task is None or task.raw != changed.lines[changed.at]:
            raise _misread(seen.path)
        now.append((was, task))
        copies = (tasks.pop(first + at, None) for at in range(len(changed.lines)))
        again = next(filter(None, copies), None)
        if was.line in ours:
            told.append(_told(seen.path, task, again))
        shift += len(changed.lines) - 1 + bool(changed.bullet)
    if tasks:
        raise _misread(seen.path)
    return data, told, now


def _misread(path: str) -> Exception:
    """The note would not have the tasks it had, each where it must stand now."""
    from notes_crm.errors import Unwritable

    return Unwritable(
        f"{path} was left as it is: other lines would read differently; change it in an editor."
    )


def _told(path: str, task: "Task", again: "Task | None") -> dict[str, Any]:
    return {
        "path": path,
        "line": task.line,
        "text": task.text,
        "state": task.state,
        "direction": task.direction,
        "owner": task.owner,
        "due": task.due,
        "reason": task.reason,
        "next": None if again is None else {"line": again.line, "due": again.due or (None if again.named else again.scheduled) or again.start},
    }  # fmt: skip


def _said(said: str, place: dict[str, Any]) -> list[str]:
    from notes_crm.output.console import one_line

    lines = [f"{said}: {one_line(place['text'])}", f"  {one_line(place['path'])}:{place['line']}"]
    if place["next"]:
        day = place["next"]["due"]
        lines.append(
            f"  It comes again{f' on {day}' if day else ''}, in line {place['next']['line']}."
        )
    return lines


COMMANDS = (done, reopen, postpone, withdraw, assign, ready)
