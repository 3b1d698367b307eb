"""Notes as the peers index them, with nothing but the standard library."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Plain:
    """One note; `date` is `YYYY-MM-DD` or empty."""

    path: str
    title: str
    customer: str
    date: str
    body: str


def notes(vault: str) -> Iterator[Plain]:
    """Every note of the vault."""
    root = Path(vault)
    for path in sorted(root.rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        front = _FRONT_MATTER.match(text)
        body = text[front.end() :] if front else text
        date = _DATE.match(path.name)
        relative = path.relative_to(root).as_posix()
        yield Plain(relative, path.stem, path.parent.name, date[0] if date else "", body)
