"""A progress bar on stderr, for work that takes a person's patience."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

Progress = Callable[[int], None]
"""Is told how much has been done so far."""

PATIENCE = 1.0
"""Seconds after which something is shown."""


@contextmanager
def progress(things: str) -> Iterator[Progress]:
    """Count things on stderr once it takes more than a second, on a terminal only; the bar is gone at the end."""
    if sys.stderr is None or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield lambda _: None
        return
    begun = time.monotonic()
    bar: Bar | None = None

    def show(done: int) -> None:
        nonlocal bar
        if bar is None and time.monotonic() - begun > PATIENCE:
            bar = _bar(things)
            bar.start()
        if bar is not None:
            bar.update(bar.task_ids[0], completed=done)

    try:
        yield show
    finally:
        if bar is not None:
            bar.stop()


def _bar(things: str) -> Bar:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    words = TextColumn("{task.completed:,} {task.description}")
    bar = Progress(BarColumn(), words, TimeElapsedColumn(), console=Console(stderr=True), transient=True)
    bar.add_task(things, total=None)
    return bar
