"""What only the notes themselves say of news: which line names somebody, and whether ticks are all that changed."""

from collections.abc import Callable, Collection, Iterable, Mapping

from notes_crm.answers.colleagues import mentioned
from notes_crm.model.novelty import NoteNews, PromiseNews
from notes_crm.model.sight import SIZE, Change
from notes_crm.store.vault import Vault


def naming(
    vault: Vault, notes: Iterable[NoteNews], is_me: Callable[[str], bool],
    but: Collection[tuple[str, int]],
) -> dict[str, tuple[int, str]]:  # fmt: skip
    """The first line of each note that names me; none that is private, or one of `but` (path, line)."""
    from notes_crm.answers.hits import is_private

    found = {}
    for note in notes:
        for number, text in _with_sign(vault, note.path):
            if (
                any(map(is_me, mentioned(text)))
                and (note.path, number) not in but
                and not is_private(number, note.private_lines)
            ):
                found[note.path] = number, text.strip(" \t-*+>#")
                break
    return found


def only_closed(
    vault: Vault, closed: Mapping[str, list[PromiseNews]], changes: Mapping[str, Change]
) -> set[str]:
    """The changed notes that differ by nothing but these promises, by path, from what was seen."""
    return {
        path
        for path, rows in closed.items()
        if (change := changes.get(path))
        and change.kind == "changed"
        and _held_before(vault, path, rows, change.before)
    }


def _held_before(
    vault: Vault, path: str, rows: list[PromiseNews], known: Collection[bytes]
) -> bool:
    from notes_crm.model.digests import blake2b
    from notes_crm.model.tasks.unticked import Closed, before

    try:
        data = vault.read(path).data
    except OSError:
        return False
    texts = before(data, [Closed(row.line, row.reason) for row in rows])
    return any(blake2b(text, digest_size=16).digest()[:SIZE] in known for text in texts)


def _with_sign(vault: Vault, path: str) -> list[tuple[int, str]]:
    """The lines of a note that hold an @; none where it went away or can't be read."""
    try:
        data = vault.read(path).data
    except OSError:
        return []
    if b"@" not in data:
        return []
    from notes_crm.model.decode import decoded

    lines = decoded(data, path).lines
    return [(number, line) for number, line in enumerate(lines, 1) if "@" in line]
