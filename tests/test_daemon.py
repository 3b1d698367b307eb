"""`crm watch` as people run it: real processes, real files, real ends."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.soak.rig import Editors, Watched, differences, wait_for, watched

ACME = {
    "Customers/Acme/Acme.md": "---\ntype: customer\n---\n# Acme\n",
    "Customers/Acme/2026-03-02 visit.md": "Saw Dana. The seal leaks.\n",
}

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals as POSIX has them")


@pytest.fixture
def one(vault: Callable[..., Path], tmp_path: Path) -> Iterator[Watched]:
    """A small vault, and a daemon that is not started yet."""
    with watched(vault(ACME), tmp_path) as one:
        yield one


@pytest.fixture
def running(one: Watched) -> Watched:
    one.start()
    wait_for(one.caught_up)
    return one


def status(one: Watched, crm_process: Callable) -> dict:
    cache = {"XDG_CACHE_HOME": str(one.cache)}
    return json.loads(crm_process("--vault", one.root, "status", "--json", env=cache).stdout)


def test_what_is_saved_renamed_and_deleted_becomes_searchable(running, tmp_path):
    note = running.root / "Customers/Acme/2026-03-03 call.md"
    note.write_text("Zanzibar gasket\n")
    wait_for(lambda: running.holds("zanzibar") == {"Customers/Acme/2026-03-03 call.md"})
    note.rename(note.with_name("2026-03-04 call.md"))
    wait_for(lambda: running.holds("zanzibar") == {"Customers/Acme/2026-03-04 call.md"})
    note.with_name("2026-03-04 call.md").unlink()
    wait_for(lambda: not running.holds("zanzibar"))
    shutil.copytree(running.root / "Customers/Acme", running.root / "Customers/Bolt & Sons")
    wait_for(lambda: len(running.holds("seal")) == 2)
    (running.root / "Customers/Acme").rename(running.root / "Customers/Zebra")
    wait_for(running.caught_up)
    assert differences(running, tmp_path / "fresh") == []


def test_nothing_it_logs_names_a_customer_or_a_note(running):
    secret = running.root / "Customers/Hushhush Ltd/Hushhush Ltd.md"
    secret.parent.mkdir()
    secret.write_text("whisper\n")
    secret.with_name("broken.md").write_bytes(b"---\n&a [*a, *a]\n---\n\xff\xfe\x00")
    wait_for(running.caught_up)
    shutil.rmtree(secret.parent)
    wait_for(running.caught_up)
    assert running.end() == 0
    log = running.log_text().lower()
    for word in ("hushhush", "whisper", "acme", "customers", ".md", str(running.root).lower()):
        assert word not in log
    assert "2 added" in log


def test_the_second_one_says_who_is_there(running, crm_process):
    cache = {"XDG_CACHE_HOME": str(running.cache)}
    second = crm_process("--vault", running.root, "watch", env=cache)
    assert second.code == 2
    assert f"already (pid {running.process.pid}, since 20" in second.stderr
    assert second.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130), (signal.SIGHUP, 0)]
)
def test_it_leaves_when_told_to(running, number, code):
    start = time.monotonic()
    assert running.end(number) == code
    assert time.monotonic() - start < 2.5
    assert running.heartbeat() is None
    assert running.log_text().endswith("stopped\n")


def test_it_leaves_in_the_middle_of_a_build(one, tmp_path):
    folder = one.root / "Customers/Many"
    folder.mkdir()
    for number in range(3000):
        (folder / f"2026-03-01 {number:04} visit.md").write_text(f"word{number} " * 60)
    one.start()
    wait_for(lambda: (said := one.heartbeat()) and said.last_look and not said.last_reconcile)
    time.sleep(0.7)
    start = time.monotonic()
    assert one.end() == 0
    assert time.monotonic() - start < 2.5
    one.start()
    wait_for(one.caught_up, 60)
    assert differences(one, tmp_path / "fresh") == []


def test_killed_ten_times_under_edits_the_next_start_repairs(one, tmp_path):
    editors = Editors(one.root, seed=11)
    for round_ in range(10):
        one.start()
        until = time.monotonic() + 0.4 + 0.11 * round_
        while time.monotonic() < until:
            editors.work()
            time.sleep(0.005)
        assert one.end(signal.SIGKILL) == -signal.SIGKILL
        editors.work()
    one.start()
    wait_for(one.caught_up, 30)
    assert differences(one, tmp_path / "fresh") == []


def test_a_vault_that_goes_away_is_not_forgotten_and_comes_back(running, crm_process, tmp_path):
    away = running.root.with_name("Unmounted")
    running.root.rename(away)
    wait_for(lambda: (said := running.heartbeat()) and said.trouble == "vanished")
    running.root.mkdir()  # as an unmounted folder looks
    wait_for(lambda: "another one" in running.log_text())
    assert running.holds("seal")
    cache = {"XDG_CACHE_HOME": str(running.cache)}
    told = crm_process("--vault", running.root, "status", env=cache)
    assert told.code == 1
    assert "suddenly gone" in " ".join(told.stdout.split())
    running.root.rmdir()
    (away / "Customers/Acme/2026-03-05 call.md").write_text("quokka\n")
    away.rename(running.root)
    wait_for(lambda: running.holds("quokka"))
    wait_for(running.caught_up)
    assert running.heartbeat().mode == "events"
    assert differences(running, tmp_path / "fresh") == []


def test_a_deleted_cache_is_built_again(running):
    pid = running.process.pid
    gone = running.cache.with_name("gone")
    running.cache.rename(gone)  # at once: the daemon writes there meanwhile
    shutil.rmtree(gone, ignore_errors=True)
    wait_for(running.caught_up)
    assert running.holds("seal")
    assert running.heartbeat().pid == pid
    assert (running.folder / "daemon.lock").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("victim", ["catalog.sqlite", "words-*/*.toc", "words-*/*.seg"])
def test_a_damaged_index_is_repaired(running, victim, tmp_path):
    (file,) = running.folder.glob(victim)
    file.write_bytes(b"\0" * file.stat().st_size)
    (running.root / "Customers/Acme/2026-03-06 call.md").write_text("wombat\n")
    wait_for(lambda: running.settled() and running.holds("wombat"), 40)
    assert differences(running, tmp_path / "fresh") == []


def test_settings_that_change_are_followed(running, tmp_path):
    (running.root / "crm.toml").write_text(
        '[vault]\nlanguage = ["de"]\n[types]\nsurvey = "interaction"\n'
    )
    note = running.root / "Customers/Acme/2026-03-07 survey.md"
    note.write_text("---\ntype: survey\n---\nHäuser\n")
    wait_for(running.caught_up)
    assert differences(running, tmp_path / "fresh") == []


def test_the_rebuild_of_another_crm_is_followed(running, crm_process, tmp_path):
    cache = {"XDG_CACHE_HOME": str(running.cache)}
    for number in range(3):
        done = crm_process("--vault", running.root, "index", "--rebuild", env=cache)
        assert done.code == 0, done.output
        (running.root / f"Customers/Acme/2026-03-0{number + 1} call.md").write_text(
            f"gnu{number}\n"
        )
        wait_for(lambda n=number: running.holds(f"gnu{n}"))
    wait_for(running.caught_up)
    assert differences(running, tmp_path / "fresh") == []


@pytest.mark.program
def test_it_never_writes_into_the_vault(one):
    """The daemon runs where the vault is mounted read-only; others edit it outside."""
    private(one, f"mount --bind {one.root} {one.root} && mount -o remount,ro,bind {one.root}")
    tried = subprocess.run(
        [*one.wrapper, "touch", one.root / "x"], capture_output=True, check=False
    )
    assert b"Read-only file system" in tried.stderr
    before = _everything(one.root)
    one.start()
    wait_for(one.caught_up)
    assert _everything(one.root) == before
    (one.root / "Customers/Acme/2026-03-08 call.md").write_text("axolotl\n")
    wait_for(lambda: one.holds("axolotl"))
    assert one.end() == 0
    assert "trouble" not in one.log_text()


def _everything(root: Path) -> dict[Path, tuple[int, int]]:
    return {p: (p.lstat().st_mtime_ns, p.lstat().st_ctime_ns) for p in (root, *root.rglob("*"))}


@pytest.mark.program
def test_where_no_folder_can_be_watched_it_polls_and_says_so(one, crm_process):
    """The limit is lowered in a user namespace of its own, not for the machine."""
    for number in range(20):
        (one.root / f"Customers/Customer {number}").mkdir()
    private(one, "echo 10 > /proc/sys/user/max_inotify_watches")
    one.start()
    wait_for(lambda: (said := one.heartbeat()) and said.last_reconcile)
    assert (one.heartbeat().mode, one.heartbeat().reason) == ("polling", "watch-limit")
    assert "watching by polling (watch-limit)" in one.log_text()
    assert not one.heartbeat().caught_up
    assert status(one, crm_process)["daemon"]["reason"] == "watch-limit"
    (one.root / "Customers/Customer 19/2026-03-08 call.md").write_text("okapi\n")
    wait_for(lambda: one.holds("okapi"), 20)


@pytest.mark.program
@pytest.mark.parametrize("size", ["700k", "1200k", "3m"])
def test_a_full_disk_is_waited_for(one, size, tmp_path):
    """The cache lies on a small disk of the daemon's own; another file fills it."""
    if not shutil.which("nsenter"):
        pytest.skip("nsenter is not installed")
    one.cache.mkdir()
    private(one, f"mount -t tmpfs -o size={size} tmpfs {one.cache}")
    one.start()
    ballast = Path(f"/proc/{one.process.pid}/root{one.cache}/ballast")
    wait_for(lambda: "1 notes" in one.log_text() or "2 notes" in one.log_text())
    fill(ballast)
    for number in range(30):
        (one.root / f"Customers/Acme/2026-03-01 {number} call.md").write_text("quokka " * 300)
    wait_for(lambda: "disk-full: " in one.log_text())
    fill(ballast)
    time.sleep(2)
    ballast.unlink()
    wait_for(lambda: "well again (disk-full)" in one.log_text(), 60)
    wait_for(lambda: "True" in within(one, "print(one.caught_up())"), 30)
    assert within(one, "print(len(one.holds('quokka')))") == "30"
    assert within(one, f"print(differences(one, Path({str(tmp_path)!r})))") == "[]"
    assert one.log_text().count("disk-full: ") == 1
    assert one.end() == 0


def fill(ballast: Path) -> None:
    """Take what room is left, to the last byte."""
    with ballast.open("ab", buffering=0) as file, contextlib.suppress(OSError):
        for size in (65_536, 4096, 1):
            with contextlib.suppress(OSError):
                while True:
                    file.write(b"x" * size)


def within(one: Watched, code: str) -> str:
    """What a few lines print where the daemon's own disk is seen."""
    paths = f"Path({str(one.root)!r}), Path({str(one.cache)!r}), Path({str(one.log)!r})"
    enter = f"nsenter --target {one.process.pid} --user --mount --preserve-credentials".split()
    begin = f"from tests.soak.rig import *; one = Watched({paths}); "
    done = subprocess.run(
        [*enter, sys.executable, "-c", begin + code],
        capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1],
    )  # fmt: skip
    return done.stdout.strip()


def private(one: Watched, command: str) -> None:
    """Run the daemon where this command was run for it alone."""
    if not shutil.which("unshare"):
        pytest.skip("unshare is not installed")
    shell = ("sh", "-c", f'{command} && exec "$@"', "sh")
    one.wrapper = ("unshare", "--user", "--map-root-user", "--mount", *shell)
    tried = subprocess.run([*one.wrapper, "true"], capture_output=True, check=False)
    if tried.returncode:
        pytest.skip(f"not possible here: {tried.stderr.decode(errors='replace')}")


def test_a_daemon_that_does_nothing_any_more_is_not_believed(running, crm_process):
    os.kill(running.process.pid, signal.SIGSTOP)
    try:
        (running.root / "Customers/Acme/2026-03-09 call.md").write_text("numbat\n")
        cache = {"XDG_CACHE_HOME": str(running.cache)}
        found = crm_process("--vault", running.root, "search", "numbat", env=cache)
        assert found.code == 0
        assert "numbat" in found.stdout
    finally:
        os.kill(running.process.pid, signal.SIGCONT)


def test_status_says_the_same_things_with_and_without_a_daemon(one, crm_process):
    without = status(one, crm_process)
    assert without["daemon"]["running"] is False
    one.start()
    wait_for(one.caught_up)
    with_ = status(one, crm_process)
    assert with_["daemon"]["running"] is True
    assert with_["daemon"]["pid"] == one.process.pid
    assert with_["notes"] == 2
    assert with_["attention"] == []

    def shape(value: object) -> object:
        return {k: shape(v) for k, v in value.items()} if isinstance(value, dict) else None

    assert shape(with_) == shape(without)


def test_after_much_work_the_process_is_small_again(one, tmp_path):
    folder = one.root / "Customers/Many"
    folder.mkdir()
    for number in range(1200):
        (folder / f"2026-03-01 {number:04} visit.md").write_text(f"word{number} ibex\n")
    one.start()
    pid = one.process.pid
    wait_for(lambda: one.log_text().count("started") == 2, 60)
    wait_for(one.caught_up)
    assert "beginning anew: memory is given back" in one.log_text()
    wait_for(lambda: (said := one.heartbeat()) is not None and said.pid == pid)
    note = folder / "2026-03-02 visit.md"
    note.write_text("gnu\n")
    wait_for(lambda: one.holds("gnu"))
    assert differences(one, tmp_path / "fresh") == []
    assert one.end() == 0
