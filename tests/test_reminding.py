"""A real `crm watch` that reminds: once over restarts, without being kept from its work."""

import json
import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.soak.rig import Watched, wait_for, watched

ACME = "Customers/Acme/2026-03-02 Acme visit.md"
NOTES = {
    ACME: "---\ntype: visit\nby: Sam Lee\n---\n## Promised\n- [ ] Send hushhush kit 📅 2026-03-06\n"
    "- [ ] Ring the foundry 📅 2026-03-10\n- [ ] Price of a pump 📅 2026-03-11\n"
}

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the programs are small shell scripts")


@pytest.fixture
def one(home: Path, vault: Callable[..., Path]) -> Iterator[Watched]:
    """A vault, with a state and settings that outlive its watch; it reminds by `home/tell`."""
    settings = home / "config/notes_crm/settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text(
        f'me = "Sam Lee"\n[remind]\nwith = "command"\ncommand = ["{home}/tell"]\nevery = 1\n'
    )
    tell(home, f"cat >> {home}/got")
    with watched(vault(NOTES), home / "scratch", env={"CRM_TODAY": "2026-03-10T10:00"}) as one:
        one.cache.parent.mkdir()
        one.start()
        wait_for(one.caught_up)
        yield one


def tell(home: Path, body: str) -> None:
    (home / "tell").write_text(f"#!/bin/sh\n{body}\n")
    (home / "tell").chmod(0o755)


def got(home: Path) -> list[str]:
    path = home / "got"
    lines = path.read_text().splitlines() if path.exists() else []
    return [json.loads(line)["body"] for line in lines]


def again(one: Watched, number: int, now: str) -> None:
    one.end(number)
    one.env["CRM_TODAY"] = now
    one.start()
    wait_for(one.caught_up)


def test_each_thing_once_over_restarts(one, home):
    wait_for(lambda: len(got(home)) == 2)
    again(one, signal.SIGTERM, "2026-03-10T11:00")
    time.sleep(1.5)
    again(one, signal.SIGKILL, "2026-03-10T12:00")
    time.sleep(1.5)
    assert len(got(home)) == 2
    again(one, signal.SIGTERM, "2026-03-11T10:00")
    wait_for(lambda: len(got(home)) == 3)
    assert one.end() == 0
    assert got(home) == ["Send hushhush kit", "Ring the foundry", "Price of a pump"]
    log = one.log_text().lower()
    assert "hushhush" not in log
    assert "acme" not in log


def test_a_program_that_hangs_delays_nothing_and_is_not_left_behind(one, home):
    wait_for(lambda: len(got(home)) == 2)
    tell(home, f"echo $$ > {home}/pid.new; mv {home}/pid.new {home}/pid; sleep 600")
    again(one, signal.SIGKILL, "2026-03-12T10:00")
    wait_for((home / "pid").exists)
    pid = int((home / "pid").read_text())
    start = time.monotonic()
    (one.root / "Customers/Acme/2026-03-12 call.md").write_text("quokka\n")
    wait_for(lambda: one.holds("quokka"), 10)
    assert one.end() == 0
    assert time.monotonic() - start < 20  # of the 30 that the program is given
    wait_for(lambda: not is_alive(pid), 5)


def test_what_went_wrong_is_logged_without_words(one, home):
    wait_for(lambda: len(got(home)) == 2)
    tell(home, "exit 7")
    again(one, signal.SIGTERM, "2026-03-12T10:00")
    wait_for(lambda: "reminding failed (ended with 2)" in one.log_text())
    assert "foundry" not in one.log_text()
    assert one.end() == 0


def is_alive(pid: int) -> bool:
    """Whether it runs; one that has ended and was not asked after yet does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
