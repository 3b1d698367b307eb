"""`crm done 3` means the list that this terminal last showed, whatever others list meanwhile."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from notes_crm.cli.terminal import known_as, name_of

pytestmark = pytest.mark.skipif(os.name == "nt", reason="these terminals are Unix ones")

CRM = Path(sys.executable).with_name("crm")
NOTE = "Customers/Acme/2026-03-02 Acme visit.md"
LINES = ["- [ ] Kit 📅 2026-03-06", "- [ ] Oil 📅 2026-03-07", "- [ ] Belt 📅 2026-03-08"]


class Terminal:
    """A terminal in which commands are typed; it may be closed."""

    def __init__(self, folder, env):
        import pty

        self._folder, self._env = folder, {**os.environ, **env, "CRM_TODAY": "2026-03-10"}
        self.outer, self.inner = pty.openpty()

    def crm(self, *words, out=None, elsewhere=False):
        """What is shown, and the exit code; `elsewhere`: without any terminal, as cron runs it."""
        ours = subprocess.DEVNULL if elsewhere else self.inner
        done = subprocess.run(
            [CRM, *words], cwd=self._folder, env=self._env, check=False, stdin=ours, stderr=ours,
            stdout=out or (subprocess.DEVNULL if elsewhere else self.inner),
        )  # fmt: skip
        shown = b"" if elsewhere or out else os.read(self.outer, 65536)
        return done.returncode, shown.decode("utf-8", "replace")

    def close(self):
        os.close(self.outer)
        os.close(self.inner)


@pytest.fixture
def terminals(vault, home):
    folder = vault({NOTE: "\n".join(("---", "by: Sam", "---", "## Promised", *LINES, ""))})
    opened = []

    def build():
        opened.append(Terminal(folder, {"XDG_RUNTIME_DIR": str(home)}))
        return opened[-1]

    def boxes():
        text = (folder / NOTE).read_text(encoding="utf-8")
        return [line[3] for line in text.splitlines() if line.startswith("- [")]

    yield build, boxes
    for one in opened:
        one.close()


def test_two_terminals_side_by_side(terminals):
    build, boxes = terminals
    one, two = build(), build()
    one.crm("due")
    two.crm("promises", "--for", "Sam")
    two.crm("done", "oil")
    two.crm("promises")  # kept ones stand at another place
    assert one.crm("done", "3")[0] == 0
    assert boxes() == [" ", "x", "x"]


def test_what_no_terminal_showed_replaces_no_terminal_s_list(terminals):
    build, boxes = terminals
    one = build()
    one.crm("due")
    one.crm("done", "kit")
    one.crm("due", elsewhere=True)
    assert one.crm("done", "2")[0] == 0
    assert boxes() == ["x", "x", " "]


def test_a_terminal_without_a_list_takes_the_last_one(terminals):
    build, boxes = terminals
    one, two = build(), build()
    assert one.crm("done", "1")[0] != 0
    one.crm("due", elsewhere=True)
    assert two.crm("done", "1")[0] == 0
    one.crm("due")
    assert build().crm("done", "1")[0] == 0
    assert boxes() == ["x", "x", " "]


def test_a_list_that_went_to_a_pipe_is_never_taken_for_the_one_that_was_shown(terminals):
    build, boxes = terminals
    one = build()
    one.crm("due", out=subprocess.DEVNULL)
    assert one.crm("done", "3")[0] == 0  # only one list there is
    one.crm("due")
    one.crm("due", out=subprocess.DEVNULL)
    assert one.crm("done", "1")[0] == 0  # the same in both
    one.crm("due", out=subprocess.DEVNULL)
    code, said = one.crm("done", "1")
    said = " ".join(said.split())
    assert (code, boxes()) == (2, ["x", " ", "x"])
    assert "Number 1 is 'Kit'" in said
    assert "'Oil'" in said
    one.crm("due")
    assert one.crm("done", "1")[0] == 0
    assert boxes() == ["x", "x", "x"]


def test_a_terminal_has_a_name_of_its_own_and_may_be_told_it(terminals):
    build, _ = terminals
    one, two = build(), build()
    assert name_of(one.inner) != name_of(two.inner)
    assert name_of(one.inner).startswith(os.ttyname(one.inner))
    assert known_as({"CRM_TERMINAL": "the left one"}) == "the left one"
    assert known_as({"CRM_TERMINAL": ""}) == ""
