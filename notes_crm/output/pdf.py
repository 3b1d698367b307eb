"""Sheets to a PDF by the first engine on this machine that can: each in a child, each result checked."""

import json
import os
import shutil
import subprocess  # engines run in children of their own
import sys
import tempfile
from base64 import b64decode
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from threading import Timer
from typing import Any

from notes_crm.answers.briefing import Briefing
from notes_crm.errors import NoEngine
from notes_crm.output import pdf_text
from notes_crm.output.limits import DROPS
from notes_crm.output.sheet import Page, render

SECONDS, SECONDS_A_SHEET = 20, 10
"""Wall time an engine gets: to begin, and for each sheet; on an idle machine that is half a second."""

RETRIES = 4

PRESSES = 4
"""Children that fit sheets side by side, at most; with more sheets than that, each gets less care."""

BROWSERS = (
    "google-chrome", "google-chrome-stable", "chromium", "chromium-browser", "microsoft-edge",
    "microsoft-edge-stable", "msedge", "chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pack:
    """What is to be printed, and how; `vault` and `currency` as in `sheet.render`."""

    briefings: tuple[Briefing, ...]
    page: Page
    lang: str
    printed: datetime
    vault: str = ""
    currency: str = ""

    def html(self, *, script: bool, dropped: Sequence[Collection[int]] = ()) -> str:
        """All sheets, without what was dropped from each."""
        return self._render(self.briefings, script=script, dropped=dropped)

    def sheet(self, briefing: Briefing) -> str:
        """One sheet alone, with nothing dropped, to be fitted."""
        return self._render((briefing,), script=False, dropped=())

    def _render(
        self, briefings: Sequence[Briefing], *, script: bool, dropped: Sequence[Collection[int]]
    ) -> str:
        return render(
            briefings,
            page=self.page,
            lang=self.lang,
            printed=self.printed,
            vault=self.vault,
            currency=self.currency,
            dropped=dropped,
            script=script,
        )


@dataclass(frozen=True, slots=True)
class Pdf:
    """A PDF, the engine that made it (PlutoPrint, WeasyPrint or browser), and its pages."""

    data: bytes
    engine: str
    pages: int


class _Failed(Exception):
    """One engine could not do it; the next one is asked."""


def make_pdf(
    briefings: Sequence[Briefing],
    *,
    page: Page,
    lang: str,
    printed: datetime,
    vault: str = "",
    currency: str = "",
    engine: str = "",
) -> Pdf:
    """The PDF by the first engine that can; `engine` asks for one of them alone.

    The same briefings, looks and `printed` give the same bytes. NoEngine says what each engine
    lacked.
    """
    pack = Pack(tuple(briefings), page, lang, printed, vault, currency)
    reasons: list[str] = []
    for name, make in _ENGINES.items():
        if engine and name != engine:
            continue
        try:
            pdf, pages = make(pack)
            _check(pdf, pages, pack)
        except _Failed as failure:
            reasons.append(f"{name}: {failure}")
        else:
            return Pdf(pdf, name, pages)
    raise NoEngine(
        f"No program on this machine can make the PDF ({'; '.join(reasons)}): "
        "open the HTML sheet in a browser and print it from there, or pip install 'notes_crm[pdf]'."
    )


def _by_plutoprint(pack: Pack) -> tuple[bytes, int]:
    return _by_child("PlutoPrint", "plutoprint", pack)


def _by_weasyprint(pack: Pack) -> tuple[bytes, int]:
    return _by_child("WeasyPrint", "weasyprint", pack)


def _by_child(engine: str, module: str, pack: Pack) -> tuple[bytes, int]:
    """Fit each sheet, then print all of them; the pages that are expected come from the fitting."""
    if find_spec(module) is None:
        raise _Failed("not installed")
    created = pack.printed.isoformat(timespec="seconds")
    fitted = _fitted(engine, pack)
    dropped = [set(sheet["dropped"]) for sheet in fitted]
    with _press(engine, _allowed(pack)) as ask:
        for attempt in range(RETRIES):
            html = pack.html(script=False, dropped=dropped)
            made = ask({"do": "print", "html": html, "created": created})
            if made["pages"] <= sum(sheet["pages"] for sheet in fitted):
                break
            # What is said about the lines left out took the room of a line: more steps, then.
            dropped = [taken | _further(taken, 2**attempt) for taken in dropped]
    return b64decode(made["pdf"]), made["pages"]


def _fitted(engine: str, pack: Pack) -> list[Mapping[str, Any]]:
    """The steps to take and the pages of each sheet, by as many children as there are processors."""
    steps = {str(n): section for n, (section, _) in enumerate(DROPS, start=1)}
    briefings, hurry = pack.briefings, len(pack.briefings) > PRESSES
    presses = min(PRESSES, os.cpu_count() or 1, len(briefings))

    def fit(share: int) -> list[Mapping[str, Any]]:
        with _press(engine, _allowed(pack)) as ask:
            return [
                ask({"do": "fit", "html": pack.sheet(b), "steps": steps, "hurry": hurry})
                for b in briefings[share::presses]
            ]

    with ThreadPoolExecutor(presses) as pool:
        shares = list(pool.map(fit, range(presses)))
    return [shares[i % presses][i // presses] for i in range(len(briefings))]


def _allowed(pack: Pack) -> float:
    return SECONDS + SECONDS_A_SHEET * len(pack.briefings)


def _further(taken: Collection[int], count: int) -> set[int]:
    """The next steps that were not taken."""
    return set(islice((n for n in range(1, len(DROPS) + 1) if n not in taken), count))


@contextmanager
def _press(engine: str, seconds: float) -> Iterator[Callable[[Mapping[str, Any]], Any]]:
    """A child with one engine; `-P` keeps a module in the working directory from being taken."""
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as told:
        child = subprocess.Popen(  # noqa: S603  # our own interpreter and module
            [sys.executable, "-P", "-m", "notes_crm.output.press", engine],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=told,
            encoding="utf-8",
        )
        killer = Timer(seconds, child.kill)
        killer.start()

        def ask(job: Mapping[str, Any]) -> Any:
            try:
                print(json.dumps(job), file=child.stdin, flush=True)
                answer = child.stdout.readline() if child.stdout else ""
            except OSError:  # it died while it was asked
                answer = ""
            if not answer:
                child.wait()
                told.seek(0)
                raise _Failed(_last_line(told.read()) or f"ended with {child.returncode}")
            return json.loads(answer)

        try:
            yield ask
        finally:
            killer.cancel()
            child.kill()
            child.communicate()


def _last_line(told: str) -> str:
    return next((line.strip() for line in reversed(told.splitlines()) if line.strip()), "")


def _by_browser(pack: Pack) -> tuple[bytes, int]:
    """The script in the page fits the sheets; a profile of its own keeps the user's out of it."""
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        raise _Failed("no Chrome, Edge or Chromium found")
    with tempfile.TemporaryDirectory(prefix="crm-sheet-", ignore_cleanup_errors=True) as folder:
        page, out = Path(folder, "sheet.html"), Path(folder, "sheet.pdf")
        page.write_text(pack.html(script=True), encoding="utf-8")
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
        told = _headless(command, Path(folder, "home"), _allowed(pack))
        if not out.is_file():
            raise _Failed(told)
        pdf = out.read_bytes()
    return pdf, pdf_text.pages(pdf)


def _headless(command: Sequence[str], home: Path, seconds: float) -> str:
    """Run a browser to its end, in a home of its own; its last words."""
    home.mkdir()
    environment = os.environ | {"HOME": str(home)}
    try:
        done = subprocess.run(  # noqa: S603  # found on PATH
            command, check=False, capture_output=True, timeout=seconds, env=environment
        )
    except subprocess.TimeoutExpired:
        raise _Failed(f"took more than {seconds:g} seconds") from None
    except OSError as failure:
        raise _Failed(str(failure)) from None
    told = done.stderr.decode(errors="replace")
    return _last_line(told) or f"ended with {done.returncode}"


def _check(pdf: bytes, pages: int, pack: Pack) -> None:
    """A font that is missing gives a blank PDF without an error: look before it is printed."""
    if not len(pack.briefings) <= pages <= 2 * len(pack.briefings):
        raise _Failed(f"made {pages} pages of {len(pack.briefings)} sheets")
    if pdf_text.pages(pdf) != pages:
        raise _Failed(f"said {pages} pages and wrote {pdf_text.pages(pdf)}")
    lacking = pdf_text.lacking(pdf, "".join(b.head.name for b in pack.briefings))
    if lacking:
        raise _Failed(f"no font for {lacking!r}")


_ENGINES: Mapping[str, Callable[[Pack], tuple[bytes, int]]] = {
    "PlutoPrint": _by_plutoprint,
    "WeasyPrint": _by_weasyprint,
    "browser": _by_browser,
}
