"""The vault of `crm demo`: twelve invented customers whose last two years end today."""

from datetime import date

from notes_crm.demo import (
    abroad,
    food_and_drink,
    grand_parade,
    harbour_lane,
    team,
    workrooms,
)
from notes_crm.demo.notation import Calendar, notes

STAR = "Harbour Lane Bakery"
"""The customer with the fullest sheet: an awkward visit tomorrow."""

TRY: tuple[tuple[str, str], ...] = (
    ("crm who harbour", "who spoke to the bakery last, and what comes next"),
    ("crm who 07700 900461", "whose number is this?"),
    ("crm due", "what is late, due and ahead, both ways; whom to contact"),
    ("crm done 1", "the first of that list is kept; crm undo takes it back"),
    ("crm search seal kit", "every note that speaks of the spare door seals"),
    ("crm search CD4-0O1I-8B27", "one oven by its serial number, letters and noughts and all"),
    ("crm brief harbour", "the sheet for tomorrow's visit to the bakery"),
    (
        'crm log harbour call "Wants the loan oven" --promise "send price by fri"',
        "a call, and what was promised in it",
    ),
    ("crm visit harbour", "type a visit up: the questions of the sheet, Enter skips"),
    ('crm next harbour "2 weeks"', "when to be in touch next"),
)
"""What to type next, and what it shows."""

_STORIES = (harbour_lane, grand_parade, food_and_drink, workrooms, abroad, team)


def build(today: date) -> dict[str, str]:
    """The notes by their path in the vault, as they would stand on the evening of `today`.

    Settings, forms and Obsidian's own files are not among them: they are the same in every vault.
    """
    calendar = Calendar(today)
    return {
        path: text
        for module in _STORIES
        for customer, story in module.STORIES.items()
        for path, text in notes(customer, story, calendar).items()
    }
