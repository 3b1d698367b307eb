"""Two real clones of a vault under git, one with a daemon: pulls, checkouts, merges, stashes, rebases."""

import os
import random
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.soak.editors import at_home
from tests.soak.rig import WORDS, Watched, differences, wait_for, watched

TOOLS = re.compile(r"_(?:BASE|LOCAL|REMOTE|BACKUP)_\d+\.md$")
MARKERS = re.compile(r"^<{7}(?: |$)", re.MULTILINE)


def gitsync(rounds: int, seed: int) -> str:
    """So many operations of git in a watched clone; after each the index equals a fresh build."""
    if not shutil.which("git"):
        return "skipped: git is not installed"
    rng = random.Random(seed)
    with clones() as pair:
        for _ in range(rounds):
            rng.choice(OPERATIONS)(pair, rng)
            pair.compare()
        return (
            f"{rounds} operations of git, {pair.conflicts} notes with conflict markers, "
            f"{pair.compared} comparisons with a fresh build, 0 differences"
        )


@dataclass
class Clones:
    """The bare repository is between them; `here` is watched, `there` is the colleague's."""

    here: Path
    there: Path
    one: Watched
    count: int = 0
    conflicts: int = 0
    compared: int = 0
    branches: list[str] = field(default_factory=lambda: ["main"])

    def git(self, where: Path, *words: str, fails: bool = False) -> str:
        """What git printed; it may end badly only where that is said."""
        done = subprocess.run(
            ["git", *words], cwd=where, capture_output=True, text=True, check=False,
            stdin=subprocess.DEVNULL, env=_environment(where), timeout=60,
        )  # fmt: skip
        assert fails or not done.returncode, f"git {words}: {done.stdout}{done.stderr}"
        return done.stdout

    def edit(self, where: Path, rng: random.Random, times: int = 4) -> None:
        """Change some notes, add and delete others, and commit."""
        for _ in range(times):
            notes = sorted(where.glob("Customers/*/*.md"))
            note = rng.choice(notes)
            kind = rng.choice(("line", "line", "line", "new", "delete", "rename"))
            if kind == "delete" and len(notes) > 20:
                note.unlink()
            elif kind == "rename":
                note.rename(note.with_name(f"2026-04-01 {self.next()} visit.md"))
            elif kind == "new":
                new = note.with_name(f"2026-04-02 {self.next()} visit.md")
                new.write_text(self.text(rng), encoding="utf-8")
            else:
                lines = note.read_text(encoding="utf-8").splitlines()
                lines[-1] = self.text(rng).splitlines()[-1]
                note.write_text("\n".join(lines) + "\n", encoding="utf-8")
        self.commit(where)

    def commit(self, where: Path) -> None:
        self.git(where, "add", "-A")
        self.git(where, "commit", "-qm", f"Change {self.next()}", fails=True)

    def clash(self, rng: random.Random) -> str:
        """Both sides change the same line; the colleague's is pushed. The note's path."""
        self.pull()
        shared = sorted(p.relative_to(self.here) for p in self.here.glob("Customers/*/*.md"))
        path = rng.choice(shared)
        self.git(self.there, "checkout", "-q", "main")
        self.git(self.there, "pull", "-q", "--no-rebase", "-X", "theirs")
        for where in (self.there, self.here):
            where.joinpath(path).write_text(self.text(rng), encoding="utf-8")
            self.commit(where)
        self.git(self.there, "push", "-q", "origin", "main")
        return path.as_posix()

    def pull(self) -> None:
        """Both sides hold the same, by pulling and pushing."""
        self.git(self.here, "checkout", "-qf", "main")
        self.git(self.here, "pull", "-q", "--no-rebase", "--no-edit", "-X", "ours", fails=True)
        self.settle_merge()
        self.git(self.here, "push", "-q", "origin", "main")
        self.git(self.there, "fetch", "-q")
        self.git(self.there, "reset", "-q", "--hard", "origin/main")

    def settle_merge(self) -> None:
        """Somebody takes whatever is there and says so."""
        self.git(self.here, "add", "-A")
        self.git(self.here, "commit", "-qm", "Settle", fails=True)

    def compare(self) -> None:
        """The index equals a fresh build, and every note with markers has a problem at their line."""
        wait_for(self.one.caught_up, 30, self.git(self.here, "status", "--short")[:300])
        scratch = self.here.parent / "fresh"
        found = differences(self.one, scratch)
        shutil.rmtree(scratch)
        assert not found, f"{len(found)} differences: {found[:3]}"
        self.compared += 1
        with closing(self.one.index()) as index:
            told = {(row[0], row[1]) for row in index.facts.problems() if "conflict" in row[4]}
        for path in sorted(self.here.glob("Customers/*/*.md")):
            text = path.read_text(encoding="utf-8")
            if markers := MARKERS.search(text):
                line = text.count("\n", 0, markers.start()) + 1
                assert (path.relative_to(self.here).as_posix(), line) in told, (path, line, told)
                self.conflicts += 1

    def next(self) -> int:
        self.count += 1
        return self.count

    def text(self, rng: random.Random) -> str:
        words = " ".join(rng.choices(WORDS, k=5))
        return f"---\ntype: visit\n---\nSaw Dana.\n\n{words} zq{self.next()}\n"


def pull(pair: Clones, rng: random.Random) -> None:
    """The colleague's commits arrive."""
    pair.pull()
    pair.edit(pair.there, rng, 8)
    pair.git(pair.there, "push", "-q", "origin", "main")
    pair.git(pair.here, "pull", "-q", "--no-rebase", "--no-edit")


def checkout(pair: Clones, rng: random.Random) -> None:
    """Another branch, with other notes, and perhaps back at once."""
    name = f"branch-{pair.next()}"
    pair.git(pair.here, "checkout", "-qb", name)
    pair.edit(pair.here, rng, 6)
    pair.branches.append(name)
    for _ in range(rng.randint(1, 4)):
        pair.git(pair.here, "checkout", "-q", rng.choice(pair.branches))


def merge_with_conflict(pair: Clones, rng: random.Random) -> None:
    """A pull ends in markers inside a note; a while later somebody settles it."""
    path = pair.clash(rng)
    pair.git(pair.here, "pull", "-q", "--no-rebase", "--no-edit", fails=True)
    assert MARKERS.search((pair.here / path).read_text(encoding="utf-8")), path
    pair.compare()
    if rng.random() < 0.3:
        pair.git(pair.here, "merge", "--abort")
    else:
        side = rng.choice(("--ours", "--theirs"))
        pair.git(pair.here, "checkout", side, "--", path)
        pair.settle_merge()


def mergetool(pair: Clones, rng: random.Random) -> None:
    """The tool sees four more files beside the note; none of them becomes a note."""
    path = pair.clash(rng)
    pair.git(pair.here, "pull", "-q", "--no-rebase", "--no-edit", fails=True)
    slow = 'ls "$BASE" "$LOCAL" "$REMOTE" && sleep 1.5 && cp "$LOCAL" "$MERGED"'
    tool = ("-c", f"mergetool.own.cmd={slow}", "-c", "mergetool.own.trustExitCode=true")
    process = subprocess.Popen(
        ["git", *tool, "mergetool", "--no-prompt", "--tool=own"], cwd=pair.here,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL,
        env=_environment(pair.here),
    )  # fmt: skip
    seen = 0
    while process.poll() is None:
        seen = max(seen, len(list((pair.here / path).parent.glob("*_LOCAL_*"))))
        with closing(pair.one.index()) as index:
            taken = [path for path in index.catalog.stamps() if TOOLS.search(path)]
        assert not taken, f"a tool's file became a note: {taken}"
    assert seen, "the tool wrote no files beside the note"
    pair.settle_merge()


def stash(pair: Clones, rng: random.Random) -> None:
    """Changes go away and come back."""
    notes = sorted(pair.here.glob("Customers/*/*.md"))
    for note in rng.sample(notes, 3):
        note.write_text(pair.text(rng), encoding="utf-8")
    pair.git(pair.here, "stash", "-q")
    if rng.random() < 0.5:
        pair.compare()
    pair.git(pair.here, "stash", "pop", "-q")
    pair.commit(pair.here)


def rebase(pair: Clones, rng: random.Random) -> None:
    """Local commits are put on top of the colleague's, one after another."""
    pair.pull()
    pair.edit(pair.there, rng)
    pair.git(pair.there, "push", "-q", "origin", "main")
    for _ in range(3):
        pair.edit(pair.here, rng, 1)
    pair.git(pair.here, "pull", "-q", "--rebase", fails=True)
    if (pair.here / ".git/rebase-merge").exists():
        pair.compare()
        pair.git(pair.here, "rebase", "--abort")


def reset(pair: Clones, rng: random.Random) -> None:
    """Back to an older state, and forward again."""
    pair.pull()
    for _ in range(3):
        pair.edit(pair.here, rng, 3)
    pair.git(pair.here, "reset", "-q", "--hard", "HEAD~2")
    if rng.random() < 0.5:
        pair.git(pair.here, "reset", "-q", "--hard", "HEAD@{1}")
    pair.git(pair.here, "clean", "-qfd")


OPERATIONS: tuple[Callable[[Clones, random.Random], None], ...] = (
    pull, checkout, merge_with_conflict, mergetool, stash, rebase, reset,
)  # fmt: skip


@contextmanager
def clones() -> Iterator[Clones]:
    """Two clones of forty notes, and a daemon in one of them that has caught up."""
    scratch = Path(tempfile.mkdtemp(prefix="crm-git-")).resolve()
    here, there, between = scratch / "Vault", scratch / "There", scratch / "between.git"
    with watched(here, scratch, env=at_home(scratch)) as one:
        pair = Clones(here, there, one)
        (here / "Customers").mkdir(parents=True)
        (here / "crm.toml").touch()
        rng = random.Random(0)
        for number in range(40):
            folder = here / f"Customers/Customer {number % 8}"
            folder.mkdir(exist_ok=True)
            note = folder / f"2026-03-{number % 28 + 1:02} {number} visit.md"
            note.write_text(pair.text(rng), encoding="utf-8")
        pair.git(scratch, "init", "-q", "--bare", "-b", "main", str(between))
        pair.git(here, "init", "-q", "-b", "main")
        pair.git(here, "remote", "add", "origin", str(between))
        pair.commit(here)
        pair.git(here, "push", "-q", "-u", "origin", "main")
        pair.git(scratch, "clone", "-q", str(between), str(there))
        one.start()
        wait_for(one.caught_up)
        yield pair
    shutil.rmtree(scratch)


def _environment(where: Path) -> dict[str, str]:
    """Nobody's settings, and a name for commits."""
    who = {"NAME": "Sam", "EMAIL": "sam@example.invalid"}
    names = {
        f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in who.items()
    }
    return {
        **{key: value for key, value in os.environ.items() if not key.startswith("GIT_")},
        **names, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull,
        "GIT_EDITOR": "true", "HOME": str(where.parent),
    }  # fmt: skip
