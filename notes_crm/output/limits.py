"""How much of each section a sheet holds, and what goes first when it does not fit on one page."""

from collections.abc import Collection, Mapping

MOST: Mapping[str, int] = {
    "lines": 6, "arrival": 9, "alerts": 5, "remember": 3, "lessons": 2, "ours": 6, "theirs": 5,
    "news": 6, "people": 4, "human": 3, "equipment": 6, "ask": 5, "known": 4, "told": 3,
}  # fmt: skip
"""Entries of a section at the most; `lines` are those of one writing box."""

DROPS: tuple[tuple[str, int], ...] = (
    ("lines", 5), ("lines", 4), ("lines", 3), ("human", 2), ("told", 1), ("lines", 2),
    ("lessons", 1), ("known", 2), ("ask", 3), ("news", 3), ("human", 1), ("equipment", 3),
    ("people", 2), ("known", 1), ("news", 2), ("lessons", 0), ("told", 0), ("ask", 2),
    ("equipment", 2), ("theirs", 3), ("human", 0), ("ours", 4), ("remember", 2), ("arrival", 3),
    ("known", 0), ("people", 1), ("news", 1), ("theirs", 2), ("equipment", 1), ("lines", 1),
)  # fmt: skip
"""What goes, in this order: step 1 leaves five writing lines, step 2 four, and so on."""


def step_of(section: str, number: int) -> int:
    """The step at which the entry with this number (from 1) goes; 0 where it always stays."""
    for step, (name, kept) in enumerate(DROPS, start=1):
        if name == section and number > kept:
            return step
    return 0


def shown(section: str, number: int, dropped: Collection[int]) -> bool:
    """Whether an entry is on the paper once these steps were taken."""
    return number <= MOST[section] and step_of(section, number) not in dropped
