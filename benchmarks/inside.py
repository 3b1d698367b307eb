"""What a call costs in the process that measures: CPU and wall time, without any start-up."""

import resource
import sys
import time
from collections.abc import Callable

from benchmarks.timing import Sample, Timing

_RSS_UNIT = 1 if sys.platform == "darwin" else 1024


def inside(name: str, call: Callable[[], object], rounds: int, *, warmups: int = 1) -> Timing:
    """The call so many times over, the first ones uncounted; memory is the process's highest so far."""
    samples = []
    for round_ in range(warmups + rounds):
        cpu, wall = time.process_time(), time.perf_counter()
        call()
        used = time.process_time() - cpu, time.perf_counter() - wall
        if round_ >= warmups:
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _RSS_UNIT
            samples.append(Sample(*used, memory, 0, "", ""))
    return Timing(name, tuple(samples))
