"""The daemon's own loop under random histories, for as long as somebody likes."""

import sys
import time
from random import Random

from hypothesis import HealthCheck, Phase, settings
from hypothesis import seed as seeded
from hypothesis.stateful import run_state_machine_as_test

from tests.property.test_daemon_states import DaemonStates

EXAMPLES = 40
"""Histories to a seed; a seed that failed is tried again alone."""
STEPS = 60


def states(minutes: float, seed: int) -> str:
    """One seed after another, each logged; whatever is found fails with its steps printed."""
    until = time.monotonic() + minutes * 60
    before = DaemonStates.operations, DaemonStates.comparisons
    rng, seeds = Random(seed), 0
    while time.monotonic() < until:
        number = rng.randrange(2**32)
        sys.stderr.write(f"states: seed {number}, {DaemonStates.operations} changes so far\n")
        run_state_machine_as_test(seeded(number)(DaemonStates), settings=_settings())
        seeds += 1
    operations = DaemonStates.operations - before[0]
    comparisons = DaemonStates.comparisons - before[1]
    return f"{operations} changes, {seeds} seeds, {comparisons} comparisons, 0 differences"


def _settings() -> settings:
    return settings(
        max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None, database=None,
        phases=[Phase.generate, Phase.shrink], suppress_health_check=list(HealthCheck),
    )  # fmt: skip
