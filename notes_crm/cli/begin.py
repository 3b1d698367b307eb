"""Commands to begin with: init, demo, me."""

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from notes_crm.cli.session import Session
    from notes_crm.store.opening import Opening
    from notes_crm.store.steps import Change


@click.command(short_help="A new vault, or adopt the folder of notes you have.")
@click.argument("folder", default=".", type=click.Path(file_okay=False))
@click.option("--example/--no-example", default=None, help="With or without the example customer.")
@click.option(
    "--yes", "-y", is_flag=True, help="Add the keys to Obsidian's types.json without asking."
)
@click.pass_obj
def init(session: "Session", folder: str, example: bool | None, yes: bool) -> int:
    """Make a vault of FOLDER (here, if none is named).

    An empty or new folder gets everything: settings, forms, a page on how to work, an example
    customer. In a folder with notes no file is overwritten and no note is touched: it gets what
    is missing of settings and forms, and crm undo takes that back. Keys are added to Obsidian's
    types.json only after asking.

    \b
    Examples:
      crm init "My customers"
      crm init . --no-example
    """
    from notes_crm.store.opening import add_types, opening

    root = session.cwd / folder
    _refuse_inside(root)
    found = opening(root, example=example)
    types = _wanted_types(session, found, yes=yes)
    written = _written(session, found, types)
    for path in sorted(written, key=_first_to_read)[:3]:
        click.echo(f"Wrote {path}")
    if len(written) > 3:  # noqa: PLR2004 - three are shown
        click.echo(f"… and {len(written) - 3} more files")
    if found.kept:
        click.echo(
            f"Kept what was there already ({len(found.kept)} of these files); nothing was overwritten."
        )
    if types:
        add_types(root, types)
        click.echo(f"Added {len(found.missing_types)} keys to .obsidian/types.json")
    elif found.missing_types:
        click.echo(
            f"Obsidian's types.json lacks {len(found.missing_types)} keys; add them with: crm init {root.name} --yes"
        )
    for line in (*_where_customers_go(root), *_what_is_not_read(root)):
        click.echo(line)
    click.echo(
        f'{root.resolve()} is a vault. Try: crm add "NAME", then: crm log NAME visit "what happened"'
    )
    return 0


@click.command(short_help="An example vault to play with: searched, and a sheet printed.")
@click.argument("folder", default="crm-demo", type=click.Path(file_okay=False))
@click.pass_obj
def demo(session: "Session", folder: str) -> int:
    """Make an example vault of 12 customers and two years of notes, and show what it can do.

    Its dates are relative to today: something is overdue, a warranty has lapsed, tomorrow there
    is a visit. Delete the folder when you have seen enough.

    \b
    Examples:
      crm demo
      crm demo /tmp/try-me
    """
    from dataclasses import replace

    from notes_crm.cli import find, paper
    from notes_crm.demo import STAR, TRY, build
    from notes_crm.store.opening import open_filled

    root = session.cwd / folder
    _refuse_inside(root)
    notes = build(session.today)
    open_filled(root, notes)
    click.echo(f"{len(notes)} notes about 12 customers, in {root.resolve()}\n")
    inside = replace(session, cwd=root, vault_option=str(root))
    inside.refresh(words=True)
    context = click.get_current_context()
    for words in _SHOWN:
        click.echo(f"$ crm search {' '.join(words)}")
        with click.Context(find.search, parent=context, obj=inside):
            click.get_current_context().invoke(find.search, words=words, limit=3, as_json=False)
    click.echo(f"$ crm brief {STAR.split()[0].lower()}")
    paper.write_brief(inside, STAR)
    click.echo("\nTry it yourself:")
    if activate := _way_to_crm():
        click.echo(f"  {activate}")
    click.echo(f"  cd {folder}")
    for line in _beside(TRY, session.width):
        click.echo(f"  {line}")
    return 0


@click.command(short_help="Say who you are, so that your notes are signed.")
@click.argument("words", nargs=-1, metavar="[NAME]")
@click.pass_obj
def me(session: "Session", words: tuple[str, ...]) -> int:
    """Remember your name in your own settings file on this machine; without NAME, show it.

    \b
    Examples:
      crm me "Sam Lee"
      crm me
    """
    from notes_crm.store.personal import FILE, remember_me

    if name := " ".join(" ".join(words).split()):
        path = remember_me(session.config_folder, name)
        click.echo(f"Your notes are signed {name}; remembered in {path}")
        return 0
    click.echo(
        session.me
        or f'Nobody has said yet; tell me: crm me "Your Name" (kept in {session.config_folder / FILE})'
    )
    return 0 if session.me else 1


def _way_to_crm() -> str | None:
    """What makes `crm` a command in this terminal, where it is not one yet."""
    import shlex
    import shutil
    import sys
    from pathlib import Path

    script = Path(sys.prefix) / "bin" / "activate"
    return (
        f". {shlex.quote(str(script))}"
        if shutil.which("crm") is None and script.is_file()
        else None
    )


def _beside(pairs: "Sequence[tuple[str, str]]", width: int) -> "Iterator[str]":
    """Each command with what it shows: beside it where all of them fit, else below it."""
    column = max(len(command) for command, _ in pairs)
    if 2 + column + 2 + max(len(says) for _, says in pairs) <= width:
        for command, says in pairs:
            yield f"{command:<{column}}  {says}"
        return
    for command, says in pairs:
        yield command
        yield f"    {says}"


_SHOWN = (("seal", "kit"),)


def _first_to_read(path: str) -> tuple[bool, str]:
    return path not in ("crm.toml", "README.md"), path.lstrip(".")


def _refuse_inside(root: "Path") -> None:
    """A vault inside a vault would be indexed twice."""
    from notes_crm.errors import AlreadyExists
    from notes_crm.store.vault import MARKER

    around = next((f for f in root.resolve().parents if (f / MARKER).is_file()), None)
    if around:
        raise AlreadyExists(f"{root} lies inside the vault {around}; make the new vault beside it.")


def _where_customers_go(root: "Path") -> list[str]:
    """What to do in a folder of notes whose customers lie elsewhere than the settings say."""
    from notes_crm.store.vault import Vault

    customers = Vault(root).settings.schema.folders["customers"]
    if (root / customers).is_dir():
        return []
    return [
        f"Customers are the folders in {customers}/, and there is none yet: move yours there,",
        "or name the folder that holds them in crm.toml, under [folders].",
    ]


def _what_is_not_read(root: "Path") -> list[str]:
    """How many files of text there are that are no notes yet, and what to do."""
    from notes_crm.answers.check import texts_unread
    from notes_crm.output.console import one_line
    from notes_crm.store.all_files import every_file
    from notes_crm.store.vault import Vault

    vault = Vault(root)
    schema = vault.settings.schema
    found = texts_unread(every_file(vault), schema)
    if not found:
        return []
    count = f"{len(found)} files end" if len(found) > 1 else "1 file ends"
    return [
        f"{count} in .txt ({one_line(found[0])}{', …' if len(found) > 1 else ''}); only .md is read as a note:",
        f"rename to .md, or move to {schema.folders['inbox']}/ and say: crm inbox",
    ]


def _wanted_types(session: "Session", found: "Opening", *, yes: bool) -> "Change | None":
    """Obsidian's types.json with the keys that it lacks, if that is wanted."""
    from notes_crm.store.opening import with_types

    missing = found.missing_types
    listed = ", ".join(sorted(missing)[:6]) + (" …" if len(missing) > 6 else "")  # noqa: PLR2004 - six are shown
    question = (
        f"Add {len(missing)} keys to Obsidian's types.json ({listed})? Nothing else in it changes."
    )
    if missing and (yes or (session.interactive and click.confirm(question, default=False))):
        return with_types(found.root, missing)
    return None


def _written(session: "Session", found: "Opening", types: "Change | None") -> list[str]:
    """The new files, once the journal knows of them; of a folder that was empty it need not."""
    from notes_crm.errors import Unwritable
    from notes_crm.store.journal import Change, Journal, kept
    from notes_crm.store.opening import open_vault

    changes = [] if found.fresh else [Change(path, after=data) for path, data in found.new.items()]
    changes += [types] if types else []
    journal, entry = Journal(session.state_folder, found.root.resolve()), None
    if changes:
        try:
            entry = journal.record("init", session.now, changes)
        except Unwritable as error:
            if types:  # what is there is never changed without
                raise
            session.say(f"{error} Until then crm undo can't take back what is written.")
    written: list[str] = []
    try:
        written.extend(open_vault(found))
    finally:
        if entry and len(written) < len(found.new):
            done = [change for change in changes if change.path in written]
            journal.amend(entry, [kept(change) for change in done])
    return written


COMMANDS = (init, demo, me)
