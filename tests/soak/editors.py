"""Real editors and copying programs at work in a vault while a daemon is alive.

Each program makes one change by the name of a word to be found; `PROGRAMS` is what both the suite
and the soak run. vim skips its rename dance for files in temporary folders, hence `backupskip=`.
"""

import os
import random
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.soak.rig import Watched, differences, wait_for, watched

NOTE = "Customers/Acme/2026-03-02 visit.md"
FIRST = {
    "crm.toml": "",
    "Customers/Acme/Acme.md": "---\ntype: customer\n---\n# Acme\n",
    NOTE: "---\ntype: visit\n---\nSaw Dana about the seal.\n",
    "Customers/Bolt/2026-03-03 call.md": "Asked for belts.\n",
}
TYPICAL, WORST = 0.4, 2.0
"""Seconds from save to searchable, in the middle and at the 99th percentile."""
PATIENCE = 20.0
"""A program that takes longer hangs."""

Change = Callable[[Path, str], None]
"""Told the vault and a word; leaves a note that holds the word."""


@dataclass(frozen=True)
class Program:
    """How one program changes a vault, and what has to be installed for it."""

    name: str
    needs: str
    change: Change


def editors(rounds: int, seed: int) -> str:
    """Every program in turn, so often; each word is found in time and the index equals a fresh build."""
    rng, waits, missing = random.Random(seed), [], set()
    with vault() as one:
        for number in range(rounds):
            order = list(PROGRAMS)
            rng.shuffle(order)
            for program in order:
                if not shutil.which(program.needs):
                    missing.add(program.needs)
                    continue
                time.sleep(rng.uniform(0.0, 2.5))
                waits.append(run(one, program, f"zq{number}x{order.index(program)}"))
            wait_for(one.caught_up, 30)
            fresh = one.log.with_name(f"fresh-{number}")
            assert (found := differences(one, fresh)) == [], found[:3]
    middle, worst = statistics.median(waits), percentile(waits)
    without = f"; not installed: {', '.join(sorted(missing))}" if missing else ""
    assert middle <= TYPICAL, f"p50 {middle:.2f} s"
    return (
        f"{len(waits)} changes by {len(PROGRAMS)} ways, 0 differences; "
        f"save to searchable p50 {middle:.2f} s, p99 {worst:.2f} s{without}"
    )


def run(one: Watched, program: Program, word: str) -> float:
    """Make the change; seconds until it is found, counted from when the program had ended."""
    program.change(one.root, word)
    saved = time.monotonic()
    wait_for(lambda: one.holds(word), 10, f"{program.name} {word}")
    return time.monotonic() - saved


def percentile(waits: list[float]) -> float:
    """What one in a hundred exceeds."""
    return statistics.quantiles(waits, n=100, method="inclusive")[98] if waits[1:] else waits[0]


@contextmanager
def vault() -> Iterator[Watched]:
    """A small vault with a daemon that has caught up; gone afterwards."""
    scratch = Path(tempfile.mkdtemp(prefix="crm-editors-"))
    for path, text in FIRST.items():
        (scratch / "Vault" / path).parent.mkdir(parents=True, exist_ok=True)
        (scratch / "Vault" / path).write_text(text, encoding="utf-8")
    with watched(scratch / "Vault", scratch, env=at_home(scratch)) as one:
        one.start()
        wait_for(one.caught_up)
        yield one
        assert one.process
        assert one.process.poll() is None, one.log_text()
    shutil.rmtree(scratch)


def at_home(folder: Path) -> dict[str, str]:
    """A home that is nobody's."""
    (home := folder / "home").mkdir()
    return {
        "HOME": str(home),
        **{f"XDG_{kind}_HOME": str(home) for kind in ("CONFIG", "STATE", "DATA")},
    }


def call(*words: object, cwd: Path | None = None, env: dict[str, str] | None = None) -> None:
    """Run a program that must end well, with no terminal and nobody's settings."""
    done = subprocess.run(
        [str(word) for word in words], cwd=cwd, stdin=subprocess.DEVNULL, capture_output=True,
        env={**os.environ, "LC_ALL": "C.UTF-8", "TERM": "xterm", **(env or {})},
        check=False, timeout=PATIENCE,
    )  # fmt: skip
    assert done.returncode == 0, f"{words}: {done.stdout!r} {done.stderr!r}"


def vim(*options: str) -> Change:
    """vim without anybody's settings, as it writes outside temporary folders."""

    def change(root: Path, word: str) -> None:
        commands = ("set backupskip=", *options, f"normal Go{word}", "write", "quit")
        given = [part for command in commands for part in ("-c", command)]
        call("vim", "-Nu", "NONE", "-i", "NONE", "-es", *given, root / NOTE)

    return change


def nano(*options: str) -> Change:
    """nano in a terminal, typed into."""

    def change(root: Path, word: str) -> None:
        leave, end = b"\x18y\r", b""
        typed(
            (["nano", "--ignorercfiles", *options, str(root / NOTE)]),
            [f"{word} ".encode(), leave, end],
        )

    return change


def typed(command: list[str], keys: list[bytes]) -> None:
    """Run a program in a terminal of its own and type into it."""
    import pty  # not on Windows

    child, terminal = pty.fork()
    if child == 0:
        os.environ["TERM"] = "xterm"
        os.execvp(command[0], command)
    os.set_blocking(terminal, False)
    until = time.monotonic() + PATIENCE
    typing = iter(keys)
    while time.monotonic() < until:
        time.sleep(0.25)
        with suppress(OSError):
            os.read(terminal, 65_536)
        with suppress(OSError, StopIteration):
            os.write(terminal, next(typing))
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            os.close(terminal)
            assert status == 0, f"{command[0]} ended with {status}"
            return
    os.kill(child, 9)
    os.waitpid(child, 0)
    raise AssertionError(f"{command[0]} did not end")


def emacs(*settings: str) -> Change:
    """Emacs, which saves in place unless told otherwise."""

    def change(root: Path, word: str) -> None:
        forms = (*settings, "(goto-char (point-max))", f'(insert "\\n{word}\\n")', "(save-buffer)")
        given = [part for form in forms for part in ("--eval", form)]
        call("emacs", "-Q", "--batch", root / NOTE, *given)

    return change


def filtered(*command: str) -> Change:
    """A program that replaces a word in a file; `WORD` and `NOTE` stand for what they say."""

    def change(root: Path, word: str) -> None:
        call(*(root / NOTE if part == "NOTE" else part.replace("WORD", word) for part in command))

    return change


def rsync(*options: str) -> Change:
    """rsync from a copy that somebody changed."""

    def change(root: Path, word: str) -> None:
        with tempfile.TemporaryDirectory(prefix="crm-from-") as source:
            shutil.copytree(root / "Customers", Path(source, "Customers"))
            with Path(source, NOTE).open("a") as note:
                note.write(f"\n{word}\n")
            call("rsync", "-rt", *options, f"{source}/", root)

    return change


def copied_folder(root: Path, word: str) -> None:
    """cp -r of a customer with a new note."""
    with tempfile.TemporaryDirectory(prefix="crm-from-") as source:
        Path(source, f"Copy {word}/deep").mkdir(parents=True)
        Path(source, f"Copy {word}/deep/2026-03-04 visit.md").write_text(f"{word}\n")
        call("cp", "-r", Path(source, f"Copy {word}"), root / "Customers")


def moved_folder(root: Path, word: str) -> None:
    """mv of a folder within the vault, into a name that is looked for."""
    folder = root / f"Customers/Old {word}"
    folder.mkdir()
    (folder / f"2026-03-04 {word}.md").write_text("Saw Dana.\n")
    call("mv", folder, root / f"Customers/New {word}")


def moved_in_and_out(root: Path, word: str) -> None:
    """A folder comes from outside while another leaves."""
    with tempfile.TemporaryDirectory(prefix="crm-from-", dir=root.parent) as outside:
        (fresh := Path(outside, f"In {word}")).mkdir()
        (fresh / "2026-03-05 visit.md").write_text(f"{word}\n")
        (leaving := root / f"Customers/Out {word}").mkdir()
        (leaving / "2026-03-05 visit.md").write_text("Leaves.\n")
        call("mv", leaving, outside)
        call("mv", fresh, root / "Customers")


def replaced_by_tar(root: Path, word: str) -> None:
    """tar unpacks over what is there."""
    with tempfile.TemporaryDirectory(prefix="crm-from-") as source:
        shutil.copytree(root / "Customers/Acme", Path(source, "Customers/Acme"))
        with Path(source, NOTE).open("a") as note:
            note.write(f"\n{word}\n")
        call("tar", "-cf", Path(source, "x.tar"), "Customers", cwd=Path(source))
        call("tar", "-xf", Path(source, "x.tar"), "-C", root)


PROGRAMS = (
    Program("vim", "vim", vim()),
    Program("vim, backup kept", "vim", vim("set backup backupcopy=yes")),
    Program("vim, in place", "vim", vim("set nowritebackup")),
    Program("nano", "nano", nano()),
    Program("nano, backup kept", "nano", nano("--backup")),
    Program("Emacs", "emacs", emacs()),
    Program("Emacs, by rename", "emacs", emacs("(setq file-precious-flag t)")),
    Program("sed -i", "sed", filtered("sed", "-i", "$a WORD", "NOTE")),
    Program("sed -i.bak", "sed", filtered("sed", "-i.bak", "$a WORD", "NOTE")),
    Program("perl -i", "perl", filtered("perl", "-pi", "-e", "s/$/ WORD/ if eof", "NOTE")),
    Program("rsync", "rsync", rsync()),
    Program("rsync --inplace", "rsync", rsync("--inplace")),
    Program("rsync --backup", "rsync", rsync("--backup")),
    Program("rsync --partial", "rsync", rsync("--partial", "--partial-dir=.rsync-partial")),
    Program("rsync --delay-updates", "rsync", rsync("--delay-updates")),
    Program("cp -r", "cp", copied_folder),
    Program("mv", "mv", moved_folder),
    Program("mv in and out", "mv", moved_in_and_out),
    Program("tar", "tar", replaced_by_tar),
)  # fmt: skip
