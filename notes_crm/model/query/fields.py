"""What may stand before a colon in a query, and what the value behind it means under that name."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from notes_crm.errors import BadDate
from notes_crm.model.query.query import TASK, Fact, Not, Query, Range
from notes_crm.model.schema import MOODS, SCHEMA, WORD_SYNONYMS, Schema, fold, fold_key

TYPE_CHECKING = False  # importing typing would take longer than all the rest
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from collections.abc import Set as AbstractSet
    from datetime import date

    from notes_crm.model.dates.durations import Period

HAS = ("promise", "task", "date", "customer", "tag", "link", "problem", "conflict")
"""What a note may be asked to have, besides any key."""
IS = ("overdue", "open", "kept", "withdrawn", "waiting", "ready", "private", "archived", "planned",
      "conflict")  # fmt: skip
"""What a note or a promise in it may be asked to be."""
COLUMNS = ("path", "title", "tag", "customer", "type", "date", "time", "by")
"""Names that every note has by itself, front matter or not."""
TEXTUAL_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
_MARK = re.compile(r"(<=|>=|<|>|=)?(.*)", re.DOTALL)
_YES = {"yes": "true", "true": "true", "on": "true", "1": "true",
        "no": "false", "false": "false", "off": "false", "0": "false"}  # fmt: skip

_EXAMPLES = {"has": "promise", "is": "overdue", "type": "visit", "status": "open", "by": "sam",
             "tag": "#press", "path": "Archive", "date": "2026-03", "datetime": "2026-03",
             "number": ">500", "mood": "<3", "minutes": "<=1h", "checkbox": "yes"}  # fmt: skip
"""What may stand behind a key, by the key or by its kind."""


class Unreadable(Exception):
    """A value that its name can't take; the text says why."""


@dataclass(frozen=True, slots=True)
class Fields:
    """The names a vault knows: its schema, and the keys its notes have besides."""

    today: date
    schema: Schema = SCHEMA
    languages: tuple[str, ...] = ("en",)
    keys: AbstractSet[str] = field(default_factory=frozenset)
    day_first: bool = True

    def heading(self, name: str) -> str | None:
        """The canonical heading of a name, or TASK; keys of the same name go first."""
        if fold(name) in ("task", "tasks"):
            return TASK
        if self._key(name):
            return None
        return self.schema.heading(name) or self.schema.heading(re.sub(r"[-_]", " ", name))

    def knows(self, name: str) -> bool:
        """Whether a name may stand before a colon."""
        folded = fold(name)
        return folded in ("before", "after", "has", "is") or bool(
            self._key(name) or self.heading(name)
        )

    def unknown(self, name: str) -> str:
        """What to say of a name that is nearly a known one; empty where it is none at all."""
        known = {*COLUMNS, *self.schema.fields, *self.keys, "before", "after", "has", "is"}
        known |= {fold_key(word) for word in self.schema.headings}
        folded = fold_key(name)
        near = sorted((d, k) for k in known if (d := _apart(folded, k)) <= 1 + (len(folded) > 5))  # noqa: PLR2004 - two slips in a longer name
        if len(folded) < 4 or not near:  # noqa: PLR2004 - a short word is like many
            return ""
        return f"There is no key {name}; did you mean {near[0][1].replace('_', '-')}:"

    def needed(self, name: str) -> str:
        """What to say where nothing stands behind a name; empty where it is no key."""
        folded = fold(name)
        key = "date" if folded in ("before", "after") else self._key(name)
        if key is None and folded not in ("has", "is"):
            return ""
        example = _EXAMPLES.get(key or folded) or _EXAMPLES.get(self._kind(key or folded), "acme")
        return f"{name} needs a value, for example {name}:{example}"

    def fact(self, key: str, text: str) -> Query:
        """`has:` and `is:` with a word they know; Unreadable otherwise."""
        word = fold_key(text)
        if key == "is":
            word = {"done": "kept", "late": "overdue", "cancelled": "withdrawn"}.get(word, word)
            if word not in IS:
                raise Unreadable(f"Nothing is ever {text!r} here; say one of {', '.join(IS)}")
            return Fact("is", (word,))
        word = {"promises": "promise", "tasks": "task", "tags": "tag", "links": "link"}.get(
            word, word
        )
        if word in HAS:
            return Fact("has", (word,))
        known = self._key(text)
        if known is None:
            raise Unreadable(self.unknown(text) or f"No note has {text!r}")
        return Fact("has", (known,))

    def read(self, name: str, value: str, *, quoted: bool = False) -> Query | None:
        """The part of a query that `name:value` is; None where the name is unknown."""
        folded = fold(name)
        if folded in ("before", "after"):
            return self._dates("date", f"{'<' if folded == 'before' else '>'}{value}")
        if folded in ("has", "is"):
            return self.fact(folded, value)
        key = self._key(name)
        if key is None:
            return None
        reader = _READERS.get("date" if key == "date" else self._kind(key))
        return reader(self, key, value) if reader else self._texts(key, value, quoted=quoted)

    def _key(self, name: str) -> str | None:
        key = "tag" if fold_key(name) in ("tag", "tags") else self.schema.key(name)
        if key in COLUMNS or key in self.schema.fields or key in self.keys:
            return key
        return None

    def _kind(self, key: str) -> str:
        known = self.schema.fields.get(key)
        return known.kind if known else "text"

    def _period(self, value: str) -> Period:
        from notes_crm.model.dates.durations import parse_period  # noqa: PLC0415 - few queries have dates

        try:
            return parse_period(
                value, self.today, languages=self.languages, day_first=self.day_first
            )
        except BadDate as error:
            hint = "" if " " in value else ' Words with blanks stand in quotes: "last month"'
            raise Unreadable(f"{error}{hint}".rstrip(".")) from None

    def _dates(self, key: str, value: str) -> Query:
        mark, rest = _split(value)
        if fold(rest) == "none":
            return Not(Fact("has", (key,)))
        period = self._period(rest)
        start, end = period.start, period.end
        if mark == "<":
            return Range(key, None, start or end, below=True)
        if mark == "<=":
            return Range(key, None, end or start)
        if mark == ">":
            return Range(key, end or start, None, above=True)
        if mark == ">=":
            return Range(key, start or end, None)
        return Range(key, start, end)

    def _numbers(self, key: str, value: str) -> Query:
        kind = self._kind(key)
        mark, rest = _split(value)
        first, dots, last = rest.partition("..")
        low = self._number(key, kind, first) if first or not dots else None
        high = self._number(key, kind, last) if dots and last else (None if dots else low)
        if low is not None and high is not None and low > high:
            raise Unreadable(f"From {first} to {last} is nothing; the smaller number comes first")
        if low is None and high is None:
            raise Unreadable(f"{key} needs a number, for example {key}:>500")
        return _bounded(key, mark, low, high)

    def _number(self, key: str, kind: str, text: str) -> float:
        if kind == "minutes":
            from notes_crm.model.dates.durations import read_minutes  # noqa: PLC0415 - few ask for minutes

            if (minutes := read_minutes(text)) is not None:
                return float(minutes)
        if kind == "mood" and (mood := MOODS.get(fold(text))):
            return float(mood)
        plain = re.sub(r"(?<=\d)[,'’](?=\d{3}\b)|^[^\w.+-]|\s*[^\w.]$", "", text.strip())
        if not TEXTUAL_NUMBER.fullmatch(plain):
            raise Unreadable(
                f"{text!r} is no number; write for example {key}:>500 or {key}:100..500"
            )
        return float(plain)

    def _yes_or_no(self, key: str, value: str) -> Query:
        word = _YES.get(fold(value))
        if word is None:
            raise Unreadable(f"{key} is yes or no; write {key}:yes")
        return Fact(key, (word,))

    def _texts(self, key: str, value: str, *, quoted: bool) -> Query:
        mark, rest = _split(value) if not quoted else ("", value)
        if (mark and mark != "=") or (".." in rest and not quoted):
            return self._compared(key, mark, rest)
        parts = [rest] if quoted else [p for p in rest.split(",") if p.strip()]
        texts = [self._meant(key, part.strip()) for part in parts]
        if not texts or not all(texts):
            raise Unreadable(f"{key} needs a value, for example {key}:acme")
        return Fact(key, tuple(dict.fromkeys(texts)))

    def _compared(self, key: str, mark: str, rest: str) -> Query:
        """A team's own key may hold numbers or days, and nobody said which."""
        ends = [end for end in rest.split("..", 1) if end]
        if ends and all(TEXTUAL_NUMBER.fullmatch(end) for end in ends) and key not in COLUMNS:
            return self._numbers(key, mark + rest)
        return self._dates(key, mark + rest)

    def _meant(self, key: str, text: str) -> str:
        """A value as notes are known by it: the canonical type or choice, a tag without its mark."""
        if key == "type":
            return self.schema.type(text) or fold(text)
        if key == "tag":
            return fold(text.lstrip("#"))
        folded = fold(text)
        return WORD_SYNONYMS.get(key, {}).get(folded, folded)


_READERS: Mapping[str, Callable[[Fields, str, str], Query]] = {
    "date": Fields._dates,  # noqa: SLF001 - its own table
    "datetime": Fields._dates,  # noqa: SLF001
    "number": Fields._numbers,  # noqa: SLF001
    "mood": Fields._numbers,  # noqa: SLF001
    "minutes": Fields._numbers,  # noqa: SLF001
    "checkbox": Fields._yes_or_no,  # noqa: SLF001
}
"""How the value of a key is read, by the key's kind; the others are texts."""


def _split(value: str) -> tuple[str, str]:
    found = _MARK.match(value.strip())
    return (found[1] or "", found[2].strip().strip('"')) if found else ("", value)


def _bounded(key: str, mark: str, low: float | None, high: float | None) -> Range:
    if mark == "<":
        return Range(key, None, low, below=True)
    if mark == "<=":
        return Range(key, None, low)
    if mark == ">":
        return Range(key, high, None, above=True)
    if mark == ">=":
        return Range(key, low, None)
    return Range(key, low, high)


def _apart(one: str, other: str) -> int:
    """How many letters must be put in, left out or changed to make one of the other."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (a != b))
    return row[-1]
