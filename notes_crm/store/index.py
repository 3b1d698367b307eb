"""Catalog and full text of one vault: opened, kept equal to the files, proved, begun anew where damaged.

A crash at any point costs another look at the disk and nothing else.
"""

from collections.abc import Callable, Collection
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from notes_crm.errors import IndexBusy, VanishedVault
from notes_crm.store.cache import Cache
from notes_crm.store.catalog.catalog import Catalog
from notes_crm.store.catalog.facts import Facts
from notes_crm.store.repairs import BUILT_AGAIN, Damaged, Part, plainly, reading_words
from notes_crm.store.report import Progress, Report
from notes_crm.store.settled import Settled
from notes_crm.store.stamps import UNREAD
from notes_crm.store.survey import digest_of
from notes_crm.store.vault import MARKER, Vault
from notes_crm.store.words_folder import WordsFolder

if TYPE_CHECKING:
    from datetime import date

    from notes_crm.model.query.query import Query
    from notes_crm.store.ahead import Ahead
    from notes_crm.store.fulltext.fulltext import Fulltext
    from notes_crm.store.matches import Matches
    from notes_crm.store.reconciling import Reconciling
    from notes_crm.store.search import Sort

VERSION = "13"
"""Of catalog, full text and parser together: another one means rebuild."""

__all__ = ["Index", "Progress", "Report"]

T = TypeVar("T")


class Index:
    """Catalog and full text of one vault in the user's cache directory.

    `said` collects the sentences a person should hear: what was repaired, what is missing.
    """

    def __init__(self, vault: Vault, cache: Path) -> None:
        self.vault = vault
        self.cache = Cache(cache, vault.root)
        self.said: list[str] = []
        self._ahead: Ahead | None = None

    @cached_property
    def catalog(self) -> Catalog:
        """The facts; made anew where they are missing, of another version or damaged."""
        self.cache.prepare()
        tasks = self.vault.task_settings  # they change what a task line says
        version = f"{VERSION} {self.vault.settings.digest} {tasks.reading}"
        path = self.folder / "catalog.sqlite"
        try:
            with plainly(self.folder):
                return Catalog(path, version, self.vault.settings.schema, self._is_away)
        except Damaged:
            self.said.append(BUILT_AGAIN["facts"])
        with plainly(self.folder):
            self._delete_catalog()
            return Catalog(path, version, self.vault.settings.schema)

    @property
    def folder(self) -> Path:
        """Where it lies."""
        return self.cache.folder

    @property
    def facts(self) -> Facts:
        """The facts, for answers."""
        return self.catalog.facts

    @property
    def fulltext(self) -> "Fulltext":
        """The words; Whoosh loads only here."""
        from notes_crm.store.fulltext.fulltext import Fulltext  # noqa: PLC0415 - only when words are needed

        return Fulltext(self.folder / self.catalog.words_folder, self.vault.settings.languages)

    def look_ahead(self) -> None:
        """Begin the look of the next `reconcile`, where that can be done while this process goes on."""
        from notes_crm.store.ahead import ahead  # noqa: PLC0415 - only for answers that take long to load

        self._ahead = ahead(self.vault)

    def reconcile(
        self, *, words: bool = True, budget: float | None = None, progress: Progress | None = None,
        accept_removals: bool = False, prove: bool = False,
    ) -> Report:  # fmt: skip
        """Make the index equal to the vault; what every read command does first.

        Without `words` only the facts are brought up to date. `budget` seconds stop it early,
        newest notes first; the report says how many are left. VanishedVault where the vault
        suddenly looks empty; IndexBusy where another process does not finish in time; Unwritable
        where there is no room. With `prove` the index itself is compared with its checksums first.
        """
        if prove:
            self.prove()
        return self._repairing(
            lambda: self._reconcile(
                words=words, budget=budget, progress=progress, accept_removals=accept_removals
            )
        )

    def reconcile_within(
        self, prefixes: Collection[str], *, progress: Progress | None = None
    ) -> Report | None:
        """Make the index equal to what lies in these folders; None where `reconcile` has to see to it.

        A prefix is a folder's path in the vault with a slash behind it, empty for the vault itself.
        """
        return self._repairing(lambda: self._reconciling().within(prefixes, progress=progress))

    def prove(self) -> bool:
        """Compare every byte of the index with its checksums; whether all was as it was written.

        What is damaged is begun anew, empty; the next `reconcile` fills it.
        """
        before = len(self.said)
        try:
            with plainly(self.folder), self.cache.locked():
                self.catalog.prove()
                self._words.prove()
        except Damaged as damage:
            self._begin_anew(damage.part)
        return len(self.said) == before

    def rebuild(self, *, progress: Progress | None = None) -> Report:
        """Forget the index and build it anew; VanishedVault, and nothing forgotten, without a vault."""
        with plainly(self.folder), self.cache.locked():
            look = self.vault.look()
            self._delete_catalog()
            return self._reconciling().act(look, words=True, budget=None, progress=progress)

    def verify(self, after: int, limit: int) -> tuple[int | None, int]:
        """Compare the bytes of some notes with the index, for what changed and left no stamp.

        At most `limit` notes with ids beyond `after`; those that differ are read anew by the next
        `reconcile`. Returns the last id, None at the end, and how many differ. The first notes
        are preceded by a proof of the index itself.
        """
        if not after:
            self.prove()
        known = self.catalog.digests_after(after, limit)
        spoiled = [path for _, path, digest in known if self._differs(path, digest)]
        if spoiled:
            with plainly(self.folder), self.cache.locked():
                self.catalog.apply([], touched=dict.fromkeys(spoiled, UNREAD))
        return (known[-1][0] if len(known) == limit else None), len(spoiled)

    def borrow(self) -> None:
        """Go on with a copy in a temporary folder until `leave`; OSError without room."""
        self.close()
        self.cache.borrow()

    def close(self) -> None:
        """Let go of the files; the next question opens them again."""
        if "catalog" in self.__dict__:
            self.catalog.close()
            del self.__dict__["catalog"]

    def leave(self) -> None:
        """The same, for good."""
        self.close()
        self.cache.give_back()

    def search(
        self, query: "Query", today: "date", *, limit: int | None = 10, sort: "Sort" = "best"
    ) -> "Matches":
        """The notes for a query, in order; see `store.search`."""
        from notes_crm.store.search import search  # noqa: PLC0415 - only when asked

        return search(self, query, today, limit=limit, sort=sort)

    def sound_words(self, ask: Callable[[], T]) -> T:
        """Ask the full text; one that is damaged is built again first, once and with a word."""
        if not self._words.looks_sound():
            self._mend_words()
        try:
            with plainly(self.folder), reading_words():
                return ask()
        except Damaged as damage:
            if damage.part == "facts":
                raise
            self.renew_words()
        with plainly(self.folder):
            return ask()

    def renew_words(self) -> None:
        """The full text is damaged: build it again, with a word."""
        self._begin_anew("words")
        self._mend_words()

    def _mend_words(self) -> None:
        """Commit what is missing; while another crm is at it, what is there has to do."""
        with suppress(IndexBusy), plainly(self.folder), self.cache.locked():
            self._reconciling().everything()

    def _is_away(self) -> bool:
        """Whether all of the vault is gone, settings and notes: it is not mounted, as it seems."""
        try:
            return not (self.vault.root / MARKER).exists() and not self.vault.look().stamps
        except VanishedVault:
            return True

    def _repairing(self, work: Callable[[], T]) -> T:
        """Do it; where a part of the index turns out to be damaged, begin that anew and do it again."""
        try:
            with plainly(self.folder):
                return work()
        except Damaged as damage:
            self._begin_anew(damage.part)
        with plainly(self.folder):
            return work()

    def _begin_anew(self, part: Part) -> None:
        self.said.append(BUILT_AGAIN[part])
        try:
            with plainly(self.folder), self.cache.locked():
                if part == "words":
                    return self.catalog.forget_words()
        except Damaged:
            pass
        with plainly(self.folder), self.cache.locked():
            self._delete_catalog()
        return None

    def _differs(self, path: str, digest: bytes) -> bool:
        try:
            return self.vault.read(path).digest != digest
        except OSError:  # gone or unreadable: an ordinary look sees that
            return False

    @property
    def _words(self) -> WordsFolder:
        return WordsFolder(self.folder, self.catalog, lambda: self.fulltext)

    def _reconcile(
        self, *, words: bool, budget: float | None, progress: Progress | None, accept_removals: bool
    ) -> Report:
        """Most looks are the same as the last one, and end here."""
        self.catalog  # noqa: B018 - which is begun anew where it must be
        owes = words and self._words.owes()
        settled, looked = Settled(self.folder), self._ahead
        self._ahead = None
        seen = looked.digest() if looked else None
        folders = [] if seen else self.vault.survey()
        total = settled.total(seen or digest_of(folders))
        if total is not None and not owes:
            return Report(total=total)
        if seen:
            folders = self.vault.survey()
        return self._reconciling().everywhere(
            folders, settled, owes=owes, words=words, budget=budget, progress=progress,
            accept_removals=accept_removals,
        )  # fmt: skip

    def _reconciling(self) -> "Reconciling":
        from notes_crm.store.reconciling import Reconciling  # noqa: PLC0415 - only where a look differs

        return Reconciling(self.vault, self.cache, self.catalog, self._words, self.said)

    def _delete_catalog(self) -> None:
        self.close()
        for name in ("catalog.sqlite", "catalog.sqlite-wal", "catalog.sqlite-shm"):
            (self.folder / name).unlink(missing_ok=True)
