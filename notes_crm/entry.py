"""The console entry: what a living watch can answer is asked of it; everything else runs here.

The way to the watch loads only what Python has loaded already, and a few built-in modules: it is
there to save the half of a command's time that goes into loading. On any doubt it leaves the
command to this process.
"""

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:  # loading `collections` would cost as much as the answer
    from collections.abc import Iterator

WAIT_FOR_WORD = 0.05
"""Seconds in which the watch must say that it will try."""
WAIT_FOR_ANSWER = 10.0
"""Seconds after which it has died over the question; asking is harmless, so it is asked here."""
MOST_ASKED = 4
"""So many watches are asked where the command line alone doesn't say which vault is meant."""

SWEEP_AFTER = 100_000
"""Objects made before Python looks for circles among them, where it would after 700: a command is
over before they are in anybody's way, and loading it makes tens of thousands that stay."""


def main(arguments: list[str] | None = None) -> int:
    """Run `crm`; 0 done, 1 findings or nothing found, 2 could not, 3 a bug, 130 interrupted."""
    typed = sys.argv[1:] if arguments is None else arguments
    if None in (sys.stdin, sys.stdout, sys.stderr):
        _open_closed_streams()
    try:
        code = _answered(typed) if _may_be_answered(typed) else None
    except (BrokenPipeError, KeyboardInterrupt) as error:
        from notes_crm.cli.app import ended_by

        return ended_by(error)
    if code is None:
        import atexit
        import gc

        gc.set_threshold(SWEEP_AFTER)
        atexit.register(gc.freeze)  # else everything is looked through for circles at the end too
        from notes_crm.cli.app import run

        code = run(typed)
    return code


def _open_closed_streams() -> None:
    """Let what was closed, as by `>&-`, lead nowhere: else a file of ours would take its number."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            nowhere = os.open(os.devnull, os.O_RDWR)
            if nowhere != number:
                os.dup2(nowhere, number)
                os.close(nowhere)
            setattr(sys, name, open(number, "w" if number else "r", encoding="utf-8"))  # noqa: PTH123, SIM115 - a number, for good


def _may_be_answered(typed: list[str]) -> bool:
    """Whether it is worth asking: a command, on a console that shows any letter."""
    if not hasattr(os, "geteuid") or "_CRM_COMPLETE" in os.environ or not _after_options(typed):
        return False
    streams = (sys.stdin, sys.stdout, sys.stderr)
    return all(streams) and all(s.encoding.lower() == "utf-8" for s in streams[1:])


def _answered(typed: list[str]) -> int | None:
    """Print what the watch answers and return the exit code; None where it doesn't answer."""
    from notes_crm.watch import meeting

    folder = meeting.folder(dict(os.environ))
    if not meeting.is_ours(folder):
        return None
    request = b""
    for path in _sockets(folder, typed):
        request = request or meeting.asked(_said(typed, meeting.MATTERING, meeting.package()))
        if len(request) > meeting.MOST_ASKED:
            return None
        answer = _ask(path, request)
        if answer:
            return _print(answer)
    return None


def _ask(path: str, request: bytes) -> tuple[int, list[tuple[bytes, str]]] | None:
    """The exit code and what is to be printed, whole; None where there is no answer to be had."""
    import _socket  # its wrapper `socket` takes longer to load than the whole question

    from notes_crm.watch import meeting

    peer = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
    try:
        peer.settimeout(WAIT_FOR_WORD)
        peer.connect(path)
        if not meeting.is_same_user(peer):
            return None
        peer.sendall(request)
        if meeting.receive(peer, 1) != meeting.TRYING:
            return None
        peer.settimeout(WAIT_FOR_ANSWER)
        if meeting.receive(peer, 1) != meeting.ANSWERED:
            return None
        head = meeting.receive(peer, 5)
        size = int.from_bytes(head[1:], "big")
        if size > meeting.MOST_ANSWERED:
            return None
        return head[0], list(meeting.pieces_of(meeting.receive(peer, size)))
    except (OSError, ValueError, meeting.Garbled):  # gone, slow, or something else entirely
        return None
    finally:
        peer.close()


def _print(answer: tuple[int, list[tuple[bytes, str]]]) -> int:
    """Write and flush as the command itself would have, so that both streams mix the same way."""
    out, err = sys.stdout, sys.stderr
    for stream in (out, err):
        if hasattr(stream, "reconfigure"):  # as `run` does
            stream.reconfigure(errors="backslashreplace")
    does = {b"o": out.write, b"e": err.write}
    for kind, text in answer[1]:
        if text:
            does[kind](text)
        else:
            (out if kind == b"O" else err).flush()
    return answer[0]


def _said(typed: list[str], mattering: tuple[str, ...], package: str) -> "Iterator[str]":
    """The fields of a request; `watch.answering.Request` names them in this order."""
    import time

    now = time.time()
    clock = time.strftime("%Y-%m-%dT%H:%M:%S", time.localtime(now)) + f"{now % 1:.6f}"[1:]
    try:
        columns = os.get_terminal_size(sys.__stdout__.fileno() if sys.__stdout__ else 1).columns
    except (OSError, ValueError):
        columns = 0
    ttys = "".join("01"[s.isatty()] for s in (sys.stdin, sys.stdout, sys.stderr))
    yield from (package, sys.version, sys.prefix, sys.getfilesystemencoding())
    yield from (os.getcwd(), clock, str(columns), ttys, str(len(typed)), *typed)  # noqa: PTH109 - pathlib takes too long to load
    for name, value in os.environ.items():
        if name.startswith(mattering):
            yield f"{name}={value}"
    if "1" in ttys:
        from notes_crm.cli.terminal import STATED, known_as

        yield f"{STATED}={known_as(os.environ)}"


def _sockets(folder: str, typed: list[str]) -> list[str]:
    """Where the watch of the vault that is meant would be; all of them where that takes settings."""
    from notes_crm.watch import meeting

    try:
        vault = _vault(typed)
        names = [meeting.name_of(vault)] if vault else sorted(os.listdir(folder))[:MOST_ASKED]  # noqa: PTH208 - as above
    except OSError:  # nothing listens, or the folder one stands in is gone
        return []
    return [path for name in names if os.path.lexists(path := f"{folder}/{name}")]


def _vault(typed: list[str]) -> str | None:
    """The folder of the vault, if that can be told without reading anything."""
    named = _option(typed)
    place = os.getcwd()  # noqa: PTH109 - as above
    while named is None:
        if os.path.isfile(f"{place}/crm.toml"):  # noqa: PTH113 - as above
            return place
        above = os.path.dirname(place)  # noqa: PTH120 - as above
        if above == place:
            named = os.environ.get("CRM_VAULT", "")
        place = above
    return named if named and os.path.isdir(named) else None  # noqa: PTH112 - as above


def _option(typed: list[str]) -> str | None:
    """What `--vault` says."""
    if typed[0].startswith("--vault="):
        return typed[0].partition("=")[2]
    return typed[1] if typed[0] == "--vault" else None


def _after_options(typed: list[str]) -> list[str]:
    """From the command's name on; nothing where other options come first, or only options."""
    at = 0
    if typed and typed[0] == "--vault":
        at = 2
    elif typed and typed[0].startswith("--vault="):
        at = 1
    return typed[at:] if typed[at:] and not typed[at].startswith("-") else []
