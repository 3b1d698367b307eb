"""The command about conflict copies: conflicts."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from notes_crm.cli.session import Session
    from notes_crm.store.copies import Done, Plan

FOUND = 1
SHOWN = 3
"""Lines of a copy that are shown in the list."""
MARKER = "conflict-marker"
HIDDEN = "(private)"


@click.command(short_help="Conflict copies of notes; --merge brings them in.")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--merge", "merging", is_flag=True, help="Unite each copy with its original.")
@click.option("--all", "everything", is_flag=True, help="Every line of a copy, however many.")
@click.option("--yes", "-y", is_flag=True, help="Merge without asking.")
@click.option(
    "--json", "as_json", is_flag=True, help="For scripts: one JSON document, fields always present."
)
@click.pass_obj
def conflicts(
    session: "Session", names: tuple[str, ...], *, merging: bool, everything: bool, yes: bool,
    as_json: bool,
) -> int:  # fmt: skip
    """List the conflict copies that sync tools left beside notes, and notes that git left half merged.

    NAME is any part of a path. Exit code 1 when there are any. With --merge lists, task lines
    and bullets are united; where both changed one line both stay, the copy's with the tag
    #conflict-copy, for you to decide. The copy goes to the vault's .trash, and crm undo takes
    all of it back.

    \b
    Examples:
      crm conflicts
      crm conflicts acme --merge
      crm conflicts --merge --yes
    """
    from notes_crm.store.copies import by_original

    if yes and not merging:
        raise click.UsageError("--yes belongs to --merge, which unites the copies.")
    session.refresh()
    facts = session.index.facts
    copies = {row.path: row.conflict_of for row in facts.notes() if row.conflict_of}
    markers = [(p[0], p[1]) for p in facts.problems() if p[4] == MARKER and _meant(names, p[0])]
    groups = {
        original: found
        for original, paths in by_original(copies).items()
        if (found := [path for path in paths if _meant(names, path)])
    }
    if merging and groups:
        return _merge(session, groups, yes=yes, as_json=as_json)
    if as_json:
        from notes_crm.output.console import emit_json

        emit_json({"copies": list(_described(session, groups)), "markers": [
            {"path": path, "line": line} for path, line in markers]})  # fmt: skip
    else:
        _list(session, groups, markers, None if everything else SHOWN)
    return FOUND if groups or markers else 0


def _meant(names: "Sequence[str]", path: str) -> bool:
    from notes_crm.model.schema import fold

    return not names or any(fold(name) in fold(path) for name in names)


def _list(
    session: "Session", groups: dict[str, list[str]], markers: "Sequence[tuple[str, int]]",
    most: int | None,
) -> None:  # fmt: skip
    from notes_crm.output.console import emit, one_line

    lines = []
    for copy in _described(session, groups):
        lines += [one_line(copy["path"]), f"  copy of   {one_line(copy['original'])}"]
        lines.append(f"  copy      {_dated(copy['modified'], copy['size'])}")
        if copy["original_size"] is None:
            lines.append("  original  gone; crm conflicts --merge makes the copy the note")
        else:
            lines.append(f"  original  {_dated(copy['original_modified'], copy['original_size'])}")
            lines += _differing("only in the copy", copy["only_here"], most)
            lines += _differing("only in the original", copy["only_there"], most)
            if not copy["only_here"] and not copy["only_there"]:
                lines.append("  says the same")
    for path, line in markers:
        lines.append(f"{one_line(path)}:{line} is half merged by git; decide there by hand")
    copies = sum(map(len, groups.values()))
    if copies:
        what, them = ("copy", "it") if copies == 1 else ("copies", "them")
        lines.append(f"{copies} conflict {what}; bring {them} in with: crm conflicts --merge")
    emit(lines or ["No conflict copies."])


def _differing(where: str, lines: "Sequence[str]", most: int | None) -> "Iterator[str]":
    from notes_crm.output.console import one_line

    if lines:
        yield f"  {where}, {len(lines)} line{'s' * (len(lines) != 1)}"
        yield from (f"    {one_line(line)}" for line in lines[:most])
        if most and len(lines) > most:
            yield f"    … and {len(lines) - most} more: --all"


def _described(session: "Session", groups: dict[str, list[str]]) -> "Iterator[dict[str, Any]]":
    """Each copy with what a person wants to know of it; private lines are not shown."""
    from notes_crm.model.merge.merge import difference

    for original, copies in groups.items():
        ours, size, modified = _read(session, original)
        for path in copies:
            theirs, copy_size, copy_modified = _read(session, path)
            here, there = difference(ours or b"", theirs or b"")
            notes = [data for data in (ours, theirs) if data is not None]
            yield {
                "path": path, "original": original, "modified": copy_modified, "size": copy_size,
                "original_modified": modified, "original_size": size,
                "only_here": _open(session, here, *notes), "only_there": _open(session, there, *notes),
            }  # fmt: skip


def _read(session: "Session", path: str) -> tuple[bytes | None, int | None, datetime | None]:
    """The bytes, size and time of a note; nothing where it can't be read."""
    from notes_crm.store.stamps import parts_of

    try:
        content = session.vault.read(path)
    except OSError:
        return None, None, None
    size, modified, _, _ = parts_of(content.stamp)
    return content.data, size, datetime.fromtimestamp(modified // 10**9)  # noqa: DTZ006 - local


def _open(session: "Session", texts: "Iterable[str]", *notes: bytes) -> list[str]:
    """Lines and `key: value` as they may be shown: what stands nowhere in the open is private."""
    from notes_crm.model.note import CODES, parse

    shown = [
        line.strip()
        for data in notes
        for line in parse(data, "", session.schema).public().lines
        if line.strip()
    ]
    known = set(shown)

    def is_open(text: str) -> bool:
        key, _, value = text.partition(": ")
        if session.schema.key(key) == CODES:
            return False
        return text in known or bool(value and any(value in line for line in shown))

    return [text if is_open(text) else HIDDEN for text in texts]


def _dated(modified: datetime | None, size: int | None) -> str:
    return f"{modified:%Y-%m-%d %H:%M}, {size} bytes" if modified else "can't be read"


def _merge(session: "Session", groups: dict[str, list[str]], *, yes: bool, as_json: bool) -> int:
    from notes_crm.cli.written import journal_of
    from notes_crm.output import console
    from notes_crm.store.copies import carry_out, plan

    plans = [plan(session.vault, original, found) for original, found in groups.items()]
    if not as_json:
        console.emit(line for one in plans for line in _plan_lines(session, one))
    copies = sum(len(one.merged) for one in plans)
    if copies and not yes:
        asked = f"Merge {copies} conflict cop{'y' if copies == 1 else 'ies'}?"
        if as_json or not (session.interactive and click.confirm(asked, default=False)):
            click.echo(
                "Nothing was changed; to do it, say: crm conflicts --merge --yes", err=as_json
            )
            if as_json:
                console.emit_json(_merged((), plans))
            return FOUND
    journal = journal_of(session)
    done = carry_out(session.vault, journal, plans, "conflicts --merge", session.now)
    session.wrote()
    left = [one for one in done if one.failed or one.plan.undecided]
    refused = [one for one in plans if one.refused]
    if as_json:
        console.emit_json(_merged(done, plans))
    else:
        console.emit(line for one in done for line in _done_lines(one))
    return FOUND if left or refused else 0


def _plan_lines(session: "Session", one: "Plan") -> "Iterator[str]":
    """What will be united, before it is."""
    from notes_crm.output.console import one_line

    yield one_line(one.original) + (":" if one.before or not one.merged else ": is gone")
    if one.before is None and one.merged:
        yield f"  becomes the note  {one_line(one.merged[0].path)}"
    for text in _open(session, one.united, one.after):
        yield f"  takes over  {one_line(text)}"
    for text in _open(session, (left.theirs for left in one.undecided), one.after):
        yield f"  you decide  {one_line(text)}"
    if one.merged and not one.united and not one.undecided and one.before:
        yield "  has all of it already"
    for path, why in one.refused.items():
        yield f"  is left      {one_line(path)}: {one_line(why)}"


def _done_lines(one: "Done") -> "Iterator[str]":
    from notes_crm.output.console import one_line

    path = one_line(one.plan.original)
    if one.written:
        yield f"Merged {path}"
    for copy, place in one.moved.items():
        yield f"Moved {one_line(copy)} to {one_line(place)}"
    if one.failed:
        yield f"Stopped: {one_line(one.failed)}"
        return
    for left in one.plan.undecided:
        yield f"Decide {path}:{left.line}"
    if one.plan.undecided:
        yield "Keep the right line of each two, and delete the other and the tag #conflict-copy."


def _merged(done: "Sequence[Done]", plans: "Sequence[Plan]") -> dict[str, Any]:
    refused = [(path, why) for one in plans for path, why in one.refused.items()]
    return {
        "merged": [_done(one) for one in done],
        "refused": [{"path": path, "reason": why} for path, why in refused],
    }


def _done(one: "Done") -> dict[str, Any]:
    return {
        "path": one.plan.original,
        "moved": dict(one.moved),
        "failed": one.failed,
        "united": len(one.plan.united),
        "decide": [left.line for left in one.plan.undecided],
    }


COMMANDS = (conflicts,)
