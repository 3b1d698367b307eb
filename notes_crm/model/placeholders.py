"""A form of the vault with its placeholders filled in, as Obsidian's own Templates plugin fills them.

Obsidian knows `{{title}}`, `{{date}}` and `{{time}}`, the last two with a format of Moment's. Ours
are further ones in a form's text, which Obsidian leaves as they stand.
"""

import re
from collections.abc import Mapping
from datetime import datetime

_PLACE = re.compile(r"\{\{\s*(?P<name>\w+)\s*(?::(?P<format>[^{}\n]*))?\}\}")
_TOKEN = re.compile(r"\[([^\]]*)\]|YYYY|YY|MMMM|MMM|MM|M|dddd|ddd|DD|D|HH|H|hh|h|mm|m|ss|s|A|a")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NOON = 12


def filled(
    text: str, *, title: str, at: datetime, timed: bool, more: Mapping[str, str] | None = None
) -> str:
    """The form's text; without a known time `{{time}}` is nothing. Other placeholders stay."""
    known = {"title": title, **(more or {})}

    def value(place: re.Match[str]) -> str:
        name, form = place["name"].lower(), place["format"]
        if name == "date":
            return written(at, form or "YYYY-MM-DD")
        if name == "time":
            return written(at, form or "HH:mm") if timed else ""
        return known.get(name, place[0]) if form is None else place[0]

    return _PLACE.sub(value, text)


def written(at: datetime, form: str) -> str:
    """A moment in one of Moment's formats; letters that are none of its usual ones stay."""
    parts = {
        "YYYY": f"{at:%Y}", "YY": f"{at:%y}", "MMMM": _MONTHS[at.month - 1],
        "MMM": _MONTHS[at.month - 1][:3], "MM": f"{at:%m}", "M": str(at.month),
        "dddd": _DAYS[at.weekday()], "ddd": _DAYS[at.weekday()][:3], "DD": f"{at:%d}", "D": str(at.day),
        "HH": f"{at:%H}", "H": str(at.hour), "hh": f"{_on_the_dial(at):02}", "h": str(_on_the_dial(at)),
        "mm": f"{at:%M}", "m": str(at.minute), "ss": f"{at:%S}", "s": str(at.second),
        "A": "PM" if at.hour >= _NOON else "AM", "a": "pm" if at.hour >= _NOON else "am",
    }  # fmt: skip
    return _TOKEN.sub(lambda m: m[1] if m[1] is not None else parts[m[0]], form)


def _on_the_dial(at: datetime) -> int:
    return at.hour % _NOON or _NOON
