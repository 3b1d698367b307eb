"""A page to PDF by a browser on this machine, headless and in a home of its own."""

import os
import re
import shutil
import subprocess  # a browser is a program of its own
import tempfile
from collections.abc import Sequence
from pathlib import Path

from notes_crm.output.child import last_line

BROWSERS = (
    "google-chrome", "google-chrome-stable", "chromium", "chromium-browser", "microsoft-edge",
    "microsoft-edge-stable", "msedge", "chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
)  # fmt: skip


class Failed(Exception):
    """One engine could not do it; the next one is asked."""


def print_page(html: str, seconds: float) -> bytes:
    """The PDF; the script in the page fits the sheets. A profile of its own keeps the user's out."""
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        raise Failed("no Chrome, Edge or Chromium found")
    with tempfile.TemporaryDirectory(prefix="crm-sheet-", ignore_cleanup_errors=True) as folder:
        page, out = Path(folder, "sheet.html"), Path(folder, "sheet.pdf")
        page.write_text(html, encoding="utf-8")
        command = [
            browser,
            "--headless=new",
            "--disable-gpu",
            "--no-first-run",
            "--no-pdf-header-footer",
            "--virtual-time-budget=5000",
            f"--user-data-dir={Path(folder, 'profile')}",
            f"--print-to-pdf={out}",
            page.as_uri(),
        ]
        told = _headless(command, Path(folder, "home"), seconds)
        if not out.is_file():
            raise Failed(told)
        return out.read_bytes()


_LOG = re.compile(r"^\[[^\]]*\] ")
"""What a browser writes before each message: process, time, place in its own source."""


def _headless(command: Sequence[str], home: Path, seconds: float) -> str:
    """Run a browser to its end, in a home of its own; its last words."""
    home.mkdir()
    environment = os.environ | {"HOME": str(home)}
    try:
        done = subprocess.run(  # noqa: S603  # found on PATH
            command, check=False, capture_output=True, timeout=seconds, env=environment
        )
    except subprocess.TimeoutExpired:
        raise Failed(f"took more than {seconds:g} seconds") from None
    except OSError as failure:
        raise Failed(str(failure)) from None
    told = done.stderr.decode(errors="replace")
    return _LOG.sub("", last_line(told)) or f"ended with {done.returncode}"
