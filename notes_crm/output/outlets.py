"""Tells somebody something: on the desktop, or by a command of their own. Text is handed on, never run."""

import os
import shutil
import subprocess  # the system's own notifier, and the command from the user's own settings
import sys
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

from notes_crm.errors import NotTold

PATIENCE = 30.0
"""Seconds for one alert."""

_APPLE = (
    "on run said",
    "display notification (item 2 of said) with title (item 1 of said)",
    "end run",
)
_WINDOWS = """
$ErrorActionPreference = 'Stop'
[void][Windows.UI.Notifications.ToastNotificationManager,Windows.UI.Notifications,ContentType=WindowsRuntime]
$kind = [Windows.UI.Notifications.ToastTemplateType]::ToastText02
$toast = [Windows.UI.Notifications.ToastNotificationManager]::GetTemplateContent($kind)
$texts = $toast.GetElementsByTagName('text')
[void]$texts.Item(0).AppendChild($toast.CreateTextNode($env:CRM_TITLE))
[void]$texts.Item(1).AppendChild($toast.CreateTextNode($env:CRM_BODY))
$shell = '{1AC14E77-02E7-4E5D-B744-2EB1AE5198B7}\\WindowsPowerShell\\v1.0\\powershell.exe'
$maker = [Windows.UI.Notifications.ToastNotificationManager]::CreateToastNotifier($shell)
$maker.Show([Windows.UI.Notifications.ToastNotification]::new($toast))
"""
_NOTIFIERS = {"darwin": "osascript", "win32": "powershell"}


def desktop(title: str, body: str, env: Mapping[str, str], system: str = sys.platform) -> None:
    """Show a notification; NotTold where nothing on this machine does."""
    notifier = _NOTIFIERS.get(system, "notify-send")
    program = _program(notifier, env)
    if program is None:
        raise NotTold(
            f"Nothing here shows notifications ({notifier} is missing); install it, or set a command "
            "below [remind] in your settings."
        )
    if system == "darwin":
        script = [word for line in _APPLE for word in ("-e", line)]
        _run([program, *script, title, body], env)
    elif system == "win32":
        said = {**env, "CRM_TITLE": title, "CRM_BODY": body}
        _run([program, "-NoProfile", "-NonInteractive", "-Command", _WINDOWS], said)
    else:  # the body may hold marks there, so that ours must be escaped
        text = escape(body, quote=False)
        _run([program, "--app-name=notes_crm", "--icon=appointment-soon", "--", title, text], env)


def command(words: Sequence[str], document: str, env: Mapping[str, str]) -> None:
    """Run a command of the user's own with this on its standard input; no shell reads any of it."""
    first = os.path.expanduser(words[0])  # noqa: PTH111 - a name without a folder stays one
    program = _program(first, env)
    if program is None:
        raise NotTold(
            f"There is no program {words[0]}; name it with its folder below [remind] in your settings."
        )
    _run([program, *words[1:]], env, document.encode("utf-8", "surrogateescape"))


def _program(name: str, env: Mapping[str, str]) -> str | None:
    """The full path of a program: as it is named, or on the PATH; never beside one's feet."""
    if Path(name).is_absolute():
        return name if Path(name).is_file() else None
    if Path(name).name != name:
        return None
    folders = [f for f in env.get("PATH", "").split(os.pathsep) if Path(f).is_absolute()]
    found = shutil.which(name, path=os.pathsep.join(folders)) if folders else None
    return found if found and Path(found).is_absolute() else None


def _run(words: Sequence[str], env: Mapping[str, str], document: bytes = b"") -> None:
    """What it prints goes nowhere, what it says on standard error to whoever called crm."""
    name = Path(words[0]).name
    try:
        done = subprocess.run(  # noqa: S603 - no shell; text is data
            words, env=dict(env), cwd=Path.home(), input=document, stdout=subprocess.DEVNULL,
            timeout=PATIENCE, check=False, creationflags=_NO_WINDOW,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise NotTold(
            f"{name} took more than {PATIENCE:g} seconds; see what it waits for."
        ) from None
    except OSError as error:
        reason = (error.strerror or "it is not possible").lower()
        raise NotTold(f"{name} can't be run ({reason}); see to that.") from None
    if done.returncode:
        raise NotTold(f"{name} failed (it ended with {done.returncode}); try it by hand.")


_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)
