"""What whole processes cost: CPU, wall time and memory, in interleaved rounds, as medians and ratios."""

import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

LIMIT = 3600.0
"""Seconds after which a command has failed."""

Quantity = Literal["cpu", "wall", "memory"]

_LAUNCH = str(Path(__file__).with_name("launch.py"))
_RAISED = re.compile(r"[\w.]+(?:Error|Exception|Warning|Interrupt|Exit)\b")


@dataclass(frozen=True, slots=True)
class Sample:
    """One run. Seconds and bytes; children count if the command waited for them."""

    cpu: float
    wall: float
    memory: float
    code: int
    output: str
    errors: str


@dataclass(frozen=True, slots=True)
class Command:
    """What is run and how it is known to have worked.

    `before` and `check` are not timed; `check` says what is wrong with a run, or nothing.
    """

    name: str
    argv: Sequence[str]
    env: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    before: Callable[[], None] | None = None
    check: Callable[[Sample], str] | None = None


@dataclass(frozen=True, slots=True)
class Spread:
    """The median of some figures, and the lowest and highest of them."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, figures: Iterable[float]) -> "Spread":
        """Of at least one figure."""
        ordered = sorted(figures)
        return cls(statistics.median(ordered), ordered[0], ordered[-1])


@dataclass(frozen=True, slots=True)
class Timing:
    """The runs of one command, in the order of the rounds; warm-ups are left out."""

    name: str
    samples: tuple[Sample, ...]

    def spread(self, quantity: Quantity) -> Spread:
        """Of the CPU seconds, wall seconds or bytes of the runs."""
        return Spread.of(getattr(sample, quantity) for sample in self.samples)

    def ratio(self, reference: "Timing", quantity: Quantity = "cpu") -> Spread:
        """How many times the reference's, round by round, so that a busy minute counts for both."""
        return Spread.of(
            getattr(own, quantity) / getattr(other, quantity)
            for own, other in zip(self.samples, reference.samples, strict=True)
        )


@dataclass(frozen=True, slots=True)
class Failure:
    """A command that did not work, and how it showed."""

    name: str
    reason: str


Outcome = Timing | Failure


def run(command: Command, *, limit: float = LIMIT) -> Sample:
    """Run the command once. Raises TimeoutError after `limit` seconds, its processes being killed."""
    if command.before:
        command.before()
    with tempfile.TemporaryDirectory(prefix="timing-") as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        # A session of its own, so that a command past its limit goes with all its children.
        launcher = subprocess.Popen(
            [sys.executable, "-I", "-S", _LAUNCH, str(out), str(err), *command.argv],
            env=dict(command.env),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        try:
            printed, complaint = launcher.communicate(timeout=limit)
        except subprocess.TimeoutExpired:
            os.killpg(launcher.pid, signal.SIGKILL)
            launcher.communicate()
            raise TimeoutError(f"{command.name}: not done after {limit:g} s") from None
        if launcher.returncode:
            return Sample(0, 0, 0, 127, "", complaint)
        cpu, wall, memory, code = printed.split()
        return Sample(float(cpu), float(wall), float(memory), int(code), _text(out), _text(err))


def broken(sample: Sample) -> str:
    """What a run that failed said of it, in one line; empty for one that did not fail."""
    if not sample.code:
        return ""
    said = [
        line.strip()
        for line in (sample.errors.strip() or sample.output).splitlines()
        if line.strip()
    ]
    raised = [line for line in said if _RAISED.match(line)]
    return f"exit {sample.code}: {(raised or said or ['no message'])[-1][:160]}"


def interleave(commands: Sequence[Command], *, rounds: int, warmups: int = 1) -> dict[str, Outcome]:
    """Each command once in each round, A B A B, after `warmups` rounds that are not counted.

    A command that fails once has failed and is run no more; the others go on.
    """
    samples: dict[str, list[Sample]] = {command.name: [] for command in commands}
    failed: dict[str, Failure] = {}
    for round_ in range(warmups + rounds):
        for command in commands:
            if command.name in failed:
                continue
            try:
                sample = run(command)
            except TimeoutError as late:
                failed[command.name] = Failure(command.name, str(late))
                continue
            if complaint := _complaint(command, sample):
                failed[command.name] = Failure(command.name, complaint)
            elif round_ >= warmups:
                samples[command.name].append(sample)
    return {name: failed.get(name) or Timing(name, tuple(runs)) for name, runs in samples.items()}


def _complaint(command: Command, sample: Sample) -> str:
    return broken(sample) or (command.check(sample) if command.check else "")


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
