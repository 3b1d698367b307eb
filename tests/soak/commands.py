"""Several people at the commands of one vault while the watch runs: each sees at once what they wrote."""

import os
import random
import subprocess
import tempfile
import threading
from pathlib import Path

from tests.soak.rig import CRM, Watched, differences, wait_for, watched

PEOPLE = 3


class Person:
    """Somebody who writes, and looks at once whether it shows; what did not is in `missed`."""

    def __init__(self, one: Watched, folder: Path, seed: int) -> None:
        self._one, self._folder, self._rng = one, folder, random.Random(seed)
        self._name = f"person{seed}"
        self.missed: list[str] = []
        self.asked = 0

    def work(self, rounds: int) -> None:
        """Log, look; now and then tick or take back what was logged, and look again."""
        for number in range(rounds):
            word = f"{self._name}x{number}"
            self._run("log", self._rng.choice(["Alder", "Birch"]), "call", f"- [ ] Send {word}")
            self._expect("search", word, found=True)
            if number % 3 == 1:
                self._run("done", word)
                self._expect("done", word, found=False)
            elif number % 3 == 2:
                self._run("undo")
                self._expect("search", word, found=False)

    def _run(self, *arguments: str) -> None:
        done = self._crm(*arguments)
        if done.returncode:
            self.missed.append(f"{arguments}: {done.stderr.decode(errors='replace')}")

    def _expect(self, command: str, word: str, *, found: bool) -> None:
        self.asked += 1
        if (self._crm(command, word).returncode == 0) is not found:
            self.missed.append(f"{command} {word}: {'not found' if found else 'still found'}")

    def _crm(self, *arguments: str) -> "subprocess.CompletedProcess[bytes]":
        home = str(self._folder)
        env = {
            **os.environ, "HOME": home, "XDG_STATE_HOME": f"{home}/state",
            "XDG_CONFIG_HOME": f"{home}/config", "XDG_CACHE_HOME": str(self._one.cache),
        }  # fmt: skip
        return subprocess.run(
            [CRM, "--vault", self._one.root, *arguments], env=env, capture_output=True, check=False,
        )  # fmt: skip


def commands(rounds: int, seed: int) -> str:
    """So many calls logged by each person, while programs save other notes; then the index is compared."""
    with tempfile.TemporaryDirectory(prefix="crm-soak-") as scratch:
        root = Path(scratch, "Vault")
        for name in ("Alder", "Birch"):
            (root / "Customers" / name).mkdir(parents=True)
            (root / f"Customers/{name}/{name}.md").write_text("---\ntype: customer\n---\n")
        (root / "crm.toml").touch()
        people: list[Person] = []
        with watched(root, Path(scratch)) as one:
            one.start()
            wait_for(one.caught_up)
            over = threading.Event()
            for number in range(PEOPLE):
                home = Path(scratch, f"home{number}")
                home.mkdir()
                people.append(Person(one, home, seed + number))
            threads = [threading.Thread(target=p.work, args=(rounds,)) for p in people]
            other = threading.Thread(target=_others, args=(root / "Customers/Cedar", over))
            for thread in (*threads, other):
                thread.start()
            for thread in threads:
                thread.join()
            over.set()
            other.join()
            wait_for(one.caught_up, 60)
            found = differences(one, Path(scratch, "fresh"))
            assert one.end() == 0
        missed = [line for person in people for line in person.missed]
        assert not missed, f"{len(missed)} of {sum(p.asked for p in people)}: {missed[:3]}"
        assert not found, f"{len(found)} differences, the first: {found[0][:300]}"
        asked = sum(person.asked for person in people)
    return (
        f"{PEOPLE * rounds} calls logged, {asked} looks, each saw what was written; 0 differences"
    )


def _others(folder: Path, over: threading.Event) -> None:
    """What goes on beside it."""
    folder.mkdir()
    number = 0
    while not over.wait(0.2):
        number += 1
        (folder / f"2026-03-02 {number % 50} visit.md").write_text(f"The seal leaks, {number}.\n")
