"""Whoosh as its manual shows it, on one process: `VAULT INDEX`; prints how many notes it indexed.

Words with their positions, keywords and a sortable date: what it takes to answer the questions that
`crm` answers from its word index and its catalog. Notes are read by python-frontmatter alone.
"""

import re
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import frontmatter
from whoosh.fields import DATETIME, ID, KEYWORD, TEXT, Schema
from whoosh.index import create_in

_HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_KEYWORDS = ("type", "by", "people", "tags", "status", "equipment")


def build(vault: Path, index: Path) -> int:
    """Index every note; how many there were."""
    index.mkdir(parents=True)
    schema = Schema(
        id=ID(stored=True, unique=True),
        title=TEXT,
        headings=TEXT,
        body=TEXT,
        customer=KEYWORD(commas=True, lowercase=True),
        date=DATETIME(sortable=True),
        **{name: KEYWORD(commas=True, lowercase=True) for name in _KEYWORDS},
    )
    writer = create_in(str(index), schema).writer()
    paths = sorted(vault.rglob("*.md"))
    for path in paths:
        writer.add_document(**dict(_fields(path, vault)))
    writer.commit()
    return len(paths)


def _fields(path: Path, vault: Path) -> Iterator[tuple[str, Any]]:
    note = frontmatter.loads(path.read_text(encoding="utf-8"))
    yield "id", path.relative_to(vault).as_posix()
    yield "title", path.stem
    yield "headings", "\n".join(_HEADING.findall(note.content))
    yield "body", note.content
    yield "customer", path.parent.name
    if day := _day(note.get("date"), path.name):
        yield "date", day
    for name in _KEYWORDS:
        if value := note.get(name):
            values = value if isinstance(value, list) else [value]
            yield name, ",".join(str(one) for one in values)


def _day(written: object, name: str) -> datetime | None:
    if isinstance(written, date):
        return datetime.fromisoformat(written.isoformat())
    found = _DATE.match(name)
    return datetime.fromisoformat(found[0]) if found else None


if __name__ == "__main__":
    print(build(Path(sys.argv[1]), Path(sys.argv[2])))
