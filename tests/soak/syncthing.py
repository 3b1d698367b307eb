"""Two real Syncthing peers, a daemon on each side, and people who edit both sides at once."""

import hashlib
import json
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.soak.rig import WORDS, Watched, differences, wait_for, watched

SHARED = "notes"
KEY = "a-key-for-this-machine-alone"
CHECK_EVERY = 300.0
"""Seconds of edits between two comparisons."""
SETTLE = 240.0
"""Seconds within which two peers agree; Syncthing holds deletions back for a minute."""
FULL = 350
"""Notes from which on more are deleted than written."""
FEW = 8
"""Notes in a folder that may go at once; many gone at once is an accident, see the brake."""

_COPY = re.compile(r"(.+)\.sync-conflict-\d{8}-\d{6}-[A-Z2-7]{7}(\.[^.]+)")
_TOKEN = re.compile(r"\bzq[ab]\d+\b")
_CONFIG = """<configuration version="35">
  <folder id="{shared}" label="" path="{folder}" type="sendreceive" rescanIntervalS="60"
      fsWatcherEnabled="true" fsWatcherDelayS="1" ignorePerms="false" autoNormalize="true">
    <filesystemType>basic</filesystemType>
    <device id="{own}"></device><device id="{other}"></device>
    <maxConflicts>10</maxConflicts>
    <minDiskFree unit="%">0</minDiskFree>
  </folder>
  <device id="{own}" name="own" compression="metadata"><address>dynamic</address></device>
  <device id="{other}" name="other" compression="metadata">
    <address>tcp://127.0.0.1:{other_port}</address></device>
  <gui enabled="true" tls="false"><address>127.0.0.1:{gui}</address><apikey>{key}</apikey></gui>
  <options>
    <listenAddress>tcp://127.0.0.1:{port}</listenAddress>
    <globalAnnounceEnabled>false</globalAnnounceEnabled>
    <localAnnounceEnabled>false</localAnnounceEnabled>
    <relaysEnabled>false</relaysEnabled>
    <natEnabled>false</natEnabled>
    <stunKeepaliveStartS>0</stunKeepaliveStartS>
    <urAccepted>-1</urAccepted>
    <crashReportingEnabled>false</crashReportingEnabled>
    <autoUpgradeIntervalH>0</autoUpgradeIntervalH>
    <startBrowser>false</startBrowser>
    <reconnectionIntervalS>2</reconnectionIntervalS>
    <setLowPriority>false</setLowPriority>
  </options>
</configuration>
"""


def syncthing(minutes: float, seed: int) -> str:
    """Edit both sides for so long; both indexes equal a fresh build whenever the peers agree."""
    if not shutil.which("syncthing"):
        return "skipped: syncthing is not installed"
    scratch = Path(tempfile.mkdtemp(prefix="crm-syncthing-"))
    with ExitStack() as stack:
        pair = _Pair(scratch, seed, stack)
        until = time.monotonic() + minutes * 60
        while (left := until - time.monotonic()) > 0:
            pair.edit(min(left, CHECK_EVERY))
            pair.compare()
        told = pair.figures()
    shutil.rmtree(scratch)
    return told


@dataclass
class Peer:
    """One Syncthing with its folder; everything of it listens on this machine alone."""

    home: Path
    folder: Path
    port: int
    gui: int
    device: str = ""
    process: "subprocess.Popen[bytes] | None" = None

    def prepare(self) -> None:
        """Make its keys; its name among devices follows from them."""
        subprocess.run(
            ["syncthing", "generate", f"--home={self.home}", "--no-default-folder"],
            check=True, capture_output=True, env=self._env(),
        )  # fmt: skip
        found = subprocess.run(
            ["syncthing", "--device-id", f"--home={self.home}"],
            check=True, capture_output=True, text=True, env=self._env(),
        )  # fmt: skip
        self.device = found.stdout.strip()

    def start(self, other: "Peer") -> None:
        """Share the folder with the other one."""
        (self.home / "config.xml").write_text(
            _CONFIG.format(
                shared=SHARED, folder=self.folder, own=self.device, other=other.device,
                other_port=other.port, port=self.port, gui=self.gui, key=KEY,
            )
        )  # fmt: skip
        (self.folder / ".stfolder").mkdir(parents=True, exist_ok=True)
        with (self.home / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [
                    "syncthing", "serve", f"--home={self.home}", "--no-browser", "--no-upgrade",
                    "--no-restart", "--skip-port-probing",
                ],
                stdout=log, stderr=log, stdin=subprocess.DEVNULL, env=self._env(),
            )  # fmt: skip

    def end(self) -> None:
        """Leave nothing running."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(10)
            self.process.kill()
            self.process.wait()

    def ask(self, path: str, *, post: bool = False) -> Any:
        """What its REST interface answers; None while it does not."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.gui}/rest/{path}",
            headers={"X-API-Key": KEY}, method="POST" if post else "GET",
        )  # fmt: skip
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=60) as answer:
                return json.loads(answer.read() or b"{}")
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            return None

    def has_all(self, other: "Peer") -> bool:
        """Whether it is idle, needs nothing, and believes the same of the other one."""
        state = self.ask(f"db/status?folder={SHARED}")
        reached = self.ask(f"db/completion?folder={SHARED}&device={other.device}")
        return bool(
            state and reached and state["state"] == "idle" and not state["needTotalItems"]
            and reached["completion"] == 100 and not reached["needItems"] + reached["needDeletes"]
        )  # fmt: skip

    def connected(self, other: "Peer") -> bool:
        """Whether the other one is there."""
        found = self.ask("system/connections") or {}
        return bool(found.get("connections", {}).get(other.device, {}).get("connected"))

    def _env(self) -> dict[str, str]:
        return {"HOME": str(self.home), "PATH": "/usr/bin:/bin", "STNOUPGRADE": "1"}


@dataclass
class Colleague:
    """Edits one side by a seed; every text holds a word that no other text has."""

    root: Path
    side: str
    rng: random.Random
    edits: int = 0
    words: int = 0

    def work(self) -> None:
        """One change of any kind."""
        more = (self.write, self.write, self.same_name)
        fewer = (self.delete, self.delete, self.delete_folder)
        kinds = (
            self.append, self.append, self.replace, self.replace, self.rename, self.move,
            self.rename_folder, self.copy_folder, *(fewer if len(self.notes()) > FULL else more),
            self.delete,
        )  # fmt: skip
        # whatever it works on may be gone: the other side is at it too
        with suppress(FileNotFoundError, FileExistsError, NotADirectoryError, IndexError):
            self.rng.choice(kinds)()
            self.edits += 1

    def notes(self) -> list[Path]:
        """Everything that may be edited."""
        found = files(self.root / "Customers")
        return sorted(p for p in found if p.suffix == ".md" and not _COPY.fullmatch(p.name))

    def write(self) -> None:
        self._put(self._new())

    def same_name(self) -> None:
        """A name that the other side may choose as well."""
        self._put(self._folder() / f"2026-03-0{self.rng.randint(1, 3)} call.md")

    def append(self) -> None:
        with self._any().open("a", encoding="utf-8") as file:
            file.write(f"\n- [ ] {self._text()} 📅 2026-03-0{self.rng.randint(1, 9)}\n")

    def replace(self) -> None:
        note = self._any()
        temporary = note.with_name(f".{note.name}.swp")
        temporary.write_text(self._whole(), encoding="utf-8")
        temporary.replace(note)

    def rename(self) -> None:
        note = self._any()
        note.rename(note.with_name(self._new().name))

    def move(self) -> None:
        self._any().rename(self._new())

    def delete(self) -> None:
        self._any().unlink()

    def rename_folder(self) -> None:
        folder = self.rng.choice(self._folders())
        folder.rename(folder.with_name(f"Customer {self.side}{self._next()}"))

    def copy_folder(self) -> None:
        folder = self.rng.choice(self._small())
        with suppress(shutil.Error):  # a note of it went away meanwhile; the others were copied
            shutil.copytree(folder, folder.with_name(f"Customer {self.side}{self._next()}"))

    def delete_folder(self) -> None:
        shutil.rmtree(self.rng.choice(self._small()))

    def overwrite(self, path: str) -> None:
        """Another text, whatever was there."""
        with suppress(FileNotFoundError):
            self._put(self.root / path)
            self.edits += 1

    def _put(self, note: Path) -> None:
        note.write_text(self._whole(), encoding="utf-8")

    def _any(self) -> Path:
        return self.rng.choice(self.notes())

    def _new(self) -> Path:
        day = self.rng.randint(10, 28)
        return self._folder() / f"2026-02-{day} {self.side}{self._next()} visit.md"

    def _folder(self) -> Path:
        if len(folders := self._folders()) < FEW * 2 or self.rng.random() < 0.05:
            folder = self.root / f"Customers/Customer {self.rng.randint(1, 40)}"
            folder.mkdir(parents=True, exist_ok=True)
            return folder
        return self.rng.choice(folders)

    def _folders(self) -> list[Path]:
        return sorted(p for p in (self.root / "Customers").iterdir() if p.is_dir())

    def _small(self) -> list[Path]:
        return [folder for folder in self._folders() if len(list(folder.iterdir())) <= FEW]

    def _whole(self) -> str:
        return f"---\ntype: visit\nby: Sam\n---\n{self._text()}\n"

    def _text(self) -> str:
        words = self.rng.choices(WORDS, k=self.rng.randint(2, 12))
        return f"{' '.join(words)} zq{self.side}{self._next()}"

    def _next(self) -> int:
        self.words += 1
        return self.words


@dataclass
class _Pair:
    """Both sides of everything."""

    scratch: Path
    seed: int
    stack: ExitStack
    comparisons: int = 0
    words: int = 0
    copies: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        ports = free_ports(4)
        self.peers = [
            Peer(self.scratch / f"home-{side}", self.scratch / side / "Vault", *ports[2 * i :][:2])
            for i, side in enumerate("ab")
        ]
        for peer in self.peers:
            peer.prepare()
        for peer in self.peers:
            (peer.folder / "Customers").mkdir(parents=True)
            (peer.folder / "crm.toml").touch()
        self.rng = random.Random(self.seed)
        self.people = [
            Colleague(peer.folder, side, random.Random(f"{self.seed} {side}"))
            for peer, side in zip(self.peers, "ab", strict=True)
        ]
        for _ in range(60):
            self.people[0].work()
        a, b = self.peers
        for peer, other in ((a, b), (b, a)):
            self.stack.callback(peer.end)
            peer.start(other)
        wait_for(lambda: a.connected(b) and b.connected(a), 60, "the peers to meet")
        self.watches: list[Watched] = []
        for peer, side in zip(self.peers, "ab", strict=True):
            (place := self.scratch / f"watch-{side}").mkdir()
            self.watches.append(self.stack.enter_context(watched(peer.folder, place)))
            self.watches[-1].start()

    def edit(self, seconds: float) -> None:
        """Everybody works; now and then both take the same note at the same moment."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            for person in self.people:
                if self.rng.random() < 0.7:
                    person.work()
            if self.rng.random() < 0.12:
                self._both()
            self._count_copies()
            time.sleep(self.rng.uniform(0.2, 1.2))

    def compare(self) -> None:
        """Wait until both sides are the same, and hold both indexes against fresh builds."""
        wait_for(self._agree, SETTLE, f"the peers to agree; {self.scratch}")
        for peer, watch in zip(self.peers, self.watches, strict=True):
            before = tree(peer.folder)
            wait_for(watch.caught_up, 90, f"the daemon of {peer.folder}")
            self.comparisons += 1
            fresh = self.scratch / f"fresh-{self.comparisons}"
            found = differences(watch, fresh)
            shutil.rmtree(fresh)
            assert tree(peer.folder) == before, "the peers went on; they had agreed"
            assert not found, f"{len(found)} differences in {self.scratch}: {found[0][:300]}"
            self.words += holds_all(watch)
            assert watch.process
            assert watch.process.poll() is None, watch.log_text()

    def figures(self) -> str:
        """What was done."""
        edits = sum(person.edits for person in self.people)
        return (
            f"{edits} edits, {len(self.copies)} conflict copies, {self.comparisons} comparisons "
            f"with a fresh build, {self.words} words looked for, 0 differences"
        )

    def _both(self) -> None:
        a, b = self.people
        shared = {p.relative_to(a.root).as_posix() for p in a.notes()}
        shared &= {p.relative_to(b.root).as_posix() for p in b.notes()}
        if shared:
            path = self.rng.choice(sorted(shared))
            a.overwrite(path)
            b.overwrite(path)

    def _count_copies(self) -> None:
        for peer in self.peers:
            self.copies |= {p.name for p in files(peer.folder) if _COPY.fullmatch(p.name)}

    def _agree(self) -> bool:
        self._count_copies()
        a, b = self.peers
        for peer in self.peers:
            peer.ask(f"db/scan?folder={SHARED}", post=True)
        time.sleep(1)
        done = a.has_all(b) and b.has_all(a)
        return done and tree(a.folder) == tree(b.folder)


def files(folder: Path) -> Iterator[Path]:
    """Every visible file; what goes away meanwhile is passed over."""
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(place, name) for name in names if not name.startswith("."))


def tree(folder: Path) -> dict[str, str]:
    """Every visible file with a digest of its bytes."""
    found = {}
    for path in files(folder):
        with suppress(FileNotFoundError):
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            found[path.relative_to(folder).as_posix()] = digest
    return found


def holds_all(watch: Watched) -> int:
    """Every copy is listed with its original and every word of ours is found; how many words."""
    with closing(watch.index()) as index:
        rows = {row.path: row for row in index.facts.notes()}
        terms = index.fulltext.terms_of()
    count = 0
    for path in (p for p in files(watch.root) if p.suffix == ".md"):
        inside = path.relative_to(watch.root).as_posix()
        copy = _COPY.fullmatch(inside)
        assert rows[inside].conflict_of == (copy and "".join(copy.groups())), inside
        words = set(_TOKEN.findall(path.read_text(encoding="utf-8")))
        found = {term for _, term in terms[rows[inside].id]}
        assert words <= found, f"{inside}: {sorted(words - found)}"
        count += len(words)
    return count


def free_ports(count: int) -> list[int]:
    """Ports of this machine that nobody listens on."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(closing(socket.socket())) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [int(one.getsockname()[1]) for one in sockets]
