"""Who of us is meant: one rule for names, aliases and what stands behind an @, and the way back to it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from notes_crm.answers.lookup import Named, match
from notes_crm.errors import AmbiguousName, UnknownName
from notes_crm.model.handles import HANDLE, MENTION
from notes_crm.model.letters import MARKS, fold_accents, spelled_out
from notes_crm.model.markdown.names import plain_names
from notes_crm.model.schema import fold

if TYPE_CHECKING:
    from notes_crm.model.evidence import Evidence

_WORD = re.compile(rf"(?:[^\W_]|[{MARKS}])+")


class Colleagues:
    """Our people: `team` are (name or alias, name of the note), `others` names without a note.

    A word means whoever has it as an alias or whole name, else as a name in one word (`@sam-lee`), else
    as the first name that nobody else in the team has; where nobody has it letter by letter, accents
    and umlauts spelled out make no difference. What two of them share means neither.
    """

    def __init__(self, team: Iterable[tuple[str, str]], others: Iterable[str] = ()) -> None:
        self._written = [(called.removeprefix("@"), name) for called, name in team]
        self._called: dict[str, dict[str, None]] = {}
        self._joined: dict[str, dict[str, None]] = {}
        self._first: dict[str, dict[str, None]] = {}
        for called, name in self._written:
            self._called.setdefault(fold(called), {})[name] = None
            self._joined.setdefault(_parted(name), {})[name] = None
            self._first.setdefault(_parted(name.partition(" ")[0]), {})[name] = None
        self._loose = tuple(map(_loosened, (self._called, self._joined, self._first)))
        plains = [next(iter(plain_names(other)), other) for other in others]
        for plain in sorted(
            plains, key=lambda plain: " " not in plain
        ):  # whole names, then handles
            if not self.called(plain):
                self._called[fold(plain)] = self._joined[_parted(plain)] = {plain: None}
                for loose, key in zip(self._loose, (fold(plain), _parted(plain)), strict=False):
                    loose.update(_loosened({key: (plain,)}))

    def called(self, word: str) -> tuple[str, ...]:
        """The names of those who are called so: one, none, or those who share it."""
        whole, parted = fold(word), _parted(word)
        for known, key in (
            (self._called, whole), (self._joined, parted), (self._first, parted),
        ):  # fmt: skip
            if key in known and key:
                return tuple(known[key])
        for loose, key in zip(self._loose, (whole, parted, parted), strict=True):
            if found := loose.get(fold_accents(key)):
                return tuple(found)
        return ()

    def name(self, called: str) -> str:
        """The one name of somebody; as typed where nobody is known by it, or several are."""
        plain = next(iter(plain_names(called)), called).removeprefix("@")
        found = self.called(plain)
        return found[0] if len(found) == 1 else plain

    def is_same(self, one: str, other: str) -> bool:
        """Whether two words mean one person."""
        return fold(self.name(one)) == fold(self.name(other))

    def meant(self, words: str) -> str:
        """The name of the colleague who is meant; UnknownName with those there are."""
        typed = words.removeprefix("@")
        known = [Named(typed, name) for name in self.called(typed)] or [
            Named(called, name) for called, names in self._called.items() for name in names
        ]
        try:
            return match(typed, known, what="colleague")
        except AmbiguousName:
            raise
        except UnknownName:
            there = sorted({name for names in self._called.values() for name in names})
            listed = f"known are {', '.join(there[:8])}" if there else "nobody is known yet"
            raise UnknownName(
                f"There is no colleague {words!r}; {listed}. Add one with a note in Team.", there
            ) from None

    def handle(self, name: str, typed: str = "") -> str:
        """What stands behind the @ in a task line: an alias in one word, else the name with dots.

        Of several aliases it is the one that was `typed`. A first name is none: somebody else of that
        name may come.
        """
        aliases = [called for called, whose in self._written if whose == name]
        aliases.sort(key=lambda called: fold(called) != fold(typed.removeprefix("@")))
        words = re.findall(rf"[\w{MARKS}]+", name)
        joined = [sign.join(words) for sign in ".-_"]
        own = (one for one in (*aliases, *joined) if re.fullmatch(HANDLE, one))
        return next((one for one in own if self.called(one) == (name,)), joined[0])


def of_notes(team: Iterable[tuple[str, Iterable[str]]]) -> Colleagues:
    """Our people, by the names of their notes, each with its aliases."""
    return Colleagues((called, name) for name, aliases in team for called in (name, *aliases))


def of_evidence(evidence: "Evidence") -> Colleagues:
    """Our people, those who have left as well: a word means the same to checks as to all others."""
    from notes_crm.model.customers import stem_of  # noqa: PLC0415 - only for checks

    aliases: dict[str, list[str]] = defaultdict(list)
    for path, alias in evidence.aliases:
        aliases[path].append(alias)
    team = (note.path for note in evidence.notes if note.group == "team" and not note.copy_of)
    return of_notes((stem_of(path), aliases[path]) for path in team)


def mentioned(text: str) -> list[str]:
    """What stands behind an @ in a line, wherever a task would take it for its owner."""
    return re.findall(MENTION, text)


def _loosened(known: Mapping[str, Iterable[str]]) -> dict[str, dict[str, None]]:
    """Whose each word is without its accents, and with its umlauts as two letters."""
    loose: dict[str, dict[str, None]] = {}
    for called, names in known.items():
        for spelling in {called, spelled_out(called) or called}:
            loose.setdefault(fold_accents(spelling), {}).update(dict.fromkeys(names))
    return loose


def _parted(name: str) -> str:
    """A name as its words, however they are joined."""
    return " ".join(_WORD.findall(fold(name)))
