"""While a watch is alive and caught up, commands leave the look at the disk to it; never else."""

import subprocess
import sys
import time

import pytest

from notes_crm.cli.session import open_session
from notes_crm.watch.heartbeat import read


@pytest.fixture
def watched(vault, monkeypatch):
    root = vault({"Customers/Acme/Acme.md": "---\ntype: customer\n---\n"})
    monkeypatch.chdir(root)
    monkeypatch.setenv("CRM_VAULT", str(root))
    process = subprocess.Popen(
        [sys.executable, "-c", "import sys; from notes_crm.entry import main; sys.exit(main(['watch']))"],
        cwd=root, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip
    yield root, process
    process.kill()
    process.communicate()


def until(condition, seconds=20):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.02)


def test_a_look_is_spared_only_while_the_watch_keeps_up(watched, crm):
    root, process = watched
    until(lambda: open_session(None)._is_watched())
    assert crm("log", "acme", "call", "Wants a quotation").code == 0
    assert "Wants a quotation" in crm("who", "acme").stdout, "our own writes show at once"
    until(lambda: open_session(None)._is_watched())
    (root / "Customers/Acme/2026-03-09 visit.md").write_text("Saw the turbine.")
    until(lambda: "turbine" in crm("search", "turbine").stdout)
    process.kill()
    process.wait()
    assert not open_session(None)._is_watched()
    (root / "Customers/Acme/2026-03-10 visit.md").write_text("Saw the gasket.")
    assert "gasket" in crm("search", "gasket").stdout, "a dead watch is not waited for"


def test_a_stopped_watch_is_not_believed(watched, crm):
    import signal

    root, process = watched
    until(lambda: open_session(None)._is_watched())
    process.send_signal(signal.SIGSTOP)
    try:
        time.sleep(3)  # longer than its heartbeat counts
        (root / "Customers/Acme/2026-03-10 visit.md").write_text("Saw the gasket.")
        assert read(open_session(None).index.folder) is not None
        assert "gasket" in crm("search", "gasket").stdout
    finally:
        process.send_signal(signal.SIGCONT)
