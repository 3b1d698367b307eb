"""`crm index` killed at any moment, again and again, while the notes change."""

import os
import random
import shutil
import signal
import tempfile
import time
from pathlib import Path

from tests.soak import ground
from tests.soak.rig import Editors

EVERY = 10
"""Kills between two comparisons with a fresh build."""


def index_kills(rounds: int, seed: int) -> str:
    """So many kills."""
    scratch = Path(tempfile.mkdtemp(prefix="crm-kills-"))
    place = scratch / "place"
    ground.small_vault(place / "vault")
    editors, rng = Editors(place / "vault", seed), random.Random(seed)
    took = _finish(place)
    hit = 0
    for number in range(rounds):
        for _ in range(rng.randint(1, 4)):
            editors.work()
        hit += _kill(place, rng.uniform(0.0, 1.2 * took))
        if number % EVERY == EVERY - 1 or number == rounds - 1:
            took = 0.5 * took + 0.5 * _finish(place)
            with ground.opened(place) as index:
                assert index.prove(), (number, index.said)
                found = ground.state(index)
            assert found == ground.fresh_state(place / "vault", scratch), (number, seed)
    shutil.rmtree(scratch)
    return f"{rounds} kills, {hit} of them in mid-work, 0 differences"


def _command(place: Path) -> int:
    """The command itself, in this process; what it says goes nowhere."""
    os.environ["XDG_CACHE_HOME"] = str(place / "cache")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    from notes_crm.entry import main

    return main(["--vault", str(place / "vault"), "index", "--accept-removals"])


def _kill(place: Path, after: float) -> bool:
    """Start it, and kill it after so many seconds; whether it was still at work."""
    child = ground.in_child(lambda: _command(place))
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def _finish(place: Path) -> float:
    """Let it finish; the seconds it took."""
    start = time.monotonic()
    _, status = os.waitpid(ground.in_child(lambda: _command(place)), 0)
    assert os.waitstatus_to_exitcode(status) == 0, "the command after a kill failed"
    return time.monotonic() - start
