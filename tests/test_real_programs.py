"""Real editors, git and rsync at work in a watched vault, a few seconds of each; the soak has more."""

import os
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.soak import editors, gitsync, overflow
from tests.soak.editors import PROGRAMS, Program
from tests.soak.gitsync import Clones
from tests.soak.rig import Watched, differences, wait_for

pytestmark = [
    pytest.mark.program,
    pytest.mark.skipif(os.name == "nt", reason="programs and signals as POSIX has them"),
]

FRESH = 5.0
"""Seconds from save to searchable that even a busy machine keeps; the soak holds the target."""


@pytest.fixture(scope="module")
def one() -> Iterator[Watched]:
    with editors.vault() as one:
        yield one


@pytest.mark.xdist_group("editors")
@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.name)
def test_what_a_program_saves_is_found(one, program: Program, tmp_path):
    if not shutil.which(program.needs):
        pytest.skip(f"{program.needs} is not installed")
    waited = editors.run(one, program, f"zq{PROGRAMS.index(program)}test")
    assert waited < FRESH
    wait_for(one.caught_up, 30)
    assert differences(one, tmp_path / "fresh") == []


@pytest.fixture(scope="module")
def pair() -> Iterator[Clones]:
    if not shutil.which("git"):
        pytest.skip("git is not installed")
    with gitsync.clones() as pair:
        yield pair


@pytest.mark.xdist_group("git")
@pytest.mark.parametrize("work", gitsync.OPERATIONS, ids=lambda work: work.__name__)
def test_after_git_the_index_equals_a_fresh_build(pair, work: Callable):
    work(pair, random.Random(5))
    pair.compare()


@pytest.mark.xdist_group("git")
def test_markers_that_git_left_are_named_at_their_line(pair):
    before = pair.conflicts
    path = pair.clash(random.Random(6))
    pair.git(pair.here, "pull", "-q", "--no-rebase", "--no-edit", fails=True)
    assert gitsync.MARKERS.search(Path(pair.here, path).read_text())
    pair.compare()
    assert pair.conflicts == before + 1
    pair.git(pair.here, "merge", "--abort")


@pytest.mark.parametrize(
    "calamity", [overflow.queue, overflow.watch_limit, overflow.moved], ids=lambda one: one.__name__
)
def test_what_ends_a_watcher_unsaid_is_noticed(calamity):
    told = calamity(0)
    if told.startswith("skipped: "):
        pytest.skip(told.removeprefix("skipped: "))
