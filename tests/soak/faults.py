"""Every system call of an update that touches the index, ended by KILL, ENOSPC or EIO (by strace)."""

import functools
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.soak import ground

CALLS = (
    "openat", "write", "pwrite64", "rename", "unlink", "unlinkat", "fsync", "fdatasync", "mkdir",
    "rmdir", "ftruncate", "chmod", "close",
)  # fmt: skip
FAULTS = ("signal=SIGKILL", "error=ENOSPC", "error=EIO")
_BEGIN = "from notes_crm.entry import main; import sys; sys.exit(main(sys.argv[1:]))"
BUG = 3


@dataclass(frozen=True, slots=True)
class Point:
    """The n-th call of a kind in an update, and what befalls it."""

    update: str
    call: str
    number: int
    fault: str


def _changed(root: Path) -> None:
    ground.change(root, "turbine")


def _deleted(root: Path) -> None:
    (root / ground.CHANGED).unlink()


def _renamed(root: Path) -> None:
    (root / "Customers/Old Mill").rename(root / "Customers/New Mill")


def _many(root: Path) -> None:
    for number in range(5):
        ground.change(root, f"word{number}")
        shutil.copy(
            root / ground.CHANGED, root / f"Customers/Old Mill/2026-01-0{number + 1} call.md"
        )


# name → (commits before it, what changes, the command); seven commits before make the eighth merge
UPDATES: dict[str, tuple[int, Callable[[Path], None], tuple[str, ...]]] = {
    "change": (1, _changed, ("index",)),
    "merge": (7, _changed, ("index",)),
    "delete": (2, _deleted, ("index",)),
    "rename": (1, _renamed, ("index",)),
    "first": (0, _many, ("index",)),
    "rebuild": (2, _many, ("index", "--rebuild")),
    "search": (1, _many, ("search", "turbine", "seal")),
}


class Ground:
    """Where updates are made: a template of each, and what its index must say in the end."""

    def __init__(self, scratch: Path) -> None:
        self._scratch = scratch
        self.place = scratch / "place"
        self._expected: dict[str, object] = {}

    @functools.cached_property
    def works(self) -> bool:
        """Whether strace may be used here."""
        if not shutil.which("strace"):
            return False
        tried = subprocess.run(
            ["strace", "-f", "-o", os.devnull, "-e", "inject=chdir:error=EIO:when=1", "true"],
            capture_output=True, check=False,
        )  # fmt: skip
        return tried.returncode == 0

    def prepare(self, update: str) -> None:
        """The vault just before the update."""
        template = self._scratch / update
        commits, alter, _ = UPDATES[update]
        if not template.exists():
            shutil.rmtree(self.place, ignore_errors=True)
            ground.small_vault(self.place / "vault")
            for number in range(commits):
                ground.change(self.place / "vault", f"before{number}")
                with ground.opened(self.place) as index:
                    index.reconcile()
            alter(self.place / "vault")
            self._expected[update] = ground.fresh_state(self.place / "vault", self._scratch)
            self._settle()
            shutil.copytree(self.place, template)
        ground.copy_of(template, self.place)

    def points(self, update: str) -> list[Point]:
        """Every call of the update that concerns the index; found by watching it once."""
        self.prepare(update)
        log = self._scratch / "calls"
        done = self._run(update, "-o", str(log), "-e", f"trace={','.join(CALLS)}")
        assert done.returncode in (0, 1), done.stderr
        return list(_points(update, log, str(self.place / "cache")))

    def strike(self, point: Point) -> None:
        """Make the update with the fault; then the next command has to put everything right."""
        self.prepare(point.update)
        before = ground.digest_of(self.place / "vault")
        inject = f"inject={point.call}:{point.fault}:when={point.number}"
        done = self._run(point.update, "-o", os.devnull, "-e", f"trace={point.call}", "-e", inject)
        assert done.returncode != BUG, (point, done.stderr.decode())
        with ground.opened(self.place) as index:
            index.reconcile(accept_removals=True)
            assert ground.state(index) == self._expected[point.update], point
            assert index.prove(), (point, index.said)
        assert ground.digest_of(self.place / "vault") == before, point

    def _run(self, update: str, *options: str) -> "subprocess.CompletedProcess[bytes]":
        env = {
            **os.environ, "XDG_CACHE_HOME": str(self.place / "cache"), "PYTHONHASHSEED": "0",
            "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(Path(__file__).parents[2]),
        }  # fmt: skip
        command = [sys.executable, "-c", _BEGIN, "--vault", str(self.place / "vault")]
        return subprocess.run(
            ["strace", "-f", "-qq", "-y", "--seccomp-bpf", *options, *command, *UPDATES[update][2]],
            capture_output=True, env=env, check=False, timeout=120,
        )  # fmt: skip

    def _settle(self) -> None:
        """Stamps young enough to be doubted would make each run another one."""
        old = time.time() - 3600
        for path in (self.place / "vault").rglob("*"):
            os.utime(path, (old, old))


def _points(update: str, log: Path, cache: str) -> Iterator[Point]:
    counts: dict[str, int] = {}
    for line in log.read_text(errors="replace").splitlines():
        found = re.match(r"(?:\d+ +)?(\w+)\(", line)
        if not found:
            continue
        counts[found[1]] = counts.get(found[1], 0) + 1
        if cache in line:
            for fault in FAULTS:
                yield Point(update, found[1], counts[found[1]], fault)


def sample(place: Ground, count: int, rng: random.Random) -> list[Point]:
    """So many points of all updates, at random; all there are where `count` is more."""
    points = [point for update in UPDATES for point in place.points(update)]
    return rng.sample(points, min(count, len(points)))


def faults(rounds: int, seed: int) -> str:
    """So many points, at random."""
    scratch = Path(tempfile.mkdtemp(prefix="crm-faults-"))
    place = Ground(scratch)
    assert place.works, "strace can't be used here"
    points = sample(place, rounds, random.Random(seed))
    for point in points:
        place.strike(point)
    shutil.rmtree(scratch)
    return f"{len(points)} points struck, 0 torn"
