"""Findings of a check as somebody wants to read them: in groups, in lines, as JSON or SARIF."""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from notes_crm.model.checks import CHECKS, GROUPS, RANKS
from notes_crm.output.console import BOLD, DIM, RED, YELLOW, fit, one_line, paint, wrap

if TYPE_CHECKING:
    from notes_crm.cli.session import Session
    from notes_crm.model.checks import Check
    from notes_crm.model.problem import Problem

SHOWN = 5
"""Places that a group lists; `--format lines` has them all."""
_COLOURS = {"error": RED, "warn": YELLOW, "hint": DIM}
_NAMES = {"error": "error", "warn": "warning", "hint": "hint"}
_SARIF = {"error": "error", "warn": "warning", "hint": "note"}


def is_terminal() -> bool:
    """Whether somebody reads along."""
    return sys.stdout.isatty()


def grouped(session: "Session", found: "Sequence[Problem]", notes: int) -> Iterator[str]:
    """One paragraph a code, the gravest first, then the summary."""
    ordered = sorted(found, key=lambda p: (RANKS[p.level], p.code, p.path, p.line))
    for (level, code), group in groupby(ordered, key=lambda p: (p.level, p.code)):
        problems = list(group)
        check = CHECKS.get(code)
        head = paint(f"{level} {code}", BOLD, _COLOURS[level], colour=session.colour)
        yield f"{head}  {check.says if check else ''}"
        for problem in problems[:SHOWN]:
            yield f"  {fit(_place(problem), session.width - 2)}"
            yield from wrap(one_line(problem.message), session.width - 6, indent="      ", lines=2)
        if len(problems) > SHOWN:
            yield f"  … and {len(problems) - SHOWN} more: crm check --format lines"
        yield ""
    yield summary(found, notes)
    if any(_mends(problem) for problem in found):
        yield "What can be mended without guessing is shown by: crm check --fix --dry-run"
    if found:
        yield "What a word means, and what to do: crm check --explain CODE"


def summary(found: "Sequence[Problem]", notes: int) -> str:
    """How many of each level, in how many notes."""
    if not found:
        return f"Nothing to say of {notes:,} notes."
    counts = Counter(problem.level for problem in found)
    said = [
        f"{counts[level]:,} {_NAMES[level]}{'s' * (counts[level] != 1)}"
        for level in RANKS
        if counts[level]
    ]
    places = len({problem.path for problem in found})
    return f"{', '.join(said)} in {places:,} place{'s' * (places != 1)}; {notes:,} notes looked at."


def lines(found: "Sequence[Problem]") -> Iterator[str]:
    """`path:line:col level code message`, one a line."""
    for problem in found:
        yield one_line(str(problem))


def as_json(found: "Sequence[Problem]", notes: int, quiet: int) -> dict[str, Any]:
    """All of it with fields that are always there."""
    counts = Counter(problem.level for problem in found)
    return {
        "findings": [
            {
                "path": one.path, "line": one.line, "col": one.col, "level": one.level,
                "code": one.code, "message": one.message, "mends": _mends(one),
            }
            for one in found
        ],
        "counts": {level: counts[level] for level in RANKS},
        "notes": notes,
        "quiet": quiet,
    }  # fmt: skip


def as_sarif(found: "Sequence[Problem]") -> dict[str, Any]:
    """The same as SARIF 2.1.0, which forges and editors read."""
    used = sorted({one.code for one in found} & CHECKS.keys())
    rules = [
        {"id": code, "shortDescription": {"text": CHECKS[code].says}, "help": {"text": CHECKS[code].do}}
        for code in used
    ]  # fmt: skip
    results = [
        {
            "ruleId": one.code, "level": _SARIF[one.level], "message": {"text": one.message},
            "locations": [{"physicalLocation": {
                "artifactLocation": {"uri": quote(one.path)},
                "region": {"startLine": max(one.line, 1), "startColumn": max(one.col, 1)},
            }}],
        }
        for one in found
    ]  # fmt: skip
    driver = {"name": "crm check", "rules": rules}
    return {
        "version": "2.1.0",
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "runs": [{"tool": {"driver": driver}, "results": results}],
    }


def explained(check: "Check", session: "Session") -> Iterator[str]:
    """One code: what it says, why it matters, what to do."""
    head = paint(check.code, BOLD, colour=session.colour)
    yield f"{head}  {_NAMES[check.level]}"
    yield from wrap(check.says, session.width)
    for label, text in (("Why", check.why), ("What to do", check.do)):
        first, *rest = wrap(text, session.width - 12)
        yield f"{label:<12}{first}"
        yield from (f"{'':<12}{line}" for line in rest)
    if check.mends:
        yield f"{'':<12}crm check --fix does it."
    yield f"{'Silence':<12}check_ignore: {check.code}   in a note's front matter, or"
    yield f'{"":<12}ignore = ["{check.code}"]   below [check] in crm.toml'


def listed(session: "Session") -> Iterator[str]:
    """All codes, in groups."""
    size = max(map(len, CHECKS))
    for name, checks in GROUPS.items():
        yield paint(name, BOLD, colour=session.colour)
        for check in checks:
            room = session.width - size - 10
            yield f"  {check.code:<{size}}  {check.level:<5} {fit(check.says, room)}"


def _place(problem: "Problem") -> str:
    line = f":{problem.line}" if problem.line else ""
    return one_line(problem.path) + line


def _mends(problem: "Problem") -> bool:
    check = CHECKS.get(problem.code)
    return check is not None and check.mends
