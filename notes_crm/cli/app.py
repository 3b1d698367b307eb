"""The command group: finds the session, groups the help, and is the one error boundary."""

import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from notes_crm.cli.commands import PURPOSES, entry_of, purpose_of
from notes_crm.errors import CrmError, IndexDamaged

if TYPE_CHECKING:
    from notes_crm.cli.session import Session

BUG = 3
INTERRUPTED = 130


class PurposeGroup(click.Group):
    """Commands grouped by purpose in the help; a CrmError becomes its sentence and its code."""

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's signature
        formatter: click.HelpFormatter,
    ) -> None:
        """Write the commands under their purposes."""
        for purpose, entries in PURPOSES.items():
            with formatter.section(purpose):
                formatter.write_dl([(name, entry.said) for name, entry in entries.items()])

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names of all commands."""
        return sorted(name for entries in PURPOSES.values() for name in entries)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """A command by its name; its module is loaded now."""
        return command_named(cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is typed; where there is none, the error names the nearest."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from difflib import get_close_matches

            near = get_close_matches(args[0], self.list_commands(ctx), n=1)
            if not near:
                raise
            sentence = f"There is no command '{args[0]}'; did you mean: crm {near[0]}"
            raise click.UsageError(sentence, ctx) from error

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; what stops it is said in one sentence."""
        try:
            return super().invoke(ctx)
        except CrmError as error:
            raise Stopped(error) from error
        except (click.ClickException, click.exceptions.Exit, click.Abort, OSError):
            raise
        except Exception as error:
            if ctx.obj is not None and ctx.obj.index_was_damaged():
                raise IndexRenewed(ctx.invoked_subcommand) from error
            raise


class Stopped(click.ClickException):
    """A CrmError on its way to the person: the sentence and the exit code."""

    exit_code = 2

    def __init__(self, error: CrmError) -> None:
        super().__init__(str(error))

    def show(self, file: object = None) -> None:  # noqa: ARG002 - click's signature
        """Say the sentence on standard error."""
        from notes_crm.output.console import safe

        click.echo(f"crm: {safe(self.message)}", err=True)


class IndexRenewed(Exception):
    """A command came upon a damaged index; that is begun anew, so an answer can be had now."""

    def __init__(self, command: str | None) -> None:
        super().__init__("the index was damaged")
        self.answers = purpose_of(command) in ("Ask", "Print")


def command_named(name: str) -> click.Command | None:
    """A command, with its module loaded; None where there is none of that name."""
    entry = entry_of(name)
    if entry is None:
        return None
    held: Sequence[click.Command] = import_module(f"notes_crm.cli.{entry.module}").COMMANDS
    return next(command for command in held if command.name == name)


@click.group(
    cls=PurposeGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--vault",
    "vault_option",
    metavar="FOLDER|NAME",
    help="The vault, where it is not the one you stand in.",
)
@click.version_option(package_name="notes_crm", prog_name="crm", message="%(prog)s %(version)s")
@click.pass_context
def crm(ctx: click.Context, vault_option: str | None) -> None:
    """Customer notes as plain text: write them anywhere, find anything, walk in prepared.

    \b
    Begin here:
      crm demo                              an example vault, a search and a printed sheet
      crm init "My customers"               a vault of your own

    \b
    Every day:
      crm log acme visit "Seal leaks." --promise "send kit by fri" --next "2 weeks"
      crm who acme                          who last spoke to them, and what is next
      crm due                               what is late, due today and ahead; whom to contact
      crm search seal kit                   every note that says so
      crm brief acme                        the sheet to read before knocking on the door
    """
    from notes_crm.cli.session import open_session

    ctx.obj = (ctx.obj or open_session)(vault_option)
    ctx.call_on_close(ctx.obj.close)


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code; a bug shows its traceback once."""
    if hasattr(
        sys.stdout, "reconfigure"
    ):  # a name that the console can't show must not stop an answer
        sys.stdout.reconfigure(errors="backslashreplace")
        sys.stderr.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    if hasattr(sys.stdin, "reconfigure"):  # nor what an old terminal types, a command
        sys.stdin.reconfigure(errors="surrogateescape")
    from notes_crm.cli.surroundings import help_width, here

    around = here()
    if "_CRM_COMPLETE" in around.env:
        from click.shell_completion import add_completion_class

        from notes_crm.cli.bash_words import Bash

        add_completion_class(Bash)
    if not all(map(str.isascii, arguments)):
        from notes_crm.cli.typed import arguments_as_meant

        arguments = arguments_as_meant(arguments)
    try:
        return outcome(arguments, width=help_width(around))
    except (click.Abort, KeyboardInterrupt, BrokenPipeError) as error:
        return ended_by(error)
    except Exception:  # noqa: BLE001 - the one boundary
        import traceback

        traceback.print_exc()
        click.echo("crm: this is a bug in crm, not in your notes; nothing was lost.", err=True)
        return BUG


def outcome(
    arguments: Sequence[str], *, width: int,
    session: "Callable[[str | None], Session] | None" = None,
) -> int:  # fmt: skip
    """Run one command line, say what stops it, and return its exit code.

    `width` is that of help and usage. `session` opens what the command runs with; else it runs
    in the surroundings of this process.
    """
    try:
        result = _asked(arguments, terminal_width=width, obj=session)
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    return result if isinstance(result, int) else 0


def ended_by(error: BaseException) -> int:
    """The exit code of a command that was interrupted, or that nobody reads any more."""
    if isinstance(error, BrokenPipeError):  # whoever read the answer has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    click.echo("Stopped; nothing is half done.", err=True)
    return INTERRUPTED


def _asked(arguments: Sequence[str], **settings: Any) -> object:
    """What the command returns; a question that came upon a damaged index is asked once more."""
    line = list(arguments)
    try:
        return crm.main(line, prog_name="crm", standalone_mode=False, **settings)
    except IndexRenewed as renewed:
        if not renewed.answers:
            sentence = "say it again, unless it says above that it was written"
            error = IndexDamaged(f"The index was damaged and is begun anew; {sentence}.")
            raise Stopped(error) from renewed
    return crm.main(line, prog_name="crm", standalone_mode=False, **settings)
