"""Commands that keep the index: watch, status, index."""

import signal
import time
from typing import TYPE_CHECKING

import click

from notes_crm.cli.one_of import OneOfCommand

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from notes_crm.cli.session import Session
    from notes_crm.store.index import Report
    from notes_crm.watch.service import Outcome

INTERRUPTED = 130
ATTENTION = 1
RESTART = 2
"""What a service is started again after."""
BUSY_PATIENCE = 600.0
"""Seconds that `crm index` waits for another crm that is building the index."""


@click.command(cls=OneOfCommand, short_help="Keep the index current in the background.")
@click.option("--install", "wanted", flag_value="install", help="Start it at every login.")
@click.option("--uninstall", "wanted", flag_value="uninstall", help="Stop that again.")
@click.pass_obj
def watch(session: "Session", wanted: str | None) -> int:
    """Watch the vault and index each note a moment after it is saved, until Ctrl-C.

    Answers are right without it, too; with it they come sooner, since it answers commands that only
    ask. It reminds you of what is due, too, once you have said crm remind --install. It never writes
    to your notes, and its log holds counts only. One watch a vault; a second one says who is there.

    \b
    Examples:
      crm watch
      crm watch --install
      crm watch --uninstall
    """
    if wanted:
        return _service(session, install=wanted == "install")
    from notes_crm.cli.reminding import Reminder
    from notes_crm.cli.taken_down import streams
    from notes_crm.cli.warm import Warm
    from notes_crm.watch.daemon import Daemon

    root = session.vault.root
    daemon = Daemon(root, session.cache_folder, _log, answers=Warm(root), errand=Reminder(session))
    stopped_by: list[int] = []

    def leave(number: int, _frame: object) -> None:
        stopped_by.append(number)
        daemon.stop()

    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), leave)
    _keep_names_out_of_the_log()
    _log("started")
    with streams():
        anew = daemon.run()
    if anew:
        return _again()
    _log("stopped")
    return INTERRUPTED if signal.SIGINT in stopped_by else 0


@click.command(short_help="Is everything current, and is something wrong?")
@click.option("--adopt", type=click.Path(), metavar="OLDPATH", help="This vault was there before: take over its undo journal and what you have seen.")  # fmt: skip
@click.option(
    "--json", "as_json", is_flag=True, help="For scripts: one JSON document, fields always present."
)
@click.pass_obj
def status(session: "Session", adopt: str | None, as_json: bool) -> int:
    """Say how the index and the watch stand. Exit code 1 when something needs your attention.

    What crm keeps for you of a vault (the undo journal, what you have seen in the feed, visits
    half told) follows it when its folder is moved or renamed. Where it was copied to another disk
    and the old folder is gone, crm can't know that it is the same: --adopt says so.

    \b
    Examples:
      crm status
      crm status --json
      crm status --adopt ~/old/Vault
    """
    from dataclasses import replace

    from notes_crm.cli import standing
    from notes_crm.cli.written import cut_off
    from notes_crm.output import console
    from notes_crm.watch.status import compose

    if adopt:
        _adopt(session, adopt)
    found = compose(session.index)
    if sentence := cut_off(session):
        found = replace(found, attention=(*found.attention, sentence))
    for sentence in (*session.index.said, *_left_behind(session)):
        session.say(sentence)
    if as_json:
        console.emit_json(standing.as_json(found))
    else:
        console.emit(standing.lines(found, session))
    return ATTENTION if found.attention else 0


def _adopt(session: "Session", typed: str) -> None:
    from pathlib import Path

    from notes_crm.output import console
    from notes_crm.store.state_home import adopt

    old = (session.cwd / Path(typed).expanduser()).resolve()
    adopt(session.state_folder, session.vault.root, old)
    session.say(f"Took over what was kept for the vault in {console.one_line(str(old))}.")


def _left_behind(session: "Session") -> "Iterable[str]":
    """How to take over what is kept for a vault that is gone, which may be this one."""
    from shlex import quote

    from notes_crm.output import console
    from notes_crm.store.state_home import gone

    for old in gone(session.state_folder, session.vault.root):
        path = console.one_line(str(old))
        yield (
            f"Something is kept for a vault that was in {path}; if it is this one, take it over "
            f"with: crm status --adopt {quote(path)}"
        )


@click.command(short_help="Bring the index up to date, or build it anew.")
@click.option("--rebuild", is_flag=True, help="Forget the index and build it from the notes.")
@click.option(
    "--accept-removals", is_flag=True, help="Yes, all those notes were meant to be deleted."
)
@click.pass_obj
def index(session: "Session", rebuild: bool, accept_removals: bool) -> int:
    """Index whatever changed. Other commands do so by themselves; this one shows its progress.

    It may be interrupted at any time: the next command goes on from there.

    \b
    Examples:
      crm index
      crm index --rebuild
      crm index --accept-removals
    """
    start = time.monotonic()
    try:
        with session.progress("Indexing") as tick:
            report = _patiently(
                session,
                lambda: (
                    session.index.rebuild(progress=tick)
                    if rebuild
                    else session.index.reconcile(
                        progress=tick, accept_removals=accept_removals, prove=True
                    )
                ),
            )
    except KeyboardInterrupt:
        click.echo(
            "Stopped; nothing is half done, and the next command goes on from here.", err=True
        )
        return INTERRUPTED
    for sentence in session.index.said:
        session.say(sentence)
    click.echo(
        f"Indexed {report.total} notes ({report.added} added, {report.changed} changed, "
        f"{report.removed} removed) in {time.monotonic() - start:.1f} s."
    )
    if report.left:
        click.echo(f"{report.left} changed meanwhile; say it again: crm index", err=True)
    return 0


def _again() -> int:
    """The same command in the same process, begun from its first line."""
    import os
    import sys

    sys.stderr.flush()
    if os.name != "nt":  # there, another process would take over, and its starter lose sight of it
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 - this command
    return RESTART


def _patiently(session: "Session", work: "Callable[[], Report]") -> "Report":
    """Do it; while another crm is at it, wait."""
    from notes_crm.errors import IndexBusy

    deadline = time.monotonic() + BUSY_PATIENCE
    while True:
        try:
            return work()
        except IndexBusy:
            if time.monotonic() > deadline:
                raise
            session.say("Another crm is indexing this vault; waiting for it.")


def _service(session: "Session", *, install: bool) -> int:
    from notes_crm.watch import service

    wanted = service.service_for(session.index.folder.name, session.vault.root, session.env)
    if not install:
        return _uninstalled(service.uninstall(wanted.name, session.env))
    done = service.install(wanted, session.env)
    click.echo(f"Wrote {done.path}")
    _left_to_do(done)
    if not done.failed:
        click.echo("The watch runs now, and after every login.")
    click.echo("To undo: crm watch --uninstall")
    return 2 if done.failed else 0


def _uninstalled(done: "Outcome") -> int:
    if done.path is None:
        click.echo("Nothing to undo: no watch of this vault is installed.")
        return ATTENTION
    click.echo(f"Removed {done.path}")
    _left_to_do(done)
    return 2 if done.failed else 0


def _left_to_do(done: "Outcome") -> None:
    if done.failed:
        click.echo("The system's own service could not be reached from here; say yourself:")
        for command in done.failed:
            click.echo(f"  {command}")


def _log(sentence: str) -> None:
    click.echo(f"{time.strftime('%Y-%m-%d %H:%M:%S')} {sentence}", err=True)


def _keep_names_out_of_the_log() -> None:
    """What a thread or a warning prints by itself may hold the path of a note."""
    import threading
    import warnings

    warnings.simplefilter("ignore")
    threading.excepthook = lambda ended: _log(f"a thread ended: {ended.exc_type.__name__}")


COMMANDS = (watch, status, index)
