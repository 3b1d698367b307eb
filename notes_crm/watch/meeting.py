"""Where a command meets the watch of its vault, and what the two say there; loads next to nothing.

A request is MAGIC, its length in four bytes, and fields that are divided by NUL, which neither an
argument nor a variable can hold. The watch says at once whether it will try, then either REFUSED
or ANSWERED with the exit code, a length, and what is to be printed: pieces of a letter (see
PIECES), a length and text each. All numbers are unsigned and big-endian.
"""

import os
import stat

TYPE_CHECKING = False
if TYPE_CHECKING:  # `typing` and `collections` take longer to load than the rest of this takes
    from _socket import socket
    from collections.abc import Iterable, Iterator, Mapping

MAGIC = b"crm1"
TRYING, REFUSED, ANSWERED = b"+", b"!", b"="
PIECES = WRITE_OUT, WRITE_ERR, FLUSH_OUT, FLUSH_ERR = b"o", b"e", b"O", b"E"
MOST_ASKED = 256_000
"""Bytes of a request; a longer command line runs itself."""
MOST_ANSWERED = 16_000_000
"""Bytes of an answer; what prints more runs itself."""
MATTERING = ("CRM_", "HOME", "LANG", "LC_", "XDG_", "COLUMNS", "NO_COLOR", "FORCE_COLOR", "TERM")
"""Beginnings of the variables that can change an answer; no others are sent."""


class Garbled(Exception):
    """What came through the socket is not what is said there."""


def folder(env: "Mapping[str, str]") -> str:
    """The folder of the user's sockets; it need not exist."""
    runtime = env.get("XDG_RUNTIME_DIR")
    if runtime:
        return f"{runtime}/notes_crm"
    return f"{env.get('TMPDIR') or '/tmp'}/notes_crm-{os.geteuid()}"  # noqa: S108 - its owner and mode are looked at


def is_ours(path: str) -> bool:
    """Whether this is a real folder of the user's, and closed to everybody else."""
    try:
        status = os.lstat(path)
    except OSError:
        return False
    is_folder = stat.S_ISDIR(status.st_mode)
    return is_folder and status.st_uid == os.geteuid() and not status.st_mode & 0o077


def name_of(vault: str) -> str:
    """The name of a vault's socket: short, and the same by whichever way one comes to the folder."""
    status = os.stat(vault)  # noqa: PTH116 - pathlib takes too long to load
    return f"{status.st_dev:x}-{status.st_ino:x}"


def is_same_user(peer: "socket") -> bool:
    """Whether the other end belongs to this user, where the system says so (Linux)."""
    import _socket  # noqa: PLC0415 - its wrapper takes longer to load than the whole question

    option = getattr(_socket, "SO_PEERCRED", None)
    if option is None:
        return True  # the folder lets nobody else in
    import sys  # noqa: PLC0415

    said = peer.getsockopt(_socket.SOL_SOCKET, option, 12)  # process, user and group
    return int.from_bytes(said[4:8], sys.byteorder) == os.geteuid()


def package() -> str:
    """The folder of this program: another one is another program."""
    return os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120 - as above


def asked(fields: "Iterable[str]") -> bytes:
    """A request as it is sent."""
    said = b"\0".join(map(os.fsencode, fields))
    return MAGIC + len(said).to_bytes(4, "big") + said


def told(code: int, pieces: "Iterable[tuple[bytes, str]]") -> bytes:
    """An answer as it is sent."""
    said = b"".join(
        kind + len(data).to_bytes(4, "big") + data
        for kind, text in pieces
        for data in (text.encode("utf-8", "surrogatepass"),)
    )
    return ANSWERED + code.to_bytes(1, "big") + len(said).to_bytes(4, "big") + said


def pieces_of(said: bytes) -> "Iterator[tuple[bytes, str]]":
    """What is to be printed, piece by piece; Garbled where it isn't that."""
    at = 0
    while at < len(said):
        kind, end = said[at : at + 1], at + 5 + int.from_bytes(said[at + 1 : at + 5], "big")
        if kind not in PIECES or end > len(said):
            raise Garbled
        yield kind, said[at + 5 : end].decode("utf-8", "surrogatepass")
        at = end


def receive(peer: "socket", count: int) -> bytes:
    """So many bytes; Garbled where the other end has closed before."""
    parts = []
    while count:
        part = peer.recv(min(count, 1 << 20))
        if not part:
            raise Garbled
        parts.append(part)
        count -= len(part)
    return b"".join(parts)
