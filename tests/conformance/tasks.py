"""Judges our reading of task lines and inline fields against what the plugins read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from notes_crm.model.tasks.fields import DATES, Form
from notes_crm.model.tasks.inline_fields import InlineField, inline_fields
from notes_crm.model.tasks.obsidian_tasks import (
    TasksReading,
    given_status,
    read_as_tasks,
    write_as_tasks,
)
from notes_crm.model.tasks.statuses import PLUGIN_STATUSES, Statuses
from tests.conformance import Report

FORMS: Final[tuple[Form, ...]] = ("emoji", "dataview")
TOGGLED: Final = "toggled_"

EXCUSES: Final[Mapping[tuple[str, str], str]] = {}
"""By line and field: why our answer is right though it differs. None is needed at present."""


@dataclass(frozen=True, slots=True)
class Case:
    """One recorded line, and where to write down what came out."""

    line: str
    file: str
    report: Report

    def compare(self, name: str, expected: Any, got: Any) -> None:
        """Count one comparison."""
        excuse = EXCUSES.get((self.line, name), "")
        self.report.compare(self.file, self.line, name, expected=expected, got=got, excuse=excuse)


def knows(record: Mapping[str, Any]) -> bool:
    """Whether a record is of this kind: a line, with what a plugin reads of it."""
    return "line" in record and not {"inline", "full_line", *FORMS}.isdisjoint(record)


def judge(record: Mapping[str, Any], file: str, report: Report) -> None:
    """Compare every field that the record has."""
    report.case(file)
    case = Case(record["line"], file, report)
    for form in FORMS:
        if form in record:
            _judge_form(case, form, record[form])
    found = inline_fields(case.line)
    if "inline" in record:
        _judge_inline(case, "inline", record["inline"], found.inline)
    if "full_line" in record:
        expected = [record["full_line"]] if record["full_line"] else []
        _judge_inline(case, "full_line", expected, [found.full_line] if found.full_line else [])


def toggled(line: str, form: Form, today: date, statuses: Statuses = PLUGIN_STATUSES) -> list[str]:
    """The lines that stand there after a click on the check box."""
    reading = read_as_tasks(line, form, statuses)
    if reading is None:
        return [line]
    symbol = statuses.of(reading.status).next
    return [write_as_tasks(one) for one in given_status(reading, symbol, today, statuses)]


def _judge_form(case: Case, form: Form, expected: Mapping[str, Any] | None) -> None:
    reading = read_as_tasks(case.line, form)
    case.compare(f"{form}: is a task", expected is not None, reading is not None)
    if expected is None or reading is None:
        return
    for name, value in expected.items():
        case.compare(f"{form}: {name}", value, _value(reading, case.line, form, name))


def _value(reading: TasksReading, line: str, form: Form, name: str) -> Any:
    if name == "rewritten":
        return write_as_tasks(reading)
    if name.startswith(TOGGLED):
        today = date.fromisoformat(name.removeprefix(TOGGLED).replace("_", "-"))
        return toggled(line, form, today)
    value = getattr(reading, name, "not read here")
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if name in DATES and isinstance(value, date) else value


def _judge_inline(
    case: Case, kind: str, expected: Sequence[Mapping[str, Any]], found: Sequence[InlineField]
) -> None:
    case.compare(f"{kind}: how many", len(expected), len(found))
    for one, field in zip(expected, found, strict=False):
        got = _as_recorded(case.line, field)
        for name, value in one.items():
            if name != "parsed":  # the typed value, which no part of this program uses
                case.compare(f"{kind}: {name}", value, got[name])


def _as_recorded(line: str, field: InlineField) -> dict[str, Any]:
    return {
        "key": field.key,
        "canonical": field.canonical,
        "value": field.value,
        "wrapping": field.wrapping,
        "start": _in_utf16(line[: field.start]),
        "end": _in_utf16(line[: field.end]),
    }


def _in_utf16(text: str) -> int:
    """Count as JavaScript does: what is beyond 16 bits counts twice."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
