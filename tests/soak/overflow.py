"""What ends a watcher without a word: a queue that overflows, no more watches, a vault replaced or unmounted."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.soak.editors import at_home
from tests.soak.rig import Watched, differences, wait_for, watched

QUEUE = Path("/proc/sys/fs/inotify/max_queued_events")
SPIN = 0.1
"""Share of a core that a daemon may take once it has caught up, whatever happened before."""


def overflow(folders: int, seed: int) -> str:  # noqa: ARG001 - each soak is called alike
    """Each calamity once; `folders` is how many folders the largest vault has."""
    told = [
        f"{one.__doc__.split(':')[0].lower()}: {one(folders)}" for one in CALAMITIES if one.__doc__
    ]
    return "; ".join(told)


def queue(_folders: int) -> str:
    """Queue overflow: the daemon stands still while more happens than the kernel keeps."""
    events = int(QUEUE.read_text())
    with vault() as one:
        watch = one.process
        assert watch
        watch.send_signal(signal.SIGSTOP)
        started = time.monotonic()
        files = overfill(one.root, events)
        watch.send_signal(signal.SIGCONT)
        resumed = time.monotonic()
        wait_for(lambda: "events were lost" in one.log_text(), 30, one.log_text())
        wait_for(one.caught_up, 60)
        took = time.monotonic() - resumed
        same(one)
        late = one.root / "Made while nobody listened 3/2026-03-09 visit.md"
        late.write_text("numbat\n")  # its folder came while events were being lost
        wait_for(lambda: one.holds("numbat"), 5, "a folder made meanwhile is not watched")
        return (
            f"more than {events} events in {resumed - started:.0f} s, {files} new notes, "
            f"equal to a fresh build {took:.1f} s later"
        )


def overfill(root: Path, events: int) -> int:
    """Make some notes in new folders, then more events than fit, then more notes; how many notes."""
    spare = root / "Customers/Acme"
    for number in range(events // 2):
        (spare / f".{number}.tmp").touch()
        (spare / f".{number}.tmp").unlink()
    for number in range(40):
        folder = root / f"Made while nobody listened {number}"
        folder.mkdir()
        (folder / "2026-03-01 visit.md").write_text(f"zq{number}\n")
    return 40


def watch_limit(_folders: int) -> str:
    """No more watches: the limit is reached while the daemon runs, in a namespace of its own."""
    wrapper = unshared("echo 40 > /proc/sys/user/max_inotify_watches")
    if not wrapper:
        return "skipped: no user namespaces here"
    with vault(wrapper=wrapper) as one:
        for number in range(60):
            folder = one.root / f"Customers/Customer {number}"
            folder.mkdir()
            (folder / "2026-03-01 visit.md").write_text(f"zq{number}\n")
        start = time.monotonic()
        last = one.root / "Customers/Customer 59/2026-03-02 visit.md"
        wait_for(lambda: (said := one.heartbeat()) and said.mode == "polling", 15, one.log_text())
        took = time.monotonic() - start
        last.write_text("okapi\n")
        wait_for(lambda: one.holds("okapi"), 25)
        last.write_text("numbat\n")
        start = time.monotonic()
        wait_for(lambda: one.holds("numbat"), 25)
        polled = time.monotonic() - start
        wait_for(one.settled, 60)
        same(one)
        said = one.heartbeat()
        assert said
        assert not said.caught_up
        return f"polling after {took:.0f} s, a change then found after {polled:.1f} s"


def many_folders(folders: int) -> str:
    """Many folders: the daemon starts, keeps up with changes, and does not chase its own looks."""
    with vault(folders=folders) as one:
        time.sleep(5)  # it may begin anew after so much work
        wait_for(one.caught_up, 60)
        said = one.heartbeat()
        assert said
        mode = f"{said.mode}{f' ({said.reason})' if said.reason else ''}"
        before, start = cpu(one), time.monotonic()
        time.sleep(20)
        idle = (cpu(one) - before) / (time.monotonic() - start)
        assert idle < SPIN, f"{idle:.0%} of a core while nothing happens"
        assert one.process
        one.process.send_signal(signal.SIGSTOP)
        overfill(one.root, int(QUEUE.read_text()))
        one.process.send_signal(signal.SIGCONT)
        start = time.monotonic()
        wait_for(one.caught_up, 90)
        again = time.monotonic() - start
        same(one)
        before, start = cpu(one), time.monotonic()
        time.sleep(20)
        after = (cpu(one) - before) / (time.monotonic() - start)
        assert after < SPIN, f"{after:.0%} of a core after an overflow"
        return (
            f"{folders} by {mode}, {idle:.2%} of a core idle; overflow settled in {again:.1f} s, "
            f"{after:.2%} of a core afterwards"
        )


def replaced(_folders: int) -> str:
    """Vault deleted and made again: another folder stands at the same place."""
    with vault() as one:
        copy = one.root.with_name("Copy")
        shutil.copytree(one.root, copy)
        shutil.rmtree(one.root)
        time.sleep(3)
        shutil.copytree(copy, one.root)
        took = found(one, "gnu")
        said = one.heartbeat()
        assert said
        assert said.mode == "events"
        return f"found {took:.1f} s after it was back"


def renamed(_folders: int) -> str:
    """Vault renamed: nothing is forgotten while it is away, nothing outside is taken in."""
    with vault() as one:
        away = one.root.with_name("Away")
        known = len(one.index().catalog.stamps())
        one.root.rename(away)
        (away / "Customers/Acme/2026-03-08 call.md").write_text("elsewhere\n")
        wait_for(lambda: "the vault is gone" in one.log_text(), 10)
        time.sleep(2)
        assert len(one.index().catalog.stamps()) == known
        away.rename(one.root)
        return f"found {found(one, 'yak'):.1f} s after it was back"


def unmounted(_folders: int) -> str:
    """Vault unmounted: an empty folder is seen, nothing is forgotten, and events come again."""
    if not mountable():
        return "skipped: nothing can be mounted here"
    with vault() as one:
        disk = one.root.with_name("Disk")
        shutil.copytree(one.root, disk)
        assert one.end() == 0
        subprocess.run(["mount", "--bind", disk, one.root], check=True)
        try:
            one.start()
            wait_for(one.caught_up, 30)
            known = len(one.index().catalog.stamps())
            subprocess.run(["umount", "-l", one.root], check=True)
            for path in one.root.iterdir():  # what lay below the mount, as an empty mount point
                shutil.rmtree(path) if path.is_dir() else path.unlink()
            wait_for(lambda: (said := one.heartbeat()) and said.trouble == "vanished", 80)
            assert len(one.index().catalog.stamps()) == known
            subprocess.run(["mount", "--bind", disk, one.root], check=True)
            return f"found {found(one, 'emu'):.1f} s after it was mounted again"
        finally:
            subprocess.run(["umount", "-l", one.root], check=False, capture_output=True)


def moved(_folders: int) -> str:
    """Folders moved out and in: edits outside count for nothing, edits of what came in for all."""
    with vault() as one, tempfile.TemporaryDirectory(dir=one.root.parent) as place:
        outside = Path(place)
        (outside / "New").mkdir()
        (outside / "New/2026-03-03 visit.md").write_text("zebu\n")
        (one.root / "Customers/Acme").rename(outside / "Gone")
        (outside / "New").rename(one.root / "Customers/New")
        wait_for(lambda: one.holds("zebu"), 5)
        wait_for(lambda: not one.holds("seal"), 5)
        (outside / "Gone/2026-03-09 visit.md").write_text("outsider\n")
        start = time.monotonic()
        (one.root / "Customers/New/2026-03-04 visit.md").write_text("okapi\n")
        wait_for(lambda: one.holds("okapi"), 5)
        took = time.monotonic() - start
        wait_for(one.caught_up, 10)
        assert not one.holds("outsider")
        same(one)
        return f"an edit in what came in found after {took:.2f} s"


@contextmanager
def vault(*, folders: int = 3, wrapper: Sequence[str] = ()) -> Iterator[Watched]:
    """A vault of so many folders with a note each, and a daemon that has caught up."""
    scratch = Path(tempfile.mkdtemp(prefix="crm-overflow-")).resolve()
    root = scratch / "Vault"
    (root / "Customers/Acme").mkdir(parents=True)
    (root / "crm.toml").touch()
    (root / "Customers/Acme/2026-03-02 visit.md").write_text("Saw Dana. The seal leaks.\n")
    for number in range(folders):
        folder = root / f"Customers/Group {number % 100}/Customer {number}"
        folder.mkdir(parents=True)
        if number % 10 == 0:
            (folder / "2026-03-01 visit.md").write_text(f"pump zq{number}\n")
    with watched(root, scratch, wrapper=wrapper, env=at_home(scratch)) as one:
        one.start()
        wait_for(one.caught_up, 120, "the start")
        yield one
    shutil.rmtree(scratch)


def found(one: Watched, word: str) -> float:
    """Write a note; seconds until it is found. Then the index equals a fresh build."""
    start = time.monotonic()
    (one.root / f"Customers/Acme/2026-03-07 {word}.md").write_text(f"{word}\n")
    wait_for(lambda: one.holds(word), 70)
    took = time.monotonic() - start
    wait_for(one.caught_up, 30)
    same(one)
    return took


def same(one: Watched) -> None:
    """The index equals a fresh build."""
    scratch = one.log.with_name("fresh")
    different = differences(one, scratch)
    shutil.rmtree(scratch)
    assert not different, f"{len(different)} differences: {different[:3]}"


def cpu(one: Watched) -> float:
    """Seconds of processor time that the daemon took so far."""
    assert one.process
    fields = Path(f"/proc/{one.process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def unshared(command: str) -> tuple[str, ...]:
    """A wrapper that runs this in namespaces of its own first; empty where that is impossible."""
    wrapper = ("unshare", "-U", "-r", "-m", "sh", "-c", f'{command} && exec "$@"', "sh")
    with suppress(OSError):
        tried = subprocess.run([*wrapper, "true"], capture_output=True, check=False)
        if tried.returncode == 0:
            return wrapper
    return ()


def mountable() -> bool:
    """Whether this process may mount folders."""
    with tempfile.TemporaryDirectory(prefix="crm-mount-") as folder, suppress(OSError):
        tried = subprocess.run(
            ["mount", "--bind", folder, folder], capture_output=True, check=False
        )
        if tried.returncode == 0:
            subprocess.run(["umount", folder], check=True)
            return True
    return False


CALAMITIES: tuple[Callable[[int], str], ...] = (
    queue, watch_limit, many_folders, replaced, renamed, unmounted, moved,
)  # fmt: skip
