"""The fields of a task line in both notations: their signs, their values, the order of writing."""

import re
from typing import Final, Literal

Form = Literal["emoji", "dataview"]
Priority = Literal["highest", "high", "medium", "none", "low", "lowest"]

DATES: Final = ("created", "start", "scheduled", "due", "done", "cancelled")

SIGNS: Final = {
    "🔺": "priority",
    "⏫": "priority",
    "🔼": "priority",
    "🔽": "priority",
    "⏬": "priority",
    "➕": "created",
    "🛫": "start",
    "⏳": "scheduled",
    "⌛": "scheduled",
    "📅": "due",
    "📆": "due",
    "🗓": "due",
    "✅": "done",
    "❌": "cancelled",
    "🔁": "recurrence",
    "🏁": "on_completion",
    "🆔": "id",
    "⛔": "depends_on",
}
"""What an emoji announces; of several for one field the first not in brackets above is written."""

PRIORITIES: Final[dict[str, Priority]] = {
    "🔺": "highest",
    "⏫": "high",
    "🔼": "medium",
    "🔽": "low",
    "⏬": "lowest",
    "highest": "highest",
    "high": "high",
    "medium": "medium",
    "low": "low",
    "lowest": "lowest",
}
"""Both ways to say a priority."""

KEYS: Final = {
    "priority": "priority",
    "created": "created",
    "start": "start",
    "scheduled": "scheduled",
    "due": "due",
    "completion": "done",
    "cancelled": "cancelled",
    "repeat": "recurrence",
    "onCompletion": "on_completion",
    "id": "id",
    "dependsOn": "depends_on",
}
"""What the key of a bracket field announces."""

VARIATION: Final = "\ufe0f"
"""May follow an emoji and asks for its coloured picture."""

# What JavaScript takes for white space; Python's own idea differs in a few characters.
SPACES: Final = (
    "\t\n\v\f\r \xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\ufeff"
)

SIGN: Final = re.compile(f"[{''.join(SIGNS)}]")

_ID = "[a-zA-Z0-9_-]+"
_DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
VALUES: Final = {
    **dict.fromkeys(DATES, _DATE),
    "priority": "highest|high|medium|lowest|low",
    "recurrence": "[a-zA-Z0-9, !]+",
    "on_completion": "[a-zA-Z]+",
    "id": _ID,
    "depends_on": f"{_ID}(?: *, *{_ID})*",
}
"""What the plugin accepts as the value of a field, as a pattern."""

WRITTEN: Final = (
    "id",
    "depends_on",
    "priority",
    "recurrence",
    "on_completion",
    "created",
    "start",
    "scheduled",
    "due",
    "cancelled",
    "done",
)
"""The fields in the order in which the plugin writes them."""


def emoji_value(line: str, at: int, end: int) -> tuple[str, str] | None:
    """Read the field whose sign stands at `at` and whose value fills the rest up to `end`."""
    name = SIGNS[line[at]]
    value = line[at + 1 : end].removeprefix(VARIATION)
    if name == "priority":
        return None if value else (name, PRIORITIES[line[at]])
    value = value.lstrip(" ")
    return (name, value) if _WHOLE[name].fullmatch(value) else None


def bracket_value(line: str, at: int, end: int) -> tuple[str, str] | None:
    """Read the field between the bracket at `at` and the closing bracket just before `end`."""
    match = _KEY.match(line, at + 1, end)
    name = KEYS.get(match[1]) if match else None
    if match is None or name is None:
        return None
    typed = line[match.end() : end - 1]
    value = typed.strip(" ")
    empty = name == "recurrence" and typed and not value  # Tasks takes a space for words here
    return (name, value) if empty or _WHOLE[name].fullmatch(value) else None


def written_field(form: Form, name: str, value: str) -> str:
    """Write one field with the spaces before it."""
    if form == "emoji":
        return f" {_SIGN_OF[value]}" if name == "priority" else f" {_SIGN_OF[name]} {value}"
    return f"  [{_KEY_OF[name]}:: {value}]"


_KEY = re.compile(r" *([A-Za-z]+)::")
_WHOLE: Final = {name: re.compile(pattern) for name, pattern in VALUES.items()}
_SIGN_OF: Final[dict[str, str]] = {name: sign for sign, name in reversed(SIGNS.items())} | {
    level: sign for sign, level in PRIORITIES.items() if sign in SIGNS
}
_KEY_OF: Final = {name: key for key, name in KEYS.items()}
