"""Notes in batches: read, their facts written down, their words committed, and then said so."""

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from notes_crm.store.catalog.catalog import Catalog
from notes_crm.store.changes import BATCHES
from notes_crm.store.repairs import reading_words
from notes_crm.store.report import Progress, Ticks
from notes_crm.store.stamps import parts_of, unless_racy
from notes_crm.store.vault import Vault
from notes_crm.store.words_folder import WordsFolder

if TYPE_CHECKING:
    from notes_crm.model.note import Note


class Batches:
    """Writes what notes say to the catalog and to the full text. Under the lock of the index."""

    def __init__(self, vault: Vault, catalog: Catalog, words: WordsFolder) -> None:
        self._vault, self._catalog, self._words = vault, catalog, words

    def read(self, paths: Sequence[str], *, words: bool) -> dict[str, "Note"]:
        """Read, parse and write down the facts of these paths; with `words`, the notes with new content."""
        from notes_crm.store.reading import read_note  # noqa: PLC0415 - parsing loads YAML

        known = self._catalog.digests(paths)
        facts, notes, touched = [], {}, {}
        now = time.time_ns()
        for path in paths:
            read = read_note(self._vault, path, known=known.get(path))
            if read is None:
                continue
            stamp = unless_racy(read.stamp, now)
            unreadable_still = not parts_of(read.stamp).inode and known.get(path) == b""
            if read.facts is None or read.note is None or unreadable_still:
                touched[path] = stamp
            else:
                facts.append((read.facts, stamp))
                if words:  # else thousands would be held for nothing
                    notes[path] = read.note
        self._catalog.apply(facts, touched=touched)
        return notes

    def pay(self, notes: dict[str, "Note"], ticks: "Ticks") -> None:
        """Commit the words of these notes and of those gone, then say so in the catalog."""
        from notes_crm.store.wording import words_of  # noqa: PLC0415 - loads Whoosh

        ids = self._catalog.ids(notes)
        _, gone = self._catalog.debts(0)
        if not ids and not gone:
            return
        with reading_words():
            self._words.fulltext().apply(
                (words_of(ids[path], ticks.passing(note)) for path, note in notes.items()), gone
            )
        self._words.paid(ids.values(), gone)

    def catch_up(self, deadline: float, progress: Progress | None) -> None:
        """Commit words that a command over facts, or a crash, left for later."""
        from notes_crm.store.reading import read_note  # noqa: PLC0415 - parsing loads YAML

        ticks = Ticks(progress, self._catalog.count("pending"))
        tried: set[int] = set()
        while time.monotonic() < deadline:
            pending, gone = self._catalog.debts(len(tried) + BATCHES[3])
            pending = [row for row in pending if row[0] not in tried]
            if not pending and not gone:
                break
            tried |= {number for number, _, _ in pending}
            notes = {}
            for _, path, digest in pending:
                read = read_note(self._vault, path)
                if read and read.facts and read.note and read.facts.digest == digest:
                    notes[path] = read.note  # a note that changed meanwhile is the next look's
            self.pay(notes, ticks)
