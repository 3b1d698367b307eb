"""Which file system a vault lies on, and whether changes there come with events."""

import os
import re
import sys
from collections.abc import Iterable
from pathlib import Path

MOUNTS = Path("/proc/self/mountinfo")

SILENT = frozenset({
    "9p", "afs", "acfs", "ceph", "cifs", "coda", "davfs", "drvfs", "fakeowner", "glusterfs", "gpfs",
    "hgfs", "lustre", "ncpfs", "nfs", "nfs4", "ocfs2", "osxfs", "prl_fs", "smb3", "smbfs", "vboxsf",
    "virtiofs", "vmhgfs", "webdav", "afpfs",
})  # fmt: skip
"""File systems that others change without this machine being told."""
LOCAL_FUSE = frozenset({
    "fuse.bindfs", "fuse.cryfs", "fuse.encfs", "fuse.exfat", "fuse.gocryptfs", "fuse.mergerfs",
    "fuse.ntfs", "fuse.ntfs-3g", "fuse.fuse-overlayfs", "fuse.securefs", "fuse.veracrypt",
})  # fmt: skip
"""Programs that show a local disk; all others of their kind may show a remote one."""


def silent(root: Path) -> str | None:
    """The kind of file system, where one at or below `root` brings no events; None otherwise."""
    if sys.platform == "win32":
        return "network" if str(root).startswith("\\\\") else None
    try:
        lines = MOUNTS.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:  # not Linux: the look each minute has to do
        return None
    return next((kind for kind in kinds(root, lines) if is_silent(kind)), None)


def is_silent(kind: str) -> bool:
    """Whether changes on such a file system may come without events."""
    return kind in SILENT or (kind.startswith("fuse.") and kind not in LOCAL_FUSE)


def kinds(root: Path, lines: Iterable[str]) -> list[str]:
    """The file system that holds `root`, then those mounted below it; from mountinfo's lines."""
    own, longest, below = "", -1, []
    here = os.path.join(root, "")  # noqa: PTH118 - mount points are text
    for line in lines:
        fields = line.split(" ")
        if "-" not in fields:
            continue
        kind = fields[fields.index("-") + 1]
        point = os.path.join(_unescaped(fields[4]), "")  # noqa: PTH118 - with its separator
        if here.startswith(point) and len(point) >= longest:  # a later mount covers an earlier one
            own, longest = kind, len(point)
        elif point.startswith(here):
            below.append(kind)
    return [own, *below]


def _unescaped(text: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), text)
