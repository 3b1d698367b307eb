"""Have the user's own machine start `crm watch` at login: systemd, launchd or the task scheduler.

Everything is the user's own and needs no other rights: one file is written, one command of the
system is told of it, and the same way back.
"""

import os
import plistlib
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from xml.etree import ElementTree as ET

from notes_crm.errors import Unwritable

System = Literal["linux", "darwin", "win32"]

KEPT = ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME")
"""Variables that say where the index lies; a service must find the same one."""
PATIENCE = 20
"""Seconds for the system's own command."""
RESTART = 30
"""Seconds until a watch that failed, or found no vault yet, is started again."""

_TASK = "http://schemas.microsoft.com/windows/2004/02/mit/task"


@dataclass(frozen=True, slots=True)
class Service:
    """What is to run: `name` is unique to the vault, `command` has its program's full path."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The file written or removed, None where there was none, and the commands that failed."""

    path: Path | None
    failed: tuple[str, ...] = ()


def service_for(key: str, vault: Path, env: Mapping[str, str]) -> Service:
    """The service of one vault; `key` is its folder's name in the cache."""
    environment = {name: env[name] for name in KEPT if env.get(name)}
    return Service(f"notes-crm-{key}", (*program(env), "--vault", str(vault), "watch"), environment)


def program(env: Mapping[str, str]) -> tuple[str, ...]:
    """How this very crm is called from anywhere."""
    beside = Path(sys.executable)
    if sys.platform == "win32" and (quiet := beside.with_name("pythonw.exe")).exists():
        return (str(quiet), "-c", "import sys; from notes_crm.entry import main; sys.exit(main())")
    for place in (beside.parent, *map(Path, env.get("PATH", "").split(os.pathsep))):
        for name in ("crm", "crm.exe"):
            if place.is_absolute() and (place / name).is_file():
                return (str(place / name),)
    return (str(beside), "-c", "import sys; from notes_crm.entry import main; sys.exit(main())")


def install(service: Service, env: Mapping[str, str], system: str = sys.platform) -> Outcome:
    """Write the file and have the system start the watch, now and at every login."""
    path = place(service.name, env, system)
    data = _CONTENTS.get(system, systemd_unit)(service)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        raise Unwritable(f"{path} can't be written ({error.strerror}); free that place.") from None
    return Outcome(path, _run(starting(service.name, path, system), env))


def uninstall(name: str, env: Mapping[str, str], system: str = sys.platform) -> Outcome:
    """Stop the watch, and remove what `install` wrote."""
    path = place(name, env, system)
    if not path.exists():
        return Outcome(None)
    before, after = stopping(name, path, system)
    failed = _run(before, env)
    path.unlink(missing_ok=True)
    return Outcome(path, failed + _run(after, env))


def place(name: str, env: Mapping[str, str], system: str = sys.platform) -> Path:
    """Where the file of a service lies."""
    home = Path(env.get("HOME") or env.get("USERPROFILE") or Path.home())
    if system == "darwin":
        return home / "Library" / "LaunchAgents" / f"{name}.plist"
    if system == "win32":
        local = Path(env.get("LOCALAPPDATA") or home / "AppData" / "Local")
        return local / "notes_crm" / f"{name}.xml"
    config = Path(env.get("XDG_CONFIG_HOME") or home / ".config")
    return config / "systemd" / "user" / f"{name}.service"


def starting(name: str, path: Path, system: str = sys.platform) -> list[list[str]]:
    """The commands that make a written file count."""
    if system == "darwin":
        return [["launchctl", "bootstrap", _session(), str(path)]]
    if system == "win32":
        create = ["schtasks", "/Create", "/F", "/TN", name, "/XML", str(path)]
        return [create, ["schtasks", "/Run", "/TN", name]]
    unit = f"{name}.service"
    return [
        ["systemctl", "--user", "daemon-reload"],
        ["systemctl", "--user", "enable", "--now", unit],
    ]


def stopping(
    name: str, path: Path, system: str = sys.platform
) -> tuple[list[list[str]], list[list[str]]]:
    """The commands before the file is removed, and those after."""
    if system == "darwin":
        return [["launchctl", "bootout", _session(), str(path)]], []
    if system == "win32":
        end = [["schtasks", "/End", "/TN", name], ["schtasks", "/Delete", "/F", "/TN", name]]
        return end, []
    unit = f"{name}.service"
    return [["systemctl", "--user", "disable", "--now", unit]], [
        ["systemctl", "--user", "daemon-reload"]
    ]


def systemd_unit(service: Service) -> bytes:
    """The unit file; arguments are quoted and their `%` and `$` taken literally."""
    words = " ".join(_quoted(word).replace("$", "$$") for word in service.command)
    settings = [f"Environment={_quoted(f'{k}={v}')}" for k, v in service.environment.items()]
    lines = [
        "[Unit]",
        "Description=Keeps the search index of a folder of customer notes current",
        "",
        "[Service]",
        f"ExecStart={words}",
        *settings,
        "Restart=on-failure",
        f"RestartSec={RESTART}",
        "UMask=0077",
        "NoNewPrivileges=yes",
        "Nice=5",
        "",
        "[Install]",
        "WantedBy=default.target",
        "",
    ]
    return "\n".join(lines).encode("utf-8", "surrogateescape")


def launchd_plist(service: Service) -> bytes:
    """The launch agent."""
    return plistlib.dumps({
        "Label": service.name,
        "ProgramArguments": list(service.command),
        "EnvironmentVariables": dict(service.environment),
        "RunAtLoad": True,
        "KeepAlive": {"SuccessfulExit": False},
        "ThrottleInterval": RESTART,
        "ProcessType": "Background",
        "Umask": 0o077,
    })  # fmt: skip


def task_xml(service: Service) -> bytes:
    """The task: at logon, one at a time, without a time limit, with the user's ordinary rights."""
    task = ET.Element("Task", {"version": "1.2", "xmlns": _TASK})
    trigger = ET.SubElement(ET.SubElement(task, "Triggers"), "LogonTrigger")
    ET.SubElement(trigger, "Enabled").text = "true"
    principal = ET.SubElement(ET.SubElement(task, "Principals"), "Principal", {"id": "Author"})
    ET.SubElement(principal, "LogonType").text = "InteractiveToken"
    ET.SubElement(principal, "RunLevel").text = "LeastPrivilege"
    settings = ET.SubElement(task, "Settings")
    for name, text in (
        ("MultipleInstancesPolicy", "IgnoreNew"), ("DisallowStartIfOnBatteries", "false"),
        ("StopIfGoingOnBatteries", "false"), ("ExecutionTimeLimit", "PT0S"), ("Hidden", "true"),
    ):  # fmt: skip
        ET.SubElement(settings, name).text = text
    restart = ET.SubElement(settings, "RestartOnFailure")
    ET.SubElement(restart, "Interval").text = "PT1M"
    ET.SubElement(restart, "Count").text = "255"
    run = ET.SubElement(ET.SubElement(task, "Actions", {"Context": "Author"}), "Exec")
    ET.SubElement(run, "Command").text = _xml(service.command[0])
    ET.SubElement(run, "Arguments").text = _xml(subprocess.list2cmdline(service.command[1:]))
    return str(ET.tostring(task, encoding="unicode")).encode("utf-16")


_CONTENTS = {"linux": systemd_unit, "darwin": launchd_plist, "win32": task_xml}


def _run(commands: Sequence[Sequence[str]], env: Mapping[str, str]) -> tuple[str, ...]:
    """Run them in order; from the first that failed on, what is left to be run by hand."""
    for number, command in enumerate(commands):
        try:
            done = subprocess.run(  # noqa: S603 - our own words; names are arguments, never a shell
                command, env=dict(env), capture_output=True, timeout=PATIENCE, check=False
            )
        except (OSError, subprocess.TimeoutExpired):
            done = None
        if done is None or done.returncode:
            return tuple(subprocess.list2cmdline(one) for one in commands[number:])
    return ()


def _session() -> str:
    return f"gui/{os.getuid()}" if hasattr(os, "getuid") else "gui/501"


def _quoted(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return '"' + re.sub(r"[\x00-\x1f\x7f]", lambda c: f"\\x{ord(c.group()):02x}", escaped) + '"'


def _xml(text: str) -> str:
    """Text without what XML can't hold."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]", "?", text)
