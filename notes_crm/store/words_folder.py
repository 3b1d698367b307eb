"""The folder with the full text's files, held against what the catalog says of it."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from notes_crm.store.catalog.catalog import Catalog
from notes_crm.store.fulltext import manifest
from notes_crm.store.repairs import Damaged, reading_words

if TYPE_CHECKING:
    from notes_crm.store.fulltext.fulltext import Fulltext


class WordsFolder:
    """The words that belong to a catalog; `fulltext` opens them, which loads Whoosh."""

    def __init__(self, index: Path, catalog: Catalog, fulltext: "Callable[[], Fulltext]") -> None:
        self._index, self._catalog, self.fulltext = index, catalog, fulltext
        self._run = manifest.machine_run()

    @property
    def _folder(self) -> Path:
        return self._index / self._catalog.words_folder

    def looks_sound(self) -> bool:
        """Whether the files are there and have their sizes; cheap enough for every question."""
        return manifest.is_sound(self._folder, every_byte=False)

    def owes(self) -> bool:
        """Whether words are missing, too many, damaged, or not proved since the machine started."""
        known = self._catalog.generation
        if any(self._catalog.debts(1)) or known != manifest.generation(self._folder):
            return True
        return bool(known) and not (self._is_proved() and self.looks_sound())

    def tidy(self) -> bool:
        """Begin words anew that are damaged or older than their facts; whether there were any.

        Under the lock, before anything is written.
        """
        there, known = manifest.generation(self._folder), self._catalog.generation
        proved, lost = self._is_proved(), there < known
        if self._folder.is_dir() and not lost:
            lost = not manifest.is_sound(self._folder, every_byte=not proved)
        if lost:
            self._catalog.forget_words()
        elif there > known:  # a commit was cut off before the catalog knew of it
            with reading_words():
                self._catalog.disown(self.fulltext().documents(), there)
        if self._folder.is_dir() and not proved:
            manifest.remember_proof(self._folder, self._run)
        current = self._catalog.words_folder
        stale = [folder for folder in self._index.glob("words-*") if folder.name != current]
        if stale:
            import shutil  # noqa: PLC0415 - slow to load, and seldom needed

            for folder in stale:
                shutil.rmtree(folder, ignore_errors=True)
        return lost and bool(known)

    def prove(self) -> None:
        """Damaged unless every byte is as it was written, and each note there once."""
        if not self._folder.is_dir():
            return
        if not manifest.is_sound(self._folder, every_byte=True):
            raise Damaged("words")
        with reading_words():
            documents = self.fulltext().documents()
        if len(set(documents)) != len(documents) or not self._catalog.worded() <= set(documents):
            raise Damaged("words")
        manifest.remember_proof(self._folder, self._run)

    def paid(self, ids: Iterable[int], gone: Iterable[int]) -> None:
        """A commit is through: tell the catalog. Damaged where it does not go on from the last one."""
        if not self._is_proved():
            manifest.remember_proof(self._folder, self._run)
        now = manifest.generation(self._folder)
        if now <= self._catalog.generation:
            raise Damaged("words")  # what was committed began from nothing
        self._catalog.paid(ids, gone, now)

    def _is_proved(self) -> bool:
        return manifest.was_proved(self._folder, self._run)
