"""Which entries of a section are on the paper, once some steps were taken to make it fit."""

from collections.abc import Collection

from notes_crm.model.layout import DROPS, MOST, Layout

USUAL = Layout(most=MOST, drops=DROPS)


def step_of(section: str, number: int, layout: Layout = USUAL) -> int:
    """The step at which the entry with this number (from 1) goes; 0 where it always stays."""
    for step, (name, kept) in enumerate(layout.drops, start=1):
        if name == section and number > kept:
            return step
    return 0


def shown(section: str, number: int, dropped: Collection[int], layout: Layout = USUAL) -> bool:
    """Whether an entry is on the paper once these steps were taken."""
    return number <= layout.most[section] and step_of(section, number, layout) not in dropped


def tight_step(layout: Layout = USUAL) -> int:
    """The last step but one: nothing goes, but what is left is set closer."""
    return len(layout.drops) + 1


def brief_step(layout: Layout = USUAL) -> int:
    """The very last step: nothing goes, but long entries are cut to a line or two."""
    return len(layout.drops) + 2
