"""Runs a fuzz target: a moment in CI, as long as one likes by `--fuzz-minutes`."""

from __future__ import annotations

import json
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from hypothesis import HealthCheck, Phase, given, seed, settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

T = TypeVar("T")
FEW = 12
"""So many cases a target tries in CI, always the same ones."""
MANY = 300
"""So many cases are one round of a long run; each round begins with a seed of its own."""
KEPT = Path(__file__).parents[1] / "fixtures" / "fuzz"
"""Cases that guided runs have found worth keeping, a file for each target; see keeping.py."""


def as_it_is(case: Any) -> Any:
    """A case that JSON has as it is."""
    return case


def kept(name: str) -> list[tuple[str, Any]]:
    """What came of each kept case of a target, and the case."""
    file = KEPT / f"{name}.jsonl"
    return [tuple(json.loads(line)) for line in file.read_text("utf-8").split("\n") if line] if file.exists() else []


class Campaign:
    """Holds a check against drawn cases, and counts what came of them."""

    def __init__(self, minutes: float, first_seed: int) -> None:
        self.minutes = minutes
        self.first_seed = first_seed
        self.outcomes: Counter[str] = Counter()
        self.cases = 0
        self.seconds = 0.0

    def __call__(
        self,
        name: str,
        cases: SearchStrategy[T],
        check: Callable[[T], str],
        restore: Callable[[Any], T] = as_it_is,
    ) -> None:
        """Try the kept cases, then new ones until the time is up.

        `check` asserts, and says in a word what became of the case; `restore` makes a case of its JSON.
        """
        for outcome, case in kept(name):
            assert check(restore(case)) == outcome, case
        started = time.monotonic()
        number = self.first_seed if self.minutes else 0
        try:
            while True:
                self._round(cases, check, number)
                number += 1
                self.seconds = time.monotonic() - started
                if self.seconds >= self.minutes * 60:
                    break
        finally:
            self.seconds = time.monotonic() - started

    def _round(self, cases: SearchStrategy[T], check: Callable[[T], str], number: int) -> None:
        @seed(number)
        @settings(
            max_examples=MANY if self.minutes else FEW,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.generate, Phase.shrink),
            print_blob=False,
        )
        @given(cases)
        def one(case: T) -> None:
            self.cases += 1
            self.outcomes[check(case)] += 1

        one()

    def __str__(self) -> str:
        outcomes = ", ".join(f"{count} {name}" for name, count in sorted(self.outcomes.items()))
        return f"{self.cases} cases in {self.seconds / 60:.1f} minutes: {outcomes}"
