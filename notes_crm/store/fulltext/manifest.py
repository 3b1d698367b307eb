"""Checksums of the full text's files, kept beside them: Whoosh has none and reads damage as words.

The record is written just before a generation becomes the current one, so at every moment the
current generation is in it. Files are never changed once they are recorded; a new generation
makes new ones.
"""

import contextlib
import errno
import os
import re
from collections.abc import Mapping
from pathlib import Path

from notes_crm.model.digests import blake2b

FILE, PROOF = "sums", "proved"
_HEAD = "notes_crm sums 1"
_TOC = re.compile(r"_MAIN_(\d+)\.toc$")
_KEPT = (".toc", ".seg")
_CHUNK = 1 << 20

Sums = dict[str, tuple[int, str]]
"""Size and checksum by file name."""


def record(folder: Path, renamed: Mapping[str, str] | None = None) -> None:
    """Write down every file of a folder; those known already are not read again.

    `renamed` are files that are about to get another name: new name by the present one.
    """
    before, renamed = _read(folder) or {}, renamed or {}
    sums: Sums = {}
    for present in sorted(_names(folder)):
        name = renamed.get(present, present)
        if name.endswith(_KEPT):
            known = None if present in renamed else before.get(name)
            sums[name] = known or _sum(folder / present)
    _write(folder, sums)


def is_sound(folder: Path, *, every_byte: bool) -> bool:
    """Whether the files are those that were written: by their sizes, or by `every_byte`.

    While another process commits, a sound folder may look damaged: ask again under the lock.
    """
    try:
        return _is_sound(folder, every_byte=every_byte)
    except OSError as error:
        if error.errno in (errno.EMFILE, errno.ENFILE, errno.ENOMEM):
            raise  # that says nothing of the files
        return False


def generation(folder: Path) -> int:
    """The number of the current generation; 0 where there is none, or nothing in it."""
    try:
        names = _names(folder)
    except (FileNotFoundError, NotADirectoryError):
        return 0
    return max((int(found[1]) for name in names if (found := _TOC.match(name))), default=0)


def tidy(folder: Path) -> None:
    """Remove what no generation needs: leftovers of commits that were cut off. Under the lock."""
    needed = {*(_read(folder) or {}), FILE, PROOF}
    left = [name for name in _names(folder) if name not in needed]
    if left:
        import shutil  # noqa: PLC0415 - slow to load, and seldom needed

        for path in map(folder.joinpath, left):
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            else:
                with contextlib.suppress(OSError):  # some systems keep what a reader has open
                    path.unlink()


def was_proved(folder: Path, run: str) -> bool:
    """Whether all of it was compared in this run of the machine, see `machine_run`."""
    try:
        return (folder / PROOF).read_text("ascii") == run
    except (OSError, UnicodeDecodeError):
        return False


def remember_proof(folder: Path, run: str) -> None:
    """All of it was compared in this run of the machine."""
    (folder / PROOF).write_text(run, "ascii")


def machine_run() -> str:
    """What names this run of the machine: after another start, files may have been lost."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
    except OSError:
        return ""


def _is_sound(folder: Path, *, every_byte: bool) -> bool:
    sums = _read(folder)
    present = {name for name in _names(folder) if name.endswith(_KEPT)}
    current = f"_MAIN_{generation(folder)}.toc"
    if sums is None or current not in present or current not in sums:
        return False
    settled = sum(name.endswith(".toc") for name in sums) == 1
    if settled and not sums.keys() <= present:
        return False  # else a commit was cut off, and may have left or taken files
    for name in sums.keys() & present:
        size, digest = sums[name]
        if (folder / name).stat().st_size != size:
            return False
        if every_byte and _sum(folder / name)[1] != digest:
            return False
    return True


def _names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def _sum(path: Path) -> tuple[int, str]:
    digest, size = blake2b(digest_size=16), 0
    with path.open("rb") as file:
        while part := file.read(_CHUNK):
            digest.update(part)
            size += len(part)
    return size, digest.hexdigest()


def _read(folder: Path) -> Sums | None:
    """The record; None where there is none that is whole."""
    try:
        text = (folder / FILE).read_text("ascii")
    except (OSError, UnicodeDecodeError):
        return None
    body, _, end = text.rpartition("end ")
    if not body.startswith(_HEAD) or end.strip() != _digest(body):
        return None
    rows = (line.split(" ", 2) for line in body.splitlines()[1:])
    return {name: (int(size), digest) for digest, size, name in rows}


def _write(folder: Path, sums: Sums) -> None:
    lines = [_HEAD, *(f"{digest} {size} {name}" for name, (size, digest) in sums.items())]
    body = "\n".join(lines) + "\n"
    temporary = folder / f"{FILE}.{os.urandom(4).hex()}.tmp"
    try:
        temporary.write_text(f"{body}end {_digest(body)}\n", "ascii")
        temporary.replace(folder / FILE)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=16).hexdigest()
