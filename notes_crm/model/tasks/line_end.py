"""What stands at the end of a task line, taken off backwards in rounds as Obsidian Tasks does."""

import re
from dataclasses import dataclass, field
from typing import Final

from notes_crm.model.tasks.fields import SIGN, SPACES, Form, bracket_value, emoji_value


@dataclass(slots=True)
class Ending:
    """What was taken: values and pieces as typed by field, tags last first, `end` of the rest.

    Of a field that stands twice the one further left counts; `twice` holds the others as typed.
    """

    end: int
    values: dict[str, str] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)
    tags: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)

    def take(self, name: str, value: str, typed: str) -> None:
        """Keep one field or tag."""
        if name == "tag":
            self.tags.append(value)
            return
        if name in self.values:
            self.twice.append(self.typed[name])
        self.values[name] = value
        self.typed[name] = typed


def take_ending(line: str, start: int, end: int, form: Form) -> Ending:
    """Take fields and tags from the end of `line[start:end]` until there is other text."""
    found = Ending(end)
    signs = [match.start() for match in SIGN.finditer(line, start, end)] if form == "emoji" else []
    place, rounds = -1, 1
    while True:
        end = found.end
        claims = []
        field_at = _field_at(line, start, end, signs, form)
        if field_at is not None:
            taken = (emoji_value if form == "emoji" else bracket_value)(line, *field_at)
            if taken is not None:
                claims.append((_TRIED[taken[0]], field_at[0], *taken))
        hash_at = _tag_at(line, start, end)
        if hash_at >= 0:
            claims.append((_TRIED["tag"], hash_at, "tag", line[hash_at:end]))
        if not claims:
            return found
        later = [claim for claim in claims if claim[0] > place]
        if not later:
            rounds += 1
            if rounds > _ROUNDS:
                return found
        place, at, name, value = min(later or claims)
        found.take(name, value, line[at:end])
        found.end = trimmed(line, start, at)


def tags_of(text: str) -> tuple[str, ...]:
    """Find the tags of a text as the plugin does: # at its start or after white space."""
    return tuple(tag.rstrip(SPACES) for tag in _TAGS.findall(text)) if "#" in text else ()


def trimmed(line: str, start: int, end: int) -> int:
    """Return the end of `line[start:end]` without the white space before it."""
    while start < end and line[end - 1] in SPACES:
        end -= 1
    return end


_NOT_IN_TAG = re.compile(r'[ !@#$%^&*(),.?":{}|<>]')
_TAGS = re.compile(rf'(?:\A|[{SPACES}])(#[^ !@#$%^&*(),.?":{{}}|<>]+)')

# The order in which the plugin tries the end of the line in each round. It matters where a tag
# and a field claim the same characters (`#a🆔b`), and for the rounds.
_TRIED: Final = {
    name: place
    for place, name in enumerate(
        (
            "priority",
            "done",
            "cancelled",
            "due",
            "scheduled",
            "start",
            "created",
            "recurrence",
            "on_completion",
            "tag",
            "id",
            "depends_on",
        )
    )
}
_ROUNDS: Final = 21  # the plugin counts to 20 and then finishes the round it is in


def _field_at(
    line: str, start: int, end: int, signs: list[int], form: Form
) -> tuple[int, int] | None:
    """Say where the field begins and ends that may stand at the end of the text."""
    if form == "emoji":
        while signs and signs[-1] >= end:
            signs.pop()
        return (signs[-1], end) if signs else None
    if line.endswith(",", start, end):  # allowed behind a bracket field
        end = len(line[start : end - 1].rstrip(" ")) + start
    opening = {"]": "[", ")": "("}.get(line[end - 1 : end] if end > start else "")
    at = line.rfind(opening, start, end) if opening else -1
    return (at, end) if at >= 0 else None


def _tag_at(line: str, start: int, end: int) -> int:
    """Say where the tag begins that fills the end of the text; -1 if there is none."""
    at = line.rfind("#", start, end)
    if at < 0 or at + 1 == end or (at > start and line[at - 1] not in SPACES):
        return -1
    return -1 if _NOT_IN_TAG.search(line, at + 1, end) else at
