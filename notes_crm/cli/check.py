"""The command that looks through the vault for what is wrong: check."""

import contextlib
import gc
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from notes_crm.cli.session import Session
    from notes_crm.model.evidence import Evidence
    from notes_crm.model.mend import Mended, Reader
    from notes_crm.model.problem import Problem

FOUND = 1
SWEEP_AFTER = 1_000_000
"""Objects made before Python looks for circles among them; see `entry`."""
_INDENTED = ("tab-indent", "duplicate-key")
"""Codes of lines that are shown with the blanks they begin with."""


def _complete_code(_ctx: click.Context, _param: click.Parameter, typed: str) -> list[str]:
    from notes_crm.model.checks import CHECKS

    return [code for code in (*CHECKS, "all") if code.startswith(typed)]


@click.command(short_help="What is wrong in the vault, and what to do about it.")
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path())
@click.option("--fix", is_flag=True, help="Mend what needs no guess; crm undo takes it back.")
@click.option("--dry-run", is_flag=True, help="With --fix: show what would be done.")
@click.option("--strict", is_flag=True, help="Exit code 1 for warnings and hints, too.")
@click.option(
    "--format", "shape", type=click.Choice(["auto", "grouped", "lines", "json", "sarif"]),
    default="auto", show_default=True,
    help="In groups (on a terminal), one line each (else), JSON, or SARIF for forges and editors.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option(
    "--explain", metavar="CODE", shell_complete=_complete_code,
    help="What a code means, why it matters and what to do; all lists them.",
)  # fmt: skip
@click.pass_obj
def check(
    session: "Session", *, paths: tuple[str, ...], fix: bool, dry_run: bool, strict: bool,
    shape: str, as_json: bool, explain: str | None,
) -> int:  # fmt: skip
    """Look through all notes, or those below PATH, for what is wrong or will be.

    Dates that Obsidian Tasks silently ignores, links that lead nowhere, customers that may be one,
    front matter that Obsidian reads otherwise, promises without a day or an owner, customers gone
    quiet, contracts that end, two of us at one customer, names that other systems can't store,
    notes that can't be read. Nothing is written without --fix.

    A note is silent about a code named in its check_ignore: (or all), the whole vault about those
    named below [check] in crm.toml. Exit code 1 when there are errors; with --strict, when there
    is anything.

    \b
    Examples:
      crm check
      crm check Customers/Acme --strict
      crm check --fix --dry-run
      crm check --explain broken-link
    """
    if explain is not None:
        return _explain(session, explain)
    shape = "json" if as_json else shape
    with _seldom_swept():  # and what was looked through is gone before it is swept again
        if fix:
            return _fix(session, paths, dry_run=dry_run, as_json=shape == "json")
        return _say(session, paths, shape, strict=strict)


@contextlib.contextmanager
def _seldom_swept() -> "Iterator[None]":
    """Let Python look for circles of garbage more seldom: rows by the hundred thousand make none."""
    before = gc.get_threshold()
    gc.set_threshold(SWEEP_AFTER, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _looked_through(
    session: "Session", paths: "Sequence[str]"
) -> "tuple[Evidence, list[Problem], int]":
    """What is known of the vault, all that is to be said of it, and how many findings are silenced."""
    from notes_crm.cli.written import cut_off

    session.refresh()
    if sentence := cut_off(session):
        session.say(sentence)
    evidence = session.index.facts.evidence(session.today)
    return evidence, *_found(session, evidence, paths)


def _say(session: "Session", paths: "Sequence[str]", shape: str, *, strict: bool) -> int:
    """Say all that is found, in the shape that is wanted."""
    from notes_crm.cli import findings
    from notes_crm.output import console

    evidence, found, quiet = _looked_through(session, paths)
    notes = len(evidence.notes)
    if shape == "json":
        console.emit_json(findings.as_json(found, notes, quiet))
    elif shape == "sarif":
        console.emit_json(findings.as_sarif(found))
    elif shape == "grouped" or (shape == "auto" and findings.is_terminal()):
        console.emit(findings.grouped(session, found, notes))
    else:
        console.emit(findings.lines(found))
    return FOUND if any(strict or one.level == "error" for one in found) else 0


def _explain(session: "Session", code: str) -> int:
    from notes_crm.cli import findings
    from notes_crm.errors import UnknownName
    from notes_crm.model.checks import ALL, CHECKS
    from notes_crm.output.console import emit

    if code == ALL:
        emit(findings.listed(session))
        return 0
    if code not in CHECKS:
        raise UnknownName(f"There is no check {code!r}; see them with: crm check --explain all")
    emit(findings.explained(CHECKS[code], session))
    return 0


def _found(
    session: "Session", evidence: "Evidence", paths: "Sequence[str]"
) -> "tuple[list[Problem], int]":
    """All findings that are to be said, by place, and how many are silenced."""
    from notes_crm.answers.at_once import at_once
    from notes_crm.answers.check import across
    from notes_crm.answers.outlook import gone_quiet, outlook
    from notes_crm.answers.unknown import has_slips, unknown
    from notes_crm.model.problem import Problem
    from notes_crm.store.all_files import every_file
    from notes_crm.store.around import around, names_of

    vault, today = session.vault, session.today
    standings = session.index.catalog.standings(with_private=True).all(today)
    quiet_ones = gone_quiet(evidence, standings, today)
    problems = [Problem(*row) for row in session.index.facts.problems()]  # type: ignore[arg-type]
    known = {(p.path, p.code) for p in problems}
    files = every_file(vault)
    problems += across(evidence, today, session.schema, files, quiet_ones)
    problems += outlook(evidence, quiet_ones, today, session.schema, vault.text)
    problems += at_once(evidence, today)
    problems += _codes_said(session, evidence)
    facts = session.index.facts
    signed = ["by"] if has_slips(evidence, facts.texts("by")) else []
    problems += unknown(evidence, facts.naming(["people", *signed]))
    problems += [p for p in (*around(vault), *names_of(files)) if (p.path, p.code) not in known]
    copies = {note.path for note in evidence.notes if note.copy_of}
    problems = [p for p in problems if p.path not in copies or p.code == "conflict-copy"]
    wanted = _wanted(session, paths)
    chosen = sorted(p for p in set(problems) if _is_below(p.path, wanted))
    quiet = {note: codes | set(vault.settings.quiet) for note, codes in evidence.quiet.items()}
    said = [p for p in chosen if not _is_quiet(p, quiet.get(p.path, vault.settings.quiet))]
    return said, len(chosen) - len(said)


def _codes_said(session: "Session", evidence: "Evidence") -> "Iterator[Problem]":
    """Codes in what is printed; the few notes that seem to hold one are read for what is private."""
    from notes_crm.answers.check import codes_said
    from notes_crm.cli.rewriting import read

    codes = [(path, text) for path, _, text in session.index.facts.naming(["codes"])]
    for one in codes_said(evidence, codes) if codes else ():
        note = read(session, session.vault.text(one.path).encode())
        if not (note.private or one.line in note.private_lines):
            yield one


def _is_quiet(problem: "Problem", codes: "Iterable[str]") -> bool:
    return problem.code in codes or "all" in codes


def _wanted(session: "Session", paths: "Sequence[str]") -> list[str]:
    """The paths as they are in the vault; UnknownName for what does not lie in it."""
    from notes_crm.errors import UnknownName

    found = []
    for text in paths:
        path = Path(text)
        here = path if path.is_absolute() else session.cwd / path
        if not here.exists() and (session.vault.root / path).exists():
            here = session.vault.root / path
        try:
            inside = here.resolve().relative_to(session.vault.root).as_posix()
        except ValueError:
            inside = ""
        if not inside or not here.exists():
            raise UnknownName(f"{text} is no file or folder of this vault; name one that is.")
        found.append("" if inside == "." else inside)
    return found


def _is_below(path: str, wanted: "Sequence[str]") -> bool:
    return not wanted or any(not w or path == w or path.startswith(f"{w}/") for w in wanted)


def _fix(session: "Session", paths: "Sequence[str]", *, dry_run: bool, as_json: bool) -> int:
    """Mend what can be, show it, and write it as one entry of the journal."""
    from notes_crm.cli.rewriting import rewrite
    from notes_crm.errors import CrmError
    from notes_crm.model.checks import CHECKS
    from notes_crm.model.mend import mended
    from notes_crm.output import console
    from notes_crm.store.replace import Seen, refuse_unfit, see

    evidence, found, _ = _looked_through(session, paths)
    by_path: dict[str, list[Problem]] = {}
    for one in found:
        if one.code in CHECKS and CHECKS[one.code].mends:
            by_path.setdefault(one.path, []).append(one)
    reader = _reader(session, evidence)
    changes: dict[Seen, bytes] = {}
    done: list[tuple[str, Mended]] = []
    for path, problems in by_path.items():
        try:
            seen = see(session.vault, path)
            data, lines = mended(seen.data, problems, reader)
            if lines:
                refuse_unfit(session.vault, seen)
        except CrmError as error:
            session.say(str(error))
            continue
        if lines:
            changes[seen] = data
            done += [(path, line) for line in lines]
    if not dry_run:
        rewrite(session, "check --fix", changes)
    if as_json:
        console.emit_json({"done": not dry_run, "mended": [
            {"path": path, "line": one.line, "code": one.code, "before": one.before, "after": one.after}
            for path, one in done]})  # fmt: skip
    else:
        console.emit(_told(done, dry_run=dry_run))
    return 0


def _reader(session: "Session", evidence: "Evidence") -> "Reader":
    from notes_crm.model.customers import stem_of
    from notes_crm.model.mend import Reader
    from notes_crm.model.schema import fold

    names: dict[str, set[str]] = {}
    for path, alias in evidence.aliases:
        names.setdefault(fold(alias), set()).add(stem_of(path))
    aliases: Mapping[str, str] = {
        alias: found.pop() for alias, found in names.items() if len(found) == 1
    }
    return Reader(session.schema, session.vault.task_settings, aliases)


def _told(done: "Sequence[tuple[str, Mended]]", *, dry_run: bool) -> "Iterable[str]":
    from notes_crm.output.console import one_line

    for path, one in done:
        yield f"{one_line(path)}:{one.line} {one.code}"
        before, after = (
            text.rstrip().replace("\t", "⇥") if one.code in _INDENTED else text.strip()
            for text in (one.before, one.after or "")
        )
        yield f"  - {one_line(before)}"
        if one.after is not None:
            yield f"  + {one_line(after)}"
    notes = len({path for path, _ in done})
    what = f"{len(done)} line{'s' * (len(done) != 1)} in {notes} note{'s' * (notes != 1)}"
    if not done:
        yield "Nothing here can be mended without guessing."
    elif dry_run:
        yield f"{what} would be mended; nothing was changed."
    else:
        yield f"Mended {what}; to take it back: crm undo"


COMMANDS = (check,)
