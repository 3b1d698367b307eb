"""A look at the disk taken by a child of this process, while it loads what it needs for its answer.

The child only compares: it says which survey it saw, and where that is the one of the last look, no
other is needed. Whatever it does not say is looked at as ever.
"""

import os
import sys
import threading
from contextlib import suppress

from notes_crm.store.survey import digest_of
from notes_crm.store.vault import Vault

SIZE = 16
"""Bytes of a digest."""


class Ahead:
    """One look, begun now; `digest` waits for it."""

    def __init__(self, vault: Vault) -> None:
        vault.settings  # noqa: B018 - read once, for both
        self._reading, writing = os.pipe()
        self._child = os.fork()
        if not self._child:
            _look(vault, writing)
        os.close(writing)

    def digest(self) -> bytes | None:
        """Of the survey that was seen; None where the child could not say."""
        said = os.read(self._reading, SIZE)  # so few bytes come whole, or not at all
        os.close(self._reading)
        with suppress(ChildProcessError):
            os.waitpid(self._child, 0)
        return said if len(said) == SIZE else None


def ahead(vault: Vault) -> Ahead | None:
    """Begin a look, where a process may be copied without harm: on Linux, with one thread."""
    if not sys.platform.startswith("linux") or threading.active_count() > 1:
        return None
    with suppress(OSError):  # no room for another process
        return Ahead(vault)
    return None


def _look(vault: Vault, writing: int) -> None:
    """In the child: say what was seen and end, without anything that belongs to the parent."""
    try:
        os.write(writing, digest_of(vault.survey()))
    except BaseException:  # noqa: BLE001 - the parent sees for itself
        os._exit(1)
    os._exit(0)
