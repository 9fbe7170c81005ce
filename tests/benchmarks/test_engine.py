"""How many decisions a second, how the work grows with the matrix, and what else one could use for it.

`pytest tests/benchmarks/test_engine.py -s` prints the tables; `--approve` draws the plots of docs/performance.md.
The packages beside which we stand are those of the extra `bench`; what is not installed is left out.
"""

from __future__ import annotations

import random
import sys
from importlib.util import find_spec
from math import log
from typing import TYPE_CHECKING, Any

import pytest

from apigw_choose import Need, Quick, Requirements, decide
from apigw_choose.engine.evaluate import evaluate
from apigw_choose.engine.impasse import impasse
from apigw_choose.engine.interview import Interview
from apigw_choose.engine.what_if import WhatIf
from apigw_choose.model.answers import Answers

from .plots import draw
from .timing import least
from .worlds import met_needs, unmet_needs, world

if TYPE_CHECKING:
    from collections.abc import Callable

    from apigw_choose import Matrix

SETS = 500
SIZES = [(10, 3), (50, 5), (200, 10), (1000, 50), (5000, 200)]

LINEAR = 1.15
"""The exponent below which growth is called linear: the smallest sizes pay for what is the same at every size."""


@pytest.fixture(scope="module")
def sets(matrix: Matrix) -> list[list[str]]:
    """What might be needed: up to six capabilities."""
    chance = random.Random(1)  # noqa: S311
    names = [name for name in matrix.features if name not in matrix.quantities]
    return [chance.sample(names, chance.randint(1, 6)) for _ in range(SETS)]


@pytest.mark.benchmark
def test_verdicts_a_second_beside_other_ways_to_them(matrix: Matrix, sets: list[list[str]], *, approving: bool) -> None:
    quick = Quick(matrix)
    asked = [[(name, None) for name in needs] for needs in sets]
    requirements = [Requirements.of(map(Need, needs)) for needs in sets]
    ways: dict[str, Callable[[], object]] = {
        "Quick: verdict": lambda: [quick(needs) for needs in asked],
        "evaluate: verdict with evidence": lambda: [evaluate(matrix, one) for one in requirements],
        "decide: the whole explanation": lambda: [decide(matrix, one) for one in requirements[:50]],
        **other_ways(matrix, sets),
    }
    rates = {name: (50 if "decide" in name else SETS) / least(work) for name, work in ways.items()}
    sys.stdout.write("\n" + "".join(f"  {name:40} {rate:10,.0f} a second\n" for name, rate in rates.items()))
    if approving:
        draw("verdicts", "Verdicts a second, of up to six needs on the shipped matrix", bars=rates)
    assert rates["Quick: verdict"] > 4 * rates["evaluate: verdict with evidence"]


def other_ways(matrix: Matrix, sets: list[list[str]]) -> dict[str, Callable[[], object]]:
    """The same question, without rules and assumptions, put to what people would otherwise use."""
    rows = {
        option: {name.replace("-", "_"): bool(bits >> place & 1) for place, name in enumerate(matrix.features)}
        for option, bits in matrix.having.items()
    }
    plain = [[name.replace("-", "_") for name in needs] for needs in sets]
    ways: dict[str, Callable[[], object]] = {
        "plain dicts": lambda: [[o for o, row in rows.items() if all(row[n] for n in needs)] for needs in plain]
    }
    if find_spec("rule_engine"):
        import rule_engine

        rules = [rule_engine.Rule(" and ".join(needs)) for needs in plain]
        ways["rule-engine, rules parsed before"] = lambda: [
            [option for option, row in rows.items() if rule.matches(row)] for rule in rules
        ]
    if find_spec("json_logic"):
        from json_logic import jsonLogic

        logic = [{"and": [{"var": name} for name in needs]} for needs in plain]
        ways["json-logic"] = lambda: [
            [option for option, row in rows.items() if jsonLogic(rule, row)] for rule in logic
        ]
    if find_spec("pandas"):
        import pandas as pd

        frame = pd.DataFrame(rows)
        ways["pandas"] = lambda: [list(frame.columns[frame.loc[needs].all()]) for needs in plain]
    return ways


@pytest.mark.benchmark
@pytest.mark.filterwarnings("ignore::ImportWarning")  # pygal leaves an import hook of an old kind
def test_conflicts_beside_a_solver() -> None:
    """Every smallest set of needs that cannot be had together, of a matrix of 40 options."""
    made = world(400, 40)
    asked = unmet_needs(made, 5)
    times = {"decide, with conflicts and all ways out": least(lambda: decide(made, asked))}
    found = decide(made, asked).impasse
    assert found is not None
    if find_spec("pysat"):
        mine = {frozenset(conflict) for conflict in found.conflicts}
        assert not found.cut
        assert by_solver(made, asked) == mine
        times["python-sat, conflicts alone"] = least(lambda: by_solver(made, asked))
    sys.stdout.write("\n" + "".join(f"  {name:40} {seconds * 1000:8.1f} ms\n" for name, seconds in times.items()))


def by_solver(matrix: Matrix, asked: Requirements) -> set[frozenset[str]]:
    """The same by SAT: the smallest hitting sets of what each option lacks."""
    from pysat.examples.hitman import Hitman

    with Hitman(solver="g3", htype="sorted") as hitman:
        for bits in matrix.having.values():
            lacked = [need.feature for place, need in _placed(matrix, asked) if not bits >> place & 1]
            hitman.hit(lacked)
        found: set[frozenset[str]] = set()
        for hitting in hitman.enumerate():
            if not any(one <= set(hitting) for one in found):
                found.add(frozenset(hitting))
        return found


def _placed(matrix: Matrix, asked: Requirements) -> list[tuple[int, Need]]:
    places = {name: place for place, name in enumerate(matrix.features)}
    return [(places[need.feature], need) for need in asked.needs]


@pytest.mark.benchmark
def test_the_work_grows_with_the_matrix_and_no_faster(*, approving: bool) -> None:
    curves: dict[str, list[tuple[int, float]]] = {}
    for features, options in SIZES:
        made = world(features, options)
        cells = features * options
        for name, work in jobs(made).items():
            curves.setdefault(name, []).append((cells, least(work, 3 if cells < 10**5 else 1)))
    sys.stdout.write(f"\n  {'cells':28}" + "".join(f"{f'{f} x {o}':>12}" for f, o in SIZES) + "   exponent\n")
    for name, curve in curves.items():
        told = "".join(f"{seconds * 1000:9.2f} ms" for _, seconds in curve).ljust(12 * len(SIZES))
        sys.stdout.write(f"  {name:28}{told}   {exponent(curve):.2f}\n")
    if approving:
        draw("scaling", "Time by cells of the matrix, in milliseconds", curves=curves)
    for name, curve in curves.items():
        assert exponent(curve) <= LINEAR, (name, curve)


def jobs(made: Matrix) -> dict[str, Callable[[], Any]]:
    quick, asked, hopeless = Quick(made), met_needs(made), unmet_needs(made)
    needs = [(need.feature, None) for need in asked.needs]
    found, nothing = evaluate(made, asked), evaluate(made, hopeless)
    return {
        "Quick, built before": lambda: quick(needs),
        "evaluate": lambda: evaluate(made, asked),
        "decide": lambda: decide(made, asked),
        "what one more need changes": lambda: list(WhatIf(made, asked, found).needs()),
        "decide, nothing fits": lambda: decide(made, hopeless),
        "conflicts and ways out": lambda: impasse(made, hopeless, nothing),
        "first question": lambda: Interview(made, Requirements()).survey(Answers()),
    }


def exponent(curve: list[tuple[int, float]]) -> float:
    """The slope of the line that fits the logarithms best."""
    points = [(log(cells), log(seconds)) for cells, seconds in curve]
    x_mean, y_mean = (sum(values) / len(points) for values in zip(*points, strict=True))
    above: float = sum((x - x_mean) * (y - y_mean) for x, y in points)
    below: float = sum((x - x_mean) ** 2 for x, _ in points)
    return above / below
