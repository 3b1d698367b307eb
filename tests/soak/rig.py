"""A real `crm watch` on a vault: start it, end it in any way, and see what its index holds."""

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from notes_crm.model.query.query import Word
from notes_crm.store.index import Index
from notes_crm.store.vault import Vault
from notes_crm.watch import heartbeat
from notes_crm.watch.heartbeat import Heartbeat

CRM = Path(sys.executable).with_name("crm")
WORDS = (
    "seal",
    "pump",
    "belt",
    "leak",
    "kit",
    "quote",
    "Dana",
    "Sam",
    "visit",
    "noise",
    "oil",
    "müde",
    "修理",
)


def wait_for(condition: Callable[[], Any], seconds: float = 20.0, why: str = "") -> Any:
    """What the condition returns as soon as that is true."""
    limit = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < limit, f"not within {seconds:g} s: {why or condition}"
        time.sleep(0.02)
    return found


@dataclass
class Watched:
    """A vault, a cache of its own, and perhaps a daemon."""

    root: Path
    cache: Path
    log: Path
    process: "subprocess.Popen[bytes] | None" = None
    wrapper: Sequence[str] = ()
    env: dict[str, str] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        """Where the index lies."""
        return self.index().folder

    def index(self) -> Index:
        """The index, opened by this process."""
        return Index(Vault(self.root), self.cache / "notes_crm")

    def start(self) -> None:
        """Start the daemon; returns at once."""
        env = {**os.environ, "XDG_CACHE_HOME": str(self.cache), **self.env}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*self.wrapper, str(CRM), "--vault", str(self.root), "watch"],
                stdout=log, stderr=log, stdin=subprocess.DEVNULL, env=env,
            )  # fmt: skip

    def end(self, number: int = signal.SIGTERM, seconds: float = 10.0) -> int:
        """Send a signal and return the exit code."""
        assert self.process
        self.process.send_signal(number)
        try:
            return self.process.wait(seconds)
        finally:
            if self.process.poll() is None:
                self.process.kill()
                self.process.wait()

    def heartbeat(self) -> Heartbeat | None:
        """What the daemon says."""
        return heartbeat.read(self.folder)

    def caught_up(self) -> bool:
        """Whether the daemon says so, and the catalog agrees with the disk."""
        said = self.heartbeat()
        return bool(said and said.caught_up) and self.settled()

    def settled(self) -> bool:
        """Whether the catalog knows the bytes of every note, and owes no words."""
        try:
            with contextlib.closing(self.index()) as index:
                vault = index.vault
                disk = {path: vault.read(path).digest for path in vault.look().stamps}
                counts = index.catalog.counts()
                return index.catalog.digests(disk) == disk and (
                    counts["notes"], counts["pending"], counts["gone"]
                ) == (len(disk), 0, 0)  # fmt: skip
        except Exception:  # noqa: BLE001 - the daemon is at it: look again
            return False

    def holds(self, word: str) -> set[str]:
        """The paths of the notes that a search for one word finds."""
        for _ in range(20):
            with contextlib.closing(self.index()) as index:
                try:
                    matches = index.fulltext.search(Word(word), 10_000).notes
                except FileNotFoundError:  # a commit took a file away between two steps of ours
                    time.sleep(0.05)
                    continue
                rows = index.facts.notes(ids=[m.id for m in matches])
                return {row.path for row in rows}
        raise AssertionError("the words can't be read")

    def log_text(self) -> str:
        """What the daemon logged so far."""
        return self.log.read_text(errors="replace")


@contextlib.contextmanager
def watched(root: Path, scratch: Path, **rest: Any) -> Iterator[Watched]:
    """A vault at `root` whose daemon, if one is left, is gone at the end."""
    one = Watched(root.resolve(), scratch / "cache", scratch / "daemon.log", **rest)
    try:
        yield one
    finally:
        if one.process and one.process.poll() is None:
            one.process.kill()
            one.process.wait()


def differences(one: Watched, scratch: Path) -> list[str]:
    """How the index differs from one that is built anew; nothing if all is well."""
    with contextlib.closing(Index(Vault(one.root), scratch)) as fresh:
        fresh.rebuild()
        wanted = _claims(fresh)
    with contextlib.closing(one.index()) as index:
        found = _claims(index)
    lost = [f"missing: {claim}" for claim in wanted - found]
    return sorted(lost + [f"too much: {claim}" for claim in found - wanted])


def _claims(index: Index) -> set[str]:
    """Everything the index says, facts and words, by path."""
    facts = {repr(row) for row in index.catalog.claims()}
    paths = {row.id: row.path for row in index.facts.notes()}
    if not paths:
        return facts
    documents = index.fulltext.documents()
    doubled = {f"doubled {paths.get(n)}" for n in documents if documents.count(n) > 1}
    terms = index.fulltext.terms_of()
    words = {f"words {paths.get(n, n)}: {sorted(found)}" for n, found in terms.items()}
    return facts | doubled | words


class Editors:
    """People and programs at work in a vault: one random change after another, by a seed."""

    def __init__(self, root: Path, seed: int) -> None:
        self._root, self._rng = root, random.Random(seed)
        self._count = 0

    def work(self) -> None:
        """One change, of any kind."""
        kinds = (
            self._write, self._write, self._write, self._save_by_rename, self._append,
            self._rename, self._delete, self._move_folder, self._restore_times, self._conflict,
        )  # fmt: skip
        with contextlib.suppress(FileNotFoundError, FileExistsError, NotADirectoryError):
            self._rng.choice(kinds)()

    def _write(self) -> None:
        note = self._root / self._new_name()
        note.parent.mkdir(parents=True, exist_ok=True)
        note.write_text(self._text(), encoding="utf-8")

    def _save_by_rename(self) -> None:
        note = self._any()
        temporary = note.with_name(f".{note.name}.swp")
        temporary.write_text(self._text(), encoding="utf-8")
        temporary.replace(note)

    def _append(self) -> None:
        with self._any().open("a", encoding="utf-8") as file:
            file.write(f"\n- [ ] {self._text()} 📅 2026-03-0{self._rng.randint(1, 9)}\n")

    def _rename(self) -> None:
        target = self._root / self._new_name()
        target.parent.mkdir(parents=True, exist_ok=True)
        self._any().rename(target)

    def _delete(self) -> None:
        self._any().unlink()

    def _move_folder(self) -> None:
        folders = [f for f in (self._root / "Customers").iterdir() if f.is_dir()]
        if folders:
            folder = self._rng.choice(folders)
            folder.rename(folder.with_name(f"Moved {self._next()}"))

    def _restore_times(self) -> None:
        """The same size and the same times: only ctime tells."""
        note = self._any()
        before = note.stat()
        note.write_bytes(note.read_bytes()[::-1])
        os.utime(note, ns=(before.st_atime_ns, before.st_mtime_ns))

    def _conflict(self) -> None:
        note = self._any()
        note.with_name(f"{note.stem}.sync-conflict-20260301-101010-ABCDEFG.md").write_text("x")

    def _any(self) -> Path:
        notes = sorted(self._root.rglob("*.md"))
        if not notes:
            raise FileNotFoundError(self._root)
        return self._rng.choice(notes)

    def _new_name(self) -> str:
        number = self._next()
        customer = f"Customer {self._rng.randint(1, 6)}"
        if self._rng.random() < 0.15:
            return f"Customers/{customer}/{customer}.md"
        return f"Customers/{customer}/2026-03-0{self._rng.randint(1, 9)} {number} visit.md"

    def _next(self) -> int:
        self._count += 1
        return self._count

    def _text(self) -> str:
        words = self._rng.choices(WORDS, k=self._rng.randint(2, 12))
        return f"---\ntype: visit\n---\n{' '.join(words)} w{self._next()}\n"
