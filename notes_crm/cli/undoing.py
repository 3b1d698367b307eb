"""The command for second thoughts: undo."""

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from notes_crm.cli.session import Session
    from notes_crm.store.journal import Entry, Journal, Kept

FOUND = 1
NOTHING = "There is nothing to take back."
SHOWN = 8
"""Lines about the files of one entry; the others are counted."""


@click.command(short_help="Take back what the last command wrote, or an earlier one.")
@click.argument("number", type=int, required=False)
@click.option("--list", "listing", is_flag=True, help="What can be taken back, the newest first.")
@click.option("--all", "everything", is_flag=True, help="Name every file, however many.")
@click.option(
    "--json", "as_json", is_flag=True, help="For scripts: one JSON document, fields always present."
)
@click.pass_obj
def undo(
    session: "Session", number: int | None, *, listing: bool, everything: bool, as_json: bool
) -> int:
    """Put the notes back as they were before the last command that wrote; say it again for the one before.

    NUMBER takes back that one alone, as crm undo --list numbers them. A new note goes to the
    vault's .trash; files and folders that got other names get their old ones, and links what
    they said. Nothing is touched where a file has changed since. A command that was killed half
    way is taken back as far as it came.

    \b
    Examples:
      crm undo
      crm undo --list
      crm undo 12
    """
    from notes_crm.cli.written import journal_of
    from notes_crm.output import console

    journal = journal_of(session)
    most = None if everything else SHOWN
    if listing and number is not None:
        raise click.UsageError("--list only lists: without a number.")
    if listing:
        entries = journal.entries()
        if as_json:
            console.emit_json([_entry(one) for one in entries])
        else:
            lines = [line for one in entries for line in _entry_lines(one, most)]
            console.emit(lines or [NOTHING])
        return 0 if entries else FOUND
    wanted = _wanted(journal, number)
    if wanted is None:
        if as_json:
            console.emit_json({"undone": None, "files": []})
        else:
            click.echo(NOTHING)
        return FOUND
    done = journal.undo(session.vault, wanted)
    session.wrote()
    if as_json:
        console.emit_json({"undone": _entry(wanted), "files": [file.path for file in done]})
        return 0
    console.emit(_taken_back(session, wanted, done, most))
    return 0


def _taken_back(
    session: "Session", entry: "Entry", done: "Sequence[Kept]", most: int | None
) -> "Iterator[str]":
    """What was done, file by file, and whether the folder still is a vault."""
    from notes_crm.output.console import one_line
    from notes_crm.store.vault import MARKER

    said = "Took back" if done else "Nothing was left to take back"
    yield f"{said}: crm {entry.command}, {entry.when:%Y-%m-%d %H:%M}"
    told = _told(done[::-1])
    for file in told[:most]:
        what = "Put back" if file.before or file.renamed else "Moved to .trash:"
        if file.renamed and session.vault.absolute(file.path).is_dir():
            what = "Put back the folder"
        yield f"{what} {one_line(file.path)}"
    stands = (session.vault.root / MARKER).exists()
    if most and len(told) > most:
        yield f"… and {len(told) - most} more{': crm undo --list --all' if stands else ''}"
    if done and not stands:
        yield f"{session.vault.root} is no vault any more; to make it one: crm init"


def _wanted(journal: "Journal", number: int | None) -> "Entry | None":
    """The entry of that number, else the newest that still stands."""
    from notes_crm.errors import UnknownName

    entries = journal.entries()
    if number is None:
        return next((one for one in entries if not one.undone), None)
    found = next((one for one in entries if one.number == number), None)
    if found is None:
        raise UnknownName(f"There is no entry {number}; see them all with: crm undo --list")
    if found.undone:
        raise UnknownName(f"Entry {number} was taken back already; see: crm undo --list")
    return found


def _told(files: "Sequence[Kept]") -> "list[Kept]":
    """What is worth a line: what got another name first, folders before files, then files in none of them.

    What is in a folder that moved, or was edited once it had moved, goes with that; a new file
    is named in any case.
    """
    moved = [file for file in files if file.renamed]
    places = {str(file.moved_to) for file in moved}

    def alone(file: "Kept") -> bool:
        above = file.path.split("/")
        within = {"/".join(above[:count]) for count in range(1, len(above) + (not file.renamed))}
        return not within & places or not (file.renamed or file.before)

    return [*filter(alone, moved), *(file for file in files if not file.renamed and alone(file))]


def _entry(one: "Entry") -> dict[str, Any]:
    return {
        "number": one.number,
        "when": one.when,
        "command": one.command,
        "files": [file.path for file in one.files],
        "undone": one.undone,
        "finished": one.finished,
    }


def _entry_lines(one: "Entry", most: int | None) -> "Iterator[str]":
    from notes_crm.output.console import one_line

    state = "  (taken back)" if one.undone else "" if one.finished else "  (cut off half way)"
    yield f"{one.number}  {one.when:%Y-%m-%d %H:%M}  crm {one.command}{state}"
    told = _told(one.files)
    for file in told[:most]:
        to = f" → {one_line(file.moved_to)}" if file.renamed and file.moved_to else ""
        yield f"   {one_line(file.path)}{to}"
    if most and len(told) > most:
        yield f"   … and {len(told) - most} more: --all"


COMMANDS = (undo,)
