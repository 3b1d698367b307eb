"""Who wrote a note and who changed it last, as far as git tells: one question for several notes.

The repository came by sync or from somebody else, so nothing in it may make git run a program or
reach out: the question reads history and nothing more, and is over after a moment.
"""

import os
import shutil
import subprocess  # git, found on the PATH
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from threading import Timer
from typing import IO, NamedTuple

SECONDS = 2.0
"""So long a history is read; what was not reached by then is not known."""
_HEAD, _PART = b"\x01", b"\x02"
_GRAFTED = b"grafted"
"""How git marks the commit at which a shallow copy of a history begins: nobody knows who wrote what is in it."""
_SETTINGS = (
    "core.fsmonitor=false", "core.hooksPath=/dev/null", "safe.bareRepository=explicit",
    "protocol.allow=never", "log.showRoot=true", "i18n.logOutputEncoding=UTF-8",
)  # fmt: skip
_LOG = (
    "log", "-M", "-l400", "--relative", "--name-status", "--diff-filter=ARM", "-z", "--no-color",
    "--no-ext-diff", "--no-textconv", "--no-show-signature", "--no-notes", "--ignore-submodules",
    "--format=%x01%aN%x02%D", "--", ".",
)  # fmt: skip
_KEPT = ("PATH", "HOME", "XDG_CONFIG_HOME", "USERPROFILE", "SYSTEMROOT", "TMPDIR", "TEMP")
_BOUNDS = {
    "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_ALLOW_PROTOCOL": "none",
    "GIT_TERMINAL_PROMPT": "0", "GIT_PAGER": "cat", "GIT_LITERAL_PATHSPECS": "1",
}  # fmt: skip
_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)


class Traced(NamedTuple):
    """Who brought a note into git, and who changed it last; None where that can't be told."""

    wrote: str | None
    changed: str | None


def is_in_git(root: Path) -> bool:
    """Whether a folder lies in a work tree of git."""
    return any(os.path.lexists(folder / ".git") for folder in (root, *root.parents))


def traced(root: Path, paths: Collection[str], env: Mapping[str, str]) -> dict[str, Traced]:
    """Those of the notes that git knows, under the names they had before they were renamed, too.

    Empty where there is no git, or where it refuses, as it does in a folder of somebody else.
    """
    git = _git(env)
    if git is None or not paths:
        return {}
    words = [git, "--no-pager", "--no-optional-locks", "-C", str(root)]
    for setting in _SETTINGS:
        words += ["-c", setting]
    kept = {name: env[name] for name in _KEPT if name in env}
    try:
        process = subprocess.Popen(  # noqa: S603 - no shell; what is asked is ours
            [*words, *_LOG], env=kept | _BOUNDS, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, creationflags=_NO_WINDOW,
        )  # fmt: skip
    except (OSError, ValueError):
        return {}
    killer = Timer(SECONDS, process.kill)
    killer.start()
    try:
        assert process.stdout is not None
        return _found(_pieces(process.stdout), paths)
    finally:
        killer.cancel()
        process.kill()
        process.communicate()


def _git(env: Mapping[str, str]) -> str | None:
    """The program on the PATH; never one beside one's feet."""
    folders = [f for f in env.get("PATH", "").split(os.pathsep) if Path(f).is_absolute()]
    found = shutil.which("git", path=os.pathsep.join(folders)) if folders else None
    return found if found and Path(found).is_absolute() else None


def _pieces(stream: IO[bytes]) -> Iterator[bytes]:
    """What stands before each NUL."""
    left = b""
    while chunk := os.read(stream.fileno(), 1 << 16):
        *whole, left = (left + chunk).split(b"\0")
        yield from whole


def _found(pieces: Iterator[bytes], paths: Collection[str]) -> dict[str, Traced]:
    """Reads commits, the newest first, until each note's first one is met."""
    called = {os.fsencode(path): path for path in paths}
    wrote: dict[str, str | None] = {}
    changed: dict[str, str | None] = {}
    author: str | None = None
    for piece in pieces:
        word = piece.removeprefix(b"\n")
        if word.startswith(_HEAD):
            author = _author(word)
            continue
        path = next(pieces, b"")
        old = path if word.startswith(b"R") else None
        path = next(pieces, b"") if old else path
        if path not in called:
            continue
        if word != b"R100":
            changed.setdefault(called[path], author)
        if old:
            called[old] = called.pop(path)
        elif word == b"A":
            wrote[called.pop(path)] = author
            if not called:
                break
    return {note: Traced(wrote.get(note), changed[note]) for note in changed}


def _author(head: bytes) -> str | None:
    name, _, marks = head.removeprefix(_HEAD).partition(_PART)
    if _GRAFTED in marks.split(b", "):
        return None
    return name.decode("utf-8", "replace").strip() or None
