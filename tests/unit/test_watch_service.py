"""The files that have a machine start the watch, each read back by what will read it."""

import configparser
import plistlib
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from notes_crm.watch.service import (
    Service,
    install,
    launchd_plist,
    place,
    service_for,
    systemd_unit,
    task_xml,
    uninstall,
)

NASTY = 'My "best" 100% $HOME\\vault\nü <&>'
SERVICE = Service(
    "notes-crm-Vault-0123456789ab",
    ("/usr/bin/true", "--vault", f"/srv/{NASTY}", "watch"),
    {"XDG_CACHE_HOME": "/srv/cache 100%"},
)


def test_a_unit_names_program_vault_and_cache():
    unit = configparser.RawConfigParser()
    unit.optionxform = str
    unit.read_string(systemd_unit(SERVICE).decode())
    assert unit["Service"]["ExecStart"] == (
        '"/usr/bin/true" "--vault" "/srv/My \\"best\\" 100%% $$HOME\\\\vault\\x0aü <&>" "watch"'
    )
    assert unit["Service"]["Environment"] == '"XDG_CACHE_HOME=/srv/cache 100%%"'
    assert unit["Service"]["Restart"] == "on-failure"
    assert unit["Install"]["WantedBy"] == "default.target"


@pytest.mark.program
@pytest.mark.usefixtures("home")
def test_systemd_accepts_the_unit(tmp_path):
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not installed")
    path = tmp_path / f"{SERVICE.name}.service"
    path.write_bytes(systemd_unit(SERVICE))
    done = subprocess.run(
        ["systemd-analyze", "--user", "verify", path], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert str(path) not in done.stderr
    assert SERVICE.name not in done.stderr, done.stderr


@pytest.mark.program
@pytest.mark.usefixtures("home")
def test_systemd_reports_a_unit_that_is_wrong(tmp_path):
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not installed")
    path = tmp_path / "wrong.service"
    path.write_bytes(systemd_unit(SERVICE).replace(b"ExecStart=", b"ExecStrat="))
    done = subprocess.run(
        ["systemd-analyze", "--user", "verify", path], capture_output=True, text=True, check=False
    )
    assert done.returncode or "wrong.service" in done.stderr


def test_a_launch_agent_says_the_same():
    agent = plistlib.loads(launchd_plist(SERVICE))
    assert agent["Label"] == SERVICE.name
    assert agent["ProgramArguments"] == list(SERVICE.command)
    assert agent["EnvironmentVariables"] == SERVICE.environment
    assert agent["RunAtLoad"] is True


def test_a_task_is_well_formed_and_runs_the_same_command():
    data = task_xml(SERVICE)
    assert data.startswith((b"\xff\xfe", b"\xfe\xff"))
    task = ET.fromstring(data.decode("utf-16"))
    space = {"t": "http://schemas.microsoft.com/windows/2004/02/mit/task"}
    assert task.findtext("t:Actions/t:Exec/t:Command", namespaces=space) == "/usr/bin/true"
    arguments = task.findtext("t:Actions/t:Exec/t:Arguments", namespaces=space)
    assert arguments == subprocess.list2cmdline(SERVICE.command[1:])
    assert (
        task.findtext("t:Principals/t:Principal/t:RunLevel", namespaces=space) == "LeastPrivilege"
    )
    assert task.findtext("t:Settings/t:ExecutionTimeLimit", namespaces=space) == "PT0S"


@pytest.mark.parametrize(
    ("system", "where"),
    [
        ("linux", ".config/systemd/user/notes-crm-x.service"),
        ("darwin", "Library/LaunchAgents/notes-crm-x.plist"),
        ("win32", "AppData/Local/notes_crm/notes-crm-x.xml"),
    ],
)
def test_everything_lies_in_the_users_own_home(system, where):
    assert place("notes-crm-x", {"HOME": "/home/sam"}, system) == Path("/home/sam") / where


def test_what_the_system_did_not_take_is_left_to_the_person(tmp_path):
    env = {"HOME": str(tmp_path), "PATH": str(tmp_path)}
    done = install(SERVICE, env, "linux")
    assert done.path
    assert done.path.read_bytes() == systemd_unit(SERVICE)
    assert done.failed == (
        "systemctl --user daemon-reload",
        f"systemctl --user enable --now {SERVICE.name}.service",
    )


def test_the_way_back_leaves_nothing(tmp_path):
    env = {"HOME": str(tmp_path), "PATH": str(tmp_path)}
    path = install(SERVICE, env, "linux").path
    assert uninstall(SERVICE.name, env, "linux").path == path
    assert not path.exists()
    assert uninstall(SERVICE.name, env, "linux").path is None


def test_the_systems_command_is_run_in_order(tmp_path):
    """A stand-in for the system's program writes down how it was called."""
    told = tmp_path / "told"
    program = tmp_path / "bin" / "systemctl"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\necho "$@" >> {told}\n')
    program.chmod(0o755)
    env = {"HOME": str(tmp_path), "PATH": f"{program.parent}:/usr/bin:/bin"}
    assert install(SERVICE, env, "linux").failed == ()
    assert uninstall(SERVICE.name, env, "linux").failed == ()
    unit = f"{SERVICE.name}.service"
    assert told.read_text().splitlines() == [
        "--user daemon-reload", f"--user enable --now {unit}",
        f"--user disable --now {unit}", "--user daemon-reload",
    ]  # fmt: skip


def test_a_service_finds_the_index_that_the_user_has():
    env = {"XDG_CACHE_HOME": "/srv/cache", "PATH": "/nowhere", "SECRET": "x"}
    service = service_for("Vault-0123", Path("/srv/Vault"), env)
    assert service.name == "notes-crm-Vault-0123"
    assert service.environment == {"XDG_CACHE_HOME": "/srv/cache"}
    assert service.command[-3:] == ("--vault", "/srv/Vault", "watch")
    assert Path(service.command[0]).is_absolute()
