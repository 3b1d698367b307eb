"""Whatever happens to the files and whichever events are lost, the daemon's index ends up equal to a fresh build.

The loop is the daemon's own, driven one turn at a time by a clock that runs only while it waits.
Files, folders and index are real; the operating system's events are dealt out, doubled, held
back or dropped by the test.
"""

import errno
import os
import random
import re
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule
from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
)

from notes_crm.store.index import Index
from notes_crm.store.vault import Vault
from notes_crm.watch import events
from notes_crm.watch.daemon import Daemon
from notes_crm.watch.marks import Marks
from tests.property.test_reconcile import MEMORY, claims_but, words_by_path

FOLDERS = (
    "Customers/Acme Pumps", "Customers/Büro Süd", "Customers/Acme Pumps/Equipment", "Team",
    "Archive/Old Mill", "Inbox",
)  # fmt: skip
STEMS = (
    "Acme Pumps", "Büro Süd", "2026-03-02 1430 visit", "2026-03-05 call", "Pump P-100", "note",
    "note (1)", "note-DESKTOP-4KJ9P2A", "2026-03-09 visit", "x\ny",
)  # fmt: skip
BODIES = (
    "Saw Dana. Promised kit by Friday. {}",
    "---\ntype: visit\ndate: 2026-03-02\nby:\n  - Sam Lee\n---\n## Promised\n- [ ] Send {} #promise 📅 2026-03-06\n",
    "---\ntype: customer\naliases: [AP]\nphone: 0113 496 0000\n---\n## Always remember\n- Ring {} first.\n",
    "---\ntype: equipment\nserial: 0042-77\n---\n{}\n",
    '---\ncustomer: "[[Acme Pumps]]"\ndate: 2026-01-05\n---\nLetter about the lease {}.\n',
    "---\nbroken: [unclosed\ntype: call\n---\nWords that must be kept {}.\n",
    "---\ntype: visit\n---\n<<<<<<< HEAD\nours {}\n=======\ntheirs\n>>>>>>> topic\n",
    "\ufeff---\nprivate: yes\n---\nQuiet {}.",
)  # fmt: skip
COPIES = (
    "{stem}.sync-conflict-20260301-101010-ABCDEFG.md", "{stem} (Sam's conflicted copy 2026-03-01).md",
    "{stem} (1).md", "{stem} 2.md", "{stem}-DESKTOP-4KJ9P2A.md", "{stem}_BASE_4711.md",
)  # fmt: skip
SETTINGS = ("format = 1\n", '[vault]\nlanguage = ["de"]\n')
TOKEN = re.compile(r"zq\d+z")
FRESH = 2.5
"""The same where events arrive: the daemon's own patience, and a look."""
NOTES = 40
"""Notes at the start, so that enough may go at once for the brake."""
ENOUGH = 40
"""Changes between two comparisons."""
SETTLING = 200.0
"""Seconds within which everything is found without an event, a second look at many removals included."""


class Clock:
    """The real clocks, and however much the daemon waited or the test let pass."""

    def __init__(self) -> None:
        self.passed = self.asleep = 0.0
        monotonic, wall = time.monotonic, time.time
        self._patches = [
            mock.patch.object(time, name, new=clock)
            for name, clock in (
                ("monotonic", lambda: monotonic() + self.passed),
                ("time", lambda: wall() + self.passed + self.asleep),
            )
        ]
        for patch in self._patches:
            patch.start()

    def stop(self) -> None:
        for patch in self._patches:
            patch.stop()


class TimedMarks(Marks):
    """Marks by the clock of the test; waiting moves it on."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(lambda: time.monotonic())  # noqa: PLW0108 - looked up anew: it is patched
        self._time = clock

    def wait(self, seconds: float) -> None:
        self._time.passed += seconds + 0.001


class System:
    """The operating system's side of watchdog: one for each observer that the daemon makes."""

    current: "System | None" = None
    full = False

    def __init__(self) -> None:
        self.handler: Any = None
        self.alive = True
        System.current = self

    @property
    def emitters(self) -> set[Any]:
        return {self}

    def is_alive(self) -> bool:
        return self.alive

    def schedule(self, handler: Any, path: str, **_: Any) -> str:
        if System.full:
            raise OSError(errno.ENOSPC, "no more watches")
        self.handler = self.handler or handler
        return path

    def unschedule(self, watch: str) -> None:
        pass

    def start(self) -> None:
        pass

    def stop(self) -> None:
        self.alive = False

    @classmethod
    def deliver(cls, event: FileSystemEvent) -> None:
        if cls.current and cls.current.alive and cls.current.handler:
            cls.current.handler.dispatch(event)


class Disk:
    """A vault that people and programs write to; each change tells the events that it causes."""

    def __init__(self, base: Path, tell: Callable[[FileSystemEvent], None]) -> None:
        self.root, self.outside = base / "vault", base / "outside"
        self.root.mkdir()
        self.outside.mkdir()
        self.hidden: dict[Path, bytes] = {}  # what a cloud keeps, by the note's path
        self.tokens = 0
        self._tell = tell
        self.put(self.root / "crm.toml", SETTINGS[0].encode())

    def work(self, seed: int) -> None:
        rng = random.Random(seed)
        kind = rng.choice(KINDS)
        try:
            kind(self, rng)
        except (
            FileNotFoundError,
            FileExistsError,
            NotADirectoryError,
            IsADirectoryError,
            IndexError,
        ):
            return  # not possible with what is there
        except OSError as error:
            if error.errno not in (errno.ENOTEMPTY, errno.EINVAL):
                raise

    def notes(self) -> list[Path]:
        """Every regular file that a look takes for a note or a copy of one."""
        found = []
        for folder, folders, names in os.walk(self.root):
            folders[:] = [name for name in folders if not name.startswith(".")]
            found += [Path(folder, name) for name in names if name.endswith(".md")]
        return sorted(
            p for p in found if p.name[0] not in ".~#" and p.is_file() and not p.is_symlink()
        )

    # the few things that a disk can do

    def put(self, path: Path, data: bytes) -> None:
        if path.is_symlink() or (path.exists() and not path.is_file()):
            raise FileExistsError(path)
        new = not path.exists()
        path.write_bytes(data)
        if new:
            self._tell(FileCreatedEvent(str(path)))
        self._tell(FileModifiedEvent(str(path)))
        self._tell(FileClosedEvent(str(path)))

    def move(self, source: Path, target: Path) -> None:
        folder = source.is_dir() and not source.is_symlink()
        source.rename(target)
        kind = DirMovedEvent if folder else FileMovedEvent
        self._tell(kind(str(source), str(target)))

    def remove(self, path: Path) -> None:
        path.unlink()
        self._tell(FileDeletedEvent(str(path)))

    # what people and programs make of them

    def write(self, rng: random.Random) -> None:
        self.put(self._anywhere(rng), self.text(rng))

    def save_as_vim(self, rng: random.Random) -> None:
        note = self._any(rng)
        backup = note.with_name(note.name + "~")
        self.move(note, backup)
        self.put(note, self.text(rng))
        self.remove(backup)

    def save_by_rename(self, rng: random.Random) -> None:
        """As Obsidian, rsync, sed, Emacs and this program do."""
        note = self._any(rng)
        name = rng.choice((f".{note.name}.Xa8kQ2", "sedx4qM70", f".{note.name}.tmp", "tmpON3VCm"))
        self.put(note.with_name(name), self.text(rng))
        if rng.random() < 0.5:
            os.utime(note.with_name(name), (1_000_000_000, 1_000_000_000))
        self.move(note.with_name(name), note)

    def save_as_git(self, rng: random.Random) -> None:
        note = self._any(rng)
        self.remove(note)
        self.put(note, self.text(rng))

    def save_as_syncthing(self, rng: random.Random) -> None:
        note = self._any(rng)
        temporary = note.with_name(f".syncthing.{note.name}.tmp")
        self.put(temporary, self.text(rng))
        self.remove(note)
        self.move(temporary, note)

    def append(self, rng: random.Random) -> None:
        note = self._any(rng)
        self.put(note, note.read_bytes() + b"\n- " + self._token() + b"\n")

    def edit_behind_the_clock(self, rng: random.Random) -> None:
        """The same size and the same mtime, other words."""
        note = self._any(rng)
        before, text = note.stat(), note.read_bytes()
        self.put(note, re.sub(rb"Saw|Quiet|Words|Ring", lambda m: m[0].swapcase(), text))
        os.utime(note, ns=(before.st_atime_ns, before.st_mtime_ns))

    def edit_unheard(self, rng: random.Random) -> None:
        """Through a hard link from outside, of which no event tells."""
        note, link = self._any(rng), self.outside / f"link {rng.random()}"
        os.link(note, link)
        link.write_bytes(self.text(rng))
        link.unlink()
        self._tell(None)

    def touch(self, rng: random.Random) -> None:
        when = rng.choice((0, 1_700_000_000, 4_000_000_000, time.time()))
        os.utime(self._any(rng), (when, when))

    def delete(self, rng: random.Random) -> None:
        self.remove(self._any(rng))

    def rename(self, rng: random.Random) -> None:
        self.move(self._any(rng), self._anywhere(rng))

    def swap(self, rng: random.Random) -> None:
        a, b = self._any(rng), self._any(rng)
        spare = a.with_name(".swap")
        self.move(a, spare), self.move(b, a), self.move(spare, b)

    def swap_folders(self, rng: random.Random) -> None:
        a, b = (self.root / name for name in rng.sample(FOLDERS[:2] + FOLDERS[3:], 2))
        spare = self.root / "Spare"
        self.move(a, spare), self.move(b, a), self.move(spare, b)

    def move_folder(self, rng: random.Random) -> None:
        goal = self.root / rng.choice(("Customers/Moved", "Archive/Moved", *FOLDERS))
        self.move(self._folder(rng), goal)

    def take_out(self, rng: random.Random) -> None:
        source = self._folder(rng)
        source.rename(self.outside / f"{source.name} {rng.randrange(10**9)}")
        self._tell(DirDeletedEvent(str(source)))

    def bring_in(self, rng: random.Random) -> None:
        source = rng.choice(sorted(p for p in self.outside.iterdir() if p.is_dir()))
        target = self.root / rng.choice(FOLDERS)
        target.parent.mkdir(parents=True, exist_ok=True)
        source.rename(target)
        self._tell(DirCreatedEvent(str(target)))

    def copy_folder(self, rng: random.Random) -> None:
        target = self.root / f"Customers/Copy {rng.randrange(3)}"
        shutil.copytree(self._folder(rng), target, symlinks=True, copy_function=_copy)
        self._tell(DirCreatedEvent(str(target)))

    def delete_most(self, rng: random.Random) -> None:
        for folder in ("Customers", "Archive", "Inbox"):
            if rng.random() < 0.1 and (self.root / folder).is_dir():
                shutil.rmtree(self.root / folder)
                self._tell(DirDeletedEvent(str(self.root / folder)))

    def delete_folder(self, rng: random.Random) -> None:
        folder = self._folder(rng)
        for path in sorted(folder.rglob("*.md")):
            self._tell(FileDeletedEvent(str(path)))
        shutil.rmtree(folder)
        self._tell(DirDeletedEvent(str(folder)))

    def conflict(self, rng: random.Random) -> None:
        note = self._any(rng)
        self.put(note.with_name(rng.choice(COPIES).format(stem=note.stem)), self.text(rng))

    def free_up_space(self, rng: random.Random) -> None:
        """A cloud tool takes the words away and leaves a placeholder, or an empty file."""
        note = self._any(rng)
        self.hidden[note] = note.read_bytes()
        if rng.random() < 0.5:
            self.put(note, b"")
        else:
            self.put(note.with_name(f".{note.name}.icloud"), b"stub")
            self.remove(note)

    def download(self, rng: random.Random) -> None:
        """It brings one of them back."""
        note = rng.choice(sorted(self.hidden))
        self._bring_back(note, self.hidden.pop(note))

    def download_all(self) -> None:
        while self.hidden:
            self._bring_back(*self.hidden.popitem())
        for path in sorted(self.root.rglob("*.icloud")):  # its folder was renamed meanwhile
            self.remove(path)
        for note in self.notes():
            if not note.stat().st_size:
                self.put(note, b"Words again " + self._token())

    def make_odd(self, rng: random.Random) -> None:
        """Something that is named like a note and is none."""
        path = self._anywhere(rng)
        kind = rng.choice(("folder", "link", "fifo", "control"))
        if kind == "control":
            self.put(self.root / "redflag.md", b"zq0z")
        elif not path.exists() and not path.is_symlink():
            makers = {
                "folder": path.mkdir, "fifo": lambda: os.mkfifo(path),
                "link": lambda: path.symlink_to(self.outside / "elsewhere.md"),
            }  # fmt: skip
            makers[kind]()
            self._tell(FileCreatedEvent(str(path)))

    def clear_odd(self, rng: random.Random) -> None:
        odd = [p for p in self.root.rglob("*.md") if p.is_symlink() or not p.is_file()]
        path = rng.choice(sorted(odd))
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
        self._tell(FileDeletedEvent(str(path)))

    def change_settings(self, rng: random.Random) -> None:
        if rng.random() < 0.2:
            self.put(self.root / "crm.toml", rng.choice(SETTINGS).encode())

    def text(self, rng: random.Random) -> bytes:
        return rng.choice(BODIES).format(self._token().decode()).encode()

    def _bring_back(self, note: Path, data: bytes) -> None:
        stub = note.with_name(f".{note.name}.icloud")
        if stub.exists():
            self.remove(stub)
        taken = note.is_symlink() or (note.exists() and (not note.is_file() or note.stat().st_size))
        if note.parent.is_dir() and not taken:
            self.put(note, data)

    def _anywhere(self, rng: random.Random) -> Path:
        path = self.root / rng.choice(FOLDERS) / f"{rng.choice(STEMS)}.md"
        if not path.parent.is_dir():
            path.parent.mkdir(parents=True)
            self._tell(DirCreatedEvent(str(path.parent)))
        return path

    def _any(self, rng: random.Random) -> Path:
        return rng.choice(self.notes())

    def _folder(self, rng: random.Random) -> Path:
        return rng.choice([p for p in (self.root / name for name in FOLDERS) if p.is_dir()])

    def _token(self) -> bytes:
        self.tokens += 1
        return f"zq{self.tokens}z".encode()


KINDS = (
    Disk.write, Disk.write, Disk.write, Disk.write, Disk.append, Disk.save_as_vim,
    Disk.save_by_rename, Disk.save_as_git, Disk.save_as_syncthing, Disk.edit_behind_the_clock,
    Disk.edit_unheard, Disk.touch, Disk.delete, Disk.rename, Disk.rename, Disk.swap,
    Disk.swap_folders, Disk.move_folder, Disk.take_out, Disk.bring_in, Disk.bring_in,
    Disk.copy_folder, Disk.delete_folder, Disk.delete_most, Disk.conflict, Disk.free_up_space, Disk.download,
    Disk.make_odd, Disk.clear_odd, Disk.change_settings,
)  # fmt: skip


def _copy(source: str, target: str) -> None:
    if os.path.isfile(source):  # noqa: PTH113 - a FIFO would be waited for
        shutil.copyfile(source, target)


class DaemonStates(RuleBasedStateMachine):
    """One vault, one daemon, and everything that may happen to both."""

    operations = 0
    comparisons = 0

    def __init__(self):
        super().__init__()
        self.base = Path(tempfile.mkdtemp(prefix="daemon-", dir=MEMORY)).resolve()
        self.held: list[FileSystemEvent] = []
        self.share = {"lost": 0.0, "twice": 0.0, "late": 0.0}
        self.fates = random.Random(0)
        self.unproven = 0
        self.meanwhile = 0.0
        self.deceived = True  # whether something may have changed of which no event told
        self.clock = Clock()
        self.observer = mock.patch.object(events, "Observer", System)
        self.observer.start()
        System.current, System.full = None, False
        self.log: list[str] = []
        self.daemon: Daemon | None = None
        self.disk = Disk(self.base, self.tell)
        self.index = Index(Vault(self.disk.root), self.base / "cache")
        for number in range(NOTES):
            self.disk.write(random.Random(number))
        self.start()

    def teardown(self):
        try:
            self.equals_a_fresh_build()
        finally:
            self.stop()
            self.observer.stop()
            self.clock.stop()
            self.index.close()
            shutil.rmtree(self.base)

    def tell(self, event: FileSystemEvent | None) -> None:
        """Deal an event out as the shares say."""
        shares = [*self.share.values(), 0.001 + max(0.0, 1 - sum(self.share.values()))]
        (name,) = self.fates.choices((*self.share, "now"), shares)
        if event is None or name in ("lost", "late"):
            self.deceived = True
        if event is None or name == "lost":
            return
        if name == "late":
            self.held.append(event)
            return
        for _ in range(1 + (name == "twice")):
            System.deliver(event)

    @rule(
        lost=st.sampled_from((0.0, 0.0, 0.3, 1.0)), twice=st.sampled_from((0.0, 0.5)),
        late=st.sampled_from((0.0, 0.0, 0.5)), seed=st.integers(0, 99),
    )  # fmt: skip
    def events_go_astray(self, lost, twice, late, seed):
        self.share = {"lost": lost, "twice": twice, "late": late}
        self.fates = random.Random(seed)

    @rule(shuffled=st.booleans())
    def late_events_come(self, shuffled):
        if shuffled:
            self.fates.shuffle(self.held)
        for event in self.held:
            System.deliver(event)
        self.held.clear()

    def work(self, seed):
        DaemonStates.operations += 1
        self.unproven += 1
        self.disk.work(seed)

    @rule(seed=st.integers(0, 2**32), count=st.integers(1, 60))
    def burst(self, seed, count):
        """Much at once; the daemon looks when it is over."""
        rng = random.Random(seed)
        for _ in range(count):
            self.work(rng.getrandbits(32))

    @rule(
        seed=st.integers(0, 2**32), count=st.integers(1, 30), looks=st.sampled_from((0.1, 0.5, 1)),
        apart=st.sampled_from((0.0, 0.3, 1.2, 3.0)),
    )  # fmt: skip
    def busy_hours(self, seed, count, looks, apart):
        """One change after another while the daemon is at it."""
        rng = random.Random(seed)
        for _ in range(count):
            self.work(rng.getrandbits(32))
            self.clock.passed += apart
            while rng.random() < looks / 2:
                self.turn()

    @rule(share=st.sampled_from((0.0, 0.05, 0.5)))
    def others_write_while_it_works(self, share):
        self.meanwhile = share

    @rule(turns=st.integers(1, 12))
    def turns(self, turns):
        for _ in range(turns):
            self.turn()

    @rule(seconds=st.sampled_from((0.2, 1.0, 3.0, 61.0, 90_000.0)))
    def time_passes(self, seconds):
        self.clock.passed += seconds

    @rule()
    def the_machine_sleeps(self):
        self.clock.asleep += 3600.0

    @rule()
    def the_observer_dies(self):
        if System.current:
            System.current.alive = False
            self.deceived = True

    @rule(full=st.booleans())
    def the_watch_limit_is_reached(self, full):
        System.full = full

    @rule()
    def events_are_known_to_be_lost(self):
        if System.current and System.current.handler:
            System.current.handler._marks.lost()

    @rule(turns=st.integers(0, 5), replaced=st.booleans())
    def the_vault_is_away(self, turns, replaced):
        away = self.base / "away"
        self.disk.root.rename(away)
        self.deceived = True
        for _ in range(turns):
            self.turn()
        if replaced:  # another folder with the same files
            shutil.copytree(away, self.disk.root, symlinks=True, copy_function=_copy)
            shutil.rmtree(away)
        else:
            away.rename(self.disk.root)

    @precondition(lambda self: self.daemon)
    @rule(killed=st.booleans())
    def stop_the_daemon(self, killed):
        self.stop(killed=killed)

    @precondition(lambda self: not self.daemon)
    @rule()
    def start_the_daemon(self):
        self.start()

    @rule(words=st.booleans())
    def another_crm_looks(self, words):
        """As every command does, while the daemon lives."""
        try:
            self.index.reconcile(words=words, accept_removals=True)
        finally:
            self.index.close()
            self.index = Index(Vault(self.disk.root), self.base / "cache")

    @rule()
    def the_words_are_lost(self):
        shutil.rmtree(self.index.folder / self.index.catalog.words_folder, ignore_errors=True)
        self.deceived = True  # no event tells: whoever searches finds out

    @rule()
    def the_cache_is_deleted(self):
        self.index.close()
        shutil.rmtree(self.base / "cache", ignore_errors=True)
        self.index = Index(Vault(self.disk.root), self.base / "cache")
        self.deceived = True

    @precondition(lambda self: self.unproven > ENOUGH)
    @rule()
    def equals_a_fresh_build(self):
        self.unproven = 0
        if not self.daemon:
            self.start()
        self.late_events_come(shuffled=False)
        self.meanwhile = 0.0
        self.disk.download_all()
        if not self.index.vault.look().stamps:  # a vault without any note is never believed
            self.disk.put(self.disk.root / "Lessons.md", b"Check the seal " + self.disk._token())
        until = time.monotonic() + SETTLING
        while time.monotonic() < until:
            self.turn()
        DaemonStates.comparisons += 1
        self.compare()
        self.is_fresh_soon()

    def is_fresh_soon(self):
        """With events to tell of it, a change takes no look by the clock."""
        if System.full or not (System.current and System.current.alive):
            return
        self.share = {"lost": 0.0}
        path = self.disk.root / "Lessons.md"
        self.disk.put(path, b"Check the belt " + self.disk._token())
        until = time.monotonic() + FRESH
        while time.monotonic() < until:
            self.turn()
        digest = self.index.vault.read("Lessons.md").digest
        assert self.index.catalog.digests(["Lessons.md"]) == {"Lessons.md": digest}, self.log[-5:]

    def compare(self):
        self.index.close()
        self.index = Index(Vault(self.disk.root), self.base / "cache")
        fresh = Index(Vault(self.disk.root), self.base / "fresh")
        fresh.reconcile(accept_removals=True)
        try:
            assert claims_but(self.index, set()) == claims_but(fresh, set()), self.log[-5:]
            words = words_by_path(self.index)
            assert words == words_by_path(fresh)
            self.nothing_is_lost(words)
        finally:
            fresh.close()
            shutil.rmtree(fresh.folder.parent)

    def nothing_is_lost(self, words):
        """Every word of ours in every file on the disk is found under that file's path."""
        conflicts = {row.path: row.conflict_of for row in self.index.facts.notes()}
        for note in self.disk.notes():
            path = note.relative_to(self.disk.root).as_posix()
            if path in conflicts:
                found = {term for _, term in words[path]}
                assert set(TOKEN.findall(note.read_text(errors="replace"))) <= found, path
            else:
                assert path == "redflag.md" or "_BASE_" in path, path

    def start(self) -> None:
        self.daemon = Daemon(self.disk.root, self.base / "cache", self.log.append)
        marks = TimedMarks(self.clock)
        self.daemon._marks = self.daemon._ears._marks = marks
        progress = self.daemon._progress

        def interrupted(done: int, total: int) -> None:
            if self.fates.random() < self.meanwhile:
                self.work(self.fates.getrandbits(32))
            progress(done, total)

        self.daemon._progress = interrupted

    def stop(self, *, killed: bool = False) -> None:
        if self.daemon and killed:
            self.daemon._claim._lock.release()  # as the kernel does
            System.current = None
        elif self.daemon:
            self.daemon.stop()
            self.daemon.run()
        self.daemon = None
        self.deceived = True

    def turn(self) -> None:
        """One turn of the daemon's loop; when it says that it has caught up, it has."""
        if not self.daemon:
            return
        looked, before = self.daemon._schedule.looked, self.deceived
        self.deceived = False  # unless somebody deceives it while it looks
        self.daemon._turn()
        if self.daemon._anew:
            self.stop()
            self.start()
            return
        if self.daemon._schedule.looked == looked or self.held:
            self.deceived |= before
        failed = [
            line for line in self.log if re.match("reconcile|rebuild|verify|turn|heart", line)
        ]
        assert not failed, failed
        if self.daemon._voice.state.caught_up and not self.deceived:
            assert not self.daemon._marks.pending()
            self.is_current()

    def is_current(self) -> None:
        """The catalog knows the bytes of every note that was not emptied by somebody."""
        notes = {p.relative_to(self.disk.root).as_posix(): p for p in self.disk.notes()}
        known = self.index.catalog.digests(notes)
        for path, digest in known.items():
            if notes[path].stat().st_size:
                assert self.index.vault.read(path).digest == digest, path


TestDaemonStates = DaemonStates.TestCase
TestDaemonStates.settings = settings(
    max_examples=int(os.environ.get("CRM_HISTORIES", "40")), stateful_step_count=30, deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
