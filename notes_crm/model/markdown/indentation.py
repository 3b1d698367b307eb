"""The blanks a line begins with, where a tab goes on to every fourth column."""

TAB = 4
"""So many columns of indentation also make a line code where no list goes on."""


def columns_of(blanks: str) -> int:
    """The width of a text in which tabs go to every fourth column."""
    return len(blanks.expandtabs(TAB)) if "\t" in blanks else len(blanks)


def text_column(marker: str) -> int:
    """The column in which the text of an item begins; a bare marker is followed by one."""
    return columns_of(marker if marker[-1] in " \t" else marker + " ")


def indent_of(line: str) -> int:
    """The width of the blanks a line begins with."""
    return columns_of(line[: len(line) - len(line.lstrip(" \t"))])


def dedented(line: str, width: int) -> str:
    """A line without its first `width` columns, as far as they are blank."""
    at = columns = 0
    while at < len(line) and columns < width and line[at] in " \t":
        columns += TAB - columns % TAB if line[at] == "\t" else 1
        at += 1
    return line[at:]
