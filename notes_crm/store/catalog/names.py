"""File names as SQLite takes them: those that are not UTF-8 travel as bytes and come back the same."""


def bind(path: str | None) -> str | bytes | None:
    """A path for a statement."""
    if path is None:
        return None
    try:
        path.encode()
    except UnicodeEncodeError:
        return path.encode("utf-8", "surrogateescape")
    return path


def path_of(stored: str | bytes) -> str:
    """The path in a column."""
    return stored if isinstance(stored, str) else stored.decode("utf-8", "surrogateescape")


def clean(text: str) -> str:
    """Text that every store can keep: what is not UTF-8 becomes a question mark."""
    return text.encode("utf-8", "replace").decode()
