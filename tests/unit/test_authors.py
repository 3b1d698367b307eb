"""Who wrote a note that nobody signed, as git has it: real histories, and repositories that mean harm."""

import json
import os
import shutil
import subprocess
from contextlib import suppress

import pytest

from notes_crm.cli.warm import Warm
from notes_crm.store import authors
from notes_crm.store.authors import Traced, is_in_git, traced
from notes_crm.watch.answering import Request
from tests.unit.test_warm_answers import PROGRAM

pytestmark = [
    pytest.mark.program,
    pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed"),
]
VISIT = "Customers/Acme/2026-03-02 visit.md"
CALL = "Customers/Acme/2026-03-03 call.md"
SEAL = "---\ntype: visit\n---\nThe seal leaks since Friday, and Dana is not amused.\n"
FILES = {"Customers/Acme/Acme.md": "", VISIT: SEAL}


@pytest.fixture
def git(vault):
    """A vault in git; `git.commit("Ana", {path: text})` writes and commits, `git(…)` is any word."""
    root = vault(FILES)

    def run(*words, who="Sam Lee", cwd=root):
        name = {"GIT_AUTHOR_NAME": who, "GIT_AUTHOR_EMAIL": "a@b.example"}
        name |= {key.replace("AUTHOR", "COMMITTER"): value for key, value in name.items()}
        subprocess.run(["git", *words], cwd=cwd, env=os.environ | name, check=True, capture_output=True)  # fmt: skip

    def commit(who, files=None):
        for path, text in (files or {}).items():
            (root / path).write_text(text)
        run("add", "-A")
        run("commit", "-qm", "notes", who=who)

    run("init", "-q")
    run.root, run.commit = root, commit
    return run


def asked(git, *paths):
    return traced(git.root, paths, os.environ)


def test_who_wrote_and_who_changed_last(git):
    git.commit("Sam Lee")
    git.commit("Ana Ruiz", {VISIT: SEAL + "More.\n", CALL: "Rang.\n"})
    git.commit("Jo", {"Customers/Acme/Acme.md": "Pumps\n"})
    assert asked(git, VISIT, CALL) == {
        VISIT: Traced("Sam Lee", "Ana Ruiz"),
        CALL: Traced("Ana Ruiz", "Ana Ruiz"),
    }


def test_a_note_that_was_renamed_keeps_its_author(git):
    git.commit("Sam Lee")
    new = "Customers/Acme Pumps/2026-03-02 visit.md"
    git("mv", "Customers/Acme", "Customers/Acme Pumps")
    git.commit("Ana Ruiz")
    assert asked(git, new) == {new: Traced("Sam Lee", "Sam Lee")}
    git.commit("Jo", {VISIT.replace("Acme/", "Acme Pumps/"): SEAL + "A word.\n"})
    git("mv", "Customers/Acme Pumps", "Customers/Acme")
    git.commit("Ana Ruiz", {VISIT: SEAL + "A word.\nAnother.\n"})
    assert asked(git, VISIT) == {VISIT: Traced("Sam Lee", "Ana Ruiz")}


def test_what_git_does_not_know_is_left_out(git):
    git.commit("Sam Lee")
    (git.root / CALL).write_text("Not committed.\n")
    assert asked(git, CALL, "Customers/Acme/none.md") == {}
    assert asked(git) == {}


def test_a_vault_below_the_top_of_the_repository(git):
    git.commit("Sam Lee")
    root = git.root / "Customers"
    assert is_in_git(root)
    assert traced(root, ["Acme/2026-03-02 visit.md"], os.environ) == {
        "Acme/2026-03-02 visit.md": Traced("Sam Lee", "Sam Lee")
    }


def test_where_a_history_was_cut_off_nobody_is_named(git, home):
    git.commit("Sam Lee")
    git.commit("Ana Ruiz", {CALL: "Rang.\n"})
    git.commit("Jo", {CALL: "Rang.\nTwice.\n"})
    copy = home / "copy"
    git("clone", "-q", "--depth", "1", f"file://{git.root}", str(copy))
    assert traced(copy, [VISIT, CALL], os.environ) == {
        VISIT: Traced(None, None),
        CALL: Traced(None, None),
    }


def test_without_git_or_a_repository_nobody_is_named(git, home, vault):
    git.commit("Sam Lee")
    assert traced(git.root, [VISIT], {"PATH": ""}) == {}
    assert traced(git.root, [VISIT], {"PATH": str(home)}) == {}
    other = vault(FILES, name="Other")
    assert not is_in_git(other)
    assert traced(other, [VISIT], os.environ) == {}


def test_a_program_beside_ones_feet_is_not_git(git, monkeypatch):
    git.commit("Sam Lee")
    (git.root / "git").write_text("#!/bin/sh\ntouch taken\n")
    (git.root / "git").chmod(0o755)
    monkeypatch.chdir(git.root)
    assert traced(git.root, [VISIT], {"PATH": f".{os.pathsep}"}) == {}
    assert not (git.root / "taken").exists()


def test_a_long_history_is_left_after_its_time(git, monkeypatch, home):
    """A git that never answers."""
    slow = home / "bin" / "git"
    slow.parent.mkdir()
    slow.write_text("#!/bin/sh\nexec sleep 60\n")
    slow.chmod(0o755)
    monkeypatch.setattr(authors, "SECONDS", 0.1)
    assert traced(git.root, [VISIT], os.environ | {"PATH": f"{slow.parent}:/usr/bin:/bin"}) == {}


SPITE = ("core.fsmonitor", "core.pager", "pager.log", "diff.external", "diff.spite.textconv",
         "diff.spite.command", "gpg.program", "gpg.ssh.program", "core.sshCommand", "core.askPass",
         "core.editor", "filter.spite.clean", "filter.spite.smudge", "filter.spite.process",
         "credential.helper", "core.alternateRefsCommand", "uploadpack.packObjectsHook")  # fmt: skip


def test_a_repository_that_means_harm_runs_nothing(git, home):
    """Its settings, attributes, hooks and an alias name a program at every place there is."""
    program = home / "spite"
    program.write_text(f"#!/bin/sh\necho $0 $@ >> {home}/taken\nexit 1\n")
    program.chmod(0o755)
    git.commit("Sam Lee")
    with suppress(subprocess.CalledProcessError):  # a signature that nobody made
        git("-c", f"gpg.program={program}", "commit", "-S", "--allow-empty", "-qm", "signed")
    (home / "taken").unlink()
    (git.root / ".gitattributes").write_text("* diff=spite filter=spite\n")
    for name in SPITE:
        git("config", name, str(program))
    for name, value in (("log.showSignature", "true"), ("alias.log", f"!{program}"), ("log.showRoot", "false"),
                        ("core.hooksPath", str(home)), ("diff.trustExitCode", "true"), ("color.ui", "always")):  # fmt: skip
        git("config", name, value)
    for hook in ("post-index-change", "reference-transaction", "fsmonitor-watchman"):
        shutil.copy(program, git.root / ".git/hooks" / hook)
        shutil.copy(program, home / hook)
    (home / "taken").unlink(missing_ok=True)
    assert asked(git, VISIT) == {VISIT: Traced("Sam Lee", "Sam Lee")}
    assert not (home / "taken").exists(), (home / "taken").read_text()
    spoilt = subprocess.run(["git", "status"], cwd=git.root, capture_output=True, check=False)
    assert spoilt.returncode is not None
    assert (home / "taken").exists(), "else nothing here would have run anything"


def test_what_a_partial_copy_lacks_is_not_fetched(git, home):
    """Blobs are left at a remote, whose address names a program to run."""
    git.commit("Sam Lee")
    git("mv", "Customers/Acme", "Customers/Acme Pumps")
    moved = VISIT.replace("Acme/", "Acme Pumps/")
    git.commit("Ana Ruiz", {moved: SEAL + "A word.\n"})
    git("config", "uploadpack.allowFilter", "true")
    copy = home / "copy"
    git("clone", "-q", "--filter=blob:none", "--no-checkout", f"file://{git.root}", str(copy))
    git("config", "remote.origin.url", f"ext::touch {home}/taken", cwd=copy)
    git("config", "protocol.ext.allow", "always", cwd=copy)
    git("config", "protocol.allow", "always", cwd=copy)
    traced(copy, [moved], os.environ)
    assert not (home / "taken").exists()
    with suppress(subprocess.CalledProcessError):
        git("log", "-M", "--name-status", cwd=copy)
    assert (home / "taken").exists(), "else nothing here would have been fetched"


def test_a_repository_of_somebody_else_is_refused_by_git_and_nobody_is_named(git):
    git.commit("Sam Lee")
    strange = os.environ | {"GIT_TEST_ASSUME_DIFFERENT_OWNER": "1"}
    refused = subprocess.run(["git", "log"], cwd=git.root, env=strange, capture_output=True, check=False)  # fmt: skip
    assert refused.returncode, "this git refuses nothing"
    assert authors._KEPT.count("GIT_TEST_ASSUME_DIFFERENT_OWNER") == 0
    (wrapper := git.root.parent / "bin").mkdir()
    (wrapper / "git").write_text(
        f'#!/bin/sh\nGIT_TEST_ASSUME_DIFFERENT_OWNER=1 exec {shutil.which("git")} "$@"\n'
    )
    (wrapper / "git").chmod(0o755)
    assert traced(git.root, [VISIT], os.environ | {"PATH": str(wrapper)}) == {}


def test_what_people_see(git, crm):
    """On the card, the timeline and in the feed; what is signed is not asked about."""
    git.commit("ana")
    (git.root / "Team").mkdir()
    git.commit("Jo", {"Team/Ana Ruiz.md": "---\ntype: team\naliases: [ana]\n---\n"})
    git.commit(
        "Jo", {CALL: "---\ntype: call\nby: Sam Lee\n---\nRang.\n", VISIT: SEAL + "Jo, too.\n"}
    )
    timeline = crm("timeline", "acme", cwd=git.root).stdout
    assert "visit · by Ana Ruiz (says git)" in timeline
    assert "call · by Sam Lee\n" in timeline
    contacts = json.loads(crm("timeline", "acme", "--json", cwd=git.root).stdout)["contacts"]
    assert [(c["by"], c["by_git"]) for c in contacts] == [(["Sam Lee"], None), ([], "Ana Ruiz")]
    (git.root / CALL).unlink()
    assert "visit · by Ana Ruiz (says git)" in crm("who", "acme", cwd=git.root).stdout
    last = json.loads(crm("who", "acme", "--json", cwd=git.root).stdout)["last"]
    assert (last["by"], last["by_git"]) == ([], "Ana Ruiz")
    feed = crm("feed", "--all", "--since", "2026-03-01", cwd=git.root, env={"CRM_ME": "Kim"}).stdout
    assert "Ana Ruiz (says git)" in feed


def test_without_git_it_is_unsigned(vault, crm):
    root = vault(FILES)
    assert "by somebody who did not sign" in crm("timeline", "acme", cwd=root).stdout
    assert "by somebody who did not sign" in crm("who", "acme", cwd=root).stdout
    assert json.loads(crm("who", "acme", "--json", cwd=root).stdout)["last"]["by_git"] is None


def test_a_watch_leaves_it_to_the_command(git, crm):
    git.commit("Sam Lee")
    assert crm("who", "acme", cwd=git.root).code == 0
    warm = Warm(git.root)

    def answer(*line):
        request = Request(PROGRAM, str(git.root), "2026-03-10T12:00:00", 100, "000", line, dict(os.environ))  # fmt: skip
        return warm(request, lambda _: "current")

    assert answer("who", "acme") is None
    assert answer("customers") is not None
    warm.rest()
