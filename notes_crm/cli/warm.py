"""Runs a command for somebody who asks the watch: the same code, in the asker's surroundings.

Whatever the answer would need beyond an open index and the notes (a look at the disk, a repair, a
terminal, a program) is a reason to leave the command to the asker's own process.
"""

import os
import sys
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from notes_crm.cli import app
from notes_crm.cli.commands import PURPOSES
from notes_crm.cli.runs_itself import must_run_itself
from notes_crm.cli.session import Session, open_session
from notes_crm.cli.surroundings import Surroundings, help_width, here
from notes_crm.cli.taken_down import NotWarm, TakenDown
from notes_crm.errors import IndexBusy
from notes_crm.store.cache import BUSY
from notes_crm.store.index import Index, Report
from notes_crm.store.vault import Vault
from notes_crm.watch import meeting
from notes_crm.watch.answering import Pieces, Request, Standing

if TYPE_CHECKING:
    from notes_crm.store.fulltext.fulltext import Fulltext
    from notes_crm.store.fulltext.kept import KeptReaders

PLACES = ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME")
"""Variables that decide where the user's folders lie: they must be the same on both sides."""
REHEARSED = (("who", "a"), ("search", "a"))
_ASKING = {name: command for name in PURPOSES["Ask"] if (command := app.command_named(name))}
"""Loaded at the start, so that no part of another program is loaded later."""


class Warm:
    """Answers for the vault at `root`, as long as it is the program that lies on the disk."""

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()
        self._program = (meeting.package(), sys.version, sys.prefix, sys.getfilesystemencoding())
        self._places = _places(os.environ)
        self._sources = _Sources()
        self._kept: KeptReaders | None = None

    def __call__(
        self, request: Request, standing: Callable[[str], Standing]
    ) -> tuple[int, Pieces] | None:
        """The exit code and what is to be printed; None where the command is to run itself."""
        if request.program != self._program or _places(request.env) != self._places:
            return None
        if not is_warm(request.arguments) or not self._sources.are_unchanged():
            return None
        clock = datetime.fromisoformat(request.clock)
        ttys = request.ttys[0] == "1", request.ttys[1] == "1", request.ttys[2] == "1"
        around = Surroundings(request.cwd, clock, request.columns, *ttys, request.env)
        return self._answer(request.arguments, around, standing)

    def rehearse(self) -> None:
        """Load what questions need, by asking some."""
        for arguments in REHEARSED:
            around = here()._replace(cwd=str(self._root))
            self._answer(arguments, around, lambda _: "current")

    def rest(self) -> None:
        """Let go of what was kept for the next question."""
        if self._kept is not None:
            self._kept.let_go()

    def _readers(self) -> "KeptReaders":
        """Open readers of the full text, which loads only here."""
        from notes_crm.store.fulltext.kept import KeptReaders

        self._kept = self._kept or KeptReaders()
        return self._kept

    def _answer(
        self, arguments: tuple[str, ...], around: Surroundings, standing: Callable[[str], Standing]
    ) -> tuple[int, Pieces] | None:
        taken = TakenDown((around.in_is_tty, around.out_is_tty, around.err_is_tty))
        opened: list[_WarmSession] = []

        def session(vault_option: str | None) -> Session:
            made = open_session(
                vault_option,
                around,
                partial(_WarmSession, standing=standing, readers=self._readers),
            )
            assert isinstance(made, _WarmSession)
            opened.append(made)
            if made.vault.root != self._root:
                raise NotWarm
            return made

        try:
            with taken.here():
                width = help_width(around)
                code = app.outcome(arguments, width=width, session=session)
        except (Exception, NotWarm):  # noqa: BLE001 - the command's own process shows what is wrong
            return None
        finally:
            for one in opened:
                one.close()
        return code, taken.pieces


def is_warm(arguments: tuple[str, ...]) -> bool:
    """Whether a watch may answer this command line: one that asks, unless it was declared not to."""
    at = 0
    if arguments[:1] == ("--vault",):
        at = 2
    elif arguments and arguments[0].startswith("--vault="):
        at = 1
    if not arguments[at:]:
        return False
    command = _ASKING.get(arguments[at])
    return command is not None and not must_run_itself(command, arguments[at + 1 :])


@dataclass
class _WarmSession(Session):
    """A session whose index is read and never written; `standing` tells what it is worth."""

    standing: Callable[[str], Standing] = field(kw_only=True)
    readers: "Callable[[], KeptReaders]" = field(kw_only=True)

    @cached_property
    def index(self) -> Index:
        """The vault's index, to be read."""
        return _Read(self.vault, self.cache_folder, self.readers)

    def index_was_damaged(self) -> bool:
        """Whether or not: the command's own process finds out, and mends it."""
        raise NotWarm

    def wrote(self, paths: Collection[str] | None = None) -> None:  # noqa: ARG002 - as its elder's
        """A command that writes has no business here."""
        raise NotWarm

    def runs_program(self) -> None:
        """A program takes its time, and threads are here."""
        raise NotWarm

    def _unmarked(self, path: Path, named: str) -> NoReturn:  # noqa: ARG002 - as its elder's
        """A vault that lost its settings may be gone altogether."""
        raise NotWarm

    def _is_watched(self) -> bool:
        return self.standing(self.index.catalog.words_folder) == "current"

    def _reconcile_somewhere(self, *, words: bool, budget: float | None) -> Report:  # noqa: ARG002 - as its elder's
        if self.standing(self.index.catalog.words_folder) == "updating":
            raise IndexBusy(BUSY)
        raise NotWarm


class _Read(Index):
    """An index that is taken as it is."""

    def __init__(self, vault: Vault, cache: Path, readers: "Callable[[], KeptReaders]") -> None:
        super().__init__(vault, cache)
        self._readers = readers

    @property
    def fulltext(self) -> "Fulltext":
        """The words, through readers that stay open."""
        from notes_crm.store.fulltext.kept import KeptFulltext

        folder = self.folder / self.catalog.words_folder
        return KeptFulltext(folder, self.vault.settings.languages, self._readers())

    def _reconciling(self) -> NoReturn:
        raise NotWarm

    def _begin_anew(self, *_: object) -> None:
        raise NotWarm

    def _delete_catalog(self) -> None:
        raise NotWarm


class _Sources:
    """Whether the files from which this process was loaded are the same as then."""

    def __init__(self) -> None:
        self._packages = Path(click.__file__).parents[1]
        self._seen: dict[str, tuple[int, int] | None] = {}
        self.are_unchanged()

    def are_unchanged(self) -> bool:
        """Those of our modules, and the list of installed packages."""
        files = {
            module.__file__
            for name, module in list(sys.modules.items())
            if name.startswith("notes_crm.") and getattr(module, "__file__", None)
        }
        now = {file: _stamp(file) for file in (*files, str(self._packages)) if file}
        same = all(self._seen.setdefault(file, stamp) == stamp for file, stamp in now.items())
        return same and None not in now.values()


def _stamp(path: str) -> tuple[int, int] | None:
    try:
        status = os.stat(path)  # noqa: PTH116 - asked of every module for each question
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


def _places(env: Mapping[str, str]) -> tuple[str | None, ...]:
    return tuple(env.get(name) for name in PLACES)
