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


def spans(prefix: str) -> tuple[tuple[str, str], tuple[bytes, bytes]]:
    """From where to where, without the end, the paths that begin so are kept: as text, and as bytes.

    The prefix is a folder's path with its slash, or empty for all.
    """
    if not prefix:
        return ("", "\U0010ffff"), (b"", b"\xff")
    low = prefix.encode("utf-8", "surrogateescape")
    after = low[:-1] + b"0"  # which comes after the slash
    is_text = isinstance(bind(prefix), str)
    return (prefix, f"{prefix[:-1]}0") if is_text else ("", ""), (low, after)


def path_of(stored: str | bytes) -> str:
    """The path in a column."""
    return stored if isinstance(stored, str) else stored.decode("utf-8", "surrogateescape")


def clean(text: str) -> str:
    """Text that every store can keep: what is not UTF-8 becomes a question mark."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()
