"""Where one run measures: the vault, homes apart from the user's own, and the `crm` beside this Python."""

import compileall
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import notes_crm
from benchmarks.timing import Command, Sample, broken, run
from benchmarks.vaults import Probes, Vault, note_paths, probe_words

_HIDDEN = ("PYTHON", "CRM_", "XDG_", "VIRTUAL_ENV", "COVERAGE")
"""Beginnings of variables that would reach into a measured process."""

AT_REST = 2.5
"""Seconds after which a change of what was written would show."""
_PACKAGE = Path(notes_crm.__file__).parent


class NotReady(Exception):
    """What a benchmark needs first did not work; nothing was measured."""


@dataclass(frozen=True, slots=True)
class Home:
    """A home, cache, state and settings folder of a benchmark's own, so that the user's stay untouched."""

    folder: Path

    @property
    def cache(self) -> Path:
        """Where the index goes."""
        return self.folder / "cache"

    def env(self, **more: str) -> dict[str, str]:
        """The variables of a process that lives here."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(_HIDDEN)}
        places = {
            f"XDG_{name.upper()}_HOME": str(self.folder / name)
            for name in ("cache", "state", "config", "data")
        }
        runtime = {"XDG_RUNTIME_DIR": str(self.folder / "runtime")}
        return {**kept, "HOME": str(self.folder), **places, **runtime, **more}

    def wipe(self) -> None:
        """Empty it, as for somebody who never ran `crm`."""
        shutil.rmtree(self.folder, ignore_errors=True)
        for name in ("cache", "state", "config", "data", "runtime"):
            (self.folder / name).mkdir(mode=0o700, parents=True)


@dataclass(frozen=True)
class Bench:
    """One run. `peers` is a Python that may have the packages of other programs."""

    vault: Vault
    rounds: int
    folder: Path
    peers: str = sys.executable
    homes: list[Home] = field(default_factory=list)

    def home(self) -> Home:
        """A new, empty home."""
        made = Home(self.folder / f"home-{len(self.homes)}")
        made.wipe()
        self.homes.append(made)
        return made

    def crm(
        self,
        name: str,
        *args: str,
        home: Home,
        before: Callable[[], None] | None = None,
        check: Callable[[Sample], str] | None = None,
    ) -> Command:
        """`crm ARGS` in the vault. Raises NotReady if no `crm` is installed beside this Python."""
        program = Path(sys.executable).with_name("crm")
        if not program.exists():
            raise NotReady("no crm is installed beside this Python")
        env = home.env(CRM_VAULT=str(self.vault.folder))
        return Command(name, [str(program), *args], env, before, check)

    def python(self, name: str, *args: str, home: Home) -> Command:
        """`python ARGS` with the Python that runs the benchmarks."""
        return Command(name, [sys.executable, *args], home.env())

    @cached_property
    def probes(self) -> Probes:
        """Words to search for."""
        return probe_words(self.vault)

    @cached_property
    def indexed(self) -> Home:
        """A home whose index is finished and at rest, made once for the whole run. Raises NotReady.

        Of what was written a moment ago nobody can say that it did not change since, so the first
        looks after a build cost more than all that follow; `build` and `first_answer` measure those.
        """
        home = self.home()
        command = self.crm("crm index", "index", home=home)
        for wait in (0, AT_REST):
            time.sleep(wait)
            if complaint := broken(run(command)) or unindexed(home, self.vault):
                raise NotReady(f"crm index: {complaint}")
        return home


def unindexed(home: Home, vault: Vault) -> str:
    """What is missing from the word index in this home; empty if every note is in it."""
    from whoosh import index
    from whoosh.filedb.filestore import FileStorage

    tables = sorted({toc.parent for toc in home.cache.rglob("*.toc")})
    if not tables:
        return "no index was written"
    counts = [
        index.FileIndex(FileStorage(str(table), supports_mmap=False)).doc_count()
        for table in tables
    ]
    there = len(note_paths(vault))
    return "" if max(counts) >= there else f"only {max(counts)} of {there} notes were indexed"


def compile_package() -> None:
    """Write the .pyc files that an installed package has, so that no measured process writes them."""
    compileall.compile_dir(_PACKAGE, quiet=2)


def package_state() -> frozenset[tuple[str, int]]:
    """When each source file of the program was last changed: another answer, another program."""
    return frozenset((str(path), path.stat().st_mtime_ns) for path in _PACKAGE.rglob("*.py"))


def temporary() -> tempfile.TemporaryDirectory[str]:
    """Room for one run, gone after it."""
    return tempfile.TemporaryDirectory(prefix="notes_crm-bench-")
