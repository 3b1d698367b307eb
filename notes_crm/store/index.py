"""Catalog and full text of one vault, kept equal to the files by `reconcile`.

`compare` decides, `reconcile` acts: the files that came or changed are read and parsed, newest
first; in each batch the facts are written, the words committed, and only then is the note marked
as having its words. A crash at any point costs another look at the disk and nothing else.
"""

import os
import sqlite3
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from notes_crm.errors import IndexBusy, VanishedVault
from notes_crm.store.cache import Cache
from notes_crm.store.catalog import Catalog
from notes_crm.store.changes import (
    BATCHES,
    UNREAD,
    batches,
    believed,
    brake,
    compare,
    newest_first,
    unless_racy,
)
from notes_crm.store.facts import Facts
from notes_crm.store.look import Look
from notes_crm.store.vault import Vault

if TYPE_CHECKING:
    from datetime import date

    from notes_crm.model.note import Note
    from notes_crm.model.query import Query
    from notes_crm.store.fulltext import Fulltext
    from notes_crm.store.matches import Matches
    from notes_crm.store.search import Sort

VERSION = "4"
"""Of catalog, full text and parser together: another one means rebuild."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a `reconcile` did; `left` notes are not indexed yet (words or all)."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    left: int = 0
    total: int = 0


Progress = Callable[[int, int], None]
"""Told how many notes are done, of how many."""


class Index:
    """Catalog and full text of one vault in the user's cache directory.

    `said` collects the sentences a person should hear: what was repaired, what is missing.
    """

    def __init__(self, vault: Vault, cache: Path) -> None:
        self.vault = vault
        self.cache = Cache(cache, vault.root)
        self.folder = self.cache.folder
        self.said: list[str] = []

    @cached_property
    def catalog(self) -> Catalog:
        """The facts; made anew where they are missing, of another version or damaged."""
        self.cache.prepare()
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
        before = self.catalog.stamps()
        look = believed(self._look(), before)
        changes = compare(look.stamps, before)
        if not changes and not (words and self._owing()) and not self._new_remarks(look):
            return Report(total=len(before))
        if not accept_removals:
            brake(changes, before, look)
        with self.cache.locked():
            return self._act(look, words=words, budget=budget, progress=progress)

    def rebuild(self, *, progress: Progress | None = None) -> Report:
        """Forget the index and build it anew; VanishedVault, and nothing forgotten, without a vault."""
        with self.cache.locked():
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
            with self.cache.locked():
                self.catalog.apply([], touched=dict.fromkeys(spoiled, UNREAD))
        return (known[-1][0] if len(known) == limit else None), len(spoiled)

    def close(self) -> None:
        """Let go of the files; the next question opens them again."""
        if "catalog" in self.__dict__:
            self.catalog.close()
            del self.__dict__["catalog"]

    def search(
        self, query: "Query", today: "date", *, limit: int | None = 10, sort: "Sort" = "best"
    ) -> "Matches":
        """The notes for a query, in order; see `store.search`."""
        from notes_crm.store.search import search  # noqa: PLC0415 - only when asked

        return search(self, query, today, limit=limit, sort=sort)

    def renew_words(self) -> None:
        """The full text is damaged: build it again, with a word."""
        self.said.append("The index of words was damaged and is being built again.")
        with self.cache.locked():
            self.catalog.forget_words()
            self._act(self._look(), words=True, budget=None, progress=None)

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
        before = self.catalog.stamps()
        changes = compare(look.stamps, before)
        if any(map(os.path.lexists, map(self.vault.absolute, changes.removed))):
            look = believed(self._look(), before)  # somebody indexed what came after our look
            changes = compare(look.stamps, before)
        if words:
            self._tidy_words()
        todo = sorted(changes.added | changes.changed, key=newest_first, reverse=True)
        if changes.removed:
            self.catalog.apply([], removed=sorted(changes.removed))
        ticks = _Ticks(progress, len(todo))
        done = 0
        for batch in batches(todo):
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
            stamp = unless_racy(read.stamp, now)
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
        stale = [folder for folder in self.folder.glob("words-*") if folder.name != current]
        if stale:
            import shutil  # noqa: PLC0415 - seldom needed

            for folder in stale:
                shutil.rmtree(folder, ignore_errors=True)

    def _delete_catalog(self) -> None:
        self.close()
        for name in ("catalog.sqlite", "catalog.sqlite-wal", "catalog.sqlite-shm"):
            (self.folder / name).unlink(missing_ok=True)


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
