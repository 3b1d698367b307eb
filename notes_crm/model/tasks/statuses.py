"""The statuses of a vault's Obsidian Tasks: what the character in a check box means, and what follows it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal, NamedTuple, cast, get_args

StatusType = Literal["TODO", "IN_PROGRESS", "ON_HOLD", "DONE", "CANCELLED", "NON_TASK"]
State = Literal["open", "kept", "withdrawn"]


class Status(NamedTuple):
    """One status; `next` is the symbol that a click on it gives, empty where that is none."""

    symbol: str
    next: str
    type: StatusType


@dataclass(frozen=True, slots=True)
class Statuses:
    """The statuses that the plugin knows, in its order; each symbol counts once."""

    known: tuple[Status, ...]

    def of(self, symbol: str) -> Status:
        """What the plugin takes a symbol for; one that it does not know is to do."""
        for status in self.known:
            if status.symbol == symbol:
                return status
        return Status(symbol, "x", "TODO")

    def knows(self, symbol: str) -> bool:
        """Whether it is a status of the plugin, or one of ours."""
        return symbol in _OURS or any(status.symbol == symbol for status in self.known)

    def state(self, symbol: str) -> State | None:
        """What it means to us; None where such a line is no task. `[X]` is kept if nobody says otherwise."""
        for status in self.known:
            if status.symbol == symbol:
                return _STATES[status.type]
        return _OURS.get(symbol, "open")

    def done(self, symbol: str) -> str | None:
        """The first status of type DONE that clicks lead to, else the one that stands for it."""
        following = (status.symbol for status in self._after(symbol) if status.type == "DONE")
        return next(following, None) or self._one_of("x", "DONE")

    def withdrawn(self) -> str | None:
        """The status of what was given up: `-` where that means it."""
        return self._one_of("-", "CANCELLED")

    def opened(self, symbol: str) -> str | None:
        """What a closed one becomes again: to do, else in progress, as clicks lead there; else a blank."""
        for wanted in ("TODO", "IN_PROGRESS"):
            for status in self._after(symbol):
                if status.type == wanted and self.state(status.symbol) == "open":
                    return status.symbol
        return self._one_of(" ", "TODO")

    @property
    def meaning(self) -> str:
        """What of it decides how lines are read; empty where that is as the plugin has it by itself."""
        symbols = sorted({s.symbol for s in (*self.known, *PLUGIN_STATUSES.known)})
        said = [(symbol, self.state(symbol)) for symbol in symbols]
        return "".join(
            f"{symbol}={state or 'no task'};"
            for symbol, state in said
            if not PLUGIN_STATUSES.knows(symbol) or PLUGIN_STATUSES.state(symbol) != state
        )

    def _after(self, symbol: str) -> Iterator[Status]:
        """What one click after the other gives, once around at most."""
        status = self.of(symbol)
        for _ in range(len(self.known) + 1):
            if not status.next:
                return
            status = self.of(status.next)
            yield status

    def _one_of(self, usual: str, kind: StatusType) -> str | None:
        """The usual symbol of a type, else the first that has it; the usual one where none is known."""
        symbols = [status.symbol for status in self.known if status.type == kind]
        if usual in symbols:
            return usual
        if symbols:
            return symbols[0]
        return None if any(status.symbol == usual for status in self.known) else usual


_STATES: Final[dict[StatusType, State | None]] = {
    "TODO": "open",
    "IN_PROGRESS": "open",
    "ON_HOLD": "open",
    "DONE": "kept",
    "CANCELLED": "withdrawn",
    "NON_TASK": None,
}
_OURS: Final[dict[str, State]] = {
    " ": "open",
    "/": "open",
    "x": "kept",
    "X": "kept",
    "-": "withdrawn",
}
"""What a symbol means to us that the plugin does not know."""

_CORE: Final = (Status(" ", "x", "TODO"), Status("x", " ", "DONE"))
_CUSTOM: Final = (Status("/", "x", "IN_PROGRESS"), Status("-", " ", "CANCELLED"))
PLUGIN_STATUSES: Final = Statuses((*_CORE, *_CUSTOM))
"""What the plugin knows by itself."""


def read_statuses(settings: object) -> Statuses | None:
    """The plugin's `statusSettings`; None where they say what it knows by itself."""
    if not isinstance(settings, dict):
        return None
    found: dict[str, Status] = {}
    for name, usual in (("coreStatuses", _CORE), ("customStatuses", _CUSTOM)):
        listed: Any = settings.get(name)
        for status in _statuses(listed) if isinstance(listed, list) else usual:
            found.setdefault(status.symbol, status)
    statuses = Statuses(tuple(found.values()))
    return None if statuses == PLUGIN_STATUSES else statuses


def _statuses(listed: list[Any]) -> Iterator[Status]:
    """The statuses of a list; what is missing is as the plugin fills it in."""
    for said in listed:
        if not isinstance(said, dict):
            continue
        symbol, following, kind = (
            said.get(name) for name in ("symbol", "nextStatusSymbol", "type")
        )
        symbol = " " if symbol is None else symbol
        following = "x" if following is None else following
        if _is_symbol(symbol):
            yield Status(
                symbol,
                following if _is_symbol(following) else "",
                cast("StatusType", kind) if kind in get_args(StatusType) else "TODO",
            )


def _is_symbol(said: object) -> bool:
    """Whether it can stand in a check box."""
    return isinstance(said, str) and len(said) == 1 and said not in "\n\r\u2028\u2029"
