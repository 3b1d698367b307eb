"""A child process of ours that answers jobs: a line of JSON each way, within a time."""

import json
import subprocess  # engines and templates of others run in children
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from threading import Timer
from typing import Any

Ask = Callable[[Mapping[str, Any]], Any]


class Died(Exception):
    """The child ended, or was ended, before it answered; why, as far as it said."""


@contextmanager
def child(module: str, *arguments: str, seconds: float) -> Iterator[Ask]:
    """A child that runs one of our modules; `-P` keeps the working directory's modules away.

    Whatever it does, it is ended after so many seconds.
    """
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as told:
        process = subprocess.Popen(  # noqa: S603  # our own interpreter and module
            [sys.executable, "-P", "-m", module, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=told,
            encoding="utf-8",
        )
        late: list[bool] = []

        def end() -> None:
            late.append(True)
            process.kill()

        killer = Timer(seconds, end)
        killer.start()

        def ask(job: Mapping[str, Any]) -> Any:
            try:
                print(json.dumps(job), file=process.stdin, flush=True)
                answer = process.stdout.readline() if process.stdout else ""
            except OSError:  # it died while it was asked
                answer = ""
            if not answer:
                process.wait()
                told.seek(0)
                if late:
                    raise Died(f"took more than {seconds:g} seconds")
                raise Died(last_line(told.read()) or f"ended with {process.returncode}")
            try:
                return json.loads(answer)
            except ValueError:
                raise Died("answered nonsense") from None

        try:
            yield ask
        finally:
            killer.cancel()
            process.kill()
            process.communicate()


def last_line(told: str) -> str:
    """The last thing that was said."""
    return next((line.strip() for line in reversed(told.splitlines()) if line.strip()), "")
