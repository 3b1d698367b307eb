"""What may stand behind the day of a promise without being part of it: a time of day, who keeps it, tags."""

import re
from collections.abc import Callable
from datetime import date

_MARK = re.compile(r"\s[@#]\S+\Z")
_CLOCK = re.compile(
    r"""[\s,](?:
        (?:(?:at|around|about|um|gegen|ab|à|vers|om|alle|às)\s+)?
        \d{1,2}(?:[:h]\d\d|\.\d\d(?=\s*(?:uhr|h|am|pm)\b)|(?=\s*(?:uhr|h|am|pm|[ap]\.m\.)))
        \s*(?:uhr|h|am|pm|[ap]\.m\.)?
      | (?:at|um|om|à|às)\s+\d{1,2}(?:\.\d\d)?
      | (?:in\s+the\s+|at\s+)?(?:morning|afternoon|evening|noon|midday)
      | früh|vormittags?|(?:am\s+)?(?:vormittag|nachmittag|mittag|abend)|mittags|nachmittags|abends
      | (?:au\s+|l')?(?:matin|après-midi|soir|midi)
    )\Z""",
    re.IGNORECASE | re.VERBOSE,
)
_MOST = 8
"""So many pieces are looked behind."""


Split = Callable[[str], tuple[str, date | None]]
"""`split_when` with the settings of a vault."""


def split_before(words: str, split: Split) -> tuple[str, date | None]:
    """The words without their day, which may stand before such pieces; these stay behind the rest.

    "ring Dana tomorrow at 10 @sam" → "ring Dana at 10 @sam", tomorrow. BadDate as of `split`.
    """
    rest, behind = words, ""
    for _ in range(_MOST):
        text, day = split(rest)
        if day:
            return f"{text}{behind}", day
        found = _MARK.search(rest) or _CLOCK.search(rest)
        if found is None:
            break
        rest, behind = rest[: found.start()].rstrip(" ,"), f" {found[0].strip(' ,')}{behind}"
    return words, None
