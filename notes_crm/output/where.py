"""What stands below an entry on a terminal: who it was, and the file with its line."""

from collections.abc import Iterable

from notes_crm.output.console import DIM, one_line, paint, width_of

INDENT = 16
"""Cells of a number and of the column that says whose turn it is."""
OUTSIDE = 4
"""Cells before a path that has no room further in; one that is still longer goes on past the edge."""
LEAST = 24
"""Cells that the words of a promise get in any case."""


def where_lines(
    facts: Iterable[str], path: str, line: int, width: int, *, colour: bool, indent: int = INDENT
) -> list[str]:
    """Facts and the file with its line, whole so that it can be copied; on its own line where there is no room."""
    told = " · ".join(one_line(fact) for fact in facts if fact)
    where = f"{one_line(path)}:{line}" if line else one_line(path)
    lines = [f"{' ' * indent}{' · '.join(filter(None, (told, where)))}"]
    if width_of(lines[0]) > width:
        fits = indent + width_of(where) <= width
        lines = [" " * indent + told] if told else []
        lines.append(" " * (indent if fits else OUTSIDE) + where)
    return [paint(text, DIM, colour=colour) for text in lines]


def from_git(name: str | None) -> str:
    """Who git says it was, marked as such: whoever commits may have typed up what another said."""
    return f"{name} (says git)" if name else ""
