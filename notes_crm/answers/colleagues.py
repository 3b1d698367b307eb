"""Who of us is meant: names, aliases and handles to one name each, and a name to the handle in a task."""

import re
from collections.abc import Iterable

from notes_crm.answers.lookup import Named, match
from notes_crm.errors import AmbiguousName, UnknownName
from notes_crm.model.markdown.names import plain_names
from notes_crm.model.schema import fold

_HANDLE = re.compile(r"\w+(?:[.-]\w+)*")


class Colleagues:
    """Our people: `team` are (name or alias, name of the note), `others` names without a note."""

    def __init__(self, team: Iterable[tuple[str, str]], others: Iterable[str] = ()) -> None:
        self._written = [(called.removeprefix("@"), name) for called, name in team]
        self._called = {fold(called): name for called, name in self._written}
        for _, name in self._written:
            self._called.setdefault(fold(dotted(name)), name)
        plains = [next(iter(plain_names(other)), other) for other in others]
        for plain in sorted(
            plains, key=lambda plain: " " not in plain
        ):  # whole names, then handles
            self._called.setdefault(fold(plain), plain)
            self._called.setdefault(fold(dotted(plain)), plain)

    def name(self, called: str) -> str:
        """The one name of somebody; as typed where nobody is known by it."""
        plain = next(iter(plain_names(called)), called).removeprefix("@")
        return self._called.get(fold(plain), plain)

    def meant(self, words: str) -> str:
        """The name of the colleague who is meant; UnknownName with those there are."""
        known = [Named(called, name) for called, name in self._called.items()]
        try:
            return match(words.removeprefix("@"), known, what="colleague")
        except AmbiguousName:
            raise
        except UnknownName:
            there = sorted(set(self._called.values()))
            listed = f"known are {', '.join(there[:8])}" if there else "nobody is known yet"
            raise UnknownName(
                f"There is no colleague {words!r}; {listed}. Add one with a note in Team.", there
            ) from None

    def handle(self, name: str) -> str:
        """What stands behind the @ in a task line: an alias in one word, else the name with dots."""
        aliases = [called for called, whose in self._written if whose == name]
        whole = [called for called in aliases if _HANDLE.fullmatch(called)]
        return whole[0] if whole else dotted(name)


def dotted(name: str) -> str:
    """A name in one word, as it stands behind an @ where nobody gave it a shorter one."""
    return ".".join(re.findall(r"\w+", name))
