"""Errands of the watch: real children, begun now and then, ended when they take too long."""

import os
import sys
import time
from pathlib import Path

import pytest

from notes_crm.watch import errand
from notes_crm.watch.errand import Errand
from tests.soak.rig import wait_for

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals as POSIX has them")


class Job:
    """Runs this Python program, and keeps what came of it."""

    def __init__(self, program, said=None):
        self.program, self.said, self.codes, self.asked = program, said, [], 0

    def command(self):
        self.asked += 1
        return self.program and [sys.executable, "-c", self.program]

    def done(self, code):
        self.codes.append(code)
        return self.said


def tended(one, job, count=1):
    def look():
        one.tend(ready=True)
        return len(job.codes) >= count

    wait_for(look)


def test_a_child_at_a_time_and_only_now_and_then():
    job = Job("import time; time.sleep(0.3); raise SystemExit(1)")
    one = Errand(job, print, every=0.1)
    one.tend(ready=True)
    assert not one.at_rest
    for _ in range(5):
        one.tend(ready=True)
    assert job.asked == 1
    tended(one, job)
    assert (job.codes, one.at_rest) == ([1], True)
    calm = Errand(job, print, every=60)
    tended(calm, job, 2)
    for _ in range(5):
        calm.tend(ready=True)
    assert job.asked == 2


def test_nothing_is_begun_before_the_watch_is_ready_or_without_a_job():
    job = Job(None)
    one = Errand(job, print, every=0)
    one.tend(ready=False)
    assert job.asked == 0
    one.tend(ready=True)
    assert (job.asked, one.at_rest) == (1, True)
    nothing = Errand(None, print, every=0)
    nothing.tend(ready=True)
    nothing.stop()


def test_one_that_takes_too_long_is_ended_with_all_it_started(monkeypatch, tmp_path):
    monkeypatch.setattr(errand, "LIMIT", 1.0)
    begin = f"import subprocess; p = subprocess.Popen(['sleep', '600']); open({str(tmp_path / 'pid')!r}, 'w').write(str(p.pid)); p.wait()"
    job = Job(begin, said="it took too long")
    told = []
    one = Errand(job, told.append, every=0)
    tended(one, job)
    assert (job.codes, told) == ([None], ["it took too long"])
    pid = int((tmp_path / "pid").read_text())
    wait_for(lambda: not running(pid), 5)


def test_what_goes_wrong_is_said_once_until_it_went_well():
    job, told = Job("raise SystemExit(2)", said="failed"), []
    one = Errand(job, told.append, every=0)
    tended(one, job, 2)
    assert told == ["failed"]
    job.said = None
    tended(one, job, 3)
    job.said = "failed"
    tended(one, job, 4)
    assert told == ["failed", "failed"]


def test_a_job_that_raises_or_names_no_program_harms_nothing():
    class Broken(Job):
        def command(self):
            raise ValueError(self.program)

    told = []
    for job in (Broken("Acme"), Job("")):
        one = Errand(job, told.append, every=0)
        one.tend(ready=True)
        assert one.at_rest
    missing = Job("x")
    missing.command = lambda: ["/no/such/program of Acme"]
    Errand(missing, told.append, every=0).tend(ready=True)
    assert told == ["an errand can't be run: ValueError", "an errand can't be run: FileNotFoundError"]  # fmt: skip


def test_leaving_ends_the_child_soon():
    one = Errand(Job("import time; time.sleep(600)"), print, every=0)
    one.tend(ready=True)
    start = time.monotonic()
    one.stop()
    assert time.monotonic() - start < 3
    assert one.at_rest
    one.stop()


def running(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
