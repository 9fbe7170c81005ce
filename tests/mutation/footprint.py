"""Which tests run which lines, so that a fault is only tried with those that could find it."""

from __future__ import annotations

import json
import os
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from mutation.collected import PACKAGE, TESTS, first_failure, in_pytest
from mutation.results import digest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import CodeType, FrameType

    import pytest

    from mutation.mutants import Mutant

ENOUGH_CALLS = 300
"""After so many calls of a function within a test, its lines are no longer noted."""
LEAST_TIMEOUT = 20


@dataclass
class Footprint:
    """Which lines of the package each test runs, and how many seconds of a processor it takes."""

    slowest: float
    seconds: dict[str, float] = field(default_factory=dict)
    tests: dict[tuple[str, int], set[str]] = field(default_factory=lambda: defaultdict(set))

    def of(self, mutant: Mutant) -> list[str]:
        """The tests worth running: first those that are named after the module, then the quickest.

        What stands outside of functions may be seen by any test that runs the module, or that runs anything at all
        where the module has nothing to run.
        """
        if mutant.function is None:
            near = {name for (file, _), names in self.tests.items() if file == mutant.file for name in names}
            every = near or {name for name, seconds in self.seconds.items() if seconds <= self.slowest}
        else:
            every = {name for line in mutant.lines for name in self.tests.get((mutant.file, line), ())}
        own = f"test_{Path(mutant.file).stem}"
        return sorted(every, key=lambda name: (own not in name, self.seconds[name]))

    def timeout(self, names: Sequence[str]) -> int:
        """How long those tests may take before they are held to be caught in a loop."""
        return LEAST_TIMEOUT + round(8 * sum(self.seconds[name] for name in names))


def footprint_of(suites: Sequence[str], targets: set[str], slowest: float, kept: Path | None) -> Footprint:
    """Which test runs what: from the file of an earlier run, or found out, and kept there.

    What is kept holds for the tests and the code as they were: of others it is not known that they pass.
    """
    if kept is not None and kept.exists() and json.loads(kept.read_text("utf-8"))[0] == _state():
        return _read(kept, slowest)
    with TemporaryDirectory() as folder:
        path = kept or Path(folder) / "footprint.json"
        path.unlink(missing_ok=True)
        if not os.fork():
            in_pytest(suites, lambda items: _measure(items, targets, slowest, path))
            os._exit(0)
        os.wait()
        if not path.exists():
            sys.exit("The tests fail without any fault.")
        return _read(path, slowest)


def _read(path: Path, slowest: float) -> Footprint:
    _, seconds, rows = json.loads(path.read_text("utf-8"))
    return Footprint(slowest, seconds, {(file, line): set(names) for file, line, names in rows})


def _measure(items: dict[str, pytest.Item], targets: set[str], slowest: float, path: Path) -> None:
    """Run every test once for the time, and once more to see its lines."""
    found = Footprint(slowest)
    for name, item in items.items():
        began = time.process_time()
        if first_failure([item]):
            return
        found.seconds[name] = time.process_time() - began
        if found.seconds[name] <= slowest:
            lines: set[tuple[str, int]] = set()
            sys.settrace(_tracer(targets, lines))
            first_failure([item])
            sys.settrace(None)
            for line in lines:
                found.tests[line].add(name)
    rows = [[file, line, sorted(names)] for (file, line), names in found.tests.items()]
    path.write_text(json.dumps([_state(), found.seconds, rows]), "utf-8")


def _state() -> str:
    files = [file for folder in (TESTS, PACKAGE, TESTS.parent / "data") for file in sorted(folder.rglob("*"))]
    return digest([file for file in files if file.is_file() and "__pycache__" not in file.parts])


def _tracer(targets: set[str], lines: set[tuple[str, int]]) -> Callable[[FrameType, str, Any], Any]:
    calls: Counter[CodeType] = Counter()

    def each_line(frame: FrameType, event: str, _: object) -> Any:
        if event == "line":
            lines.add((frame.f_code.co_filename, frame.f_lineno))
        return each_line

    def each_call(frame: FrameType, _event: str, _: object) -> Any:
        code = frame.f_code
        if code.co_filename not in targets or calls[code] > ENOUGH_CALLS:
            return None
        calls[code] += 1
        return each_line

    return each_call
