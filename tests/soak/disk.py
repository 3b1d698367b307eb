"""The disk that holds the index fills up at any moment of an update; with room again, all is well."""

import contextlib
import ctypes
import os
import random
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from notes_crm.entry import main
from tests.soak import ground
from tests.soak.rig import Editors

_NEW_MOUNTS = 0x00020000  # CLONE_NEWNS, see unshare(2)
SMALLEST, LARGEST = 150_000, 3_000_000


def alone(work: Callable[[], object]) -> str:
    """Do it in a process whose mounts nobody else sees; why that failed, or nothing."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        said = ""
        try:
            _leave_the_others()
            work()
        except BaseException as error:  # noqa: BLE001 - told to the parent, which raises
            said = f"{type(error).__name__}: {error}"
        os.write(writing, said.encode()[:60_000])
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        said = stream.read().decode()
    os.waitpid(child, 0)
    return said


def possible() -> bool:
    """Whether this process may mount."""
    return os.geteuid() == 0 and not alone(lambda: mount("-t", "tmpfs", "tmpfs", "/mnt"))


def mount(*arguments: str) -> None:
    """mount(8)."""
    subprocess.run(["mount", *arguments], check=True, capture_output=True)


def fill_once(scratch: Path, size: int, rng: random.Random) -> Counter[str]:
    """One vault, one small disk for its index; filled, asked, emptied, repaired. Run `alone`."""
    place = scratch / "place"
    ground.small_vault(place / "vault", 30)
    (place / "cache").mkdir()
    mount("-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place / "cache"))
    os.environ["XDG_CACHE_HOME"] = str(place / "cache")
    editors, ballast = Editors(place / "vault", rng.randrange(10**6)), place / "cache/ballast"
    codes: Counter[str] = Counter()
    before = ""
    for _ in range(4):
        for _ in range(rng.randint(1, 30)):
            editors.work()
        before = ground.digest_of(place / "vault")
        _leave(ballast, rng.choice((0, 1, 4096, 20_000, 60_000, 200_000)))
        for command in (["index", "--accept-removals"], ["search", "seal"], ["customers"]):
            code = _quietly(["--vault", str(place / "vault"), *command])
            assert code in (0, 1, 2), f"{command} ended with {code} on a full disk of {size}"
            codes[f"{command[0]} {code}"] += 1
        assert codes["search 2"] == codes["customers 2"] == 0, "a question was left unanswered"
        ballast.unlink()
    assert ground.digest_of(place / "vault") == before, "a note was touched"
    mount("-o", "remount,size=64m", str(place / "cache"))
    assert _quietly(["--vault", str(place / "vault"), "index", "--accept-removals"]) == 0
    with ground.opened(place) as index:
        assert index.prove(), index.said
        found = ground.state(index)
    assert found == ground.fresh_state(place / "vault", scratch), f"not equal after {size} bytes"
    return codes


def full_disk(rounds: int, seed: int) -> str:
    """So many disks of random sizes."""
    assert possible(), "nothing can be mounted here"
    rng = random.Random(seed)
    for number in range(rounds):
        scratch = Path(tempfile.mkdtemp(prefix="crm-disk-"))
        size, draw = rng.randint(SMALLEST, LARGEST), random.Random(rng.random())
        said = alone(lambda: fill_once(scratch, size, draw))  # noqa: B023 - it ends before the next
        assert not said, f"disk {number} of {size} bytes, seed {seed}: {said}"
        shutil.rmtree(scratch)
    return f"{rounds} disks filled 4 times each, every question answered, 0 differences"


def _leave(ballast: Path, room: int) -> None:
    """Fill the disk but for so many bytes."""
    status = os.statvfs(ballast.parent)
    size = status.f_bavail * status.f_frsize - room
    with ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while size > 0:
            size -= file.write(b"\0" * min(size, 65_536))


def _quietly(arguments: list[str]) -> int:
    with (
        Path(os.devnull).open("w") as nowhere,
        contextlib.redirect_stdout(nowhere),
        contextlib.redirect_stderr(nowhere),
    ):
        return main(arguments)


def _leave_the_others() -> None:
    """From now on, what this process mounts is its own."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(_NEW_MOUNTS):
        raise OSError(ctypes.get_errno(), "unshare")
    mount("--make-rprivate", "/")
