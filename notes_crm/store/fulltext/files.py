"""Whoosh's files as we keep them: each generation is recorded before it becomes the current one."""

import contextlib
from pathlib import Path
from typing import Any

from notes_crm.store.fulltext import manifest
from notes_crm.store.fulltext.whoosh_parts import FileStorage


class RecordedFiles(FileStorage):  # type: ignore[misc]
    """A folder of Whoosh's files with a record of their checksums, see `manifest`."""

    def list(self) -> list[str]:
        """The names of all files; Whoosh takes a folder that can't be read for an empty one."""
        try:
            return [path.name for path in Path(self.folder).iterdir()]
        except FileNotFoundError:
            return []

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:  # noqa: FBT001, FBT002 - Whoosh's own signature
        """Give a file its name; where that makes a generation the current one, record it first."""
        if newname.endswith(".toc"):
            manifest.record(Path(self.folder), {oldname: newname})
        super().rename_file(oldname, newname, safe)


def write_to(index: Any, codec: Any) -> Any:
    """A writer without Whoosh's own lock, which it would keep to the process's end after a failure.

    Whoever calls this holds the lock of the index.
    """
    return index.writer(limitmb=256, codec=codec, _lk=False)


def commit(writer: Any, **how: Any) -> None:
    """Make what was written the current generation, or leave everything as it was."""
    folder = Path(writer.storage.folder)
    try:
        writer.commit(**how)
    except BaseException:
        give_up(writer)
        raise
    manifest.record(folder)
    manifest.tidy(folder)


def give_up(writer: Any) -> None:
    """Write nothing, whatever state the writer is in; the next commit removes what it left."""
    with contextlib.suppress(Exception):  # it may fail at what made the commit fail
        writer.cancel()
