"""The command that tells people what is due: remind."""

from typing import TYPE_CHECKING, Any

import click

from notes_crm.cli.complete import complete_colleague
from notes_crm.cli.one_of import OneOfCommand
from notes_crm.cli.runs_itself import runs_itself

if TYPE_CHECKING:
    from notes_crm.cli.session import Session
    from notes_crm.cli.telling import Round

WAITS = NOT_DONE = 1
BY = {"desktop": "on the desktop", "command": "by your command", "push": "by push"}


@runs_itself()
@click.command(
    cls=OneOfCommand,
    short_help="Tell you what is due: on the desktop, by a command, to a telephone.",
)
@click.option("--dry-run", is_flag=True, help="Show what would be told, and tell nothing.")
@click.option("--test", "testing", is_flag=True, help="Tell one alert made up, to see that it arrives.")  # fmt: skip
@click.option("--install", "wanted", flag_value="install", help="Have crm watch remind you while it runs.")  # fmt: skip
@click.option("--uninstall", "wanted", flag_value="uninstall", help="Stop that again.")
@click.option("--with", "way", type=click.Choice(["desktop", "command", "push"]), help="By what, where it is not what your settings say.")  # fmt: skip
@click.option("--for", "whose", metavar="NAME|me", shell_complete=complete_colleague, help="What one of us sees to, if not you.")  # fmt: skip
@click.option("--yes", "-y", is_flag=True, help="Change the settings without asking.")
@click.option(
    "--json", "as_json", is_flag=True, help="For scripts: one JSON document, fields always present."
)
@click.pass_obj
def remind(  # noqa: PLR0917 - click passes options by name
    session: "Session", dry_run: bool, testing: bool, wanted: str | None, way: str | None,
    whose: str | None, yes: bool, as_json: bool,
) -> int:  # fmt: skip
    """Tell you once, outside of any terminal, what you promised for today or are late with.

    Also what they owe us, what is ready to be told, visits of today and tomorrow, and whom to be
    in touch with. Each thing is told once; one that is put off is told again on its new day. More
    than three at once are one summary. Nothing private is ever told. By what, in which hours and
    how often stands in your own settings, below [remind]; the vault has no say in it.

    Exit code 1 when something waits, because of quiet hours or a pause between two rounds.

    \b
    Examples:
      crm remind --dry-run
      crm remind
      crm remind --test --with desktop
      crm remind --install
    """
    if dry_run and (wanted or testing):
        raise click.UsageError("--dry-run tells nothing and changes nothing: say it alone.")
    if as_json and (wanted or testing):
        raise click.UsageError(
            "--json describes a round: without --test, --install and --uninstall."
        )
    if wanted:
        return _set(session, way if wanted == "install" else None, install=wanted == "install", yes=yes)  # fmt: skip
    from notes_crm.cli.telling import tell_due

    if testing:
        return _test(session, way)
    done = tell_due(session, whose, way, dry_run=dry_run)
    if as_json:
        from notes_crm.output import console

        console.emit_json(_document(session, done, dry_run=dry_run))
    else:
        _show(session, done)
    return WAITS if done.waiting and not dry_run else 0


def _show(session: "Session", done: "Round") -> None:
    from notes_crm.cli.telling import SINGLY
    from notes_crm.output import console
    from notes_crm.output.reminders import lines

    if not (done.told or done.waiting):
        click.echo(f"Nothing new to tell {console.one_line(done.person)}.")
    if done.told:
        click.echo(f"Told {console.one_line(done.person)} {BY[done.way]}:")
        console.emit(lines(done.told, session.today, session.width))
    if done.waiting:
        count = len(done.waiting)
        until = f"{done.until:%Y-%m-%d %H:%M}" if done.until else ""
        if done.why == "dry-run":
            form = ", in one summary" if count > SINGLY else ""
            after = f", not before {until}" if until else ""
            click.echo(f"Would tell {console.one_line(done.person)} {BY[done.way]}{form}{after}:")
        else:
            reason = "Quiet" if done.why == "quiet" else "A pause"
            click.echo(f"{reason} until {until}; {count} wait{'s' * (count == 1)}:")
        console.emit(lines(done.waiting, session.today, session.width))


def _document(session: "Session", done: "Round", *, dry_run: bool) -> dict[str, Any]:
    from notes_crm.output.reminders import API, plain

    return {
        "api": API,
        "now": session.now.isoformat(timespec="seconds"),
        "vault": session.vault.settings.name or session.vault.root.name,
        "person": done.person,
        "with": done.way,
        "dry_run": dry_run,
        "told": [plain(alert) for alert in done.told],
        "waiting": [plain(alert) for alert in done.waiting],
        "why": done.why,
        "until": done.until,
    }


def _test(session: "Session", way: str | None) -> int:
    from notes_crm.cli.owing import Owing
    from notes_crm.cli.telling import tell, wishes_of
    from notes_crm.output.reminders import Told

    wishes = wishes_of(session, way)
    way = way or wishes.way
    session.refresh()
    who = Owing(session, session.today, "me").person if session.me else None
    one = Told("A test of notes_crm", "This is how what is due will reach you.", ())
    tell(session, one, way, wishes, who or "")
    click.echo(f"Told {BY[way]}; nothing was remembered. Nothing to be seen? Look at its settings.")
    return 0


def _set(session: "Session", way: str | None, *, install: bool, yes: bool) -> int:
    """Write the line that has the watch remind, or take it out; asks first."""
    from notes_crm.cli.telling import wishes_of
    from notes_crm.store.personal import FILE, remember_way

    if install:
        way = way or wishes_of(session).way
        wishes_of(session, way)
    path = session.config_folder / FILE
    what = f'Write with = "{way}" below [remind] in' if way else "Take the line with = out of"
    if not (yes or (session.interactive and click.confirm(f"{what} {path}?", default=True))):
        option = "--install" if install else "--uninstall"
        click.echo(f"Nothing was changed; to do it, say: crm remind {option} --yes")
        return NOT_DONE
    if remember_way(session.config_folder, way) is None:
        click.echo(f"It stands so already in {path}")
    else:
        click.echo(f"Changed {path}")
    if not install:
        click.echo("crm watch reminds nobody from now on; by hand: crm remind")
        return 0
    click.echo(f"While crm watch runs it tells you {BY[way or 'desktop']} what is due.")
    click.echo("To see that it arrives: crm remind --test")
    click.echo("To start the watch at every login: crm watch --install")
    click.echo("To undo: crm remind --uninstall")
    return 0


COMMANDS = (remind,)
