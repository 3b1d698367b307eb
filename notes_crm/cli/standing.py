"""The words in which `crm status` says how index and watch stand."""

import time
from datetime import UTC, datetime

from notes_crm.cli.session import Session
from notes_crm.output import console
from notes_crm.watch.status import Status


def as_json(found: Status) -> dict[str, object]:
    """The same fields in every state; moments as ISO 8601 in UTC."""
    daemon = found.daemon
    moments = ("since", "last_event", "last_look", "last_reconcile")
    return {
        "vault": found.vault,
        "daemon": {
            "running": daemon is not None,
            "pid": daemon.pid if daemon else None,
            **{name: _utc(getattr(daemon, name) if daemon else None) for name in moments},
            "mode": daemon.mode if daemon else None,
            "reason": daemon.reason if daemon else None,
            "caught_up": bool(daemon and daemon.caught_up),
            "answers": bool(daemon and daemon.answers),
            "lag_seconds": found.lag,
            "beat_age_seconds": found.beat,
            "left": daemon.left if daemon else None,
            "trouble": daemon.trouble if daemon else None,
            "version": daemon.version if daemon else None,
        },
        "current": found.current,
        "notes": found.notes,
        "pending": found.pending,
        "customers": found.customers,
        "problems": found.problems,
        "conflicts": found.conflicts,
        "index": {
            "folder": found.index,
            "bytes": found.index_bytes,
            "written": _utc(found.index_written),
        },
        "attention": list(found.attention),
    }


def _utc(moment: float | None) -> str | None:
    if moment is None:
        return None
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="milliseconds")


def lines(found: Status, session: Session) -> list[str]:
    """Label and words in two columns, then what needs attention; fits the session's width."""
    rows = [
        ("Vault", found.vault),
        ("Watch", _watch_words(found)),
        *_watch_rows(found),
        ("Notes", _notes_words(found)),
        ("Problems", _problem_words(found)),
        ("Index", f"{_size(found.index_bytes)}, written {_ago(found.index_written)}"),
        ("", found.index),
    ]
    shown = []
    for label, text in rows:
        first, *rest = console.wrap(console.one_line(text), session.width - 10) or [""]
        shown.append(f"{console.paint(f'{label:<10}', console.BOLD, colour=session.colour)}{first}")
        shown += [" " * 10 + line for line in rest]
    for sentence in found.attention:
        wrapped = console.wrap(console.safe(sentence), session.width - 2)
        mark = console.paint("!", console.RED, console.BOLD, colour=session.colour)
        shown += [f"{mark} {wrapped[0]}", *(f"  {line}" for line in wrapped[1:])]
    return shown


def _watch_words(found: Status) -> str:
    daemon = found.daemon
    if daemon is None:
        return "not running; every command looks at the disk itself"
    since = time.strftime("%Y-%m-%d %H:%M", time.localtime(daemon.since))
    return f"running, pid {daemon.pid}, since {since}"


def _watch_rows(found: Status) -> list[tuple[str, str]]:
    daemon = found.daemon
    if daemon is None:
        return []
    how = f"by {daemon.mode}" + (f" ({daemon.reason})" if daemon.reason else "")
    state = "caught up" if daemon.caught_up else f"{found.lag:.1f} s behind"
    return [
        ("", f"{how}, {state}, {'answers commands' if daemon.answers else 'answers no commands'}"),
        ("", f"last event {_ago(daemon.last_event)}, last full look {_ago(daemon.last_look)}"),
    ]


def _notes_words(found: Status) -> str:
    known = f"{found.customers:,} customer{'s' * (found.customers != 1)}"
    words = (
        f"{found.notes:,} of {known}" if found.customers else f"{found.notes:,}, no customer yet"
    )
    return f"{words}; {found.pending:,} still without words" if found.pending else words


def _problem_words(found: Status) -> str:
    errors, warnings = found.problems["error"], found.problems["warn"]
    copies = "y" if found.conflicts == 1 else "ies"
    return (
        f"{errors} error{'s' * (errors != 1)}, {warnings} warning{'s' * (warnings != 1)} in notes, "
        f"{found.conflicts} conflict cop{copies}; the rest: crm check"
    )


def _size(count: int) -> str:
    return f"{count / 1_000_000:.1f} MB" if count >= 100_000 else f"{count / 1000:.1f} kB"  # noqa: PLR2004 - where MB read better


def _ago(moment: float | None) -> str:
    if moment is None:
        return "never"
    seconds = max(0, round(time.time() - moment))
    for size, name in ((172_800, "days"), (7200, "hours"), (120, "minutes")):
        if seconds >= size:
            return f"{seconds // {'days': 86_400, 'hours': 3600, 'minutes': 60}[name]} {name} ago"
    return f"{seconds} s ago"
