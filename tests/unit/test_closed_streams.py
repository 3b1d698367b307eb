"""A command whose streams were closed (`crm due >&-`) does what it was asked, and says it nowhere."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

NOTES = {
    "Customers/Acme/Acme.md": "---\ntype: customer\n---\n",
    "Customers/Acme/2026-03-02 visit.md": "- [ ] Send kit #promise 📅 2026-03-06\n",
}
pytestmark = pytest.mark.skipif(os.name == "nt", reason="it is a shell that closes them")


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize(("arguments", "code"), [("due", 0), ("done kit", 0), ("who zebra", 2)])
def test_closed_streams_are_no_bug(closed, arguments, code, vault):
    root = vault(NOTES)
    program = Path(sys.executable).with_name("crm")
    done = subprocess.run(
        ["sh", "-c", f'"$0" {arguments} {closed}', program], cwd=root, check=False,
        capture_output=True, text=True, env={**os.environ, "CRM_TODAY": "2026-03-10"},
    )  # fmt: skip
    assert (done.returncode, "Traceback" in done.stderr) == (code, False)
    assert bool(done.stdout) == (">&-" not in closed.split() and not code)
    note = (root / "Customers/Acme/2026-03-02 visit.md").read_text()
    assert ("- [x]" in note) == (arguments == "done kit"), "nothing of ours is printed into a note"
    assert note.count("\n") == 1
