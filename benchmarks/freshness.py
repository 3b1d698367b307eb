"""How long a saved note takes to be found while `crm watch` runs, saved as editors do."""

import contextlib
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.bench import Bench, Home, NotReady
from benchmarks.report import Row, Target
from benchmarks.run import main
from benchmarks.timing import Spread
from notes_crm.model.query.query import Word
from notes_crm.store.index import Index
from notes_crm.store.vault import Vault
from notes_crm.watch import heartbeat

TYPICAL = Target((0.4, 0.4), "s wall")
WORST = Target((2, 3), "s wall")
SAVES = 15
"""Saves a round; a round is a few seconds of somebody at work."""
LIMIT = 60.0
LOOK = 0.005
"""Seconds between two questions to the index."""


def measure(bench: Bench) -> list[Row]:
    """One note after another is saved, in turn in place, by rename and by appending."""
    home = bench.indexed
    rng = random.Random(bench.vault.seed)
    with _daemon(bench, home) as index, _notes(bench.vault.folder) as folder:
        waits = []
        for number in range(SAVES * bench.rounds):
            time.sleep(rng.uniform(0.3, 2.5))
            note, word = folder / f"2026-11-22 {number % 9} visit.md", f"freshness{number}"
            moment = _save(note, word, number)
            waits.append(_found(index, note, word) - moment)
    return rows(waits)


def rows(waits: list[float]) -> list[Row]:
    """The median, and the wait that one save in a hundred exceeds."""
    worst = statistics.quantiles(waits, n=100, method="inclusive")[98]
    name, beside = "save → searchable with crm watch", f"{len(waits)} saves"
    low, high = min(waits), max(waits)
    typical = Spread(statistics.median(waits), low, high)
    samples = tuple({"wall": wait} for wait in waits)
    return [
        Row(f"{name}, p50", typical, "s wall", TYPICAL, beside, samples=samples),
        Row(f"{name}, p99", Spread(worst, low, high), "s wall", WORST, beside),
    ]


def _save(note: Path, word: str, number: int) -> float:
    """Save the note in one of three ways; the moment at which it was whole."""
    text = f"---\ntype: visit\n---\nThe {word} was looked at.\n"
    if number % 3 == 0:
        note.write_text(text, encoding="utf-8")
    elif number % 3 == 1:
        temporary = note.with_name(f".{note.name}.tmp")
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(note)
    else:
        with note.open("a", encoding="utf-8") as file:
            file.write(text)
    return time.monotonic()


def _found(index: Index, note: Path, word: str) -> float:
    """The moment from which a search finds the word. Raises NotReady after LIMIT seconds."""
    path = note.relative_to(index.vault.root).as_posix()
    digest = index.vault.read(path).digest
    limit = time.monotonic() + LIMIT
    while time.monotonic() < limit:
        if index.catalog.digests([path]).get(path) == digest and not _owed(index):
            moment = time.monotonic()
            if index.fulltext.search(Word(word), 1).notes:
                return moment
        time.sleep(LOOK)
    raise NotReady(f"a saved note was not found within {LIMIT:g} s")


def _owed(index: Index) -> int:
    return index.catalog.counts()["pending"]


@contextlib.contextmanager
def _daemon(bench: Bench, home: Home) -> Iterator[Index]:
    """A daemon that has caught up, and the index that it keeps."""
    command = bench.crm("crm watch", "watch", home=home)
    log = home.folder / "watch.log"
    with log.open("wb") as file:
        process = subprocess.Popen(command.argv, env=dict(command.env), stdout=file, stderr=file)
    index = Index(Vault(bench.vault.folder), home.cache / "notes_crm")
    try:
        _wait(lambda: (said := heartbeat.read(index.folder)) is not None and said.caught_up)
        yield index
    finally:
        index.close()
        process.terminate()
        process.wait(LIMIT)


@contextlib.contextmanager
def _notes(vault: Path) -> Iterator[Path]:
    """A customer's folder for the saved notes, gone afterwards."""
    folder = vault / "Customers" / "Freshness Ltd"
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        for note in [*folder.iterdir()]:
            note.unlink()
        folder.rmdir()


def _wait(condition: Callable[[], bool]) -> None:
    limit = time.monotonic() + LIMIT
    while not condition():
        if time.monotonic() > limit:
            raise NotReady("crm watch did not catch up")
        time.sleep(0.05)


if __name__ == "__main__":
    sys.exit(main({"freshness": measure}))
