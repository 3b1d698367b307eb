"""Every file of an index damaged in every way; the next `crm index` notices, or it was harmless."""

import os
import random
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from tests.soak import ground


def _truncate(data: bytearray, rng: random.Random) -> None:
    del data[rng.randrange(len(data) + 1) :]


def _zero(data: bytearray, rng: random.Random) -> None:
    start = rng.randrange(len(data) + 1)
    end = min(len(data), start + rng.choice((1, 64, 4096, 1 << 20)))
    data[start:end] = bytes(end - start)


def _garbage(data: bytearray, rng: random.Random) -> None:
    start = rng.randrange(len(data) + 1)
    end = min(len(data), start + rng.choice((1, 64, 4096, 1 << 20)))
    data[start:end] = rng.randbytes(end - start)


def _flip(data: bytearray, rng: random.Random) -> None:
    if data:
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)


def _append(data: bytearray, rng: random.Random) -> None:
    data += rng.randbytes(rng.choice((1, 512, 4096)))


def _swap(data: bytearray, rng: random.Random) -> None:
    """Two blocks in each other's place."""
    if len(data) >= 8192:
        a, b = (rng.randrange(len(data) // 4096) * 4096 for _ in range(2))
        data[a : a + 4096], data[b : b + 4096] = data[b : b + 4096], data[a : a + 4096]


DAMAGES: dict[str, Callable[[bytearray, random.Random], None]] = {
    "truncate": _truncate, "zero": _zero, "garbage": _garbage, "flip": _flip, "append": _append,
    "swap": _swap,
}  # fmt: skip
WAYS = (*DAMAGES, "delete")


class Damages:
    """An index with several segments and an unfinished journal, to be damaged again and again."""

    def __init__(self, scratch: Path) -> None:
        self._template, self.place = scratch / "template", scratch / "place"
        ground.small_vault(self.place / "vault", 24)
        for number in range(4):
            ground.change(self.place / "vault", f"before{number}")
            os.waitpid(ground.in_child(self._index_and_die), 0)
        self.expected = ground.fresh_state(self.place / "vault", scratch)
        shutil.copytree(self.place, self._template)
        self.files = self._files()
        assert any(name.endswith("-wal") for name in self.files), "no journal is left to damage"

    def strike(self, name: str, way: str, rng: random.Random) -> bool:
        """Damage one file, then ask and repair; whether the damage was noticed."""
        ground.copy_of(self._template, self.place)
        path = self._cache() / name
        if way == "delete":
            path.unlink()
        else:
            data, kept = bytearray(path.read_bytes()), path.stat()
            DAMAGES[way](data, rng)
            path.write_bytes(data)
            os.utime(path, ns=(kept.st_atime_ns, kept.st_mtime_ns))  # as rot leaves it
        with ground.opened(self.place) as index:
            index.reconcile(accept_removals=True, prove=True)
            assert ground.state(index) == self.expected, (name, way, index.said)
            noticed = bool(index.said)
        with ground.opened(self.place) as index:
            assert index.prove(), (name, way, "the repair is not sound itself")
        return noticed

    def _index_and_die(self) -> None:
        ground.open_index(self.place).reconcile()

    def _cache(self) -> Path:
        with ground.opened(self.place) as index:
            return index.folder

    def _files(self) -> list[str]:
        """All files of the index, by their names in its folder; nothing is opened for that."""
        root = next((self._template / ground.CACHES).iterdir())
        files = (f.relative_to(root).as_posix() for f in root.rglob("*") if f.is_file())
        return sorted(f for f in files if f not in ("lock", "README.txt"))


def damage(rounds: int, seed: int) -> str:
    """So many damages, files and ways in turn."""
    scratch = Path(tempfile.mkdtemp(prefix="crm-damage-"))
    ground_ = Damages(scratch)
    rng = random.Random(seed)
    noticed: Counter[bool] = Counter()
    for number in range(rounds):
        name = ground_.files[number % len(ground_.files)]
        noticed[ground_.strike(name, rng.choice(WAYS), rng)] += 1
    shutil.rmtree(scratch)
    return f"{rounds} damages, {noticed[True]} noticed, {noticed[False]} harmless, 0 wrong"
