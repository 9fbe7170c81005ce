"""Timing of work within one process."""

from __future__ import annotations

import gc
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def least(work: Callable[[], object], rounds: int = 3) -> float:
    """The least time of some rounds, in seconds, without the garbage collector, as in the tool."""
    times = []
    gc.disable()
    try:
        for _ in range(rounds):
            begun = time.perf_counter()
            work()
            times.append(time.perf_counter() - begun)
    finally:
        gc.enable()
    return min(times)
