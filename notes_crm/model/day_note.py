"""The note of one's day for the telephone: made from other notes, so nothing in it counts again.

Its lines are plain bullets and no tasks. Front matter says what made it, with a digest of the
rest, by which it is seen whether a person has written into it since.
"""

from hashlib import sha256

KEY = "generated"
MAKER = "crm today"


def day_note(body: str) -> str:
    """The note with these lines."""
    return f"---\n{KEY}: {MAKER} {_digest(body)}\n---\n{body}"


def is_untouched(text: str) -> bool:
    """Whether a note is one of these, and nobody has written into it."""
    head, _, body = text.removeprefix("\ufeff").replace("\r\n", "\n").partition("\n---\n")
    return head == f"---\n{KEY}: {MAKER} {_digest(body)}"


def _digest(body: str) -> str:
    return sha256(body.encode("utf-8", "replace")).hexdigest()[:16]
