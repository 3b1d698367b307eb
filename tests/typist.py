"""Somebody who types: crm in a real terminal (a pty), keys sent one after the other, the screen read."""

import contextlib
import os
import select
import signal
import struct
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

ENTER, CTRL_C, CTRL_D = "\r", "\x03", "\x04"


class Typist:
    """A crm that runs in a terminal of 80 columns; what it shows is in `screen`."""

    def __init__(
        self, arguments: Sequence[str], *, cwd: Path, env: Mapping[str, str] | None = None,
        patience: float = 30,
    ) -> None:  # fmt: skip
        import fcntl
        import pty
        import termios

        program = Path(sys.executable).with_name("crm")
        surroundings = {**os.environ, "CRM_TODAY": "2026-03-10", "TERM": "xterm", **(env or {})}
        surroundings.pop("COLUMNS", None)
        self.screen, self._patience = "", patience
        self._read_to = 0
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            try:
                os.chdir(cwd)
                signal.signal(signal.SIGINT, signal.SIG_DFL)  # ignored where tests run unattended
                fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
                os.execve(program, [str(program), *arguments], surroundings)
            finally:
                os._exit(127)

    def sees(self, words: str) -> "Typist":
        """Wait until these words have come since the last ones that were waited for."""
        until = time.monotonic() + self._patience
        while words not in self.screen[self._read_to :]:
            assert self._more(until), f"{words!r} never came; the screen is:\n{self.screen}"
        self._read_to = self.screen.index(words, self._read_to) + len(words)
        return self

    def types(self, keys: str) -> "Typist":
        os.write(self._fd, keys.encode())
        return self

    def kill(self) -> None:
        """A power cut."""
        os.kill(self.pid, signal.SIGKILL)
        self.leaves()

    def breaks_off(self, key: str = CTRL_C) -> int:
        """Press until it leaves: a key in the very moment of a prompt waits for the next one."""
        until = time.monotonic() + self._patience
        ended = False
        while not ended and time.monotonic() < until:
            self.types(key)
            pause = time.monotonic() + 3
            while self._more(pause):
                pass
            ended = time.monotonic() < pause
        return self.leaves()

    def leaves(self) -> int:
        """Read to the end; the exit code, negative for a signal."""
        until = time.monotonic() + self._patience
        while self._more(until):
            pass
        os.close(self._fd)
        _, status = os.waitpid(self.pid, 0)
        return os.waitstatus_to_exitcode(status)

    def _more(self, until: float) -> bool:
        """Read what comes; False at the end, or when patience is."""
        ready, _, _ = select.select([self._fd], [], [], max(0, until - time.monotonic()))
        data = b""
        if ready:
            with contextlib.suppress(OSError):  # Linux says so when the other side is gone
                data = os.read(self._fd, 4096)
        self.screen += data.decode(errors="replace").replace("\r\n", "\n")
        return bool(data)
