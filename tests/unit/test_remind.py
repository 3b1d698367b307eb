"""`crm remind`: each thing told once, to real programs that write down what they got."""

import json
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from notes_crm.model.schema import fold
from notes_crm.store.cache import cache_key

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the programs are small shell scripts")

ACME = "Customers/Acme/2026-03-02 Acme visit.md"
NOTES = {
    "Customers/Acme/Acme.md": "---\nowner: Sam Lee\n---\n",
    ACME: "---\ntype: visit\nby: Sam Lee\nnext_contact: 2026-03-10\n---\n## Promised\n- [ ] Send seal kit 📅 2026-03-06\n",
}
PERSONAL = 'me = "Sam Lee"\n'


@pytest.fixture
def program(home):
    """`program("body")`: a script in a folder of its own; the path of it."""

    def make(body, name="tell"):
        path = home / "bin" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\n{body}\n")
        path.chmod(0o755)
        return path

    return make


@pytest.fixture
def settings(home):
    def write(text):
        path = home / "config" / "notes_crm" / "settings.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PERSONAL + text)
        return path

    return write


@pytest.fixture
def by_command(home, program, settings):
    """Alerts go to a script that appends its standard input to a file; what it got, document by document."""

    def set_up(more="", body="cat >> {got}"):
        got = home / "got"
        script = program(body.format(got=got))
        settings(f'[remind]\ncommand = ["{script}"]\n{more}\n')
        return lambda: (
            [json.loads(line) for line in got.read_text().splitlines()] if got.exists() else []
        )

    return set_up


def memory(home, folder, person="Sam Lee"):
    from hashlib import sha256

    key = sha256(fold(person).encode()).hexdigest()[:12]
    return home / "state/notes_crm" / cache_key(folder) / f"reminded-{key}.json"


def kinds(documents):
    return [[alert["kind"] for alert in document["alerts"]] for document in documents]


def test_each_thing_is_told_once(crm, vault, by_command):
    got, folder = by_command(), vault(NOTES)
    done = crm("remind", cwd=folder)
    assert (done.code, kinds(got())) == (0, [["promise"], ["contact"]])
    assert got()[0] == {
        "api": 1, "now": "2026-03-10T12:00:00", "vault": "Vault", "person": "Sam Lee",
        "title": "We owe, 4 days late: Acme", "body": "Send seal kit",
        "alerts": [{
            "id": got()[0]["alerts"][0]["id"], "kind": "promise", "customers": ["Acme"],
            "text": "Send seal kit", "day": "2026-03-06", "time": None, "days_late": 4,
            "estimated": False, "note": ACME, "line": 7,
        }],
    }  # fmt: skip
    for today in ("2026-03-10", "2026-03-11", "2026-04-30T09:00"):
        again = crm("remind", cwd=folder, today=today)
        assert (again.code, again.stdout) == (0, "Nothing new to tell Sam Lee.\n")
    assert len(got()) == 2


def test_what_is_put_off_is_told_on_its_new_day(crm, vault, by_command):
    got, folder = by_command(), vault(NOTES)
    crm("remind", cwd=folder)
    assert crm("postpone", "kit", "2026-03-12", cwd=folder).code == 0
    assert crm("remind", cwd=folder, today="2026-03-11").code == 0
    assert len(got()) == 2
    assert crm("remind", cwd=folder, today="2026-03-12").code == 0
    assert [d["title"] for d in got()[2:]] == ["We owe, today: Acme"]


def test_a_note_that_is_renamed_is_no_news_and_of_two_twins_both_are(crm, vault, by_command):
    got, folder = by_command(), vault(NOTES)
    crm("remind", cwd=folder)
    (folder / ACME).rename(folder / "Customers/Acme/2026-03-02 1430 Acme visit.md")
    assert crm("remind", cwd=folder, today="2026-03-11").stdout.startswith("Nothing new")
    (folder / ACME).write_text(NOTES[ACME])
    assert crm("remind", cwd=folder, today="2026-03-12").code == 0
    assert kinds(got()[2:]) == [["promise"]]


def test_many_at_once_are_one_summary(crm, vault, by_command):
    lines = "".join(f"- [ ] Thing {n} 📅 2026-03-0{n}\n" for n in range(1, 8))
    got = by_command()
    folder = vault({**NOTES, ACME: NOTES[ACME] + lines})
    assert crm("remind", cwd=folder).code == 0
    (one,) = got()
    assert one["title"] == "9 things to see to"
    assert one["body"].splitlines()[0] == "8 promises, 1 to be in touch with"
    assert one["body"].splitlines()[-1] == "and 4 more: crm today"
    assert len(one["alerts"]) == 9


def test_private_lines_and_notes_are_told_by_nothing(crm, vault, by_command):
    got = by_command()
    folder = vault({
        ACME: "---\ntype: visit\nby: Sam Lee\n---\n## Private\n- [ ] Ask of the divorce #promise 📅 2026-03-06\n",
        "Customers/Bell/Bell.md": "---\nowner: Sam Lee\nprivate: true\nnext_contact: 2026-03-09\n---\n",
        "Customers/Cole/2026-03-01 call.md": "---\ntype: call\nby: Sam Lee\nprivate: true\n"
        "next_contact: 2026-03-09\n---\n- [ ] Send flowers #promise 📅 2026-03-09\n",
        "Customers/Dent/2026-03-10 visit.md": "---\ntype: visit\nby: Sam Lee\nprivate: true\npurpose: x\n---\n",
    })  # fmt: skip
    assert crm("today", cwd=folder).stdout.count("private") == 3
    for arguments in (["remind"], ["remind", "--dry-run"]):
        assert crm(*arguments, cwd=folder).stdout == "Nothing new to tell Sam Lee.\n"
    assert got() == []


def test_it_is_mine_or_of_the_one_that_is_named(crm, vault, by_command):
    ana = "Customers/Bell/2026-03-02 call.md"
    got = by_command()
    folder = vault({**NOTES, ana: "---\nby: Ana\n---\n- [ ] Ring #promise 📅 2026-03-09\n"})
    assert crm("remind", "--for", "ana", cwd=folder).code == 0
    assert [d["person"] for d in got()] == ["Ana"]
    assert crm("remind", cwd=folder).code == 0
    assert [d["person"] for d in got()] == ["Ana", "Sam Lee", "Sam Lee"]


def test_quiet_hours_wait_and_lose_nothing(crm, vault, by_command):
    got, folder = by_command('quiet = "18:00-08:00"\ndays = "mon-fri"'), vault(NOTES)
    for today, until in (
        ("2026-03-10T18:00", "2026-03-11 08:00"), ("2026-03-10T07:59", "2026-03-10 08:00"),
        ("2026-03-13T19:00", "2026-03-16 08:00"), ("2026-03-15T12:00", "2026-03-16 08:00"),
    ):  # fmt: skip
        done = crm("remind", cwd=folder, today=today)
        assert done.code == 1
        assert done.lines[0] == f"Quiet until {until}; 2 wait:"
    assert got() == []
    assert crm("remind", cwd=folder, today="2026-03-16T08:00").code == 0
    assert len(got()) == 2


def test_between_two_rounds_there_is_a_pause(crm, vault, by_command):
    got, folder = by_command("every = 30"), vault(NOTES)
    assert crm("remind", cwd=folder, today="2026-03-10T09:00").code == 0
    (folder / "Customers/Acme/2026-03-10 call.md").write_text(
        "---\nby: Sam Lee\n---\n- [ ] Ring back #promise 📅 2026-03-10\n"
    )
    waits = crm("remind", "--json", cwd=folder, today="2026-03-10T09:29")
    document = json.loads(waits.stdout)
    assert (waits.code, document["why"], document["until"]) == (1, "pause", "2026-03-10T09:30:00")
    assert [a["text"] for a in document["waiting"]] == ["Ring back"]
    assert crm("remind", cwd=folder, today="2026-03-10T09:30").code == 0
    assert [d["body"] for d in got()[2:]] == ["Ring back"]


def test_what_failed_is_told_again(crm, vault, by_command, program):
    folder = vault(NOTES)
    got = by_command(body="cat >> {got}; exit 3")
    done = crm("remind", cwd=folder)
    assert (done.code, done.stderr) == (
        2, "crm: tell failed (it ended with 3); try it by hand.\n"
    )  # fmt: skip
    program(f"cat >> {got.__closure__[0].cell_contents}")
    assert crm("remind", cwd=folder).code == 0
    assert kinds(got()) == [["promise"], ["promise"], ["contact"]]


def test_killed_between_telling_and_remembering_one_is_repeated_and_none_lost(
    crm_process, vault, by_command
):
    """The program that tells kills crm the moment it has its words: the second alert of three."""
    more = NOTES[ACME] + "- [ ] Ring the foundry 📅 2026-03-09\n"
    body = "cat >> {got}; [ $(wc -l < {got}) = 2 ] && kill -9 $PPID; true"
    got, folder = by_command(body=body), vault({**NOTES, ACME: more})
    assert crm_process("remind", cwd=folder, today="2026-03-10T09:00").code == -signal.SIGKILL
    assert len(got()) == 2
    assert crm_process("remind", cwd=folder, today="2026-03-10T10:00").code == 0
    told = [d["alerts"][0]["id"] for d in got()]
    assert len(told) == 4
    assert told[1] == told[2]
    assert len(set(told)) == 3
    assert crm_process("remind", cwd=folder, today="2026-03-10T11:00").code == 0
    assert len(got()) == 4


def test_two_at_once_tell_once(vault, by_command, crm):
    got, folder = by_command(body="sleep 0.5; cat >> {got}"), vault(NOTES)
    crm("due", cwd=folder)
    line = [Path(sys.executable).with_name("crm"), "remind"]
    env = {**os.environ, "CRM_TODAY": "2026-03-10"}
    both = [
        subprocess.Popen(line, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    said = [process.communicate(timeout=30) for process in both]
    codes = sorted(process.returncode for process in both)
    assert codes[0] == 0, said
    assert len(got()) == 2


def test_a_memory_that_cannot_be_kept_tells_nothing(crm, vault, by_command, home):
    got, folder = by_command(), vault(NOTES)
    (home / "state").mkdir()
    (home / "state/notes_crm").write_text("in the way")
    done = crm("remind", cwd=folder)
    assert done.code == 2
    assert "can't be remembered" in done.stderr
    assert got() == []


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"told": 3, "last": null}', b"\xff"])
def test_a_damaged_memory_tells_again(crm, vault, by_command, home, damage):
    got, folder = by_command(), vault(NOTES)
    crm("remind", cwd=folder)
    file = memory(home, folder)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file.write_bytes(damage)
    assert crm("remind", cwd=folder).code == 0
    assert len(got()) == 4


def test_what_stands_in_the_vault_names_no_program(crm, vault, settings, program, home):
    settings("")
    script = program("touch " + str(home / "was-run"))
    folder = vault({**NOTES, "crm.toml": f'[remind]\ncommand = ["{script}"]\n'})
    done = crm("remind", "--with", "command", cwd=folder)
    assert done.code == 2
    assert not (home / "was-run").exists()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('with = "pigeon"', "with in [remind] is one of desktop, command, push"),
        ('command = "mail sam"', "command in [remind] must be a list of texts"),
        ('quiet = "at night"', 'quiet in [remind] must be two times, as in "18:00-08:00"'),
        ('quiet = "08:00-08:00"', "quiet in [remind] must be two times"),
        ('quiet = "08:00-24:00"', "quiet in [remind] must be two times"),
        ('days = "sometimes"', "days in [remind] must be days"),
        ("days = []", "days in [remind] must name a day at least"),
        ("every = 0", "every in [remind] must be minutes, from 1 to 1440"),
        ('url = "x"', "there is no url in [remind]; its keys are"),
    ],
)
def test_settings_that_say_nothing_are_named(crm, vault, settings, line, said):
    path = settings(f"[remind]\n{line}\n")
    folder = vault(NOTES)
    done = crm("remind", "--dry-run", cwd=folder)
    assert done.code == 2
    assert done.stderr.startswith(f"crm: {path}: {said}")
    assert crm("due", cwd=folder).code == 0


def test_a_program_that_is_not_there_or_lies_beside_ones_feet_is_not_run(
    crm, vault, settings, home
):
    folder = vault({**NOTES, "mine.sh": "#!/bin/sh\ntouch was-run\n"})
    (folder / "mine.sh").chmod(0o755)
    for name in ("mine.sh", "./mine.sh", "/no/such/program"):
        settings(f'[remind]\ncommand = ["{name}"]\n')
        done = crm("remind", cwd=folder, env={"PATH": f".::{os.environ['PATH']}"})
        assert done.code == 2
        assert done.stderr.startswith(f"crm: There is no program {name};")
    assert not list(home.rglob("was-run"))


def test_the_desktop_is_told_by_notify_send(crm, vault, settings, program, home):
    if sys.platform != "linux":
        pytest.skip("other systems have other notifiers")
    settings("")
    program(f'printf "%s\\n" "$@" >> {home}/got', "notify-send")
    env = {"PATH": f"{home / 'bin'}:{os.environ['PATH']}"}
    folder = vault({**NOTES, ACME: NOTES[ACME].replace("seal kit", "kit <b>& --now</b>")})
    assert crm("remind", cwd=folder, env=env).code == 0
    assert (home / "got").read_text().splitlines()[:5] == [
        "--app-name=notes_crm", "--icon=appointment-soon", "--", "We owe, 4 days late: Acme",
        "Send kit &lt;b&gt;&amp; --now&lt;/b&gt;",
    ]  # fmt: skip


@pytest.mark.parametrize(("system", "name"), [("darwin", "osascript"), ("win32", "powershell")])
def test_other_systems_get_the_words_as_words(program, home, system, name):
    """Never inside the script that shows them."""
    from notes_crm.output import outlets

    program(f'printf "%s\\n" "$@" > {home}/got; printf "%s" "$CRM_BODY" > {home}/body', name)
    body = '"; do shell script "rm" $(touch x) `y`'
    outlets.desktop("Title", body, {"PATH": f"{home / 'bin'}:/usr/bin:/bin"}, system)
    got = (home / "got").read_text()
    assert ((home / "body").read_text() == body) if system == "win32" else got.endswith(f"\n{body}\n")  # fmt: skip
    assert got.count(body) == (system == "darwin")


def test_no_notifier_is_said(crm, vault, settings, home):
    if sys.platform != "linux":
        pytest.skip("other systems bring one")
    settings("")
    (home / "empty").mkdir()
    done = crm("remind", cwd=vault(NOTES), env={"PATH": str(home / "empty")})
    assert done.code == 2
    assert "notify-send is missing" in done.stderr


def test_install_and_uninstall_change_one_line(crm, vault, settings):
    path = settings('[remind]\n# mine\nquiet = "18:00-08:00"\n\n[vaults]\nwork = "~/Work"\n')
    before, folder = path.read_text(), vault(NOTES)
    path.chmod(0o600)
    asked = crm("remind", "--install", cwd=folder)
    assert (asked.code, path.read_text()) == (1, before)
    assert "crm remind --install --yes" in asked.stdout
    assert crm("remind", "--install", "--yes", cwd=folder).code == 0
    assert path.read_text() == before.replace("[remind]\n", '[remind]\nwith = "desktop"\n')
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "stands so already" in crm("remind", "--install", "--yes", cwd=folder).stdout
    assert crm("remind", "--install", "--with", "command", "--yes", cwd=folder).code == 2
    assert crm("remind", "--uninstall", "--yes", cwd=folder).code == 0
    assert path.read_text() == before


def test_a_test_is_told_and_not_remembered(crm, vault, by_command, home):
    got, folder = by_command('quiet = "00:00-23:59"'), vault(NOTES)
    assert crm("remind", "--test", cwd=folder).code == 0
    assert [(d["title"], d["alerts"]) for d in got()] == [("A test of notes_crm", [])]
    assert not memory(home, folder).exists()


def test_a_dry_run_says_all_and_changes_nothing(crm, vault, by_command, home):
    got, folder = by_command(), vault(NOTES)
    done = crm("remind", "--dry-run", "--json", cwd=folder)
    assert done.code == 0
    document = json.loads(done.stdout)
    assert sorted(document) == sorted(
        ("api", "now", "vault", "person", "with", "dry_run", "told", "waiting", "why", "until")
    )
    assert (document["dry_run"], document["why"], len(document["waiting"])) == (True, "dry-run", 2)
    assert got() == []
    assert not memory(home, folder).exists()


def test_a_test_speaks_to_whom_a_round_speaks(crm, vault, by_command):
    got = by_command()
    folder = vault({**NOTES, "Team/Sam Lee.md": "---\naliases: [sam]\n---\n"})
    assert crm("remind", "--test", cwd=folder, env={"CRM_ME": "sam"}).code == 0
    assert crm("remind", cwd=folder, env={"CRM_ME": "sam"}).code == 0
    assert {document["person"] for document in got()} == {"Sam Lee"}
