"""By which price options are compared."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import pytest

import handmade
from apigw_choose import Need, Requirements, require
from apigw_choose.engine.bill import steps_of, units_of
from apigw_choose.engine.estimates import detours, estimates
from apigw_choose.engine.evaluate import evaluate
from apigw_choose.engine.price import Price, conditions, estimate_of, price_of
from apigw_choose.model.costs import Steps, Way

if TYPE_CHECKING:
    from apigw_choose import Matrix

COMING = {"requests": "10M", "request_size": "1KB"}


def test_without_traffic_it_is_the_list_price_and_no_bill(matrix: Matrix) -> None:
    asked = require(matrix, ["waf"])
    assert price_of(matrix, asked, "rest") == Price(guessed=False, micros=3_500_000)
    assert (estimate_of(matrix, asked, "rest"), estimates(matrix, asked)) == (None, ())
    assert conditions(matrix, asked) == frozenset()
    assert detours(matrix, asked, evaluate(matrix, asked).verdicts) == ()


def test_with_traffic_it_is_the_bill_and_the_list_price_is_a_guess_where_there_is_none(matrix: Matrix) -> None:
    asked = require(matrix, ["waf"], traffic=COMING)
    assert matrix.costs
    assert price_of(matrix, asked, "rest") == Price(guessed=False, micros=35_000_000)
    assert price_of(matrix, asked, "websocket") == Price(guessed=True, micros=1_000_000)
    assert conditions(matrix, asked) == matrix.costs.conditions
    assert conditions(matrix, asked)


def test_where_nothing_is_known_of_prices_traffic_makes_no_bill(matrix: Matrix) -> None:
    unpriced = handmade.matrix(handmade.feature("bends", elm="full"))
    asked = replace(Requirements.of([Need("bends")]), traffic=require(matrix, [], traffic=COMING).traffic)
    assert price_of(unpriced, asked, "oak") == Price(guessed=True, micros=1_000_000)
    assert (estimate_of(unpriced, asked, "oak"), conditions(unpriced, asked)) == (None, frozenset())
    assert detours(unpriced, asked, evaluate(unpriced, asked).verdicts) == ()


def test_a_way_round_whose_bill_cannot_be_told_is_none(matrix: Matrix) -> None:
    asked = require(matrix, ["waf"], traffic=COMING)
    assert [detour.option for detour in detours(matrix, asked, evaluate(matrix, asked).verdicts)] == ["http"]
    asked = require(matrix, ["waf"], traffic={"messages": "10M"})
    assert detours(matrix, asked, evaluate(matrix, asked).verdicts) == ()


@pytest.mark.parametrize(
    ("combine", "sizes", "expected"),
    [("sum", (5, 6), 2), ("larger", (5, 6), 1), ("sum", (10, 0), 1), ("sum", (10, 1), 2), ("larger", (0, 0), 1),
     ("larger", (11, 1), 2)],
)  # fmt: skip
def test_steps_are_started_by_the_sum_or_by_the_largest(
    combine: Literal["sum", "larger"], sizes: tuple[int, int], expected: int
) -> None:
    amounts = dict(zip(("in", "out"), sizes, strict=True))
    assert steps_of(Steps(of=("in", "out"), combine=combine, each=10), amounts) == expected


@pytest.mark.parametrize(("share", "units"), [(0, 8), (250_000, 6), (1_000_000, 0)])
def test_a_share_that_does_not_happen_is_not_counted(share: int, units: int) -> None:
    assert units_of(Way("calls", less="idle"), {"calls": 8, "idle": share}, 1) == units


@pytest.mark.parametrize("combine", ["sum", "larger"])
def test_a_size_of_which_nothing_is_said_starts_no_step(combine: Literal["sum", "larger"]) -> None:
    assert steps_of(Steps(of=("in", "out"), combine=combine, each=10), {"in": 10}) == 1
