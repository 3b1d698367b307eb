"""Measures our reading against what Obsidian and its plugins read of the same real lines and notes."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Miss:
    """One case where a field came out otherwise; `excuse` says why that is right, '' if it is not."""

    file: str
    case: str
    field: str
    expected: Any
    got: Any
    excuse: str = ""


@dataclass(slots=True)
class Report:
    """What was compared: per file and field how often, and every difference."""

    cases: dict[str, int] = field(default_factory=dict)
    compared: dict[tuple[str, str], int] = field(default_factory=dict)
    misses: list[Miss] = field(default_factory=list)

    def case(self, file: str) -> None:
        """Count one record of `file`."""
        self.cases[file] = self.cases.get(file, 0) + 1

    def compare(
        self, file: str, case: str, name: str, *, expected: Any, got: Any, excuse: str = ""
    ) -> None:
        """Count one comparison of the field `name`; `case` is what a person recognises it by."""
        key = (file, name)
        self.compared[key] = self.compared.get(key, 0) + 1
        if expected != got:
            self.misses.append(Miss(file, case, name, expected, got, excuse))

    def add(self, other: "Report") -> None:
        """Take over everything that `other` counted."""
        for file, count in other.cases.items():
            self.cases[file] = self.cases.get(file, 0) + count
        for key, count in other.compared.items():
            self.compared[key] = self.compared.get(key, 0) + count
        self.misses.extend(other.misses)

    def unexcused(self) -> list[Miss]:
        """The differences nobody has given a reason for."""
        return [miss for miss in self.misses if not miss.excuse]

    def rows(self) -> Iterator[tuple[str, str, int, int, int]]:
        """File, field, compared, equal, excused; in the order in which they were met."""
        for (file, name), compared in self.compared.items():
            missed = [m for m in self.misses if (m.file, m.field) == (file, name)]
            excused = sum(1 for m in missed if m.excuse)
            yield file, name, compared, compared - len(missed), excused
