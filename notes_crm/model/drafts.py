"""A new note's name and text, from what somebody said: front matter as Obsidian writes it.

What is written here, `note.parse` reads back without a Problem, and Obsidian and its Tasks
plugin read the same.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from notes_crm.errors import BadName
from notes_crm.model.schema import FIELDS
from notes_crm.model.tasks.fields import written_field
from notes_crm.model.tasks.obsidian_tasks import read_as_tasks
from notes_crm.model.tasks.plugin_settings import TaskSettings

Said = str | float | bool | date | Sequence[str]
Sections = Iterable[tuple[str, Sequence[str]]]

_PLAIN = re.compile(r"[^\W\d_][^\n:#{}\[\]&*!|>'\"%@`\\]*")
_WORDS_OF_YAML = {"true", "false", "yes", "no", "on", "off", "null", "y", "n"}
OPENED = ("case", "opportunity")
"""Kinds that begin on a day; the others have a name."""
_BULLET = re.compile(r"^(?:[-*•]\s+)+(?=[^\W\d]|\[)")
"""Marks of a list before words; before a number it may be a sign."""
_TASK = re.compile(r"^[-*+•]\s+(?:\[.\]\s+)?(?=[^\W\d])")
"""The marks of a task that was pasted as a promise."""
_FENCE = r"`{3,}[^`]*$|~{3}"
_OF_CODE = re.compile(_FENCE)
_OF_A_BLOCK = re.compile(rf"{_FENCE}|#{{1,6}}(?:\s|$)|(?:[-_*]\s*){{3,}}$")
_COMMENT = re.compile(r"%%|<!--|-->")
_CODE = re.compile(r"(`+)[^`]+\1(?!`)")
_ENDS = {"%%": "%%", "<!--": "-->"}
_LINKS = frozenset({"link", "links"})


@dataclass(frozen=True, slots=True)
class Draft:
    """A note to be: where it goes, and what it says. `names` are file names to try in order."""

    folder: str
    names: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Interaction:
    """What somebody tells about one contact. `promised` and `check_in` are finished task lines."""

    type: str
    customer: str
    when: datetime
    timed: bool
    text: str = ""
    keys: Mapping[str, Said] = field(default_factory=dict)
    told: Sequence[str] = ()
    asked: Sequence[str] = ()
    observed: Sequence[str] = ()
    promised: Sequence[str] = ()
    subjects: Sequence[str] = ()
    actions: Sequence[str] = ()
    check_in: Sequence[str] = ()


def interaction(folder: str, said: Interaction) -> Draft:
    """The note of one contact, with the sections that have something in them."""
    return Draft(folder, _names(said), note_text(keys_of(said), sections_of(said)))


def keys_of(said: Interaction) -> dict[str, Said]:
    """The front matter of a contact."""
    keys: dict[str, Said] = {"type": said.type, "date": said.when.date()}
    if said.timed:
        keys["time"] = said.when.strftime("%H:%M")
    return {**keys, **said.keys}


def sections_of(said: Interaction) -> tuple[tuple[str, list[str]], ...]:
    """What was said as lines below the headings of a note; those that are empty, too."""
    return (
        ("Discussed", _bullets(said.text.splitlines())),
        ("New subjects", _bullets(said.subjects)),
        ("Promised", list(said.promised)),
        ("Other actions", [*_bullets(said.actions), *said.check_in]),
        ("Told", _bullets(said.told)),
        ("Asked", _bullets(said.asked)),
        ("Observed", _bullets(said.observed)),
    )


def prepared(folder: str, said: Interaction) -> Draft:
    """The same note with every heading there, to be filled in in an editor."""
    draft = interaction(folder, said)
    for name in ("Discussed", "Promised", "Told"):
        if f"## {name}\n" not in draft.text:
            draft = Draft(folder, draft.names, f"{draft.text}## {name}\n\n")
    return draft


def profile(folder: str, name: str, keys: Mapping[str, Said]) -> Draft:
    """A customer's profile: the note named like its folder."""
    headings: Sections = [(heading, ()) for heading in ("Always remember", "People", "About them")]
    text = note_text({"type": "customer", **keys}, headings, empty=True)
    return Draft(f"{folder}/{name}", (f"{name}.md",), text)


def thing(
    folder: str, kind: str, name: str, *, customer: str, today: date, keys: Mapping[str, Said]
) -> Draft:
    """A person, unit, case or opportunity of a customer."""
    if kind in OPENED:
        file = f"{today.isoformat()} {customer} {kind} {name}.md"
        opened: dict[str, Said] = {"date": today}
    else:
        file, opened = f"{name} ({customer}).md", {"aliases": [name]}
    start: dict[str, Said] = {"type": kind, **opened, **usual_of(kind)}
    headings: Sections = [(heading, ()) for heading in _THINGS.get(kind, ())]
    return Draft(folder, (file,), note_text({**start, **keys}, headings, empty=True))


def usual_of(kind: str) -> dict[str, Said]:
    """What stands in a new note of that kind until somebody says otherwise."""
    status = {"case": "open", "opportunity": "idea", "equipment": "in-service"}.get(kind)
    return {"status": status} if status else {}


def closed(lines: Sequence[str]) -> list[str]:
    """The lines with no comment left open: it would hide whatever stands below, promises with it.

    It ends where its line does; to take the mark for words would show what was meant to be hidden.
    """
    shut, opened, at = list(lines), "", 0
    for number, line in enumerate(lines):
        for mark in _COMMENT.findall(_CODE.sub("", line)):
            if not opened and mark in _ENDS:
                opened, at = mark, number
            elif opened and mark == _ENDS[opened]:
                opened = ""
    if not opened:
        return shut
    shut[at] += f" {_ENDS[opened]}"
    return closed(shut)


def note_text(keys: Mapping[str, Said], sections: Sections, *, empty: bool = False) -> str:
    """Front matter and sections; those without lines are left out unless `empty`."""
    parts = ["---\n", *(f"{line}\n" for k, v in keys.items() for line in pair_lines(k, v)), "---\n"]
    for heading, lines in sections:
        if lines or empty:
            parts.append(f"## {heading}\n")
            parts += [f"{line}\n" for line in lines] or ["\n"]
    return "".join(parts)


def promise_line(
    text: str, tag: str, *, created: date, due: date | None, settings: TaskSettings
) -> str:
    """A promise as the task line that Obsidian Tasks reads; BadName where it would misread the words."""
    if not text.strip():
        raise BadName(
            'A promise needs words before its day: say what is promised, as in "send kit by fri".'
        )
    text = _TASK.sub("", text.strip())
    [text] = closed([f"\\{text}" if _OF_CODE.match(text) else text])
    words = [
        *text.split(),
        *(t for t in (tag, settings.global_filter) if t and t not in text.split()),
    ]
    description = " ".join(words)
    line = f"- [ ] {description}"
    if settings.created_date:
        line += written_field(settings.form, "created", created.isoformat())
    if due:
        line += written_field(settings.form, "due", due.isoformat())
    read = read_as_tasks(line, settings.form)
    if read is None or (read.description, read.due) != (description, due):
        raise BadName(f"{text!r} can't be written as a promise: its last words would be read as a date "
                      "or another mark; say it in plain words.")  # fmt: skip
    return line


def pair_lines(key: str, value: Said) -> list[str]:
    """A key and its value as lines of YAML: one, and one more for each item of a list."""
    if isinstance(value, bool):
        return [f"{key}: {'true' if value else 'false'}"]
    if isinstance(value, int | float):
        return [f"{key}: {value:g}"]
    if isinstance(value, date):
        return [f"{key}: {value.isoformat()}"]
    if isinstance(value, str):
        return [f"{key}: {_time(value) or scalar(linked(key, value))}"]
    return [f"{key}:", *(f"  - {scalar(linked(key, item))}" for item in value)]


def linked(key: str, text: str) -> str:
    """The text as a link, where the key holds links and a link can say it."""
    known = FIELDS.get(key)
    if not known or known.kind not in _LINKS or text.startswith("[["):
        return text
    from notes_crm.model.markdown.names import link_to  # noqa: PLC0415 - many drafts link nothing

    return link_to(text)


def scalar(text: str) -> str:
    """Text as one YAML value: plain where every reader takes it as this very text."""
    plain = (
        _PLAIN.fullmatch(text) and text == text.strip() and text.casefold() not in _WORDS_OF_YAML
    )
    return text if plain else json.dumps(text, ensure_ascii=False)


def _time(text: str) -> str | None:
    """`HH:MM` stays bare, as Obsidian writes it: text to YAML 1.2."""
    return text if re.fullmatch(r"\d\d:\d\d", text) else None


def _bullets(lines: Iterable[str]) -> list[str]:
    found = (" ".join(line.splitlines()).strip() for line in lines)
    return [f"- {line}" for line in closed([_as_bullet(line) for line in found if line])]


def _as_bullet(line: str) -> str:
    """What a bullet says, without one inside; marks of headings, rules and code are words in it."""
    line = _BULLET.sub("", line)
    return f"\\{line}" if _OF_A_BLOCK.match(line) else line


def _names(said: Interaction) -> tuple[str, ...]:
    """The name with the minute, then with the second: never ` 2`, which looks like a copy.

    Where the time of the contact is not known, that of writing stands last, where nobody reads it
    as the contact's.
    """
    day, tail = said.when.date().isoformat(), f"{said.customer} {said.type}"
    start = said.when.second
    seconds = [f"{said.when:%H%M}{n % 60:02d}" for n in range(start, start + 60)]
    if said.timed:
        return (f"{day} {said.when:%H%M} {tail}.md", *(f"{day} {s} {tail}.md" for s in seconds))
    return (f"{day} {tail}.md", *(f"{day} {tail} {s}.md" for s in seconds))


_THINGS = {
    "case": ("What happened", "Why", "What we will do", "By when", "So it never happens again"),
    "opportunity": ("Changes",),
}
