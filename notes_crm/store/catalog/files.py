"""What the catalog remembers of files beside their notes: conflict copies, and files that are no notes."""

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from notes_crm.store.catalog.names import bind, path_of
from notes_crm.store.catalog.tables import transaction

if TYPE_CHECKING:
    from sqlite3 import Connection

Rows = Iterable[tuple[str, str, str]]
"""Path, code and message of files that are no readable notes."""


class FileRemarks:
    """Which notes are conflict copies and of what, and which files are no readable notes.

    A name may come to mean something else with its siblings, so both are set as a whole.
    """

    def __init__(self, db: "Connection") -> None:
        self._db = db

    def differ(
        self, conflicts: Mapping[str, str], odd: Rows, *, within: Collection[str] | None = None
    ) -> bool:
        """Whether `put` would change anything; or anything in these folders, each with its slash."""
        copies, remarks = self._kept()
        if within is not None:
            copies = {path: of for path, of in copies.items() if _folder_of(path) in within}
            remarks = [row for row in remarks if _folder_of(row[0]) in within]
        return (copies, remarks) != (dict(conflicts), sorted(odd))

    def put(self, conflicts: Mapping[str, str], odd: Rows) -> None:
        """From now on it is so."""
        rows = sorted(odd)
        if not self.differ(conflicts, rows):
            return
        with transaction(self._db):
            self._db.execute("UPDATE note SET conflict_of = NULL WHERE conflict_of NOT NULL")
            pairs = ((bind(original), bind(path)) for path, original in conflicts.items())
            self._db.executemany("UPDATE note SET conflict_of = ? WHERE path = ?", pairs)
            self._db.execute("DELETE FROM odd")
            self._db.executemany(
                "INSERT OR IGNORE INTO odd VALUES (?,?,?)", ((bind(p), c, m) for p, c, m in rows)
            )

    def _kept(self) -> tuple[dict[str, str], list[tuple[str, str, str]]]:
        copies = self._db.execute("SELECT path, conflict_of FROM note WHERE conflict_of NOT NULL")
        odd = self._db.execute("SELECT path, code, message FROM odd")
        return (
            {path_of(path): path_of(original) for path, original in copies},
            sorted((path_of(path), code, message) for path, code, message in odd),
        )


def _folder_of(path: str) -> str:
    folder, slash, _ = path.rpartition("/")
    return folder + slash
