"""Every engine of this machine that prints a sheet, each as one function from a page's looks to a PDF."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from notes_crm.answers.briefing import Briefing
from notes_crm.output import pdf
from notes_crm.output.browser import BROWSERS
from notes_crm.output.sheet import render
from notes_crm.output.stylesheet import PAGES
from tests import firefox

Print = Callable[[Briefing, Mapping[str, Any]], bytes]
NAMES = ("PlutoPrint", "WeasyPrint", "browser", "Firefox")


def here(name: str) -> bool:
    """Whether this machine has the engine."""
    if name == "browser":
        return chromium() is not None
    return (
        firefox.program() is not None if name == "Firefox" else find_spec(name.lower()) is not None
    )


def chromium() -> str | None:
    """Where a Chrome, Edge or Chromium is."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def draws(language: str) -> bool:
    """Whether some font of this machine has the letters of a language."""
    if shutil.which("fc-list") is None:
        return False
    return bool(
        subprocess.run(["fc-list", f":lang={language}"], capture_output=True, check=True).stdout
    )


@contextmanager
def printer(name: str) -> Iterator[Print]:
    """An engine made ready: Firefox is started once, and Chromium may run as root."""
    with ExitStack() as stack:
        if name == "Firefox":
            window = stack.enter_context(firefox.Firefox())
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="crm-sheets-")))
            yield lambda briefing, looks: _by_firefox(
                window, folder / "sheet.html", briefing, looks
            )
            return
        if name == "browser":
            stack.enter_context(unboxed())
        yield lambda briefing, looks: pdf.make_pdf([briefing], **looks, engine=name).data


@contextmanager
def unboxed() -> Iterator[str]:
    """The browser, which refuses to run as root with its sandbox: there without one, first on PATH."""
    found = chromium()
    assert found, "no Chrome, Edge or Chromium here"
    if getattr(os, "geteuid", lambda: 1)() != 0:
        yield found
        return
    before = os.environ["PATH"]
    with tempfile.TemporaryDirectory(prefix="crm-chrome-") as folder:
        stand_in = Path(folder, BROWSERS[0])
        stand_in.write_text(f'#!/bin/sh\nexec {found} --no-sandbox "$@"\n')
        stand_in.chmod(0o755)
        os.environ["PATH"] = f"{folder}{os.pathsep}{before}"
        try:
            yield str(stand_in)
        finally:
            os.environ["PATH"] = before


def _by_firefox(
    window: firefox.Firefox, page: Path, briefing: Briefing, looks: Mapping[str, Any]
) -> bytes:
    page.write_text(render([briefing], **looks), encoding="utf-8")
    _, width, height = PAGES[looks["page"]]
    return window.print(page, width, height)
