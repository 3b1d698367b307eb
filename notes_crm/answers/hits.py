"""What a search found: each note with its facts and the line that answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from notes_crm.answers.passage import Heading, Marker, Passage, best_passage


@dataclass(frozen=True, slots=True)
class Hit:
    """A note that was found. `customer` and `by` are empty where they are unknown.

    `spans` are the places in `text` that match; `whole` says that it holds all that was asked.
    """

    path: str
    line: int
    customer: str
    date: date | None
    type: str
    by: tuple[str, ...]
    title: str
    text: str
    spans: tuple[tuple[int, int], ...]
    score: float
    private: bool
    conflict_of: str | None
    whole: bool = True


def front_matter_lines(lines: Sequence[str]) -> int:
    """How many lines at the top are front matter."""
    if not lines or lines[0].rstrip() != "---":
        return 0
    ends = (n for n, line in enumerate(lines[1:], 2) if line.rstrip() in ("---", "..."))
    return next(ends, 0)


def is_private(line: int, ranges: str) -> bool:
    """Whether a line lies in ranges written as `3-5,9`."""
    for part in filter(None, ranges.split(",")):
        first, _, last = part.partition("-")
        if int(first) <= line <= int(last or first):
            return True
    return False


def passage_of(text: str, marker: Marker, heading: Heading, title: str) -> Passage:
    """The line of a note's text that holds most of what was looked for.

    Where only the name matched, the first line with words stands for the note.
    """
    lines = text.splitlines()
    skip = front_matter_lines(lines)
    found = best_passage(lines, marker, heading, skip=skip)
    if found.line:
        return found
    said = [n for n, line in enumerate(lines[skip:], skip + 1) if line.strip("# \t")]
    first = next((n for n in said if not lines[n - 1].startswith("#")), said[0] if said else 0)
    return Passage(first, lines[first - 1].strip(), ()) if first else Passage(0, title, ())


def as_json(hit: Hit) -> Mapping[str, object]:
    """A hit with the field names that scripts may rely on."""
    return {
        "path": hit.path, "line": hit.line, "customer": hit.customer or None,
        "date": hit.date, "type": hit.type, "by": list(hit.by), "title": hit.title,
        "text": hit.text, "spans": [list(span) for span in hit.spans],
        "score": round(hit.score, 3), "private": hit.private, "whole": hit.whole, "conflict_of": hit.conflict_of,
    }  # fmt: skip


def as_row(hit: Hit) -> tuple[str, ...]:
    """A hit as one row of tab-separated values; see `ROW` for the columns."""
    cells = (
        hit.path, str(hit.line), hit.date.isoformat() if hit.date else "", hit.type, hit.customer,
        ", ".join(hit.by), hit.title, hit.text,
    )  # fmt: skip
    return tuple(" ".join(cell.split()) for cell in cells)


ROW = ("path", "line", "date", "type", "customer", "by", "title", "text")
"""The columns of `as_row`."""
