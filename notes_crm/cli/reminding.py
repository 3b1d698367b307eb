"""What a watch needs to know to remind somebody: whether that is wished, and whether there may be news."""

import os
import sys
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from notes_crm.cli.session import Session, open_session
from notes_crm.errors import CrmError
from notes_crm.model.reminding import Reminding, read_reminding
from notes_crm.store.personal import FILE, read_personal

FIRST, LONGEST = timedelta(minutes=1), timedelta(hours=1)
"""Between attempts after a failure: each time twice as long."""
WAITS = 1
INDEX = ("catalog.sqlite", "catalog.sqlite-wal")

Stamp = tuple[int, int, int] | None


class Reminder:
    """The job that `crm watch` has done: `crm remind` in a process of its own.

    It runs where something may be new: after the day turned, the index or the settings changed, a
    silence ended. To know that takes three looks at files and no question to the index.
    """

    def __init__(self, session: Session, clock: Callable[[], datetime] | None = None) -> None:
        self._root, self._clock = session.vault.root, clock or (lambda: open_session(None).now)
        self._folder, self._settings = session.index.folder, session.config_folder
        self._wishes: tuple[Stamp, Reminding] | None = None
        self._wanted: tuple[object, ...] = ()
        self._seen: tuple[object, ...] = ()
        self._again: datetime | None = None
        self._failures = 0

    def command(self) -> Sequence[str] | None:
        """`crm remind` for this vault; None while nothing can be new or nobody wants to hear it."""
        now, wishes = self._clock(), self._wished()
        if wishes.by is None or wishes.quiet_until(now):
            return None
        if (
            self._again and self._again - timedelta(days=1) <= now < self._again
        ):  # or the clock was set back
            return None
        self._wanted = self._state(now.date())
        if self._wanted == self._seen and self._again is None:
            return None
        return (*_this_crm(), "--vault", str(self._root), "remind")

    def done(self, code: int | None) -> str | None:
        """What was seen needs no second look, unless something waits or went wrong."""
        now, self._again = self._clock(), None
        if code == 0:
            self._failures, self._seen = 0, self._wanted
            return None
        if code == WAITS:
            self._failures = 0
            self._again = now + timedelta(minutes=self._wished().every)
            return None
        self._failures += 1
        self._again = now + min(FIRST * 2 ** (self._failures - 1), LONGEST)
        how = "took too long" if code is None else f"ended with {code}"
        return f"reminding failed ({how}); see what it says: crm remind"

    def _wished(self) -> Reminding:
        stamp = _stamp(self._settings / FILE)
        if self._wishes is None or self._wishes[0] != stamp:
            try:
                table = read_personal(self._settings).remind
                self._wishes = stamp, read_reminding(table, str(self._settings / FILE))
            except CrmError:  # crm remind says what is wrong with them
                self._wishes = stamp, Reminding()
        return self._wishes[1]

    def _state(self, today: date) -> tuple[object, ...]:
        """What was looked at; where it is the same, nothing is new."""
        return (
            today,
            self._wishes and self._wishes[0],
            *(_stamp(self._folder / name) for name in INDEX),
        )


def _this_crm() -> tuple[str, ...]:
    """The same program in a process of its own; the folder it is started in adds no modules."""
    begin = "import sys; from notes_crm.entry import main; sys.exit(main())"
    return sys.executable, "-P", "-c", begin


def _stamp(path: Path) -> Stamp:
    try:
        status = os.stat(path)  # noqa: PTH116 - asked every minute
    except OSError:
        return None
    return status.st_ino, status.st_mtime_ns, status.st_size
