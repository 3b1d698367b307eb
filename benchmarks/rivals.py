"""Other programs that can search the same notes, each made ready as its users would make it ready."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks import report
from benchmarks.bench import Bench
from benchmarks.report import Row
from benchmarks.timing import Command, broken, run

_PEERS = Path(__file__).with_name("peers")
_REPOSITORY = Path(__file__).parents[1]
_SECOND = 'rg -iwl -- "$@" || test $? -eq 1'
"""Names too many for one command are put to several, and not finding anything is no failure."""
_BOTH = f'rg -iwl0 "$1" "$3" | xargs -0 sh -c \'{_SECOND}\' sh "$2"'


@dataclass(frozen=True, slots=True)
class Query:
    """Words that must all be there; as a phrase, next to each other."""

    words: tuple[str, ...]
    phrase: bool = False


@dataclass(frozen=True, slots=True)
class Rival:
    """A program by name and version, and the command that puts a query to it."""

    name: str
    command: Callable[[Query], Command]


def rivals(bench: Bench) -> tuple[list[Rival], list[Row]]:
    """Those that are here, their indexes built, and a row for each that is not."""
    there: list[Rival] = []
    absent: list[Row] = []
    for name, make in (
        ("ripgrep", _ripgrep),
        ("SQLite FTS5 from Python", _with_index("sqlite_fts5.py")),
        ("tantivy from Python", _with_index("tantivy_index.py")),
    ):
        made = make(bench, name)
        if isinstance(made, Rival):
            there.append(made)
        else:
            absent.append(report.peer(report.missing(name, made)))
    return there, absent


def _ripgrep(bench: Bench, name: str) -> Rival | str:
    """Lists the files; it neither ranks nor knows fields."""
    program = shutil.which("rg")
    if not program:
        return "not installed"
    env, folder = bench.home().env(), str(bench.vault.folder)

    def command(query: Query) -> Command:
        if query.phrase or len(query.words) == 1:
            argv = [program, "-iwl", " ".join(query.words), folder]
        else:
            argv = ["sh", "-c", _BOTH, "sh", *query.words, folder]
        return Command(name, argv, env)

    return Rival(name, command)


def _with_index(script: str) -> Callable[[Bench, str], Rival | str]:
    """A script of `peers/`: `build VAULT INDEX` once, then `all INDEX WORDS` or `phrase INDEX WORDS`."""

    def make(bench: Bench, name: str) -> Rival | str:
        path, index = str(_PEERS / script), bench.folder / f"{script}.index"
        home = bench.home()
        if not index.exists():  # else another benchmark of this run has made it
            building = [bench.peers, path, "build", str(index), str(bench.vault.folder)]
            built = run(Command(name, building, home.env(PYTHONPATH=str(_REPOSITORY))))
            if complaint := broken(built):
                return f"not ready: {complaint}"

        def command(query: Query) -> Command:
            how = "phrase" if query.phrase else "all"
            return Command(name, [bench.peers, path, how, str(index), *query.words], home.env())

        return Rival(name, command)

    return make
