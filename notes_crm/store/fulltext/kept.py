"""Readers of the words that stay open between questions, for a process that is asked often."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from notes_crm.store.fulltext import manifest
from notes_crm.store.fulltext.fulltext import Fulltext

MOST = 2
"""Readers kept open while nobody asks; each holds every file of its generation."""

_Key = tuple[Path, int]


class KeptReaders:
    """Whoosh's readers, each lent to one thread at a time and for its own generation only."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: list[tuple[_Key, Any]] = []

    @contextmanager
    def lent(self, folder: Path, open_one: Callable[[], Any]) -> Iterator[Any]:
        """A reader of the present generation; one that failed is not used again."""
        reader = self._taken((folder, manifest.generation(folder))) or open_one()
        try:
            yield reader
        except BaseException:
            reader.close()
            raise
        self._give_back(folder, reader)

    def let_go(self) -> None:
        """Close all that nobody uses."""
        with self._lock:
            idle, self._idle = self._idle, []
        for _, reader in idle:
            reader.close()

    def _taken(self, key: _Key) -> Any:
        """An idle reader of this generation; those of others are of no use to anybody any more."""
        with self._lock:
            usable = [reader for kept, reader in self._idle if kept == key]
            stale = [reader for kept, reader in self._idle if kept != key]
            self._idle = [(key, reader) for reader in usable[1:]]
        for reader in stale:
            reader.close()
        return usable[0] if usable else None

    def _give_back(self, folder: Path, reader: Any) -> None:
        generation = reader.generation()
        with self._lock:
            kept = generation is not None and len(self._idle) < MOST
            if kept:
                self._idle.append(((folder, generation), reader))
        if not kept:
            reader.close()


class KeptFulltext(Fulltext):
    """The words of one vault, read through readers that stay open."""

    def __init__(self, folder: Path, languages: Sequence[str], kept: KeptReaders) -> None:
        super().__init__(folder, languages)
        self._kept = kept

    def _open(self, *, create: bool = False) -> Any:
        opened = super()._open
        if create:
            return opened(create=True)
        return _Lender(lambda: self._kept.lent(self._folder, lambda: opened().reader()))


class _Lender:
    """Stands for an opened index of which a reader is all that is wanted."""

    def __init__(self, reader: Callable[[], Any]) -> None:
        self.reader = reader
