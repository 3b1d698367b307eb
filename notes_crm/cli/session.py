"""What one command runs with: place, clock, width, colour, language, user, and the vault it means.

Everything that comes from outside the files travels in this one value, so that a command
answers the same wherever it runs.
"""

import sys
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from notes_crm.cli.surroundings import Surroundings, columns_of, here, language_of
from notes_crm.errors import (
    BadDate,
    CrmError,
    IndexBusy,
    NoVault,
    UnsafePlace,
    Unwritable,
    VanishedVault,
)

if TYPE_CHECKING:
    from notes_crm.cli.progress import Progress
    from notes_crm.model.schema import Schema
    from notes_crm.store.index import Index, Report
    from notes_crm.store.personal import Personal
    from notes_crm.store.vault import Vault

APP = "notes_crm"
NARROWEST, WIDEST = 40, 160


@dataclass
class Session:
    """One command's surroundings; the vault and its index are opened when first asked for."""

    cwd: Path
    now: datetime
    width: int
    colour: bool
    interactive: bool
    lang: str | None
    env: Mapping[str, str]
    vault_option: str | None = None
    _said: set[str] = field(default_factory=set)

    @property
    def today(self) -> date:
        """The day it is."""
        return self.now.date()

    @cached_property
    def personal(self) -> "Personal":
        """The user's own settings."""
        from notes_crm.store.personal import read_personal

        return read_personal(self.config_folder)

    @property
    def me(self) -> str | None:
        """Who I am: CRM_ME, else the user's own settings; unknown otherwise, and said so."""
        return self.env.get("CRM_ME") or self.personal.me

    @cached_property
    def config_folder(self) -> Path:
        """Where the user's own settings lie."""
        if plain := _on_linux(self.env, "XDG_CONFIG_HOME", ".config"):
            return plain
        from platformdirs import user_config_path

        return user_config_path(APP, appauthor=False)

    @cached_property
    def cache_folder(self) -> Path:
        """Where indexes lie; may be deleted at any time."""
        if plain := _on_linux(self.env, "XDG_CACHE_HOME", ".cache"):
            return plain
        from platformdirs import user_cache_path

        return user_cache_path(APP, appauthor=False)

    @cached_property
    def state_folder(self) -> Path:
        """Where lies what can't be built again; never synced."""
        if plain := _on_linux(self.env, "XDG_STATE_HOME", ".local/state"):
            return plain
        from platformdirs import user_state_path

        return user_state_path(APP, appauthor=False)

    @cached_property
    def vault(self) -> "Vault":
        """The vault that is meant: --vault, else upward from here, else CRM_VAULT, else settings."""
        from notes_crm.store.vault import find

        if self.vault_option:
            return self._named(self.vault_option, "--vault")
        try:
            return find(self.cwd)
        except NoVault as error:
            if named := self.env.get("CRM_VAULT"):
                return self._named(named, "CRM_VAULT")
            vaults = self.personal.vaults
            if default := self.personal.default or (len(vaults) == 1 and next(iter(vaults))):
                return self._named(default, "the settings")
            if vaults:
                raise NoVault(f"Which vault? Say: --vault {', '.join(sorted(vaults))}.") from None
            raise error from None

    @cached_property
    def index(self) -> "Index":
        """The vault's index, as it stands."""
        from notes_crm.store.index import Index

        return Index(self.vault, self.cache_folder)

    @property
    def schema(self) -> "Schema":
        """The vault's names of keys, types and headings."""
        return self.vault.settings.schema

    def refresh(self, *, words: bool = False, budget: float | None = None) -> "Report | None":
        """Make the index current before it is asked; None where that was left.

        It is left to a `crm watch` that is alive and caught up. Where it can't be done now, an
        answer from a moment ago beats none: a reader goes on, and says so. Where the index can't
        be written, a temporary one takes its place.
        """
        try:
            if self._is_watched():
                return None
            report = self._reconcile_somewhere(words=words, budget=budget)
        except (IndexBusy, VanishedVault) as error:
            self.say(f"{error} Answered from the index as it was.")
            report = None
        for sentence in self.index.said:
            self.say(sentence)
        return report

    def index_was_damaged(self) -> bool:
        """Whether an error may have come from a damaged index; then that is begun anew."""
        try:
            sound = "index" not in self.__dict__ or self.index.prove()
        except (CrmError, OSError):
            return False
        for sentence in () if sound else self.index.said:
            self.say(sentence)
        return not sound

    def _reconcile_somewhere(self, *, words: bool, budget: float | None) -> "Report":
        try:
            return self._reconcile(words=words, budget=budget)
        except UnsafePlace:
            raise
        except Unwritable as error:
            self._borrow(error)
        return self._reconcile(words=words, budget=None)

    def _reconcile(self, *, words: bool, budget: float | None) -> "Report":
        with self.progress("Indexing") as tick:
            return self.index.reconcile(words=words, budget=budget, progress=tick)

    def _borrow(self, error: Unwritable) -> None:
        try:
            self.index.borrow()
        except OSError:
            raise error from None
        self.say(f"{error} Answered from a temporary index.")

    def wrote(self, paths: Collection[str] | None = None) -> None:
        """These notes, or anything, was written: a daemon is told, so that it shows at once."""
        if self.index.folder.exists():
            from notes_crm.watch.nudge import nudge

            nudge(self.index.folder, paths)

    def runs_program(self) -> None:
        """For the answer another program is run; where that may not be, NotWarm."""

    def close(self) -> None:
        """The command is over: let go of the index."""
        if "index" in self.__dict__:
            self.index.leave()

    def _is_watched(self) -> bool:
        """Whether a daemon keeps the index current, so that a look at the disk can be spared."""
        if not (self.index.folder / "daemon.json").exists():
            return False
        from notes_crm.watch.heartbeat import is_current

        try:
            return is_current(self.index.folder, self.index.catalog.words_folder)
        except (IndexBusy, Unwritable):
            return False

    def customer(self, words: str) -> str:
        """The name of the customer that these words mean."""
        from notes_crm.answers.lookup import Named, match

        names = [Named(called, name) for called, name in self.index.facts.called()]
        return match(words, names)

    def say(self, sentence: str) -> None:
        """Tell the person something beside the answer, once."""
        if sentence not in self._said:
            self._said.add(sentence)
            click.echo(sentence, err=True)

    def progress(self, what: str) -> "Progress":
        """A progress bar on standard error that shows itself only when work takes long."""
        from notes_crm.cli.progress import Progress

        return Progress(what, shown=self.interactive)

    def day(self, words: str, *, past: bool = False, since: date | None = None) -> date:
        """A date in words, counted from today or the day that is named; BadDate where it is none."""
        from notes_crm.model.dates.dates import parse_date

        settings = self.vault.settings
        day_first = settings.region not in ("US", "CA", "PH")
        languages = settings.languages
        prefer: Literal["past", "future"] = "past" if past else "future"
        return parse_date(
            words, since or self.today, languages=languages, day_first=day_first, prefer=prefer
        )

    def _named(self, name: str, source: str) -> "Vault":
        from notes_crm.store.vault import MARKER, Vault

        path = self.cwd / Path(self.personal.vaults.get(name, name)).expanduser()
        if not path.is_dir():
            known = ", ".join(sorted(self.personal.vaults)) or "none is set up"
            raise NoVault(
                f"{source} names {name}, which is no folder and no vault of yours ({known})."
            )
        if not (path / MARKER).is_file():
            self._unmarked(path, f"{source} names {name}")
        return Vault(path)

    def _unmarked(self, path: Path, named: str) -> None:
        from notes_crm.cli.unmarked import accept

        accept(self, path, named)


def open_session(
    vault_option: str | None,
    around: Surroundings | None = None,
    kind: Callable[..., Session] = Session,
) -> Session:
    """What a command runs with; in the surroundings of this process, where no others are given."""
    around = around or here()
    return kind(
        cwd=Path(around.cwd),
        now=_clock(around.env.get("CRM_TODAY"), around.clock),
        width=max(NARROWEST, min(columns_of(around), WIDEST)),
        colour=_wants_colour(around),
        interactive=around.in_is_tty and around.err_is_tty,
        lang=language_of(around.env),
        env=around.env,
        vault_option=vault_option,
    )


def _wants_colour(around: Surroundings) -> bool:
    """As no-color.org and force-color.org have it: a variable counts unless it is empty."""
    env = around.env
    shown = around.out_is_tty and env.get("TERM") != "dumb"
    return not env.get("NO_COLOR") and (shown or bool(env.get("FORCE_COLOR")))


def _on_linux(env: Mapping[str, str], variable: str, usual: str) -> Path | None:
    """A user's folder on Linux, where nothing is odd about it; the package that knows every system is slow to load."""
    if sys.platform != "linux" or hasattr(sys, "getandroidapilevel") or "ANDROID_DATA" in env:
        return None
    stated, home = env.get(variable, ""), env.get("HOME", "")
    if stated.startswith("/"):
        return Path(stated, APP)
    return Path(home, usual, APP) if home.startswith("/") else None


def _clock(stated: str | None, clock: datetime) -> datetime:
    """The local time; CRM_TODAY (an ISO date, with a time if need be) takes its place."""
    if not stated:
        return clock
    try:
        moment = datetime.fromisoformat(stated)
    except ValueError:
        raise BadDate(
            f"CRM_TODAY is {stated!r}, which is no date such as 2026-03-02; unset it."
        ) from None
    if moment.tzinfo:  # notes hold local time
        moment = moment.astimezone().replace(tzinfo=None)
    return moment if "T" in stated or " " in stated else moment.replace(hour=12)
