"""What is wrong in a note: a value that is collected and shown, and never stops anything."""

from dataclasses import dataclass
from typing import Literal

Level = Literal["error", "warn", "hint"]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One finding at a place in a note; `line` and `col` count from 1, 0 means the whole note."""

    path: str
    line: int
    col: int
    level: Level
    code: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.col} {self.level} {self.code} {self.message}"
