"""`python -m tests.soak [NAME…] [--rounds N] [--minutes N] [--seed N]`: each ends with a line of figures, 1 if any failed."""

import argparse
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.soak.commands import commands
from tests.soak.damage import damage
from tests.soak.disk import full_disk
from tests.soak.editors import editors
from tests.soak.faults import faults
from tests.soak.gitsync import gitsync
from tests.soak.hostile import hostile
from tests.soak.idle import idle
from tests.soak.inputs import inputs
from tests.soak.kills import index_kills
from tests.soak.overflow import overflow
from tests.soak.rig import Editors, Watched, differences, wait_for, watched
from tests.soak.sheets import sheets
from tests.soak.states import states
from tests.soak.syncthing import syncthing

QUIET_WAIT = 60.0


def kills(rounds: int, seed: int) -> str:
    """Kill the daemon at any moment under edits; every 20 kills the index is compared with a fresh one."""

    def work(one: Watched, editors: Editors, rng: random.Random, scratch: Path) -> None:
        for number in range(rounds):
            one.start()
            until = time.monotonic() + rng.uniform(0.05, 2.0)
            while time.monotonic() < until:
                editors.work()
                time.sleep(rng.uniform(0.0, 0.02))
            one.end(signal.SIGKILL)
            editors.work()
            if number % 20 == 19 or number == rounds - 1:
                one.start()
                compare(one, scratch / f"fresh-{number}", f"after kill {number + 1}")
                one.end()

    with_vault(seed, work)
    return f"{rounds} kills, 0 differences"


def operations(rounds: int, seed: int) -> str:
    """Bursts of random changes with pauses of any length; after each burst the index is compared."""

    def work(one: Watched, editors: Editors, rng: random.Random, scratch: Path) -> None:
        one.start()
        for number in range(rounds):
            for _ in range(rng.randint(1, 200)):
                editors.work()
                if rng.random() < 0.1:
                    time.sleep(rng.uniform(0.0, 0.3))
            compare(one, scratch / f"fresh-{number}", f"after burst {number + 1}")
        assert one.end() == 0

    with_vault(seed, work)
    return f"{rounds} bursts of up to 200 changes, 0 differences"


def absences(rounds: int, seed: int) -> str:
    """The vault is taken away and put back while others edit it; nothing is forgotten."""

    def work(one: Watched, editors: Editors, rng: random.Random, scratch: Path) -> None:
        one.start()
        compare(one, scratch / "fresh", "at the start")
        away = one.root.with_name("Away")
        for number in range(rounds):
            known = len(one.index().catalog.stamps())
            one.root.rename(away)
            time.sleep(rng.uniform(0.0, 3.0))
            assert len(one.index().catalog.stamps()) == known, "an absent vault was forgotten"
            away.rename(one.root)
            for _ in range(5):
                editors.work()
            compare(one, scratch / f"fresh-{number}", f"after absence {number + 1}")
        assert one.end() == 0

    with_vault(seed, work)
    return f"{rounds} absences, 0 differences, nothing forgotten"


def with_vault(
    seed: int, work: Callable[[Watched, Editors, random.Random, Path], None], notes: int = 200
) -> None:
    """Call `work` on a new vault of some notes, gone afterwards unless it failed."""
    scratch = Path(tempfile.mkdtemp(prefix="crm-soak-"))
    root = scratch / "Vault"
    (root / "Customers").mkdir(parents=True)
    (root / "crm.toml").touch()
    editors = Editors(root, seed)
    for _ in range(notes):
        editors.work()
    with watched(root, scratch) as one:
        try:
            work(one, editors, random.Random(seed), scratch)
        except BaseException:
            sys.stderr.write(f"what is left lies in {scratch}; the seed is {seed}\n")
            raise
    shutil.rmtree(scratch)


def compare(one: Watched, scratch: Path, when: str) -> None:
    """Wait for the daemon, then hold its index against a fresh build."""
    wait_for(one.caught_up, QUIET_WAIT, when)
    found = differences(one, scratch)
    assert not found, f"{when}: {len(found)} differences, the first: {found[0][:300]}"


SOAKS: dict[str, tuple[Callable[[int, int], str], int]] = {
    "kills": (kills, 2000), "operations": (operations, 500), "absences": (absences, 100),
    "editors": (editors, 12), "gitsync": (gitsync, 200), "overflow": (overflow, 20_000),
    "faults": (faults, 2000), "index_kills": (index_kills, 2000), "damage": (damage, 2000),
    "full_disk": (full_disk, 200), "inputs": (inputs, 1_000_000), "hostile": (hostile, 40),
    "sheets": (sheets, 300), "commands": (commands, 200),
}  # fmt: skip
"""Those that go by rounds, and how many; to `overflow` it is a number of folders."""
TIMED: dict[str, tuple[Callable[[float, int], str], float]] = {
    "syncthing": (syncthing, 31.0), "states": (states, 30.0), "idle": (idle, 10.0),
}  # fmt: skip
"""Those that go by minutes, and how many."""


def main() -> int:
    """Run what was named, or everything."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument(
        "names",
        nargs="*",
        choices=[[], *SOAKS, *TIMED],
        metavar="NAME",
        help=", ".join([*SOAKS, *TIMED]),
    )
    parser.add_argument("--rounds", type=int, help="instead of each one's own number")
    parser.add_argument("--minutes", type=float, help="likewise, of those that go by time")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    options = parser.parse_args()
    failed = 0
    for name in options.names or [*SOAKS, *TIMED]:
        start = time.monotonic()
        try:
            if name in TIMED:
                timed, minutes = TIMED[name]
                told = timed(options.minutes or minutes, options.seed)
            else:
                soak, rounds = SOAKS[name]
                told = soak(options.rounds or rounds, options.seed)
        except AssertionError as error:
            told, failed = f"FAILED with seed {options.seed}: {error}", failed + 1
        sys.stdout.write(f"{name}: {told} ({time.monotonic() - start:.0f} s)\n")
        sys.stdout.flush()
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
