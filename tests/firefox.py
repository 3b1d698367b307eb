"""Firefox without a window, told what to do over Marionette: opens pages, prints them, takes pictures."""

import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
from base64 import b64decode
from pathlib import Path
from types import TracebackType
from typing import Any, Self

PROGRAMS = ("firefox", "firefox-esr")
PATIENCE = 180.0
_PREFERENCES = {
    "marionette.port": 0,  # any that is free; the profile says which
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.reportingpolicy.firstRun": False,
    "app.update.enabled": False,
    "app.normandy.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "browser.startup.page": 0,
    "browser.aboutConfig.showWarning": False,
}


def program() -> str | None:
    """Where it is, if it is installed."""
    return next(filter(None, map(shutil.which, PROGRAMS)), None)


def _surroundings(home: Path) -> dict[str, str]:
    """A home of its own; folders that tests keep everybody out of would keep it waiting for ever."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
    return others | {"HOME": str(home), "MOZ_HEADLESS": "1"}


class Firefox:
    """One browser with a profile and a home of its own, ended with the block."""

    def __enter__(self) -> Self:
        found = program()
        assert found, "Firefox is not installed"
        self._folder = Path(tempfile.mkdtemp(prefix="crm-firefox-"))
        profile = self._folder / "profile"
        profile.mkdir()
        lines = (f"user_pref({json.dumps(k)}, {json.dumps(v)});\n" for k, v in _PREFERENCES.items())
        (profile / "user.js").write_text("".join(lines))
        self._process = subprocess.Popen(
            [found, "--headless", "--no-remote", "--marionette", "--profile", str(profile)],
            env=_surroundings(self._folder),
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._number = 0
        try:
            self._talk = self._connect(profile / "MarionetteActivePort")
        except BaseException:
            self._process.kill()
            self._process.wait()
            raise
        self._read()
        self._ask("WebDriver:NewSession", {"capabilities": {}})
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._talk.close()
        self._process.kill()
        self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    def print(self, page: Path, width: float, height: float) -> bytes:
        """The PDF of a page on paper of this size in millimetres."""
        self._ask("WebDriver:Navigate", {"url": page.as_uri()})
        self._settled()
        asked = {
            "background": False, "shrinkToFit": False, "page": {"width": width / 10, "height": height / 10},
            "margin": {"top": 0, "bottom": 0, "left": 0, "right": 0},
        }  # fmt: skip
        return b64decode(self._ask("WebDriver:Print", asked)["value"])

    def script(self, words: str) -> Any:
        """What a script returns in the page that is open."""
        return self._ask("WebDriver:ExecuteScript", {"script": words, "args": []})["value"]

    def _settled(self) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if self.script(
                "return !document.querySelector('script') || document.documentElement.dataset.fit === 'done'"
            ):
                return
            time.sleep(0.02)
        raise AssertionError("the page never settled")

    def _connect(self, told: Path) -> socket.socket:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            assert self._process.poll() is None, f"Firefox ended with {self._process.returncode}"
            if told.is_file() and (port := told.read_text().strip()):
                return socket.create_connection(("127.0.0.1", int(port)), timeout=PATIENCE)
            time.sleep(0.1)
        raise AssertionError("Firefox did not say where it listens")

    def _ask(self, command: str, arguments: dict[str, Any]) -> Any:
        self._number += 1
        words = json.dumps([0, self._number, command, arguments]).encode()
        self._talk.sendall(f"{len(words)}:".encode() + words)
        _, _, error, result = self._read()
        assert error is None, f"{command}: {error}"
        return result

    def _read(self) -> Any:
        """One message: its length in bytes, a colon, JSON."""
        length = b""
        while not length.endswith(b":"):
            length += self._more(1)
        return json.loads(self._more(int(length[:-1])))

    def _more(self, count: int) -> bytes:
        got = bytearray()
        while len(got) < count:
            piece = self._talk.recv(count - len(got))
            assert piece, "Firefox hung up"
            got += piece
        return bytes(got)
