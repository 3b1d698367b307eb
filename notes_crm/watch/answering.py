"""The socket at which a running watch is asked: who may ask, how much, and how many at once.

What a question means is none of its business: whoever starts the watch hands over what answers.
Each question has a thread of its own, and the watch goes on with its work beside them.
"""

import contextlib
import os
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from notes_crm.watch import meeting
from notes_crm.watch.voice import Log

AT_ONCE = 8
"""Questions that are answered side by side; more of them run themselves."""
PATIENCE = 2.0
"""Seconds for somebody to say what they ask, and for each part of the answer to be taken."""
REST = 300.0
"""Seconds without a question, after which nothing is kept open for the next."""
LULL = 15.0
"""Seconds without a question, after which nobody minds if this process begins anew."""
WAITING = 16
SWITCH = 0.001
"""Seconds that one thread computes before another has its turn: nobody who asks waits for word."""

Standing = Literal["current", "updating", "unknown"]
"""What an answer from the index is worth now: as good as a look at the disk; what was there before
a batch that is being written; or nothing, so that the command has to look itself."""
Pieces = Iterable[tuple[bytes, str]]


@dataclass(frozen=True, slots=True)
class Request:
    """A command line and what surrounds it; `ttys` are three digits, 1 where a stream is a terminal.

    `program` is what has to be the same on both sides for their answers to be.
    """

    program: tuple[str, str, str, str]
    cwd: str
    clock: str
    columns: int
    ttys: str
    arguments: tuple[str, ...]
    env: Mapping[str, str]


class Answers(Protocol):
    """What answers: the exit code and what is to be printed, or None where it won't."""

    def __call__(
        self, request: Request, standing: Callable[[str], Standing]
    ) -> tuple[int, Pieces] | None:
        """`standing` tells of an index by its generation what an answer from it is worth."""

    def rehearse(self) -> None:
        """Load what the first question would have to wait for."""

    def rest(self) -> None:
        """Let go of what was kept for the next question: none came for a while."""


class Answering:
    """Listens for one vault while the watch runs; not at all where the system has no such sockets."""

    def __init__(
        self, root: Path, answers: Answers | None, standing: Callable[[str], Standing], log: Log
    ) -> None:
        self._root, self._answers, self._standing, self._log = root, answers, standing, log
        self._door: socket.socket | None = None
        self._place: tuple[str, int, int] | None = None
        self._room = threading.BoundedSemaphore(AT_ONCE)
        self._told = ""
        self._rehearsed = False
        self._lately = 0.0
        self.count = 0

    @property
    def at_rest(self) -> bool:
        """Whether nobody has asked for longer than anybody waits for an answer."""
        return time.monotonic() - self._lately > LULL

    def tend(self, *, quiet: bool) -> bool:
        """Whether questions are heard; listens where that is possible and not yet done.

        `quiet`: there is nothing else to do, so what answers may be loaded.
        """
        if self._answers is None or not hasattr(socket, "AF_UNIX"):
            return False
        if not self._is_in_place():
            self.stop()
            try:
                self._listen(self._answers)
            except OSError as error:
                self._explain(f"commands run themselves: {type(error).__name__}")
        if self._door and quiet and not self._rehearsed:
            self._rehearsed = True
            threading.Thread(target=self._answers.rehearse, daemon=True).start()
        if self._lately and time.monotonic() - self._lately > REST:
            self._lately = 0.0
            self._answers.rest()
        return self._door is not None

    def stop(self) -> None:
        """Hear nothing more; whoever is being answered goes on, as long as this process does."""
        if self._door is None:
            return
        if self._place and _seen(self._place[0]) == self._place:
            with contextlib.suppress(OSError):
                os.unlink(self._place[0])  # noqa: PTH108 - a path of text, as sockets want it
        door, self._door, self._place = self._door, None, None
        with contextlib.suppress(OSError):
            door.shutdown(socket.SHUT_RDWR)  # wakes the thread that listens
        door.close()

    def _is_in_place(self) -> bool:
        """Whether the socket is still there: a runtime folder may be cleared, a vault be moved."""
        if self._door is None or self._place is None:
            return False
        try:
            name = meeting.name_of(str(self._root))
        except OSError:
            return True  # the vault is away for a moment
        return _seen(self._place[0]) == self._place and self._place[0].endswith(f"/{name}")

    def _listen(self, answers: Answers) -> None:
        folder = meeting.folder(os.environ)
        with contextlib.suppress(FileExistsError):
            os.mkdir(folder, 0o700)  # noqa: PTH102 - as above
        if not meeting.is_ours(folder):
            return self._explain(
                "commands run themselves: the folder for sockets is open to others"
            )
        path = f"{folder}/{meeting.name_of(str(self._root))}"
        if os.path.lexists(path):
            if _is_alive(path):
                return self._explain(
                    "commands run themselves: another watch answers for this vault"
                )
            os.unlink(path)  # noqa: PTH108 - left by one that was killed
        door = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            door.bind(path)
            os.chmod(path, 0o600)  # noqa: PTH101 - as above
            door.listen(WAITING)
        except OSError:
            door.close()
            raise
        self._door, self._place, self._told = door, _seen(path), ""
        sys.setswitchinterval(SWITCH)
        threading.Thread(target=self._hear, args=(door, answers), daemon=True).start()
        return None

    def _hear(self, door: socket.socket, answers: Answers) -> None:
        while True:
            try:
                peer, _ = door.accept()
            except OSError:
                if self._door is not door:
                    return
                continue
            if not self._room.acquire(blocking=False):
                peer.close()
                continue
            try:
                threading.Thread(target=self._serve, args=(peer, answers), daemon=True).start()
            except RuntimeError:  # no more threads are to be had
                self._room.release()
                peer.close()

    def _serve(self, peer: socket.socket, answers: Answers) -> None:
        """One question; whatever happens to it, nothing else is harmed."""
        self._lately = time.monotonic()
        self.count += 1
        try:
            with peer:
                peer.settimeout(PATIENCE)
                if not meeting.is_same_user(peer):
                    return
                request = _read(peer)
                peer.sendall(meeting.TRYING)
                answer = answers(request, self._standing)
                said = meeting.told(*answer) if answer else meeting.REFUSED
                peer.sendall(said if len(said) <= meeting.MOST_ANSWERED else meeting.REFUSED)
        except (OSError, ValueError, meeting.Garbled):  # they went away, or are no crm at all
            pass
        finally:
            self._room.release()

    def _explain(self, sentence: str) -> None:
        """Once, until it changes."""
        if sentence != self._told:
            self._told = sentence
            self._log(sentence)


def _read(peer: socket.socket) -> Request:
    """What somebody asks; Garbled where that can't be understood."""
    head = meeting.receive(peer, 8)
    size = int.from_bytes(head[4:], "big")
    if head[:4] != meeting.MAGIC or size > meeting.MOST_ASKED:
        raise meeting.Garbled
    fields = [os.fsdecode(field) for field in meeting.receive(peer, size).split(b"\0")]
    package, version, prefix, encoding, cwd, clock, columns, ttys, count, *rest = fields
    arguments, variables = rest[: int(count)], rest[int(count) :]
    env = {name: value for name, _, value in (v.partition("=") for v in variables)}
    program = (package, version, prefix, encoding)
    return Request(program, cwd, clock, int(columns), ttys, tuple(arguments), env)


def _is_alive(path: str) -> bool:
    """Whether somebody listens there."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as caller:
        caller.settimeout(PATIENCE)
        try:
            caller.connect(path)
        except OSError:
            return False
    return True


def _seen(path: str) -> tuple[str, int, int] | None:
    try:
        status = os.lstat(path)
    except OSError:
        return None
    return path, status.st_dev, status.st_ino
