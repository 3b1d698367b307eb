"""What a command must not load: every package here costs more than the answer itself."""

import json
import os
import subprocess
import sys
import time

import pytest

from notes_crm.store.stamps import RACY_NS

SCRIPT = """
import json, sys
from notes_crm.entry import main
try:
    code = main(sys.argv[2:])
finally:
    with open(sys.argv[1], "w") as stream:
        json.dump(sorted(sys.modules), stream)
sys.exit(code)
"""
NOTES = {
    "Customers/Acme Pumps/Acme Pumps.md": "---\nphone: 0113 496 0000\ncontact_every: 6 weeks\n---\n## Uses\n- Pumps\n",
    "Customers/Acme Pumps/2026-03-02 1430 Acme Pumps visit.md": (
        "---\ntype: visit\nby: Sam\n---\n## Discussed\n- Seal leaking.\n"
        "## Promised\n- [ ] Send seal kit 📅 2026-03-06\n"
    ),
}
HELP = {
    "babel", "dateparser", "frontmatter", "importlib.metadata", "jinja2", "markdown_it", "nh3",
    "platformdirs", "rapidfuzz", "rich", "sqlite3", "watchdog", "whoosh", "yaml",
}  # fmt: skip
FACTS = {
    "Stemmer", "babel", "dateparser", "filelock", "frontmatter", "jinja2", "markdown_it",
    "notes_crm.model.dates.durations", "notes_crm.model.form", "notes_crm.model.tasks.tasks",
    "notes_crm.store.look", "rich", "watchdog", "whoosh", "yaml",
}  # fmt: skip
DUE = {"icalendar", "notes_crm.answers.record"}
FEED = {
    "icalendar", "notes_crm.answers.agenda", "notes_crm.answers.card", "notes_crm.model.derived",
}  # fmt: skip
SHEET = {
    "http.client", "importlib.resources", "notes_crm.output.child", "notes_crm.output.handout",
    "notes_crm.output.plain", "ssl", "statistics", "subprocess", "urllib.request", "whoosh",
    "zipfile",
}  # fmt: skip
CHECK = {
    "babel", "dateparser", "filelock", "frontmatter", "jinja2", "markdown_it",
    "notes_crm.model.edits", "notes_crm.store.relinking", "watchdog", "whoosh", "yaml",
}  # fmt: skip
WORDS = {
    "babel", "dateparser", "filelock", "frontmatter", "jinja2", "markdown_it",
    "notes_crm.store.look", "rich", "watchdog", "yaml",
}  # fmt: skip


@pytest.fixture
def loaded(home, tmp_path):
    """Run a command in a process of its own; the modules it had loaded when it was done."""

    def run(*arguments, cwd=home, code=0):
        listing = tmp_path / "modules.json"
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT, listing, *arguments], cwd=cwd, capture_output=True,
            check=False, text=True, env={**os.environ, "CRM_TODAY": "2026-03-10"},
        )  # fmt: skip
        assert done.returncode == code, done.stderr
        return set(json.loads(listing.read_text()))

    return run


def test_help_loads_click_and_little_else(loaded):
    assert sorted(loaded("--help") & HELP) == []


def test_an_answer_from_an_unchanged_vault_loads_only_what_it_needs(
    loaded, vault, crm, monkeypatch
):
    monkeypatch.setenv("CRM_ME", "Ana")
    folder = vault(NOTES)
    wait_until_trusted(folder)
    assert crm("search", "seal", cwd=folder).code == 0
    time.sleep(RACY_NS / 1e9 + 0.1)  # until the index itself can be trusted, too
    assert crm("customers", cwd=folder).code == 0
    for arguments, spared in (
        (("who", "acme"), FACTS),
        (("customers",), FACTS),
        (("due",), FACTS | DUE),
        (("due", "--for", "sam"), FACTS | DUE),
        (("promises", "acme"), FACTS | {"icalendar"}),
        (("feed", "--peek"), FACTS | FEED),
        (("feed",), FACTS | FEED),
        (("follow",), FACTS | FEED),
        (("search", "seal"), WORDS),
        (("brief", "acme", "--html", "-o", "sheet.html"), SHEET),
        (("check",), CHECK),
    ):
        assert (arguments, sorted(loaded(*arguments, cwd=folder) & spared)) == (arguments, [])


def test_a_vault_that_changed_loads_what_reads_it(loaded, vault):
    """That the lists above can fail at all; whoever asks for facts loads nothing for words."""
    folder = vault(NOTES)
    facts = loaded("who", "acme", cwd=folder)
    assert ("yaml" in facts, "whoosh" in facts) == (True, False)
    assert "whoosh" in loaded("search", "seal", cwd=folder)


def wait_until_trusted(folder):
    """A file younger than this may change again unseen, so it is read again at the next look."""
    newest = max(path.stat().st_ctime_ns for path in folder.rglob("*.md"))
    while time.time_ns() <= newest + RACY_NS:
        time.sleep(0.05)
