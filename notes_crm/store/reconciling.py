"""Makes an index equal to what lies on the disk: in the whole vault, or in a few folders of it.

The files that came or changed are read and parsed, newest first; in each batch the facts are
written, the words committed, and only then is the note marked as having its words.
"""

import os
import time
from collections.abc import Collection
from typing import TYPE_CHECKING

from notes_crm.store.batches import Batches
from notes_crm.store.changes import (
    BRAKE_COUNT,
    MERGE_PAUSE,
    Changes,
    batches,
    brake,
    changes_in,
    compare,
    in_mid_merge,
)
from notes_crm.store.look import Look, judged
from notes_crm.store.repairs import BUILT_AGAIN
from notes_crm.store.report import Progress, Report, Ticks
from notes_crm.store.settled import Settled
from notes_crm.store.survey import Folder, digest_of

if TYPE_CHECKING:
    from notes_crm.store.cache import Cache
    from notes_crm.store.catalog.catalog import Catalog
    from notes_crm.store.vault import Vault
    from notes_crm.store.words_folder import WordsFolder


class Reconciling:
    """One comparison of a vault with its index; `said` takes what a person should hear."""

    def __init__(
        self, vault: "Vault", cache: "Cache", catalog: "Catalog", words: "WordsFolder",
        said: list[str],
    ) -> None:  # fmt: skip
        self._vault, self._cache, self._catalog = vault, cache, catalog
        self._words, self._said = words, said

    def everywhere(
        self, folders: list[Folder], settled: Settled, *, owes: bool, words: bool,
        budget: float | None, progress: Progress | None, accept_removals: bool,
    ) -> Report:  # fmt: skip
        """Compare the whole vault; see `Index.reconcile`. `owes` says whether words are owed."""
        before = self._catalog.stamps()
        for pause in (MERGE_PAUSE, MERGE_PAUSE, 0.0):
            look, changes = changes_in(judged(folders), before, self._catalog.unworded)
            if not in_mid_merge(changes):
                break
            time.sleep(pause)
            folders = self._vault.survey()
        if not changes and not owes and not self._catalog.files.differ(look.conflicts, look.odd):
            settled.keep(digest_of(folders), len(before))
            return Report(total=len(before))
        if not accept_removals:
            brake(changes, before, look)
        with self._cache.locked():
            return self.act(look, words=words, budget=budget, progress=progress)

    def within(self, prefixes: Collection[str], *, progress: Progress | None) -> Report | None:
        """Look into these folders alone, not below them; None where the whole vault has to be seen.

        A prefix is a folder's path in the vault with a slash behind it. Only folders that hold
        indexed notes are taken so, and only plain changes of notes in them: whatever bears on
        more than its own note is left to a whole look.
        """
        with self._cache.locked():
            if self._words.tidy():
                self._said.append(BUILT_AGAIN["words"])
                return None
            before = {prefix: self._catalog.stamps_in(prefix) for prefix in prefixes}
            folders = self._vault.survey_of(prefixes)
            if not all(before.values()) or folders is None or any(f.unread for f in folders):
                return None
            known = {path: stamp for notes in before.values() for path, stamp in notes.items()}
            look, changes = changes_in(judged(folders), known, self._catalog.unworded)
            if (
                look.placeholders
                or in_mid_merge(changes)
                or len(changes.removed) > BRAKE_COUNT
                or self._catalog.files.differ(look.conflicts, look.odd, within=prefixes)
            ):
                return None
            total = self._catalog.count("notes") + len(changes.added) - len(changes.removed)
            return self._bring(changes, total, progress=progress)

    def everything(self) -> None:
        """Under the lock: read what is missing, words and all, unless the vault is suddenly empty."""
        look, before = self._vault.look(), self._catalog.stamps()
        brake(compare(look.stamps, before), before, look)
        self.act(look, words=True, budget=None, progress=None)

    def act(
        self, look: Look, *, words: bool, budget: float | None, progress: Progress | None
    ) -> Report:
        """Under the lock; the catalog is looked at again, since somebody may have been here before."""
        deadline = time.monotonic() + budget if budget is not None else float("inf")
        lost = words and self._words.tidy()
        if lost:
            self._said.append(BUILT_AGAIN["words"])
        before = self._catalog.stamps()
        changes = compare(look.stamps, before)
        if lost or any(map(os.path.lexists, map(self._vault.absolute, changes.removed))):
            # no last words are left to be kept, or somebody indexed what came after our look
            look, changes = changes_in(judged(self._vault.survey()), before, self._catalog.unworded)
        report = self._bring(
            changes, len(look.stamps), words=words, deadline=deadline, progress=progress
        )
        self._catalog.files.put(look.conflicts, look.odd)
        return report

    def _bring(
        self, changes: Changes, total: int, *, words: bool = True, deadline: float = float("inf"),
        progress: Progress | None,
    ) -> Report:  # fmt: skip
        """Read what came or changed, forget what went, commit the words of both."""
        todo = changes.to_read()
        if changes.removed:
            self._catalog.apply([], removed=sorted(changes.removed))
        ticks = Ticks(progress, len(todo))
        done, work = 0, Batches(self._vault, self._catalog, self._words)
        for batch in batches(todo):
            if done and time.monotonic() > deadline:
                break
            notes = work.read(batch, words=words)
            if words:
                work.pay(notes, ticks)
            else:
                ticks.add(len(batch))
            done += len(batch)
        if words and done == len(todo):
            work.catch_up(deadline, progress)
        left = len(todo) - done + (self._catalog.count("pending") if words else 0)
        added = len(changes.added.intersection(todo[:done]))
        return Report(added, done - added, len(changes.removed), left, total)
