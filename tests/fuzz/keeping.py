"""Of what a guided run kept, the few cases that run what the cases of CI do not, made as small as they can be."""

from __future__ import annotations

import json
from copy import copy
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from hypothesis import given

import apigw_choose

from .campaign import KEPT, Campaign, as_it_is, kept

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from hypothesis.strategies import SearchStrategy

T = TypeVar("T")
Arcs = frozenset[tuple[str, int, int]]
MOST = 8
"""So many cases of a target are kept,"""
LARGEST = 4000
"""each in so many characters,"""
TRIALS = 120
"""and so often it is tried to make one smaller."""
LONG = 60
"""A text shorter than this is a word, and left as it is."""


class Keeper(Campaign):
    """Tries no new case; it writes tests/fixtures/fuzz anew."""

    def __init__(self, folder: Path) -> None:
        super().__init__(0, first_seed=0)
        self.folder = folder

    def __call__(
        self,
        name: str,
        cases: SearchStrategy[T],
        check: Callable[[T], str],
        restore: Callable[[Any], T] = as_it_is,
    ) -> None:
        """Keep what the corpus has beyond the cases of CI."""
        corpus = self.folder / name / "corpus"
        drawn = [*(case for _, case in kept(name)), *drawn_from(corpus, cases)]
        self._round(cases, check, 0)  # what is made once only is made here
        common: Arcs = frozenset()

        def common_check(case: T) -> str:
            nonlocal common
            outcome, arcs = run_arcs(check, case)
            common |= arcs
            return outcome

        self._round(cases, common_check, 0)
        runs = [(case, *run_arcs(check, restore(case))) for case in drawn]
        lines = []
        for case, outcome, new in chosen(runs, common):
            small = as_small_as_can_be(case, holding(outcome, new, check, restore))
            line = json.dumps([outcome, small])
            if len(line) <= LARGEST:
                lines.append(line)
        KEPT.mkdir(exist_ok=True)
        (KEPT / f"{name}.jsonl").write_text("".join(f"{line}\n" for line in sorted(lines, key=len)), "utf-8")


def drawn_from(corpus: Path, cases: SearchStrategy[Any]) -> list[Any]:
    """The cases of a corpus as JSON has them, the smallest first."""
    drawn: list[Any] = []

    @given(cases)
    def one(case: Any) -> None:
        drawn.append(json.loads(json.dumps(case)))

    for file in sorted(corpus.iterdir()):
        one.hypothesis.fuzz_one_input(file.read_bytes())  # type: ignore[attr-defined]
    return sorted(drawn, key=lambda case: len(json.dumps(case)))


def run_arcs(check: Callable[[T], str], case: T) -> tuple[str, Arcs]:
    """What became of a case, and from which line to which it went."""
    from coverage import Coverage

    coverage = Coverage(
        data_file=None, branch=True, include=[f"{Path(apigw_choose.__file__).parent}/*"], config_file=False
    )
    coverage.set_option("run:disable_warnings", ["no-data-collected"])
    with coverage.collect():
        outcome = check(case)
    data = coverage.get_data()
    return outcome, frozenset((file, *arc) for file in data.measured_files() for arc in data.arcs(file) or ())


def chosen(runs: list[tuple[Any, str, Arcs]], common: Arcs) -> Iterator[tuple[Any, str, Arcs]]:
    """One after the other the case that adds most to what is common, with what it adds."""
    for _ in range(MOST):
        case, outcome, arcs = max(runs, key=lambda run: len(run[2] - common))
        if arcs <= common:
            return
        yield case, outcome, arcs - common
        common |= arcs


def holding(outcome: str, new: Arcs, check: Callable[[T], str], restore: Callable[[Any], T]) -> Callable[[Any], bool]:
    """Whether a smaller case still comes to the same and runs all that was new."""
    left = TRIALS

    def holds(smaller: Any) -> bool:
        nonlocal left
        left -= 1
        if left < 0:
            return False
        try:
            case = restore(smaller)
        except (TypeError, ValueError):
            return False
        came, arcs = run_arcs(check, case)
        return came == outcome and new <= arcs

    return holds


def as_small_as_can_be(value: Any, holds: Callable[[Any], bool]) -> Any:
    """The value without the parts, the parts of parts and the passages of text that it can do without."""
    if isinstance(value, str) and len(value) > LONG:
        lines = without(value.splitlines(keepends=True), lambda left: holds("".join(left)))
        return "".join(without(list("".join(lines)), lambda left: holds("".join(left))))
    if isinstance(value, dict):
        value = dict(without(list(value.items()), lambda left: holds(dict(left))))
        places: Iterable[Any] = list(value)
    elif isinstance(value, list):
        value = without(value, holds)
        places = range(len(value))
    else:
        return value
    for place in places:
        value[place] = as_small_as_can_be(value[place], partial(holds_with, holds, value, place))
    return value


def holds_with(holds: Callable[[Any], bool], whole: Any, place: Any, part: Any) -> bool:
    """Whether a list or mapping holds with another part in one of its places."""
    other = copy(whole)
    other[place] = part
    return holds(other)


def without(parts: list[Any], holds: Callable[[list[Any]], bool]) -> list[Any]:
    """The parts that are needed: halves are left out first, then quarters, at last single ones."""
    size = len(parts)
    while size:
        begin = 0
        while begin < len(parts):
            left = parts[:begin] + parts[begin + size :]
            if holds(left):
                parts = left
            else:
                begin += size
        size //= 2
    return parts
