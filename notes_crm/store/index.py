"""Catalog and full text of one vault, kept equal to the files by `reconcile`.

`compare` decides, `reconcile` acts: the files that came or changed are read and parsed, newest
first; in each batch the facts are written, the words committed, and only then is the note marked
as having its words. A crash at any point costs another look at the disk and nothing else.
"""

import contextlib
import os
import re
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from notes_crm.errors import IndexBusy, Unwritable, VanishedVault
from notes_crm.store.catalog import Catalog
from notes_crm.store.facts import Facts
from notes_crm.store.vault import Look, Stamp, Vault

if TYPE_CHECKING:
    from notes_crm.model.note import Note
    from notes_crm.store.fulltext import Fulltext, Match

VERSION = "1"
"""Of catalog, full text and parser together: another one means rebuild."""
BATCHES = (100, 200, 500, 1000, 2000, 5000, 10_000)
"""Notes a batch: the first are small, so that a first answer need not wait."""
RACY_NS = 2_000_000_000
"""A file changed less than this before it was read may change again unseen: look once more."""
UNREAD: Stamp = (-1, 0, 0, 0)
"""A stamp that no file has: the note is read again at the next look."""
BRAKE_COUNT, BRAKE_SHARE = 20, 0.3
"""More notes than both gone in one look is an accident until somebody says otherwise."""
LOCK_WAIT = 1.0

_README = """This folder holds the search index of a notes_crm vault:
{vault}
It may be deleted at any time; the next command builds it again. Your notes are not in here.
"""


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs between the disk and the index; paths."""

    added: frozenset[str]
    changed: frozenset[str]
    removed: frozenset[str]

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


@dataclass(frozen=True, slots=True)
class Report:
    """What a `reconcile` did; `left` notes are not indexed yet (words or all)."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    left: int = 0
    total: int = 0
    said: tuple[str, ...] = ()


Progress = Callable[[int, int], None]
"""Told how many notes are done, of how many."""


def compare(now: dict[str, Stamp], before: dict[str, Stamp]) -> Changes:
    """What came, changed and went between two looks."""
    if now == before:
        return Changes(frozenset(), frozenset(), frozenset())
    changed = {path for path in now.keys() & before.keys() if now[path] != before[path]}
    return Changes(
        frozenset(now.keys() - before.keys()),
        frozenset(changed),
        frozenset(before.keys() - now.keys()),
    )


class Index:
    """Catalog and full text of one vault in the user's cache directory.

    `said` collects the sentences a person should hear: what was repaired, what is missing.
    """

    def __init__(self, vault: Vault, cache: Path) -> None:
        self.vault = vault
        self.folder = cache / cache_key(vault.root)
        self.said: list[str] = []

    @cached_property
    def catalog(self) -> Catalog:
        """The facts; made anew where they are missing, of another version or damaged."""
        self._prepare()
        version = f"{VERSION} {self.vault.settings.digest}"
        path = self.folder / "catalog.sqlite"
        try:
            return Catalog(path, version, self.vault.settings.schema)
        except sqlite3.DatabaseError as error:
            if "locked" in str(error):
                raise IndexBusy(
                    "Another crm is writing the index; try again in a moment."
                ) from None
        self.said.append("The index was damaged and is being built again.")
        self._delete_catalog()
        return Catalog(path, version, self.vault.settings.schema)

    @property
    def facts(self) -> Facts:
        """The facts, for answers."""
        return self.catalog.facts

    @property
    def fulltext(self) -> "Fulltext":
        """The words; Whoosh loads only here."""
        from notes_crm.store.fulltext import Fulltext  # noqa: PLC0415 - only when words are needed

        return Fulltext(self.folder / self.catalog.words_folder, self.vault.settings.languages)

    def reconcile(
        self, *, words: bool = True, budget: float | None = None, progress: Progress | None = None,
        accept_removals: bool = False,
    ) -> Report:  # fmt: skip
        """Make the index equal to the vault; what every read command does first.

        Without `words` only the facts are brought up to date. `budget` seconds stop it early,
        newest notes first; the report says how many are left. VanishedVault where the vault
        suddenly looks empty; IndexBusy where another process does not finish in time.
        """
        look = self._look()
        before = self.catalog.stamps()
        changes = compare(look.stamps, before)
        if not changes and not (words and self._owing()) and not self._new_remarks(look):
            return Report(total=len(before))
        if not accept_removals:
            _brake(changes, before, look)
        with self.locked():
            return self._act(look, words=words, budget=budget, progress=progress)

    def rebuild(self, *, progress: Progress | None = None) -> Report:
        """Forget the index and build it anew; VanishedVault, and nothing forgotten, without a vault."""
        with self.locked():
            look = self._look()
            self._delete_catalog()
            return self._act(look, words=True, budget=None, progress=progress)

    def verify(self, after: int, limit: int) -> tuple[int | None, int]:
        """Compare the bytes of some notes with the index, for what changed and left no stamp.

        At most `limit` notes with ids beyond `after`; those that differ are read anew by the next
        `reconcile`. Returns the last id, None at the end, and how many differ.
        """
        known = self.catalog.digests_after(after, limit)
        spoiled = [path for _, path, digest in known if self._differs(path, digest)]
        if spoiled:
            with self.locked():
                self.catalog.apply([], touched=dict.fromkeys(spoiled, UNREAD))
        return (known[-1][0] if len(known) == limit else None), len(spoiled)

    def close(self) -> None:
        """Let go of the files; the next question opens them again."""
        if "catalog" in self.__dict__:
            self.catalog.close()
            del self.__dict__["catalog"]

    def search(self, words: Sequence[str], limit: int) -> tuple[list["Match"], bool]:
        """Notes that hold these words, best first; see `Fulltext.search`.

        A full text that is damaged is built again, once and with a word.
        """
        if self.catalog.counts()["notes"] == 0:
            return [], True
        try:
            return self.fulltext.search(words, limit)
        except Exception:  # noqa: BLE001 - damage shows as any exception: pickle, struct, zlib, …
            self.said.append("The index of words was damaged and is being built again.")
            with self.locked():
                self.catalog.forget_words()
                self._act(self._look(), words=True, budget=None, progress=None)
            return self.fulltext.search(words, limit)

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the index; a kernel lock, gone with its process. IndexBusy after LOCK_WAIT."""
        from filelock import FileLock, Timeout  # noqa: PLC0415 - only when something is written

        self._prepare()
        lock = FileLock(self.folder / "lock", mode=0o600)
        try:
            lock.acquire(timeout=LOCK_WAIT)
        except Timeout:
            raise IndexBusy("Another crm is updating the index; try again in a moment.") from None
        try:
            yield
        finally:
            lock.release()

    def size(self) -> int:
        """Bytes of the index on disk."""
        return sum(f.stat().st_size for f in self.folder.rglob("*") if f.is_file())

    def _look(self) -> Look:
        try:
            return self.vault.stamps()
        except OSError as error:
            reason = (error.strerror or "it is gone").lower()
            raise VanishedVault(
                f"{self.vault.root} can't be read ({reason}); see that it is mounted and synced."
            ) from None

    def _act(
        self, look: Look, *, words: bool, budget: float | None, progress: Progress | None
    ) -> Report:
        """Under the lock; the catalog is looked at again, since somebody may have been here before."""
        deadline = time.monotonic() + budget if budget is not None else float("inf")
        changes = compare(look.stamps, self.catalog.stamps())
        if words:
            self._tidy_words()
        todo = sorted(changes.added | changes.changed, key=_newest_first, reverse=True)
        self.catalog.apply([], removed=sorted(changes.removed))
        ticks = _Ticks(progress, len(todo))
        done = 0
        for batch in _batches(todo):
            if done and time.monotonic() > deadline:
                break
            notes = self._read(batch)
            if words:
                self._pay(notes, ticks)
            else:
                ticks.add(len(batch))
            done += len(batch)
        if words and done == len(todo):
            self._catch_up(deadline, progress)
        self.catalog.remark_files(look.conflicts, ((o.path, o.code, o.message) for o in look.odd))
        left = len(todo) - done + (self.catalog.counts()["pending"] if words else 0)
        added = len(changes.added.intersection(todo[:done]))
        return Report(added, done - added, len(changes.removed), left, len(look.stamps))

    def _read(self, paths: Sequence[str]) -> dict[str, "Note"]:
        """Read, parse and write down the facts of these paths; the notes with new content."""
        from notes_crm.store.reading import read_note  # noqa: PLC0415 - parsing loads YAML

        known = self.catalog.digests(paths)
        facts, notes, touched = [], {}, {}
        now = time.time_ns()
        for path in paths:
            read = read_note(self.vault, path, known=known.get(path))
            if read is None:
                continue
            stamp = _unless_racy(read.stamp, now)
            if read.facts is None or read.note is None:
                touched[path] = stamp
            else:
                facts.append((read.facts, stamp))
                notes[path] = read.note
        self.catalog.apply(facts, touched=touched)
        return notes

    def _pay(self, notes: dict[str, "Note"], ticks: "_Ticks") -> None:
        """Commit the words of these notes and of those gone, then say so in the catalog."""
        from notes_crm.store.reading import words_of  # noqa: PLC0415 - parsing loads YAML

        ids = self.catalog.ids(notes)
        _, gone = self.catalog.debts(0)
        if not ids and not gone:
            return
        self.fulltext.apply(
            (words_of(ids[path], ticks.passing(note)) for path, note in notes.items()), gone
        )
        self.catalog.paid(ids.values(), gone)

    def _catch_up(self, deadline: float, progress: Progress | None) -> None:
        """Commit words that a command over facts, or a crash, left for later."""
        from notes_crm.store.reading import read_note  # noqa: PLC0415 - parsing loads YAML

        ticks = _Ticks(progress, self.catalog.counts()["pending"])
        tried: set[int] = set()
        while time.monotonic() < deadline:
            pending, gone = self.catalog.debts(len(tried) + BATCHES[3])
            pending = [row for row in pending if row[0] not in tried]
            if not pending and not gone:
                break
            tried |= {number for number, _, _ in pending}
            notes = {}
            for _, path, digest in pending:
                read = read_note(self.vault, path)
                if read and read.facts and read.note and read.facts.digest == digest:
                    notes[path] = read.note  # a note that changed meanwhile is the next look's
            self._pay(notes, ticks)

    def _differs(self, path: str, digest: bytes) -> bool:
        try:
            return self.vault.read(path).digest != digest
        except OSError:  # gone or unreadable: an ordinary look sees that
            return False

    def _owing(self) -> bool:
        counts = self.catalog.counts()
        holds = counts["notes"] > counts["pending"]
        missing = holds and not (self.folder / self.catalog.words_folder).is_dir()
        return bool(counts["pending"] or counts["gone"] or missing)

    def _new_remarks(self, look: Look) -> bool:
        return self.catalog.new_remarks(
            look.conflicts, [(o.path, o.code, o.message) for o in look.odd]
        )

    def _tidy_words(self) -> None:
        """Words without facts, or facts without their words, are begun anew."""
        counts, current = self.catalog.counts(), self.catalog.words_folder
        if counts["notes"] > counts["pending"] and not (self.folder / current).is_dir():
            self.catalog.forget_words()
            current = self.catalog.words_folder
        for folder in self.folder.glob("words-*"):
            if folder.name != current:
                shutil.rmtree(folder, ignore_errors=True)

    def _prepare(self) -> None:
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            readme = self.folder / "README.txt"
            if not readme.exists():
                self.folder.chmod(0o700)
                text = _README.format(vault=self.vault.root)
                readme.write_text(text, encoding="utf-8", errors="replace")
        except OSError as error:
            reason = (error.strerror or "it is not possible").lower()
            raise Unwritable(
                f"The index can't be kept in {self.folder} ({reason}); free that place or set XDG_CACHE_HOME."
            ) from None

    def _delete_catalog(self) -> None:
        self.close()
        for name in ("catalog.sqlite", "catalog.sqlite-wal", "catalog.sqlite-shm"):
            (self.folder / name).unlink(missing_ok=True)


def cache_key(root: Path) -> str:
    """The name of a vault's folder in the cache: its own name, and a digest of its real path."""
    name = re.sub(r"[^A-Za-z0-9]+", "-", root.name).strip("-")[:40] or "vault"
    return f"{name}-{sha256(os.fsencode(root)).hexdigest()[:12]}"


class _Ticks:
    """Counts notes as they pass, for whoever watches."""

    def __init__(self, progress: Progress | None, total: int) -> None:
        self._progress, self._total, self._done = progress, total, 0

    def passing(self, note: "Note") -> "Note":
        self.add(1)
        return note

    def add(self, count: int) -> None:
        self._done += count
        if self._progress:
            self._progress(min(self._done, self._total), self._total)


def _batches(todo: Sequence[str]) -> Iterator[Sequence[str]]:
    start = 0
    for size in (*BATCHES, *(BATCHES[-1] for _ in todo)):
        if start >= len(todo):
            return
        yield todo[start : start + size]
        start += size


def _newest_first(path: str) -> str:
    """For order only: the date a name carries; names without one come last."""
    found = re.search(r"\d{4}-\d{2}-\d{2}[ T_]?(?:\d{4,6})?", path.rpartition("/")[2])
    return found.group() if found else ""


def _unless_racy(stamp: Stamp, now: int) -> Stamp:
    """The stamp to remember: none that a change within the clock's grain could share."""
    size, mtime, ctime, inode = stamp
    if max(mtime, ctime) > now - RACY_NS and mtime < now + RACY_NS:
        return (size, mtime, 0, inode)
    return stamp


def _brake(changes: Changes, before: dict[str, Stamp], look: Look) -> None:
    """Refuse to forget many notes at once: a vault that is not mounted looks empty."""
    gone = len(changes.removed - look.placeholders)
    emptied = bool(before) and not look.stamps
    if emptied or len(changes.removed) - len(changes.added) > max(
        BRAKE_COUNT, BRAKE_SHARE * len(before)
    ):
        raise VanishedVault(
            f"{gone} of {len(before)} notes are suddenly gone, so the index was left as it is. See that the "
            "folder is mounted and synced; if they were meant to go, say: crm index --accept-removals."
        )
